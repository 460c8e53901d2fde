package app

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/domain/subscriber/subscribersql"
	"antin/internal/event"
	"antin/internal/fault"
	"antin/pades"
)

// openRegistry wires the register of subscribers and what it hears of.
func (a *App) openRegistry() (err error) {
	a.Subscribers, err = subscriber.NewService(subscriber.Config{
		Store: subscribersql.New(a.Database, a.Audit.Append, a.Queue.Emit), Org: a.Org, Signing: a.Signing, Guard: a.Guard, Profiles: a.Profiles,
		Anchors: a.Evidence, Devices: registryDevices{a}, Documents: sentDocuments{a}, Now: a.Now,
	})
	if err != nil {
		return err
	}
	a.Queue.Subscribe(subscriber.EventImport, "registry-import", a.Subscribers.HandleImport)
	a.Queue.Subscribe(document.EventSealed, "certificate-use", a.recordUses)
	return nil
}

// recordUses writes down which certificates of the register signed a sealed
// document; the evidence is the file itself.
func (a *App) recordUses(ctx context.Context, e event.Event) error {
	d, err := a.Documents.Store.Load(ctx, document.ID(e.Subject))
	if err != nil {
		return fmt.Errorf("reading the sealed document: %w", err)
	}
	f, ok := d.AtStage(document.Sealed)
	if !ok {
		return nil
	}
	blob, err := files{a.Blobs}.Open(ctx, f.SHA256)
	if err != nil {
		return fmt.Errorf("opening the sealed file: %w", err)
	}
	defer func() { _ = blob.Close() }() // read only
	report, err := a.Documents.Verify(ctx, blob, time.Time{})
	if err != nil {
		return err
	}
	law, err := a.Profiles.At(d.Province, a.Now())
	if err != nil {
		return err
	}
	return a.Subscribers.RecordUses(ctx, a.uses(ctx, d, f, report, law))
}

func (a *App) uses(ctx context.Context, d *document.Document, f document.File, report *pades.Report, law *profile.Profile) []subscriber.Use {
	var uses []subscriber.Use
	for _, sig := range report.Signatures {
		if sig.Certificate == nil {
			continue
		}
		c, err := a.Signing.ByFingerprint(ctx, sig.Certificate.SHA256)
		if err != nil {
			continue // not of the register
		}
		use := subscriber.Use{Certificate: c.ID, Document: string(d.ID), Agency: d.Agency, Deed: "Ký cá nhân", At: f.At,
			Symbol: document.WholeSymbol(law.Numbering, d.Number, d.Symbol)}
		if c.Class == signing.ClassAgency {
			use.Deed = "Ký số cơ quan"
		}
		if sig.ClaimedTime != nil {
			use.At = *sig.ClaimedTime
		}
		uses = append(uses, use)
	}
	return uses
}

// sentDocuments is subscriber.Documents over the documents of the installation.
type sentDocuments struct{ app *App }

// Sent implements subscriber.Documents.
func (s sentDocuments) Sent(ctx context.Context, province string, agencies []org.AgencyID, from, until time.Time) (sent, signed int, err error) {
	args := []any{province, from.In(hanoi).Format(time.DateOnly), until.In(hanoi).Format(time.DateOnly)}
	where := "d.province = $1 and d.direction = 'outgoing' and d.state = 'released' and d.issued_on >= $2 and d.issued_on <= $3"
	if len(agencies) > 0 {
		marks := make([]string, len(agencies))
		for i, id := range agencies {
			args = append(args, string(id))
			marks[i] = "$" + strconv.Itoa(len(args))
		}
		where += " and d.agency in (" + strings.Join(marks, ", ") + ")"
	}
	text := `select count(*), count(case when exists (select 1 from certificate_use u join certificate c on c.id = u.certificate
  where u.document = d.id and c.class = 'agency') then 1 end) from document d where ` + where
	if err := s.app.Database.Reader().QueryRowContext(ctx, text, args...).Scan(&sent, &signed); err != nil {
		return 0, 0, fmt.Errorf("counting sent documents: %w", err)
	}
	return sent, signed, nil
}

// registryDevices is subscriber.Devices over the book of devices.
type registryDevices struct{ app *App }

// OnDevices implements subscriber.Devices. Package device masks serials and logs
// who saw them.
func (r registryDevices) OnDevices(ctx context.Context, by org.Actor, ids []signing.CertificateID, at time.Time) (map[signing.CertificateID]subscriber.DeviceLine, error) {
	out := map[signing.CertificateID]subscriber.DeviceLine{}
	for _, id := range ids {
		d, err := r.app.Device.OfCertificate(ctx, id)
		if fault.Is(err, "device.none") {
			continue
		}
		if err != nil {
			return nil, err
		}
		line, err := r.line(ctx, by, d, at)
		if err != nil {
			return nil, err
		}
		out[id] = line
	}
	return out, nil
}

// line is a device as the reader may see it; who may not read it sees that
// there is one.
func (r registryDevices) line(ctx context.Context, by org.Actor, d device.Device, at time.Time) (subscriber.DeviceLine, error) {
	line := subscriber.DeviceLine{ID: string(d.ID), State: d.State.Name()}
	shown, err := r.app.Device.Device(ctx, by, d.ID)
	if _, refused := fault.From(err); refused {
		line.Serial = "đã cấp"
		return line, nil
	}
	if err != nil {
		return line, err
	}
	if line.Serial = shown.Serial; at.IsZero() || !at.Before(shown.Since) {
		return line, nil
	}
	events, err := r.app.Device.History(ctx, by, d.ID)
	if err != nil {
		return line, err
	}
	line.State = ""
	for _, e := range events {
		if !e.At.After(at) {
			line.State = e.State.Name()
		}
	}
	if line.State == "" {
		return subscriber.DeviceLine{}, nil // it was not there yet
	}
	return line, nil
}
