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
	return s.hold(ctx, d)
}

// hold blocks the certificate on our side until the authority has answered.
func (s *Service) hold(ctx context.Context, d *deed) error {
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

// lift gives the certificate back when the authority or the department will not
// have it revoked, by the document that says so; a certificate that was reported
// lost meanwhile stays out of use. It gives what the history adds.
func (s *Service) lift(ctx context.Context, d *deed, document, why string) (string, error) {
	if d.Kind != Revoke || d.Certificate == "" {
		return "", nil
	}
	if err := s.unblock(ctx, d); err != nil {
		return "", err
	}
	if d.Pended == "" {
		return "", nil
	}
	l := signing.Lift{Line: d.Pended, Document: document, Reason: "không thu hồi theo đề nghị " + d.Code + ": " + why}
	lifted, err := s.Signing.LiftIn(ctx, d.tx.Signing(), d.by, d.Certificate, l)
	if err != nil {
		return "", err
	}
	if !lifted {
		return " Chứng thư số vẫn tạm khóa vì lý do khác.", nil
	}
	spared, err := s.Devices.SpareIn(ctx, d.tx.Device(), d.by, d.Certificate, string(d.ID))
	if err != nil {
		return "", err
	}
	if spared {
		return " Chứng thư số thôi chờ thu hồi, thiết bị không phải giao lại.", nil
	}
	return " Chứng thư số thôi chờ thu hồi.", nil
}

// carrier is the document or the scan by which the request came.
func (r *Request) carrier() string {
	if r.Document != "" {
		return r.Document
	}
	for _, f := range r.Files {
		if f.Role == Scan {
			return f.ID
		}
	}
	return ""
}

// pending says in the register that the revocation is asked for, which only an
// answer ends, and makes the device due for return; a lost one has
// nothing to return (HT-06.2c-1, HT-06.2c-2).
func (s *Service) pending(ctx context.Context, d *deed) error {
	if err := s.hold(ctx, d); err != nil {
		return err
	}
	line, err := s.Signing.PendIn(ctx, d.tx.Signing(), d.by, d.Certificate, "đề nghị thu hồi "+d.Code)
	if err != nil {
		return err
	}
	d.Pended = line
	if d.Reason == ReasonLost || d.Device == "" {
		return nil
	}
	return s.Devices.RecallIn(ctx, d.tx.Device(), d.by, d.Certificate, string(d.ID))
}
