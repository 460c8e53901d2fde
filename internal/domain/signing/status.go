package signing

import (
	"context"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// MoveIn is SetStatus inside another subject's transaction: the caller asked
// whether by may, and knows why. Revoked is final.
func (s *Service) MoveIn(ctx context.Context, tx Tx, by org.Actor, id CertificateID, next Status, reason string) error {
	change, err := newID()
	if err != nil {
		return err
	}
	now, err := tx.LockCertificate(ctx, id)
	if err != nil {
		return missing(err, "certificate.unknown", "Không có chứng thư số này trong danh sách.")
	}
	if !now.mayBecome(next) {
		return fault.New(fault.Conflict, "certificate.status", "Chứng thư số "+now.label()+", không chuyển được sang trạng thái này.")
	}
	if err := tx.SetStatus(ctx, id, next); err != nil {
		return err
	}
	line := Change{ID: change, Certificate: id, Status: next, Actor: by.Person, Reason: reason, At: s.now()}
	if err := tx.AddChange(ctx, line); err != nil {
		return err
	}
	return tx.Audit(ctx, by.Entry(s.now(), "certificate."+string(next), string(id)))
}
