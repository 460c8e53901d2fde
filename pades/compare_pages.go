package pades

import (
	"fmt"

	"antin/pdf"
)

const (
	rulePages = "ISO 32000-2, 7.7.3"
	ruleAnnot = "ISO 32000-2, 12.5 and 12.8.2.2"
)

// pageTree is what the page tree is made of: object numbers only.
type pageTree struct {
	root    pdf.Object
	inner   map[int]bool
	leaves  map[int]int // object number -> page, counted from 1
	annots  map[int]int // indirect arrays of annotations -> object number of the page
	circled bool
	broken  bool
}

// readPageTree walks the tree of a revision.
func readPageTree(rev *pdf.Revision, left *int) (*pageTree, error) {
	t := &pageTree{inner: map[int]bool{}, leaves: map[int]int{}, annots: map[int]int{}}
	catalog, err := rev.Catalog()
	if err != nil {
		t.broken = true
		return t, unlessMalformed(err)
	}
	t.root = catalog.Get("Pages")
	return t, t.walk(rev, t.root, 0, left)
}

func (t *pageTree) walk(rev *pdf.Revision, o pdf.Object, depth int, left *int) error {
	if *left--; *left < 0 {
		return errWork
	}
	ref, isRef := o.(pdf.Ref)
	if depth > maxDepth || isRef && (t.inner[ref.Num] || t.leaves[ref.Num] > 0) {
		t.circled = true
		return nil
	}
	dict, ok, err := dictAt(rev, o)
	if err != nil || !ok || !isRef {
		t.broken = true
		return unlessMalformed(err)
	}
	kids := dict.Get("Kids")
	if kids == nil {
		t.leaves[ref.Num] = len(t.leaves) + 1
		if a, ok := dict.Get("Annots").(pdf.Ref); ok {
			t.annots[a.Num] = ref.Num
		}
		return nil
	}
	t.inner[ref.Num] = true
	if a, ok := kids.(pdf.Ref); ok {
		t.inner[a.Num] = true
	}
	array, ok, err := arrayAt(rev, kids)
	if err != nil || !ok {
		t.broken = true
		return unlessMalformed(err)
	}
	for _, k := range array {
		if err := t.walk(rev, k, depth+1, left); err != nil {
			return err
		}
	}
	return nil
}

// pages compares the pages that this revision touched.
func (s *step) pages() error {
	tree := s.c.tree
	structural := false
	for _, num := range s.order {
		t := s.changed(num)
		if t == nil {
			continue
		}
		if tree.inner[num] {
			structural, t.explained = true, true
			s.suspicious("page-tree-changed", num, "", rulePages, "")
		}
		if tree.leaves[num] > 0 {
			t.explained = true
			if err := s.page(t); err != nil {
				return err
			}
			structural = structural || !isPage(t.after)
		}
		if page := tree.annots[num]; page > 0 && !t.explained {
			if err := s.annotArray(t, page); err != nil {
				return err
			}
		}
	}
	if !structural {
		s.noteAnnots()
		return nil
	}
	fresh, err := readPageTree(s.new, s.c.left)
	if err != nil {
		return err
	}
	s.c.tree = fresh
	return nil
}

// noteAnnots keeps the tree current after pages got another array of
// annotations.
func (s *step) noteAnnots() {
	for _, num := range s.order {
		if s.c.tree.leaves[num] == 0 {
			continue
		}
		if d, ok := s.touched[num].after.(pdf.Dict); ok {
			if a, ok := d.Get("Annots").(pdf.Ref); ok {
				s.c.tree.annots[a.Num] = num
			}
		}
	}
}

func isPage(o pdf.Object) bool {
	d, ok := o.(pdf.Dict)
	return ok && !d.Has("Kids")
}

