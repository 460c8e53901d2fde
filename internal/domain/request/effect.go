package request

import (
	"context"

	"antin/internal/domain/signing"
)

// block puts the certificate out of use on our side when its revocation is put
// to the head (HD2-07d), unless the letter itself needs it: the head's own and
// the agency's are blocked when the letter has gone.
func (s *Service) block(ctx context.Context, d *deed) error {
	if d.Kind != Revoke || d.Certificate == "" {
		return nil
	}
	if d.Subject == ForAgency {
		return nil
	}
	if post, err := s.Org.HeadOf(ctx, d.Managing, d.at); err == nil && post.Person == d.Person && d.Subject == ForPerson {
		return nil
	}
	return s.Signing.PutHold(ctx, d.tx.Signing(), d.by, signing.Hold{
		Certificate: d.Certificate, Cause: signing.CauseRequested, Source: string(d.ID), From: d.at,
		Message: "Chứng thư số tạm khóa, chờ thu hồi: đã có đề nghị thu hồi " + d.Code + ".", Clause: d.law.Clause("subscribers.block_on_reported_loss"),
	})
}

// unblock frees it again when the request does not go out.
func (s *Service) unblock(ctx context.Context, d *deed) error {
	if d.Kind != Revoke || d.Certificate == "" {
		return nil
	}
	return s.Signing.EndHold(ctx, d.tx.Signing(), d.by, d.Certificate, signing.CauseRequested, string(d.ID))
}

// pending says in the register that the revocation is asked for, which only the
// authority's answer ends, and makes the device due for return; a lost one has
// nothing to return (HT-06.2c-1, HT-06.2c-2).
func (s *Service) pending(ctx context.Context, d *deed) error {
	tx := d.tx.Signing()
	status, err := tx.LockCertificate(ctx, d.Certificate)
	if err != nil {
		return err
	}
	if status == signing.Active || status == signing.Suspended {
		err := s.Signing.MoveIn(ctx, tx, d.by, d.Certificate, signing.RevocationPending, "đề nghị thu hồi "+d.Code)
		if err != nil {
			return err
		}
	}
	if d.Reason == ReasonLost || d.Device == "" {
		return nil
	}
	return s.Devices.RecallIn(ctx, d.tx.Device(), d.by, d.Certificate, string(d.ID))
}
