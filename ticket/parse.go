package ticket

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
)

// ErrMalformed is under every error of the readers of this package.
var ErrMalformed = errors.New("ticket: malformed")

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrMalformed}, args...)...)
}

func read[M any](raw []byte) (M, error) {
	var m M
	if len(raw) > MaxBytes {
		return m, malformed("more than %d bytes", MaxBytes)
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, malformed("%v", err)
	}
	return m, nil
}

func version(v int) error {
	if v < 1 || v > Version {
		return malformed("version %d, this side speaks %d", v, Version)
	}
	return nil
}

// ParseTicket reads what the server has for a ticket.
func ParseTicket(raw []byte) (Ticket, error) {
	t, err := read[Ticket](raw)
	if err != nil {
		return Ticket{}, err
	}
	if err := errors.Join(version(t.Version), texts(t.Server, t.Person, t.Action), t.check()); err != nil {
		return Ticket{}, err
	}
	return t, nil
}

func (t Ticket) check() error {
	switch {
	case !ValidID(t.ID):
		return malformed("id of the ticket")
	case t.Deed != Sign && t.Deed != Read:
		return malformed("deed %q", t.Deed)
	case t.Deed == Sign && len(t.Items) == 0:
		return malformed("nothing to sign")
	case len(t.Items) > MaxItems:
		return malformed("more than %d items", MaxItems)
	case !address(t.Return):
		return malformed("address of return")
	case t.Expires.IsZero() || t.Now.IsZero():
		return malformed("times")
	}
	seen := map[string]bool{}
	for i, item := range t.Items {
		if err := item.check(); err != nil {
			return fmt.Errorf("item %d: %w", i, err)
		}
		if seen[item.ID] {
			return malformed("item %q twice", item.ID)
		}
		seen[item.ID] = true
	}
	return nil
}

func (i Item) check() error {
	switch {
	case i.ID == "" || len(i.ID) > MaxID:
		return malformed("id")
	case i.Title == "":
		return malformed("no title: nobody signs what has no name")
	case i.Purpose != ForPerson && i.Purpose != ForAgency:
		return malformed("purpose %q", i.Purpose)
	case len(i.Attributes) == 0 || len(i.Attributes) > MaxDER:
		return malformed("signed attributes of %d bytes", len(i.Attributes))
	case i.Hash != "SHA-256" && i.Hash != "SHA-384" && i.Hash != "SHA-512":
		return malformed("hash %q", i.Hash)
	case !fingerprint(i.Version):
		return malformed("SHA-256 of the document")
	case len(i.Certificates) == 0 || len(i.Certificates) > MaxAllowed:
		return malformed("%d certificates may sign", len(i.Certificates))
	case i.View != "" && !address(i.View):
		return malformed("address of the view")
	}
	for _, c := range i.Certificates {
		if !fingerprint(c) {
			return malformed("fingerprint %q", c)
		}
	}
	return texts(i.Title, i.Summary)
}

// ParseAnswer reads what an agent brings. Whether the items are those of the
// ticket and the values those of the certificates is the server's question.
func ParseAnswer(raw []byte) (Answer, error) {
	a, err := read[Answer](raw)
	if err != nil {
		return Answer{}, err
	}
	if len(a.Results) > MaxItems || len(a.Held) > MaxHeld || len(a.Findings) > MaxFindings {
		return Answer{}, malformed("too many results")
	}
	checks := []error{version(a.Version), name(a.Agent)}
	for _, r := range a.Results {
		checks = append(checks, r.check())
	}
	for _, h := range a.Held {
		checks = append(checks, texts(h.Token, h.Serial, h.Model, h.Maker), chain(append([][]byte{h.Certificate}, h.Chain...)))
	}
	for _, f := range a.Findings {
		checks = append(checks, f.check())
	}
	if err := errors.Join(checks...); err != nil {
		return Answer{}, err
	}
	return a, nil
}

func (f Finding) check() error {
	if !knownHelp(f.Code) || f.Grade != GradeFine && f.Grade != GradeCaution && f.Grade != GradeBroken || f.Message == "" {
		return malformed("finding %q of grade %q", f.Code, f.Grade)
	}
	return texts(f.Subject, f.Message, f.Mend)
}

