package task

import (
	"context"
	"slices"
	"strconv"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/fault"
	"antin/workday"
)

// View is one task with what belongs to it.
type View struct {
	Task
	Tree    []Task // with this one, parents first
	Notes   []Note // of the whole tree, oldest first
	Answers []document.ID
	Left    workday.Remaining
	Explain workday.Explanation
	Undo    time.Time // until when it may be undone; zero: not
}

// Get gives one task to somebody who may read it.
func (s *Service) Get(ctx context.Context, by org.Actor, id ID) (View, error) {
	t, err := s.load(ctx, by, id, ActRead)
	if err != nil {
		return View{}, err
	}
	v := View{Task: t}
	if v.Tree, err = s.Store.Tree(ctx, t.Root); err != nil {
		return v, err
	}
	for _, x := range v.Tree {
		notes, err := s.Store.Notes(ctx, x.ID, "")
		if err != nil {
			return v, err
		}
		v.Notes = append(v.Notes, notes...)
	}
	slices.SortStableFunc(v.Notes, func(a, b Note) int { return a.At.Compare(b.At) })
	if t.Document != "" {
		if v.Answers, err = s.Store.Answers(ctx, t.Document); err != nil {
			return v, err
		}
	}
	p, err := s.law(t.Province)
	if err != nil {
		return v, err
	}
	if !t.DueAt.IsZero() {
		v.Left, v.Explain = p.Calendar().Left(s.Now(), t.DueAt), p.Calendar().Explain(t.GivenAt, t.DueAt)
	}
	if until, ok := s.Undoable(by, &t); ok {
		v.Undo = until
	}
	return v, nil
}

// OfDocument gives the tasks on a document that the actor may read, for its page.
func (s *Service) OfDocument(ctx context.Context, by org.Actor, id document.ID) ([]Task, error) {
	if _, err := s.Documents.Get(ctx, by, id); err != nil {
		return nil, err
	}
	return s.Store.OfDocument(ctx, id)
}

// Sheet (phiếu giải quyết văn bản đến) gives everything said on a document, in
// the order of time, to somebody who may read the document.
func (s *Service) Sheet(ctx context.Context, by org.Actor, id document.ID) (*document.Document, []Note, error) {
	d, err := s.Documents.Get(ctx, by, id)
	if err != nil {
		return nil, nil, err
	}
	notes, err := s.Store.Notes(ctx, "", id)
	return d, notes, err
}

// Stage names where an incoming document stands between the register and its
// end: "đã vào sổ", "đã phân", "đang xử lý", "đã xử lý" (BG-08).
func Stage(d *document.Document, tasks []Task) string {
	switch d.State {
	case document.Registered:
		return "đã vào sổ"
	case document.Assigned:
		for _, t := range tasks {
			if t.State == Working || t.State == Done {
				return "đang xử lý"
			}
		}
		return "đã phân"
	case document.Completed:
		return "đã xử lý"
	default:
		return ""
	}
}

// Start refuses to begin work on a document that nobody assigned (BG-08), and
// otherwise begins the actor's own task on it.
func (s *Service) Start(ctx context.Context, by org.Actor, id document.ID) error {
	d, err := s.Documents.Get(ctx, by, id)
	if err != nil {
		return err
	}
	tasks, err := s.Store.OfDocument(ctx, id)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if t.Person == by.Person && t.Open() {
			return s.Begin(ctx, by, t.ID)
		}
	}
	p, err := s.law(d.Province)
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "task.unassigned", p.Tasks.Unassigned+".").Under(p.Clause("tasks.unassigned")).
		Do("Chờ lãnh đạo phân công, hoặc đề nghị lãnh đạo phân công cho bạn.")
}

// Attachment opens the n-th attachment of a note for somebody who reads the task.
func (s *Service) Attachment(ctx context.Context, by org.Actor, id ID, note NoteID, n string) (string, document.Blob, error) {
	if _, err := s.load(ctx, by, id, ActRead); err != nil {
		return "", nil, err
	}
	notes, err := s.Store.Notes(ctx, id, "")
	if err != nil {
		return "", nil, err
	}
	i, err := strconv.Atoi(n)
	for _, x := range notes {
		if x.ID == note && err == nil && i >= 0 && i < len(x.Files) {
			blob, err := s.Documents.Blobs.Open(ctx, x.Files[i].SHA256)
			return x.Files[i].Name, blob, err
		}
	}
	return "", nil, fault.New(fault.NotFound, "file.absent", "Không có tệp này.")
}
