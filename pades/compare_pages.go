package pades

import (
	"slices"

	"antin/pdf"
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
	s.annotationsInPlace()
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

// annotationsInPlace judges the annotations that were written anew under their
// number.
func (s *step) annotationsInPlace() {
	for _, num := range s.order {
		t := s.changed(num)
		if t == nil || t.explained || t.before == nil || t.after == nil {
			continue
		}
		if page := s.pageListing(num); page > 0 {
			s.annotation(t, page)
		}
	}
}

// pageListing is the object number of a page whose annotations may list num, 0
// when there is none.
func (s *step) pageListing(num int) int {
	page := 0
	s.c.refs.sources(num, func(from, _ int) bool {
		if p := s.c.tree.annots[from]; p > 0 {
			page = p
		} else if s.c.tree.leaves[from] > 0 && s.lists(from, num) {
			page = from
		}
		return page == 0
	})
	return page
}

func (s *step) lists(page, num int) bool {
	e, _, _ := s.old.Lookup(page)
	dict, _, err := dictAt(s.old, pdf.Ref{Num: page, Gen: e.Gen})
	if err != nil {
		return false
	}
	list, _, err := arrayAt(s.old, dict.Get("Annots"))
	*s.c.left -= len(list)
	return err == nil && slices.ContainsFunc(list, func(o pdf.Object) bool { return numOf(o) == num })
}

// noteAnnots keeps the tree current after pages got another array of
// annotations.
func (s *step) noteAnnots() {
	for _, num := range s.order {
		if s.c.tree.leaves[num] == 0 || s.touched[num].same {
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
