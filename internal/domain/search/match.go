package search

// Phrase is terms that stand in a row; one term is a word.
type Phrase []string

// Clause holds when one of its phrases does.
type Clause []Phrase

// Match is what a store looks up: every clause, and one of the readers.
type Match struct {
	All     []Clause
	Readers []string
}

// term is a clause of one term.
func term(t string) Clause { return Clause{Phrase{t}} }
