package request

import (
	"context"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
)

// Draft makes a draft, filled from the records; what is missing may come later.
func (s *Service) Draft(ctx context.Context, by org.Actor, in Input) (ID, error) {
	r, p, err := s.begin(by, in)
	if err != nil {
		return "", err
	}
	if err := s.allow(ctx, by, r, ActDraft); err != nil {
		return "", err
	}
	if err := s.fill(ctx, by, r, in, p); err != nil {
		return "", err
	}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error { return s.add(ctx, tx, by, r, p, "") })
	return r.ID, err
}

// begin is the empty draft of an input.
func (s *Service) begin(by org.Actor, in Input) (*Request, *profile.Profile, error) {
	p, err := s.Profiles.At(by.Province, s.Now())
	if err != nil {
		return nil, nil, err
	}
	r := &Request{
		ID: ID(newID()), Kind: in.Kind, Subject: in.Subject, State: Draft, Managing: in.Managing, Person: in.Person, Province: by.Province,
		Previous: in.Previous, CreatedBy: by.Person, CreatedAt: s.Now(), UpdatedAt: s.Now(),
	}
	if r.Managing == "" {
		r.Managing = by.Agency
	}
	return r, p, nil
}

// add saves a new draft with its first line of history.
func (s *Service) add(ctx context.Context, tx Tx, by org.Actor, r *Request, p *profile.Profile, note string) error {
	r.Secret = graded(p)
	if err := tx.Add(ctx, r); err != nil {
		return err
	}
	step := Step{At: r.CreatedAt, State: Draft, Deed: Made, Actor: by.Person, ActorName: by.Name, Note: note, Clause: p.Clause(keyForms)}
	if err := tx.AddStep(ctx, r.ID, step); err != nil {
		return err
	}
	if err := tx.Emit(ctx, event.New(EventMoved, string(r.ID), MovedMessage{Draft})); err != nil {
		return err
	}
	return tx.Audit(ctx, s.entry(&deed{Request: r, tx: tx, by: by, law: p, at: r.CreatedAt}, Made))
}

// Edit replaces what the form asks. A request that waits for the head or is
// signed goes back to the draft, and its confirmations are void (LD-17.3).
func (s *Service) Edit(ctx context.Context, by org.Actor, id ID, rev int, in Input) error {
	r, err := s.load(ctx, by, id, ActDraft)
	if err != nil {
		return err
	}
	if r.Rev != rev {
		return changed(ErrChanged)
	}
	p, err := s.law(r)
	if err != nil {
		return err
	}
	if _, err := r.find(Edited); err != nil {
		return err
	}
	if err := s.fill(ctx, by, r, in, p); err != nil {
		return err
	}
	return s.act(ctx, by, id, Edited, func(ctx context.Context, d *deed) (string, error) {
		if d.Rev != rev {
			return "", ErrChanged
		}
		letter := d.Document
		copyFilled(d.Request, r)
		note := ""
		if d.old != Draft {
			note = "Nội dung thay đổi, các xác nhận trước đó hết giá trị."
		}
		d.unconfirm()
		if letter == "" {
			return note, nil
		}
		if err := s.unblock(ctx, d); err != nil {
			return "", err
		}
		return note, s.voidLetter(ctx, d, letter)
	})
}

// copyFilled takes what fill sets.
func copyFilled(to, from *Request) {
	to.ManagingName, to.Agency, to.Person, to.Post, to.System, to.Whom = from.ManagingName, from.Agency, from.Person, from.Post, from.System, from.Whom
	to.Certificate, to.Former, to.Serial, to.Device, to.DeviceSerial = from.Certificate, from.Former, from.Serial, from.Device, from.DeviceSerial
	to.Secret = from.Secret
	to.ReasonLabel, to.Renewals = from.ReasonLabel, from.Renewals
	to.Reason, to.Note, to.Fields, to.Old, to.Ticks, to.Minutes = from.Reason, from.Note, from.Fields, from.Old, from.Ticks, from.Minutes
	to.Terms, to.Channel, to.EffectiveAt = from.Terms, from.Channel, from.EffectiveAt
}

