package request

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/event"
)

// ErrNotFound is what a store says when a row does not exist.
var ErrNotFound = errors.New("request: no such row")

// ErrChanged is what a store says when somebody saved the row meanwhile.
var ErrChanged = errors.New("request: row changed meanwhile")

// Store keeps requests.
type Store interface {
	Reader
	Transact(ctx context.Context, do func(ctx context.Context, tx Tx) error) error
}

// Reader finds rows. Missing ones are ErrNotFound; lists may be empty.
type Reader interface {
	Request(ctx context.Context, id ID) (Request, error)
	List(ctx context.Context, province string, q Query) ([]Request, error)
	Counts(ctx context.Context, province string, managing org.AgencyID) ([]Count, error)
	// Due lists what runs out before the time, the earliest first; managing may be empty.
	Due(ctx context.Context, province string, before time.Time, managing org.AgencyID, limit int) ([]Request, error)
	Steps(ctx context.Context, id ID) ([]Step, error)
	Contacts(ctx context.Context, id ID) ([]Contact, error)
	Notices(ctx context.Context, id ID) ([]Notice, error)
	// NoticesTo lists what an agency was told, the newest first.
	NoticesTo(ctx context.Context, agency org.AgencyID, limit int) ([]Notice, error)
	// OpenFor lists requests of that kind about the certificate that are not over.
	OpenFor(ctx context.Context, certificate signing.CertificateID, kind Kind) ([]Request, error)
	// OpenOn lists requests about the device that are not over.
	OpenOn(ctx context.Context, id device.ID) ([]Request, error)
	Dispatch(ctx context.Context, id string) (Dispatch, error)
	DispatchByDocument(ctx context.Context, document string) (Dispatch, error)
	Dispatches(ctx context.Context, province string, limit int) ([]Dispatch, error)
	Officers(ctx context.Context, agency org.AgencyID, at time.Time) ([]Officer, error)
	// OfficerHistory lists every assignment of the agency, the newest first.
	OfficerHistory(ctx context.Context, agency org.AgencyID) ([]Officer, error)
	// Voided gives the reason why a letter of requests is void; ErrNotFound when
	// it stands or is no letter of requests.
	Voided(ctx context.Context, document string) (why string, err error)
	// Referenced reports whether a stored paper has that SHA-256.
	Referenced(ctx context.Context, sha256 string) (bool, error)
}

// Tx is one transaction.
type Tx interface {
	Reader
	// Load locks the row until the end.
	Load(ctx context.Context, id ID) (Request, error)
	// Add makes the row and gives it the next Code of the year.
	Add(ctx context.Context, r *Request) error
	// Save writes the row when nobody did since r.Rev was read, and raises it.
	Save(ctx context.Context, r *Request) error
	AddStep(ctx context.Context, id ID, s Step) error
	AddContact(ctx context.Context, id ID, c Contact) error
	AddNotice(ctx context.Context, n Notice) error
	AddFile(ctx context.Context, id ID, f File) error
	// AddLetter remembers that the document was made for requests; VoidLetter that
	// it must not go out any more.
	AddLetter(ctx context.Context, document string, at time.Time) error
	VoidLetter(ctx context.Context, document, why string, at time.Time) error
	SaveDispatch(ctx context.Context, d Dispatch) error
	AddOfficer(ctx context.Context, o Officer) error
	EndOfficer(ctx context.Context, id string, at time.Time) error
	// Signing is the register of certificates inside this transaction, Device the
	// book of devices.
	Signing() signing.Tx
	Device() device.Tx
	Audit(ctx context.Context, e audit.Entry) error
	Emit(ctx context.Context, e event.Event) error
}
