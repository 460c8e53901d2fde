package pades

import (
	"fmt"
	"slices"
	"strings"

	"antin/pdf"
)

// Flags of fields (tables 229 and 231).
const (
	fieldPassword = 1 << 13
	fieldCombo    = 1 << 17
)

// textFill holds the value of a text or choice field against what its
// appearance shows (ISO 32000-2, 12.7.5.3 and 12.7.5.4).
func (s *step) textFill(f *formField) (ChangeVerdict, string) {
	values, ok := s.values(f)
	if !ok {
		return ChangeUnclassified, "the value is no text"
	}
	value := strings.Join(values, " ")
	if rich, ok := s.richText(f); !ok || rich != "" && !sameText(rich, value) {
		return ChangeSuspicious, fmt.Sprintf("the value is %q, its rich text %q", short(value), short(rich))
	}
	if s.drawnByReader(f) {
		return ChangeAllowed, fmt.Sprintf("%q, drawn by the reader", short(value))
	}
	shown, _, err := s.shownText(f)
	if err != nil {
		return ChangeUnclassified, "the appearance cannot be read: " + err.Error()
	}
	same, among := sameText(shown, value), false
	if f.kind == "Ch" && !same {
		same, among = s.chosen(f, values, shown)
	}
	switch {
	case same:
		return ChangeAllowed, fmt.Sprintf("%q", short(value))
	case among:
		return ChangeUnclassified, fmt.Sprintf("%q, shown among other options", short(value))
	case f.kind == "Tx" && f.flags&fieldPassword != 0 && strings.Trim(shown, "*•●") == "":
		return ChangeAllowed, "a password"
	case s.formatted(f) && sameFormatted(value, shown):
		return ChangeAllowed, fmt.Sprintf("%q, shown by its own format as %q", short(value), short(shown))
	case s.formatted(f) && value != "" && shown != "":
		return ChangeUnclassified, fmt.Sprintf("%q, shown by a format of the form as %q", short(value), short(shown))
	}
	return ChangeSuspicious, fmt.Sprintf("the value is %q, the page shows %q", short(value), short(shown))
}

// drawnByReader: a form that asks for it, and a field without an appearance of
// its own (table 224, NeedAppearances). Both were judged: that the form began
// to ask, by [step.needAppearances]; the value is all there is.
func (s *step) drawnByReader(f *formField) bool {
	if s.c.history.forms[s.k].dict.Get("NeedAppearances") != pdf.Object(pdf.Bool(true)) {
		return false
	}
	for _, w := range f.widgetsOrSelf() {
		if w.dict.Has("AP") {
			return false
		}
	}
	return true
}

// values are the value of a field as texts; a list has several.
func (s *step) values(f *formField) ([]string, bool) {
	o, err := s.new.Resolve(f.value)
	if err != nil {
		return nil, false
	}
	if list, ok := o.(pdf.Array); ok && f.kind == "Ch" {
		var out []string
		for _, item := range list {
			text, ok := s.text(s.new, item)
			if !ok {
				return nil, false
			}
			out = append(out, text)
		}
		return out, true
	}
	text, ok := s.text(s.new, o)
	return []string{text}, ok
}

// text is a text string; a long one may be a stream.
func (s *step) text(rev *pdf.Revision, o pdf.Object) (string, bool) {
	resolved, err := rev.Resolve(o)
	if err != nil {
		return "", false
	}
	switch v := resolved.(type) {
	case pdf.String:
		return pdf.Text(v), true
	case *pdf.Stream:
		body, err := decoded(v)
		return pdf.Text(pdf.String{Bytes: body}), err == nil
	case nil, pdf.Null:
		return "", true
	}
	return "", false
}

// chosen: a combo box shows the text of the chosen option, a list box those of
// the chosen ones and nothing else. One that shows more options than were
// chosen, each whole, may mark another than the value says (among).
func (s *step) chosen(f *formField, values []string, shown string) (same, among bool) {
	options, picked := s.options(f), []string(nil)
	for _, v := range values {
		i := slices.IndexFunc(options, func(o option) bool { return o.export == v })
		if i < 0 && v != "" || i >= 0 && f.flags&fieldCombo != 0 && len(values) != 1 {
			return false, false
		}
		if i >= 0 {
			picked = append(picked, options[i].text)
		}
	}
	if len(picked) == 0 {
		return false, false
	}
	if slices.EqualFunc(picked, linesOf(shown), sameText) || slices.ContainsFunc(options, func(o option) bool {
		return len(values) == 1 && o.export == values[0] && sameText(o.text, shown)
	}) {
		return true, false
	}
	return false, f.flags&fieldCombo == 0 && listed(options, picked, shown)
}

// listed: whole options one below the other, the chosen among them.
func listed(options []option, picked []string, shown string) bool {
	lines := linesOf(shown)
	for i := range options {
		if len(lines) == 0 || i+len(lines) > len(options) {
			return false
		}
		run := slices.EqualFunc(options[i:i+len(lines)], lines, func(o option, line string) bool { return sameText(o.text, line) })
		if run && !slices.ContainsFunc(picked, func(p string) bool {
			return !slices.ContainsFunc(lines, func(line string) bool { return sameText(p, line) })
		}) {
			return true
		}
	}
	return false
}

func linesOf(s string) []string { return strings.FieldsFunc(s, func(r rune) bool { return r == '\n' }) }

// option is one entry of /Opt.
type option struct{ export, text string }

func (s *step) options(f *formField) []option {
	list, _, err := arrayAt(s.new, f.dict.Get("Opt"))
	if err != nil {
		return nil
	}
	var out []option
	for _, item := range list {
		if *s.c.left--; *s.c.left < 0 {
			return nil
		}
		if both, ok, err := arrayAt(s.new, item); err == nil && ok && len(both) == 2 {
			a, okA := s.text(s.new, both[0])
			b, okB := s.text(s.new, both[1])
			if okA && okB {
				out = append(out, option{a, b})
			}
			continue
		}
		if text, ok := s.text(s.new, item); ok {
			out = append(out, option{text, text})
		}
	}
	return out
}

// formatted: the signed form has a script that shows the value in another way,
// as an amount or a date (12.6.3, table 199).
func (s *step) formatted(f *formField) bool {
	actions, ok, err := dictAt(s.new, f.dict.Get("AA"))
	return err == nil && ok && actions.Has("F")
}

// squeezed leaves out blanks: on a page they are places, not letters.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// sameText compares without regard to blanks and to how lines are broken.
func sameText(a, b string) bool { return squeezed(a) == squeezed(b) }
