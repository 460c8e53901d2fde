package pdf

import (
	"bytes"
	"sort"
)

// EntryKind says what a cross-reference entry is.
type EntryKind uint8

// The kinds of cross-reference entries.
const (
	Free       EntryKind = iota // no object has this number
	InUse                       // the object stands at an offset
	Compressed                  // the object is in an object stream
)

// XrefEntry is one entry of a cross-reference section.
type XrefEntry struct {
	Num, Gen int
	Kind     EntryKind
	Offset   int64 // from the first byte of the file, of "N G obj"; when InUse
	Stream   int   // number of the object stream; when Compressed
	Index    int   // place in that stream; when Compressed
}

// slot is an entry in 16 bytes: at is the offset or the object stream, gen the
// generation or the index.
type slot struct {
	at   int64
	num  uint32
	kind EntryKind
	gen  uint16
}

func (s slot) entry() XrefEntry {
	e := XrefEntry{Num: int(s.num), Kind: s.kind}
	switch s.kind {
	case Compressed:
		e.Stream, e.Index = int(s.at>>24), int(s.at&(1<<24-1))
	case InUse:
		e.Offset, e.Gen = s.at, int(s.gen)
	case Free:
		e.Gen = int(s.gen)
	}
	return e
}

// section is one cross-reference section with its trailer.
type section struct {
	off, end int64
	slots    []slot // by number, each once
	trailer  Dict
	stream   bool
	hybrid   bool
	prev     int64 // -1 when there is none
}

// sortSlots orders the entries by number and keeps the first of equal ones, as
// readers do that fill a table from the newest section on.
func (f *File) sortSlots(s []slot, off int64) []slot {
	inOrder := true
	for i := 1; i < len(s); i++ {
		if s[i].num <= s[i-1].num {
			inOrder = false
			break
		}
	}
	if inOrder {
		return s
	}
	sort.SliceStable(s, func(i, j int) bool { return s[i].num < s[j].num })
	out := s[:1]
	for _, e := range s[1:] {
		if e.num == out[len(out)-1].num {
			f.tolerate(TolerateRepeatedEntry, off)
			continue
		}
		out = append(out, e)
	}
	return out
}

// merge lays entries over older ones; both are sorted.
func merge(over, under []slot) []slot {
	if len(under) == 0 {
		return over
	}
	out := make([]slot, 0, len(over)+len(under))
	i, j := 0, 0
	for i < len(over) || j < len(under) {
		switch {
		case j == len(under) || i < len(over) && over[i].num < under[j].num:
			out = append(out, over[i])
			i++
		case i == len(over) || under[j].num < over[i].num:
			out = append(out, under[j])
			j++
		default:
			out = append(out, over[i])
			i++
			j++
		}
	}
	return out
}

// mergeHybrid adds the entries of /XRefStm: they count where the table has
// nothing or calls the object free (ISO 32000-1, 7.5.8.4).
func mergeHybrid(table, hidden []slot) []slot {
	visible := make([]slot, 0, len(table))
	var free []slot
	for _, s := range table {
		if s.kind == Free {
			free = append(free, s)
		} else {
			visible = append(visible, s)
		}
	}
	return merge(merge(visible, hidden), free)
}

func findSlot(s []slot, num uint32) (slot, bool) {
	if int(num) < len(s) && s[num].num == num {
		return s[num], true // the usual whole table from 0 on
	}
	i := sort.Search(len(s), func(i int) bool { return s[i].num >= num })
	if i < len(s) && s[i].num == num {
		return s[i], true
	}
	return slot{}, false
}

// readSection reads the table or stream at an offset.
func (f *File) readSection(off int64, budget *int) (*section, error) {
	b, _, err := f.bytesAt(off, 64)
	if err != nil {
		return nil, err
	}
	p := &parser{b: b, base: off}
	p.space()
	var s *section
	if p.keyword("xref") {
		s, err = f.readTable(off, p.at(p.pos), budget)
	} else if within, at := f.insideKeyword(off); within {
		f.tolerate(TolerateXrefOffset, off)
		s, err = f.readTable(off, at, budget)
	} else {
		s, err = f.readXrefStream(off, budget)
	}
	if err != nil {
		return nil, within(err, "cross-references at %d", off)
	}
	s.prev = -1
	switch v := s.trailer.Get("Prev").(type) {
	case nil, Null:
	case Integer:
		s.prev = int64(v) + f.shift
	case Real: // some producers write 123.0
		s.prev = int64(v) + f.shift
	default:
		return nil, malformed(off, "/Prev is not a number")
	}
	if s.hybrid {
		err = f.readHidden(s, budget)
	}
	if size, ok := s.trailer.Get("Size").(Integer); ok && len(s.slots) > 0 {
		if int64(s.slots[len(s.slots)-1].num) >= int64(size) {
			f.tolerate(TolerateBeyondSize, off)
		}
	}
	return s, err
}

// insideKeyword reports whether an offset leads into the word xref instead of to
// its first letter, and where the word ends. Some producers count the end of
// line before it wrongly; every reader that takes the file finds the same table.
func (f *File) insideKeyword(off int64) (bool, int64) {
	from := max(0, off-3)
	b, _, err := f.bytesAt(from, 7)
	if err != nil {
		return false, 0
	}
	i := bytes.Index(b, []byte("xref"))
	at := from + int64(i)
	if i < 0 || at >= off || i > 0 && !isSpace(b[i-1]) || at+4 > f.size {
		return false, 0
	}
	return true, at + 4
}

func (f *File) readHidden(s *section, budget *int) error {
	at, ok := s.trailer.Get("XRefStm").(Integer)
	if !ok {
		return malformed(s.off, "/XRefStm is not a number")
	}
	f.tolerate(TolerateHybrid, s.off)
	hidden, err := f.readXrefStream(int64(at)+f.shift, budget)
	if err != nil {
		return within(err, "hidden cross-references at %d", at)
	}
	s.slots = mergeHybrid(s.slots, hidden.slots)
	return nil
}

func take(budget *int, n int64) error {
	if n < 0 || n > int64(*budget) {
		return overLimit("more than %d cross-reference entries", maxEntries)
	}
	*budget -= int(n)
	return nil
}
