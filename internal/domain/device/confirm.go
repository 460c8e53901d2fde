package device

import (
	"context"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/event"
	"antin/internal/fault"
)

// Approve is the head's consent, where the profile wants it (BG-21.2).
func (s *Service) Approve(ctx context.Context, by org.Actor, handover string) error {
	h, err := s.handover(ctx, handover)
	if err != nil {
		return err
	}
	if err := s.guard.Allow(ctx, by, ActApprove, inAgency(by, h.Agency)...); err != nil {
		return err
	}
	return s.change(ctx, by, handover, "device.handover-approved", func(_ context.Context, _ deed, h *Handover) error {
		if h.State != HandoverApproval {
			return fault.New(fault.Conflict, "handover.order", "Biên bản này không chờ duyệt.")
		}
		h.State, h.Approver, h.ApprovedAt = HandoverOpen, by.Person, s.now()
		return nil
	})
}

// ConfirmGiving is the giver's confirmation.
func (s *Service) ConfirmGiving(ctx context.Context, by org.Actor, handover string) error {
	return s.confirm(ctx, by, handover, func(h *Handover) org.PersonID { return h.Giver }, func(_ deed, h *Handover) error {
		h.GiverAt = s.now()
		return nil
	})
}

// ConfirmContact is the confirmation of the agency's contact person (HD2-14.3).
func (s *Service) ConfirmContact(ctx context.Context, by org.Actor, handover string) error {
	return s.confirm(ctx, by, handover, func(h *Handover) org.PersonID { return h.Contact }, func(_ deed, h *Handover) error {
		h.ContactAt = s.now()
		return nil
	})
}

// Receipt is what the receiver confirms with.
type Receipt struct {
	Serial string // as typed or read from the device
	Duties string // version of the duty list that was shown and acknowledged; empty refuses
}

// ConfirmReceipt is the receiver's confirmation. When all have confirmed the
// custody switches, the holds end and the device is in use. The PIN is neither
// asked for nor stored (NA-20-1).
func (s *Service) ConfirmReceipt(ctx context.Context, by org.Actor, handover string, in Receipt) error {
	return s.confirm(ctx, by, handover, func(h *Handover) org.PersonID { return h.Receiver }, func(x deed, h *Handover) error {
		if Serial(in.Serial) != x.d.Serial {
			return fault.New(fault.Invalid, "handover.serial", "Số sê-ri không khớp với thiết bị trong biên bản.").
				At("serial", "Nhập đúng số sê-ri ghi trên thiết bị.").Do("Nếu thiết bị khác với biên bản, không xác nhận và báo bên giao.")
		}
		if in.Duties != x.law.Version {
			return fault.New(fault.Invalid, "handover.duties", "Phải đọc và xác nhận trách nhiệm của thuê bao trước khi nhận thiết bị.").
				Under(x.law.Clause("subscribers.custody.duties")).At("duties", "Đánh dấu đã đọc danh mục trách nhiệm hiện hành.")
		}
		h.ReceiverAt, h.DutiesVersion, h.DutiesAt = s.now(), in.Duties, s.now()
		return nil
	})
}

// Duties gives the list of duties of the subscriber in the actor's province and
// its version, which is that of the rules.
func (s *Service) Duties(_ context.Context, by org.Actor) (version string, duties []string, err error) {
	law, err := s.law(by.Province, s.now())
	if err != nil {
		return "", nil, err
	}
	return law.Version, law.Subscribers.Custody.Duties, nil
}

// Withdraw cancels minutes that are not confirmed; the reason stays.
func (s *Service) Withdraw(ctx context.Context, by org.Actor, handover, reason string) error {
	h, err := s.handover(ctx, handover)
	if err != nil {
		return err
	}
	rel := append(inAgency(by, h.Agency), own(by, h.Giver, h.Receiver, h.CreatedBy)...)
	if err := s.guard.Allow(ctx, by, ActHandOver, rel...); err != nil {
		return err
	}
	if reason, err = text("reason", reason, maxText, "Ghi lý do hủy biên bản."); err != nil {
		return err
	}
	return s.change(ctx, by, handover, "device.handover-withdrawn", func(ctx context.Context, x deed, h *Handover) error {
		h.State, h.Reason = HandoverWithdrawn, reason
		if err := x.write(ctx, "withdrawn", "Hủy biên bản bàn giao: "+reason+".", "", h.ID); err != nil {
			return err
		}
		if x.d.State == Awaiting {
			return x.awaitReceipt(ctx, true)
		}
		return nil
	})
}

func (s *Service) handover(ctx context.Context, id string) (Handover, error) {
	h, err := s.store.Handover(ctx, id)
	return h, missing(err, "handover.unknown", "Không có biên bản bàn giao này.")
}

