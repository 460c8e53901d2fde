package archive

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
)

// ErrNotFound is what a store says when a row does not exist.
var ErrNotFound = errors.New("archive: no such row")

// Store keeps bundles and their editions. Both implementations pass the suite
// of package archivetest.
type Store interface {
	Transact(ctx context.Context, do func(ctx context.Context, tx Tx) error) error
	Bundle(ctx context.Context, id BundleID) (Bundle, error)
	// OfDocument lists the bundles of a document, the first opened first.
	OfDocument(ctx context.Context, id document.ID) ([]Bundle, error)
	// Due lists what is to be worked on, the longest waiting first.
	Due(ctx context.Context, now time.Time, limit int) ([]BundleID, error)
	// Editions lists the editions of a bundle, the first one first.
	Editions(ctx context.Context, id BundleID) ([]Edition, error)
	// After lists bundles in the order of their ids.
	After(ctx context.Context, id BundleID, limit int) ([]BundleID, error)
	// Waiting counts the bundles that were opened before a time and wait still.
	Waiting(ctx context.Context, before time.Time) (int, error)
	// Progress of a walk; the zero Progress before its first step.
	Progress(ctx context.Context, name string) (Progress, error)
	// Walk visits every edition, for antin check.
	Walk(ctx context.Context, visit func(Edition) error) error
	// Referenced reports whether a blob is an edition.
	Referenced(ctx context.Context, sha256 string) (bool, error)
}

// Progress tells how far a walk over everything has come.
type Progress struct {
	Name  string
	Terms string // what the walk reckons with; others begin it anew
	After string // id of the last one that is done
	Done  bool
}

// Tx is one transaction.
type Tx interface {
	// Open adds the bundle unless the file of the document has one, and gives
	// the id that counts.
	Open(ctx context.Context, b Bundle) (BundleID, error)
	// Load locks the bundle until the end of the transaction and reads it.
	Load(ctx context.Context, id BundleID) (Bundle, error)
	// Save writes what may change: state, level, reason, tries, stamp, summary.
	Save(ctx context.Context, b Bundle) error
	// Editions are those of a bundle that Load has locked.
	Editions(ctx context.Context, id BundleID) ([]Edition, error)
	AddEdition(ctx context.Context, e Edition) error
	SaveProgress(ctx context.Context, p Progress) error
	// Audit appends to the log and locks its head: the last call.
	Audit(ctx context.Context, e audit.Entry) error
}
