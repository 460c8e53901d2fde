package form

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Listed is one template of the list.
type Listed struct {
	Form     profile.Form // as it stands today
	Next     profile.Form // a version whose first day is to come; Number 0 for none
	Versions int
}

// List gives the templates of the actor's province as they stand today, in the
// order of the regulation.
func (s *Service) List(ctx context.Context, by org.Actor) ([]Listed, error) {
	if err := s.Guard.Allow(ctx, by, ActionRead, org.Any); err != nil {
		return nil, err
	}
	law, err := s.Profiles.At(by.Province, s.Now())
	if err != nil {
		return nil, err
	}
	all, err := s.Store.AllVersions(ctx, by.Province)
	if err != nil {
		return nil, err
	}
	var list []Listed
	for _, ref := range law.Subscribers.FormRefs("") {
		f, ok := s.Profiles.Form(ref.Set, ref.Number)
		if !ok {
			continue
		}
		l := Listed{Form: f, Versions: 1}
		for _, v := range all {
			if v.Form.Set != ref.Set || v.Form.Number != ref.Number {
				continue
			}
			l.Versions++
			if s.Now().Before(v.Form.From) {
				l.Next = v.Form
			} else {
				l.Form, l.Next = v.Form, profile.Form{}
			}
		}
		list = append(list, l)
	}
	return list, nil
}

// History gives a listed template as it stands today and all its changes,
// oldest first; it must be one of the province's forms.
func (s *Service) History(ctx context.Context, by org.Actor, set string, number int) (profile.Form, []Version, error) {
	law, err := s.open(ctx, by, set, number)
	if err != nil {
		return profile.Form{}, nil, err
	}
	f, err := s.at(ctx, law.Province, profile.FormRef{Set: set, Number: number}, s.Now())
	if err != nil {
		return profile.Form{}, nil, err
	}
	versions, err := s.Store.Versions(ctx, by.Province, set, number)
	return f, versions, err
}

// Version gives one version of a listed template, for looking at it.
func (s *Service) Version(ctx context.Context, by org.Actor, ref profile.FormRef) (profile.Form, error) {
	if _, err := s.open(ctx, by, ref.Set, ref.Number); err != nil {
		return profile.Form{}, err
	}
	return s.Exact(ctx, by.Province, ref)
}

// Uses lists files made from a template, newest first, for those who may edit.
func (s *Service) Uses(ctx context.Context, by org.Actor, set string, number int) ([]Use, error) {
	if err := s.Guard.Allow(ctx, by, ActionEdit, org.Any); err != nil {
		return nil, err
	}
	return s.Store.Uses(ctx, by.Province, profile.FormRef{Set: set, Number: number}, 50)
}

// UsesOf lists the files made for one subscriber, device or request. The caller
// has decided that the reader may see that thing.
func (s *Service) UsesOf(ctx context.Context, subject string) ([]Use, error) {
	return s.Store.UsesOf(ctx, subject, 50)
}

func (s *Service) open(ctx context.Context, by org.Actor, set string, number int) (*profile.Profile, error) {
	if err := s.Guard.Allow(ctx, by, ActionRead, org.Any); err != nil {
		return nil, err
	}
	law, err := s.Profiles.At(by.Province, s.Now())
	if err != nil {
		return nil, err
	}
	return law, s.listed(law, set, number)
}

// Record writes down that the actor made a file from a form: which version, for
// what, when, and the hash of the bytes (HT-12.1-2). Subject is the id of the
// record it was filled from, empty for a blank. A file that may not be
// recorded must not be given out.
func (s *Service) Record(ctx context.Context, by org.Actor, f profile.Form, purpose Purpose, subject string, file []byte) (Use, error) {
	law, err := s.open(ctx, by, f.Set, f.Number)
	if err != nil {
		return Use{}, err
	}
	if len(file) == 0 {
		return Use{}, fault.New(fault.Invalid, "form.empty", "Tệp biểu mẫu rỗng.")
	}
	u := s.use(by, law, f, purpose, subject, file)
	return u, s.Store.Transact(ctx, func(tx Tx) error { return s.put(ctx, tx, by, u) })
}

// RecordIn is Record in a transaction that another subject began (Tx.Form): the
// caller has checked permission and saves its paper at the same time.
func (s *Service) RecordIn(ctx context.Context, tx Tx, by org.Actor, law *profile.Profile, f profile.Form, purpose Purpose, subject string, file []byte) (Use, error) {
	if err := s.listed(law, f.Set, f.Number); err != nil {
		return Use{}, err
	}
	u := s.use(by, law, f, purpose, subject, file)
	return u, s.put(ctx, tx, by, u)
}

func (s *Service) use(by org.Actor, law *profile.Profile, f profile.Form, purpose Purpose, subject string, file []byte) Use {
	sum := sha256.Sum256(file)
	return Use{ID: newID(), Province: law.Province, Form: f.Ref(), Purpose: purpose, Subject: subject, Person: by.Person,
		Agency: by.Agency, SHA256: hex.EncodeToString(sum[:]), At: s.Now().Truncate(time.Millisecond)}
}

func (s *Service) put(ctx context.Context, tx Tx, by org.Actor, u Use) error {
	if err := tx.AddUse(ctx, u); err != nil {
		return err
	}
	return tx.Audit(ctx, by.Entry(u.At, "form.made", u.ID, "set", u.Form.Set, "sha256", u.SHA256))
}
