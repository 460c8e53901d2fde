package document

import (
	"cmp"
	"slices"
	"time"

	"antin/internal/domain/org"
	"antin/pades"
)

// Flow is the order of signing of one document; the profile names those that
// an agency may choose from, and the choice is fixed at submission (HD2-11.3).
type Flow string

// Flows, in the order of HD2-11.3.
const (
	FlowScan    Flow = "scan-agency"   // a) paper, scan, agency
	FlowTwo     Flow = "person-agency" // b) competent person, agency
	FlowChecked Flow = "checked"       // c) several people, leader, agency
	FlowPersons Flow = "person-only"   // d) people only, never released
	FlowJoint   Flow = "joint"         // e) several agencies, the lead first and last
)

// Releases reports whether a document of this flow gets a number and leaves.
func (f Flow) Releases() bool { return f != FlowPersons }

// StepID is a UUIDv7 in text form.
type StepID string

// StepKind says what a signature of the chain means.
type StepKind string

// Kinds of steps.
const (
	StepInitial StepKind = "initial" // ký nháy
	StepContent StepKind = "content" // ký kiểm tra nội dung
	StepFormat  StepKind = "format"  // ký kiểm tra thể thức
	StepSign    StepKind = "sign"    // ký duyệt, ký ban hành
	StepSeal    StepKind = "seal"    // ký cơ quan
)

// Name is the kind as a clerk calls it.
func (k StepKind) Name() string {
	return map[StepKind]string{
		StepInitial: "Ký nháy", StepContent: "Ký kiểm tra nội dung", StepFormat: "Ký kiểm tra thể thức", StepSign: "Ký duyệt", StepSeal: "Ký cơ quan",
	}[k]
}

// StepState is where one signature of the chain stands.
type StepState string

// States of steps; the last three are ends.
const (
	StepWaiting  StepState = "waiting"  // others sign before
	StepToPass   StepState = "to-pass"  // its turn, but the lead's clerk has not passed the document on yet
	StepOpen     StepState = "open"     // its turn
	StepSigned   StepState = "signed"   // signed
	StepSpared   StepState = "spared"   // enough others of its group have signed
	StepDeclined StepState = "declined" // refused with a reason
)

// Name is the state as the page says it.
func (s StepState) Name() string {
	return map[StepState]string{
		StepWaiting: "Chưa đến lượt", StepToPass: "Chờ cơ quan chủ trì chuyển", StepOpen: "Chờ ký", StepSigned: "Đã ký",
		StepSpared: "Không cần ký nữa", StepDeclined: "Từ chối ký",
	}[s]
}

// Step is one signature of a chain. Steps of one Order are a group: they are
// open side by side, and Need of them are enough.
type Step struct {
	ID         StepID
	Order      int // from 1
	Need       int // equal in the whole group
	Kind       StepKind
	Agency     org.AgencyID
	AgencyName string
	Person     org.PersonID // empty: a clerk of the agency
	Name       string
	Post       org.PostID
	Title      string
	Capacity   org.Capacity
	Field      string // of the PDF, laid before the first signature
	State      StepState
	By         org.PersonID // who signed or declined
	ByName     string
	Hash       string // of the file that the signature made
	Reason     string // of declining, or for whom the signer stepped in
	At         time.Time
}

// Chain is the order of signing of one document. Without steps the document is
// of the flow with two signatures, whose chain follows from its fields.
type Chain struct {
	Flow  Flow
	Steps []Step
}

// Group is every step of one order with how many of them must sign.
type Group struct {
	Order, Need int
	Steps       []Step
}

// Signed counts the signatures that the group has.
func (g Group) Signed() int {
	n := 0
	for _, s := range g.Steps {
		if s.State == StepSigned {
			n++
		}
	}
	return n
}

// Complete reports whether enough of the group have signed.
func (g Group) Complete() bool { return g.Signed() >= g.Need }

// Groups lists the chain in its order.
func (c Chain) Groups() []Group {
	var out []Group
	steps := slices.Clone(c.Steps)
	slices.SortStableFunc(steps, func(a, b Step) int { return cmp.Compare(a.Order, b.Order) })
	for _, s := range steps {
		if len(out) == 0 || out[len(out)-1].Order != s.Order {
			out = append(out, Group{Order: s.Order, Need: s.Need})
		}
		g := &out[len(out)-1]
		g.Steps = append(g.Steps, s)
	}
	return out
}

// Current is the first group that is not complete; false when all are.
func (c Chain) Current() (Group, bool) {
	for _, g := range c.Groups() {
		if !g.Complete() {
			return g, true
		}
	}
	return Group{}, false
}

// Complete reports whether the rule is fulfilled: every group has as many
// signatures as it needs.
func (c Chain) Complete() bool {
	_, open := c.Current()
	return len(c.Steps) > 0 && !open
}

// Begun reports whether anybody has signed.
func (c Chain) Begun() bool {
	return slices.ContainsFunc(c.Steps, func(s Step) bool { return s.State == StepSigned })
}

// Sequence gives the chain of the document; for two signatures it is read from the
// decisions, so that older documents have one as well.
func (d *Document) Sequence() Chain {
	if len(d.Chain.Steps) > 0 || d.Direction != Outgoing {
		return d.Chain
	}
	if _, scanned := d.standing(ScanAttested); scanned {
		return Chain{Flow: FlowScan, Steps: []Step{d.leadSeal(1)}}
	}
	return Chain{Flow: FlowTwo, Steps: []Step{d.mainStep(1), d.leadSeal(2)}}
}

// mainStep is the signature of the competent person.
func (d *Document) mainStep(order int) Step {
	s := Step{Order: order, Need: 1, Kind: StepSign, Agency: d.Agency, Person: d.Signer.Person, Name: d.Signer.Name, Post: d.Signer.Post,
		Title: d.Signer.Title, Capacity: d.Signer.Capacity, Field: pades.FieldSigner, State: StepWaiting}
	if dec, ok := d.standing(SignatureMade); ok {
		s.State, s.By, s.ByName, s.Hash, s.At = StepSigned, dec.By, dec.ByName, dec.Hash, dec.At
	} else if oneOf(d.State, []State{AwaitingApproval, AwaitingSignature}) {
		s.State = StepOpen
	}
	return s
}

// leadSeal is the signature of the agency that issues the document.
func (d *Document) leadSeal(order int) Step {
	s := Step{Order: order, Need: 1, Kind: StepSeal, Agency: d.Agency, Field: pades.FieldSeal, State: StepWaiting}
	if dec, ok := d.standing(SealMade); ok {
		s.State, s.By, s.ByName, s.Hash, s.At = StepSigned, dec.By, dec.ByName, dec.Hash, dec.At
	} else if oneOf(d.State, []State{AwaitingClerk, Numbered}) {
		s.State = StepOpen
	}
	return s
}
