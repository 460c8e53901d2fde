package pades

import (
	"errors"
	"fmt"

	"antin/pdf"
)

// generalFill allows what a form filler does: the value of a text field is
// exactly what its new appearance shows, a button takes one of the states it
// had.
func (s *step) generalFill(old, f *formField) (ChangeVerdict, string) {
	switch f.kind {
	case "Tx", "Ch":
		return s.textFill(f)
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
		if !s.sameLooks(before, w) {
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

// sameLooks: the states are those that were signed; an empty one for off may
// have been added. One that was overwritten under its number is another look.
func (s *step) sameLooks(before, w widget) bool {
	s.inside = true
	defer func() { s.inside = false }()
	a, b := before.dict.Get("AP"), w.dict.Get("AP")
	x, _, errA := dictAt(s.old, a)
	y, ok, errB := dictAt(s.new, b)
	old, _, errC := dictAt(s.old, x.Get("N"))
	now, _, errD := dictAt(s.new, y.Get("N"))
	if !ok || errors.Join(errA, errB, errC, errD) != nil || len(now.Repeated()) > 0 || !s.alikeDicts(x.Without("N").Without("D"), y.Without("N").Without("D"), 0) {
		return false
	}
	for _, state := range keysOf(s.c.left, old, now) {
		if state == "Off" && !old.Has(state) {
			off, err := s.new.Resolve(now.Get(state))
			stream, isStream := off.(*pdf.Stream)
			if err != nil || !isStream || stream.Bytes.Len() > 0 {
				return false
			}
			continue
		}
		if !s.alike(old.Get(state), now.Get(state), 0) {
			return false
		}
	}
	return x.Has("D") == y.Has("D") && s.alike(x.Get("D"), y.Get("D"), 0)
}

func short(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}
