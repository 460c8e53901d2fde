package pades

import "antin/pdf"

// structureLoops reports whether the structure tree leads back to itself
// (ISO 32000-2, 14.7.2). Readers that follow it for copying or reading aloud
// never end, or each ends elsewhere.
func structureLoops(rev *pdf.Revision, left *int) (bool, error) {
	catalog, err := rev.Catalog()
	if err != nil {
		return false, unlessMalformed(err)
	}
	w := &structureWalk{rev: rev, left: left, seen: map[int]bool{}}
	err = w.element(catalog.Get("StructTreeRoot"), 0)
	return w.loop, err
}

type structureWalk struct {
	rev  *pdf.Revision
	left *int
	seen map[int]bool
	loop bool
}

func (w *structureWalk) element(o pdf.Object, depth int) error {
	if *w.left--; *w.left < 0 {
		return errWork
	}
	ref, isRef := o.(pdf.Ref)
	if isRef && w.seen[ref.Num] || depth > 512 {
		w.loop = true
		return nil
	}
	if isRef {
		w.seen[ref.Num] = true
	}
	resolved, err := w.rev.Resolve(o)
	if err != nil {
		return unlessMalformed(err)
	}
	switch v := resolved.(type) {
	case pdf.Array:
		for _, item := range v {
			if err := w.element(item, depth+1); err != nil {
				return err
			}
		}
	case pdf.Dict:
		if t := v.Name("Type"); t != "MCR" && t != "OBJR" && v.Has("K") {
			return w.element(v.Get("K"), depth+1)
		}
	}
	return nil
}
