package pades

import (
	"fmt"

	"antin/pdf"
)

// tags judges a structure tree that was written anew. It names what the pages
// show and shows nothing itself, but programs read it aloud and copy by it: it
// may grow by elements for annotations and widgets, as tools that sign or
// comment a tagged file have to do (14.7.4, 14.9.4), and what stood in it stays.
func (s *step) tags() error {
	before, errA := s.old.Catalog()
	after, errB := s.new.Catalog()
	root := numOf(after.Get("StructTreeRoot"))
	if errA != nil || errB != nil || root == 0 || !pdf.Equal(before.Get("StructTreeRoot"), after.Get("StructTreeRoot")) {
		return nil // said by catalog
	}
	if !s.unexplained() {
		return nil // so the tree is as it was
	}
	w := &tagWalk{s: s}
	changed := w.root(root)
	for _, num := range s.order {
		t := s.changed(num)
		if t == nil || t.explained {
			continue
		}
		a, okA := t.before.(pdf.Dict)
		b, okB := t.after.(pdf.Dict)
		if okA && okB && isElement(a) && isElement(b) && s.tagged(a) {
			t.explained, changed = true, true
			w.element(num, a, b)
		}
	}
	if w.bad != "" {
		s.suspicious("structure-changed", w.at, "", ruleTags, w.bad)
	} else if changed {
		s.aside("structure-grown", classMetadata, root, "", ruleTags, "elements for annotations were added")
	}
	return nil
}

// unexplained reports whether an object that was there before is still to be
// judged.
func (s *step) unexplained() bool {
	for _, num := range s.order {
		if t := s.changed(num); t != nil && t.before != nil && !t.explained {
			return true
		}
	}
	return false
}

type tagWalk struct {
	s   *step
	bad string
	at  int
}

func (w *tagWalk) no(num int, format string, args ...any) {
	if w.bad == "" {
		w.bad, w.at = fmt.Sprintf(format, args...), num
	}
}

func isElement(d pdf.Dict) bool { return d.Has("S") && d.Has("P") && d.Name("Subtype") == "" }

// tagged: an element hangs below another one or the root of the tree.
func (s *step) tagged(d pdf.Dict) bool {
	up, ok, err := dictAt(s.old, d.Get("P"))
	return err == nil && ok && (up.Name("Type") == "StructTreeRoot" || isElement(up))
}

// root compares the root of the tree with its number tree.
func (w *tagWalk) root(num int) bool {
	s := w.s
	t := s.changed(num)
	var a, b pdf.Dict
	if t == nil {
		d, ok, err := dictAt(s.new, pdf.Ref{Num: num})
		if err != nil || !ok {
			return false
		}
		a, b = d, d
	} else {
		okA, okB := false, false
		a, okA = t.before.(pdf.Dict)
		b, okB = t.after.(pdf.Dict)
		if !okA || !okB || a.Name("Type") != "StructTreeRoot" || len(b.Repeated()) > 0 {
			return false // left to rest
		}
		t.explained = true
		w.keys(num, a, b)
	}
	parents := w.parents(a.Get("ParentTree"), b.Get("ParentTree"), num)
	return t != nil || parents
}

func (w *tagWalk) keys(num int, a, b pdf.Dict) {
	for _, key := range keysOf(w.s.c.left, a, b) {
		x, y := a.Get(key), b.Get(key)
		switch {
		case key == "ParentTree", w.s.alike(x, y, 0):
		case key == "K":
			w.kids(num, x, y)
		case key == "ParentTreeNextKey":
			m, okA := x.(pdf.Integer)
			n, okB := y.(pdf.Integer)
			if !okB || okA && n < m {
				w.no(num, "/ParentTreeNextKey went back")
			}
		case key == "RoleMap", key == "ClassMap", key == "IDTree", key == "Namespaces":
			if x != nil {
				w.grown(num, key, x, y)
			}
		default:
			w.no(num, "/%s of the structure tree changed", key)
		}
	}
}

// grown dictionaries keep what they had.
func (w *tagWalk) grown(num int, key pdf.Name, x, y pdf.Object) {
	a, okA, errA := dictAt(w.s.old, x)
	b, okB, errB := dictAt(w.s.new, y)
	if errA != nil || errB != nil || !okA || !okB {
		w.no(num, "/%s of the structure tree changed", key)
		return
	}
	for _, e := range a {
		if !w.s.alike(e.Value, b.Get(e.Key), 0) {
			w.no(num, "/%s of the structure tree changed", key)
		}
	}
}

// element compares one structure element: only its kids may have grown.
func (w *tagWalk) element(num int, a, b pdf.Dict) {
	if len(b.Repeated()) > 0 {
		w.no(num, "an element has a key twice")
	}
	for _, key := range keysOf(w.s.c.left, a, b) {
		x, y := a.Get(key), b.Get(key)
		switch {
		case w.s.alike(x, y, 0):
		case key == "K":
			w.kids(num, x, y)
		default:
			w.no(num, "/%s of a structure element changed", key)
		}
	}
}

// kids wants the old ones in their order, and between them only new elements
// for annotations.
func (w *tagWalk) kids(num int, x, y pdf.Object) {
	if ref, ok := y.(pdf.Ref); ok {
		if t := w.s.changed(ref.Num); t != nil && w.s.only(ref.Num, num) {
			if _, isArray := t.after.(pdf.Array); isArray {
				t.explained = true
			}
		}
	}
	before, after := w.list(w.s.old, x), w.list(w.s.new, y)
	i := 0
	for _, kid := range after {
		if *w.s.c.left--; *w.s.c.left < 0 {
			w.no(num, "too many elements")
			return
		}
		if i < len(before) && w.s.alike(before[i], kid, 0) {
			i++
			continue
		}
		if !w.annotates(kid, 0) {
			w.no(num, "an element was added that stands for more than annotations")
		}
	}
	if i < len(before) {
		w.no(num, "%d elements were taken out or moved", len(before)-i)
	}
}

// list: one kid may stand for itself.
func (w *tagWalk) list(rev *pdf.Revision, o pdf.Object) pdf.Array {
	resolved, err := rev.Resolve(o)
	if err != nil || resolved == nil {
		return nil
	}
	if a, ok := resolved.(pdf.Array); ok {
		return a
	}
	return pdf.Array{o}
}

// annotates: a new element whose leaves are references to objects, never to
// marked content of a page.
func (w *tagWalk) annotates(o pdf.Object, depth int) bool {
	if *w.s.c.left--; *w.s.c.left < 0 || depth > 16 {
		return false
	}
	if ref, ok := o.(pdf.Ref); ok && !w.s.made(ref) {
		return false
	}
	d, ok, err := dictAt(w.s.new, o)
	if err != nil || !ok || len(d.Repeated()) > 0 {
		return false
	}
	if d.Name("Type") == "OBJR" {
		return true
	}
	if !d.Has("S") || d.Name("Type") == "MCR" {
		return false
	}
	for _, kid := range w.list(w.s.new, d.Get("K")) {
		if _, isMarked := kid.(pdf.Integer); isMarked || !w.annotates(kid, depth+1) {
			return false
		}
	}
	return true
}
