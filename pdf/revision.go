package pdf

import "sort"

// Revision is the file as it was when one update had been written: the state
// a reader would have seen with the file cut off at End.
type Revision struct {
	f         *File
	Number    int   // 0 for the first
	Start     int64 // the End of the revision before; 0 for the first
	End       int64 // length of the prefix that is this revision, with %%EOF and one end of line
	StartXref int64 // where its newest cross-reference section stands

	section *section
	trailer Dict
	slots   []slot
	pages   []*Page
}

// File is the file the revision belongs to.
func (r *Revision) File() *File { return r.f }

// Trailer is the trailer dictionary, or the dictionary of the cross-reference
// stream, that a reader of this revision meets first.
func (r *Revision) Trailer() Dict { return r.trailer }

// XrefStream reports whether the newest cross-reference section of this
// revision is a stream. Hybrid files have a table.
func (r *Revision) XrefStream() bool { return r.section.stream }

// Entries lists the cross-reference entries that this revision wrote itself,
// by number.
func (r *Revision) Entries() []XrefEntry {
	out := make([]XrefEntry, len(r.slots))
	for i, s := range r.slots {
		out[i] = s.entry()
	}
	return out
}

// Lookup finds the entry of an object number that holds in this revision, and
// the number of the revision that wrote it.
func (r *Revision) Lookup(num int) (e XrefEntry, writtenBy int, ok bool) {
	if num < 0 || num > maxObjectNumber {
		return XrefEntry{}, 0, false
	}
	if t := r.f.over; len(t) > 0 && r.Number > 0 {
		// The last entry of this number that is not of a later revision.
		n := uint32(num)
		i := sort.Search(len(t), func(i int) bool { return t[i].num > n || t[i].num == n && t[i].rev > r.Number })
		if i > 0 && t[i-1].num == n {
			return t[i-1].entry(), t[i-1].rev, true
		}
	}
	s, ok := findSlot(r.f.revs[0].slots, uint32(num))
	if !ok {
		return XrefEntry{}, 0, false
	}
	return s.entry(), 0, true
}

// MaxNumber is the highest object number with an entry in this revision or one
// before it.
func (r *Revision) MaxNumber() int {
	highest := 0
	for _, rev := range r.f.revs[:r.Number+1] {
		if n := len(rev.slots); n > 0 {
			highest = max(highest, int(rev.slots[n-1].num))
		}
	}
	return highest
}

// Catalog is the document catalog of this revision; nil when /Root leads to
// something else than a dictionary.
func (r *Revision) Catalog() (Dict, error) {
	root, err := r.Resolve(r.trailer.Get("Root"))
	if err != nil {
		return nil, within(err, "catalog")
	}
	d, _ := root.(Dict)
	return d, nil
}
