package documentsql

import (
	"context"
	"fmt"
	"strings"

	"antin/internal/domain/document"
)

// Handings implements document.Store: one question for a page of a register.
func (s *Store) Handings(ctx context.Context, ids []document.ID) (map[document.ID]document.Handing, error) {
	out := map[document.ID]document.Handing{}
	if len(ids) == 0 {
		return out, nil
	}
	var f filter
	marks := make([]string, len(ids))
	for i, id := range ids {
		marks[i] = f.bind(string(id))
	}
	text := `select d.id, d.issued_on, coalesce(a.person_name, ''), coalesce(a.at, 0)
from document d left join document_assignment a on a.document = d.id where d.id in (` + strings.Join(marks, ", ") + `) order by d.id, a.id`
	rows, err := s.database.Reader().QueryContext(ctx, text, f.args...)
	if err != nil {
		return nil, fmt.Errorf("reading who has the documents: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, issued, name string
		var at int64
		if err := rows.Scan(&id, &issued, &name, &at); err != nil {
			return nil, fmt.Errorf("reading who has the documents: %w", err)
		}
		h := out[document.ID(id)]
		h.Issued = issued
		if name != "" {
			h.To = strings.TrimPrefix(h.To+"; "+name, "; ")
			h.At = instant(at)
		}
		out[document.ID(id)] = h
	}
	return out, rows.Err()
}
