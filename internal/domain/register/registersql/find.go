package registersql

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"antin/internal/domain/register"
	"antin/internal/domain/register/registersql/db"
	"antin/vntext"
)

// filter builds the condition of a list from fixed parts and bound arguments.
type filter struct {
	parts []string
	args  []any
}

func (f *filter) bind(v any) string {
	f.args = append(f.args, v)
	return "$" + strconv.Itoa(len(f.args))
}

func (f *filter) add(column, op string, v any) {
	f.parts = append(f.parts, column+" "+op+" "+f.bind(v))
}

const findColumns = `select agency, book, year, number, document, state, date, symbol, type, subject, signer, recipients, pages, sha256,
  sender, reason, at, keeper, copies, handed_on, signed_for, note, on_paper, late, block, retention, words from register_entry where `

func findStatement(q register.Query) (string, []any) {
	var f filter
	f.add("agency", "=", string(q.Series.Agency))
	f.add("book", "=", q.Series.Book)
	f.add("year", "=", q.Series.Year)
	if q.Below <= 0 {
		q.Below = math.MaxInt32
	}
	f.add("number", "<", q.Below)
	for _, word := range strings.Fields(vntext.Fold(q.Text)) {
		f.parts = append(f.parts, "words like "+f.bind("%"+escaped(word)+"%")+` escape '\'`)
	}
	if q.State != "" {
		f.add("state", "=", string(q.State))
	}
	if q.Type != "" {
		f.add("type", "=", q.Type)
	}
	if q.Signer != "" {
		f.add("signer", "=", q.Signer)
	}
	if q.From != "" {
		f.add("date", ">=", q.From)
	}
	if q.To != "" {
		f.add("date", "<=", q.To)
	}
	if q.Paper {
		f.add("on_paper", "=", true)
	}
	if q.Late {
		f.parts = append(f.parts, "late <> ''")
	}
	limit := q.Limit
	if limit <= 0 || limit > 1000 {
		limit = 100
	}
	return findColumns + strings.Join(f.parts, " and ") + " order by number desc limit " + f.bind(limit), f.args
}

// escaped takes the signs of a pattern literally.
func escaped(word string) string {
	return strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(word)
}

// Find implements register.Store.
func (s *Store) Find(ctx context.Context, q register.Query) ([]register.Entry, error) {
	text, args := findStatement(q)
	rows, err := s.database.Reader().QueryContext(ctx, text, args...)
	if err != nil {
		return nil, fmt.Errorf("searching the register: %w", err)
	}
	defer rows.Close()
	var out []register.Entry
	for rows.Next() {
		var r db.RegisterEntry
		if err := rows.Scan(&r.Agency, &r.Book, &r.Year, &r.Number, &r.Document, &r.State, &r.Date, &r.Symbol, &r.Type, &r.Subject, &r.Signer,
			&r.Recipients, &r.Pages, &r.Sha256, &r.Sender, &r.Reason, &r.At, &r.Keeper, &r.Copies, &r.HandedOn, &r.SignedFor, &r.Note,
			&r.OnPaper, &r.Late, &r.Block, &r.Retention, &r.Words); err != nil {
			return nil, fmt.Errorf("searching the register: %w", err)
		}
		out = append(out, entry(r))
	}
	return out, rows.Err()
}
