package pades

import (
	"crypto/x509"
	"fmt"
	"sort"

	"antin/pdf"
)

// class groups changes by the permission they need.
type class int

const (
	classOther     class = iota // no permission covers it
	classHarmless               // nothing that anyone can see or use
	classSignature              // a further signature
	classStamp                  // a document time-stamp
	classEvidence               // DSS, VRI
	classMetadata               // XMP, Info, extensions
	classFill                   // a value in a field of the form
	classAnnotate               // an annotation
)

// change is a Change with what is needed to judge it for one signature.
type change struct {
	Change
	class class
	at    int // index of the revision
}

// comparer walks the revisions after the first signature, each against the one
// before, and lists what changed. Every revision is looked at once, however
// many signatures there are, and only the objects it touched.
type comparer struct {
	file    *pdf.File
	history *history
	left    *int
	first   int // index of the first signed revision
	refs    *references
	tree    *pageTree
	flow    *flow
	changes []change
	loops   bool // the structure tree leads back to itself
	many    int  // changes beyond maxChanges
	highest int  // object number in use up to the revision under comparison
}

// compareAll lists the changes after the first signature, in order.
func compareAll(h *history, flowOn bool, isAgency func(*x509.Certificate) (known, agency bool)) (*comparer, error) {
	revs := h.file.Revisions()
	c := &comparer{file: h.file, history: h, left: &h.left, first: len(revs)}
	for _, s := range h.sigs {
		c.first = min(c.first, s.revision)
	}
	if c.first >= len(revs) {
		return c, nil
	}
	if flowOn {
		c.flow = findFlow(h, c.first, isAgency)
	}
	for _, rev := range revs[:c.first+1] {
		c.highest = max(c.highest, highestInUse(rev))
	}
	if c.first < len(revs)-1 {
		if err := c.prepare(revs[c.first]); err != nil {
			return c, err
		}
	}
	for k := c.first + 1; k < len(revs); k++ {
		if k >= len(h.forms) {
			return c, errWork // the form of this revision lies beyond the limits
		}
		if err := c.step(k); err != nil {
			return c, err
		}
	}
	return c, c.afterwards()
}

// prepare reads the references and the page tree of the first signed revision.
func (c *comparer) prepare(rev *pdf.Revision) error {
	refs, err := readReferences(c.file, c.first, c.left)
	if err != nil {
		return err
	}
	c.refs = refs
	if c.tree, err = readPageTree(rev, c.left); err != nil {
		return err
	}
	c.loops, err = structureLoops(rev, c.left)
	return err
}

func (c *comparer) add(ch change) {
	if len(c.changes) >= maxChanges && ch.Verdict != ChangeSuspicious {
		c.many++
		if ch.Verdict == ChangeAllowed {
			return
		}
	}
	if len(c.changes) >= 2*maxChanges {
		return
	}
	ch.Revision = ch.at + 1
	c.changes = append(c.changes, ch)
}

// touch is one object that a revision wrote or freed.
type touch struct {
	num           int
	before, after pdf.Object // nil when there is none
	same          bool       // written again with the same value
	explained     bool       // a rule has spoken of it
	unread        bool
}

func (t *touch) fresh() bool { return t.before == nil && t.after != nil }

// step compares one revision with the one before it.
type step struct {
	c        *comparer
	k        int
	old, new *pdf.Revision
	touched  map[int]*touch
	order    []int
	into     map[int][]int // object number -> touched objects that refer to it now
	widgets  map[int]bool  // widgets of fields that this revision may add to a page
	seal     bool          // the flow's seal was signed in this revision
	signed   []string      // fields signed in this revision
}

func (c *comparer) step(k int) error {
	revs := c.file.Revisions()
	s := &step{c: c, k: k, old: revs[k-1], new: revs[k], touched: map[int]*touch{}, into: map[int][]int{}, widgets: map[int]bool{}}
	for _, run := range []func() error{s.readTouched, s.twoReadings, s.trailer, s.catalog, s.form, s.pages, s.rest} {
		if err := run(); err != nil {
			return err
		}
		if *s.c.left < 0 {
			return errWork
		}
	}
	for _, num := range s.order {
		c.refs.set(num, s.touched[num].after)
	}
	c.refs.set(0, s.new.Trailer())
	return nil
}

