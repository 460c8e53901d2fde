package search

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"antin/internal/domain/document"
	"antin/vntext"
)

// Marks of terms: exact words, and terms that no word can be.
const (
	exact   = "="
	control = "~"
)

// maxWord bounds a term; longer runs are numbers of machines that nobody types.
const maxWord = 40

// words splits a text at everything that is no letter, mark or digit. A number
// loses its leading zeros, so that 01/QĐ and 1/QĐ are one.
func words(s string) []string {
	list := strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
	})
	out := list[:0]
	for _, w := range list {
		if trimmed := strings.TrimLeft(w, "0"); trimmed != "" && isNumber(w) {
			w = trimmed
		}
		if len(w) <= maxWord {
			out = append(out, w)
		}
	}
	return out
}

func isNumber(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// folded and exactly are the two terms of a word.
func folded(word string) string  { return vntext.Fold(word) }
func exactly(word string) string { return exact + vntext.Canonical(word) }

// marked reports whether a word was typed with a mark or as đ.
func marked(word string) bool { return vntext.Canonical(word) != vntext.Fold(word) }

// hashed makes a term of an id or reader; 48 bits only narrow the look-up, the
// rows decide.
func hashed(kind, value string) string {
	sum := sha256.Sum256([]byte(value))
	return control + kind + hex.EncodeToString(sum[:6])
}

// coded makes a term of a code of ours, "awaiting-clerk".
func coded(kind, code string) string {
	return control + kind + strings.Join(words(folded(code)), "_")
}

// pair is the term of two words that stand beside each other.
func pair(a, b string) string {
	return control + "w" + folded(strings.TrimPrefix(a, exact)) + "_" + folded(strings.TrimPrefix(b, exact))
}

// Pairs are the distinct pairs of neighbours, as terms.
func (t *Terms) Pairs() []string {
	var out []string
	for i := 1; i < len(t.Words); i++ {
		if t.Words[i-1] != "" && t.Words[i] != "" {
			out = append(out, pair(t.Words[i-1], t.Words[i]))
		}
	}
	return distinct(out)
}

// Terms are what the index keeps of a document: words in their order, with gaps
// between the fields, and control terms without a place.
type Terms struct {
	Words   []string // "" is a gap that no phrase crosses
	Control []string
	Readers []string
}

// maxWords of one document; what stands behind them is found by no word.
const maxWords = 12000

func (t *Terms) field(texts ...string) {
	for _, text := range texts {
		list := words(text)
		if room := maxWords - len(t.Words) - 1; len(list) > room {
			list = list[:max(0, room)]
		}
		if len(list) > 0 {
			t.Words = append(append(t.Words, list...), "")
		}
	}
}

func (t *Terms) control(terms ...string) { t.Control = append(t.Control, terms...) }

// Folded gives the words as they are searched without marks.
func (t *Terms) Folded() []string { return each(t.Words, folded) }

// Exact gives the words as they are searched with marks.
func (t *Terms) Exact() []string { return each(t.Words, exactly) }

func each(list []string, f func(string) string) []string {
	out := make([]string, len(list))
	for i, w := range list {
		if w != "" {
			out[i] = f(w)
		}
	}
	return out
}

// ReaderTerm is the term of a reader in the index.
func ReaderTerm(r document.Reader) string { return hashed("r", string(r)) }
