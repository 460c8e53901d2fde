package task

import (
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
)

// IDs of a task's own things, UUIDv7 in text form. A task on an incoming
// document has the id of the document's assignment.
type (
	ID           string
	NoteID       string
	DelegationID string
)

// Part (vai trò xử lý) is what is asked of whoever gets the task.
type Part string

// Parts.
const (
	Lead    Part = "lead"    // chủ trì; at most one in a direction
	Support Part = "support" // phối hợp
	Know    Part = "know"    // để biết: nothing is asked but to read
)

// Name is the part in the words of the screens.
func (p Part) Name() string {
	return map[Part]string{Lead: "Chủ trì", Support: "Phối hợp", Know: "Để biết"}[p]
}

// Task (việc) is one piece of work in one pair of hands.
type Task struct {
	ID       ID
	Agency   org.AgencyID
	Province string
	Document document.ID // empty: not tied to a document
	Parent   ID          // the task that it was passed on from
	Root     ID          // the first of the tree, itself when it has no parent

	Part       Part
	Title      string // what it is about: the subject of the document, or as typed
	Reference  string // number and sender of the document, for lists
	Direction  string // the words with which it was given
	Unit       org.UnitID
	UnitName   string
	Person     org.PersonID // who answers for it; the unit's leader when given to a unit
	PersonName string
	By         org.PersonID // who gave it
	ByName     string

	DueAt    time.Time // end of a working day; zero: none
	State    State
	Asked    *Extension // waits for an answer
	Result   string
	GivenAt  time.Time
	SeenAt   time.Time // first opened by whom it is for
	EndedAt  time.Time
	FiledAt  time.Time // put into a work file when it was closed
	UpdateAt time.Time
	Children int // passed on from here
	Rev      int `json:"-"` // for optimistic writing
}

// Extension (gia hạn) is asked by who works and answered by who gave the task.
type Extension struct {
	To  time.Time
	Why string
	At  time.Time
}

// Open reports whether the task still waits for somebody.
func (t *Task) Open() bool { return t.State == Given || t.State == Working }

// Late reports whether the due time has passed while it is open.
func (t *Task) Late(now time.Time) bool { return t.Open() && !t.DueAt.IsZero() && now.After(t.DueAt) }

// Whom names who has it: the unit with its leader, or the person.
func (t *Task) Whom() string {
	if t.UnitName != "" {
		return t.UnitName + " (" + t.PersonName + ")"
	}
	return t.PersonName
}

// Target is one of those to whom a direction goes: a person, or a unit and with
// it whoever leads it.
type Target struct {
	Person org.PersonID
	Unit   org.UnitID
	Part   Part
	DueOn  string // "2026-11-25"; empty takes the day of the direction
}

// Order (chỉ đạo) is one direction to one or several targets.
type Order struct {
	Document document.ID // or
	Parent   ID          // the task that is passed on, or
	Title    string      // work without a document
	Text     string
	DueOn    string // last day, "2026-11-25"; empty: none
	Targets  []Target
	Files    []Upload
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }
