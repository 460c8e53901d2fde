package device

import (
	"context"
	"errors"
	"maps"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

// Misused reports that somebody other than its keeper tried to sign: entry, which
// says so, and the incident are written together (HT-10.3, HD2-16.3). The same
// person again within a day is written to the log only. It is the Intruder of
// signing.Config.
func (s *Service) Misused(ctx context.Context, by org.Actor, c signing.Certificate, entry audit.Entry) error {
	law, err := s.lawOf(ctx, c.Agency)
	if err != nil {
		return err
	}
	return s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := tx.OfCertificate(ctx, c.ID)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		if err := tx.Audit(ctx, suspected(ctx, entry, d)); err != nil {
			return err
		}
		if _, err := tx.Misuse(ctx, c.ID, by.Person, s.now().Add(-24*time.Hour)); !errors.Is(err, ErrNotFound) {
			return err
		}
		d.Agency, d.Certificates = c.Agency, []signing.CertificateID{c.ID}
		return deed{s: s, tx: tx, by: by, law: law, d: &d}.misuse(ctx, c)
	})
}

// suspected adds to the entry on which device and from where it was (LD-05.3).
func suspected(ctx context.Context, entry audit.Entry, d Device) audit.Entry {
	data := maps.Clone(entry.Data)
	if data == nil {
		data = map[string]string{}
	}
	if d.Serial != "" {
		data["serial"] = d.Serial
	}
	if address := org.AddressOf(ctx); address != "" {
		data["address"] = address
	}
	if entry.Data = data; len(data) == 0 {
		entry.Data = nil
	}
	return entry
}

// misuseNote says who, with what, from where and when.
func misuseNote(ctx context.Context, by org.Actor, d Device, at time.Time) string {
	words := "Nghi sử dụng trái phép: tài khoản của " + by.Name + " không được giao thiết bị mà thử ký lúc " + minute(at)
	if d.Serial != "" {
		words += ", thiết bị " + d.Serial
	}
	if address := org.AddressOf(ctx); address != "" {
		words += ", địa chỉ IP " + address
	}
	return words + "; phần mềm đã từ chối."
}

func (x deed) misuse(ctx context.Context, c signing.Certificate) error {
	id, err := newID()
	if err != nil {
		return err
	}
	now := x.s.now()
	i := Incident{ID: id, Device: x.d.ID, Certificate: c.ID, Kind: IncidentMisuse, Agency: c.Agency, Reporter: x.by.Person, FoundAt: now, ReportedAt: now,
		Note: misuseNote(ctx, x.by, *x.d, now), Violation: true, Violator: x.by.Person}
	if err := x.tx.AddIncident(ctx, i); err != nil {
		return err
	}
	if x.d.ID != "" {
		if err := x.write(ctx, string(IncidentMisuse), i.Note, x.law.Clause("subscribers.custody.other_signer_refusal"), i.ID); err != nil {
			return err
		}
	}
	if err := x.tellIncident(ctx, i); err != nil {
		return err
	}
	return x.emit(ctx, i)
}
