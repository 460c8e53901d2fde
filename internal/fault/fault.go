package fault

import "errors"

// Kind groups refusals by what the outside does with them; the table from
// kinds to HTTP statuses and exit codes is at the faces.
type Kind int

const (
	Invalid    Kind = iota + 1 // what was given is wrong or incomplete
	Forbidden                  // this person may not do it
	NotFound                   // it does not exist, or not for this person
	Conflict                   // the state has moved on, or the order is wrong
	TooLarge                   // over a limit that is read before the content
	Unready                    // something that it needs is missing here (a tool, a service, space)
	Signed                     // evidence says no: a signature or certificate does not hold
	SignInNeed                 // nobody is signed in, or not any more
)

// Fault is a refusal. Message is Vietnamese and complete; it is shown as it is.
type Fault struct {
	Kind    Kind
	Code    string // stable, for tests and the API: "document.secret"
	Message string
	Clause  string // clause of the regulation or row of requirements, may be empty
	Action  string // what to do next, Vietnamese, may be empty
	Fields  []Field
}

// Field points a refusal at one input of a form.
type Field struct{ Name, Message string }

// New makes a refusal.
func New(kind Kind, code, message string) *Fault {
	return &Fault{Kind: kind, Code: code, Message: message}
}

// Error gives the message, so that a fault can be logged like any error.
func (f *Fault) Error() string { return f.Code + ": " + f.Message }

// Under names the clause that refuses.
func (f *Fault) Under(clause string) *Fault { c := *f; c.Clause = clause; return &c }

// Do names the way out.
func (f *Fault) Do(action string) *Fault { c := *f; c.Action = action; return &c }

// At adds one field with its own message.
func (f *Fault) At(name, message string) *Fault {
	c := *f
	c.Fields = append(append([]Field(nil), f.Fields...), Field{name, message})
	return &c
}

// From finds the refusal inside err.
func From(err error) (*Fault, bool) {
	var f *Fault
	ok := errors.As(err, &f)
	return f, ok
}

// Is reports whether err is a refusal with this code.
func Is(err error, code string) bool {
	f, ok := From(err)
	return ok && f.Code == code
}
