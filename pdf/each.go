package pdf

import "iter"

// All goes through what [Revision.Entries] lists without making the list.
func (r *Revision) All() iter.Seq[XrefEntry] {
	return func(yield func(XrefEntry) bool) {
		for _, s := range r.slots {
			if !yield(s.entry()) {
				return
			}
		}
	}
}

// ScanEach does what [Revision.Scan] does, but hands over one object after the
// other and keeps none; an error of meet ends it.
func (r *Revision) ScanEach(meet func(Found) error) error {
	return r.f.scan(Extent{r.Start, r.End}, r, meet)
}
