package pades

import "antin/pdf"

// parents compares the number tree that leads from content back to the
// structure tree (14.7.5.4): every number keeps what it led to, new numbers may
// be added. It reports whether anything of it was written.
func (w *tagWalk) parents(a, b pdf.Object, holder int) bool {
	if !w.treeTouched(b, holder) {
		return false
	}
	before, okA := w.numbers(w.s.old, a)
	after, okB := w.numbers(w.s.new, b)
	if !okA || !okB {
		w.no(holder, "the number tree of the structure cannot be read")
		return true
	}
	for n, v := range before {
		if !w.sameParent(v, after[n]) {
			w.no(holder, "number %d of the structure tree leads elsewhere", n)
			break
		}
	}
	return true
}

// sameParent: the list of a page may be followed by further entries.
func (w *tagWalk) sameParent(a, b pdf.Object) bool {
	if w.s.alike(a, b, 0) {
		return true
	}
	x, okA, errA := arrayAt(w.s.old, a)
	y, okB, errB := arrayAt(w.s.new, b)
	if errA != nil || errB != nil || !okA || !okB || len(y) < len(x) {
		return false
	}
	for i := range x {
		if !w.s.alike(x[i], y[i], 0) {
			return false
		}
	}
	return true
}

// treeTouched explains the nodes of the new tree that this revision wrote.
func (w *tagWalk) treeTouched(b pdf.Object, holder int) bool {
	met := false
	w.nodes(w.s.new, b, holder, 0, func(node pdf.Object, up int) {
		ref, ok := node.(pdf.Ref)
		if t := w.s.changed(ref.Num); ok && t != nil && w.s.only(ref.Num, up) {
			t.explained, met = true, true
		}
	})
	return met
}

// nodes meets every indirect node of a number tree, arrays counted in.
func (w *tagWalk) nodes(rev *pdf.Revision, o pdf.Object, up, depth int, meet func(node pdf.Object, up int)) {
	if *w.s.c.left--; *w.s.c.left < 0 || depth > 16 {
		return
	}
	if ref, ok := o.(pdf.Ref); ok {
		meet(o, up)
		up = ref.Num
	}
	d, ok, err := dictAt(rev, o)
	if err != nil || !ok {
		return
	}
	for _, key := range []pdf.Name{"Nums", "Kids"} {
		v := d.Get(key)
		holder := up
		if ref, ok := v.(pdf.Ref); ok {
			meet(v, up)
			holder = ref.Num
		}
		list, _, err := arrayAt(rev, v)
		if err != nil {
			return
		}
		for i, kid := range list {
			if key == "Kids" {
				w.nodes(rev, kid, holder, depth+1, meet)
			} else if _, isRef := kid.(pdf.Ref); isRef && i%2 == 1 {
				if a, isArray, err := arrayAt(rev, kid); err == nil && isArray && a != nil {
					meet(kid, holder)
				}
			}
		}
	}
}

// maxParents bounds the numbers read of a structure tree; a tagged book of
// 1,000 pages has 5,000.
const maxParents = 100_000

func (w *tagWalk) numbers(rev *pdf.Revision, o pdf.Object) (map[int64]pdf.Object, bool) {
	out := map[int64]pdf.Object{}
	return out, w.gather(rev, o, 0, out)
}

func (w *tagWalk) gather(rev *pdf.Revision, o pdf.Object, depth int, out map[int64]pdf.Object) bool {
	if *w.s.c.left--; *w.s.c.left < 0 || depth > 16 || len(out) > maxParents {
		return false
	}
	d, ok, err := dictAt(rev, o)
	if err != nil || !ok || len(d.Repeated()) > 0 {
		return o == nil && depth == 0
	}
	nums, _, errA := arrayAt(rev, d.Get("Nums"))
	kids, _, errB := arrayAt(rev, d.Get("Kids"))
	if errA != nil || errB != nil || len(nums)%2 != 0 {
		return false
	}
	for i := 0; i < len(nums); i += 2 {
		n, ok := nums[i].(pdf.Integer)
		if _, twice := out[int64(n)]; !ok || twice {
			return false
		}
		out[int64(n)] = nums[i+1]
	}
	for _, kid := range kids {
		if !w.gather(rev, kid, depth+1, out) {
			return false
		}
	}
	return true
}
