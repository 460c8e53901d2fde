package device

import (
	"context"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

const (
	sweepPage = 500
	maxDuties = 50000 // open duties that one sweep looks at; the next goes on
)

// Sweep opens the duties whose time has come, reminds, tells heads of what was
// missed and recalls devices whose certificates have expired. It may run at any
// time and twice. Each device is one transaction, so that a sweep that was cut
// off leaves what it did.
func (s *Service) Sweep(ctx context.Context) error {
	w := sweep{Service: s, laws: map[org.AgencyID]*profile.Profile{}}
	for after := ID(""); ; {
		page, err := s.store.Living(ctx, after, sweepPage)
		if err != nil {
			return fmt.Errorf("walking the devices: %w", err)
		}
		for _, d := range page {
			if err := w.device(ctx, d); err != nil {
				return fmt.Errorf("sweeping device %s: %w", d.ID, err)
			}
			after = d.ID
		}
		if len(page) < sweepPage {
			break
		}
	}
	for agency, law := range w.laws {
		if err := w.agency(ctx, agency, law); err != nil {
			return fmt.Errorf("sweeping agency %s: %w", agency, err)
		}
	}
	return w.remind(ctx)
}

// sweep remembers the law of each agency that has a device.
type sweep struct {
	*Service
	laws map[org.AgencyID]*profile.Profile
}

func (w sweep) lawOf(ctx context.Context, agency org.AgencyID) (*profile.Profile, error) {
	if law, ok := w.laws[agency]; ok {
		return law, nil
	}
	law, err := w.Service.lawOf(ctx, agency)
	if err == nil {
		w.laws[agency] = law
	}
	return law, err
}

// system is who acts when nobody does.
func system(law *profile.Profile) org.Actor {
	return org.Actor{Name: "hệ thống", Province: law.Province}
}

func (w sweep) device(ctx context.Context, d Device) error {
	law, err := w.lawOf(ctx, d.Agency)
	if err != nil || !d.State.Kept() {
		return err
	}
	ended, err := w.ended(ctx, d)
	if err != nil {
		return err
	}
	var due []Duty
	for _, kind := range []DutyKind{DutyPresence, DutyInventory, DutyHolding} {
		duty, ok, err := w.duty(ctx, law, d, kind)
		if err != nil {
			return err
		}
		if ok {
			due = append(due, duty)
		}
	}
	recall := ended && d.State.may(DeedRecall)
	if !recall && len(due) == 0 {
		return nil
	}
	return w.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := lock(ctx, tx, d.ID)
		if err != nil {
			return err
		}
		x := deed{s: w.Service, tx: tx, by: system(law), law: law, d: &d}
		if recall {
			if err := x.recall(ctx, "", "expired"); err != nil {
				return err
			}
		}
		return x.openAll(ctx, due)
	})
}

func (x deed) openAll(ctx context.Context, due []Duty) error {
	if !x.d.State.Kept() {
		return nil
	}
	for _, d := range due {
		if err := x.open(ctx, d); err != nil {
			return err
		}
		if err := x.tell(ctx, d.Person, "check", string(d.Kind), d.Kind.Name()+" trước "+minute(d.DueAt)+"."); err != nil {
			return err
		}
	}
	return nil
}

// ended says that the device has certificates and none of them is in force.
func (w sweep) ended(ctx context.Context, d Device) (bool, error) {
	for _, id := range d.Certificates {
		c, err := w.signing.Certificate(ctx, id)
		if err != nil {
			return false, err
		}
		if w.now().Before(c.NotAfter) && c.Status != "revoked" {
			return false, nil
		}
	}
	return len(d.Certificates) > 0, nil
}

