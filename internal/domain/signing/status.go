package signing

import (
	"context"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// MoveIn changes the status in the transaction of the subject that decided it,
// with a line of history and the audit entry. Who may do it is the caller's
// question.
func (s *Service) MoveIn(ctx context.Context, tx Tx, by org.Actor, id CertificateID, next Status, reason string) error {
	now, err := tx.LockCertificate(ctx, id)
	if err != nil {
		return missing(err, "certificate.unknown", "Không có chứng thư số này trong danh sách.")
	}
	if !now.mayBecome(next) {
		return fault.New(fault.Conflict, "certificate.status", "Chứng thư số "+now.label()+", không chuyển được sang trạng thái này.")
	}
	_, err = s.moveIn(ctx, tx, by, Change{Certificate: id, Status: next, Reason: reason})
	return err
}

// moveIn writes the row, its history and the entry, and gives the line.
func (s *Service) moveIn(ctx context.Context, tx Tx, by org.Actor, c Change, data ...string) (line string, err error) {
	if c.ID, err = newID(); err != nil {
		return "", err
	}
	c.Actor, c.At = by.Person, s.now()
	if err := tx.SetStatus(ctx, c.Certificate, c.Status); err != nil {
		return "", err
	}
	if err := tx.AddChange(ctx, c); err != nil {
		return "", err
	}
	return c.ID, tx.Audit(ctx, by.Entry(c.At, "certificate."+string(c.Status), string(c.Certificate), data...))
}

// PendIn says that the authority is asked to revoke the certificate, in the
// transaction of the request that asks. It gives the line of history by which
// LiftIn may take that back; empty when something else put the certificate out
// of use before.
func (s *Service) PendIn(ctx context.Context, tx Tx, by org.Actor, id CertificateID, reason string) (line string, err error) {
	now, err := tx.LockCertificate(ctx, id)
	if err != nil {
		return "", missing(err, "certificate.unknown", "Không có chứng thư số này trong danh sách.")
	}
	if !now.mayBecome(RevocationPending) {
		return "", nil
	}
	return s.moveIn(ctx, tx, by, Change{Certificate: id, Status: RevocationPending, Reason: reason})
}

// Lift takes a revocation back that was asked for and will not come.
type Lift struct {
	Line     string // what PendIn gave
	Document string // id of the paper that refuses or returns the request
	Reason   string // in words, for the history
}

// LiftIn gives a certificate the status back that it had before PendIn, and
// tells whether it did: not without the document, not when anything but that
// request put it out of use, and not while a loss or a compromise stands. No
// other way leads out of RevocationPending but Revoked.
func (s *Service) LiftIn(ctx context.Context, tx Tx, by org.Actor, id CertificateID, l Lift) (bool, error) {
	now, err := tx.LockCertificate(ctx, id)
	if err != nil || now != RevocationPending || l.Line == "" {
		return false, err
	}
	if l.Document == "" {
		return false, fault.New(fault.Invalid, "certificate.lift-paper", "Phải có văn bản từ chối hoặc trả lại đề nghị thu hồi.").Under("LD-05.1")
	}
	holds, err := tx.Holds(ctx, id)
	if err != nil {
		return false, err
	}
	for _, h := range holds {
		if h.lasts(s.now()) && (h.Cause == CauseDeviceLost || h.Cause == CauseCompromised) {
			return false, nil
		}
	}
	history, err := tx.Changes(ctx, id)
	if err != nil {
		return false, err
	}
	last := len(history) - 1
	if last < 1 || history[last].ID != l.Line {
		return false, nil
	}
	back := Change{Certificate: id, Status: history[last-1].Status, Reason: l.Reason}
	_, err = s.moveIn(ctx, tx, by, back, "document", l.Document, "lifted", l.Line)
	return err == nil, err
}
