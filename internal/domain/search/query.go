package search

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"antin/internal/domain/document"
	"antin/internal/fault"
)

// Query is what a person asks. Empty fields do not restrict.
type Query struct {
	Text      string             `json:"q,omitempty"`
	Direction document.Direction `json:"direction,omitempty"`
	Type      string             `json:"type,omitempty"`   // code: CV
	Stage     Stage              `json:"stage,omitempty"`  // group of states
	Person    string             `json:"person,omitempty"` // any part of a name, who signed, drafted or was given it
	Agency    string             `json:"agency,omitempty"` // words of the name of who sent or receives
	From      string             `json:"from,omitempty"`   // YYYY-MM-DD, first day of the document
	To        string             `json:"to,omitempty"`     // last day, included
}

// Empty reports whether nothing is asked.
func (q Query) Empty() bool { return q == Query{} }

// Stage groups the states as people ask for them.
type Stage string

// Stages.
const (
	UnderWay Stage = "dang-xu-ly" // on its way to signature, or waiting for an answer
	Done     Stage = "hoan-thanh" // released, or completed
	Ended    Stage = "da-dung"    // cancelled, or refused
)

func stageOf(s document.State) Stage {
	switch s {
	case document.Released, document.Completed:
		return Done
	case document.CancelledState, document.Refused:
		return Ended
	}
	return UnderWay
}

// Bounds of what is typed.
const (
	maxText    = 300
	maxClauses = 24
)

var (
	quoted    = regexp.MustCompile(`["“”«»]([^"“”«»]*)["“”«»]`)
	typedDate = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)
)

// match compiles the query. loose asks marked words without their marks.
func (q Query) match(loose bool) (Match, error) {
	var m Match
	for _, text := range []string{q.Text, q.Person, q.Agency} {
		if utf8.RuneCountInString(text) > maxText {
			return m, fault.New(fault.Invalid, "search.long", "Từ tìm dài quá "+fmt.Sprint(maxText)+" ký tự.").At("q", "Dài quá.").Do("Rút bớt chữ rồi tìm lại.")
		}
	}
	for _, w := range words(q.Person) {
		m.All = append(m.All, term(control+"p"+folded(w)))
	}
	for _, w := range words(q.Agency) {
		m.All = append(m.All, term(control+"g"+folded(w)))
	}
	if q.Direction != "" {
		m.All = append(m.All, term(coded("i", string(q.Direction))))
	}
	if q.Type != "" {
		m.All = append(m.All, term(coded("y", q.Type)))
	}
	if q.Stage != "" {
		m.All = append(m.All, term(coded("s", string(q.Stage))))
	}
	days, err := period(q.From, q.To)
	if err != nil {
		return m, err
	}
	if days != nil {
		m.All = append(m.All, days)
	}
	m.All = append(m.All, typed(q.Text, loose)...)
	if len(m.All) > maxClauses {
		m.All = m.All[:maxClauses] // the last words typed; filters stand first
	}
	m.All = append(pairs(m.All), m.All...)
	return m, nil
}

// typed reads the box: "…" is a phrase, a run without spaces like 12/SNV-VP is
// one too, số 12 asks for the number, 05/11/2026 for the day.
func typed(text string, loose bool) []Clause {
	var out []Clause
	rest := quoted.ReplaceAllStringFunc(text, func(part string) string {
		if p := phrase(words(part), loose, true); len(p) > 0 {
			out = append(out, Clause{p})
		}
		return " "
	})
	runs := strings.Fields(rest)
	for i := 0; i < len(runs); i++ {
		if i+1 < len(runs) && isNumberWord(runs[i]) {
			if w := words(runs[i+1]); len(w) > 0 && isNumber(w[0]) {
				out = append(out, numbered(w, loose))
				i++
				continue
			}
		}
		if d := typedDate.FindStringSubmatch(runs[i]); d != nil {
			if day, err := time.Parse("2/1/2006", d[1]+"/"+d[2]+"/"+d[3]); err == nil {
				out = append(out, Clause{{control + "d" + day.Format("20060102")}, phrase(words(runs[i]), loose, false)})
				continue
			}
		}
		if p := phrase(words(runs[i]), loose, false); len(p) > 0 {
			out = append(out, Clause{p})
		}
	}
	return out
}

// pairs are the pairs of neighbours of every phrase. Syllables are frequent and
// few; a pair is rare, and leads to the phrase without reading the places of all
// the others.
func pairs(all []Clause) []Clause {
	var out []Clause
	for _, c := range all {
		if len(c) != 1 {
			continue
		}
		for i := 1; i < len(c[0]) && i <= maxPairs; i++ {
			out = append(out, term(pair(c[0][i-1], c[0][i])))
		}
	}
	return out
}

const maxPairs = 4

func isNumberWord(s string) bool {
	s = strings.TrimSuffix(folded(s), ":")
	return s == "so" || s == "sh"
}

// numbered is "số 12" alone, or "số 12/SNV-VP".
func numbered(list []string, loose bool) Clause {
	if len(list) == 1 {
		return Clause{{control + "n" + list[0]}, {"so", list[0]}}
	}
	return Clause{phrase(list, loose, false)}
}

// phrase asks for exact words where one of them was typed with marks.
func phrase(list []string, loose, whole bool) Phrase {
	strict := !loose && slices.ContainsFunc(list, marked)
	out := make(Phrase, len(list))
	for i, w := range list {
		out[i] = folded(w)
		if strict && (whole || len(list) > 1 || marked(w)) {
			out[i] = exactly(w)
		}
	}
	return out
}

// marks reports whether the query holds a word that loose would ask differently.
func (q Query) marks() bool { return slices.ContainsFunc(words(q.Text), marked) }
