package devicesql

import (
	"cmp"
	"context"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/device/devicesql/db"
	"antin/internal/domain/org"
)

// AddIncident implements device.Writer, as do the methods below.
func (w writer) AddIncident(ctx context.Context, i device.Incident) error {
	minutes, err := written(i.Minutes, "the minutes of an incident")
	if err != nil {
		return err
	}
	return saved(w.w.AddIncident(ctx, db.AddIncidentParams{
		ID: i.ID, Device: string(i.Device), Certificate: string(i.Certificate), Kind: string(i.Kind), Agency: string(i.Agency),
		Reporter: string(i.Reporter), FoundAt: ms(i.FoundAt), ReportedAt: ms(i.ReportedAt), Note: i.Note, Minutes: minutes, Consent: i.Consent,
		Violation: i.Violation, Violator: string(i.Violator), BlockedAt: ms(i.BlockedAt),
	}), "an incident")
}

func (w writer) SaveIncident(ctx context.Context, i device.Incident) error {
	minutes, err := written(i.Minutes, "the minutes of an incident")
	if err != nil {
		return err
	}
	n, err := w.w.SaveIncident(ctx, i.ID, minutes)
	return changed(n, err, "an incident")
}

func (w writer) AddDuty(ctx context.Context, d device.Duty) error {
	answers, err := written(d.Answers, "the answers of a duty")
	if err != nil {
		return err
	}
	return saved(w.w.AddDuty(ctx, db.AddDutyParams{
		ID: d.ID, Kind: string(d.Kind), Subject: cmp.Or(string(d.Device), string(d.Agency)), Device: string(d.Device), Agency: string(d.Agency),
		Person: string(d.Person), OpenedAt: ms(d.OpenedAt), DueAt: ms(d.DueAt), RemindedAt: ms(d.RemindedAt), AlertedAt: ms(d.AlertedAt),
		DoneAt: ms(d.DoneAt), DoneBy: string(d.DoneBy), Seen: d.Seen, Note: d.Note, Answers: answers,
	}), "a duty")
}

func (t transaction) LockDuty(ctx context.Context, id string) (device.Duty, error) {
	n, err := t.w.LockDuty(ctx, id)
	if err := changed(n, err, "the lock of a duty"); err != nil {
		return device.Duty{}, err
	}
	return t.Duty(ctx, id)
}

func (w writer) SaveDuty(ctx context.Context, d device.Duty) error {
	answers, err := written(d.Answers, "the answers of a duty")
	if err != nil {
		return err
	}
	n, err := w.w.SaveDuty(ctx, db.SaveDutyParams{
		ID: d.ID, Person: string(d.Person), DueAt: ms(d.DueAt), RemindedAt: ms(d.RemindedAt), AlertedAt: ms(d.AlertedAt), DoneAt: ms(d.DoneAt),
		DoneBy: string(d.DoneBy), Seen: d.Seen, Note: d.Note, Answers: answers,
	})
	return changed(n, err, "a duty")
}

func (w writer) AddNotice(ctx context.Context, n device.Notice) error {
	return saved(w.w.AddNotice(ctx, db.AddNoticeParams{
		ID: n.ID, Agency: string(n.Agency), Person: string(n.Person), Role: string(n.Role), Kind: n.Kind, Device: string(n.Device),
		Subject: n.Subject, Message: n.Text, At: ms(n.At), SeenAt: ms(n.SeenAt), SeenBy: string(n.SeenBy),
	}), "a notice")
}

func (w writer) SeeNotice(ctx context.Context, id string, by org.PersonID, when time.Time) error {
	n, err := w.w.SeeNotice(ctx, id, string(by), ms(when))
	return changed(n, err, "a notice")
}

func (w writer) AddExport(ctx context.Context, e device.Export) error {
	return saved(w.w.AddExport(ctx, db.AddExportParams{
		ID: e.ID, Agency: string(e.Agency), Reason: e.Reason, AskedBy: string(e.AskedBy), AskedAt: ms(e.AskedAt),
		ApprovedBy: string(e.ApprovedBy), ApprovedAt: ms(e.ApprovedAt),
	}), "an export")
}

func (w writer) ApproveExport(ctx context.Context, id string, by org.PersonID, when time.Time) error {
	n, err := w.w.ApproveExport(ctx, id, string(by), ms(when))
	return changed(n, err, "an export")
}

func (w writer) AddFile(ctx context.Context, id string, f device.File, by org.PersonID, when time.Time) error {
	return saved(w.w.AddFile(ctx, db.AddFileParams{ID: id, Sha256: f.SHA256, Name: f.Name, Size: f.Size, KeptBy: string(by), At: ms(when)}), "a file")
}
