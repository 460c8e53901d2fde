package task

import (
	"context"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/event"
	"antin/internal/fault"
)

// Direct (chỉ đạo, phân công) gives work to people and units: on an incoming
// document, as a part of a task that the actor has, or without either. It
// returns the tasks in the order of the targets.
func (s *Service) Direct(ctx context.Context, by org.Actor, o Order) ([]ID, error) {
	plan, err := s.plan(ctx, by, &o)
	if err != nil {
		return nil, err
	}
	files, err := s.keep(ctx, o.Files)
	if err != nil {
		return nil, err
	}
	var ids []ID
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		ids = nil
		return s.direct(ctx, tx, by, plan, files, &ids)
	})
	return ids, err
}

// plan is an order that was allowed and checked.
type plan struct {
	Order
	base   Task // what all tasks of the order share
	parent *Task
	to     []placed
	made   []Task
}

func (s *Service) plan(ctx context.Context, by org.Actor, o *Order) (*plan, error) {
	o.Text, o.Title = strings.TrimSpace(o.Text), strings.TrimSpace(o.Title)
	p := &plan{Order: *o, base: Task{Agency: by.Agency, Province: by.Province, Title: o.Title, Direction: o.Text, By: by.Person, ByName: by.Name, State: Given}}
	if err := s.allow(ctx, by, p); err != nil {
		return nil, err
	}
	law, err := s.law(by.Province)
	if err != nil {
		return nil, err
	}
	if p.to, err = s.place(ctx, by, o, law.Calendar()); err != nil {
		return nil, err
	}
	for _, t := range p.to {
		if t.Part == Know {
			continue
		}
		if err := checkDue(t.due, p.parent, s.Now()); err != nil {
			return nil, err
		}
	}
	return p, checkTargets(p)
}

// allow asks permission for the order, by what it hangs on.
func (s *Service) allow(ctx context.Context, by org.Actor, p *plan) error {
	switch {
	case p.Parent != "":
		t, err := s.load(ctx, by, p.Parent, ActPass)
		if err != nil {
			return err
		}
		p.parent = &t
		p.base.Parent, p.base.Root, p.base.Document = t.ID, t.Root, t.Document
		p.base.Title, p.base.Reference = t.Title, t.Reference
		return nil
	case p.Document != "":
		return s.allowDocument(ctx, by, p)
	}
	if err := s.Guard.Allow(ctx, by, ActGive, org.OfAgency); err != nil {
		return err
	}
	if p.Title == "" {
		return fault.New(fault.Invalid, "task.title", "Ghi nội dung công việc.").At("ten", "Ghi việc cần làm.")
	}
	return nil
}

// allowDocument lets the head, whom the regulation names beside the head, and
// the holder of a dated delegation assign (BG-08).
func (s *Service) allowDocument(ctx context.Context, by org.Actor, p *plan) error {
	may, err := s.MayAssign(ctx, by)
	if err != nil {
		return err
	}
	d, err := s.Documents.For(ctx, by, p.Document, "incoming.read")
	if err != nil {
		return err
	}
	rel := s.Documents.Relations(by, d)
	if may {
		rel = append(rel, org.Delegated)
	}
	if err := s.Guard.Allow(ctx, by, ActDirect, rel...); err != nil {
		return err
	}
	law, err := s.law(by.Province)
	if err != nil {
		return err
	}
	if !may {
		return fault.New(fault.Forbidden, "task.assigner", law.Tasks.AssignRefusal+".").Under(law.Clause("tasks.assigners")).
			Do("Người đứng đầu có thể ủy quyền có thời hạn ở trang “Ủy quyền phân văn bản”.")
	}
	if d.State != document.Arrived && d.State != document.Held && d.State != document.Valid { // those refuse by their own rule
		if err := s.Documents.PassGate(ctx, by, d.ID, document.GateForward); err != nil {
			return err
		}
	}
	p.base.Document, p.base.Title, p.base.Reference = d.ID, d.Subject, reference(d)
	return nil
}

// MayAssign reports whether the actor gives incoming documents of the agency to
// be handled.
func (s *Service) MayAssign(ctx context.Context, by org.Actor) (bool, error) {
	law, err := s.law(by.Province)
	if err != nil || by.Person == "" {
		return false, err
	}
	if law.Tasks.ByLeader() && by.Has(org.Leader) {
		return true, nil
	}
	posts, err := s.Org.PostsOf(ctx, by.Person, by.Agency, s.Now())
	if err != nil {
		return false, err
	}
	for _, p := range posts {
		if p.HeadsAgency() && by.Has(org.Leader) {
			return true, nil
		}
	}
	list, err := s.Store.Delegations(ctx, by.Agency, s.Now())
	if err != nil {
		return false, err
	}
	for _, d := range list {
		if d.Person == by.Person && d.HeldAt(s.Now()) {
			return true, nil
		}
	}
	return false, nil
}

func reference(d *document.Document) string {
	out := d.SenderRef
	if d.Arrival != 0 {
		out = fmt.Sprintf("Số đến %d", d.Arrival)
		if d.SenderRef != "" {
			out += " · " + d.SenderRef
		}
	}
	if d.FromName != "" {
		out += " · " + d.FromName
	}
	return strings.TrimPrefix(out, " · ")
}

// direct writes the tasks with their notes and the one entry of the log.
func (s *Service) direct(ctx context.Context, tx Tx, by org.Actor, p *plan, files []File, ids *[]ID) error {
	at := s.Now()
	data := map[string]string{}
	p.made = nil
	for _, to := range p.to {
		t := p.base
		t.ID, t.Part, t.GivenAt, t.UpdateAt = ID(newID()), to.Part, at, at
		t.Person, t.PersonName, t.Unit, t.UnitName, t.DueAt = to.person.ID, to.person.Name, to.unit.ID, to.unit.Name, to.due
		if t.Root == "" {
			t.Root = t.ID
		}
		if err := tx.Add(ctx, t); err != nil {
			return err
		}
		note := Note{Kind: Directing, To: t.Part.Name() + ": " + t.Whom(), Text: t.Direction, Due: t.DueAt, Files: files}
		if err := s.addNote(ctx, tx, by, &t, &note); err != nil {
			return err
		}
		if err := tx.Emit(ctx, event.New(EventGiven, string(t.ID), nil)); err != nil {
			return err
		}
		data["note."+string(note.ID)] = note.Hash
		p.made, *ids = append(p.made, t), append(*ids, t.ID)
	}
	if p.parent != nil {
		return s.passed(ctx, tx, by, p, data)
	}
	if p.base.Document == "" {
		return s.audit(ctx, tx, by, "task.direct", string(p.made[0].ID), p.base.Province, data, Given)
	}
	return s.Documents.Handle(ctx, tx.Documents(), by, p.base.Document, string(ActDirect), data, func(d *document.Document, at time.Time) error {
		for _, t := range p.made {
			if err := d.Hand(by, assignment(t), at); err != nil {
				return err
			}
		}
		return nil
	})
}
