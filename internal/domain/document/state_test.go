package document_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documenttest"
	"antin/internal/fault"
)

// ended are the states after which nothing happens to a document.
var ended = []document.State{document.Released, document.Attested, document.CancelledState, document.Discarded, document.Refused, document.SentBack}

func TestEveryStateIsReachedAndOnlyTheLastOnesEnd(t *testing.T) {
	t.Parallel()
	table := document.States()
	reached := map[document.State]bool{}
	var visit func(document.State)
	visit = func(s document.State) {
		if reached[s] {
			return
		}
		reached[s] = true
		for _, next := range table[s] {
			visit(next)
		}
	}
	visit(document.Drafting)
	visit(document.Arrived)
	for state, next := range table {
		if !reached[state] {
			t.Errorf("%s is never reached", state)
		}
		if len(next) == 0 != slices.Contains(ended, state) {
			t.Errorf("%s goes on to %v", state, next)
		}
		if state.Name() == "" {
			t.Errorf("%s has no name", state)
		}
		for _, to := range next {
			if _, ok := table[to]; !ok {
				t.Errorf("%s goes on to %q, which is no state", state, to)
			}
		}
	}
}

// From every state there is a way to an end.
func TestNoStateIsADeadEnd(t *testing.T) {
	t.Parallel()
	table := document.States()
	var ends func(document.State, map[document.State]bool) bool
	ends = func(s document.State, on map[document.State]bool) bool {
		if slices.Contains(ended, s) {
			return true
		}
		if on[s] {
			return false
		}
		on[s] = true
		return slices.ContainsFunc(table[s], func(next document.State) bool { return ends(next, on) })
	}
	for state := range table {
		if !ends(state, map[document.State]bool{}) {
			t.Errorf("%s never ends", state)
		}
	}
}

func TestTheTableIsACopy(t *testing.T) {
	t.Parallel()
	document.States()[document.Drafting][0] = document.Released
	if document.States()[document.Drafting][0] == document.Released {
		t.Error("the table was changed from outside")
	}
}

// In the states that end, every rule refuses.
func TestNothingChangesAfterTheEnd(t *testing.T) {
	t.Parallel()
	for _, end := range ended {
		d := documenttest.Reach(t, end)
		for _, c := range append(slices.Clone(outgoing), incoming...) {
			for _, by := range documenttest.EveryActor {
				err := c.do(d, by, documenttest.Law(t, "NA"), dice(), documenttest.Start.Add(time.Hour))
				if _, ok := fault.From(err); !ok || d.State != end {
					t.Errorf("%s after %s: %v", c.name, end, err)
				}
			}
		}
	}
}

// What a signature proves goes before what the column says; a signature that
// fell with a return proves nothing about the state.
func TestStateFollowsTheSignaturesThatStand(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		from           document.State // made by the rules
		column         document.State // what the column says then
		signed, sealed bool
		want           document.State
	}{
		{document.AwaitingClerk, document.AwaitingClerk, true, false, document.AwaitingClerk},
		{document.AwaitingClerk, document.AwaitingApproval, true, false, document.AwaitingClerk},
		{document.AwaitingClerk, document.Drafting, true, false, document.AwaitingClerk},
		{document.AwaitingClerk, document.Released, true, false, document.AwaitingClerk},
		{document.Faulty, document.Faulty, true, false, document.Faulty},
		{document.Numbered, document.Numbered, true, false, document.Numbered},
		{document.SealedState, document.Numbered, true, true, document.SealedState},
		{document.SealedState, document.Drafting, true, true, document.SealedState},
		{document.Released, document.Released, true, true, document.Released},
		{document.CancelledState, document.CancelledState, true, true, document.CancelledState},
		{document.Drafting, document.Drafting, false, false, document.Drafting},
	} {
		d := documenttest.Reach(t, test.from)
		d.State = test.column
		if got := d.ProvenState(test.signed, test.sealed); got != test.want {
			t.Errorf("%s shown as %s: %s, want %s", test.from, test.column, got, test.want)
		}
	}
	returned := documenttest.Reach(t, document.Faulty)
	at, law := returned.UpdatedAt.Add(time.Minute), documenttest.Law(t, "NA")
	must(t, returned.Return(documenttest.Clerk, "Sai.", at))
	must(t, returned.Submit(documenttest.Drafter, law, at))
	if got := returned.ProvenState(true, false); got != document.UnitReview {
		t.Errorf("returned and submitted again: %s", got)
	}
}

// Locks are taken in the order series, document, what hangs on it, log, in
// every command. An item of a ticket hangs on its document.
func TestLocksAreTakenInOneOrder(t *testing.T) {
	t.Parallel()
	rank := map[string]int{"Reserve": 1, "Take": 1, "Load": 2, "Emit": 4, "save": 4, "Audit": 5}
	for _, row := range []string{"SetEntry", "Save", "EndItem", "PutCopy", "AddSlips", "AddLeft", "Mend", "AddPrint", "PutRecall", "AnswerRecall"} {
		rank[row] = 3
	}
	names, err := os.ReadDir(".")
	must(t, err)
	commands := 0
	for _, entry := range names {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, 0)
		must(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			body, ok := n.(*ast.FuncLit)
			if !ok {
				return true
			}
			last, called := 0, ""
			ast.Inspect(body, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				f, ok := call.Fun.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				on, _ := f.X.(*ast.Ident)
				if on == nil || on.Name != "tx" && f.Sel.Name != "save" {
					return true
				}
				if r := rank[f.Sel.Name]; r < last {
					t.Errorf("%s: %s after %s", entry.Name(), f.Sel.Name, called)
				} else {
					last, called = r, f.Sel.Name
				}
				return true
			})
			if last > 0 {
				commands++
			}
			return true
		})
	}
	if commands < 8 {
		t.Errorf("only %d commands were found", commands)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
