package register

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Slips lists the paper copies that the actor's agency owes or has sent; those
// that were sent are the postal register.
func (s *Service) Slips(ctx context.Context, by org.Actor, q SlipQuery) ([]Slip, error) {
	if err := s.Guard.Allow(ctx, by, ActionRead, org.OfAgency); err != nil {
		return nil, err
	}
	q.Agency = by.Agency
	return s.Store.Slips(ctx, q)
}

// Sent writes down that a paper copy left: day, way, envelopes. It closes the
// task "gửi thêm bản giấy" and is a line of the postal register.
func (s *Service) Sent(ctx context.Context, by org.Actor, id string, how Sending) error {
	p, err := s.begin(ctx, by, ActionPaper)
	if err != nil {
		return err
	}
	if how, err = s.sendable(how, p); err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		slip, err := tx.Slip(ctx, id)
		if errors.Is(err, ErrNotFound) || err == nil && slip.Agency != by.Agency {
			return fault.New(fault.NotFound, "paper.absent", "Không có việc gửi bản giấy này.")
		}
		if err != nil {
			return err
		}
		if !slip.Open() {
			return fault.New(fault.Conflict, "paper.sent", "Bản giấy này đã ghi là đã gửi.").Do("Mở lại danh sách để xem.")
		}
		if how.On < Day(slip.OpenedAt) {
			return fault.New(fault.Invalid, "paper.sending", "Chưa ghi được việc gửi.").At("on", "Ngày gửi không trước ngày phát hành.")
		}
		slip.Sending, slip.By, slip.ByName, slip.DoneAt = how, by.Person, by.Name, s.Now()
		if err := tx.PutSlip(ctx, slip); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, p, ActionPaper, slip.ID, map[string]string{
			"document": string(slip.Document), "on": how.On, "method": how.Method, "digest.slip": slip.digest(),
		}))
	})
}

func (x Slip) digest() string {
	return digest(x.ID, x.Agency, x.Document, x.Code, x.Recipient, x.Cause, x.On, x.Method, x.Envelopes, x.SignedFor, x.Note, x.By, x.DoneAt.UnixMilli())
}

func (s *Service) sendable(how Sending, p *profile.Profile) (Sending, error) {
	bad := func(field, message string) error {
		return fault.New(fault.Invalid, "paper.sending", "Chưa ghi được việc gửi.").Under(p.Clause("paper.methods")).At(field, message)
	}
	if how.Envelopes == 0 {
		how.Envelopes = 1
	}
	known := false
	for _, m := range p.Paper.Methods {
		known = known || m.Code == how.Method
	}
	switch _, err := time.ParseInLocation(time.DateOnly, how.On, zone); {
	case err != nil:
		return how, bad("on", "Ghi ngày gửi.")
	case how.On > Day(s.Now()):
		return how, bad("on", "Ngày gửi không được sau hôm nay.")
	case !known:
		return how, bad("method", "Chọn cách gửi.")
	case how.Envelopes < 1 || how.Envelopes > 1000:
		return how, bad("envelopes", "Số lượng bì từ 1 đến 1.000.")
	}
	how.SignedFor, how.Note = strings.TrimSpace(how.SignedFor), strings.TrimSpace(how.Note)
	return how, nil
}

