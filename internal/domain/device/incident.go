package device

import (
	"context"
	"errors"
	"slices"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/event"
	"antin/internal/fault"
)

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
	d, law, err := s.load(ctx, in.Device)
	if err != nil {
		return Incident{}, err
	}
	if err := s.guard.Allow(ctx, by, ActReport, relations(by, d)...); err != nil {
		return Incident{}, err
	}
	if in, err = s.reporting(law, in); err != nil {
		return Incident{}, err
	}
	var i Incident
	err = s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := lock(ctx, tx, in.Device)
		if err != nil {
			return err
		}
		x := deed{s: s, tx: tx, by: by, law: law, d: &d}
		i, err = x.report(ctx, in)
		return err
	})
	return i, err
}

func (s *Service) reporting(law *profile.Profile, in Reporting) (Reporting, error) {
	var err error
	if incidentNames[in.Kind] == "" || in.Kind == IncidentMisuse {
		return in, fault.New(fault.Invalid, "incident.kind", "Chưa chọn loại sự cố.").At("kind", "Chọn loại sự cố.")
	}
	if in.FoundAt.IsZero() || in.FoundAt.After(s.now()) {
		return in, fault.New(fault.Invalid, "incident.found", "Ghi thời điểm phát hiện, không muộn hơn lúc báo.").At("found", "Ghi ngày giờ phát hiện.")
	}
	if in.Note, err = text("note", in.Note, maxText, "Mô tả sự việc."); err != nil {
		return in, err
	}
	if in.Consent, err = text("consent", in.Consent, maxName, ""); err != nil {
		return in, err
	}
	if in.Kind == IncidentTampered && in.Minutes.SHA256 == "" {
		return in, fault.New(fault.Invalid, "incident.minutes", "Can thiệp dữ liệu, làm hỏng thiết bị phải có biên bản kèm theo.").
			Under(law.Clause("subscribers.custody.change_consent_refusal")).At("minutes", "Đính kèm biên bản.")
	}
	return in, nil
}

// report does it all in the transaction of the caller, who locked the device.
func (x deed) report(ctx context.Context, in Reporting) (Incident, error) {
	id, err := newID()
	if err != nil {
		return Incident{}, err
	}
	i := Incident{
		ID: id, Device: x.d.ID, Kind: in.Kind, Agency: x.d.Agency, Reporter: x.by.Person, FoundAt: in.FoundAt, ReportedAt: x.s.now(),
		Note: in.Note, Minutes: in.Minutes, Consent: in.Consent,
	}
	if len(x.d.Certificates) > 0 {
		i.Certificate = x.d.Certificates[0]
	}
	if in.Kind == IncidentTampered && in.Consent == "" { // HT-10.5: of device and person
		i.Violation, i.Violator = true, x.d.Keeper
		if i.Violator == "" {
			i.Violator = x.d.Holder
		}
	}
	note := "Báo sự cố: " + in.Kind.Name() + ", phát hiện lúc " + minute(in.FoundAt) + ". " + in.Note
	if err := x.apply(ctx, &i, note); err != nil {
		return i, err
	}
	if err := x.tx.AddIncident(ctx, i); err != nil {
		return i, err
	}
	if err := x.tellIncident(ctx, i); err != nil {
		return i, err
	}
	if i.Kind != IncidentTampered || i.Violation { // a change with consent asks nobody to do anything
		if err := x.emit(ctx, i); err != nil {
			return i, err
		}
	}
	return i, x.audit(ctx, "device.incident", "kind", string(in.Kind), "incident", i.ID)
}

// effect is what a kind of incident does to the device and its certificates.
type effect struct {
	deed  Deed // empty: the device stays where it is
	cause signing.Cause
	loss  bool   // blocks only where the profile blocks on a reported loss
	words string // what the signer reads
}

// The message says which of the two it is: blocked by us, not yet revoked by
// the authority.
const notRevoked = "; phần mềm đã chặn ký, Cục chưa xác nhận thu hồi chứng thư số"

var effects = map[IncidentKind]effect{
	IncidentLost:        {DeedLose, signing.CauseDeviceLost, true, "Thiết bị đã được báo mất" + notRevoked},
	IncidentCompromised: {"", signing.CauseCompromised, true, "Thiết bị đã được báo mất an toàn, nghi lộ khóa" + notRevoked},
	IncidentLocked:      {DeedLock, signing.CauseDeviceLocked, false, "Thiết bị đang bị khóa do nhập sai mật khẩu, chờ khôi phục"},
	IncidentBroken:      {DeedBreak, signing.CauseDeviceBroken, false, "Thiết bị đã được báo hỏng"},
	IncidentTampered:    {DeedBreak, signing.CauseDeviceBroken, false, "Dữ liệu trong thiết bị đã bị can thiệp, không dùng để ký được"},
}

