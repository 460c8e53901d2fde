package device

import (
	"context"
	"errors"
	"io"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

// errPending marks methods whose signature is agreed and whose body follows.
var errPending = errors.New("device: the body of this method follows")

// Entering is a device on its way into the book.
type Entering struct {
	Serial       string
	Kind         Kind
	Model        string
	Agency       org.AgencyID // the managing agency
	Holder       org.PersonID // of a personal device; else empty
	Keeper       org.PersonID // of a service device: the responsible IT officer; else empty
	System       string       // name of the service or software; else empty
	Place        string       // where it is kept
	State        State        // AtAuthority, AtDepartment or Awaiting; empty is Awaiting
	Certificates []signing.CertificateID
}

// Enter puts a device into the book. Its certificates are blocked (holds
// no-paper and not-confirmed) until a handover is confirmed.
func (s *Service) Enter(ctx context.Context, by org.Actor, in Entering) (Device, error) {
	return Device{}, errPending
}

// Attach puts one more certificate on a device, e.g. a renewed one. On a device
// in use it is usable at once and, an agency's, kept by the device's keeper.
func (s *Service) Attach(ctx context.Context, by org.Actor, id ID, c signing.CertificateID) error {
	return errPending
}

// AttachIn is Attach inside another subject's transaction; the caller asked
// whether by may.
func (s *Service) AttachIn(ctx context.Context, tx Tx, by org.Actor, id ID, c signing.CertificateID) error {
	return errPending
}

// Send opens a transfer of devices; nothing moves before Arrived.
func (s *Service) Send(ctx context.Context, by org.Actor, t Transfer) (Transfer, error) {
	return t, errPending
}

// Arrived is the receiver's confirmation, with the serials as typed; it closes
// the transfer and moves the devices.
func (s *Service) Arrived(ctx context.Context, by org.Actor, transfer string, serials []string) error {
	return errPending
}

// Draft makes the minutes of a handover (fields Device, Giver, Receiver,
// Condition, Place, Storage, Date, Paper; From and To for a temporary one).
// Nobody's custody changes yet.
func (s *Service) Draft(ctx context.Context, by org.Actor, h Handover) (Handover, error) {
	return h, errPending
}

// Approve is the head's consent, where the profile wants it (BG-21.2).
func (s *Service) Approve(ctx context.Context, by org.Actor, handover string) error {
	return errPending
}

// ConfirmGiving is the giver's confirmation.
func (s *Service) ConfirmGiving(ctx context.Context, by org.Actor, handover string) error {
	return errPending
}

// Receipt is what the receiver confirms with.
type Receipt struct {
	Serial string // as typed or read from the device
	Duties string // version of the duty list that was shown and acknowledged; empty refuses
}

// ConfirmReceipt is the receiver's confirmation. When all have confirmed the
// custody switches, the holds end and the device is in use.
func (s *Service) ConfirmReceipt(ctx context.Context, by org.Actor, handover string, in Receipt) error {
	return errPending
}

// ConfirmContact is the confirmation of the agency's contact person (HD2-14.3).
func (s *Service) ConfirmContact(ctx context.Context, by org.Actor, handover string) error {
	return errPending
}

// Withdraw cancels minutes that are not confirmed; the reason stays.
func (s *Service) Withdraw(ctx context.Context, by org.Actor, handover, reason string) error {
	return errPending
}

// EndTemporary returns a device to its keeper before the time.
func (s *Service) EndTemporary(ctx context.Context, by org.Actor, handover string) error {
	return errPending
}

// Duties gives the list of duties of the subscriber and its version.
func (s *Service) Duties(ctx context.Context, by org.Actor) (version string, duties []string, err error) {
	return "", nil, errPending
}

// SetContact records who receives certificates for the agency.
func (s *Service) SetContact(ctx context.Context, by org.Actor, agency org.AgencyID, person org.PersonID) error {
	return errPending
}

// Reporting is an incident on its way in.
type Reporting struct {
	Device  ID
	Kind    IncidentKind
	FoundAt time.Time
	Note    string
	Minutes File   // required for IncidentTampered, optional else
	Consent string // of the authority, for IncidentTampered
}

// Report takes an incident: in one transaction the certificates are blocked, the
// device moves, the managing agency is told and EventIncident is emitted.
func (s *Service) Report(ctx context.Context, by org.Actor, in Reporting) (Incident, error) {
	return Incident{}, errPending
}

// AddMinutes attaches the minutes of an incident (Mẫu 15) afterwards, once.
func (s *Service) AddMinutes(ctx context.Context, by org.Actor, incident string, f File) error {
	return errPending
}

// Misused reports that somebody other than its keeper tried to sign; it is the
// hook of signing.Config.
func (s *Service) Misused(ctx context.Context, by org.Actor, c signing.Certificate) error {
	return errPending
}

// RestoreIn unlocks a device after recovery, inside the transaction of the
// request that asked for it; the caller asked whether by may.
func (s *Service) RestoreIn(ctx context.Context, tx Tx, by org.Actor, id ID, source string) error {
	return errPending
}

// RecallIn is called in the transaction that revokes a certificate: when it was
// the last one in force on its device, the device becomes due for return. A
// lost device and a certificate that is on no device change nothing.
func (s *Service) RecallIn(ctx context.Context, tx Tx, by org.Actor, c signing.CertificateID, source string) error {
	return errPending
}

// Return is the minutes by which a device comes back.
type Return struct {
	Giver     org.PersonID
	Receiver  org.PersonID
	Condition string
	Minutes   Paper
}

// TakeBack takes a device that is due for return ("Đã nhận lại").
func (s *Service) TakeBack(ctx context.Context, by org.Actor, id ID, r Return) error {
	return errPending
}

// HandBack gives a returned device to the authority ("Đã giao Cục").
func (s *Service) HandBack(ctx context.Context, by org.Actor, id ID, r Return) error {
	return errPending
}

// Due is a device to be returned, with its age.
type Due struct {
	Device  Device
	AgeDays int
	Overdue bool
}

// ReturnsDue lists devices in ReturnDue, the oldest first.
func (s *Service) ReturnsDue(ctx context.Context, by org.Actor, agency org.AgencyID, overdueOnly bool) ([]Due, error) {
	return nil, errPending
}

// Sighting is the result of a presence check, an inventory or a confirmation.
type Sighting struct {
	Seen  bool
	Place string // where it was seen; empty keeps what the book says
	Note  string
}

// Sight records that a device was seen at its place, or not: then a loss is
// reported with it (LD-17.5-2). It closes the open duties of that kind.
func (s *Service) Sight(ctx context.Context, by org.Actor, id ID, kind DutyKind, in Sighting) error {
	return errPending
}

// ChangedPIN is the word of the holder, or of the agent, that the first PIN was
// changed.
func (s *Service) ChangedPIN(ctx context.Context, by org.Actor, id ID) error {
	return errPending
}

// SelfCheck answers the agency's checklist (SelfCheckQuestions of the profile).
func (s *Service) SelfCheck(ctx context.Context, by org.Actor, duty string, answers map[string]bool, note string) error {
	return errPending
}

// Sweep opens the duties whose time has come, reminds, tells heads of what was
// missed and recalls devices whose certificates have expired. It may run at any
// time and twice.
func (s *Service) Sweep(ctx context.Context) error { return errPending }

// Device gives one row; in a province of the grade Mật the serial is masked for
// who may not see it and every view is logged.
func (s *Service) Device(ctx context.Context, by org.Actor, id ID) (Device, error) {
	return Device{}, errPending
}

// Devices lists as Device gives.
func (s *Service) Devices(ctx context.Context, by org.Actor, q Query) ([]Device, error) {
	return nil, errPending
}

// Mine lists what the actor holds or keeps now.
func (s *Service) Mine(ctx context.Context, by org.Actor) ([]Device, error) { return nil, errPending }

// OfCertificate finds the device of a certificate; NotFound when it is on none.
func (s *Service) OfCertificate(ctx context.Context, c signing.CertificateID) (Device, error) {
	return Device{}, errPending
}

// History lists everything that happened to a device, oldest first.
func (s *Service) History(ctx context.Context, by org.Actor, id ID) ([]Event, error) {
	return nil, errPending
}

// Notices is the actor's work list of device matters.
func (s *Service) Notices(ctx context.Context, by org.Actor) ([]Notice, error) {
	return nil, errPending
}

// SeeNotice takes one from the list.
func (s *Service) SeeNotice(ctx context.Context, by org.Actor, id string) error { return errPending }

// Answerable says who answers for an agency's certificate (BG-21.2).
type Answerable struct {
	Head    org.Person
	Keeper  org.Person // zero when nobody keeps it
	Custody signing.Custody
}

// Answerable tells the head and the keeper at that time; a signature made then
// belongs to that keeper, a temporary one too (NA-21.2-2).
func (s *Service) Answerable(ctx context.Context, c signing.CertificateID, at time.Time) (Answerable, error) {
	return Answerable{}, errPending
}

// KeepFile stores an attachment of at most 20 MB (PDF, PNG or JPEG).
func (s *Service) KeepFile(ctx context.Context, by org.Actor, name string, r io.Reader) (File, error) {
	return File{}, errPending
}
