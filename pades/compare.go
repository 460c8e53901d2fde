package pades

import (
	"crypto/x509"
	"fmt"

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
	classEdit                   // an annotation that was there before, changed or taken away
)

// change is a Change with what is needed to judge it for one signature.
type change struct {
	Change
	class class
	at    int    // index of the revision
	num   int    // of the object, 0 without one
	over  string // what of the page a new signature lies over
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
	touched int  // objects written after the first signed revision
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

// step compares one revision with the one before it.
type step struct {
	c        *comparer
	k        int
	old, new *pdf.Revision
	touched  map[int]*touch
	order    []int
	into     []uint64     // as in references: what the changed objects refer to now, sorted
	widgets  map[int]bool // widgets of fields that this revision may add to a page
	seal     bool         // the flow's seal was signed in this revision
	signed   []string     // fields signed in this revision
	inside   bool         // alike looks into what was overwritten under the same number
	marks    keptMarks    // of pages as they were
}

func (c *comparer) step(k int) error {
	revs := c.file.Revisions()
	s := &step{c: c, k: k, old: revs[k-1], new: revs[k], touched: map[int]*touch{}, widgets: map[int]bool{}}
	for _, run := range []func() error{s.readTouched, s.twoReadings, s.trailer, s.catalog, s.form, s.pages, s.tags, s.rest} {
		if err := run(); err != nil {
			return err
		}
		if *s.c.left < 0 {
			return errWork
		}
	}
	for _, num := range s.order {
		if t := s.touched[num]; !t.same {
			c.refs.set(num, t.after, c.left)
		}
	}
	c.refs.set(0, s.new.Trailer(), c.left)
	if *c.left < 0 {
		return errWork
	}
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

// flowless lists a change of the form as a whole, which our own flow never
// makes.
func (s *step) flowless(kind string, verdict ChangeVerdict, num int, rule, detail string) {
	if s.c.flow != nil {
		verdict, rule = ChangeSuspicious, flowRule+"; "+rule
	}
	s.put(kind, verdict, classFill, num, "", rule, detail)
}

func (s *step) put(kind string, verdict ChangeVerdict, cl class, num int, field, rule, detail string) {
	ch := change{Change: Change{Kind: kind, Field: field, Verdict: verdict, Rule: rule, Detail: detail}, class: cl, at: s.k, num: num}
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
