package task

import (
	"context"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/fault"
)

// AskExtension (xin gia hạn) asks who gave the task for a later day.
func (s *Service) AskExtension(ctx context.Context, by org.Actor, id ID, day, why string) error {
	if err := needs(why, "ly-do", "task.no-reason", "Ghi lý do xin gia hạn."); err != nil {
		return err
	}
	return s.act(ctx, by, id, ActWork, func(_ context.Context, _ Tx, t *Task) (Note, error) {
		p, err := s.law(t.Province)
		if err != nil {
			return Note{}, err
		}
		to, err := EndOf(p.Calendar(), day)
		if err != nil {
			return Note{}, err
		}
		if t.DueAt.IsZero() {
			return Note{}, fault.New(fault.Conflict, "task.no-due", "Việc này không có hạn nên không cần gia hạn.")
		}
		if !to.After(t.DueAt) || to.Before(s.Now()) {
			return Note{}, fault.New(fault.Invalid, "task.extension", "Hạn mới phải muộn hơn hạn hiện tại.").At("han", "Chọn ngày sau "+dayOf(t.DueAt)+".")
		}
		if err := t.move(Asking); err != nil {
			return Note{}, err
		}
		t.Asked = &Extension{To: to, Why: strings.TrimSpace(why), At: s.Now()}
		return Note{Kind: Asking, Text: t.Asked.Why, Due: to}, nil
	})
}

// AnswerExtension answers what was asked; only who set the due time does, and
// not beyond the one of the task above.
func (s *Service) AnswerExtension(ctx context.Context, by org.Actor, id ID, yes bool, why string) error {
	return s.act(ctx, by, id, ActFollow, func(ctx context.Context, tx Tx, t *Task) (Note, error) {
		if t.Asked == nil {
			return Note{}, fault.New(fault.Conflict, "task.not-asked", "Việc này không có đề nghị gia hạn đang chờ.")
		}
		kind, due := Denying, t.DueAt
		if yes {
			kind, due = Granting, t.Asked.To
			if err := s.withinParent(ctx, tx, t); err != nil {
				return Note{}, err
			}
		} else if err := needs(why, "ly-do", "task.no-reason", "Ghi lý do không đồng ý."); err != nil {
			return Note{}, err
		}
		if err := t.move(kind); err != nil {
			return Note{}, err
		}
		t.DueAt, t.Asked = due, nil
		return Note{Kind: kind, Text: strings.TrimSpace(why), Due: due}, nil
	})
}

func (s *Service) withinParent(ctx context.Context, tx Tx, t *Task) error {
	if t.Parent == "" {
		return nil
	}
	parent, err := tx.Task(ctx, t.Parent)
	if err != nil {
		return err
	}
	return checkDue(t.Asked.To, &parent, s.Now())
}

// See notes the first time that whoever has the task opens it; nothing else
// changes, so that a slip may be undone only before.
func (s *Service) See(ctx context.Context, by org.Actor, t Task) error {
	if t.Person != by.Person || !t.SeenAt.IsZero() || !t.Open() {
		return nil
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		t, err := tx.Load(ctx, t.ID)
		if err != nil || !t.SeenAt.IsZero() {
			return err
		}
		t.SeenAt = s.Now()
		if err := tx.Save(ctx, &t); err != nil {
			return changed(err)
		}
		return s.audit(ctx, tx, by, "task.seen", string(t.ID), t.Province, map[string]string{}, t.State)
	})
}

// Answered links an outgoing document to the incoming one that it answers.
func (s *Service) Answered(ctx context.Context, by org.Actor, question, answer document.ID) error {
	q, err := s.Documents.For(ctx, by, question, ActComplete)
	if err != nil {
		return err
	}
	if _, err := s.Documents.Get(ctx, by, answer); err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.AddAnswer(ctx, question, answer, by.Person, s.Now()); err != nil {
			return err
		}
		return s.audit(ctx, tx, by, "task.answered", string(answer), q.Province, map[string]string{"question": string(question)}, "")
	})
}