// duty gives the duty that is to be opened now, if it is: so long after the
// last of its kind, or after the device came into the book.
func (w sweep) duty(ctx context.Context, law *profile.Profile, d Device, kind DutyKind) (Duty, bool, error) {
	rules := law.Subscribers.Custody
	every := map[DutyKind]int{DutyInventory: rules.InventoryEvery, DutyHolding: rules.HoldingEvery}[kind]
	asked := every > 0
	switch kind {
	case DutyPresence:
		asked = rules.PresenceDays > 0 && d.Holder == "" && d.System == ""
	case DutyHolding:
		asked = asked && d.Keeper != ""
	}
	if !asked {
		return Duty{}, false, nil
	}
	last, err := w.store.DutiesOf(ctx, kind, string(d.ID), 1)
	if err != nil {
		return Duty{}, false, err
	}
	from := d.AddedAt
	if len(last) > 0 {
		if last[0].Open() {
			return Duty{}, false, nil
		}
		from = last[0].DoneAt
	}
	next := months(from, every)
	if kind == DutyPresence {
		next = from.Add(time.Duration(rules.PresenceDays) * 24 * time.Hour)
	}
	duty := Duty{Kind: kind, DueAt: w.now().Add(time.Duration(rules.CheckDays) * 24 * time.Hour)}
	if kind == DutyHolding {
		duty.Person = d.Keeper
	}
	return duty, !w.now().Before(next), nil
}

// agency opens the self-check of an agency that has devices.
func (w sweep) agency(ctx context.Context, agency org.AgencyID, law *profile.Profile) error {
	rules := law.Subscribers.Custody
	if rules.SelfCheckEvery == 0 {
		return nil
	}
	last, err := w.store.DutiesOf(ctx, DutySelfCheck, string(agency), 1)
	if err != nil || len(last) > 0 && (last[0].Open() || w.now().Before(months(last[0].OpenedAt, rules.SelfCheckEvery))) {
		return err
	}
	id, err := newID()
	if err != nil {
		return err
	}
	due := w.now().Add(time.Duration(rules.CheckDays) * 24 * time.Hour)
	return w.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		x := deed{s: w.Service, tx: tx, by: system(law), law: law, d: &Device{Agency: agency}}
		err := tx.AddDuty(ctx, Duty{ID: id, Kind: DutySelfCheck, Agency: agency, OpenedAt: w.now(), DueAt: due})
		if errors.Is(err, ErrTaken) {
			return fault.New(fault.Conflict, "duty.open", "Việc tự kiểm tra này đã mở.")
		}
		if err != nil {
			return err
		}
		return x.tellAgency(ctx, "check", id, DutySelfCheck.Name()+" trước "+minute(due)+".", org.ITOfficer)
	})
}

// remind goes through what is due soon or was missed: once a reminder, once an
// alert to the head.
func (w sweep) remind(ctx context.Context) error {
	now := w.now()
	longest := 0
	for _, law := range w.laws {
		longest = max(longest, law.Subscribers.Custody.RemindDays)
	}
	list, err := w.store.DutiesDue(ctx, now.Add(time.Duration(longest)*24*time.Hour), maxDuties)
	if err != nil {
		return fmt.Errorf("listing the duties that are due: %w", err)
	}
	for _, d := range list {
		law, err := w.lawOf(ctx, d.Agency)
		if err != nil {
			return err
		}
		soon := !now.Before(d.DueAt.Add(-time.Duration(law.Subscribers.Custody.RemindDays) * 24 * time.Hour))
		if soon && d.RemindedAt.IsZero() || d.Overdue(now) && d.AlertedAt.IsZero() {
			if err := w.remindOf(ctx, law, d.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w sweep) remindOf(ctx context.Context, law *profile.Profile, id string) error {
	return w.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := tx.LockDuty(ctx, id)
		if err != nil || !d.Open() {
			return err
		}
		now := w.now()
		x := deed{s: w.Service, tx: tx, by: system(law), law: law, d: &Device{ID: d.Device, Agency: d.Agency}}
		if d.RemindedAt.IsZero() {
			d.RemindedAt = now
			words := "Nhắc việc: " + d.Kind.Name() + ", hạn " + minute(d.DueAt) + "."
			if err := x.tell(ctx, d.Person, "reminder", d.ID, words); err != nil {
				return err
			}
			if err := x.tellAgency(ctx, "reminder", d.ID, words, org.ITOfficer); err != nil {
				return err
			}
		}
		if d.Overdue(now) && d.AlertedAt.IsZero() {
			d.AlertedAt = now
			words := "Quá hạn: " + d.Kind.Name() + ", hạn " + minute(d.DueAt) + "."
			if err := x.tellAgency(ctx, "overdue", d.ID, words, org.Leader); err != nil {
				return err
			}
		}
		return tx.SaveDuty(ctx, d)
	})
}