// page compares one page dictionary; nothing but its annotations may change.
func (s *step) page(t *touch) error {
	before, okA := t.before.(pdf.Dict)
	after, okB := t.after.(pdf.Dict)
	if !okA || !okB || len(after.Repeated()) > 0 {
		s.suspicious("page-changed", t.num, "", rulePages, "the page is no dictionary any more, or has a key twice")
		return nil
	}
	for _, key := range keysOf(before, after) {
		a, b := before.Get(key), after.Get(key)
		if key == "Annots" || pdf.Equal(a, b) {
			continue
		}
		s.suspicious("page-changed", t.num, "", rulePages, fmt.Sprintf("/%s of page %d changed", key, s.c.tree.leaves[t.num]))
	}
	return s.annots(before.Get("Annots"), after.Get("Annots"), t.num)
}

// annotArray judges an array of annotations overwritten in its place.
func (s *step) annotArray(t *touch, page int) error {
	if !s.only(t.num, page) {
		return nil // left to rest
	}
	t.explained = true
	return s.compareAnnots(t.before, t.after, page)
}

func (s *step) annots(a, b pdf.Object, page int) error {
	if ref, ok := b.(pdf.Ref); ok {
		if t := s.changed(ref.Num); t != nil {
			if !s.only(ref.Num, page) {
				return nil
			}
			t.explained = true
		}
	}
	before, errA := s.old.Resolve(a)
	after, errB := s.new.Resolve(b)
	if errA != nil || errB != nil {
		s.suspicious("annotations-unreadable", page, "", ruleAnnot, "")
		return nil
	}
	return s.compareAnnots(before, after, page)
}

// compareAnnots wants every old annotation in its old order, and allows the
// widgets that the form gained; any other new annotation is unclassified.
func (s *step) compareAnnots(a, b pdf.Object, page int) error {
	before, okA := arrayOrNothing(a)
	after, okB := arrayOrNothing(b)
	if !okA || !okB {
		s.suspicious("annotations-changed", page, "", ruleAnnot, "the annotations are no array")
		return nil
	}
	had := map[pdf.Ref]bool{}
	for _, item := range before {
		if ref, ok := item.(pdf.Ref); ok {
			had[ref] = true
		}
	}
	i := 0
	for _, item := range after {
		if i < len(before) && pdf.Equal(item, before[i]) {
			i++
			continue
		}
		if ref, ok := item.(pdf.Ref); ok && s.widgets[ref.Num] {
			continue
		}
		s.newAnnotation(item, had, page)
	}
	if i < len(before) {
		s.suspicious("annotations-removed", page, "", ruleAnnot, fmt.Sprintf("%d annotations of page %d were removed or moved", len(before)-i, s.c.tree.leaves[page]))
	}
	return nil
}

func (s *step) newAnnotation(item pdf.Object, had map[pdf.Ref]bool, page int) {
	num := 0
	if ref, ok := item.(pdf.Ref); ok {
		if had[ref] {
			s.suspicious("annotations-moved", page, "", ruleAnnot, "an annotation stands twice or in another order")
			return
		}
		num = ref.Num
		if t := s.changed(num); t == nil || t.before != nil {
			s.suspicious("annotation-reused", num, "", ruleAnnot, "an object that was there before became an annotation")
			return
		}
	}
	kind := pdf.Name("")
	if d, ok, err := dictAt(s.new, item); err == nil && ok {
		kind = d.Name("Subtype")
	}
	if kind == "Widget" {
		s.suspicious("annotation-added", num, "", ruleAnnot, "a widget that belongs to no new signature field")
		return
	}
	s.add("annotation-added", ChangeUnclassified, classAnnotate, num, "", ruleAnnot, fmt.Sprintf("/%s on page %d", kind, s.c.tree.leaves[page]))
}

func arrayOrNothing(o pdf.Object) (pdf.Array, bool) {
	switch v := o.(type) {
	case nil, pdf.Null:
		return nil, true
	case pdf.Array:
		return v, true
	}
	return nil, false
}
