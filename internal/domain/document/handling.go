package document

import (
	"slices"
	"time"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// Ways in which an assignment ended other than by a result.
const (
	EndedKnow     = "know"     // để biết: nothing was asked
	EndedRecalled = "recalled" // whoever gave it took it back
	EndedReturned = "returned" // whoever got it gave it back
)

// Hand (phân công) puts an incoming document into somebody's hands; the task
// behind it has the same id. What is only to be known asks for no result.
func (d *Document) Hand(by org.Actor, a Assignment, at time.Time) error {
	if a.ID == "" || a.Person == "" {
		return fault.New(fault.Invalid, "assign.nobody", "Chưa chọn người xử lý.").At("person", "Chọn người xử lý.")
	}
	if d.State == Arrived || d.State == Held || d.State == Valid {
		return fault.New(fault.Conflict, "incoming.unregistered", "Văn bản đến chưa được kiểm tra hoặc chưa vào sổ nên chưa phân công được.").Under("NA-21.3-1")
	}
	if err := d.at(Registered, Assigned, Completed); err != nil {
		return err
	}
	a.By, a.At = by.Person, at
	if a.Ended == EndedKnow {
		a.DoneAt = at
	}
	d.Assignments = append(d.Assignments, a)
	d.changes.Assignments = append(d.changes.Assignments, a)
	d.decide(TaskAssigned, by, "", true, at)
	if a.Ended == "" {
		d.Holder = a.Person
	}
	return d.settle(at)
}

// Finish (hoàn thành) ends one assignment with its result; the document is
// complete when none is open any more.
func (d *Document) Finish(by org.Actor, id AssignmentID, result string, at time.Time) error {
	a, err := d.assignment(id)
	if err != nil {
		return err
	}
	if !a.DoneAt.IsZero() {
		return fault.New(fault.Conflict, "assign.ended", "Việc này đã kết thúc.").Do("Mở lại văn bản để xem kết quả.")
	}
	a.DoneAt, a.Result = at, result
	d.decide(TaskCompleted, by, "", true, at)
	return d.change(a, at)
}

// LetGo ends one assignment without result: recalled or returned. When nobody
// has the document any more it waits to be assigned again.
func (d *Document) LetGo(by org.Actor, id AssignmentID, ended string, at time.Time) error {
	a, err := d.assignment(id)
	if err != nil {
		return err
	}
	a.DoneAt, a.Ended = at, ended
	dec := d.decide(ReturnMade, by, "", false, at)
	dec.Comment = ended
	d.note(dec)
	return d.change(a, at)
}

// Resume opens an assignment again whose result was not enough.
func (d *Document) Resume(by org.Actor, id AssignmentID, at time.Time) error {
	a, err := d.assignment(id)
	if err != nil {
		return err
	}
	a.DoneAt, a.Result = time.Time{}, ""
	d.decide(TaskAssigned, by, "", true, at)
	return d.change(a, at)
}

// assignment finds one of a document that is in hands, or was.
func (d *Document) assignment(id AssignmentID) (Assignment, error) {
	if err := d.at(Assigned, Completed); err != nil {
		return Assignment{}, err
	}
	i := slices.IndexFunc(d.Assignments, func(a Assignment) bool { return a.ID == id })
	if i < 0 {
		return Assignment{}, fault.New(fault.NotFound, "assign.absent", "Văn bản không có phân công này.")
	}
	return d.Assignments[i], nil
}

func (d *Document) change(a Assignment, at time.Time) error {
	i := slices.IndexFunc(d.Assignments, func(x Assignment) bool { return x.ID == a.ID })
	d.Assignments[i] = a
	d.changes.Assignments = append(d.changes.Assignments, a)
	return d.settle(at)
}

// settle finds the state that the assignments together make.
func (d *Document) settle(at time.Time) error {
	to, holder := Registered, org.PersonID("")
	for _, a := range d.Assignments {
		switch {
		case a.DoneAt.IsZero():
			to, holder = Assigned, a.Person
		case to == Registered && (a.Ended == "" || a.Ended == EndedKnow):
			to = Completed
		}
	}
	d.Holder, d.UpdatedAt = holder, at
	if d.State == to {
		return nil
	}
	return d.move(to)
}

// inHands reports whether the assignment still lets its person read.
func (a Assignment) inHands() bool { return a.Ended == "" || a.Ended == EndedKnow }