func (r Result) check() error {
	switch {
	case r.Item == "" || len(r.Item) > MaxID:
		return malformed("id of an item")
	case r.Refusal != nil && (len(r.Value) > 0 || len(r.Chain) > 0):
		return malformed("item %q has a value and a refusal", r.Item)
	case r.Refusal != nil && r.Refusal.Message == "":
		return malformed("item %q is refused without a word", r.Item)
	case r.Refusal != nil:
		return errors.Join(name(string(r.Refusal.Code)), texts(r.Refusal.Message))
	case len(r.Value) == 0 || len(r.Value) > MaxValue:
		return malformed("item %q has a value of %d bytes", r.Item, len(r.Value))
	}
	return chain(r.Chain)
}

func chain(all [][]byte) error {
	if len(all) == 0 || len(all) > MaxChain {
		return malformed("%d certificates", len(all))
	}
	if slices.ContainsFunc(all, func(c []byte) bool { return len(c) == 0 || len(c) > MaxDER }) {
		return malformed("size of a certificate")
	}
	return nil
}

// ParseReceipt reads what the server did.
func ParseReceipt(raw []byte) (Receipt, error) {
	r, err := read[Receipt](raw)
	if err != nil {
		return Receipt{}, err
	}
	if len(r.Outcomes) > MaxItems {
		return Receipt{}, malformed("more than %d outcomes", MaxItems)
	}
	checks := []error{version(r.Version)}
	for _, o := range r.Outcomes {
		checks = append(checks, texts(o.Item, o.Message))
	}
	if err := errors.Join(checks...); err != nil {
		return Receipt{}, err
	}
	return r, nil
}

// ParseProblem reads a refusal of the server; what is none gives an error.
func ParseProblem(raw []byte) (Problem, error) {
	p, err := read[Problem](raw)
	if err == nil {
		err = errors.Join(name(p.Code), texts(p.Message, p.Action))
	}
	if err == nil && p.Message == "" {
		err = malformed("a problem without a word")
	}
	if err != nil {
		return Problem{}, err
	}
	return p, nil
}

// ParseAbout reads what a server tells of itself.
func ParseAbout(raw []byte) (About, error) {
	a, err := read[About](raw)
	if err != nil {
		return About{}, err
	}
	if len(a.Origins) == 0 || len(a.Origins) > MaxAllowed || len(a.Anchors) > MaxHeld || len(a.CRL)+len(a.OCSP)+len(a.TSA) > MaxHeld {
		return About{}, malformed("lists of the server")
	}
	checks := []error{version(a.Version), texts(a.Name, a.Program)}
	for _, list := range [][]string{a.Origins, a.CRL, a.OCSP, a.TSA} {
		if slices.ContainsFunc(list, func(s string) bool { return !address(s) }) {
			checks = append(checks, malformed("address"))
		}
	}
	if slices.ContainsFunc(a.Anchors, func(c []byte) bool { return len(c) == 0 || len(c) > MaxDER }) {
		checks = append(checks, malformed("size of an anchor"))
	}
	if err := errors.Join(checks...); err != nil {
		return About{}, err
	}
	return a, nil
}

// ValidID reports whether a text can be the id of a ticket: letters and digits
// of base64url, long enough not to be guessed.
func ValidID(id string) bool {
	if len(id) < MinID || len(id) > MaxID {
		return false
	}
	return !slices.ContainsFunc([]byte(id), func(b byte) bool {
		return !(b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '-' || b == '_')
	})
}

func texts(all ...string) error {
	for _, s := range all {
		if len(s) > MaxText {
			return malformed("a text of %d bytes", len(s))
		}
	}
	return nil
}

func name(s string) error {
	if s == "" || len(s) > longestName {
		return malformed("a name of %d bytes", len(s))
	}
	return nil
}

func fingerprint(s string) bool {
	if len(s) != 64 {
		return false
	}
	return !slices.ContainsFunc([]byte(s), func(b byte) bool { return !(b >= '0' && b <= '9' || b >= 'a' && b <= 'f') })
}

// address takes http and https with a host, and nothing that hides a name.
func address(s string) bool {
	if len(s) > MaxAddress {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil
}
