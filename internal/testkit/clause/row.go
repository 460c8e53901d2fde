package clause

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed requirements.csv
var table string

// Row is one clause that asks something of the software.
type Row struct {
	ID        string
	Text      string // regulation: LD, NA, HT, BG, HD1, HD2
	Clause    string // "Điều 15 khoản 1 điểm a"
	Duty      string // Vietnamese, short
	Behaviour string // expected, English
	System    string // "signing", "documents", …
	Kind      string // "functional", "parameter", "organisational"
}

// Profile is the province whose profile the row belongs to: HD1 and HD2 are
// two regulations of Hải Dương.
func (r Row) Profile() string {
	if strings.HasPrefix(r.Text, "HD") {
		return "HD"
	}
	return r.Text
}

// Rows lists every row in the order of the file.
func Rows() []Row { return slices.Clone(rows()) }

// Known reports whether a row of this id exists.
func Known(id string) bool {
	_, ok := Find(id)
	return ok
}

// Find gives the row of an id.
func Find(id string) (Row, bool) {
	i := slices.IndexFunc(rows(), func(r Row) bool { return r.ID == id })
	if i < 0 {
		return Row{}, false
	}
	return rows()[i], true
}

// rows reads the table once. A broken table is a mistake of ours, so it panics.
var rows = sync.OnceValue(func() []Row {
	records, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("reading requirements.csv: %v", err))
	}
	var list []Row
	for _, r := range records[1:] {
		list = append(list, Row{ID: r[0], Text: r[1], Clause: r[2], Duty: r[4], Behaviour: r[5], System: r[6], Kind: r[7]})
	}
	return list
})
