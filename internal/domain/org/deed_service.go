package org

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/fault"
)

// ActPeople is about people and their posts; ActManage is about the tree.
const ActPeople Action = "org.people"

const (
	maxAhead  = 2 * 366 * 24 * time.Hour // a deed further ahead is a mistake in the year
	dueAtOnce = 100
	maxReason = 1000
)

// Concern is whom and what a deed touches: whoever asks for it sees the
// certificates and devices of these before deciding.
type Concern struct {
	People   []PersonID
	Agencies []AgencyID
}

// Concerned holds a deed against the rules without changing anything and tells
// whom it would touch. It refuses what Decide would refuse.
func (s *Service) Concerned(ctx context.Context, by Actor, d Deed) (Concern, error) {
	if err := s.mayDecide(ctx, by, d); err != nil {
		return Concern{}, err
	}
	d.At = s.dayOr(d.At)
	if err := s.words(d); err != nil {
		return Concern{}, err
	}
	return checkDeed(ctx, s.store, &d)
}

// Decide records a deed. One whose day has come takes effect in the same
// transaction and its events go out; another waits for ApplyDue. At zero means
// now; a day more than two years ahead is refused.
func (s *Service) Decide(ctx context.Context, by Actor, d Deed) (Deed, error) {
	if err := s.mayDecide(ctx, by, d); err != nil {
		return Deed{}, err
	}
	d.At = s.dayOr(d.At)
	if err := s.words(d); err != nil {
		return Deed{}, err
	}
	id, err := newID()
	if err != nil {
		return Deed{}, err
	}
	post, err := newID()
	if err != nil {
		return Deed{}, err
	}
	d.ID, d.DecidedBy, d.DecidedAt, d.DoneAt, d.CancelledAt = DeedID(id), by.Person, s.now(), time.Time{}, time.Time{}
	if newPosts[d.Kind] {
		d.NewPost = PostID(post)
	}
	due := !d.At.After(d.DecidedAt)
	err = s.store.Transact(ctx, func(tx Tx) error {
		checked := d
		if _, err := checkDeed(ctx, tx, &checked); err != nil {
			return err
		}
		if due {
			checked.DoneAt = d.DecidedAt
		}
		if err := tx.AddDeed(ctx, checked, checked.subjects()); err != nil {
			return err
		}
		d = checked
		if due {
			return s.takeEffect(ctx, tx, s.entry(by, "deed.done", d.main(), "deed", id, "kind", string(d.Kind)), d)
		}
		return tx.Audit(ctx, s.entry(by, "deed.decided", d.main(), "deed", id, "kind", string(d.Kind)))
	})
	return d, err
}

// takeEffect changes the rows, emits the events and ends with the entry.
func (s *Service) takeEffect(ctx context.Context, tx Tx, entry audit.Entry, d Deed) error {
	events, err := s.apply(ctx, tx, d)
	if err != nil {
		return err
	}
	for _, e := range events {
		if err := tx.Emit(ctx, e); err != nil {
			return err
		}
	}
	return tx.Audit(ctx, entry)
}

// ApplyDue lets every deed whose day has come take effect, each in its own
// transaction, and tells how many did. One that has become impossible meanwhile
// (its post ended, its agency closed) is cancelled and written down. It may run
// twice or on two servers at once.
func (s *Service) ApplyDue(ctx context.Context) (done int, err error) {
	for {
		due, err := s.store.DueDeeds(ctx, s.now(), dueAtOnce)
		if err != nil || len(due) == 0 {
			return done, err
		}
		for _, d := range due {
			if err := s.applyOne(ctx, d); err != nil {
				return done, fmt.Errorf("letting deed %s take effect: %w", d.ID, err)
			}
			done++
		}
	}
}

