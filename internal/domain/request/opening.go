package request

import (
	"context"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
)

// open makes the draft unless one is open, and blocks the certificate.
func (s *Service) open(ctx context.Context, c signing.Certificate, subject Subject, o opening) error {
	if c.Status == signing.Revoked || !s.Now().Before(c.NotAfter) {
		return nil
	}
	agency, err := s.Org.Agency(ctx, c.Agency)
	if err != nil {
		return err
	}
	p, err := s.Profiles.At(agency.Province, s.Now())
	if err != nil {
		return err
	}
	by := org.Actor{Name: "Hệ thống", Agency: agency.ID, Province: agency.Province}
	in := Input{Kind: o.kind, Subject: subject, Person: c.Person, Certificate: c.ID, Reason: o.reason, Note: o.why, Fields: o.fields, EffectiveAt: o.from}
	r, _, err := s.begin(by, in)
	if err != nil {
		return err
	}
	r.Flag = FlagOpened
	if o.kind == New {
		r.Former = c.ID
	}
	if subject == ForService {
		in.System = c.Subject
	}
	if err := s.fillOpened(ctx, by, r, in, p); err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := tx.Signing().LockCertificate(ctx, c.ID); err != nil {
			return err
		}
		there, err := tx.OpenFor(ctx, c.ID, o.kind)
		if err != nil {
			return err
		}
		if len(there) == 0 {
			if err := s.add(ctx, tx, by, r, p, o.why); err != nil {
				return err
			}
			text := "Đã lập sẵn hồ sơ " + r.Code + " — " + lower(r.Kind.Name()) + " của " + r.Whom + ": " + o.why + " Trình thủ trưởng."
			if err := s.tell(ctx, &deed{Request: r, tx: tx, by: by, law: p, at: s.Now()}, text); err != nil {
				return err
			}
		}
		if !o.hold {
			return nil
		}
		return s.Signing.PutHold(ctx, tx.Signing(), by, signing.Hold{
			Certificate: c.ID, Cause: signing.CauseHolderLeft, Source: o.source, From: o.from, Clause: p.Clause("subscribers.block_on_reported_loss"),
			Message: "Chứng thư số cần thu hồi: " + o.why,
		})
	})
}

// fillOpened is fill for a draft that nobody typed: what the new values of a
// change are, the records say; what of them is not known yet, people add.
func (s *Service) fillOpened(ctx context.Context, by org.Actor, r *Request, in Input, p *profile.Profile) error {
	if in.Kind != Change {
		return s.fill(ctx, by, r, in, p)
	}
	if err := s.who(ctx, r, in); err != nil {
		return err
	}
	if _, _, err := s.what(ctx, r, in); err != nil {
		return err
	}
	if err := s.whom(ctx, r); err != nil {
		return err
	}
	r.Channel, r.Note, r.EffectiveAt = usual(p), in.Note, in.EffectiveAt
	var err error
	if r.Terms, err = s.terms(ctx, r, "", p); err != nil {
		return err
	}
	c, err := s.Signing.Certificate(ctx, r.Certificate)
	if err != nil {
		return err
	}
	facts, err := s.facts(ctx, by, r)
	if err != nil {
		return err
	}
	old, err := s.before(ctx, r, c, in.EffectiveAt, facts)
	if err != nil {
		return err
	}
	r.Old = old
	in.Fields = map[string]string{}
	for _, column := range changeable(r.Subject) {
		in.Fields[column.Code] = facts[column.Code]
	}
	return s.values(ctx, by, r, in)
}

// before is what the records said the day before.
func (s *Service) before(ctx context.Context, r *Request, c signing.Certificate, from time.Time, now map[string]string) (map[string]string, error) {
	old := map[string]string{}
	for _, column := range changeable(r.Subject) {
		old[column.Code] = now[column.Code]
	}
	last := from.Add(-time.Millisecond)
	agency, err := s.Org.AgencyAt(ctx, r.Agency, last)
	if err == nil {
		old["agency"], old["superior"] = agency.Name, agency.Superior
		if r.Subject == ForAgency {
			old["name"] = agency.Name
		}
	} else if nothingMissing(err) != nil {
		return nil, err
	}
	if r.Subject == ForAgency {
		return old, s.headBefore(ctx, r, last, old)
	}
	if r.Person == "" {
		return old, nil
	}
	if person, err := s.Org.PersonAt(ctx, r.Person, last); err == nil {
		old["name"], old["email"] = person.Name, person.Email
	} else if nothingMissing(err) != nil {
		return nil, err
	}
	if c.Title != "" {
		old["title"] = c.Title
	}
	return old, nil
}

func (s *Service) headBefore(ctx context.Context, r *Request, at time.Time, old map[string]string) error {
	post, err := s.Org.HeadOf(ctx, r.Agency, at)
	if err != nil {
		return nothingMissing(err)
	}
	person, err := s.Org.Person(ctx, post.Person)
	old["head"], old["head_title"] = person.Name, post.Title
	return err
}
