package request

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/failpoint"
	"antin/internal/fault"
)

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// deed is one move under way: the rule changes Request and says what the
// history keeps.
type deed struct {
	*Request
	tx  Tx
	by  org.Actor
	law *profile.Profile // under which the request was made
	at  time.Time
	old State
}

// rule decides; note is what the history says.
type rule func(ctx context.Context, d *deed) (note string, err error)

// act is one command on one request whose permission was asked: load with a
// lock, find the move in the table, decide, save, history, event, audit.
func (s *Service) act(ctx context.Context, by org.Actor, id ID, what Deed, decide rule) error {
	err := s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		r, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		return s.move(ctx, tx, by, &r, what, decide)
	})
	failpoint.Hit("request.moved")
	return changed(err)
}

// move is act inside a transaction that is under way.
func (s *Service) move(ctx context.Context, tx Tx, by org.Actor, r *Request, what Deed, decide rule) error {
	m, err := r.find(what)
	if err != nil {
		return err
	}
	p, err := s.law(r)
	if err != nil {
		return err
	}
	d := &deed{r, tx, by, p, s.Now(), r.State}
	note, err := decide(ctx, d)
	if err != nil {
		return err
	}
	r.State = m.To
	s.keepTime(d, m)
	return s.save(ctx, d, what, note, m.clauseOf(p))
}

// save writes the request with a line of its history, tells others, and ends
// with the audit entry, whose head is locked last.
func (s *Service) save(ctx context.Context, d *deed, what Deed, note, clause string) error {
	d.UpdatedAt = d.at
	if err := d.tx.Save(ctx, d.Request); err != nil {
		return err
	}
	step := Step{At: d.at, State: d.State, Deed: what, Actor: d.by.Person, ActorName: d.by.Name, Note: note, Clause: clause}
	if err := d.tx.AddStep(ctx, d.ID, step); err != nil {
		return fmt.Errorf("writing the history of request %s: %w", d.ID, err)
	}
	if d.State != d.old {
		if err := d.tx.Emit(ctx, event.New(EventMoved, string(d.ID), MovedMessage{d.State})); err != nil {
			return err
		}
	}
	return d.tx.Audit(ctx, s.entry(d, what))
}

// changed says in words that somebody was quicker.
func changed(err error) error {
	if errors.Is(err, ErrChanged) {
		return fault.New(fault.Conflict, "request.changed", "Hồ sơ vừa được người khác thay đổi.").Do("Mở lại hồ sơ rồi làm tiếp.")
	}
	if errors.Is(err, ErrNotFound) {
		return notHere()
	}
	return err
}

// system acts where events do.
func system(r *Request) org.Actor {
	return org.Actor{Name: "Hệ thống", Agency: r.Managing, Province: r.Province}
}