func (s *Service) applyOne(ctx context.Context, d Deed) error {
	by := Actor{Person: d.DecidedBy}
	err := s.store.Transact(ctx, func(tx Tx) error {
		if err := tx.DoneDeed(ctx, d.ID, s.now()); err != nil {
			return err
		}
		if _, err := checkDeed(ctx, tx, &d); err != nil {
			return err
		}
		d.DoneAt = s.now()
		return s.takeEffect(ctx, tx, s.entry(by, "deed.done", d.main(), "deed", string(d.ID), "kind", string(d.Kind)), d)
	})
	if errors.Is(err, ErrNotFound) {
		return nil // another server was first, or somebody cancelled it
	}
	refusal, refused := fault.From(err)
	if !refused {
		return err
	}
	return s.store.Transact(ctx, func(tx Tx) error {
		if err := tx.CancelDeed(ctx, d.ID, s.now()); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, "deed.impossible", d.main(), "deed", string(d.ID), "kind", string(d.Kind), "refusal", refusal.Code))
	})
}

// CancelDeed takes back a deed whose day has not come.
func (s *Service) CancelDeed(ctx context.Context, by Actor, id DeedID) error {
	d, err := s.store.Deed(ctx, id)
	if err != nil {
		return missing(err, "deed.missing", "Không có quyết định này.")
	}
	if err := s.mayDecide(ctx, by, d); err != nil {
		return err
	}
	return s.commit(ctx, func(tx Tx) (audit.Entry, error) {
		err := tx.CancelDeed(ctx, id, s.now())
		if errors.Is(err, ErrNotFound) {
			err = fault.New(fault.Conflict, "deed.done", "Quyết định này đã có hiệu lực hoặc đã hủy.").Do("Ghi một quyết định mới để thay đổi.")
		}
		return s.entry(by, "deed.cancelled", d.main(), "deed", string(id)), err
	})
}

// DeedsAbout lists deeds about an agency, unit, person or post, newest day first.
func (s *Service) DeedsAbout(ctx context.Context, subject string) ([]Deed, error) {
	return s.store.DeedsAbout(ctx, DeedQuery{Subject: subject, Limit: 200})
}

// mayDecide asks the guard: the tree is the administrator's, people are also
// the IT officer's of their agency.
func (s *Service) mayDecide(ctx context.Context, by Actor, d Deed) error {
	if !peopleDeeds[d.Kind] {
		return s.guard.Allow(ctx, by, ActManage)
	}
	agency := d.Agency
	if d.Post != "" {
		post, err := s.Post(ctx, d.Post)
		if err != nil {
			return err
		}
		agency = post.Agency
	}
	rel := in(by, agency)
	if agency == "" && d.Person != "" {
		var err error
		if rel, err = s.aboutPerson(ctx, by, d.Person); err != nil {
			return err
		}
	}
	return s.guard.Allow(ctx, by, ActPeople, rel...)
}

func (s *Service) dayOr(at time.Time) time.Time {
	if at.IsZero() {
		return s.now()
	}
	return at
}

// words holds what was typed against what every deed needs.
func (s *Service) words(d Deed) error {
	reason := strings.TrimSpace(d.Reason)
	switch {
	case reason == "" || len(reason) > maxReason:
		return fault.New(fault.Invalid, "deed.reason", "Phải ghi lý do.").At("reason", "Ghi lý do, không quá 1.000 ký tự.")
	case strings.TrimSpace(d.Paper) == "" && d.Kind != DeedDeath:
		return fault.New(fault.Invalid, "deed.paper", "Phải ghi số, ngày của quyết định.").At("paper", "Ví dụ: 123/QĐ-SKHCN ngày 20/11/2026.")
	case d.At.After(s.now().Add(maxAhead)):
		return fault.New(fault.Invalid, "deed.day", "Ngày hiệu lực quá xa.").At("at", "Kiểm tra lại năm.")
	}
	if d.Kind == DeedDeath || d.Paper != "" {
		return nil
	}
	return named("paper", d.Paper)
}

// main is the subject under which the log keeps the deed.
func (d Deed) main() string {
	for _, id := range []string{string(d.Person), string(d.Unit), string(d.Agency)} {
		if id != "" && (id != string(d.Unit) || d.Person == "") {
			return id
		}
	}
	return string(d.ID)
}

// subjects are all under which the deed is found.
func (d Deed) subjects() []string {
	list := []string{string(d.Agency), string(d.Unit), string(d.Person), string(d.Post), string(d.NewPost), string(d.Target), string(d.FromAgency), string(d.OldHead)}
	for _, heir := range d.Heirs {
		list = append(list, string(heir))
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.DeleteFunc(list, func(id string) bool { return id == "" })
}
