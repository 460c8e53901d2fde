package verdicts

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antin/pades"
)

var update = flag.Bool("update", false, "raise the floor to the numbers of this run")

const (
	root      = "../../.."
	floorName = "testdata/floor.csv"
)

// collection reads the rows. Without the collection a run says so; on the build
// server that is an error.
func collection(t *testing.T) []Row {
	t.Helper()
	dir, err := Folder(root)
	if errors.Is(err, ErrAbsent) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	rows, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestVerdicts counts on the files and on every copy of them. No number falls
// below the floor, nothing broken is taken for valid, and what is asked of the
// whole is met.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	table, err := Count(collection(t), Copies()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("wrong rows:\n%s\n%s", table.Reasons(), table)
	for _, grave := range table.Grave {
		t.Errorf("taken for valid: %s", grave)
	}
	// Three rows of medium confidence call a store added after a signature
	// suspicious, which ISO 32000-2, 12.8.4.3 and 160 good rows allow: they are
	// in the floor's numbers, and the part asked is taken of the sure rows.
	if s := table.Sure; float64(s.Right) < 0.97*float64(s.Of) || s.Of == 0 {
		t.Errorf("%d of %d suspicious rows of high confidence are rejected, at least 97 %% are asked", s.Right, s.Of)
	}
	if part := table.Good(); part < 0.95 {
		t.Errorf("%.1f %% of the good rows are accepted, at least 95 are asked", 100*part)
	}
	floor, err := readFloor(floorName)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	fell, unknown := below(table, floor)
	for _, line := range fell {
		t.Errorf("fell: %s", line)
	}
	if *update {
		if err := writeFloor(floorName, table, floor); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, line := range unknown {
		t.Errorf("not in the floor, add it with -update: %s", line)
	}
}

// TestNameChangesNothing: a copy under a random name, read from the disk, has
// the very same report.
func TestNameChangesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, row := range collection(t) {
		data, err := json.Marshal(mustJudge(t, row, string(row.data)))
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.CreateTemp(dir, "*")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(row.data); err != nil {
			t.Fatal(err)
		}
		again, err := pades.Verify(f, int64(len(row.data)), options(row))
		if err != nil {
			t.Fatal(err)
		}
		other, err := json.Marshal(again)
		if err != nil {
			t.Fatal(err)
		}
		if string(data) != string(other) {
			t.Errorf("%s has another report as %s", row.File, filepath.Base(f.Name()))
		}
		if err := errors.Join(f.Close(), os.Remove(f.Name())); err != nil {
			t.Fatal(err)
		}
	}
}

func mustJudge(t *testing.T, row Row, data string) *pades.Report {
	t.Helper()
	rep, err := pades.Verify(strings.NewReader(data), int64(len(data)), options(row))
	if err != nil {
		t.Fatal(err)
	}
	return rep
}
