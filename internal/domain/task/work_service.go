package task

import (
	"context"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/fault"
)

// Begin (bắt đầu xử lý) says that the work has begun.
func (s *Service) Begin(ctx context.Context, by org.Actor, id ID) error {
	return s.act(ctx, by, id, ActWork, func(_ context.Context, _ Tx, t *Task) (Note, error) {
		return Note{Kind: Beginning}, t.move(Beginning)
	})
}

// Report (ghi tiến độ) adds what has been done so far.
func (s *Service) Report(ctx context.Context, by org.Actor, id ID, text string, files []Upload) error {
	if err := needs(text, "noi-dung", "task.no-text", "Ghi tiến độ xử lý."); err != nil {
		return err
	}
	if _, err := s.load(ctx, by, id, ActWork); err != nil {
		return err
	}
	kept, err := s.keep(ctx, files)
	if err != nil {
		return err
	}
	return s.act(ctx, by, id, ActWork, func(_ context.Context, _ Tx, t *Task) (Note, error) {
		return Note{Kind: Reporting, Text: strings.TrimSpace(text), Files: kept}, t.move(Reporting)
	})
}

func needs(text, field, code, message string) error {
	if strings.TrimSpace(text) != "" {
		return nil
	}
	return fault.New(fault.Invalid, code, message).At(field, message)
}

// Result is how a task was completed.
type Result struct {
	Text   string
	Answer document.ID // the outgoing document that answers the incoming one, may be empty
}

// Complete (hoàn thành) ends the task with its result. Work that was passed on
// from it must have ended before. What is only to be known needs no words.
func (s *Service) Complete(ctx context.Context, by org.Actor, id ID, r Result) error {
	t, err := s.load(ctx, by, id, ActWork)
	if err != nil {
		return err
	}
	if t.Part != Know {
		if err := needs(r.Text, "ket-qua", "complete.no-result", "Ghi kết quả xử lý."); err != nil {
			return err
		}
	}
	if r.Answer != "" {
		if _, err := s.Documents.Get(ctx, by, r.Answer); err != nil {
			return err
		}
	}
	return s.act(ctx, by, id, ActWork, func(ctx context.Context, tx Tx, t *Task) (Note, error) {
		if err := s.nothingOpenUnder(ctx, tx, t); err != nil {
			return Note{}, err
		}
		if err := t.move(Completing); err != nil {
			return Note{}, err
		}
		t.Result, t.EndedAt, t.Asked = strings.TrimSpace(r.Text), s.Now(), nil
		if r.Answer != "" && t.Document != "" {
			if err := tx.AddAnswer(ctx, t.Document, r.Answer, by.Person, s.Now()); err != nil {
				return Note{}, err
			}
		}
		return Note{Kind: Completing, Text: t.Result}, nil
	})
}

func (s *Service) nothingOpenUnder(ctx context.Context, tx Tx, t *Task) error {
	tree, err := tx.Tree(ctx, t.Root)
	if err != nil {
		return err
	}
	for _, x := range tree {
		if x.Parent == t.ID && x.Open() && x.Part != Know {
			return fault.New(fault.Conflict, "task.children", "Việc giao tiếp cho "+x.Whom()+" chưa xong.").
				Do("Chờ người đó hoàn thành, hoặc thu hồi việc giao tiếp rồi hoàn thành.")
		}
	}
	return nil
}

// GiveBack (trả lại) returns the task to who gave it, with the reason.
func (s *Service) GiveBack(ctx context.Context, by org.Actor, id ID, why string) error {
	if err := needs(why, "ly-do", "task.no-reason", "Ghi lý do trả lại."); err != nil {
		return err
	}
	return s.act(ctx, by, id, ActWork, func(ctx context.Context, tx Tx, t *Task) (Note, error) {
		if err := s.nothingOpenUnder(ctx, tx, t); err != nil {
			return Note{}, err
		}
		t.EndedAt, t.Asked = s.Now(), nil
		return Note{Kind: Returning, Text: strings.TrimSpace(why)}, t.move(Returning)
	})
}

