package pades

import (
	"fmt"
	"slices"

	"antin/pdf"
)

// page compares one page dictionary; nothing that it shows may change but its
// annotations.
func (s *step) page(t *touch) error {
	before, okA := t.before.(pdf.Dict)
	after, okB := t.after.(pdf.Dict)
	if !okA || !okB || len(after.Repeated()) > 0 {
		s.suspicious("page-changed", t.num, "", rulePages, "the page is no dictionary any more, or has a key twice")
		return nil
	}
	for _, key := range keysOf(s.c.left, before, after) {
		if key == "Annots" || s.samePageKey(key, before, after) {
			continue
		}
		if unseenOfPage(key, before.Get(key), after.Get(key)) {
			s.aside("page-noted", classMetadata, t.num, "", rulePrivate, fmt.Sprintf("/%s of page %d", key, s.c.tree.leaves[t.num]))
			continue
		}
		s.suspicious("page-changed", t.num, "", rulePages, fmt.Sprintf("/%s of page %d changed", key, s.c.tree.leaves[t.num]))
	}
	return s.annots(before.Get("Annots"), after.Get("Annots"), t.num)
}

// samePageKey compares what holds for the page in the end: a value written out
// that the page inherited before is the same (7.7.3.4), and so is one content
// stream in a list of its own.
func (s *step) samePageKey(key pdf.Name, before, after pdf.Dict) bool {
	a, b := before.Get(key), after.Get(key)
	if s.alike(a, b, 0) {
		return true
	}
	switch key {
	case "Contents":
		x, okA := contentList(s.old, a)
		y, okB := contentList(s.new, b)
		return okA && okB && s.alikeValues(x, y, 0)
	case "Resources", "MediaBox", "CropBox", "Rotate":
		x, okA := s.ofPage(s.old, before, key)
		y, okB := s.ofPage(s.new, after, key)
		return okA && okB && s.alike(x, y, 0)
	}
	return false
}

// ofPage is the value that holds for a page, with what it inherits and the
// values that count where there is none.
func (s *step) ofPage(rev *pdf.Revision, page pdf.Dict, key pdf.Name) (pdf.Object, bool) {
	for node, n := page, 0; n < maxFieldDepth; n++ {
		if v := absent(node.Get(key)); v != nil {
			return v, true
		}
		up, ok, err := dictAt(rev, node.Get("Parent"))
		if err != nil {
			return nil, false
		}
		if !ok {
			break
		}
		node = up
	}
	switch key {
	case "Rotate":
		return pdf.Integer(0), true
	case "CropBox":
		return s.ofPage(rev, page, "MediaBox")
	}
	return nil, true
}

// contentList is /Contents as a list of references to streams.
func contentList(rev *pdf.Revision, o pdf.Object) (pdf.Array, bool) {
	ref, isRef := o.(pdf.Ref)
	resolved, err := rev.Resolve(o)
	if err != nil {
		return nil, false
	}
	switch v := resolved.(type) {
	case nil, pdf.Null:
		return pdf.Array{}, true
	case pdf.Array:
		return v, true
	case *pdf.Stream:
		return pdf.Array{ref}, isRef
	}
	return nil, false
}

// unseenOfPage keys say something about the page to programs: when it was
// edited, in which order fields are visited, under which number it stands in
// the structure tree (table 31).
func unseenOfPage(key pdf.Name, a, b pdf.Object) bool {
	switch key {
	case "LastModified", "PieceInfo":
		return true
	case "Tabs":
		n, ok := b.(pdf.Name)
		return ok && slices.Contains([]pdf.Name{"R", "C", "S", "A", "W"}, n)
	case "StructParents":
		_, ok := b.(pdf.Integer)
		return ok && a == nil
	case "Type":
		return b == pdf.Object(pdf.Name("Page")) || b == nil
	}
	return false
}
