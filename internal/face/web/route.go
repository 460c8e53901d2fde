package web

import (
	"fmt"
	"net/http"
	"strings"

	"antin/internal/domain/org"
)

// Limits of a request body. Envelope is what a form adds around its file.
const (
	FormLimit = 1 << 20
	FileLimit = 512 << 20
	Envelope  = 1 << 20
	Upload    = FileLimit + Envelope
)

// FileLimitText is the one wording of the file limit, for hints and refusals.
const FileLimitText = "Mỗi lần gửi tối đa 512 MB"

// Handler answers one request or returns why not: a fault is shown as its
// page, any other error as an incident number.
type Handler func(w http.ResponseWriter, r *Request) error

// Route is one line of the route table.
type Route struct {
	Method  string     // "GET" answers HEAD as well
	Pattern string     // path of net/http.ServeMux: "/documents/{id}"
	Action  org.Action // line of the permission table; required
	Public  bool       // open without sign-in
	Body    int64      // limit of the body; 0 is FormLimit
	Slow    bool       // a large answer or a large body: an hour instead of minutes
	Quiet   bool       // a poll: does not count as the person being there
	Secret  bool       // a form with passwords: nothing typed is kept when the session has ended
	Handler Handler
}

func (r Route) key() string {
	pattern := r.Pattern
	if pattern == "/" {
		pattern = "/{$}"
	}
	return r.Method + " " + pattern
}

func (r Route) check(guard *org.Guard) error {
	switch {
	case r.Handler == nil:
		return fmt.Errorf("route %s has no handler", r.key())
	case !guard.Known(r.Action):
		return fmt.Errorf("route %s: action %q is not in the permission table", r.key(), r.Action)
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		return fmt.Errorf("route %s: pages use GET and POST", r.key())
	case !strings.HasPrefix(r.Pattern, "/"):
		return fmt.Errorf("route %s: the pattern starts with /", r.key())
	}
	return nil
}

// relations lists every relation: a role that does not open an action even so
// can never do it, and the shell turns it away at the door.
func relations() []org.Relation {
	return []org.Relation{org.Own, org.Asked, org.OfUnit, org.OfAgency, org.NamedSigner, org.Turn, org.OfRecipient, org.MaySee, org.Delegated, org.Any}
}
