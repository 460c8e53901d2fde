package document_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documenttest"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// walk throws commands of anybody at a document and looks at it after each.
type walk struct {
	t        *testing.T
	d        *document.Document
	law      *profile.Profile
	dice     *rand.Rand
	at       time.Time
	said     []string // commands that were carried out
	approved string   // what the unit leader saw
}

// seen are the states that walks came to and the moves that they made.
type seen struct {
	states map[document.State]bool
	moves  map[[2]document.State]bool
}

// Whatever is asked, by whom and in which order: the rules hold after each
// command, and a refused command changes nothing.
func TestAnyOrderOfCommandsKeepsTheRules(t *testing.T) {
	t.Parallel()
	all := &seen{map[document.State]bool{}, map[[2]document.State]bool{}}
	for _, province := range []string{"NA", "HT", "BG"} {
		for seed := range uint64(80) {
			walkOnce(t, province, seed, all)
		}
	}
	for state, next := range document.States() {
		if chained(state) {
			continue // TestAnyChainFollowsItsRule goes there
		}
		next = slices.DeleteFunc(next, func(to document.State) bool {
			return chained(to) || state == document.Drafting && to == document.AwaitingApproval
		})
		if !all.states[state] {
			t.Errorf("no walk came to %s", state)
		}
		for _, to := range next {
			if !all.moves[[2]document.State{state, to}] {
				t.Errorf("no rule makes the move from %s to %s", state, to)
			}
		}
	}
}

// onward are the commands that half of the throws are, so that walks come far.
var onward = map[document.State][]string{
	document.Drafting: {"submit", "submit", "submit", "ask"}, document.Consulting: {"close opinions", "close opinions", "discard"}, document.UnitReview: {"unit approve"}, document.Formatting: {"lay", "format passed"},
	document.AwaitingApproval: {"approve"}, document.AwaitingSignature: {"sign", "sign", "lay"}, document.AwaitingClerk: {"recheck", "number"}, document.Numbered: {"seal"},
	document.SealedState: {"release", "cancel"},
}

func walkOnce(t *testing.T, province string, seed uint64, s *seen) {
	w := &walk{t: t, law: documenttest.Law(t, province), dice: rand.New(rand.NewPCG(seed, 2)), at: documenttest.Start}
	commands := outgoing
	if seed%4 == 0 {
		commands = incoming
		a := documenttest.Arrival("delivery")
		a.Province = province
		w.d = document.NewArrival(a)
	} else {
		w.d = document.NewDraft(documenttest.Drafter, documenttest.Fields(), w.at)
	}
	s.states[w.d.State] = true
	for range 100 {
		before := w.d.State
		c := commands[w.dice.IntN(len(commands))]
		if names := onward[before]; len(names) > 0 && w.dice.IntN(2) == 0 {
			name := names[w.dice.IntN(len(names))]
			c = commands[slices.IndexFunc(commands, func(c command) bool { return c.name == name })]
		}
		if !w.step(c) {
			continue
		}
		s.states[w.d.State] = true
		s.moves[[2]document.State{before, w.d.State}] = true
		if t.Failed() {
			t.Fatalf("%s, seed %d: %s", province, seed, strings.Join(w.said, ", "))
		}
	}
}

func (w *walk) step(c command) bool {
	w.at = w.at.Add(time.Minute)
	by := documenttest.EveryActor[w.dice.IntN(len(documenttest.EveryActor))]
	if w.dice.IntN(3) > 0 { // mostly whose turn it may be
		by = []org.Actor{documenttest.Drafter, documenttest.Signer}[w.dice.IntN(2)]
	}
	before, was := snapshot(w.d), w.d.State
	err := c.do(w.d, by, w.law, w.dice, w.at)
	if err != nil {
		if _, ok := fault.From(err); !ok {
			w.t.Errorf("%s: %v is no refusal", c.name, err)
		}
		if c.name != "lay" && !reflect.DeepEqual(before, snapshot(w.d)) { // two rules in one
			w.t.Errorf("%s was refused (%v) and changed the document:\n%+v\n%+v", c.name, err, before, snapshot(w.d))
		}
		return false
	}
	w.said = append(w.said, c.name)
	if w.d.State != was && !slices.Contains(document.States()[was], w.d.State) {
		w.t.Errorf("%s moved from %s to %s", c.name, was, w.d.State)
	}
	if before.Number != 0 && (w.d.Number != before.Number || w.d.IssuedOn != before.IssuedOn) {
		w.t.Errorf("%s changed the number %d to %d", c.name, before.Number, w.d.Number)
	}
	if c.name == "unit approve" {
		w.approved = w.content()
	}
	w.holds()
	return true
}

