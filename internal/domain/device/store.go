package device

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/event"
)

// ErrNotFound is what a store says when the row does not exist.
var ErrNotFound = errors.New("device: no such row")

// ErrTaken is what a store says when a unique value is already in use.
var ErrTaken = errors.New("device: value already in use")

// Store keeps the rows of this subject. Its own Reader methods read outside any
// transaction.
type Store interface {
	Reader
	// Transact runs do once or, when the database asks for it, again from the
	// start; it commits when do returns nil.
	Transact(ctx context.Context, do func(ctx context.Context, tx Tx) error) error
}

// Tx is one transaction: rows, the register of signing, the audit entry and
// events are saved together.
type Tx interface {
	Reader
	Writer
	Signing() signing.Tx
	Audit(ctx context.Context, entry audit.Entry) error
	Emit(ctx context.Context, e event.Event) error
}

// Reader finds rows. Missing ones are ErrNotFound; lists may be empty.
type Reader interface {
	Device(ctx context.Context, id ID) (Device, error)
	// BySerial finds the living device of that serial.
	BySerial(ctx context.Context, serial string) (Device, error)
	// OfCertificate finds the device on which the certificate is now.
	OfCertificate(ctx context.Context, id signing.CertificateID) (Device, error)
	// Devices lists by serial, after a serial, at most Limit of them.
	Devices(ctx context.Context, q Query) ([]Device, error)
	// InState lists by due time, of every agency when it is empty.
	InState(ctx context.Context, state State, agency org.AgencyID, limit int) ([]Device, error)
	// Living walks the devices that have not ended, by id after one.
	Living(ctx context.Context, after ID, limit int) ([]Device, error)
	// KeptBy lists what the person holds or keeps, by serial.
	KeptBy(ctx context.Context, person org.PersonID) ([]Device, error)
	// History is oldest first.
	History(ctx context.Context, id ID) ([]Event, error)
	Transfer(ctx context.Context, id string) (Transfer, error)
	// OpenTransfers lists what is on the way to or from the agency, oldest first.
	OpenTransfers(ctx context.Context, agency org.AgencyID, limit int) ([]Transfer, error)
	Handover(ctx context.Context, id string) (Handover, error)
	// OpenHandover is the one that waits for approval or confirmation.
	OpenHandover(ctx context.Context, id ID) (Handover, error)
	// Handovers of a device, oldest first.
	Handovers(ctx context.Context, id ID) ([]Handover, error)
	// HandoversOf lists the open ones in which the person has a part.
	HandoversOf(ctx context.Context, person org.PersonID) ([]Handover, error)
	// Unconfirmed lists the open ones made before the time, oldest first.
	Unconfirmed(ctx context.Context, agency org.AgencyID, before time.Time, limit int) ([]Handover, error)
	Incident(ctx context.Context, id string) (Incident, error)
	// Incidents are newest first; of one device, or of an agency in a period.
	Incidents(ctx context.Context, id ID) ([]Incident, error)
	IncidentsIn(ctx context.Context, agency org.AgencyID, from, to time.Time, limit int) ([]Incident, error)
	// Misuse finds the report about that certificate and person since then.
	Misuse(ctx context.Context, id signing.CertificateID, person org.PersonID, since time.Time) (Incident, error)
	Duty(ctx context.Context, id string) (Duty, error)
	// OpenDuties lists what the agency, or only the person, still has to do, by due time.
	OpenDuties(ctx context.Context, agency org.AgencyID, person org.PersonID, limit int) ([]Duty, error)
	// DutiesDue lists open duties of every agency that are due before the time.
	DutiesDue(ctx context.Context, before time.Time, limit int) ([]Duty, error)
	// DutiesOf a device or, for DutySelfCheck, of an agency; newest first.
	DutiesOf(ctx context.Context, kind DutyKind, subject string, limit int) ([]Duty, error)
	// Notices for the person or one of the roles in the agency, not seen yet, newest first.
	Notices(ctx context.Context, agency org.AgencyID, person org.PersonID, roles []org.Role, limit int) ([]Notice, error)
	Notice(ctx context.Context, id string) (Notice, error)
	// Contact is who receives certificates for the agency.
	Contact(ctx context.Context, agency org.AgencyID) (org.PersonID, error)
	// BookLines lists the separate book of the agency in order of number.
	BookLines(ctx context.Context, agency org.AgencyID, after, limit int) ([]BookLine, error)
	Export(ctx context.Context, id string) (Export, error)
	Exports(ctx context.Context, agency org.AgencyID, limit int) ([]Export, error)
	// FileReferenced says that an attachment with these bytes was kept.
	FileReferenced(ctx context.Context, sha256 string) (bool, error)
}

// Query asks for devices; empty fields do not count.
type Query struct {
	Agency  org.AgencyID
	State   State
	After   string // serial
	AfterID ID     // of the same serial
	Limit   int    // at most 500
}

// Writer saves rows.
type Writer interface {
	// AddDevice is ErrTaken when a living device has the serial.
	AddDevice(ctx context.Context, d Device) error
	// LockDevice reads the row and keeps others from changing it until the end.
	LockDevice(ctx context.Context, id ID) (Device, error)
	SaveDevice(ctx context.Context, d Device) error
	// PutCertificate puts a certificate on the device; ErrTaken when it is on one.
	PutCertificate(ctx context.Context, id ID, c signing.CertificateID, at time.Time) error
	AddEvent(ctx context.Context, e Event) error
	AddTransfer(ctx context.Context, t Transfer) error
	LockTransfer(ctx context.Context, id string) (Transfer, error)
	SaveTransfer(ctx context.Context, t Transfer) error
	// AddHandover is ErrTaken while another one of the device is open.
	AddHandover(ctx context.Context, h Handover) error
	LockHandover(ctx context.Context, id string) (Handover, error)
	SaveHandover(ctx context.Context, h Handover) error
	AddIncident(ctx context.Context, i Incident) error
	SaveIncident(ctx context.Context, i Incident) error
	// AddDuty is ErrTaken while one of the same kind for the same thing is open.
	AddDuty(ctx context.Context, d Duty) error
	LockDuty(ctx context.Context, id string) (Duty, error)
	SaveDuty(ctx context.Context, d Duty) error
	AddNotice(ctx context.Context, n Notice) error
	SeeNotice(ctx context.Context, id string, by org.PersonID, at time.Time) error
	SetContact(ctx context.Context, agency org.AgencyID, person org.PersonID, at time.Time) error
	// AddBookLine takes the next number of the agency's book.
	AddBookLine(ctx context.Context, l BookLine) error
	AddFile(ctx context.Context, id string, f File, by org.PersonID, at time.Time) error
	AddExport(ctx context.Context, e Export) error
	// ApproveExport is ErrNotFound when it was approved already.
	ApproveExport(ctx context.Context, id string, by org.PersonID, at time.Time) error
}
