package document

import (
	"context"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/failpoint"
	"antin/internal/fault"
)

// Release is ReleaseWith without any choice of paper beside the rules.
func (s *Service) Release(ctx context.Context, by org.Actor, id ID) error {
	return s.ReleaseWith(ctx, by, id, Wish{})
}

// ReleaseWith enters the document in the register and sends it to every
// recipient in one act: the line of the register, one message for each
// recipient and the paper copies that have to follow are written in the same
// transaction.
func (s *Service) ReleaseWith(ctx context.Context, by org.Actor, id ID, wish Wish) error {
	d, err := s.load(ctx, by, id, "document.release")
	if err != nil {
		return err
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return err
	}
	if err := RefuseSecret(p, d.Secrecy); err != nil {
		return err
	}
	if err := s.stands(ctx, d.ID); err != nil {
		return err
	}
	if d.State == SealedState {
		if err := s.sealedHolds(ctx, d, p); err != nil {
			return err
		}
	}
	needs, regime, err := s.PaperNeeds(ctx, d)
	if err != nil {
		return err
	}
	if needs, err = withWish(needs, d, p, regime, wish); err != nil {
		return err
	}
	failpoint.Hit("release.before")
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		if err := d.Release(by, p, s.Now()); err != nil {
			return err
		}
		line, err := s.line(ctx, d, p)
		if err != nil {
			return err
		}
		line.State = EnteredEntry
		if err := enter(ctx, tx, d, line); err != nil {
			return err
		}
		if err := tx.AddSlips(ctx, s.slips(d, p, needs)); err != nil {
			return err
		}
		if err := tx.Mend(ctx, d.ID, s.Now()); err != nil { // it left on paper during a fault, and is here now
			return err
		}
		return s.save(ctx, tx, by, d, p, "document.release", releaseEvents(d)...)
	})
	failpoint.Hit("release.recorded")
	return err
}

// Release event payload: one event for each recipient.
type ReleaseMessage struct {
	Code string `json:"code"`
}

func releaseEvents(d *Document) []event.Event {
	var out []event.Event
	for _, r := range d.Recipients {
		if r.Kind == ToAgency { // a person gets paper
			out = append(out, event.New(EventReleased, string(d.ID), ReleaseMessage{r.Code}))
		}
	}
	return out
}

// sealedHolds checks the stored bytes once more before they leave (NA-04.2).
func (s *Service) sealedHolds(ctx context.Context, d *Document, p *profile.Profile) error {
	report, err := s.verify(ctx, d.sealedHash())
	if err != nil {
		return err
	}
	if report.SHA256 != d.sealedHash() {
		return traced(altered(d.sealedHash(), report.SHA256), s.Altered(ctx, d, "release", d.sealedHash(), report.SHA256))
	}
	if report.Indication == "TOTAL-PASSED" {
		return failing(s.releaseChecks(ctx, d, p, report))
	}
	return fault.New(fault.Signed, "release.signature-invalid", "Chữ ký trên văn bản không còn hợp lệ ("+InWords(report.SubIndication)+"), không phát hành.").
		Under("NA-16.1-0").Do("Xem phần “Chữ ký” của văn bản và báo quản trị hệ thống.")
}

// Cancel gives a number up with a reason; the line stays in the register.
func (s *Service) Cancel(ctx context.Context, by org.Actor, id ID, reason string) error {
	d, err := s.load(ctx, by, id, "document.cancel")
	if err != nil {
		return err
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		if err := d.Cancel(by, reason, s.Now()); err != nil {
			return err
		}
		line, err := s.line(ctx, d, p)
		if err != nil {
			return err
		}
		line.State, line.Reason = CancelledEntry, strings.TrimSpace(reason)
		if err := enter(ctx, tx, d, line); err != nil {
			return err
		}
		return s.save(ctx, tx, by, d, p, "document.cancel")
	})
}
