package pades

import (
	"fmt"

	"antin/pdf"
)

const (
	ruleTrailer = "ISO 32000-2, 7.5.5, table 15"
	ruleCatalog = "ISO 32000-2, 7.7.2, table 29"
	ruleMDP     = "ISO 32000-2, 12.8.2.2, table 257"
)

// trailer compares what the two trailers name.
func (s *step) trailer() error {
	before, after := s.old.Trailer(), s.new.Trailer()
	if len(after.Repeated()) > 0 {
		s.suspicious("repeated-keys", 0, "", "ISO 32000-2, 7.3.7", "the trailer has a key twice")
	}
	for _, key := range keysOf(before, after) {
		a, b := before.Get(key), after.Get(key)
		if pdf.Equal(a, b) {
			continue
		}
		switch key {
		case "Size", "Prev", "XRefStm", "Type", "W", "Index", "Length", "Filter", "DecodeParms", "DocChecksum", "DL":
		case "ID":
			s.identifier(a, b)
		case "Info":
			// judged below with the object itself
		default:
			s.suspicious("trailer-changed", 0, "", ruleTrailer, fmt.Sprintf("/%s of the trailer changed", key))
		}
	}
	s.info(before.Get("Info"), after.Get("Info"))
	s.size(before.Get("Size"), after.Get("Size"))
	return nil
}

// size: an object whose number is not below /Size is undefined to a reader that
// keeps to it (7.5.5), and there for one that does not.
func (s *step) size(before, after pdf.Object) {
	had := s.c.highest
	s.c.highest = max(had, highestInUse(s.new))
	n, ok := after.(pdf.Integer)
	if ok && int64(n) > int64(s.c.highest) {
		return
	}
	if old, okBefore := before.(pdf.Integer); ok && okBefore && int64(old) <= int64(had) && s.c.highest == had && n >= old {
		return // the signed revision had it already, and this one adds nothing to it
	}
	s.suspicious("trailer-changed", 0, "", ruleTrailer, fmt.Sprintf("/Size hides object %d, which is in use", s.c.highest))
}

// highestInUse is the highest number that a revision itself wrote and that is
// not free.
func highestInUse(rev *pdf.Revision) int {
	entries := rev.Entries()
	for i := len(entries) - 1; i >= 0; i-- {
		if entries[i].Kind != pdf.Free {
			return entries[i].Num
		}
	}
	return 0
}

// identifier: the first half stays for the life of the file.
func (s *step) identifier(a, b pdf.Object) {
	x, okA := a.(pdf.Array)
	y, okB := b.(pdf.Array)
	if okA && okB && len(x) == 2 && len(y) == 2 && pdf.Equal(x[0], y[0]) {
		return
	}
	if a == nil || b == nil {
		return // writers that leave it out do no harm
	}
	s.add("identifier-changed", ChangeUnclassified, classMetadata, 0, "", ruleTrailer, "the permanent identifier of the file changed")
}

// info judges the document information dictionary: words about the file that
// no page shows.
func (s *step) info(a, b pdf.Object) {
	ref, ok := b.(pdf.Ref)
	if !ok {
		if !pdf.Equal(a, b) && b != nil {
			s.suspicious("info-changed", 0, "", ruleTrailer, "/Info is not a reference")
		}
		return
	}
	t := s.changed(ref.Num)
	if t == nil {
		if !pdf.Equal(a, b) {
			s.suspicious("info-changed", ref.Num, "", ruleTrailer, "/Info was pointed at an object that was there before")
		}
		return
	}
	dict, ok := t.after.(pdf.Dict)
	if !ok || !flat(dict) || !s.only(ref.Num, 0) {
		return // left to rest, which will call it suspicious
	}
	t.explained = true
	s.aside("information-changed", classMetadata, ref.Num, "", "ISO 32000-2, 14.3.3", "")
}

// flat: only strings, names, numbers and truth values.
func flat(d pdf.Dict) bool {
	for _, e := range d {
		switch e.Value.(type) {
		case pdf.String, pdf.Name, pdf.Bool, pdf.Integer, pdf.Real, pdf.Null:
		default:
			return false
		}
	}
	return len(d.Repeated()) == 0
}

