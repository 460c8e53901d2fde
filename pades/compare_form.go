package pades

import (
	"fmt"

	"antin/pdf"
)

// form compares the interactive form before and after.
func (s *step) form() error {
	before, after := s.c.history.forms[s.k-1], s.c.history.forms[s.k]
	s.removedSignatures()
	if before == after && !s.touchesForm(after) {
		return nil
	}
	if before.present && !after.present {
		s.suspicious("form-removed", 0, "", ruleForm, "")
		return nil
	}
	if !after.present {
		return nil
	}
	s.faults(before, after)
	s.formDictionary(before, after)
	s.fieldList(before, after)
	if before.sameTree(after) {
		return nil
	}
	for _, f := range before.fields {
		if after.byName[f.name] == nil || after.byName[f.name].ref.Num != f.ref.Num {
			s.suspicious("field-removed", f.ref.Num, f.name, ruleForm, "removed, renamed or moved")
		}
	}
	for _, f := range after.fields {
		old := before.byName[f.name]
		var err error
		if old == nil || old.ref.Num != f.ref.Num {
			err = s.newField(f, before)
		} else {
			err = s.field(old, f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// touchesForm reports whether an object of the form changed.
func (s *step) touchesForm(f *form) bool {
	for _, num := range s.order {
		if (f.nodes[num] || f.head[num]) && !s.touched[num].same {
			return true
		}
	}
	return false
}

// removedSignatures names those that this revision no longer shows.
func (s *step) removedSignatures() {
	for _, sig := range s.c.history.sigs {
		if sig.removed == s.k {
			s.suspicious("signature-removed", sig.ref.Num, sig.field, ruleSig, "the revision no longer shows this signature")
		}
	}
}

// faults that the signed form did not have.
func (s *step) faults(before, after *form) {
	had := map[string]bool{}
	for _, f := range before.faults {
		had[f] = true
	}
	for _, f := range after.faults {
		if !had[f] {
			s.suspicious("form-damaged", after.ref.Num, "", ruleForm, f)
		}
	}
}

// formDictionary compares the AcroForm dictionary itself.
func (s *step) formDictionary(before, after *form) {
	root := numOf(s.new.Trailer().Get("Root"))
	num := after.ref.Num
	if t := s.changed(num); num > 0 && t != nil {
		if !s.only(num, root) || t.before != nil && before.ref.Num != num {
			s.suspicious("form-changed", num, "", ruleForm, "the form dictionary is used elsewhere")
		}
		t.explained = true
	}
	for _, key := range keysOf(s.c.left, before.dict, after.dict) {
		a, b := before.dict.Get(key), after.dict.Get(key)
		if key == "DR" && b != nil {
			s.defaultResources(a, b, num)
			continue
		}
		if key == "Fields" || pdf.Equal(a, b) {
			continue
		}
		switch {
		case key == "SigFlags" && isFlags(b) && (s.c.flow == nil || grow(a, b)):
		case key == "NeedAppearances" && pdf.Equal(b, pdf.Bool(false)):
		case key == "DA" && a == nil, key == "NeedAppearances" && b == nil:
		case key == "NeedAppearances" && pdf.Equal(b, pdf.Bool(true)):
			verdict, why := s.needAppearances(before)
			s.flowless("form-changed", verdict, num, ruleLook, "/NeedAppearances: "+why)
		case s.alike(a, b, 0):
		default:
			s.suspicious("form-changed", num, "", ruleForm, fmt.Sprintf("/%s of the form changed", key))
		}
	}
}

func isFlags(o pdf.Object) bool {
	n, ok := o.(pdf.Integer)
	return ok && n >= 0 && n <= 3
}

// grow: flags may be set; one taken back tells readers that the file need not be
// appended to, or holds no signature (table 225).
func grow(a, b pdf.Object) bool {
	x, _ := a.(pdf.Integer)
	y, _ := b.(pdf.Integer)
	return x&^y == 0
}

// fieldList explains the array of fields, direct or not; the tree itself is
// compared field by field.
func (s *step) fieldList(before, after *form) {
	ref := after.fieldsRef
	t := s.changed(ref.Num)
	if ref.Num == 0 || t == nil {
		return
	}
	holder := after.ref.Num
	if holder == 0 {
		holder = numOf(s.new.Trailer().Get("Root"))
	}
	if !s.only(ref.Num, holder) || t.before != nil && before.fieldsRef != ref {
		s.suspicious("form-changed", ref.Num, "", ruleForm, "the list of fields is used elsewhere")
	}
	t.explained = true
}

// newField: only a signature field at the top of the tree may be added.
func (s *step) newField(f *formField, before *form) error {
	num := f.ref.Num
	if t := s.changed(num); t != nil {
		t.explained = true
		if t.before != nil && before.byRef[num] == nil {
			s.suspicious("field-added", num, f.name, ruleForm, "the object was something else before")
			return nil
		}
	} else if before.byRef[num] != nil || num == 0 {
		s.suspicious("field-added", num, f.name, ruleForm, "renamed, moved, or not an indirect object")
		return nil
	} else if !s.soleUse(num) {
		s.suspicious("field-added", num, f.name, ruleForm, "an object that was there before became a field")
		return nil
	}
	if f.kind != "Sig" || f.group || f.parent.Num != 0 {
		s.suspicious("field-added", num, f.name, ruleForm, "only a signature field of its own may be added")
		return nil
	}
	if why := s.oddWidget(f); why != "" {
		s.suspicious("signature-added", num, f.name, ruleSig, why)
		return nil
	}
	visible := false
	for _, w := range f.widgetsOrSelf() {
		s.explain(w.ref.Num)
		s.widgets[w.ref.Num] = true
		visible = visible || !invisible(s.new, w.dict)
	}
	return s.signedField(f, "signature-added", visible)
}

// soleUse: an unchanged object that nothing but the page's annotations used.
func (s *step) soleUse(num int) bool {
	return s.c.refs.sources(num, func(from, _ int) bool {
		return s.c.tree.leaves[from] > 0 || s.c.tree.annots[from] > 0
	})
}

// invisible: a rectangle without area, or flags by which neither screen nor
// paper shows it (ISO 32000-2, 12.5.3, table 167). What is not viewed may still
// be printed, or turned to view by the pointer.
func invisible(rev *pdf.Revision, d pdf.Dict) bool {
	const hidden, prints, noView, toggles = 2, 4, 32, 256
	if f, ok := d.Get("F").(pdf.Integer); ok && (f&hidden != 0 || f&noView != 0 && f&(prints|toggles) == 0) {
		return true
	}
	r, ok := rectangle(rev, d.Get("Rect"))
	return ok && (r.Width() == 0 || r.Height() == 0)
}

func rectangle(rev *pdf.Revision, o pdf.Object) (pdf.Rect, bool) {
	a, ok, err := arrayAt(rev, o)
	if err != nil || !ok || len(a) != 4 {
		return pdf.Rect{}, false
	}
	var v [4]float64
	for i, n := range a {
		if v[i], ok = pdf.Number(n); !ok {
			return pdf.Rect{}, false
		}
	}
	return pdf.Rect{X0: min(v[0], v[2]), Y0: min(v[1], v[3]), X1: max(v[0], v[2]), Y1: max(v[1], v[3])}, true
}

// signedField judges a signature field that is new or newly signed.
func (s *step) signedField(f *formField, kind string, visible bool) error {
	cl := classSignature
	if f.value != nil {
		dict, ok, why := s.freshSignature(f)
		if !ok {
			s.suspicious("signature-reused", f.ref.Num, f.name, ruleSig, why)
			return nil
		}
		if isDocumentStamp(dict) {
			kind = "timestamp-added"
			if !visible {
				cl = classStamp // it shows nothing, so P 1 lets it be (12.8.2.2.2)
			}
		}
		s.signed = append(s.signed, f.name)
		if s.c.flow != nil && f.name == FieldSeal {
			s.seal = true
		}
	}
	verdict, over, why := ChangeAllowed, "", ""
	if visible {
		verdict, over, why = s.placeOfNew(f)
	}
	if f.value == nil {
		if verdict == ChangeAllowed {
			verdict, why = s.emptyField(f, over)
			over = ""
		}
		if verdict == ChangeAllowed {
			s.aside(kind, cl, f.ref.Num, f.name, ruleSig, why)
			return nil
		}
	}
	s.add(kind, verdict, cl, f.ref.Num, f.name, ruleSig, why)
	if n := len(s.c.changes); over != "" && n > 0 && s.c.changes[n-1].Field == f.name {
		s.c.changes[n-1].over = over
	}
	return nil
}

// freshSignature wants the dictionary to be written by this very revision, so
// that an older one cannot be shown under another name.
func (s *step) freshSignature(f *formField) (pdf.Dict, bool, string) {
	if ref, ok := f.value.(pdf.Ref); ok {
		t := s.touched[ref.Num]
		if t == nil || t.before != nil || t.after == nil {
			return nil, false, fmt.Sprintf("the value is object %d, which this revision did not make", ref.Num)
		}
		d, ok := t.after.(pdf.Dict)
		return d, ok, "the value is not a dictionary"
	}
	d, ok := f.value.(pdf.Dict)
	return d, ok, "the value is not a dictionary"
}
