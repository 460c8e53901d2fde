package pades

import "unicode/utf8"

// What a file says of itself is repeated in the report at most so far: a name or
// a value may have megabytes, and stands once for each signature and change.
const (
	maxShownName  = 1 << 10
	maxShownValue = 16 << 10
)

// clip shortens what the report repeats of the file. Verdicts were reached with
// the whole.
func (r *Report) clip() {
	r.Detail = clipped(r.Detail, maxShownName)
	for i := range r.Values {
		v := &r.Values[i]
		v.Field, v.Value = clipped(v.Field, maxShownName), clipped(v.Value, maxShownValue)
		for k := range v.CoveredBy {
			v.CoveredBy[k] = clipped(v.CoveredBy[k], maxShownName)
		}
	}
	for i := range r.Signatures {
		s := &r.Signatures[i]
		for _, text := range []*string{&s.Field, &s.Signer, &s.SubFilter, &s.TrustDetail} {
			*text = clipped(*text, maxShownName)
		}
		for k := range s.Changes {
			c := &s.Changes[k]
			c.Field, c.Detail = clipped(c.Field, maxShownName), clipped(c.Detail, maxShownName)
		}
		for k := range s.Stamps {
			s.Stamps[k].Field = clipped(s.Stamps[k].Field, maxShownName)
		}
	}
}

// clipped is the text up to a number of bytes, cut between two characters.
func clipped(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "…"
}