// apply moves the device and blocks its certificates. A change of data to which
// the authority consented is only written down.
func (x deed) apply(ctx context.Context, i *Incident, note string) error {
	e, ok := effects[i.Kind]
	if !ok || i.Kind == IncidentTampered && i.Consent != "" {
		return x.write(ctx, string(i.Kind), note, "", i.ID)
	}
	clause := x.law.Clause(keyBlock)
	if i.Kind == IncidentTampered {
		clause = x.law.Clause("subscribers.custody.change_consent_refusal")
	}
	if !e.loss || x.law.Subscribers.BlockOnReportedLoss {
		if err := x.block(ctx, e.cause, e.words, clause); err != nil {
			return err
		}
		i.BlockedAt = x.s.now()
	}
	if e.deed == "" {
		return x.write(ctx, string(i.Kind), note, clause, i.ID)
	}
	var due time.Time
	if x.d.State == ReturnDue && e.deed == DeedBreak {
		due = x.d.DueAt // broken or not, it has to go back
	}
	if e.deed == DeedLock && x.law.Subscribers.RecoveryDays > 0 {
		due = x.s.days.AddDays(x.s.now(), x.law.Subscribers.RecoveryDays)
	}
	if err := x.move(ctx, e.deed, due, note, i.ID); err != nil {
		return err
	}
	if e.deed != DeedLose {
		return nil
	}
	return x.closeMinutes(ctx)
}

// closeMinutes withdraws minutes that wait for a device that is lost.
func (x deed) closeMinutes(ctx context.Context) error {
	h, err := x.tx.OpenHandover(ctx, x.d.ID)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	h.State, h.Reason = HandoverWithdrawn, "thiết bị đã được báo mất"
	return x.tx.SaveHandover(ctx, h)
}

// tellIncident tells the managing agency at once, and the head (HT-11.1-3).
func (x deed) tellIncident(ctx context.Context, i Incident) error {
	words := "Sự cố thiết bị: " + i.Kind.Name() + ", báo lúc " + minute(i.ReportedAt) + "."
	if i.Violation {
		words += " Ghi nhận vi phạm."
	}
	if err := x.tellAgency(ctx, "incident", i.ID, words, managers...); err != nil {
		return err
	}
	for _, person := range slices.Compact([]org.PersonID{x.d.Holder, x.d.Keeper}) {
		if person == x.by.Person {
			continue
		}
		if err := x.tell(ctx, person, "incident", i.ID, words); err != nil {
			return err
		}
	}
	return nil
}

func (x deed) emit(ctx context.Context, i Incident) error {
	return x.tx.Emit(ctx, event.New(EventIncident, i.ID, IncidentMessage{
		Device: i.Device, Kind: i.Kind, Certificates: x.d.Certificates, Agency: i.Agency, Reporter: i.Reporter, Found: i.FoundAt, Reported: i.ReportedAt,
	}))
}

// AddMinutes attaches the minutes of an incident (Mẫu 15) afterwards, once.
func (s *Service) AddMinutes(ctx context.Context, by org.Actor, incident string, f File) error {
	i, err := s.store.Incident(ctx, incident)
	if err != nil {
		return missing(err, "incident.unknown", "Không có sự cố này.")
	}
	rel := append(inAgency(by, i.Agency), own(by, i.Reporter)...)
	if err := s.guard.Allow(ctx, by, ActReport, rel...); err != nil {
		return err
	}
	if f.SHA256 == "" {
		return fault.New(fault.Invalid, "incident.minutes", "Chưa chọn tệp biên bản.").At("minutes", "Chọn tệp.")
	}
	return s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		i, err := tx.Incident(ctx, incident)
		if err != nil {
			return err
		}
		if i.Minutes.SHA256 != "" {
			return fault.New(fault.Conflict, "incident.minutes-known", "Sự cố này đã có biên bản.")
		}
		i.Minutes = f
		if err := tx.SaveIncident(ctx, i); err != nil {
			return err
		}
		return tx.Audit(ctx, by.Entry(s.now(), "device.incident-minutes", incident, "sha256", f.SHA256))
	})
}

var incidentNames = map[IncidentKind]string{
	IncidentLost: "mất, thất lạc", IncidentBroken: "hỏng", IncidentLocked: "bị khóa do nhập sai mật khẩu", IncidentCompromised: "mất an toàn, nghi lộ khóa",
	IncidentTampered: "can thiệp dữ liệu, làm hỏng", IncidentRetired: "người giữ nghỉ hưu", IncidentMoved: "người giữ chuyển công tác",
	IncidentMisuse: "nghi sử dụng trái phép",
}

// Name is the kind as a clerk calls it.
func (k IncidentKind) Name() string { return incidentNames[k] }

// IncidentKinds lists those that people report.
func IncidentKinds() []IncidentKind {
	return []IncidentKind{IncidentLost, IncidentBroken, IncidentLocked, IncidentCompromised, IncidentTampered, IncidentRetired, IncidentMoved}
}
