package document_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antin/internal/domain/document"
)

var update = flag.Bool("update", false, "write the page of the manual anew")

// The order in which the manual lists the states: the way of a document.
var (
	statesOut = []document.State{
		document.Drafting, document.Consulting, document.UnitReview, document.Formatting, document.AwaitingApproval, document.AwaitingSignature,
		document.AwaitingClerk, document.Faulty, document.Numbered, document.SealedState, document.Released, document.CancelledState,
	}
	statesIn = []document.State{
		document.Arrived, document.Held, document.Valid, document.Refused, document.Registered, document.Assigned, document.Completed,
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
	b.WriteString("# Các bước của văn bản\n\nTrang này in từ bảng bước của chương trình; một phép thử giữ cho hai bên giống nhau. ")
	b.WriteString("Bước không có trong bảng thì hệ thống không cho làm, ai bấm cũng vậy.\n")
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
	path := filepath.Join("..", "..", "..", "docs", "manual", "trang-thai.md")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != b.String() {
		t.Errorf("%s is not what the code says; run this test with -update and read the difference", path)
	}
}
