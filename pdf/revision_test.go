package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func TestEachRevisionIsReadAsItWas(t *testing.T) {
	t.Parallel()
	first := simpleFile()
	second := appended(t, first, func(u *Update) {
		u.Set(Ref{Num: 4}, NewStream(Dict{}, []byte("second")))
		u.Add(Integer(7))
	})
	third := appended(t, second, func(u *Update) { u.Set(Ref{Num: 5}, Integer(8)) })
	f := mustOpen(t, third)
	if n := len(f.Revisions()); n != 3 {
		t.Fatalf("%d revisions", n)
	}
	for i, end := range []int{len(first), len(second), len(third)} {
		r := f.Revisions()[i]
		if r.End != int64(end) || r.Number != i {
			t.Errorf("revision %d ends at %d, want %d", i, r.End, end)
		}
	}
	for i, want := range []string{"BT ET", "second", "second"} {
		raw, err := mustGet(t, f.Revisions()[i], 4).(*Stream).Raw()
		if err != nil || string(raw) != want {
			t.Errorf("revision %d: %q, %v", i, raw, err)
		}
	}
	for i, want := range []string{"null", "7", "8"} {
		if got := text(t, mustGet(t, f.Revisions()[i], 5)); got != want {
			t.Errorf("revision %d: object 5 is %s, want %s", i, got, want)
		}
	}
	if e := f.Last().Entries(); len(e) != 1 || e[0].Num != 5 || e[0].Kind != InUse {
		t.Errorf("entries of the last revision: %v", e)
	}
	if _, by, ok := f.Last().Lookup(4); !ok || by != 1 {
		t.Errorf("object 4 was written by revision %d", by)
	}
	if _, by, ok := f.Last().Lookup(1); !ok || by != 0 {
		t.Errorf("object 1 was written by revision %d", by)
	}
}

func TestEOFMarkInsideIsNoRevision(t *testing.T) {
	t.Parallel()
	b := newBuilder()
	b.object(1, "<</Type /Catalog /Pages 2 0 R>>")
	b.object(2, "<</Kids [] /Count 0>>")
	b.stream(3, "", "startxref\n9\n%%EOF\n")
	b.table("/Size 4 /Root 1 0 R", 1, 2, 3)
	if f := mustOpen(t, b.Bytes()); len(f.Revisions()) != 1 || f.Last().End != int64(b.Len()) {
		t.Errorf("%d revisions, end %d", len(f.Revisions()), f.Last().End)
	}
}

func TestLinearizedFileIsOneRevision(t *testing.T) {
	t.Parallel()
	for _, options := range [][]string{{"--linearize"}, {"--linearize", "--object-streams=generate"}} {
		b := qpdf(t, simpleFile(), options...)
		f := mustOpen(t, b)
		if len(f.Revisions()) != 1 || !f.Linearized() || f.Last().End != int64(len(b)) || len(f.Tolerances()) > 0 {
			t.Errorf("%v: %d revisions, linearized %v, end %d of %d, tolerances %v",
				options, len(f.Revisions()), f.Linearized(), f.Last().End, len(b), f.Tolerances())
		}
		more := appended(t, b, func(u *Update) { u.Add(Null{}) })
		if n := len(mustOpen(t, more).Revisions()); n != 2 {
			t.Errorf("%d revisions after an update", n)
		}
		qpdfCheck(t, more)
	}
}

func TestHybridFileShowsHiddenObjects(t *testing.T) {
	t.Parallel()
	b := simple()
	b.stream(6, "/Type /ObjStm /N 1 /First 4", "7 0 (hidden)")
	xref := b.Len()
	entries := []byte{2, 0, 6, 0}
	b.object(8, fmt.Sprintf("<</Type /XRef /W [1 2 1] /Index [7 1] /Size 9 /Length 4>>\nstream\n%s\nendstream", entries))
	start := b.Len()
	b.WriteString("xref\n0 5\n0000000000 65535 f \n")
	for _, n := range []int{1, 2, 3, 4} {
		fmt.Fprintf(b, "%010d 00000 n \n", b.at[n])
	}
	fmt.Fprintf(b, "6 2\n%010d 00000 n \n0000000000 00000 f \n", b.at[6])
	fmt.Fprintf(b, "trailer\n<</Size 9 /Root 1 0 R /XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n", xref, start)
	f := mustOpen(t, b.Bytes())
	if got := text(t, mustGet(t, f.Last(), 7)); got != "(hidden)" || !tolerated(f, TolerateHybrid) {
		t.Errorf("object 7 is %s, tolerances %v", got, f.Tolerances())
	}
	more := appended(t, b.Bytes(), func(u *Update) { u.Set(Ref{Num: 7}, Integer(1)) })
	f = mustOpen(t, more)
	if got := text(t, mustGet(t, f.Last(), 7)); got != "1" || f.Last().XrefStream() {
		t.Errorf("after an update object 7 is %s, stream %v", got, f.Last().XrefStream())
	}
}

func TestExtentsAreExact(t *testing.T) {
	t.Parallel()
	b := simple()
	b.object(5, "<< /A (x\\)y)/Contents  <0A 0b> /ByteRange [ 0 1\n2 3 ] /D <</E 12>> >>")
	b.table("/Size 6 /Root 1 0 R", 1, 2, 3, 4, 5)
	file := b.Bytes()
	in, err := mustOpen(t, file).Last().Locate(Ref{Num: 5})
	if err != nil {
		t.Fatal(err)
	}
	cut := func(x Extent) string { return string(file[x.Start:x.End]) }
	if got := cut(in.Bytes); !strings.HasPrefix(got, "5 0 obj") || !strings.HasSuffix(got, "endobj") {
		t.Errorf("object: %q", got)
	}
	d := in.Object.(Dict)
	inner := d.Get("D").(Dict)
	for want, e := range map[string]Entry{"(x\\)y)": d[0], "<0A 0b>": d[1], "[ 0 1\n2 3 ]": d[2], "12": inner[0]} {
		if got := cut(e.Bytes); got != want {
			t.Errorf("value of %s: %q, want %q", e.Key, got, want)
		}
	}
}

