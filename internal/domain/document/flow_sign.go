package document

import (
	"context"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/event"
	"antin/internal/failpoint"
	"antin/internal/fault"
	"antin/pades"
)

// signStep makes one signature of the chain with a practice key: a person's, or
// with seal that of an agency that takes part in a joint document.
func (s *Service) signStep(ctx context.Context, by org.Actor, d *Document, step Step, hash string, with With) error {
	base, row, err := s.stepSignable(ctx, by, d, step, hash, with)
	if err != nil {
		return err
	}
	key, err := s.unlock(ctx, by, row, with)
	if err != nil {
		return err
	}
	work, err := s.stepPlan(ctx, d, step, base)
	if err != nil {
		return err
	}
	f, err := s.append(ctx, work, key, "step.built")
	if err != nil {
		return err
	}
	failpoint.Hit("step.stored")
	check, err := s.recheckFile(ctx, by, f, "step")
	if err != nil {
		return err
	}
	seal := step.Kind == StepSeal
	err = s.act(ctx, by, d.ID, actionOf(seal), func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.stepIn(by, seal, sealWork{main: f, check: check, transaction: with.Transaction, certificate: string(with.Certificate)}, p, at)
	})
	failpoint.Hit("step.recorded")
	return err
}

func actionOf(seal bool) org.Action {
	if seal {
		return "document.seal"
	}
	return "document.sign"
}

// stepIn records a signature of the chain with its verification.
func (d *Document) stepIn(by org.Actor, seal bool, made sealWork, p *profile.Profile, at time.Time) error {
	if err := d.StepMade(by, seal, made.main, p, at); err != nil {
		return err
	}
	d.AddCheck(made.check)
	d.changes.Signed, d.changes.Transaction, d.changes.Certificate = true, made.transaction, made.certificate
	return nil
}

// stepPlan is the signature of one step on the file as it stands. Where the
// signer gave no picture yet, name and meaning stand as text.
func (s *Service) stepPlan(ctx context.Context, d *Document, step Step, base File) (plan, error) {
	p, err := s.Profile(d.Province)
	if err != nil {
		return plan{}, err
	}
	kind, owner, name := signing.PersonImage, string(step.Person), step.Name
	if step.Kind == StepSeal {
		kind, owner, name = signing.SealImage, string(step.Agency), step.AgencyName
	}
	how := pades.Signing{Field: step.Field, At: s.Now(), Name: name, Reason: strings.TrimSpace(step.Kind.Name() + " " + string(step.Capacity))}
	if _, placed := d.Place(strings.TrimPrefix(step.Field, fieldPrefix)); !placed {
		return plan{base: base, how: how}, nil // a field without a place on the page
	}
	image, err := s.Signing.CurrentImage(ctx, kind, owner)
	if _, none := fault.From(err); none || step.Kind == StepContent || step.Kind == StepFormat {
		how.Appearance = pades.Appearance{Lines: []string{step.Kind.Name(), name, how.At.In(zone).Format(p.Signing.TimeFormat)}}
		return plan{base: base, how: how}, nil
	}
	if err != nil {
		return plan{}, err
	}
	picture, err := s.drawn.of(image)
	how.Appearance = pades.Appearance{Image: picture}
	return plan{base: base, how: how}, err
}

// outOfTurn explains to somebody of the chain why it is not the time to sign.
func (s *Service) outOfTurn(d *Document, by org.Actor, err error) error {
	if d == nil || !fault.Is(err, "guard.forbidden") || len(d.Chain.Steps) == 0 {
		return err
	}
	for _, step := range d.Chain.Steps {
		if step.Agency == by.Agency && (step.Person == by.Person || step.Kind == StepSeal && by.Has(org.Clerk)) {
			p, broken := s.Profile(d.Province)
			if broken != nil {
				return broken
			}
			return flowOrder(p, "chưa đến lượt bạn; "+d.Sequence().awaited())
		}
	}
	return err
}