// unconfirm takes back what people stood for.
func (r *Request) unconfirm() {
	r.ConfirmedAt, r.ConfirmedBy, r.Snapshot, r.Submitter, r.Document, r.Basis = time.Time{}, "", "", "", "", ""
}

// Confirm is the subscriber's word that the data is right (LD-19.1, HT-10.1).
// Whose certificate is to be revoked, or whose device to be taken back, need
// not be there: the agency confirms.
func (s *Service) Confirm(ctx context.Context, by org.Actor, id ID, rev int) error {
	r, err := s.load(ctx, by, id, ActConfirm)
	if err != nil {
		return err
	}
	if r.Rev != rev {
		return changed(ErrChanged)
	}
	p, err := s.law(r)
	if err != nil {
		return err
	}
	if err := mayConfirm(by, r, p); err != nil {
		return err
	}
	entitled, err := s.complete(ctx, r, p)
	if err != nil {
		return err
	}
	return s.act(ctx, by, id, Confirming, func(_ context.Context, d *deed) (string, error) {
		if d.Rev != rev {
			return "", ErrChanged
		}
		d.entitle(entitled)
		d.ConfirmedAt, d.ConfirmedBy = d.at, by.Person
		return strings.TrimSpace("Xác nhận thông tin đúng, đủ. " + d.Basis), nil
	})
}

// entitle keeps why the subject is entitled, and by which post.
func (r *Request) entitle(by Entitled) {
	r.Basis = by.Basis
	if by.Post != "" {
		r.Post = by.Post
	}
}

// mayConfirm keeps the subscriber's confirmation the subscriber's.
func mayConfirm(by org.Actor, r *Request, p *profile.Profile) error {
	switch {
	case r.Person != "" && by.Person == r.Person:
		return nil
	case (r.Kind == Revoke || r.Kind == ReturnDevice) && prepares(by, r.Managing):
		return nil
	case r.Subject == ForAgency && by.Agency == r.Managing && (by.Has(org.Leader) || by.Has(org.ITOfficer) || by.Has(org.Clerk)):
		return nil
	case r.Subject == ForService && r.Person == "" && prepares(by, r.Managing):
		return nil
	}
	return invalid("confirm-own", "Thông tin phải do chính thuê bao xác nhận.").Under(p.Clause(keyForms)).
		Do("Báo " + r.Whom + " mở hồ sơ và xác nhận.")
}

// Withdraw ends a draft.
func (s *Service) Withdraw(ctx context.Context, by org.Actor, id ID, why string) error {
	if _, err := s.load(ctx, by, id, ActDraft); err != nil {
		return err
	}
	why, err := reason(why)
	if err != nil {
		return err
	}
	return s.act(ctx, by, id, Taking, func(ctx context.Context, d *deed) (string, error) {
		if d.Document != "" {
			if err := s.voidLetter(ctx, d, d.Document); err != nil {
				return "", err
			}
		}
		return why, s.unblock(ctx, d)
	})
}

// Again makes a new draft from one that was returned or refused.
func (s *Service) Again(ctx context.Context, by org.Actor, id ID) (ID, error) {
	r, err := s.load(ctx, by, id, ActDraft)
	if err != nil {
		return "", err
	}
	if r.State != Returned && r.State != Refused {
		_, err := r.find(Edited)
		return "", err
	}
	return s.Draft(ctx, by, Input{
		Kind: r.Kind, Subject: r.Subject, Managing: r.Managing, Agency: r.Agency, Person: r.Person, Post: r.Post, System: r.System,
		Certificate: r.Certificate, Device: r.Device, Reason: r.Reason, Note: r.Note, Channel: r.Channel, Fields: r.Fields, Ticks: r.Ticks,
		EffectiveAt: r.EffectiveAt, Previous: r.ID,
	})
}

// reason wants words within limits.
func reason(why string) (string, error) {
	why = strings.TrimSpace(why)
	if why == "" || len([]rune(why)) > maxNote {
		return "", invalid("why", "Phải ghi rõ lý do (tối đa 2.000 ký tự).").At("reason", "Ghi lý do.")
	}
	return why, nil
}
