package task

import (
	"context"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/fault"
)

// Events that others hear of after the commit; subject: the task.
const (
	EventGiven = "task.given"
	EventEnded = "task.ended"
)

// Actions of the permission table.
const (
	ActDirect   org.Action = "incoming.assign"
	ActComplete org.Action = "incoming.complete"
	ActGive     org.Action = "task.give"
	ActPass     org.Action = "task.pass"
	ActRead     org.Action = "task.read"
	ActWork     org.Action = "task.work"
	ActFollow   org.Action = "task.follow"
	ActDelegate org.Action = "task.delegate"
	ActList     org.Action = "home.view"
)

// Config is what the Service needs; everything is required.
type Config struct {
	Store     Store
	Guard     *org.Guard
	Org       *org.Service
	Documents *document.Service
	Profiles  *profile.Set
	Now       func() time.Time
}

// Service is the one way to change tasks.
type Service struct{ Config }

// NewService checks that nothing is missing.
func NewService(c Config) (*Service, error) {
	if c.Store == nil || c.Guard == nil || c.Org == nil || c.Documents == nil || c.Profiles == nil || c.Now == nil {
		return nil, errors.New("task service: a part is missing")
	}
	return &Service{c}, nil
}

func (s *Service) law(province string) (*profile.Profile, error) {
	return s.Profiles.At(province, s.Now())
}

// relations says how the actor stands to the task.
func relations(by org.Actor, t *Task) []org.Relation {
	var out []org.Relation
	if by.Agency != t.Agency || by.Person == "" {
		return nil
	}
	out = append(out, org.OfAgency)
	if t.By == by.Person {
		out = append(out, org.Own)
	}
	if t.Person == by.Person {
		out = append(out, org.Asked)
	}
	if t.Unit != "" && t.Unit == by.Unit {
		out = append(out, org.OfUnit)
	}
	return out
}

// Can reports whether the actor would be allowed the action on the task.
func (s *Service) Can(by org.Actor, t *Task, action org.Action) bool {
	return s.Guard.Can(by, action, relations(by, t)...)
}

func notHere() error {
	return fault.New(fault.NotFound, "task.absent", "Không có việc này, hoặc bạn không được xem.")
}

// load finds a task for an action; what the actor may not even read does not
// exist. Whoever was given a part of the tree reads the whole tree.
func (s *Service) load(ctx context.Context, by org.Actor, id ID, action org.Action) (Task, error) {
	t, err := s.Store.Task(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return t, notHere()
	}
	if err != nil {
		return t, fmt.Errorf("reading task %s: %w", id, err)
	}
	if !s.Can(by, &t, ActRead) {
		near, err := s.inTree(ctx, by, &t)
		if err != nil {
			return t, err
		}
		if !near {
			return t, notHere()
		}
		if action == ActRead {
			return t, s.Guard.Allow(ctx, by, ActRead, org.Asked)
		}
	}
	return t, s.Guard.Allow(ctx, by, action, relations(by, &t)...)
}

func (s *Service) inTree(ctx context.Context, by org.Actor, t *Task) (bool, error) {
	if by.Agency != t.Agency {
		return false, nil
	}
	tree, err := s.Store.Tree(ctx, t.Root)
	if err != nil {
		return false, err
	}
	for _, x := range tree {
		if s.Can(by, &x, ActRead) {
			return true, nil
		}
	}
	return false, nil
}

// act is one command on one task: permission, lock, rule, save, audit.
func (s *Service) act(ctx context.Context, by org.Actor, id ID, action org.Action, do func(ctx context.Context, tx Tx, t *Task) (Note, error)) error {
	if _, err := s.load(ctx, by, id, action); err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		t, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		note, err := do(ctx, tx, &t)
		if err != nil {
			return err
		}
		t.UpdateAt = s.Now()
		if err := tx.Save(ctx, &t); err != nil {
			return changed(err)
		}
		if err := s.addNote(ctx, tx, by, &t, &note); err != nil {
			return err
		}
		if !t.Open() {
			if err := tx.Emit(ctx, event.New(EventEnded, string(t.ID), nil)); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, by, &t, note)
	})
}

// record writes the one entry of the command: of the document when its state
// hangs on it, of the task otherwise.
func (s *Service) record(ctx context.Context, tx Tx, by org.Actor, t *Task, note Note) error {
	data := map[string]string{"note." + string(note.ID): note.Hash}
	if action, rule := s.onDocument(by, t, note.Kind); rule != nil {
		data["state.task"] = string(t.State)
		return s.Documents.Handle(ctx, tx.Documents(), by, t.Document, action, data, rule)
	}
	return s.audit(ctx, tx, by, "task."+string(note.Kind), string(t.ID), t.Province, data, t.State)
}

// onDocument is what the deed means for the document; those to whom work was
// passed on read it while they have the work, and do not hold it up.
func (s *Service) onDocument(by org.Actor, t *Task, kind Deed) (string, func(*document.Document, time.Time) error) {
	if t.Document == "" {
		return "", nil
	}
	id, first := document.AssignmentID(t.ID), t.Parent == ""
	switch {
	case kind == Completing && first && t.Part != Know:
		return string(ActComplete), func(d *document.Document, at time.Time) error { return d.Finish(by, id, t.Result, at) }
	case kind == Returning:
		return "incoming.given-back", func(d *document.Document, at time.Time) error { return d.LetGo(by, id, document.EndedReturned, at) }
	case kind == Recalling || kind == Undoing:
		return "incoming.taken-back", func(d *document.Document, at time.Time) error { return d.LetGo(by, id, document.EndedRecalled, at) }
	case kind == Redoing && first && t.Part != Know:
		return "incoming.resumed", func(d *document.Document, at time.Time) error { return d.Resume(by, id, at) }
	}
	return "", nil
}

func (s *Service) audit(ctx context.Context, tx Tx, by org.Actor, action, subject, province string, data map[string]string, state State) error {
	p, err := s.law(province)
	if err != nil {
		return err
	}
	if state != "" {
		data["state.task"] = string(state)
	}
	return tx.Audit(ctx, audit.Entry{
		At: s.Now(), Account: string(by.Account), Person: string(by.Person), Agency: string(by.Agency),
		Action: action, Subject: subject, Profile: p.Version, Data: data,
	})
}

func changed(err error) error {
	if errors.Is(err, ErrChanged) {
		return fault.New(fault.Conflict, "task.changed", "Người khác vừa cập nhật việc này.").Do("Mở lại việc rồi làm lại.")
	}
	return err
}