// confirm is one side's word; the last one hands the device over.
func (s *Service) confirm(ctx context.Context, by org.Actor, id string, whose func(*Handover) org.PersonID, set func(deed, *Handover) error) error {
	h, err := s.handover(ctx, id)
	if err != nil {
		return err
	}
	if err := s.guard.Allow(ctx, by, ActConfirm, own(by, whose(&h))...); err != nil {
		return err
	}
	return s.change(ctx, by, id, "device.handover-confirmed", func(ctx context.Context, x deed, h *Handover) error {
		if h.State == HandoverApproval {
			return fault.New(fault.Conflict, "handover.approval", "Biên bản còn chờ thủ trưởng duyệt.").Under(x.law.Clause("subscribers.custody.keeper_approval"))
		}
		if err := set(x, h); err != nil {
			return err
		}
		if h.GiverAt.IsZero() || h.ReceiverAt.IsZero() || h.Contact != "" && h.Contact != h.Receiver && h.Contact != h.Giver && h.ContactAt.IsZero() {
			return nil
		}
		h.State = HandoverDone
		return x.handOver(ctx, h)
	})
}

// change loads minutes that are open under their lock and that of the device.
func (s *Service) change(ctx context.Context, by org.Actor, id, action string, do func(context.Context, deed, *Handover) error) error {
	first, err := s.handover(ctx, id)
	if err != nil {
		return err
	}
	law, err := s.lawOf(ctx, first.Agency)
	if err != nil {
		return err
	}
	return s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := lock(ctx, tx, first.Device)
		if err != nil {
			return err
		}
		h, err := tx.LockHandover(ctx, id)
		if err != nil {
			return err
		}
		if !h.State.Open() {
			return fault.New(fault.Conflict, "handover.closed", "Biên bản bàn giao này đã kết thúc.")
		}
		x := deed{s: s, tx: tx, by: by, law: law, d: &d}
		if err := do(ctx, x, &h); err != nil {
			return err
		}
		if err := tx.SaveHandover(ctx, h); err != nil {
			return err
		}
		return x.audit(ctx, action, "handover", id)
	})
}

// handOver switches everything at one moment: custody of the certificates,
// keeper, state, holds (HT-11.3-2, HD2-10.2b).
func (x deed) handOver(ctx context.Context, h *Handover) error {
	if h.Temporary() {
		return x.lend(ctx, h)
	}
	if err := x.s.checkReceiver(ctx, x.law, *x.d, h.Receiver); err != nil {
		return err
	}
	first := x.d.State == Awaiting
	for _, c := range x.d.Certificates {
		if err := x.custody(ctx, signing.Custody{Certificate: c, Holder: h.Receiver, Assigner: h.assigner(), Decision: h.Paper.Number}); err != nil {
			return err
		}
	}
	x.d.Keeper, x.d.Place = h.Receiver, h.Storage
	if err := x.move(ctx, DeedConfirm, time.Time{}, "Bàn giao xong, hai bên đã xác nhận.", h.ID); err != nil {
		return err
	}
	if err := x.free(ctx, signing.CauseNoPaper, signing.CauseNotConfirmed); err != nil {
		return err
	}
	if first {
		if err := x.open(ctx, Duty{Kind: DutyFirstPIN, Person: h.Receiver, DueAt: x.s.now().Add(24 * time.Hour)}); err != nil {
			return err
		}
	}
	if err := x.book(ctx, h.Giver, h.Receiver); err != nil {
		return err
	}
	return x.tx.Emit(ctx, event.New(EventHandedOver, string(x.d.ID), HandoverMessage{Device: x.d.ID, Receiver: h.Receiver}))
}

// assigner is who stands for the giving of an agency's certificate.
func (h *Handover) assigner() org.PersonID {
	if h.Approver != "" {
		return h.Approver
	}
	return h.Giver
}

// custody changes who may sign with one certificate; a personal one and a
// system's have no custody beside their owner and keeper.
func (x deed) custody(ctx context.Context, in signing.Custody) error {
	c, err := x.tx.Signing().Certificate(ctx, in.Certificate)
	if err != nil || c.Class != signing.ClassAgency || c.Status == signing.Revoked {
		return err
	}
	_, err = x.s.signing.AssignCustodyIn(ctx, x.tx.Signing(), x.by, in)
	if fault.Is(err, "custody.overlap") {
		return fault.New(fault.Conflict, "handover.temporary", "Thiết bị đang được tạm giao; kết thúc tạm giao trước khi thay người giữ.").
			Under(x.law.Clause("subscribers.temporary_handover"))
	}
	return err
}
