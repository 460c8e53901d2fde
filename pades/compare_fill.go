package pades

import (
	"fmt"

	"antin/pdf"
)

// generalFill allows what a form filler does: the value of a text field is
// exactly what its new appearance shows, a button takes one of the states it
// had.
func (s *step) generalFill(old, f *formField) (ChangeVerdict, string) {
	switch f.kind {
	case "Tx", "Ch":
		value, ok := s.text(s.new, f.value)
		if !ok {
			return ChangeUnclassified, "the value is no text"
		}
		shown, _, err := s.shownText(f)
		if err != nil {
			return ChangeUnclassified, "the appearance cannot be read: " + err.Error()
		}
		if !sameText(shown, value) {
			return ChangeSuspicious, fmt.Sprintf("the value is %q, the page shows %q", short(value), short(shown))
		}
		return ChangeAllowed, fmt.Sprintf("%q", short(value))
	case "Btn":
		return s.button(old, f)
	}
	return ChangeUnclassified, ""
}

// button: the appearances stay, only the state changes, to one that exists and
// that the value says (ISO 32000-2, 12.7.5.2.3).
func (s *step) button(old, f *formField) (ChangeVerdict, string) {
	on, single := pdf.Name(""), len(f.widgetsOrSelf()) == 1
	for i, w := range f.widgetsOrSelf() {
		before := old.widgetsOrSelf()[min(i, len(old.widgetsOrSelf())-1)]
		if !pdf.Equal(before.dict.Get("AP"), w.dict.Get("AP")) {
			return ChangeUnclassified, "the appearance of a button changed"
		}
		state := w.dict.Name("AS")
		ap, _, err := dictAt(s.new, w.dict.Get("AP"))
		if err != nil {
			return ChangeUnclassified, ""
		}
		states, ok, err := dictAt(s.new, ap.Get("N"))
		if err != nil || !ok || state != "Off" && !states.Has(state) {
			return ChangeUnclassified, "the state of a button has no appearance"
		}
		if state != "Off" && state != "" {
			on = state
		}
	}
	return s.buttonValue(f, on, single)
}

// buttonValue holds the value against the state that is shown; off may be said
// by leaving it out.
func (s *step) buttonValue(f *formField, on pdf.Name, single bool) (ChangeVerdict, string) {
	if f.flags&pushButton != 0 {
		return ChangeAllowed, ""
	}
	value := pdf.Name("")
	o, err := s.new.Resolve(f.value)
	if err == nil && o != nil {
		value, _ = o.(pdf.Name)
	}
	if value == "Off" {
		value = ""
	}
	switch {
	case value == on:
		return ChangeAllowed, ""
	case single:
		return ChangeSuspicious, fmt.Sprintf("the value is %q, the page shows %q", value, on)
	}
	return ChangeUnclassified, fmt.Sprintf("the value is %q, the page shows %q", value, on)
}

// pushButton is the flag of table 229.
const pushButton = 1 << 16

func (s *step) text(rev *pdf.Revision, o pdf.Object) (string, bool) {
	resolved, err := rev.Resolve(o)
	if err != nil {
		return "", false
	}
	switch v := resolved.(type) {
	case pdf.String:
		return pdf.Text(v), true
	case nil, pdf.Null:
		return "", true
	}
	return "", false
}

func short(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}
