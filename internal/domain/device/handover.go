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

// Draft makes the minutes of a handover (fields Device, Giver, Receiver,
// Condition, Place, Storage, Date, Paper; From and To for a temporary one).
// Nobody's custody changes yet. An agency's device needs its whole Paper, a
// temporary handover the permission that a leader of the agency (Paper.By)
// signed. Giver empty is the present keeper or, for the first handover, by.
func (s *Service) Draft(ctx context.Context, by org.Actor, h Handover) (Handover, error) {
	d, law, err := s.load(ctx, h.Device)
	if err != nil {
		return h, err
	}
	if err := s.guard.Allow(ctx, by, ActHandOver, relations(by, d)...); err != nil {
		return h, err
	}
	if h, err = s.drafting(ctx, by, law, d, h); err != nil {
		return h, err
	}
	err = s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := lock(ctx, tx, h.Device)
		if err != nil {
			return err
		}
		if _, err := d.State.step(DeedConfirm); err != nil {
			return err
		}
		if _, err := tx.OpenHandover(ctx, d.ID); !errors.Is(err, ErrNotFound) {
			return openAlready(err)
		}
		if err := tx.AddHandover(ctx, h); err != nil {
			return err
		}
		return deed{s: s, tx: tx, by: by, law: law, d: &d}.drafted(ctx, h)
	})
	return h, err
}

func openAlready(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "handover.open", "Thiết bị này đang có một biên bản bàn giao chờ xác nhận.").
		Do("Xác nhận hoặc hủy biên bản đó trước.")
}

// drafted tells both sides and, now that the paper is there, frees the device of
// one cause; it stays blocked until the receipt is confirmed.
func (x deed) drafted(ctx context.Context, h Handover) error {
	note := "Lập biên bản bàn giao"
	if h.Temporary() {
		note = "Lập biên bản tạm giao đến " + minute(h.To)
	}
	if err := x.write(ctx, "drafted", note+".", x.law.Clause(keyForm), h.ID); err != nil {
		return err
	}
	if err := x.free(ctx, signing.CauseNoPaper); err != nil {
		return err
	}
	if h.State == HandoverApproval {
		if err := x.tellAgency(ctx, "handover-approval", h.ID, "Việc thay người giữ thiết bị của cơ quan chờ thủ trưởng duyệt.", org.Leader); err != nil {
			return err
		}
	}
	for _, person := range []org.PersonID{h.Giver, h.Receiver, h.Contact} {
		if err := x.tell(ctx, person, "handover", h.ID, "Biên bản bàn giao thiết bị chờ bạn xác nhận."); err != nil {
			return err
		}
	}
	return x.audit(ctx, "device.handover-drafted", "handover", h.ID, "receiver", string(h.Receiver))
}

// drafting checks the minutes and fills what the service knows.
func (s *Service) drafting(ctx context.Context, by org.Actor, law *profile.Profile, d Device, in Handover) (Handover, error) {
	h := Handover{
		Device: d.ID, Agency: d.Agency, State: HandoverOpen, Giver: in.Giver, Receiver: in.Receiver, Date: in.Date, From: in.From, To: in.To,
		Form: law.Subscribers.HandoverForm, Paper: in.Paper, CreatedBy: by.Person, CreatedAt: s.now(), Profile: law.Version,
	}
	if h.Giver == "" {
		h.Giver = by.Person
		if d.Keeper != "" && d.State == InUse {
			h.Giver = d.Keeper
		}
	}
	if _, err := d.State.step(DeedConfirm); err != nil {
		return h, err
	}
	if err := h.takeTexts(in, d, s.now()); err != nil {
		return h, err
	}
	if err := s.checkPaper(ctx, law, d, h); err != nil {
		return h, err
	}
	if err := s.checkParties(ctx, law, d, h); err != nil {
		return h, err
	}
	if err := s.addConsents(ctx, by, law, d, &h); err != nil {
		return h, err
	}
	var err error
	h.ID, err = newID()
	return h, err
}

func (h *Handover) takeTexts(in Handover, d Device, now time.Time) (err error) {
	if h.Condition, err = text("condition", in.Condition, maxText, "Ghi tình trạng thiết bị khi bàn giao."); err != nil {
		return err
	}
	if h.Place, err = text("place", in.Place, maxName, "Ghi nơi bàn giao."); err != nil {
		return err
	}
	if h.Storage, err = text("storage", in.Storage, maxName, ""); err != nil {
		return err
	}
	if h.Storage == "" {
		h.Storage = d.Place
	}
	if h.Storage == "" && d.Holder == "" && !in.Temporary() {
		return fault.New(fault.Invalid, "device.storage", "Ghi nơi cất giữ thiết bị của cơ quan.").At("storage", "Ghi nơi cất giữ.")
	}
	if h.Date.IsZero() {
		h.Date = now
	}
	if h.Date.After(now.Add(24 * time.Hour)) {
		return fault.New(fault.Invalid, "handover.date", "Ngày bàn giao không ở tương lai.").At("date", "Kiểm tra lại ngày.")
	}
	if h.From.IsZero() {
		h.From = now
	}
	return nil
}