// add lists a change; under the flow template what no rule allows is forbidden.
func (s *step) add(kind string, verdict ChangeVerdict, cl class, num int, field, rule, detail string) {
	if s.c.flow != nil && verdict == ChangeUnclassified {
		verdict, rule = ChangeSuspicious, flowRule+"; "+rule
	}
	s.put(kind, verdict, cl, num, field, rule, detail)
}

// aside lists a change that the standards allow and that is no act of our own
// flow: there it is never passed over.
func (s *step) aside(kind string, cl class, num int, field, rule, detail string) {
	if s.c.flow != nil {
		s.put(kind, ChangeUnclassified, cl, num, field, flowRule+"; "+rule, detail)
		return
	}
	s.put(kind, ChangeAllowed, cl, num, field, rule, detail)
}

func (s *step) put(kind string, verdict ChangeVerdict, cl class, num int, field, rule, detail string) {
	ch := change{Change: Change{Kind: kind, Field: field, Verdict: verdict, Rule: rule, Detail: detail}, class: cl, at: s.k}
	if num > 0 {
		ch.Object = fmt.Sprintf("%d 0", num)
		if e, _, ok := s.new.Lookup(num); ok {
			ch.Object = fmt.Sprintf("%d %d", num, e.Gen)
		}
	}
	s.c.add(ch)
}

func (s *step) suspicious(kind string, num int, field, rule, detail string) {
	s.add(kind, ChangeSuspicious, classOther, num, field, rule, detail)
}

// readTouched reads what each object written by this revision was and is.
func (s *step) readTouched() error {
	for _, e := range s.new.Entries() {
		if *s.c.left--; *s.c.left < 0 {
			return errWork
		}
		if e.Num == 0 {
			continue
		}
		prev, _, had := s.old.Lookup(e.Num)
		if had && prev == e {
			continue // a writer that repeats the whole table
		}
		t := &touch{num: e.Num}
		var err error
		if had && prev.Kind != pdf.Free {
			if t.before, err = s.value(s.old, pdf.Ref{Num: e.Num, Gen: prev.Gen}, t); err != nil {
				return err
			}
		}
		if e.Kind != pdf.Free {
			if t.after, err = s.value(s.new, pdf.Ref{Num: e.Num, Gen: e.Gen}, t); err != nil {
				return err
			}
		}
		t.same = !t.unread && t.before != nil && prev.Gen == e.Gen && pdf.Equal(t.before, t.after)
		s.touched[e.Num] = t
		s.order = append(s.order, e.Num)
		for _, to := range refsOf(t.after, s.c.left) {
			s.into[to] = append(s.into[to], e.Num)
		}
	}
	sort.Ints(s.order)
	return nil
}

func (s *step) value(rev *pdf.Revision, ref pdf.Ref, t *touch) (pdf.Object, error) {
	o, err := rev.Get(ref)
	if err != nil {
		t.unread = true
		return nil, unlessMalformed(err)
	}
	if _, null := o.(pdf.Null); null {
		return nil, nil
	}
	return o, nil
}

// changed gives the touch of an object that really changed.
func (s *step) changed(num int) *touch {
	t := s.touched[num]
	if t == nil || t.same {
		return nil
	}
	return t
}

// only reports whether nothing but the given objects refers to num, before and
// after; 0 stands for the trailer.
func (s *step) only(num int, by ...int) bool {
	allowed := map[int]bool{}
	for _, b := range by {
		allowed[b] = true
	}
	for from := range s.c.refs.in[num] {
		if !allowed[from] || s.twice(s.c.refs.out[from], num) {
			return false
		}
	}
	times := map[int]int{}
	for _, from := range s.into[num] {
		if times[from]++; !allowed[from] || times[from] > 1 {
			return false
		}
	}
	return true
}

// twice: an object that refers to another under two keys gives it two roles.
func (s *step) twice(to []int, num int) bool {
	n := 0
	*s.c.left -= len(to)
	for _, t := range to[:max(0, min(len(to), len(to)+*s.c.left))] {
		if t == num {
			n++
		}
	}
	return n > 1
}

// explain marks an object as judged by a rule.
func (s *step) explain(num int) {
	if t := s.touched[num]; t != nil {
		t.explained = true
	}
}
