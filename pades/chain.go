package pades

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"antin/pdf"
)

// Turn is the place of one signature in a chain: its order from 1, how many of
// that order are enough, and what the signature means. It stands in the field
// itself (as /TM, its name in exports), under the first signature, so that
// nobody changes the rule afterwards.
type Turn struct {
	Order, Need int
	Kind        string // "initial", "content", "format", "sign", "seal"
}

// turnForm is how a turn is written.
const turnForm = "antin-chain/1 %d %d %s"

func (t Turn) String() string { return fmt.Sprintf(turnForm, t.Order, t.Need, t.Kind) }

// maxTurns bounds what a file may claim of orders.
const maxTurns = 1000

func parseTurn(text string) (t Turn, ok bool) {
	n, err := fmt.Sscanf(text, turnForm, &t.Order, &t.Need, &t.Kind)
	return t, err == nil && n == 3 && t.Order > 0 && t.Need > 0 && t.Order <= maxTurns && t.Need <= maxTurns && t.String() == text
}

// ChainStep is one signature that a file expects by its fields, and what was
// found there.
type ChainStep struct {
	Field    string `json:"field"`
	Order    int    `json:"order"`
	Need     int    `json:"need"` // of this order
	Kind     string `json:"kind"`
	Signed   bool   `json:"signed"`
	Signer   string `json:"signer,omitempty"`
	SHA256   string `json:"certificate_sha256,omitempty"`
	Revision int    `json:"revision,omitempty"` // counted from 1
	Valid    bool   `json:"valid"`              // the signature itself passed
	// Early says that it was signed before those of a lower order were enough.
	Early bool `json:"early,omitempty"`
}

// chain reads the rule that stood under the first signature and holds the
// signatures of the file against it. A file without our fields has none.
func (v *verification) chain() []ChainStep {
	first := -1
	for _, s := range v.history.sigs {
		if first < 0 || s.revision < first {
			first = s.revision
		}
	}
	if first < 0 || first >= len(v.history.forms) {
		return nil
	}
	var out []ChainStep
	for _, f := range v.history.forms[first].fields {
		if f.kind != "Sig" || !strings.HasPrefix(f.name, fieldGroup+".") {
			continue
		}
		if t, ok := v.turn(first, f); ok {
			out = append(out, ChainStep{Field: f.name, Order: t.Order, Need: t.Need, Kind: t.Kind})
		}
	}
	slices.SortFunc(out, func(a, b ChainStep) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Field, b.Field))
	})
	for i := range out {
		v.fillTurn(&out[i])
	}
	early(out)
	return out
}

// turn is the place of a field in the chain; the two of a plain document go
// without words.
func (v *verification) turn(k int, f *formField) (Turn, bool) {
	if raw, err := v.file.Revisions()[k].Resolve(f.dict.Get("TM")); err == nil {
		if text, ok := raw.(pdf.String); ok {
			return parseTurn(pdf.Text(text))
		}
	}
	switch f.name {
	case FieldSigner:
		return Turn{1, 1, "sign"}, true
	case FieldSeal:
		return Turn{2, 1, "seal"}, true
	}
	return Turn{}, false
}

func (v *verification) fillTurn(t *ChainStep) {
	for _, s := range v.report.Signatures {
		if s.Field != t.Field || s.Removed || s.Kind == "timestamp" {
			continue
		}
		t.Signed, t.Signer, t.Revision, t.Valid = true, s.Signer, s.Revision, s.Indication == TotalPassed
		if s.Certificate != nil {
			t.SHA256 = s.Certificate.SHA256
		}
	}
}

// early marks the signatures that came before their turn.
func early(list []ChainStep) {
	for i := range list {
		t := &list[i]
		if !t.Signed {
			continue
		}
		signed, need := map[int]int{}, map[int]int{}
		for _, o := range list {
			if o.Order >= t.Order {
				continue
			}
			need[o.Order] = o.Need
			if o.Signed && o.Revision < t.Revision {
				signed[o.Order]++
			}
		}
		for order, n := range need {
			t.Early = t.Early || signed[order] < n
		}
	}
}

// ChainComplete reports whether every order has as many valid signatures as it
// needs, each after its turn came; a file without a chain is not complete.
func (r *Report) ChainComplete() bool {
	signed, need := map[int]int{}, map[int]int{}
	for _, t := range r.Chain {
		need[t.Order] = t.Need
		if t.Signed && t.Valid && !t.Early {
			signed[t.Order]++
		}
		if t.Early {
			return false
		}
	}
	for order, n := range need {
		if signed[order] < n {
			return false
		}
	}
	return len(r.Chain) > 0
}

// markField is a read-only text with its value from the beginning.
func (s *signUpdate) markField(f Fields, at time.Time) (*pdf.Page, pdf.Dict, error) {
	page, err := s.page(*f.Mark)
	if err != nil {
		return nil, nil, err
	}
	l, err := newLetters(s.u, nil, []string{f.MarkText})
	if err != nil {
		return nil, nil, err
	}
	rect := f.Mark.Rect
	var b bytes.Buffer
	b.WriteString("/Tx BMC\nq 0 g\n")
	if err := l.showIn(&b, f.MarkText, f.Size, upright(rect, rect, page.Rotate)); err != nil {
		return nil, nil, err
	}
	b.WriteString("Q\nEMC\n")
	look := s.u.Add(formXObject(rect, page.Rotate, l.resources(), b.Bytes()))
	d := textField(s.widget("mark", f.MarkText, rect, page, at), f.Size).With("V", pdf.TextString(f.MarkText))
	return page, d.With("AP", pdf.Dictionary("N", look)), nil
}
