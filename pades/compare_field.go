package pades

import "antin/pdf"

// field compares one field that stands in both revisions, with its widgets.
func (s *step) field(old, f *formField) error {
	s.kidsArray(old, f)
	if len(old.widgets) != len(f.widgets) {
		s.suspicious("field-changed", f.ref.Num, f.name, ruleField, "the widgets of the field changed")
	}
	touched := s.changed(f.ref.Num) != nil
	for i, w := range f.widgets {
		if i < len(old.widgets) && old.widgets[i].ref != w.ref {
			s.suspicious("field-changed", w.ref.Num, f.name, ruleField, "the widgets of the field changed")
		}
		touched = touched || s.changed(w.ref.Num) != nil
	}
	if !touched {
		return s.behind(f)
	}
	d := s.fieldDiff(old, f)
	s.closed(f, d)
	if d.bad != "" {
		s.suspicious("field-changed", f.ref.Num, f.name, ruleField, d.bad)
		return nil
	}
	if f.kind == "Sig" {
		return s.sigField(old, f, d)
	}
	if d.value || d.look {
		return s.fill(old, f, d)
	}
	return nil
}

// kidsArray explains an indirect array of kids that was written again; that
// the kids are the same is seen field by field.
func (s *step) kidsArray(old, f *formField) {
	a, okA := old.dict.Get("Kids").(pdf.Ref)
	b, okB := f.dict.Get("Kids").(pdf.Ref)
	if !okB {
		return
	}
	if t := s.changed(b.Num); t != nil {
		s.explain(b.Num)
		if !okA || a != b || !s.only(b.Num, f.ref.Num) || !pdf.Equal(t.before, t.after) {
			s.suspicious("field-changed", b.Num, f.name, ruleField, "/Kids changed")
		}
	}
}

// behind judges objects that an untouched field leads to: values and
// appearances that were overwritten in their place.
func (s *step) behind(f *formField) error {
	if f.kind == "Sig" {
		return nil // an overwritten appearance or dictionary is left to rest
	}
	var d fieldDelta
	for _, w := range f.widgetsOrSelf() {
		s.inPlace(&d, w)
	}
	if d.bad != "" {
		s.suspicious("appearance-changed", f.ref.Num, f.name, ruleField, d.bad)
		return nil
	}
	if d.look {
		return s.fill(f, f, d)
	}
	return nil
}

// inPlace explains appearance dictionaries and streams that were overwritten
// and that nothing else uses.
func (s *step) inPlace(d *fieldDelta, w widget) {
	holder := w.ref.Num
	ap := w.dict.Get("AP")
	if ref, ok := ap.(pdf.Ref); ok {
		if t := s.changed(ref.Num); t != nil {
			if t.before == nil || !s.only(ref.Num, holder) {
				return
			}
			t.explained, d.look = true, true
		}
		holder = ref.Num
	}
	dict, ok, err := dictAt(s.new, ap)
	if err != nil || !ok {
		return
	}
	for _, e := range dict {
		s.inPlaceStream(d, e.Value, holder, 0)
	}
}

func (s *step) inPlaceStream(d *fieldDelta, o pdf.Object, holder, depth int) {
	ref, ok := o.(pdf.Ref)
	if !ok {
		if states, isDict := o.(pdf.Dict); isDict && depth == 0 {
			for _, e := range states {
				s.inPlaceStream(d, e.Value, holder, 1)
			}
		}
		return
	}
	t := s.changed(ref.Num)
	if t == nil || t.before == nil || !s.only(ref.Num, holder) {
		return
	}
	if _, isStream := t.after.(*pdf.Stream); !isStream {
		d.bad = "an appearance is no stream any more"
		return
	}
	if old, isStream := t.before.(*pdf.Stream); !isStream || old.Dict.Name("Type") == "ObjStm" || old.Dict.Name("Type") == "XRef" {
		return
	}
	t.explained, d.look = true, true
}

// sigField judges a signature field that stands in both revisions.
func (s *step) sigField(old, f *formField, d fieldDelta) error {
	signedBefore := signed(s.old, old)
	switch {
	case signedBefore && (d.value || d.look || d.lock || d.flags || d.style):
		s.suspicious("signature-field-changed", f.ref.Num, f.name, ruleSig, "a field that was already signed")
		return nil
	case d.value && signed(s.new, f):
		for i, w := range f.widgetsOrSelf() {
			s.widgets[w.ref.Num] = true
			s.inPlace(&d, w)
			if before := old.widgetsOrSelf(); i < len(before) && s.sharedLook(before[i]) {
				s.suspicious("appearance-shared", f.ref.Num, f.name, ruleSig, "the appearance prepared for this signature is used elsewhere")
			}
		}
		if d.bad != "" {
			s.suspicious("appearance-changed", f.ref.Num, f.name, ruleSig, d.bad)
			return nil
		}
		return s.signedField(f, "signature-field-signed", s.laidAnew(f))
	case d.look || d.lock || d.value || d.style:
		s.suspicious("signature-field-changed", f.ref.Num, f.name, ruleSig, "changed without being signed")
	}
	return nil
}

// sharedLook: an appearance dictionary that something else uses as well was
// laid out to be changed for both (shadow attack).
func (s *step) sharedLook(w widget) bool {
	ref, ok := w.dict.Get("AP").(pdf.Ref)
	if !ok {
		return false
	}
	return !s.c.refs.sources(ref.Num, func(from, _ int) bool { return from == w.ref.Num })
}

func signed(rev *pdf.Revision, f *formField) bool {
	if f.value == nil {
		return false
	}
	_, ok, err := dictAt(rev, f.value)
	return err == nil && ok
}

// fill judges a value or an appearance that changed in a field of the form.
func (s *step) fill(old, f *formField, d fieldDelta) error {
	for _, w := range f.widgetsOrSelf() {
		s.inPlace(&d, w)
	}
	if d.bad != "" {
		s.suspicious("appearance-changed", f.ref.Num, f.name, ruleField, d.bad)
		return nil
	}
	if s.c.flow != nil && s.c.flow.owns(f.name) {
		return s.flowFill(old, f)
	}
	if s.c.flow != nil {
		s.add("field-filled", ChangeSuspicious, classFill, f.ref.Num, f.name, flowRule, "not one of the fields that the clerk fills")
		return nil
	}
	verdict, why := s.generalFill(old, f)
	s.add("field-filled", verdict, classFill, f.ref.Num, f.name, ruleField, why)
	return nil
}