// Recall (thu hồi) takes a task back, and with it everything passed on from it.
func (s *Service) Recall(ctx context.Context, by org.Actor, id ID, why string) error {
	if err := needs(why, "ly-do", "task.no-reason", "Ghi lý do thu hồi."); err != nil {
		return err
	}
	t, err := s.load(ctx, by, id, ActFollow)
	if err != nil {
		return err
	}
	tree, err := s.Store.Tree(ctx, t.Root)
	if err != nil {
		return err
	}
	below := descendants(tree, t.ID)
	for i := len(below) - 1; i >= 0; i-- { // the leaves first
		if x := below[i]; x.Open() {
			if err := s.recall(ctx, by, x.ID, why, Recalling, org.Own); err != nil {
				return err
			}
		}
	}
	return s.recall(ctx, by, id, why, Recalling, relations(by, &t)...)
}

// recall takes one task back; what hangs on a task falls with it, whoever passed
// it on.
func (s *Service) recall(ctx context.Context, by org.Actor, id ID, why string, kind Deed, rel ...org.Relation) error {
	if err := s.Guard.Allow(ctx, by, ActFollow, rel...); err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		t, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		if err := t.move(kind); err != nil {
			return err
		}
		t.EndedAt, t.UpdateAt, t.Asked = s.Now(), s.Now(), nil
		if err := tx.Save(ctx, &t); err != nil {
			return changed(err)
		}
		note := Note{Kind: kind, Text: strings.TrimSpace(why)}
		if err := s.addNote(ctx, tx, by, &t, &note); err != nil {
			return err
		}
		return s.record(ctx, tx, by, &t, note)
	})
}

func descendants(tree []Task, of ID) []Task {
	var out []Task
	under := map[ID]bool{of: true}
	for _, t := range tree { // parents come first
		if under[t.Parent] && t.Parent != "" {
			under[t.ID] = true
			out = append(out, t)
		}
	}
	return out
}

// Undoable reports whether the actor may still undo the task: a short time after
// it was given, and nobody has touched it.
func (s *Service) Undoable(by org.Actor, t *Task) (until time.Time, ok bool) {
	p, err := s.law(t.Province)
	if err != nil || t.By != by.Person || t.State != Given || !t.SeenAt.IsZero() || t.Children > 0 {
		return time.Time{}, false
	}
	until = t.GivenAt.Add(time.Duration(p.Tasks.UndoMinutes) * time.Minute)
	return until, s.Now().Before(until)
}

// Undo (hoàn tác) takes a slip back within a short time where nothing followed.
func (s *Service) Undo(ctx context.Context, by org.Actor, id ID) error {
	t, err := s.load(ctx, by, id, ActFollow)
	if err != nil {
		return err
	}
	if _, ok := s.Undoable(by, &t); !ok {
		return fault.New(fault.Conflict, "task.undo", "Không hoàn tác được nữa: người được giao đã mở việc hoặc đã quá thời gian hoàn tác.").
			Do("Dùng “Thu hồi” và ghi lý do.")
	}
	return s.recall(ctx, by, id, "", Undoing, relations(by, &t)...)
}

// Redo (yêu cầu làm tiếp) opens a task again whose result was not enough.
func (s *Service) Redo(ctx context.Context, by org.Actor, id ID, why string) error {
	if err := needs(why, "ly-do", "task.no-reason", "Ghi điều cần làm tiếp."); err != nil {
		return err
	}
	return s.act(ctx, by, id, ActFollow, func(_ context.Context, _ Tx, t *Task) (Note, error) {
		t.EndedAt, t.Result = time.Time{}, ""
		return Note{Kind: Redoing, Text: strings.TrimSpace(why)}, t.move(Redoing)
	})
}

// Correct adds a note that corrects an earlier one; the earlier one stays as it
// was (BG-14.4). Only its author does.
func (s *Service) Correct(ctx context.Context, by org.Actor, id ID, note NoteID, text string) error {
	if err := needs(text, "noi-dung", "task.no-text", "Ghi nội dung đính chính."); err != nil {
		return err
	}
	notes, err := s.Store.Notes(ctx, id, "")
	if err != nil {
		return err
	}
	var old Note
	for _, n := range notes {
		if n.ID == note {
			old = n
		}
	}
	if old.ID == "" || old.Author != by.Person {
		return fault.New(fault.Forbidden, "task.not-author", "Chỉ người ghi ý kiến được đính chính ý kiến đó.").Do("Ghi một ý kiến mới.")
	}
	return s.act(ctx, by, id, ActRead, func(_ context.Context, _ Tx, _ *Task) (Note, error) {
		return Note{Kind: Correcting, Text: strings.TrimSpace(text), Corrects: note}, nil
	})
}