// OpenFault notes a technical fault with its beginning and cause; until it ends
// documents of the agency may leave on paper with a number of the register.
func (s *Service) OpenFault(ctx context.Context, by org.Actor, began time.Time, cause string) (Fault, error) {
	p, err := s.begin(ctx, by, ActionFault)
	if err != nil {
		return Fault{}, err
	}
	clause := p.Clause("paper.fault_paper")
	if !p.Paper.FaultPaper {
		return Fault{}, fault.New(fault.Conflict, "fault.none", "Quy chế không cho gửi giấy khi có sự cố.").Under(clause)
	}
	f := Fault{ID: newID(), Agency: by.Agency, Cause: strings.TrimSpace(cause), Began: began, OpenedBy: by.Person, OpenedName: by.Name, OpenedAt: s.Now()}
	switch {
	case f.Cause == "":
		return f, fault.New(fault.Invalid, "fault.open", "Chưa mở được ca sự cố.").Under(clause).At("cause", "Ghi nguyên nhân, hiện tượng của sự cố.")
	case began.IsZero() || began.After(s.Now()):
		return f, fault.New(fault.Invalid, "fault.open", "Chưa mở được ca sự cố.").Under(clause).At("began", "Thời điểm bắt đầu không được sau bây giờ.")
	}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		list, err := tx.Faults(ctx, by.Agency, 1)
		if err != nil {
			return err
		}
		if len(list) > 0 && list[0].Open() {
			return fault.New(fault.Conflict, "fault.open-already", "Cơ quan đang có một ca sự cố chưa kết thúc.").Do("Dùng ca đang mở hoặc kết thúc ca đó.")
		}
		if err := tx.AddFault(ctx, f); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, p, ActionFault, f.ID, map[string]string{"state": "open", "began": fmt.Sprint(began.UnixMilli()), "digest.fault": f.digest()}))
	})
	return f, err
}

// CloseFault notes that the fault is mended; from now the electronic copies of
// what left on paper are waited for, by the working days of the profile.
func (s *Service) CloseFault(ctx context.Context, by org.Actor, id, remedy string) (Fault, error) {
	p, err := s.begin(ctx, by, ActionFault)
	if err != nil {
		return Fault{}, err
	}
	var f Fault
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if f, err = tx.Fault(ctx, id); errors.Is(err, ErrNotFound) || err == nil && f.Agency != by.Agency {
			return fault.New(fault.NotFound, "fault.absent", "Không có ca sự cố này.")
		}
		if err != nil {
			return err
		}
		if !f.Open() {
			return fault.New(fault.Conflict, "fault.closed", "Ca sự cố này đã kết thúc.")
		}
		f.Ended, f.ClosedBy, f.ClosedName, f.Remedy = s.Now(), by.Person, by.Name, strings.TrimSpace(remedy)
		f.Due = p.Calendar().AddDays(f.Ended, p.Paper.FaultDays)
		if err := tx.PutFault(ctx, f); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, p, ActionFault, f.ID, map[string]string{"state": "closed", "digest.fault": f.digest()}))
	})
	return f, err
}

func (f Fault) digest() string {
	return digest(f.ID, f.Agency, f.Cause, f.Began.UnixMilli(), f.OpenedBy, f.OpenedAt.UnixMilli(), stamp(f.Ended), f.ClosedBy, f.Remedy, stamp(f.Due))
}

func stamp(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMilli()
}

// Faults lists the faults of the actor's agency, newest first.
func (s *Service) Faults(ctx context.Context, by org.Actor, limit int) ([]Fault, error) {
	if err := s.Guard.Allow(ctx, by, ActionRead, org.OfAgency); err != nil {
		return nil, err
	}
	return s.Store.Faults(ctx, by.Agency, limit)
}

// Late is a document that waits for its electronic copy, with its fault.
type Late struct {
	Left
	Of      Fault
	Overdue bool
}

// Waiting lists what left on paper and has no sealed electronic copy yet,
// oldest first: the reminder of the clerk and the report of overdue ones.
func (s *Service) Waiting(ctx context.Context, by org.Actor) ([]Late, error) {
	if err := s.Guard.Allow(ctx, by, ActionRead, org.OfAgency); err != nil {
		return nil, err
	}
	list, err := s.Store.Waiting(ctx, by.Agency)
	if err != nil {
		return nil, err
	}
	faults := map[string]Fault{}
	var out []Late
	for _, l := range list {
		f, ok := faults[l.Fault]
		if !ok {
			if f, err = s.Store.Fault(ctx, l.Fault); err != nil {
				return nil, err
			}
			faults[l.Fault] = f
		}
		out = append(out, Late{l, f, !f.Due.IsZero() && s.Now().After(f.Due)})
	}
	return out, nil
}

// OpenNow finds the fault that lasts at an agency now.
func (s *Service) OpenNow(ctx context.Context, agency org.AgencyID) (Fault, bool, error) {
	list, err := s.Store.Faults(ctx, agency, 1)
	if err != nil || len(list) == 0 || !list[0].Open() {
		return Fault{}, false, err
	}
	return list[0], true, nil
}
