package auditsql

import (
	"context"
	"fmt"

	"antin/internal/domain/audit"
	"antin/internal/domain/audit/auditsql/db"
)

const walkPage = 500 // entries read at once; one is at most some kilobytes

// Walk visits all entries thing by thing, each thing's oldest first, so that
// what the log says of everything is known with one thing in memory at a time.
// An entry that cannot be read is left to Check.
func (l *Log) Walk(ctx context.Context, visit func(Stored) error) error {
	q := db.New(l.database.Reader())
	subject, seq := "", int64(-1)
	for {
		rows, err := q.EntriesBySubject(ctx, subject, seq, walkPage)
		if err != nil {
			return fmt.Errorf("reading the audit entries from %q: %w", subject, err)
		}
		for _, row := range rows {
			subject, seq = row.Subject, row.Seq
			e, err := audit.ParseLeaf(row.Leaf)
			if err != nil || e.Subject != row.Subject {
				continue
			}
			if err := visit(Stored{row.Seq, e}); err != nil {
				return err
			}
		}
		if len(rows) < walkPage {
			return nil
		}
	}
}

// History lists every entry about one thing, oldest first.
func (l *Log) History(ctx context.Context, subject string) ([]Stored, error) {
	q, seq := db.New(l.database.Reader()), int64(-1)
	var list []Stored
	for {
		rows, err := q.EntriesBySubject(ctx, subject, seq, walkPage)
		if err != nil {
			return nil, fmt.Errorf("reading the audit entries of %s: %w", subject, err)
		}
		for _, row := range rows {
			if row.Subject != subject {
				return list, nil
			}
			seq = row.Seq
			if e, err := audit.ParseLeaf(row.Leaf); err == nil && e.Subject == subject {
				list = append(list, Stored{row.Seq, e})
			}
		}
		if len(rows) < walkPage {
			return list, nil
		}
	}
}
