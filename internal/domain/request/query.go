package request

import (
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
)

// Query asks for a page of requests, the newest change first. Empty fields ask
// for everything that the actor may see.
type Query struct {
	Managing   org.AgencyID // whose requests; the service sets it for who sees one agency alone
	Person     org.PersonID // about or made by this person
	States     []State
	Kinds      []Kind
	Subject    Subject
	Officer    org.PersonID
	Unassigned bool // at the department, with no officer
	Flag       Flag // opened by the records
	DueBefore  time.Time
	Dispatch   string
	Document   string
	Text       string // in code, name, serials
	Before     Cursor
	Limit      int // at most 200; zero is 50
}

// Cursor stands after the last line of a page.
type Cursor struct {
	UpdatedAt time.Time
	ID        ID
}

// DueMark says how near the end of the step's time is.
type DueMark string

// Marks of time.
const (
	NotDue   DueMark = ""
	DueToday DueMark = "today"   // Đến hạn hôm nay
	Overdue  DueMark = "overdue" // Quá hạn
)

// Summary is one line of a list.
type Summary struct {
	Request
	Due DueMark
}

// Count is the number of requests in a state, for the chips over a list.
type Count struct {
	State State
	N     int
}

// View is one request with all that its page shows.
type View struct {
	Summary
	Columns    []Column
	Conditions []Condition // of the checklist, with their ticks
	Reasons    []profile.Choice
	Steps      []Step
	Contacts   []Contact
	Notices    []Notice
	Deeds      []Deed // what the actor may do now, in the order of the table
	Receiver   string // to whom it goes, in words
	Department string // who gets a copy to read, empty for nobody
}

// Column is one thing that the form asks.
type Column struct {
	Code     string
	Label    string
	Value    string
	Old      string // for a change
	Required bool
	Hint     string // why it is asked, or the shape that is wanted; may be empty
}

// Condition is one line of the national checklist.
type Condition struct {
	Code     string
	Label    string
	Evidence string // empty while it is not ticked
}

// Desk is the state of the department's table.
type Desk struct {
	Counts     []Count
	Today      []Summary // to remind of
	Late       []Summary // Quá hạn, recoveries without contact among them
	Unassigned []Summary
	ToForward  []Summary // approved, not yet in a dispatch
}
