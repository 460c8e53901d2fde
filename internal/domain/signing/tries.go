package signing

import (
	"context"
	"errors"
	"slices"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// TriesLeft is how many passwords a practice key still takes; 0 is locked. A
// certificate without a practice key has -1: its device counts.
func (s *Service) TriesLeft(ctx context.Context, id CertificateID) (int, error) {
	_, left, err := s.store.PracticeBox(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return -1, nil
	}
	return left, err
}

// TakesPractice reports whether practice keys sign here; production has none.
func (s *Service) TakesPractice() bool { return !s.refusePractice }

// Locked lists what Choices leaves out only because its practice key is locked.
func (s *Service) Locked(ctx context.Context, by org.Actor, purpose Purpose) ([]Certificate, error) {
	return s.choices(ctx, by, purpose, func(left int) bool { return left == 0 })
}

// PracticeKey is a practice key with the passwords that it still takes.
type PracticeKey struct {
	Certificate
	TriesLeft int
}

// PracticeKeys lists the practice keys of an agency for whoever manages its
// certificates: those of the agency first.
func (s *Service) PracticeKeys(ctx context.Context, by org.Actor, agency org.AgencyID) ([]PracticeKey, error) {
	if err := s.guard.Allow(ctx, by, ActManage, inAgency(by, agency)...); err != nil {
		return nil, err
	}
	var out []PracticeKey
	for _, class := range []Class{ClassAgency, ClassPerson} {
		all, err := s.store.CertificatesOfAgency(ctx, agency, class)
		if err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(all, func(c Certificate) bool { return c.KeyKind != KeyPractice || c.Status == Revoked })
		for _, c := range all {
			left, err := s.TriesLeft(ctx, c.ID)
			if err != nil {
				return nil, err
			}
			if left >= 0 {
				out = append(out, PracticeKey{c, left})
			}
		}
	}
	return out, nil
}

// ReleasePracticeKey gives a practice key all its tries back. The password
// stays what it was; who released the key is in the log.
func (s *Service) ReleasePracticeKey(ctx context.Context, by org.Actor, id CertificateID) error {
	c, err := s.Certificate(ctx, id)
	if err != nil {
		return err
	}
	if err := s.guard.Allow(ctx, by, ActManage, inAgency(by, c.Agency)...); err != nil {
		return err
	}
	if s.refusePractice {
		return fault.New(fault.Forbidden, "practice.in-production", "Khóa thực hành không được dùng ở chế độ chính thức.")
	}
	left, err := s.TriesLeft(ctx, id)
	switch {
	case err != nil:
		return err
	case left < 0:
		return fault.New(fault.NotFound, "practice.none", "Chứng thư số này không có khóa thực hành.")
	case left == PracticeTries:
		return nil
	}
	return s.commit(ctx, by.Entry(s.now(), "practice-key.released", string(id)), func(tx Tx) error {
		return tx.RestoreTries(ctx, id, PracticeTries)
	})
}