func TestRepeatedKeysAreSeen(t *testing.T) {
	t.Parallel()
	b := simple()
	b.object(5, "<</A 1 /B 2 /#41 3>>")
	b.table("/Size 6 /Root 1 0 R", 1, 2, 3, 4, 5)
	d := mustGet(t, mustOpen(t, b.Bytes()).Last(), 5).(Dict)
	if got := d.Repeated(); len(got) != 1 || got[0] != "A" || d.Get("A") != Object(Integer(3)) {
		t.Errorf("repeated %v, value %v", got, d.Get("A"))
	}
	if Equal(d, d) {
		t.Error("a dictionary with repeated keys equals itself")
	}
}

func TestScanFindsWhatTheTableHides(t *testing.T) {
	t.Parallel()
	b := simple()
	b.stream(5, "", "6 0 obj (not an object) endobj")
	b.object(7, "(in no table)")
	b.object(4, "(a second object 4)")
	b.table("/Size 8 /Root 1 0 R", 1, 2, 3, 4, 5)
	found, err := mustOpen(t, b.Bytes()).Last().Scan()
	if err != nil {
		t.Fatal(err)
	}
	var nums []int
	for _, f := range found {
		nums = append(nums, f.Ref.Num)
	}
	if fmt.Sprint(nums) != "[1 2 3 4 5 7 4]" {
		t.Errorf("found %v", nums)
	}
}

func TestPagesInherit(t *testing.T) {
	t.Parallel()
	pages, err := mustOpen(t, simpleFile()).Last().Pages()
	if err != nil || len(pages) != 1 {
		t.Fatal(pages, err)
	}
	p := pages[0]
	if p.MediaBox != (Rect{0, 0, 595, 842}) || p.CropBox != p.MediaBox || p.Rotate != 90 || p.Ref.Num != 3 || p.Number != 1 {
		t.Errorf("%+v", p)
	}
}

func TestDamagedCrossReferencesAreRebuiltAndFlagged(t *testing.T) {
	t.Parallel()
	whole := simpleFile()
	streams := qpdf(t, whole, "--object-streams=generate")
	for name, b := range map[string][]byte{
		"no startxref":    whole[:len(whole)-25],
		"wrong startxref": bytes.Replace(whole, []byte("startxref\n"), []byte("startxref\n9"), 1),
		"table gone":      whole[:bytes.Index(whole, []byte("xref"))],
		"streams":         streams[:len(streams)-20],
	} {
		f, err := Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		pages, err := f.Last().Pages()
		if !f.Repaired() || f.RepairCause() == nil || err != nil || len(pages) != 1 {
			t.Errorf("%s: repaired %v, pages %v, %v", name, f.Repaired(), pages, err)
		}
		if _, err := f.NewUpdate(); err == nil {
			t.Errorf("%s: an update was allowed", name)
		}
	}
}

func TestBytesBeforeTheHeaderAreToleratedForReading(t *testing.T) {
	t.Parallel()
	shifted := append([]byte("junk of a mail program\n"), simpleFile()...)
	f := mustOpen(t, shifted)
	if f.Repaired() || !tolerated(f, TolerateShift) || f.Prefix() != 23 {
		t.Errorf("repaired %v, tolerances %v", f.RepairCause(), f.Tolerances())
	}
	if pages, err := f.Last().Pages(); err != nil || len(pages) != 1 {
		t.Error(pages, err)
	}
	if _, err := f.NewUpdate(); err == nil {
		t.Error("an update was allowed")
	}
}

// TestFreeHeadWithTooHighGeneration: some makers write 65536 where 65535 is
// meant (ISO 32000-2, 7.5.4); the head of the free list leads nowhere.
func TestFreeHeadWithTooHighGeneration(t *testing.T) {
	t.Parallel()
	file := bytes.Replace(simpleFile(), []byte("65535 f"), []byte("65536 f"), 1)
	f := mustOpen(t, file)
	if f.Repaired() || len(f.Tolerances()) != 1 || f.Tolerances()[0].Code != TolerateTable {
		t.Errorf("repaired: %v, tolerances %v", f.RepairCause(), f.Tolerances())
	}
	used := bytes.Replace(simpleFile(), []byte("00000 n"), []byte("65536 n"), 1)
	if f, err := Open(bytes.NewReader(used), int64(len(used))); err == nil && !f.Repaired() {
		t.Error("a generation that no object can have was read")
	}
}

// TestOffsetIntoTheWordXref: the table is the same for every reader that takes
// the file; one that leads further in is rebuilt.
func TestOffsetIntoTheWordXref(t *testing.T) {
	t.Parallel()
	whole := simpleFile()
	at := bytes.LastIndex(whole, []byte("\nxref")) + 1
	for by, fine := range map[int]bool{1: true, 3: true, 4: false} {
		moved := bytes.Replace(whole, fmt.Appendf(nil, "startxref\n%d", at), fmt.Appendf(nil, "startxref\n%d", at+by), 1)
		f := mustOpen(t, moved)
		if bytes.Equal(moved, whole) || f.Repaired() == fine || tolerated(f, TolerateXrefOffset) != fine {
			t.Errorf("%d bytes: repaired %v, tolerances %v", by, f.RepairCause(), f.Tolerances())
		}
	}
}
