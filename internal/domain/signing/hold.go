package signing

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// Cause says why our side blocks a certificate that may be in force for the
// authority.
type Cause string

// Causes of holds.
const (
	CauseDeviceLost    Cause = "device-lost"    // mất: until the authority revokes
	CauseCompromised   Cause = "compromised"    // nghi lộ khóa, mất an toàn
	CauseDeviceBroken  Cause = "device-broken"  // hỏng
	CauseDeviceLocked  Cause = "device-locked"  // bị khóa do nhập sai mật khẩu
	CauseNotConfirmed  Cause = "not-confirmed"  // chưa xác nhận tiếp nhận thiết bị
	CauseNoPaper       Cause = "no-paper"       // chưa có văn bản bàn giao, quyết định giao
	CauseHolderLeft    Cause = "holder-left"    // nghỉ hưu, thôi việc, chuyển công tác, từ trần
	CauseRequested     Cause = "requested"      // đã gửi đề nghị thu hồi, chưa có xác nhận
	CauseNotRegistered Cause = "not-registered" // chưa do cơ quan có thẩm quyền ghi vào sổ
)

// Hold blocks new signatures of one certificate on our side while it lasts; the
// signatures made before stay what they are. Message is said to whoever tries.
type Hold struct {
	ID          string
	Certificate CertificateID
	Cause       Cause
	Source      string // id of what brought it: device, incident, request, person
	Message     string // "Thiết bị đã được báo mất…", in the words of the province
	Clause      string
	From        time.Time
	To          time.Time // zero while it lasts
}

// holds it at that time.
func (h Hold) lasts(at time.Time) bool {
	return !at.Before(h.From) && (h.To.IsZero() || at.Before(h.To))
}

// PutHold blocks the certificate in a transaction of the subject that knows the
// reason, together with its audit entry. The same cause of the same source
// again changes nothing. Who may do it is the caller's question.
func (s *Service) PutHold(ctx context.Context, tx Tx, by org.Actor, h Hold) error {
	all, err := tx.Holds(ctx, h.Certificate)
	if err != nil {
		return err
	}
	for _, old := range all {
		if old.Cause == h.Cause && old.Source == h.Source && old.To.IsZero() {
			return nil
		}
	}
	if h.ID, err = newID(); err != nil {
		return err
	}
	if h.From.IsZero() {
		h.From = s.now()
	}
	if err := tx.AddHold(ctx, h); err != nil {
		return err
	}
	return tx.Audit(ctx, by.Entry(s.now(), "certificate-hold.put", string(h.Certificate), "cause", string(h.Cause), "source", h.Source))
}

// EndHold frees the certificate from one cause of one source; it is no error
// when there is none.
func (s *Service) EndHold(ctx context.Context, tx Tx, by org.Actor, id CertificateID, cause Cause, source string) error {
	err := tx.EndHold(ctx, id, cause, source, s.now())
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.Audit(ctx, by.Entry(s.now(), "certificate-hold.ended", string(id), "cause", string(cause), "source", source))
}

// Holds lists what blocks the certificate at that time on our side; empty is
// free.
func (s *Service) Holds(ctx context.Context, id CertificateID, at time.Time) ([]Hold, error) {
	all, err := s.store.Holds(ctx, id)
	if err != nil {
		return nil, err
	}
	var lasting []Hold
	for _, h := range all {
		if h.lasts(at) {
			lasting = append(lasting, h)
		}
	}
	return lasting, nil
}

// checkHolds refuses with the words of the first hold.
func (s *Service) checkHolds(ctx context.Context, id CertificateID) error {
	lasting, err := s.Holds(ctx, id, s.now())
	if err != nil || len(lasting) == 0 {
		return err
	}
	return fault.New(fault.Signed, "signing.held."+string(lasting[0].Cause), lasting[0].Message).
		Under(lasting[0].Clause).Do("Liên hệ người quản lý thuê bao.")
}

// holdLost keeps what already waits for its revocation blocked even when the
// authority refuses that request (LiftIn).
func (s *Service) holdLost(ctx context.Context, by org.Actor, c Certificate) error {
	law, err := s.lawOf(ctx, c)
	if err != nil {
		return err
	}
	h := Hold{Certificate: c.ID, Cause: CauseDeviceLost, Source: "report", Message: "Chứng thư số đã được báo mất, lộ khóa.",
		Clause: law.Clause("subscribers.block_on_reported_loss")}
	return s.store.Transact(ctx, func(tx Tx) error { return s.PutHold(ctx, tx, by, h) })
}
