package task

import (
	"context"
	"fmt"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/fault"
)

// passed moves the task on from which an order was passed.
func (s *Service) passed(ctx context.Context, tx Tx, by org.Actor, p *plan, data map[string]string) error {
	t, err := tx.Load(ctx, p.parent.ID)
	if err != nil {
		return err
	}
	if err := t.move(Passing); err != nil {
		return err
	}
	t.Children += len(p.to)
	t.UpdateAt = s.Now()
	if err := tx.Save(ctx, &t); err != nil {
		return changed(err)
	}
	if t.Document == "" {
		return s.audit(ctx, tx, by, "task.pass-on", string(t.ID), t.Province, data, t.State)
	}
	return s.lend(ctx, tx, by, t.Document, p, data)
}

// lend lets those to whom work was passed on read the document: they have it in
// their hands like those to whom the leader gave it, but the document waits only
// for the latter.
func (s *Service) lend(ctx context.Context, tx Tx, by org.Actor, id document.ID, p *plan, data map[string]string) error {
	return s.Documents.Handle(ctx, tx.Documents(), by, id, "incoming.passed", data, func(d *document.Document, at time.Time) error {
		for _, t := range p.made {
			a := assignment(t)
			a.Ended = document.EndedKnow
			if err := d.Hand(by, a, at); err != nil {
				return err
			}
		}
		return nil
	})
}

func assignment(t Task) document.Assignment {
	a := document.Assignment{
		ID: document.AssignmentID(t.ID), Person: t.Person, PersonName: t.PersonName, Unit: t.Unit, Direction: t.Direction,
	}
	if !t.DueAt.IsZero() {
		a.DueOn = document.Day(t.DueAt)
	}
	if t.Part == Know {
		a.Ended = document.EndedKnow
	}
	return a
}

// keep stores attachments before the transaction that refers to them.
func (s *Service) keep(ctx context.Context, list []Upload) ([]File, error) {
	const limit, many = 64 << 20, 10
	if len(list) > many {
		return nil, fault.New(fault.Invalid, "task.files", fmt.Sprintf("Mỗi ý kiến đính kèm tối đa %d tệp.", many)).At("tep", "Bỏ bớt tệp.")
	}
	out := make([]File, 0, len(list))
	for _, u := range list {
		sum, size, err := s.Documents.Blobs.Put(ctx, u.Body, limit)
		if err != nil {
			return nil, err
		}
		out = append(out, File{Name: u.Name, SHA256: sum, Size: size})
	}
	return out, nil
}

// addNote completes a note with who, as what and when, hashes and adds it.
func (s *Service) addNote(ctx context.Context, tx Tx, by org.Actor, t *Task, n *Note) error {
	role := "Hệ thống"
	if by.Person != "" {
		role = "Cán bộ"
		posts, err := s.Org.PostsOf(ctx, by.Person, by.Agency, s.Now())
		if err != nil {
			return err
		}
		if len(posts) > 0 {
			role = posts[0].Title
		}
	}
	n.ID, n.Task, n.Root, n.Document = NoteID(newID()), t.ID, t.Root, t.Document
	n.Author, n.AuthorName, n.Role, n.At = by.Person, by.Name, role, s.Now()
	n.Hash = n.Digest()
	return tx.AddNote(ctx, *n)
}
