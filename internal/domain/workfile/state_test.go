package workfile_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/profile"
	"antin/internal/domain/workfile"
	"antin/internal/fault"
	"antin/internal/testkit/manual"
)

var update = flag.Bool("update", false, "write the section of the manual anew")

// TestManualTellsEveryMove keeps the section of the manual equal to the table
// of moves; -update writes it.
func TestManualTellsEveryMove(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("\n## Hồ sơ công việc\n\n| Đang ở bước | Việc | Đi tới | Ai làm |\n|---|---|---|---|\n")
	for _, m := range workfile.Moves() {
		fmt.Fprintf(&b, "| **%s** | %s | %s | %s |\n", m.From.Name(), m.Deed.Name(), m.To.Name(), m.Who)
	}
	manual.States(t, "workfile", b.String(), *update)
}

// TestNoStateIsADeadEnd: every state is reached, named, and leads into the archive.
func TestNoStateIsADeadEnd(t *testing.T) {
	t.Parallel()
	reached, ends := []workfile.State{workfile.Open}, []workfile.State{workfile.Accepted, workfile.Destroyed}
	for range workfile.States() {
		for _, m := range workfile.Moves() {
			if slices.Contains(reached, m.From) && !slices.Contains(reached, m.To) {
				reached = append(reached, m.To)
			}
			if slices.Contains(ends, m.To) && !slices.Contains(ends, m.From) {
				ends = append(ends, m.From)
			}
		}
	}
	for _, s := range workfile.States() {
		if s.Name() == "" || !slices.Contains(reached, s) || !slices.Contains(ends, s) {
			t.Errorf("the state %q has no name, is never reached, or leads nowhere", s)
		}
	}
}

// TestRetentionRunsInWholeYears: kept to the end of the last year, or for ever.
func TestRetentionRunsInWholeYears(t *testing.T) {
	t.Parallel()
	f := workfile.File{Retention: "5", ClosedAt: time.Date(2026, 12, 31, 16, 59, 0, 0, time.UTC)} // 23:59 at +07:00
	if day, ok := f.Expires(); !ok || day.Format(time.DateOnly) != "2032-01-01" {
		t.Errorf("five years from 2026 end %s", day)
	}
	f.ClosedAt = f.ClosedAt.Add(2 * time.Minute) // the next year at +07:00
	if day, _ := f.Expires(); day.Format(time.DateOnly) != "2033-01-01" {
		t.Errorf("five years from 2027 end %s", day)
	}
	f.Retention = "vinh-vien"
	if _, ok := f.Expires(); ok {
		t.Error("what is kept for ever ends")
	}
}

// TestPlanNamesFaultyLines: five columns, codes once, retentions of the profile.
func TestPlanNamesFaultyLines(t *testing.T) {
	t.Parallel()
	set, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := set.At("NA", time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := workfile.ReadPlan([][]string{workfile.PlanColumns(), {"01.VP", "Tập văn bản về chữ ký số", "Vĩnh viễn", "Văn phòng", ""}, {}, {"02.VP", "Hồ sơ kiểm tra", "10 năm"}}, p)
	if err != nil || len(rows) != 2 || rows[0].Retention != "vinh-vien" || rows[1].Retention != "10" {
		t.Fatalf("%+v %v", rows, err)
	}
	_, err = workfile.ReadPlan([][]string{{"01.VP", "A", "5 năm"}, {"01.VP", "B", "5 năm"}, {"03", "", "5 năm"}, {"04", "D", "lâu"}}, p)
	if !fault.Is(err, "plan.rows") || !strings.Contains(err.Error(), "dòng 2") || !strings.Contains(err.Error(), "dòng 3") || !strings.Contains(err.Error(), "dòng 4") {
		t.Fatalf("faulty lines: %v", err)
	}
}
