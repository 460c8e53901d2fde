package documentsql

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql/db"
)

// Grant implements document.Tx.
func (t *transaction) Grant(ctx context.Context, id document.ID, readers []document.Reader, cause document.Cause) error {
	if err := document.CheckGrant(readers, cause); err != nil {
		return err
	}
	if _, err := t.Lock(ctx, id); err != nil {
		return err
	}
	for _, r := range readers {
		if err := t.q.PutReader(ctx, string(id), string(r), string(cause), true); err != nil {
			return fmt.Errorf("granting the reading of document %s: %w", id, err)
		}
	}
	return t.changed(ctx, id)
}

// Revoke implements document.Tx.
func (t *transaction) Revoke(ctx context.Context, id document.ID, cause document.Cause) error {
	if err := document.CheckGrant(nil, cause); err != nil {
		return err
	}
	if _, err := t.Lock(ctx, id); err != nil {
		return err
	}
	if err := t.q.DeleteGrants(ctx, string(id), string(cause)); err != nil {
		return fmt.Errorf("revoking the reading of document %s: %w", id, err)
	}
	return t.changed(ctx, id)
}

// changed tells the search that its index is behind.
func (t *transaction) changed(ctx context.Context, id document.ID) error {
	if err := t.q.MarkChanged(ctx, string(id)); err != nil {
		return fmt.Errorf("marking document %s for the search: %w", id, err)
	}
	return nil
}

// saveReaders makes the rows follow the rule.
func (t *transaction) saveReaders(ctx context.Context, d *document.Document, c document.Changes) error {
	want := d.OwnReaders()
	var have []document.Grant
	if !c.New {
		rows, err := t.q.Readers(ctx, string(d.ID), false)
		if err != nil {
			return fmt.Errorf("reading who may see: %w", err)
		}
		have = grants(rows)
	}
	for _, g := range have {
		if !slices.Contains(want, g) {
			if err := t.q.DeleteReader(ctx, string(d.ID), string(g.Reader), string(g.Cause)); err != nil {
				return fmt.Errorf("taking a reader away: %w", err)
			}
		}
	}
	for _, g := range want {
		if !slices.Contains(have, g) {
			if err := t.q.PutReader(ctx, string(d.ID), string(g.Reader), string(g.Cause), false); err != nil {
				return fmt.Errorf("adding a reader: %w", err)
			}
		}
	}
	return t.changed(ctx, d.ID)
}

func grants(rows []db.ReadersRow) []document.Grant {
	var out []document.Grant
	for _, r := range rows {
		out = append(out, document.Grant{Reader: document.Reader(r.Reader), Cause: document.Cause(r.Cause)})
	}
	return out
}

func loadGrants(ctx context.Context, q *db.Queries, d *document.Document) error {
	rows, err := q.Readers(ctx, string(d.ID), true)
	d.Grants = grants(rows)
	return err
}

// readable is the condition that one of the readers may see the document.
func (f *filter) readable(column string, readers []document.Reader) {
	marks := make([]string, len(readers))
	for i, r := range readers {
		marks[i] = f.bind(string(r))
	}
	f.parts = append(f.parts, "exists (select 1 from document_reader v where v.document = "+column+" and v.reader in ("+strings.Join(marks, ", ")+"))")
}

func visibleStatement(ids []document.ID, readers []document.Reader) (string, []any) {
	var f filter
	marks := make([]string, len(ids))
	for i, id := range ids {
		marks[i] = f.bind(string(id))
	}
	f.parts = append(f.parts, "d.id in ("+strings.Join(marks, ", ")+")")
	f.readable("d.id", readers)
	return "select d.id from document d" + f.where(), f.args
}

// Visible implements document.Store.
func (s *Store) Visible(ctx context.Context, ids []document.ID, readers []document.Reader) (map[document.ID]bool, error) {
	out := map[document.ID]bool{}
	for part := range slices.Chunk(ids, 200) {
		text, args := visibleStatement(part, readers)
		rows, err := s.database.Reader().QueryContext(ctx, text, args...)
		if err != nil {
			return nil, fmt.Errorf("asking what may be seen: %w", err)
		}
		for rows.Next() {
			var id document.ID
			if err := rows.Scan(&id); err != nil {
				_ = rows.Close() // the first error counts
				return nil, fmt.Errorf("asking what may be seen: %w", err)
			}
			out[id] = true
		}
		if err := rows.Close(); err != nil {
			return nil, fmt.Errorf("asking what may be seen: %w", err)
		}
	}
	return out, nil
}

// OwnReaders implements document.Store.
func (s *Store) OwnReaders(ctx context.Context, id document.ID) ([]document.Grant, error) {
	rows, err := db.New(s.database.Reader()).Readers(ctx, string(id), false)
	return grants(rows), err
}

// FollowReaders implements document.Tx.
func (t *transaction) FollowReaders(ctx context.Context, d *document.Document) error {
	if _, err := t.Lock(ctx, d.ID); err != nil {
		return err
	}
	return t.saveReaders(ctx, d, document.Changes{})
}
