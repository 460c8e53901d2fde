package verdicts

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antin/pades"
)

func said(i pades.Indication, integrity, trust pades.Outcome, m pades.Modification) *pades.Report {
	return &pades.Report{Indication: i, Signatures: []pades.Signature{{Field: "a", Indication: i, Integrity: integrity, Modification: m, Trust: trust}}}
}

func TestWeighCountsAsTheCollectionSays(t *testing.T) {
	t.Parallel()
	passed := said(pades.TotalPassed, pades.Passed, pades.Passed, pades.AllowedChange)
	untrusted := said(pades.Indeterminate, pades.Passed, pades.Undecided, pades.Unchanged)
	broken := said(pades.TotalFailed, pades.Failed, pades.Undecided, pades.Unchanged)
	changed := said(pades.TotalFailed, pades.Passed, pades.Passed, pades.SuspiciousChange)
	unsure := said(pades.Indeterminate, pades.Undecided, pades.Passed, pades.Unchanged)
	for _, c := range []struct {
		expected, why string
		rep           *pades.Report
		want          map[Axis]bool
	}{
		{"valid", "", passed, map[Axis]bool{Verdict: true, Integrity: true, Modification: true}},
		{"valid", "trusted=True", untrusted, map[Axis]bool{Verdict: true, Integrity: true, Modification: true, Trust: false}},
		{"valid", "", unsure, map[Axis]bool{Verdict: false, Integrity: false, Modification: true}},
		{"modified-after-sign-allowed", "", changed, map[Axis]bool{Verdict: false, Integrity: true, Modification: false}},
		{"modified-suspicious", "", passed, map[Axis]bool{Verdict: false}},
		{"modified-suspicious", "", unsure, map[Axis]bool{Verdict: false}},
		{"modified-suspicious", "", broken, map[Axis]bool{Verdict: true}},
		{"invalid-integrity", "", changed, map[Axis]bool{Verdict: true}},
		{"malformed", "", &pades.Report{Indication: pades.Unreadable}, map[Axis]bool{Verdict: true}},
		{"malformed", "", &pades.Report{Indication: pades.NoSignature}, map[Axis]bool{Verdict: false}},
		{"no-signature", "", &pades.Report{Indication: pades.NoSignature}, map[Axis]bool{Verdict: true}},
		{"chain-fails", "intact=True valid=True", untrusted, map[Axis]bool{Verdict: true, Integrity: true, Modification: true, Trust: true}},
		{"chain-fails", "", passed, map[Axis]bool{Verdict: false, Trust: false}},
		{"chain-fails", "", broken, map[Axis]bool{Verdict: false, Trust: true}},
	} {
		if got := weigh(Row{Expected: c.expected, Why: c.why, Field: "a"}, c.rep).Right; !maps.Equal(got, c.want) {
			t.Errorf("%s %q, said %s: %v, want %v", c.expected, c.why, c.rep.Indication, got, c.want)
		}
	}
	if weigh(Row{Expected: "valid", Field: "b"}, passed).Accepted {
		t.Error("a row of another field was taken for this one")
	}
}

func TestNothingFallsBelowTheFloor(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "floor.csv")
	key, other := Key{AsIs, "valid", Trust}, Key{AsIs, "valid", Verdict}
	high := &Table{Scores: map[Key]Score{key: {9, 10}, other: {5, 10}}}
	if err := writeFloor(name, high, nil); err != nil {
		t.Fatal(err)
	}
	floor, err := readFloor(name)
	if err != nil || !maps.Equal(floor, high.Scores) {
		t.Fatalf("%v, %v", floor, err)
	}
	low := &Table{Scores: map[Key]Score{key: {8, 10}, other: {6, 10}}}
	if fell, unknown := below(low, floor); len(fell) != 1 || len(unknown) != 0 || !strings.Contains(fell[0], "trust") {
		t.Errorf("%v %v", fell, unknown)
	}
	if fell, _ := below(&Table{Scores: map[Key]Score{key: {9, 10}}}, floor); len(fell) != 1 {
		t.Errorf("a number that is counted no more: %v", fell)
	}
	if err := writeFloor(name, low, floor); err != nil {
		t.Fatal(err)
	}
	if floor, err = readFloor(name); err != nil || floor[key].Right != 9 || floor[other].Right != 6 {
		t.Errorf("the floor was lowered, or not raised: %v %v", floor, err)
	}
	if err := os.WriteFile(name, []byte("copy,class,axis,right,of\na,b,c,x,1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readFloor(name); err == nil {
		t.Error("a floor that is no number was read")
	}
}

// TestCopiesAreOther: each copy differs from its file, and only where it may.
func TestCopiesAreOther(t *testing.T) {
	t.Parallel()
	row := Row{Expected: "valid", data: []byte("%PDF-1.7 /ByteRange [0 31 39 9]<abCD12>123456789")}
	out, ok := OtherCase.of(row)
	if want := "%PDF-1.7 /ByteRange [0 31 39 9]<ABcd12>123456789"; !ok || string(out) != want {
		t.Errorf("%v %s", ok, out)
	}
	row.data = append(row.data, " /ByteRange [0 60 70 9]"...)
	if _, ok := OtherCase.of(row); ok {
		t.Error("digits under a later signature were changed")
	}
	if out, ok := Flipped.of(row); !ok || !strings.HasPrefix(string(out), "%PDF-1.6") {
		t.Errorf("%v %.8s", ok, out)
	}
	if _, ok := EqualAgain.of(row); ok {
		t.Error("a file without cross-references was added to")
	}
}
