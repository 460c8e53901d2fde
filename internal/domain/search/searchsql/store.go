package searchsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/search"
	"antin/internal/platform/sqldb"
)

// Append writes one audit entry in the transaction and locks the head.
type Append func(ctx context.Context, tx *sqldb.Tx, e audit.Entry) error

// Store is search.Store over one database.
type Store struct {
	database *sqldb.DB
	append   Append
}

// New wires the store to the log that rides in its transactions.
func New(database *sqldb.DB, append Append) *Store { return &Store{database, append} }

// collect reads one row after the other.
func collect[T any](ctx context.Context, on sqldb.DBTX, what, text string, args []any, scan func(*sql.Rows) (T, error)) ([]T, error) {
	rows, err := on.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", what, err)
		}
		out = append(out, one)
	}
	return out, rows.Err()
}

// list writes the placeholders of n arguments from the given number on.
func list(from, n int) string {
	marks := make([]string, n)
	for i := range marks {
		marks[i] = "$" + strconv.Itoa(from+i)
	}
	return strings.Join(marks, ", ")
}

const behindStatement = `select document, mark from document_changed order by document limit $1`

// Behind implements search.Store.
func (s *Store) Behind(ctx context.Context, limit int) ([]search.Behind, error) {
	return collect(ctx, s.database.Reader(), "listing what the index lacks", behindStatement, []any{limit}, func(r *sql.Rows) (b search.Behind, err error) {
		return b, r.Scan(&b.Document, &b.Mark)
	})
}

// Content implements search.Store.
func (s *Store) Content(ctx context.Context, sha256 []string) (map[string]string, error) {
	out := map[string]string{}
	if len(sha256) == 0 {
		return out, nil
	}
	args := make([]any, len(sha256))
	for i, h := range sha256 {
		args[i] = h
	}
	_, err := collect(ctx, s.database.Reader(), "reading texts", "select sha256, content from search_content where sha256 in ("+list(1, len(args))+")", args,
		func(r *sql.Rows) (_ struct{}, err error) {
			var hash, text string
			err = r.Scan(&hash, &text)
			out[hash] = text
			return
		})
	return out, err
}

const (
	putContentStatement = `insert into search_content (sha256, content, at) values ($1, $2, $3) on conflict (sha256) do nothing`
	markStatement       = `insert into document_changed (document, mark) values ($1, 1)
on conflict (document) do update set mark = document_changed.mark + 1`
)

// PutContent implements search.Store.
func (s *Store) PutContent(ctx context.Context, sha256, text string, id document.ID, at time.Time) error {
	return s.database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.ExecContext(ctx, putContentStatement, sha256, text, at.UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, markStatement, string(id))
		return err
	})
}

const (
	placeStatement  = `select seq from search_document where document = $1`
	nextStatement   = `update search_last set seq = seq + 1 where id = 1 returning seq`
	lockStatement   = `update search_last set seq = seq where id = 1`
	insertStatement = `insert into search_document (seq, document, content) values ($1, $2, $3)`
	updateStatement = `update search_document set content = $1 where seq = $2`
	dropStatement   = `delete from search_text where rowid = $1` // SQLite
	addStatement    = `insert into search_text (rowid, terms) values ($1, $2)`
	setStatement    = `insert into search_text (seq, terms) values ($1, $2) on conflict (seq) do update set terms = excluded.terms` // PostgreSQL
	doneStatement   = `delete from document_changed where document = $1 and mark = $2`
)

// Put implements search.Store.
func (s *Store) Put(ctx context.Context, entries []search.Entry, done []search.Behind) error {
	return s.database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		// One writer at a time: two processes that index the same documents follow
		// each other.
		if _, err := tx.ExecContext(ctx, lockStatement); err != nil {
			return err
		}
		for i := range entries {
			if err := put(ctx, tx, &entries[i]); err != nil {
				return fmt.Errorf("document %s: %w", entries[i].Document, err)
			}
		}
		for _, b := range done {
			if _, err := tx.ExecContext(ctx, doneStatement, string(b.Document), b.Mark); err != nil {
				return err
			}
		}
		return nil
	})
}

func put(ctx context.Context, tx *sqldb.Tx, e *search.Entry) error {
	content := strings.ToValidUTF8(strings.ReplaceAll(e.Content, "\x00", ""), "")
	var place int64
	err := tx.QueryRowContext(ctx, placeStatement, string(e.Document)).Scan(&place)
	fresh := errors.Is(err, sql.ErrNoRows)
	switch {
	case fresh:
		if err = tx.QueryRowContext(ctx, nextStatement).Scan(&place); err == nil {
			_, err = tx.ExecContext(ctx, insertStatement, place, string(e.Document), content)
		}
	case err == nil:
		_, err = tx.ExecContext(ctx, updateStatement, content, place)
	}
	if err != nil {
		return err
	}
	if tx.Engine() == sqldb.Postgres {
		_, err = tx.ExecContext(ctx, setStatement, place, vector(&e.Terms, place))
		return err
	}
	if !fresh {
		if _, err := tx.ExecContext(ctx, dropStatement, place); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, addStatement, place, column(&e.Terms))
	return err
}
