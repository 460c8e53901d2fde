package pades

import "antin/pdf"

// extensions of developers say which notions a file uses; they show nothing.
func (s *step) extensions(a, b pdf.Object, root int) {
	changed := !pdf.Equal(a, b)
	ok := s.extensionTree(b, root, 0, &changed)
	switch {
	case !ok:
		s.suspicious("extensions-changed", root, "", ruleExtensions, "the extensions are no plain dictionary, or something else refers to them")
	case s.lesser(a, b, 0):
		s.suspicious("extensions-changed", root, "", ruleExtensions, "an extension that the signed part may rest on was removed or lowered")
	case changed:
		s.aside("extensions-changed", classMetadata, root, "", ruleExtensions, "")
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

// lesser reports whether an extension is gone, or stands at a lower version or
// level than before: a reader would take the signed part for another dialect.
func (s *step) lesser(a, b pdf.Object, depth int) bool {
	x, errA := s.old.Resolve(a)
	y, errB := s.new.Resolve(b)
	if errA != nil || errB != nil || depth > 4 {
		return true
	}
	switch v := x.(type) {
	case pdf.Dict:
		w, ok := y.(pdf.Dict)
		for _, e := range v {
			if !ok || e.Key != "Type" && e.Key != "URL" && e.Key != "ExtensionRevision" && s.lesser(e.Value, w.Get(e.Key), depth+1) {
				return true
			}
		}
	case pdf.Array:
		w, ok := y.(pdf.Array)
		return !ok || len(w) < len(v)
	case pdf.Integer:
		w, ok := y.(pdf.Integer)
		return !ok || w < v
	case pdf.Name:
		w, ok := y.(pdf.Name)
		return !ok || w < v
	}
	return false
}
