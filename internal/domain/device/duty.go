package device

import (
	"context"
	"time"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// open adds a duty unless one of its kind is open for the device.
func (x deed) open(ctx context.Context, d Duty) error {
	last, err := x.tx.DutiesOf(ctx, d.Kind, string(x.d.ID), 1)
	if err != nil || len(last) > 0 && last[0].Open() {
		return err
	}
	if d.ID, err = newID(); err != nil {
		return err
	}
	d.Device, d.Agency, d.OpenedAt = x.d.ID, x.d.Agency, x.s.now()
	return x.tx.AddDuty(ctx, d)
}

// close ends the open duty of the kind, if there is one.
func (x deed) close(ctx context.Context, kind DutyKind, note string) error {
	last, err := x.tx.DutiesOf(ctx, kind, string(x.d.ID), 1)
	if err != nil || len(last) == 0 || !last[0].Open() {
		return err
	}
	d := last[0]
	d.DoneAt, d.DoneBy, d.Note = x.s.now(), x.by.Person, note
	return x.tx.SaveDuty(ctx, d)
}

// Sighting is the result of a presence check, an inventory or a confirmation.
type Sighting struct {
	Seen  bool
	Place string // where it was seen; empty keeps what the book says
	Note  string
}

// Sight records that a device was seen at its place (kinds DutyPresence and
// DutyInventory), or that its holder says so (DutyHolding). Not seen reports a
// loss with it (LD-17.5-2). It closes the open duty of that kind.
func (s *Service) Sight(ctx context.Context, by org.Actor, id ID, kind DutyKind, in Sighting) error {
	d, law, err := s.load(ctx, id)
	if err != nil {
		return err
	}
	rel := relations(by, d)
	if kind == DutyHolding {
		rel = own(by, d.Holder, d.Keeper)
	}
	if err := s.guard.Allow(ctx, by, ActCheck, rel...); err != nil {
		return err
	}
	if kind != DutyPresence && kind != DutyInventory && kind != DutyHolding {
		return fault.New(fault.Invalid, "check.kind", "Chưa chọn loại kiểm tra.")
	}
	if in.Place, err = text("place", in.Place, maxName, ""); err != nil {
		return err
	}
	if in.Note, err = text("note", in.Note, maxText, ""); err != nil {
		return err
	}
	return s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if !d.State.Kept() {
			return fault.New(fault.Conflict, "device.order", "Thiết bị “"+d.State.Name()+"”: không có gì để kiểm tra.")
		}
		return deed{s: s, tx: tx, by: by, law: law, d: &d}.sight(ctx, kind, in)
	})
}

func (x deed) sight(ctx context.Context, kind DutyKind, in Sighting) error {
	if err := x.sighted(ctx, kind, in); err != nil {
		return err
	}
	if !in.Seen {
		_, err := x.report(ctx, Reporting{Device: x.d.ID, Kind: IncidentLost, FoundAt: x.s.now(), Note: "Kiểm tra không thấy thiết bị. " + in.Note})
		return err
	}
	if in.Place != "" && in.Place != x.d.Place {
		x.d.Place = in.Place
		if err := x.tx.SaveDevice(ctx, *x.d); err != nil {
			return err
		}
	}
	if err := x.write(ctx, "seen", kind.Name()+": thấy thiết bị. "+in.Note, x.law.Clause("subscribers.custody.presence_days"), ""); err != nil {
		return err
	}
	return x.audit(ctx, "device.seen", "kind", string(kind))
}

// sighted writes date, checker and result, into the open duty or as one that was
// done before it was asked for.
func (x deed) sighted(ctx context.Context, kind DutyKind, in Sighting) error {
	now := x.s.now()
	last, err := x.tx.DutiesOf(ctx, kind, string(x.d.ID), 1)
	if err != nil {
		return err
	}
	if len(last) > 0 && last[0].Open() {
		d := last[0]
		d.DoneAt, d.DoneBy, d.Seen, d.Note = now, x.by.Person, in.Seen, in.Note
		return x.tx.SaveDuty(ctx, d)
	}
	id, err := newID()
	if err != nil {
		return err
	}
	return x.tx.AddDuty(ctx, Duty{ID: id, Kind: kind, Device: x.d.ID, Agency: x.d.Agency, Person: x.by.Person, OpenedAt: now, DueAt: now,
		DoneAt: now, DoneBy: x.by.Person, Seen: in.Seen, Note: in.Note})
}

