package pades

import (
	"fmt"

	"antin/pdf"
)

// fieldDelta is what changed in a field and its widgets.
type fieldDelta struct {
	value bool // /V, with what repeats it
	look  bool // /AP or /AS
	lock  bool // what a signature in it will close
	flags bool // of the widget of a signature
	style bool // how a reader would draw it anew
	shut  bool // made read-only
	bad   string
}

// fieldDiff compares the dictionaries of a field and its widgets key by key.
func (s *step) fieldDiff(old, f *formField) fieldDelta {
	var d fieldDelta
	s.explain(f.ref.Num)
	s.diffDict(&d, old.dict, f.dict, f.kind)
	for i, w := range f.widgets {
		if i >= len(old.widgets) || w.ref == f.ref {
			continue
		}
		s.explain(w.ref.Num)
		s.diffDict(&d, old.widgets[i].dict, w.dict, f.kind)
	}
	if old.kind != f.kind {
		d.bad = "the type of the field changed"
	}
	if d.style && f.kind != "Sig" && !(d.value && d.look) && d.bad == "" {
		d.bad = "how the field is drawn changed without its value"
	}
	return d
}

func (s *step) diffDict(d *fieldDelta, a, b pdf.Dict, kind pdf.Name) {
	if len(b.Repeated()) > 0 {
		d.bad = "a key stands twice"
	}
	for _, key := range keysOf(s.c.left, a, b) {
		if x, y := a.Get(key), b.Get(key); !pdf.Equal(x, y) && !s.alikeButPlace(key, x, y) {
			s.diffKey(d, key, x, y, kind)
		}
	}
}

// alikeButPlace: an equal value written out. Appearances and kids count by the
// object they are, since others may use it.
func (s *step) alikeButPlace(key pdf.Name, x, y pdf.Object) bool {
	return key != "AP" && key != "Kids" && key != "Parent" && key != "V" && s.alike(x, y, 0)
}

func (s *step) diffKey(d *fieldDelta, key pdf.Name, x, y pdf.Object, kind pdf.Name) {
	switch {
	case key == "V", key == "RV" && kind == "Tx", (key == "I" || key == "TI") && kind == "Ch":
		d.value = true // the rich text and the places in the list repeat the value
	case key == "AP" || key == "AS":
		d.look = true
	case noted(key, x, y):
	case key == "F" && flagsKept(x, y):
		d.flags = true
	case key == "Ff" && closes(x, y):
		d.shut = true
	case key == "Lock" && kind == "Sig", key == "SV" && kind == "Sig" && y == nil:
		d.lock = true
	case key == "DA" || key == "Q":
		d.style = true
	case kind == "Sig" && (key == "MK" || key == "BS" || key == "Border" || key == "H"):
		d.style = true
	default:
		d.bad = fmt.Sprintf("/%s changed", key)
	}
}

// noted keys are added by programs for their own ends: the page that a widget
// lies on, its number in the structure tree, when it was written.
func noted(key pdf.Name, x, y pdf.Object) bool {
	switch key {
	case "Type":
		return x == nil && pdf.Equal(y, pdf.Name("Annot"))
	case "P":
		_, ok := y.(pdf.Ref)
		return x == nil && ok
	case "StructParent":
		_, ok := y.(pdf.Integer)
		return x == nil && ok
	case "M", "NM":
		_, ok := y.(pdf.String)
		return ok
	}
	return false
}

// flagsKept: a signer or filler may make a widget printable and lock it, not
// hide or show it.
func flagsKept(a, b pdf.Object) bool {
	x, _ := a.(pdf.Integer)
	y, ok := b.(pdf.Integer)
	const mayChange = 4 | 64 | 128 | 512 // print, read-only, locked, locked contents
	return ok && x&^mayChange == y&^mayChange
}

// closes: a field may be made read-only, as tools do with those that a
// signature closes, and nothing else (table 227).
func closes(a, b pdf.Object) bool {
	const readOnly = 1
	x, _ := a.(pdf.Integer)
	y, ok := b.(pdf.Integer)
	return ok && y == x|readOnly
}

// closed lists that a field was made read-only.
func (s *step) closed(f *formField, d fieldDelta) {
	if d.shut && d.bad == "" {
		s.aside("field-closed", classHarmless, f.ref.Num, f.name, ruleReadOnly, "read-only from now on")
	}
}
