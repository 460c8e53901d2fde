package document

import (
	"context"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/event"
	"antin/internal/fault"
	"antin/pades"
)

// ChooseFlow fixes the order of signing of a draft; steps name person, post,
// kind, order and need, and the rest comes from the directory. See
// Document.ChooseFlow for which steps a flow takes.
func (s *Service) ChooseFlow(ctx context.Context, by org.Actor, id ID, flow Flow, steps []Step) error {
	for i := range steps {
		if err := s.completeStep(ctx, &steps[i]); err != nil {
			return err
		}
	}
	return s.act(ctx, by, id, "document.flow", func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.ChooseFlow(by, flow, steps, p, at)
	})
}

// completeStep fills name, title and agency from the directory.
func (s *Service) completeStep(ctx context.Context, step *Step) error {
	if step.Person == "" {
		return nil // the rule refuses it in words
	}
	person, err := s.Org.Person(ctx, step.Person)
	if err != nil {
		return err
	}
	agency, err := s.Org.Agency(ctx, step.Agency)
	if err != nil {
		return err
	}
	posts, err := s.Org.PostsOf(ctx, step.Person, step.Agency, s.Now())
	if err != nil {
		return err
	}
	if len(posts) == 0 {
		return fault.New(fault.Invalid, "flow.no-post", person.Name+" không giữ chức vụ nào ở "+agency.Name+".").At("people", "Chọn người khác.")
	}
	step.Name, step.AgencyName = person.Name, agency.ShortName
	chosen := posts[0]
	for _, post := range posts {
		if post.ID == step.Post {
			chosen = post
		}
	}
	step.Post, step.Title = chosen.ID, chosen.Title
	return nil
}

// Decline refuses the signature that the chain waits for, with a reason.
func (s *Service) Decline(ctx context.Context, by org.Actor, id ID, reason string) error {
	return s.act(ctx, by, id, "document.decline", func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error) {
		_, personal := d.TurnOf(by, false)
		return nil, d.Decline(by, !personal, reason, p, at)
	})
}

// Withdraw takes a submitted document back into its drafter's hands.
func (s *Service) Withdraw(ctx context.Context, by org.Actor, id ID, reason string) error {
	return s.act(ctx, by, id, "document.flow", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.Withdraw(by, reason, at)
	})
}

// ReplaceSigner puts another person in the place of one who has not signed; a
// person who signs for an agency must be allowed to by the table of authority.
func (s *Service) ReplaceSigner(ctx context.Context, by org.Actor, id ID, step StepID, with Step, reason string) error {
	d, err := s.load(ctx, by, id, "document.flow")
	if err != nil {
		return err
	}
	if old, ok := d.step(step); ok {
		with.Kind, with.Agency = old.Kind, old.Agency
	}
	if err := s.completeStep(ctx, &with); err != nil {
		return err
	}
	if with.Person != "" {
		if err := s.stepAuthority(ctx, d, with); err != nil {
			return err
		}
	}
	return s.act(ctx, by, id, "document.flow", func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.Replace(by, step, with, reason, p, at)
	})
}

// PassOn hands a joint document to the next agency, after every signature on it
// was verified (HD2-11.3e).
func (s *Service) PassOn(ctx context.Context, by org.Actor, id ID) error {
	d, err := s.load(ctx, by, id, "document.pass-on")
	if err != nil {
		return err
	}
	if err := s.signedSoFar(ctx, d); err != nil {
		return err
	}
	return s.act(ctx, by, id, "document.pass-on", func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.PassOn(by, p, at)
	})
}

// stepAuthority asks the table of authority of the step's own agency where the
// signature decides; checking and initialling need no row.
func (s *Service) stepAuthority(ctx context.Context, d *Document, step Step) error {
	if step.Kind != StepSign || !d.Flow().Releases() {
		return nil
	}
	_, err := s.Org.AuthorityFor(ctx, step.Person, step.Agency, d.Type, step.Capacity, s.Now())
	return err
}

// signedSoFar verifies every signature that stands on the file, as its bytes
// lie in the store now, before the next one goes on it.
func (s *Service) signedSoFar(ctx context.Context, d *Document) error {
	base, ok := d.signBase()
	if !ok || base.Stage == Prepared {
		return nil
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return err
	}
	report, err := s.verify(ctx, base.SHA256)
	if err != nil {
		return err
	}
	if report.SHA256 != base.SHA256 {
		return traced(altered(base.SHA256, report.SHA256), s.Altered(ctx, d, "step", base.SHA256, report.SHA256))
	}
	if report.Indication != pades.TotalPassed {
		return fault.New(fault.Signed, "flow.signature-invalid", "Chữ ký trước đó trên văn bản không kiểm tra được là hợp lệ ("+InWords(report.SubIndication)+"), không ký tiếp.").
			Under(p.Clause("documents.flows")).Do("Xem phần “Chữ ký” của văn bản; trả lại người soạn để ký lại.")
	}
	return s.chainHolds(ctx, d, report)
}

// stepSignable asks everything that a signature of the chain needs but the key.
func (s *Service) stepSignable(ctx context.Context, by org.Actor, d *Document, step Step, hash string, with With) (File, signing.Certificate, error) {
	none := signing.Certificate{}
	p, err := s.mayStep(ctx, d, with)
	if err != nil {
		return File{}, none, err
	}
	base, ok := d.signBase()
	if !ok || base.SHA256 != hash {
		return File{}, none, fault.New(fault.Conflict, "document.changed", "Văn bản đã có chữ ký mới hoặc đã thay đổi sau khi bạn mở.").Do("Mở lại, đọc bản mới rồi ký.")
	}
	if err := s.stepAuthority(ctx, d, step); err != nil {
		return File{}, none, err
	}
	row, err := s.usable(ctx, by, with, purposeOf(step))
	if err != nil {
		return File{}, none, err
	}
	if row.Agency != step.Agency {
		return File{}, none, fault.New(fault.Forbidden, "sign.other-agency", p.Signing.AuthorityRefusal+": chứng thư số được cấp ở cơ quan khác.").
			Under(p.Clause("signing.authority_refusal")).Do("Chọn chứng thư số của cơ quan bạn.")
	}
	if step.Kind == StepSign && d.Flow().Releases() {
		post, err := s.Org.Post(ctx, step.Post)
		if err != nil {
			return File{}, none, err
		}
		if err := signing.CheckTitle(row, post, step.Capacity, p); err != nil {
			return File{}, none, err
		}
	}
	return base, row, s.signedSoFar(ctx, d)
}

func purposeOf(step Step) signing.Purpose {
	if step.Kind == StepSeal {
		return signing.ForAgency
	}
	return signing.ForPerson
}

// mayStep asks what every signature asks first.
func (s *Service) mayStep(ctx context.Context, d *Document, with With) (*profile.Profile, error) {
	if err := s.stands(ctx, d.ID); err != nil {
		return nil, err
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return nil, err
	}
	if err := RefuseSecret(p, d.Secrecy); err != nil {
		return nil, err
	}
	return p, checkTransaction(p, with.Transaction)
}