// snapshot is a copy that later commands do not reach.
func snapshot(d *document.Document) document.Document {
	c := *d
	c.Recipients, c.Places = slices.Clone(d.Recipients), slices.Clone(d.Places)
	c.Versions, c.Files, c.Decisions = slices.Clone(d.Versions), slices.Clone(d.Files), slices.Clone(d.Decisions)
	c.Opinions, c.Checks, c.Assignments = slices.Clone(d.Opinions), slices.Clone(d.Checks), slices.Clone(d.Assignments)
	c.Chain.Steps = slices.Clone(d.Chain.Steps)
	c.Forget()
	return c
}

// content is all that an approval is about.
func (w *walk) content() string {
	f := w.d.Fields
	return strings.Join([]string{w.d.ContentHash(), f.Type, f.Subject, string(f.Signer.Person), string(f.Origin)}, "|")
}

func (w *walk) holds() {
	d := w.d
	if dec, ok := d.Standing(document.UnitApproval); ok && (dec.Hash != d.ContentHash() || w.approved != w.content()) {
		w.t.Error("the unit leader's approval stands after a change")
	}
	if dec, ok := d.Standing(document.Approval); ok {
		if prepared, _ := d.AtStage(document.Prepared); prepared.SHA256 != dec.Hash || dec.By != d.Signer.Person {
			w.t.Error("the signer's approval stands for another PDF or person")
		}
	}
	switch d.State {
	case document.Drafting, document.Consulting, document.UnitReview:
		for _, kind := range []document.DecisionKind{document.UnitApproval, document.FormatCheck, document.Approval, document.SignatureMade, document.Recheck} {
			if _, ok := d.Standing(kind); ok {
				w.t.Errorf("%s stands in %s", kind, d.State)
			}
		}
	case document.AwaitingClerk, document.Faulty:
		w.signed()
	case document.Numbered:
		if d.Number == 0 || d.IssuedOn == "" {
			w.t.Error("numbered without number or date")
		}
	case document.SealedState, document.Released:
		w.sealed()
	case document.Arrived, document.Held, document.Valid, document.Refused:
		if d.Arrival != 0 {
			w.t.Errorf("%s has the arrival number %d", d.State, d.Arrival)
		}
	case document.Registered, document.Assigned, document.Completed, document.SentBack:
		if d.Arrival == 0 {
			w.t.Errorf("%s has no arrival number", d.State)
		}
	}
}

// signed: the signer signed exactly the PDF that the signer approved.
func (w *walk) signed() {
	made, ok := w.d.Standing(document.SignatureMade)
	approval, approved := w.d.Standing(document.Approval)
	file, _ := w.d.AtStage(document.Signed)
	if !ok || !approved || made.By != w.d.Signer.Person || file.SHA256 != made.Hash || file.From != approval.Hash {
		w.t.Errorf("%s without the signature on the approved PDF", w.d.State)
	}
}

// sealed: both signatures on the current version, the second upon the first,
// or the seal upon the attested scan of a paper; and every separate file.
func (w *walk) sealed() {
	seal, ok := w.d.Standing(document.SealMade)
	file, _ := w.d.AtStage(document.Sealed)
	if !ok || file.SHA256 != seal.Hash {
		w.t.Errorf("%s without the seal", w.d.State)
	}
	if scan, ok := w.d.Standing(document.ScanAttested); ok {
		if base, _ := w.d.AtStage(document.Uploaded); w.d.Origin != document.Scanned || file.From != base.SHA256 || scan.Hash != w.d.ContentHash() {
			w.t.Errorf("%s: the seal is not on the attested scan", w.d.State)
		}
	} else {
		w.signed()
		if base, _ := w.d.AtStage(document.Signed); file.From != base.SHA256 {
			w.t.Errorf("%s: the seal is not on the signed PDF", w.d.State)
		}
		if _, ok := w.d.Standing(document.Recheck); !ok {
			w.t.Errorf("%s without the clerk's recheck", w.d.State)
		}
	}
	for _, f := range w.d.Separate() {
		if f.Stage != document.Sealed {
			w.t.Errorf("%s: %s is %s", w.d.State, f.Name, f.Stage)
		}
	}
	for _, r := range w.d.Recipients {
		if w.d.State == document.Released && r.Code == "" {
			w.t.Errorf("released to %s without code", r.Name)
		}
	}
}
