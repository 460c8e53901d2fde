package task_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"antin/internal/domain/task"
	"antin/internal/testkit/manual"
)

var update = flag.Bool("update", false, "write the section of the manual anew")

// TestManualTellsEveryMove keeps the section of the manual equal to the table
// of moves; -update writes it.
func TestManualTellsEveryMove(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("\n## Công việc được giao\n\n| Đang ở bước | Việc | Đi tới | Ai làm |\n|---|---|---|---|\n")
	for _, m := range task.Moves() {
		fmt.Fprintf(&b, "| **%s** | %s | %s | %s |\n", m.From.Name(), m.Deed.Name(), m.To.Name(), m.Who)
	}
	manual.States(t, "task", b.String(), *update)
}

// TestNoStateIsADeadEnd: every state is reached from the first, has a name, and
// leads to one where a task may rest.
func TestNoStateIsADeadEnd(t *testing.T) {
	t.Parallel()
	reached, ends := []task.State{task.Given}, []task.State{}
	for _, s := range task.States() {
		if s.Last() {
			ends = append(ends, s)
		}
		if s.Name() == "" {
			t.Errorf("the state %q has no name", s)
		}
	}
	for range task.States() {
		for _, m := range task.Moves() {
			if slices.Contains(reached, m.From) && !slices.Contains(reached, m.To) {
				reached = append(reached, m.To)
			}
			if slices.Contains(ends, m.To) && !slices.Contains(ends, m.From) {
				ends = append(ends, m.From)
			}
			if m.Deed.Name() == "" || m.Who == "" {
				t.Errorf("the deed %q has no name or nobody who does it", m.Deed)
			}
		}
	}
	for _, s := range task.States() {
		if !slices.Contains(reached, s) || !slices.Contains(ends, s) {
			t.Errorf("the state %q is never reached, or leads nowhere", s)
		}
	}
}
