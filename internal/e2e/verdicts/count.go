package verdicts

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Key is one number of the table.
type Key struct {
	Copy  Copy
	Class string // as the collection calls it, with "+encrypted" or "+printed" where that is counted apart
	Axis  Axis
}

// Score is how many of how many.
type Score struct{ Right, Of int }

// Table is the outcome of a run.
type Table struct {
	Scores  map[Key]Score
	Wrong   []Judged     // on the files as they are
	Grave   []string     // broken integrity or form taken for valid, in any copy
	Skipped map[Copy]int // rows whose file cannot be copied so
	Sure    Score        // suspicious rows of high confidence, on the files as they are
}

// Count judges every row in each of the copies, on all cores.
func Count(rows []Row, copies ...Copy) (*Table, error) {
	t := &Table{Scores: map[Key]Score{}, Skipped: map[Copy]int{}}
	work := make(chan task)
	var group sync.WaitGroup
	var lock sync.Mutex
	var failed error
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for w := range work {
				j, ok, err := w.run()
				lock.Lock()
				switch {
				case err != nil:
					failed = err
				case !ok:
					t.Skipped[w.copy]++
				default:
					t.add(w.copy, j)
				}
				lock.Unlock()
			}
		})
	}
	for _, c := range copies {
		for _, row := range rows {
			work <- task{row, c}
		}
	}
	close(work)
	group.Wait()
	slices.SortFunc(t.Wrong, func(a, b Judged) int {
		return cmp.Or(cmp.Compare(classOf(a.Row), classOf(b.Row)), cmp.Compare(a.Row.File, b.Row.File), cmp.Compare(a.Row.Field, b.Row.Field))
	})
	slices.Sort(t.Grave)
	return t, failed
}

type task struct {
	row  Row
	copy Copy
}

func (w task) run() (Judged, bool, error) {
	data, ok := w.copy.of(w.row)
	if !ok {
		return Judged{}, false, nil
	}
	if w.copy == Flipped {
		w.row.Expected = "flipped" // counted as every bad row
	}
	j, err := judge(w.row, data)
	if w.copy == CutBack {
		delete(j.Right, Trust) // time-stamps that proved it are cut off as well
	}
	return j, true, err
}

func (t *Table) add(c Copy, j Judged) {
	class := classOf(j.Row)
	for axis, right := range j.Right {
		s := t.Scores[Key{c, class, axis}]
		s.Of++
		if right {
			s.Right++
		}
		t.Scores[Key{c, class, axis}] = s
	}
	if c == AsIs && class == "modified-suspicious" && j.Row.Sure {
		t.Sure.Of++
		if j.Right[Verdict] {
			t.Sure.Right++
		}
	}
	broken := j.Row.Expected == "invalid-integrity" || j.Row.Expected == "malformed" || j.Row.Expected == "flipped"
	if broken && j.Accepted && j.Row.Counted {
		t.Grave = append(t.Grave, fmt.Sprintf("%s, copy %s: %s", j.Row.File, c, j.Said))
	}
	if c == AsIs && slices.Contains(values(j.Right), false) {
		t.Wrong = append(t.Wrong, j)
	}
}

func values(m map[Axis]bool) []bool {
	var out []bool
	for _, v := range m {
		out = append(out, v)
	}
	return out
}

func classOf(r Row) string {
	switch {
	case !r.Counted:
		return r.Expected + "+printed"
	case r.Encrypted:
		return r.Expected + "+encrypted"
	}
	return r.Expected
}

// Keys lists the numbers in the order of the table.
func (t *Table) Keys() []Key {
	var out []Key
	for k := range t.Scores {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b Key) int {
		return cmp.Or(cmp.Compare(slices.Index(Copies(), a.Copy), slices.Index(Copies(), b.Copy)),
			cmp.Compare(a.Class, b.Class), cmp.Compare(slices.Index(axes(), a.Axis), slices.Index(axes(), b.Axis)))
	})
	return out
}

func axes() []Axis { return []Axis{Verdict, Integrity, Modification, Trust} }

// Suspicious is the part of the suspicious rows that is rejected, Good that of
// the good rows that is accepted, both as the files are.
func (t *Table) Suspicious() float64 { return t.part("modified-suspicious") }

// Good is the part of the good rows that is accepted.
func (t *Table) Good() float64 { return t.part("valid", "modified-after-sign-allowed") }

func (t *Table) part(classes ...string) float64 {
	var sum Score
	for _, class := range classes {
		s := t.Scores[Key{AsIs, class, Verdict}]
		sum.Right, sum.Of = sum.Right+s.Right, sum.Of+s.Of
	}
	if sum.Of == 0 {
		return 0
	}
	return float64(sum.Right) / float64(sum.Of)
}

// String is the table as people read it: a line for each copy and class, right
// of all for each axis.
func (t *Table) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-12s %-38s %12s %12s %12s %12s\n", "copy", "class", Verdict, Integrity, Modification, Trust)
	last := Key{}
	for _, k := range t.Keys() {
		if k.Copy == last.Copy && k.Class == last.Class {
			continue
		}
		last = k
		fmt.Fprintf(&b, "%-12s %-38s", k.Copy, k.Class)
		for _, axis := range axes() {
			cell := ""
			if s, ok := t.Scores[Key{k.Copy, k.Class, axis}]; ok {
				cell = fmt.Sprintf("%d of %d", s.Right, s.Of)
			}
			fmt.Fprintf(&b, " %12s", cell)
		}
		b.WriteByte('\n')
	}
	for _, c := range Copies() {
		if n := t.Skipped[c]; n > 0 && c != Flipped && c != CutBack {
			fmt.Fprintf(&b, "%-12s not possible for %d rows\n", c, n)
		}
	}
	fmt.Fprintf(&b, "suspicious rejected %.1f %% (of high confidence %d of %d), good accepted %.1f %%, broken taken for valid %d\n",
		100*t.Suspicious(), t.Sure.Right, t.Sure.Of, 100*t.Good(), len(t.Grave))
	return b.String()
}

// Reasons lists the wrong rows, one a paragraph: what is known, what was said.
func (t *Table) Reasons() string {
	var b strings.Builder
	for _, j := range t.Wrong {
		var where []string
		for _, axis := range axes() {
			if right, ok := j.Right[axis]; ok && !right {
				where = append(where, string(axis))
			}
		}
		fmt.Fprintf(&b, "%s: %s %q: wrong on %s\n  known: %s\n  said:  %s\n", classOf(j.Row), j.Row.File, j.Row.Field, strings.Join(where, ", "), j.Row.Why, j.Said)
	}
	return b.String()
}
