package device

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

// RestoreIn unlocks a device after recovery, inside the transaction of the
// request that asked for it; the caller asked whether by may.
func (s *Service) RestoreIn(ctx context.Context, tx Tx, by org.Actor, id ID, source string) error {
	d, err := lock(ctx, tx, id)
	if err != nil {
		return err
	}
	law, err := s.lawOf(ctx, d.Agency)
	if err != nil {
		return err
	}
	x := deed{s: s, tx: tx, by: by, law: law, d: &d}
	if err := x.move(ctx, DeedRestore, time.Time{}, "Đã khôi phục, mở khóa thiết bị.", source); err != nil {
		return err
	}
	if err := x.free(ctx, signing.CauseDeviceLocked); err != nil {
		return err
	}
	if err := x.tell(ctx, d.Keeper, "restored", source, "Thiết bị đã được khôi phục; đổi mật khẩu ngay khi nhận."); err != nil {
		return err
	}
	return x.audit(ctx, "device.restored", "source", source)
}

// RecallIn is called in the transaction that revokes a certificate: when it was
// the last one in force on its device, the device becomes due for return. A
// lost device and a certificate that is on no device change nothing.
func (s *Service) RecallIn(ctx context.Context, tx Tx, by org.Actor, c signing.CertificateID, source string) error {
	d, err := tx.OfCertificate(ctx, c)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if d, err = lock(ctx, tx, d.ID); err != nil {
		return err
	}
	law, err := s.lawOf(ctx, d.Agency)
	if err != nil {
		return err
	}
	return deed{s: s, tx: tx, by: by, law: law, d: &d}.recall(ctx, c, source)
}

// recall opens the task of return unless a certificate other than ended is still
// in force on the device, or the device is not with anybody.
func (x deed) recall(ctx context.Context, ended signing.CertificateID, source string) error {
	if !x.d.State.may(DeedRecall) { // lost, on its way or back already: there is nothing to return
		return nil
	}
	for _, id := range x.d.Certificates {
		c, err := x.tx.Signing().Certificate(ctx, id)
		if err != nil {
			return err
		}
		if id != ended && c.Status != signing.Revoked && x.s.now().Before(c.NotAfter) {
			return nil
		}
	}
	due := x.s.days.AddDays(x.s.now(), x.law.Subscribers.DeviceReturnDays)
	note := "Chứng thư số cuối cùng đã hết hiệu lực: giao lại thiết bị trước " + minute(due) + "."
	if err := x.move(ctx, DeedRecall, due, note, source); err != nil {
		return err
	}
	if err := x.open(ctx, Duty{Kind: DutyReturn, Person: x.d.Keeper, DueAt: due}); err != nil {
		return err
	}
	if err := x.tell(ctx, x.d.Keeper, "return-due", source, note); err != nil {
		return err
	}
	if err := x.tellAgency(ctx, "return-due", source, "Thiết bị phải thu hồi trước "+minute(due)+".", org.ITOfficer, org.SubscriberManager); err != nil {
		return err
	}
	return x.audit(ctx, "device.return-due", "source", source)
}

// Return is the minutes by which a device comes back.
type Return struct {
	Giver     org.PersonID
	Receiver  org.PersonID // for TakeBack who receives; for HandBack who of ours gives it to the authority
	Condition string
	Method    Method // empty is by hand
	Tracking  string
	Minutes   Paper // number and date at least
}

// TakeBack takes a device that is due for return ("Đã nhận lại").
func (s *Service) TakeBack(ctx context.Context, by org.Actor, id ID, r Return) error {
	return s.giveBack(ctx, by, id, DeedTakeBack, r, func(ctx context.Context, x deed) error {
		if err := x.close(ctx, DutyReturn, "Đã nhận lại thiết bị."); err != nil {
			return err
		}
		x.d.Keeper, x.d.Place = "", ""
		return nil
	})
}

// HandBack gives a returned device to the authority ("Đã giao Cục").
func (s *Service) HandBack(ctx context.Context, by org.Actor, id ID, r Return) error {
	return s.giveBack(ctx, by, id, DeedHandBack, r, func(context.Context, deed) error { return nil })
}

func (s *Service) giveBack(ctx context.Context, by org.Actor, id ID, what Deed, r Return, also func(context.Context, deed) error) error {
	d, law, err := s.load(ctx, id)
	if err != nil {
		return err
	}
	if err := s.guard.Allow(ctx, by, ActManage, inAgency(by, d.Agency)...); err != nil {
		return err
	}
	note, err := s.returning(ctx, law, r)
	if err != nil {
		return err
	}
	return s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		x := deed{s: s, tx: tx, by: by, law: law, d: &d, file: r.Minutes.File}
		if _, err := d.State.step(what); err != nil {
			return err
		}
		if err := also(ctx, x); err != nil {
			return err
		}
		if err := x.move(ctx, what, time.Time{}, note, r.Minutes.Number); err != nil {
			return err
		}
		if err := x.book(ctx, r.Giver, r.Receiver); err != nil {
			return err
		}
		return x.audit(ctx, "device."+string(what), "minutes", r.Minutes.Number)
	})
}

func (s *Service) returning(ctx context.Context, law *profile.Profile, r Return) (string, error) {
	if r.Method == "" {
		r.Method = ByHand
	}
	if err := checkMethod(law, r.Method, r.Tracking); err != nil {
		return "", err
	}
	condition, err := text("condition", r.Condition, maxText, "Ghi tình trạng thiết bị.")
	if err != nil {
		return "", err
	}
	if field, word := r.Minutes.missing(); field == "number" || field == "date" {
		return "", fault.New(fault.Invalid, "return.minutes", "Thu hồi thiết bị phải có biên bản: số, ngày, người giao, người nhận.").
			Under(law.Clause(keyReturn)).At("minutes-"+field, word)
	}
	giver, err := s.org.Person(ctx, r.Giver)
	if err != nil {
		return "", err
	}
	receiver, err := s.org.Person(ctx, r.Receiver)
	if err != nil {
		return "", err
	}
	return "Biên bản số " + r.Minutes.Number + " ngày " + day(r.Minutes.Date) + ": " + giver.Name + " giao, " + receiver.Name +
		" nhận; tình trạng: " + condition + ".", nil
}

// Due is a device to be returned, with its age.
type Due struct {
	Device  Device
	AgeDays int
	Overdue bool
}

// ReturnsDue lists devices in ReturnDue, the oldest first; agency empty asks for
// all that the actor may see.
func (s *Service) ReturnsDue(ctx context.Context, by org.Actor, agency org.AgencyID, overdueOnly bool) ([]Due, error) {
	if err := s.guard.Allow(ctx, by, ActRead, inAgency(by, agency)...); err != nil {
		return nil, err
	}
	rows, err := s.store.InState(ctx, ReturnDue, agency, maxList)
	if err != nil {
		return nil, err
	}
	if rows, err = s.shown(ctx, by, rows); err != nil {
		return nil, err
	}
	var list []Due
	now := s.now()
	for _, d := range rows {
		due := Due{Device: d, AgeDays: int(now.Sub(d.Since) / (24 * time.Hour)), Overdue: !d.DueAt.IsZero() && now.After(d.DueAt)}
		if due.Overdue || !overdueOnly {
			list = append(list, due)
		}
	}
	return list, nil
}
