package device

import (
	"context"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Outing is a device of the agency that its keeper takes out of the office, by a
// permission in writing that a leader of the agency (Paper.By) signed.
type Outing struct {
	Device ID
	Place  string    // where to
	Until  time.Time // when it is back
	Paper  Paper
}

// TakeOut writes down that the device of the agency leaves the office; without
// the whole permission it stays there (HT-11.1-2). Who keeps it does not change.
func (s *Service) TakeOut(ctx context.Context, by org.Actor, o Outing) error {
	d, law, err := s.load(ctx, o.Device)
	if err != nil {
		return err
	}
	if err := s.guard.Allow(ctx, by, ActHandOver, relations(by, d)...); err != nil {
		return err
	}
	o.Place = strings.TrimSpace(o.Place)
	if err := s.checkOuting(ctx, law, d, o); err != nil {
		return err
	}
	return s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := lock(ctx, tx, o.Device)
		if err != nil {
			return err
		}
		if err := inUse(law, d); err != nil {
			return err
		}
		x := deed{s: s, tx: tx, by: by, law: law, d: &d, file: o.Paper.File}
		note := "Được mang ra ngoài trụ sở đến " + o.Place + ", trả về trước " + minute(o.Until) + ", theo văn bản cho phép số " + o.Paper.Number + "."
		if err := x.write(ctx, "taken-out", note, law.Clause("subscribers.custody.out_of_office_refusal"), ""); err != nil {
			return err
		}
		return x.audit(ctx, "device.taken-out", "until", o.Until.UTC().Format(time.RFC3339), "paper", o.Paper.File.SHA256, "permitted", string(o.Paper.By))
	})
}

func (s *Service) checkOuting(ctx context.Context, law *profile.Profile, d Device, o Outing) error {
	refusal := outingRefusal(law)
	if err := inUse(law, d); err != nil {
		return err
	}
	if field, word := o.Paper.missing(); field != "" {
		return refusal.At("paper-"+field, word)
	}
	switch {
	case o.Place == "" || len(o.Place) > maxName:
		return refusal.At("place", "Ghi nơi mang thiết bị đến.")
	case !o.Until.After(s.now()):
		return refusal.At("to", "Ghi thời điểm mang trả, sau lúc này.")
	}
	leader, err := s.org.HasRole(ctx, o.Paper.By, d.Agency, org.Leader, s.now())
	if err != nil {
		return err
	}
	if !leader {
		return refusal.At("paper-by", "Người ký văn bản cho phép phải là lãnh đạo cơ quan.")
	}
	return nil
}

// inUse refuses what is no device of an agency, or is not in use.
func inUse(law *profile.Profile, d Device) error {
	if d.Holder != "" || d.System != "" || d.State != InUse {
		return outingRefusal(law).Do("Chỉ ghi cho thiết bị của cơ quan đang dùng.")
	}
	return nil
}

func outingRefusal(law *profile.Profile) *fault.Fault {
	return fault.New(fault.Forbidden, "outing.not-allowed", law.Subscribers.Custody.OutOfOffice).
		Under(law.Clause("subscribers.custody.out_of_office_refusal"))
}