// keysOf lists the keys of two dictionaries once each, in order.
func keysOf(a, b pdf.Dict) []pdf.Name {
	var out []pdf.Name
	seen := map[pdf.Name]bool{}
	for _, d := range []pdf.Dict{a, b} {
		for _, e := range d {
			if !seen[e.Key] {
				seen[e.Key] = true
				out = append(out, e.Key)
			}
		}
	}
	return out
}

// catalog compares the document catalogs key by key.
func (s *step) catalog() error {
	before, errA := s.old.Catalog()
	after, errB := s.new.Catalog()
	if errA != nil || errB != nil {
		s.suspicious("catalog-unreadable", 0, "", ruleCatalog, "")
		if err := unlessMalformed(errA); err != nil {
			return err
		}
		return unlessMalformed(errB)
	}
	root := 0
	if ref, ok := s.new.Trailer().Get("Root").(pdf.Ref); ok {
		root = ref.Num
		s.explain(root)
	}
	if len(after.Repeated()) > 0 {
		s.suspicious("repeated-keys", root, "", "ISO 32000-2, 7.3.7", "the catalog has a key twice")
	}
	for _, key := range keysOf(before, after) {
		if err := s.catalogKey(key, before.Get(key), after.Get(key), root); err != nil {
			return err
		}
	}
	return nil
}

func (s *step) catalogKey(key pdf.Name, a, b pdf.Object, root int) error {
	switch key {
	case "AcroForm":
		return nil // judged by form
	case "DSS":
		return s.dss(a, b, root)
	case "Metadata":
		return s.metadata(a, b, root)
	case "Extensions":
		s.extensions(a, b, root)
		return nil
	case "Version":
		if pdf.Equal(a, b) {
			return nil
		}
		if v, ok := b.(pdf.Name); ok && len(v) == 3 && (v == "2.0" || v > "1.3" && v < "1.8") {
			if s.c.flow != nil {
				s.aside("catalog-changed", classMetadata, root, "", ruleCatalog, "/Version of the catalog changed")
			}
			return nil
		}
	}
	if pdf.Equal(a, b) {
		return nil
	}
	s.suspicious("catalog-changed", root, "", ruleCatalog, fmt.Sprintf("/%s of the catalog changed", key))
	return nil
}

// extensions of developers say which notions a file uses; they show nothing.
func (s *step) extensions(a, b pdf.Object, root int) {
	const rule = "ISO 32000-2, 7.12"
	changed := !pdf.Equal(a, b)
	ok := s.extensionTree(b, root, 0, &changed)
	switch {
	case !ok:
		s.suspicious("extensions-changed", root, "", rule, "the extensions are no plain dictionary, or something else refers to them")
	case a != nil && b == nil:
		s.add("extensions-changed", ChangeUnclassified, classMetadata, root, "", rule, "the extensions were removed")
	case changed:
		s.aside("extensions-changed", classMetadata, root, "", rule, "")
	}
}

// extensionTree explains the touched objects below, provided that nothing else
// refers to them.
func (s *step) extensionTree(o pdf.Object, parent, depth int, changed *bool) bool {
	if depth > 4 {
		return false
	}
	switch v := o.(type) {
	case nil, pdf.Name, pdf.Integer, pdf.String:
		return true
	case pdf.Dict:
		for _, e := range v {
			if !s.extensionTree(e.Value, parent, depth+1, changed) {
				return false
			}
		}
		return len(v.Repeated()) == 0
	case pdf.Array:
		for _, e := range v {
			if !s.extensionTree(e, parent, depth+1, changed) {
				return false
			}
		}
		return true
	case pdf.Ref:
		t := s.changed(v.Num)
		if t == nil {
			return true
		}
		if !s.only(v.Num, parent) {
			return false
		}
		*changed, t.explained = true, true
		return s.extensionTree(t.after, v.Num, depth+1, changed)
	}
	return false
}
