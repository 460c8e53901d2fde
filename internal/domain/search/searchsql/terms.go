package searchsql

import (
	"slices"
	"strconv"
	"strings"

	"antin/internal/domain/search"
)

// sliceBits: 1,024 documents in a slice, enough for the first page and the
// count of a word that stands in all of them.
const sliceBits = 10

func sliced(reader string, slice int64) string {
	return reader + "_" + strconv.FormatInt(slice, 36)
}

// column is the text of the FTS5 column: folded words, exact words, control
// terms. A gap is a term that no query has.
func column(t *search.Terms) string {
	var b strings.Builder
	for _, list := range [][]string{t.Folded(), {""}, t.Exact(), t.Control, t.Pairs(), t.Readers} {
		for _, w := range list {
			if w == "" {
				w = "~"
			}
			b.WriteString(w)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// maxPlaces is how many places of one lexeme a tsvector takes, maxPlace the
// highest.
const (
	maxPlaces = 255
	maxPlace  = 16383
)

// vector writes the tsvector: folded and exact words at the same places.
func vector(t *search.Terms, place int64) string {
	places := map[string][]int{}
	for _, list := range [][]string{t.Folded(), t.Exact()} {
		for i, w := range list {
			if at := i + 1; w != "" && at < maxPlace && len(places[w]) < maxPlaces {
				places[w] = append(places[w], at)
			}
		}
	}
	for _, w := range append(t.Pairs(), t.Control...) {
		places[w] = nil
	}
	for _, r := range t.Readers {
		places[r], places[sliced(r, place>>sliceBits)] = nil, nil
	}
	var b strings.Builder
	for w, at := range places {
		b.WriteString(lexeme(w))
		for i, n := range at {
			b.WriteByte(":,"[min(i, 1)])
			b.WriteString(strconv.Itoa(n))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// lexeme quotes a term; terms hold letters, digits and the three marks only.
func lexeme(t string) string {
	return "'" + strings.ReplaceAll(strings.ReplaceAll(t, `\`, `\\`), "'", "''") + "'"
}

// words of a query without the gaps that a phrase from a page may have.
func compile(m search.Match, quote func(search.Phrase) string, and, or string) string {
	var all []string
	for _, c := range m.All {
		all = append(all, anyOf(c, quote, or))
	}
	return strings.Join(all, and)
}

func anyOf(c search.Clause, quote func(search.Phrase) string, or string) string {
	parts := make([]string, len(c))
	for i, p := range c {
		parts[i] = quote(p)
	}
	return "(" + strings.Join(parts, or) + ")"
}

// fts writes the query of FTS5.
func fts(m search.Match) string {
	text := compile(m, func(p search.Phrase) string { return `"` + strings.Join(p, " ") + `"` }, " AND ", " OR ")
	readers := `("` + strings.Join(m.Readers, `" OR "`) + `")`
	if text == "" {
		return readers
	}
	return text + " AND " + readers
}

// tsquery writes the query of PostgreSQL for these reader terms.
func tsquery(m search.Match, readers []string) string {
	quote := func(p search.Phrase) string {
		list := make([]string, len(p))
		for i, w := range p {
			list[i] = lexeme(w)
		}
		return "(" + strings.Join(list, " <-> ") + ")"
	}
	rights := "(" + strings.Join(slices.Collect(func(yield func(string) bool) {
		for _, r := range readers {
			if !yield(lexeme(r)) {
				return
			}
		}
	}), " | ") + ")"
	if text := compile(m, quote, " & ", " | "); text != "" {
		return text + " & " + rights
	}
	return rights
}
