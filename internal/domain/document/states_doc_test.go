package document_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/testkit/manual"
)

var update = flag.Bool("update", false, "write the page of the manual anew")

// The order in which the manual lists the states: the way of a document.
var (
	statesOut = []document.State{
		document.Drafting, document.Consulting, document.UnitReview, document.Formatting, document.Collecting, document.AwaitingApproval, document.AwaitingSignature,
		document.AwaitingClerk, document.Faulty, document.Numbered, document.SealedState, document.Released, document.Attested, document.CancelledState, document.Discarded,
	}
	statesIn = []document.State{
		document.Arrived, document.Held, document.Valid, document.Refused, document.Registered, document.Assigned, document.Completed, document.SentBack,
	}
)

// TestManualTellsEveryMove keeps the page of the manual equal to the table of
// moves; -update writes it.
func TestManualTellsEveryMove(t *testing.T) {
	t.Parallel()
	all := document.States()
	if len(statesOut)+len(statesIn) != len(all) {
		t.Fatalf("the lists of this test have %d states, the code has %d", len(statesOut)+len(statesIn), len(all))
	}
	var b strings.Builder
	for _, part := range []struct {
		title string
		list  []document.State
	}{{"Văn bản đi", statesOut}, {"Văn bản đến", statesIn}} {
		fmt.Fprintf(&b, "\n## %s\n\n| Đang ở bước | Đi tiếp được đến |\n|---|---|\n", part.title)
		for _, s := range part.list {
			moves, known := all[s]
			if !known || s.Name() == "" {
				t.Errorf("state %q is unknown or has no name", s)
			}
			names := make([]string, len(moves))
			for i, next := range moves {
				names[i] = next.Name()
				if next == s {
					names[i] += " (làm thêm lần nữa)"
				}
			}
			if len(names) == 0 {
				names = []string{"(kết thúc)"}
			}
			fmt.Fprintf(&b, "| **%s** | %s |\n", s.Name(), strings.Join(names, "; "))
		}
	}
	manual.States(t, "document", b.String(), *update)
}