// ChangedPIN is the word of the holder, or of the agent at the holder's desk,
// that the first PIN was changed; the PIN itself is never told to anybody.
func (s *Service) ChangedPIN(ctx context.Context, by org.Actor, id ID) error {
	d, law, err := s.load(ctx, id)
	if err != nil {
		return err
	}
	if err := s.guard.Allow(ctx, by, ActConfirm, own(by, d.Keeper, d.Holder)...); err != nil {
		return err
	}
	return s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		x := deed{s: s, tx: tx, by: by, law: law, d: &d}
		if err := x.close(ctx, DutyFirstPIN, "Đã đổi mật khẩu ban đầu."); err != nil {
			return err
		}
		if err := x.write(ctx, "first-pin", "Người giữ xác nhận đã đổi mật khẩu ban đầu.", law.Clause("subscribers.custody.duties"), ""); err != nil {
			return err
		}
		return x.audit(ctx, "device.first-pin")
	})
}

// Questions is the checklist of the agency's self-check.
func (s *Service) Questions(ctx context.Context, agency org.AgencyID) ([]string, error) {
	law, err := s.lawOf(ctx, agency)
	if err != nil {
		return nil, err
	}
	return law.Subscribers.Custody.SelfCheck, nil
}

// SelfCheck answers the agency's checklist, every one of Questions.
func (s *Service) SelfCheck(ctx context.Context, by org.Actor, duty string, answers map[string]bool, note string) error {
	d, err := s.store.Duty(ctx, duty)
	if err != nil {
		return missing(err, "duty.unknown", "Không có việc kiểm tra này.")
	}
	if err := s.guard.Allow(ctx, by, ActCheck, inAgency(by, d.Agency)...); err != nil {
		return err
	}
	questions, err := s.Questions(ctx, d.Agency)
	if err != nil {
		return err
	}
	kept := make(map[string]bool, len(questions))
	for _, q := range questions {
		answer, ok := answers[q]
		if !ok {
			return fault.New(fault.Invalid, "check.answers", "Phải trả lời hết danh mục kiểm tra.").At("answers", q)
		}
		kept[q] = answer
	}
	if note, err = text("note", note, maxText, ""); err != nil {
		return err
	}
	return s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := tx.LockDuty(ctx, duty)
		if err != nil {
			return err
		}
		if d.Kind != DutySelfCheck || !d.Open() {
			return fault.New(fault.Conflict, "duty.closed", "Việc kiểm tra này đã có kết quả.")
		}
		d.DoneAt, d.DoneBy, d.Answers, d.Note = s.now(), by.Person, kept, note
		if err := tx.SaveDuty(ctx, d); err != nil {
			return err
		}
		return tx.Audit(ctx, by.Entry(s.now(), "device.self-check", duty, "agency", string(d.Agency)))
	})
}

var dutyNames = map[DutyKind]string{
	DutyPresence: "Kiểm tra thiết bị tại nơi cất giữ", DutyInventory: "Kiểm kê thiết bị", DutyHolding: "Xác nhận đang giữ thiết bị",
	DutySelfCheck: "Tự kiểm tra việc quản lý, sử dụng thiết bị", DutyReturn: "Giao lại thiết bị", DutyFirstPIN: "Đổi mật khẩu ban đầu của thiết bị",
}

// Name is the duty as a clerk calls it.
func (k DutyKind) Name() string { return dutyNames[k] }

// months after a day.
func months(from time.Time, n int) time.Time { return from.In(hanoi).AddDate(0, n, 0).UTC() }
