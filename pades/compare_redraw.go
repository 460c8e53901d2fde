package pades

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"antin/pdf"
)

// needAppearances: a reader that is asked to draw all fields anew shows their
// values in place of the appearances that were signed. That changes nothing
// where each shows its value already.
func (s *step) needAppearances(before *form) (ChangeVerdict, string) {
	if !s.leavesDrawing(before) {
		return ChangeSuspicious, "no field was filled that a reader has to draw"
	}
	for _, f := range before.fields {
		if f.group || f.kind != "Tx" && f.kind != "Ch" {
			continue
		}
		if *s.c.left--; *s.c.left < 0 {
			return ChangeUnclassified, "too many fields"
		}
		now := s.c.history.forms[s.k].byName[f.name]
		if now == nil {
			continue // said elsewhere
		}
		values, ok := s.values(now)
		shown, _, err := s.shownText(now)
		switch value := strings.Join(values, " "); {
		case err != nil && ok && (value == "" || s.changed(now.ref.Num) != nil):
			// empty, or filled just now and judged by itself
		case err != nil || !ok:
			return ChangeUnclassified, fmt.Sprintf("field %q: %v", f.name, err)
		case !sameText(value, shown):
			if verdict := s.otherThan(now, values, shown); verdict != ChangeAllowed {
				return verdict, fmt.Sprintf("field %q has the value %q and shows %q", f.name, short(value), short(shown))
			}
		}
	}
	return ChangeAllowed, "every field shows its value"
}

// otherThan judges a field that shows other words than its value is.
func (s *step) otherThan(f *formField, values []string, shown string) ChangeVerdict {
	if f.kind == "Ch" {
		switch same, among := s.chosen(f, values, shown); {
		case same:
			return ChangeAllowed
		case among:
			return ChangeUnclassified
		}
	}
	return ChangeSuspicious
}

// leavesDrawing: a filler that draws nothing itself asks the reader to.
func (s *step) leavesDrawing(before *form) bool {
	for _, f := range s.c.history.forms[s.k].fields {
		old := before.byName[f.name]
		if old == nil || f.kind == "Sig" || s.changed(f.ref.Num) == nil || pdf.Equal(old.value, f.value) {
			continue
		}
		for _, w := range f.widgetsOrSelf() {
			if !w.dict.Has("AP") {
				return true
			}
		}
	}
	return false
}

// richText is the plain text of /RV (12.7.4.4), which readers that know it show
// in place of the value.
func (s *step) richText(f *formField) (string, bool) {
	if !f.dict.Has("RV") {
		return "", true
	}
	body, ok := s.text(s.new, f.dict.Get("RV"))
	if !ok {
		return "", false
	}
	return wordsOfXML(body)
}

// wordsOfXML is the text between the tags of rich text (ISO 32000-2, 12.7.4.4).
func wordsOfXML(body string) (string, bool) {
	if len(body) > maxDecoded {
		return "", false
	}
	d := xml.NewDecoder(strings.NewReader(body))
	var out strings.Builder
	for depth := 0; depth <= maxDepth; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out.String(), true
		}
		if err != nil {
			return "", false
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++ // the decoder remembers each of them
		case xml.EndElement:
			depth--
		case xml.CharData:
			out.Write(t)
			out.WriteByte(' ')
		}
	}
	return "", false
}
