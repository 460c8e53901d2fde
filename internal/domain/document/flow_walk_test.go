package document_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documenttest"
	"antin/internal/domain/org"
	"antin/internal/fault"
	"antin/pades"
)

// chainWalk throws deeds of anybody at a document with a random chain, and
// holds it against the rule in plain words after each.
type chainWalk struct {
	t      *testing.T
	d      *document.Document
	dice   *rand.Rand
	at     time.Time
	actors []org.Actor
	n      int
	seen   *seen
}

func cosigner(n int, agency org.AgencyID) org.Actor {
	id := fmt.Sprint("cosigner-", agency, "-", n)
	return org.Actor{Account: org.AccountID("account-" + id), Person: org.PersonID(id), Name: id, Agency: agency, Province: "HD"}
}

func clerkOf(agency org.AgencyID) org.Actor {
	return org.Actor{Account: "clerk-" + org.AccountID(agency), Person: "clerk-" + org.PersonID(agency), Name: "Văn thư", Agency: agency, Roles: []org.Role{org.Clerk}, Province: "HD"}
}

// TestAnyChainFollowsItsRule: random groups, n of m, partners, declines,
// replacements and withdrawals. Nobody signs out of turn, and a document is
// complete exactly when every group has the signatures that it needs.
func TestAnyChainFollowsItsRule(t *testing.T) {
	t.Parallel()
	all := &seen{map[document.State]bool{}, map[[2]document.State]bool{}}
	for seed := range uint64(400) {
		w := newChainWalk(t, seed, all)
		for range 80 {
			w.deed()
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
	}
	for state, next := range document.States() {
		for _, to := range next {
			if (chained(state) || chained(to)) && !all.moves[[2]document.State{state, to}] {
				t.Errorf("no chain makes the move from %s to %s", state, to)
			}
		}
	}
}

// chained are the states that only documents with a chain come to.
func chained(s document.State) bool { return s == document.Collecting || s == document.Attested }

func newChainWalk(t *testing.T, seed uint64, s *seen) *chainWalk {
	t.Helper()
	w := &chainWalk{t: t, dice: rand.New(rand.NewPCG(seed, 7)), at: documenttest.Start, seen: s}
	f := documenttest.Fields()
	w.d = document.NewDraft(documenttest.Drafter, f, w.at)
	must(t, w.d.NewVersion(documenttest.Drafter, documenttest.Version("chuỗi"), w.at))
	w.actors = []org.Actor{documenttest.Drafter, documenttest.Signer, clerkOf("skhcn"), documenttest.Colleague}
	flow := []document.Flow{document.FlowChecked, document.FlowPersons, document.FlowJoint}[w.dice.IntN(3)]
	var steps []document.Step
	if flow == document.FlowJoint {
		for i := range 1 + w.dice.IntN(3) {
			agency := org.AgencyID(fmt.Sprint("co-quan-", i))
			steps = append(steps, w.step(i, agency, i+1, 1))
			w.actors = append(w.actors, clerkOf(agency))
		}
	} else {
		for i := range 1 + w.dice.IntN(5) {
			steps = append(steps, w.step(i, "skhcn", 1+w.dice.IntN(3), 1+w.dice.IntN(3)))
		}
	}
	must(t, w.d.ChooseFlow(documenttest.Drafter, flow, steps, documenttest.Law(t, "HD"), w.at))
	return w
}

func (w *chainWalk) step(n int, agency org.AgencyID, order, need int) document.Step {
	by := cosigner(n, agency)
	w.actors = append(w.actors, by, cosigner(n+10, agency)) // the second may step in
	kinds := []document.StepKind{document.StepInitial, document.StepContent, document.StepFormat, document.StepSign}
	return document.Step{Person: by.Person, Name: by.Name, Agency: agency, AgencyName: string(agency), Kind: kinds[w.dice.IntN(4)], Order: order, Need: need}
}

// deed is one thing that somebody tries.
func (w *chainWalk) deed() {
	w.at = w.at.Add(time.Minute)
	w.n++
	before, was := snapshot(w.d), w.d.State
	by := w.actors[w.dice.IntN(len(w.actors))]
	name, err := w.throw(by)
	if err != nil {
		if _, ok := fault.From(err); !ok {
			w.t.Errorf("%s: %v is no refusal", name, err)
		}
		if name != "lay" && !reflect.DeepEqual(before, snapshot(w.d)) {
			w.t.Errorf("%s was refused (%v) and changed the document", name, err)
		}
		return
	}
	w.seen.moves[[2]document.State{was, w.d.State}] = true
	w.signedInTurn(before, by, name)
	w.holds()
}

func (w *chainWalk) throw(by org.Actor) (string, error) {
	d, law, base := w.d, documenttest.Law(w.t, "HD"), document.File{}
	base, _ = d.SignBase()
	made := document.File{SHA256: documenttest.Hash(fmt.Sprint(d.ID, w.n)), Pages: 2, From: base.SHA256}
	switch n := w.dice.IntN(100); {
	case d.State == document.Drafting:
		if err := documenttest.Lay(d, documenttest.Drafter, fmt.Sprint("trình", w.n), false, w.at); err != nil {
			return "lay", err
		}
		return "submit", d.Submit(documenttest.Drafter, law, w.at)
	case d.State == document.UnitReview:
		return "unit approve", d.UnitApprove(documenttest.UnitHead, d.Binding(), "", w.dice.IntN(2) == 0, law, w.at)
	case d.State == document.Formatting:
		return "format", d.FormatPassed(documenttest.Checker, d.Seen(), "", w.at)
	case n < 4:
		return "decline", d.Decline(by, w.dice.IntN(2) == 0, "Không đồng ý.", law, w.at)
	case n < 5:
		return "withdraw", d.Withdraw(by, "Nhầm.", w.at)
	case n < 10 && len(d.Chain.Steps) > 0:
		step := d.Chain.Steps[w.dice.IntN(len(d.Chain.Steps))]
		return "replace", d.Replace(documenttest.Drafter, step.ID, document.Step{Person: by.Person, Name: by.Name, Agency: by.Agency}, "Đi công tác.", law, w.at)
	case n < 20:
		return "pass on", d.PassOn(by, law, w.at)
	case n < 30 && d.State == document.AwaitingSignature || n < 70 && d.State == document.AwaitingApproval:
		return "approve", d.Approve(by, base.SHA256, w.at)
	case d.State == document.AwaitingSignature:
		return "sign", d.SignatureMade(by, made, w.at)
	case d.State == document.AwaitingClerk:
		return "recheck", d.Rechecked(clerkOf("skhcn"), d.Seen(), nil, "", w.at)
	}
	return "step", d.StepMade(by, w.dice.IntN(2) == 0 && by.Has(org.Clerk), made, law, w.at)
}

// signedInTurn: whoever signed was named for a step that was open before.
func (w *chainWalk) signedInTurn(before document.Document, by org.Actor, name string) {
	for i, s := range w.d.Chain.Steps {
		if s.State != document.StepSigned || i >= len(before.Chain.Steps) || before.Chain.Steps[i].State == document.StepSigned {
			continue
		}
		old := before.Chain.Steps[i]
		right := old.Person == by.Person || old.Person == "" && old.Agency == by.Agency
		if old.State != document.StepOpen || !right {
			w.t.Errorf("%s: %s signed step %d of %s, which was %s", name, by.Person, i, old.Who(), old.State)
		}
	}
}

// holds is the rule in plain words.
func (w *chainWalk) holds() {
	signed, need := map[int]int{}, map[int]int{}
	last := 0
	for _, s := range w.d.Chain.Steps {
		need[s.Order] = s.Need
		if s.State == document.StepSigned {
			signed[s.Order]++
			last = max(last, s.Order)
		}
	}
	rest := 0 // orders that still lack signatures
	for order, n := range need {
		if signed[order] >= n {
			continue
		}
		rest++
		if order < last {
			w.t.Errorf("order %d has %d of %d signatures, and order %d is signed", order, signed[order], n, last)
		}
	}
	releases := w.d.Chain.Flow.Releases()
	done := !releases && rest == 0 || releases && rest == 1 && signed[len(need)] == 0
	if done != slices.Contains([]document.State{document.AwaitingClerk, document.Attested}, w.d.State) {
		w.t.Errorf("%d orders lack signatures, and the document is %s", rest, w.d.State)
	}
	if (rest == 0) != w.d.Chain.Complete() {
		w.t.Errorf("the chain says it is complete: %v; %d orders lack signatures", w.d.Chain.Complete(), rest)
	}
	if w.d.State == document.Drafting && (last > 0 || w.d.Chain.Begun()) {
		w.t.Error("a draft keeps signatures")
	}
	if w.d.State == document.Attested && (w.d.Number != 0 || releases) {
		w.t.Error("a document that is not released has a number")
	}
	for _, s := range w.d.Chain.Steps {
		if s.Person == w.d.Drafter && s.Field != pades.FieldSigner {
			w.t.Error("the drafter made a signer of themselves")
		}
	}
}