// checkPaper asks for the decision of an agency's or a system's device, and for
// the permission of a temporary handover where one is possible at all.
func (s *Service) checkPaper(ctx context.Context, law *profile.Profile, d Device, h Handover) error {
	words := law.Subscribers.Custody
	if h.Temporary() {
		return s.checkPermission(ctx, law, d, h)
	}
	if d.Holder != "" {
		return nil
	}
	if field, word := h.Paper.missing(); field != "" {
		return fault.New(fault.Invalid, "handover.no-paper", words.NoPaper).Under(law.Clause("subscribers.custody.no_paper_refusal")).
			At("paper-"+field, word).Do("Cần: " + law.Subscribers.HandoverPaper + ".")
	}
	return nil
}

func (s *Service) checkPermission(ctx context.Context, law *profile.Profile, d Device, h Handover) error {
	words := law.Subscribers.Custody
	refusal := fault.New(fault.Forbidden, "handover.not-allowed", words.NoPermission).Under(law.Clause("subscribers.custody.no_permission_refusal"))
	switch {
	case d.Holder != "":
		return fault.New(fault.Invalid, "handover.not-holder", words.NotHolder).Under(law.Clause("subscribers.custody.not_holder_refusal"))
	case law.Subscribers.TemporaryHandover != "written-permission":
		return refusal.Do("Thay người giữ bằng biên bản bàn giao.")
	case d.System != "" || d.State != InUse:
		return refusal.Do("Chỉ tạm giao thiết bị của cơ quan đang dùng.")
	case !h.To.After(h.From) || !h.To.After(s.now()):
		return fault.New(fault.Invalid, "handover.period", "Thời hạn tạm giao không hợp lệ.").At("to", "Ghi thời điểm kết thúc, sau thời điểm bắt đầu.")
	}
	if field, word := h.Paper.missing(); field != "" {
		return refusal.At("paper-"+field, word)
	}
	leader := false
	if h.Paper.By != "" {
		var err error
		if leader, err = s.org.HasRole(ctx, h.Paper.By, d.Agency, org.Leader, s.now()); err != nil {
			return err
		}
	}
	if !leader {
		return refusal.At("paper-by", "Người ký văn bản cho phép phải là lãnh đạo cơ quan.")
	}
	return nil
}

// checkParties says who may give and who may receive each sort of device.
func (s *Service) checkParties(ctx context.Context, law *profile.Profile, d Device, h Handover) error {
	if err := s.checkReceiver(ctx, law, d, h.Receiver); err != nil {
		return err
	}
	if h.Giver == h.Receiver && h.Giver != "" && d.Keeper != h.Receiver {
		return fault.New(fault.Invalid, "handover.same", "Người giao và người nhận phải là hai người.").At("receiver", "Chọn người nhận.")
	}
	if _, err := s.org.Person(ctx, h.Giver); err != nil {
		return err
	}
	if d.State != InUse || h.Giver == d.Keeper {
		return nil
	}
	// The keeper may be dead or gone: then a leader of the agency gives.
	leader, err := s.org.HasRole(ctx, h.Giver, d.Agency, org.Leader, s.now())
	if err != nil || leader {
		return err
	}
	return fault.New(fault.Invalid, "handover.giver", "Bên giao phải là người đang giữ thiết bị, hoặc lãnh đạo cơ quan khi người giữ không còn làm việc.").
		Under(law.Clause(keyForm)).At("giver", "Chọn người đang giữ thiết bị.")
}

func (s *Service) checkReceiver(ctx context.Context, law *profile.Profile, d Device, receiver org.PersonID) error {
	words := law.Subscribers.Custody
	switch {
	case d.Holder != "" && receiver != d.Holder:
		return fault.New(fault.Invalid, "handover.not-holder", words.NotHolder).
			Under(law.Clause("subscribers.custody.not_holder_refusal")).At("receiver", "Chọn chính người được cấp.")
	case d.Holder != "":
		return nil
	case d.System != "" && d.State != InUse && receiver != d.Keeper:
		return s.checkOfficer(ctx, law, d.Agency, "")
	case d.System != "":
		return s.checkOfficer(ctx, law, d.Agency, receiver)
	}
	clerk, err := s.org.HasRole(ctx, receiver, d.Agency, org.Clerk, s.now())
	if err != nil || clerk {
		return err
	}
	return fault.New(fault.Invalid, "handover.not-clerk", words.NotClerk).
		Under(law.Clause("subscribers.custody.not_clerk_refusal")).At("receiver", "Chọn người có vai trò văn thư của cơ quan.")
}

// addConsents adds the head's consent and the contact person where the province
// wants them.
func (s *Service) addConsents(ctx context.Context, by org.Actor, law *profile.Profile, d Device, h *Handover) error {
	words := law.Subscribers.Custody
	if words.KeeperApproval && d.Holder == "" && d.System == "" {
		h.State = HandoverApproval
		if by.Has(org.Leader) && by.Agency == d.Agency {
			h.State, h.Approver, h.ApprovedAt = HandoverOpen, by.Person, s.now()
		}
	}
	if !words.ReceptionContact || d.State != Awaiting {
		return nil
	}
	contact, err := s.store.Contact(ctx, d.Agency)
	if errors.Is(err, ErrNotFound) {
		return fault.New(fault.Unready, "handover.no-contact", "Cơ quan chưa cử cán bộ tiếp nhận chứng thư số.").
			Under(law.Clause("subscribers.custody.reception_contact")).Do("Ghi cán bộ tiếp nhận của cơ quan trước khi bàn giao.")
	}
	h.Contact = contact
	return err
}
