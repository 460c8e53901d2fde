package document

import (
	"context"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/fault"
)

// UnitApprove is the unit leader's consent to what Document.Binding says; where the leader is the signer
// with own authority the document goes on to be signed and is prepared for it.
func (s *Service) UnitApprove(ctx context.Context, by org.Actor, id ID, binding, comment string) error {
	d, err := s.load(ctx, by, id, "document.unit-approve")
	if err != nil {
		return err
	}
	own := false
	if d.Signer.Person == by.Person {
		_, err := s.Org.AuthorityFor(ctx, by.Person, d.Agency, d.Type, d.Signer.Capacity, s.Now())
		own = err == nil
	}
	if own {
		if err := s.Prepare(ctx, by, id); err != nil {
			return err
		}
	}
	return s.act(ctx, by, id, "document.unit-approve", func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.UnitApprove(by, binding, comment, own, p, at)
	})
}

// Return sends the document back to the drafter.
func (s *Service) Return(ctx context.Context, by org.Actor, id ID, comment string) error {
	return s.act(ctx, by, id, "document.return", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		if d.State == UnitReview && !s.Guard.Can(by, "document.unit-approve", relations(by, d)...) ||
			d.State == Formatting && !s.Guard.Can(by, "document.format-check", relations(by, d)...) ||
			(d.State == AwaitingApproval || d.State == AwaitingSignature) && by.Person != d.Signer.Person {
			return nil, fault.New(fault.Forbidden, "return.not-yours", "Văn bản đang ở bước của người khác; bạn không trả lại được.")
		}
		return nil, d.Return(by, comment, at)
	})
}

// PassFormat records "Đạt": the PDF is of a version that may be signed and its
// fields are laid. A symbol on the page that is not the register's is noted.
// Seen is the Document.Seen that the checker looked at.
func (s *Service) PassFormat(ctx context.Context, by org.Actor, id ID, seen, comment string) error {
	d, err := s.load(ctx, by, id, "document.format-check")
	if err != nil {
		return err
	}
	if err := d.at(Formatting); err != nil {
		return err
	}
	if err := d.binds(seen, d.Seen()); err != nil {
		return err
	}
	laid, err := s.prepare(ctx, by, d)
	if err != nil {
		return err
	}
	seen = d.bound(laid.SHA256)
	if comment, err = s.noted(ctx, d, comment); err != nil {
		return err
	}
	return s.act(ctx, by, id, "document.format-check", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.FormatPassed(by, seen, comment, at)
	})
}

// FailFormat records "Không đạt" with the faults.
func (s *Service) FailFormat(ctx context.Context, by org.Actor, id ID, faults []string, comment string) error {
	return s.act(ctx, by, id, "document.format-check", func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.FormatFailed(by, faults, comment, p, at)
	})
}

// Approve is the signer's consent to exactly this PDF.
func (s *Service) Approve(ctx context.Context, by org.Actor, id ID, hash string) error {
	return s.act(ctx, by, id, "document.approve", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.Approve(by, hash, at)
	})
}

// Recheck is the clerk's look at what Document.Seen says before the seal; faults
// freeze the document.
func (s *Service) Recheck(ctx context.Context, by org.Actor, id ID, seen string, faults []string, comment string) error {
	return s.act(ctx, by, id, "document.recheck", func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error) {
		for _, code := range faults {
			if _, ok := p.Documents.Fault(code); !ok {
				return nil, fault.New(fault.Invalid, "format.unknown-fault", "Lỗi thể thức không có trong danh mục.").At("faults", code)
			}
		}
		return nil, d.Rechecked(by, seen, faults, comment, at)
	})
}
