package signing

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
)

// ErrNotFound is what a store says when the row does not exist.
var ErrNotFound = errors.New("signing: no such row")

// ErrTaken is what a store says when a unique value is already in use.
var ErrTaken = errors.New("signing: value already in use")

// Store keeps the rows of this subject. Its own Reader methods read outside any
// transaction.
type Store interface {
	Reader
	// Transact runs do once or, when the database asks for it, again from the
	// start; it commits when do returns nil.
	Transact(ctx context.Context, do func(Tx) error) error
}

// Tx is one transaction: the rows and the audit entry are saved together.
type Tx interface {
	Reader
	Writer
	Audit(ctx context.Context, entry audit.Entry) error
}

// Reader finds rows. Missing ones are ErrNotFound; lists may be empty.
type Reader interface {
	Certificate(ctx context.Context, id CertificateID) (Certificate, error)
	CertificateBySHA256(ctx context.Context, sha256 string) (Certificate, error)
	CertificatesOfPerson(ctx context.Context, person org.PersonID) ([]Certificate, error)
	CertificatesOfAgency(ctx context.Context, agency org.AgencyID, class Class) ([]Certificate, error)
	Changes(ctx context.Context, id CertificateID) ([]Change, error)
	CustodyAt(ctx context.Context, id CertificateID, at time.Time) (Custody, error)
	Custodies(ctx context.Context, id CertificateID) ([]Custody, error)
	CustodiesOf(ctx context.Context, holder org.PersonID, at time.Time) ([]Custody, error)
	PracticeBox(ctx context.Context, id CertificateID) (box []byte, triesLeft int, err error)
	CountPracticeKeys(ctx context.Context) (int, error)
	// Holds gives all holds of a certificate, ended ones too, oldest first.
	Holds(ctx context.Context, id CertificateID) ([]Hold, error)
	CurrentImage(ctx context.Context, kind ImageKind, owner string) (Image, error)
	Image(ctx context.Context, id ImageID) (Image, error)
	// ImageHistory leaves the bytes out.
	ImageHistory(ctx context.Context, kind ImageKind, owner string) ([]Image, error)
}

// Writer saves rows.
type Writer interface {
	AddCertificate(ctx context.Context, c Certificate) error
	// LockCertificate keeps others from changing this certificate and what hangs
	// on it until the end of the transaction, and tells its status.
	LockCertificate(ctx context.Context, id CertificateID) (Status, error)
	SetStatus(ctx context.Context, id CertificateID, status Status) error
	AddChange(ctx context.Context, c Change) error
	AddCustody(ctx context.Context, c Custody) error
	EndCustody(ctx context.Context, id string, at time.Time) error
	AddHold(ctx context.Context, h Hold) error
	// EndHold is ErrNotFound when no such hold lasts.
	EndHold(ctx context.Context, id CertificateID, cause Cause, source string, at time.Time) error
	PutPracticeKey(ctx context.Context, id CertificateID, box []byte, tries int, at time.Time) error
	// TakeTry takes one try; ErrNotFound when none is left.
	TakeTry(ctx context.Context, id CertificateID) (left int, err error)
	RestoreTries(ctx context.Context, id CertificateID, tries int) error
	// AddImage puts the image in the place of the one in use, which ends then.
	AddImage(ctx context.Context, i Image) error
}
