package device

import (
	"context"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

// lend lays two periods: the receiver's, and after it the keeper's again, so
// that the device returns by itself (LD-18.2-2).
func (x deed) lend(ctx context.Context, h *Handover) error {
	if now := x.s.now(); h.From.Before(now) {
		h.From = now
	}
	if !h.To.After(h.From) {
		return fault.New(fault.Conflict, "handover.period", "Thời hạn tạm giao đã qua.").Do("Hủy biên bản này.")
	}
	// Weeks may lie between draft and confirmation: the device may be broken by
	// now, who permitted it no leader any more, the receiver no clerk.
	if err := x.s.checkPermission(ctx, x.law, *x.d, *h); err != nil {
		return err
	}
	if err := x.s.checkReceiver(ctx, x.law, *x.d, h.Receiver); err != nil {
		return err
	}
	for _, c := range x.d.Certificates {
		lent := signing.Custody{Certificate: c, Holder: h.Receiver, Assigner: h.Paper.By, Decision: h.Paper.Number, From: h.From, To: h.To}
		back := signing.Custody{Certificate: c, Holder: x.d.Keeper, Assigner: h.Paper.By, Decision: h.Paper.Number + " (hết hạn tạm giao)", From: h.To}
		for _, period := range []signing.Custody{lent, back} {
			if err := x.custody(ctx, period); err != nil {
				return err
			}
		}
	}
	if err := x.book(ctx, h.Giver, h.Receiver); err != nil {
		return err
	}
	return x.write(ctx, "lent", "Tạm giao từ "+minute(h.From)+" đến "+minute(h.To)+"; hết hạn tự trả về người giữ.",
		x.law.Clause("subscribers.temporary_handover"), h.ID)
}

// EndTemporary returns a device to its keeper before the time.
func (s *Service) EndTemporary(ctx context.Context, by org.Actor, handover string) error {
	h, err := s.handover(ctx, handover)
	if err != nil {
		return err
	}
	rel := append(inAgency(by, h.Agency), own(by, h.Giver, h.Receiver)...)
	if err := s.guard.Allow(ctx, by, ActHandOver, rel...); err != nil {
		return err
	}
	law, err := s.lawOf(ctx, h.Agency)
	if err != nil {
		return err
	}
	return s.store.Transact(ctx, func(ctx context.Context, tx Tx) error { return s.endTemporary(ctx, tx, by, law, h) })
}

func (s *Service) endTemporary(ctx context.Context, tx Tx, by org.Actor, law *profile.Profile, h Handover) error {
	d, err := lock(ctx, tx, h.Device)
	if err != nil {
		return err
	}
	if h, err = tx.LockHandover(ctx, h.ID); err != nil {
		return err
	}
	if h.State != HandoverDone || !h.Temporary() || !h.To.After(s.now()) || h.From.After(s.now()) {
		return fault.New(fault.Conflict, "handover.not-temporary", "Biên bản này không phải tạm giao đang chạy.")
	}
	for _, c := range d.Certificates {
		err := s.signing.ReturnCustodyIn(ctx, tx.Signing(), by, c)
		if err != nil && !fault.Is(err, "custody.not-temporary") {
			return err
		}
	}
	h.To = s.now()
	if err := tx.SaveHandover(ctx, h); err != nil {
		return err
	}
	x := deed{s: s, tx: tx, by: by, law: law, d: &d}
	if err := x.write(ctx, "returned", "Kết thúc tạm giao trước hạn, trả về người giữ.", law.Clause("subscribers.temporary_handover"), h.ID); err != nil {
		return err
	}
	return x.audit(ctx, "device.temporary-ended", "handover", h.ID)
}
