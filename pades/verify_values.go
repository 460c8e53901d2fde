package pades

import (
	"strings"

	"antin/pdf"
)

// readValues lists the values that the fields of the form had, revision by
// revision, with the signatures that cover each; one that was taken out again
// is the empty one.
func readValues(h *history) []FieldValue {
	var out []FieldValue
	last := map[string]string{}
	for k, f := range h.forms {
		if k > 0 && f == h.forms[k-1] {
			continue
		}
		rev := h.file.Revisions()[k]
		for _, field := range f.fields {
			if len(out) >= maxChanges {
				return out
			}
			text, ok := valueText(rev, field)
			if !ok || last[field.name] == text {
				continue
			}
			last[field.name] = text
			out = append(out, FieldValue{Field: field.name, Value: text, Revision: k + 1, CoveredBy: coveredBy(h, k)})
		}
	}
	return out
}

// valueText is the value of a text field, of a choice, or the state of a button
// that is on.
func valueText(rev *pdf.Revision, f *formField) (string, bool) {
	if f.group || f.kind == "Sig" || f.kind == "Btn" && f.flags&pushButton != 0 {
		return "", false
	}
	o, err := rev.Resolve(f.value)
	if err != nil {
		return "", false
	}
	switch v := o.(type) {
	case nil, pdf.Null:
		return "", true
	case pdf.String:
		return pdf.Text(v), f.kind == "Tx" || f.kind == "Ch"
	case pdf.Name:
		if v == "Off" {
			return "", f.kind == "Btn"
		}
		return string(v), f.kind == "Btn"
	case pdf.Array:
		var all []string
		for _, item := range v[:min(len(v), maxChanges)] {
			s, isText := item.(pdf.String)
			if !isText {
				return "", false
			}
			all = append(all, pdf.Text(s))
		}
		return strings.Join(all, "; "), f.kind == "Ch"
	}
	return "", false
}

func coveredBy(h *history, k int) []string {
	out := []string{}
	for _, s := range h.sigs {
		if s.revision >= k && s.subject.Range.Fault == "" {
			out = append(out, s.field)
		}
	}
	return out
}
