package searchsql

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/search"
	"antin/internal/platform/sqldb"
)

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

const (
	savedStatement = `select id, person, agency, name, query, created_at from saved_search
where person = $1 and agency = $2 order by created_at, id`
	putSavedStatement = `insert into saved_search (id, person, agency, name, query, created_at) values ($1, $2, $3, $4, $5, $6)
on conflict (id) do update set name = excluded.name, query = excluded.query`
	deleteSavedStatement = `delete from saved_search where id = $1 and person = $2 and agency = $3`
)

// Saved implements search.Store.
func (s *Store) Saved(ctx context.Context, person org.PersonID, agency org.AgencyID) ([]search.Saved, error) {
	return collect(ctx, s.database.Reader(), "listing saved searches", savedStatement, []any{string(person), string(agency)}, func(r *sql.Rows) (search.Saved, error) {
		var k search.Saved
		var query string
		var at int64
		if err := r.Scan(&k.ID, &k.Person, &k.Agency, &k.Name, &query, &at); err != nil {
			return k, err
		}
		k.At = instant(at)
		return k, json.Unmarshal([]byte(query), &k.Query)
	})
}

// PutSaved implements search.Store.
func (s *Store) PutSaved(ctx context.Context, k search.Saved, e audit.Entry) error {
	query, err := json.Marshal(k.Query)
	if err != nil {
		return fmt.Errorf("writing a saved search: %w", err)
	}
	return s.database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.ExecContext(ctx, putSavedStatement, k.ID, string(k.Person), string(k.Agency), k.Name, string(query), k.At.UnixMilli()); err != nil {
			return fmt.Errorf("keeping a search: %w", err)
		}
		return s.append(ctx, tx, e)
	})
}

// DeleteSaved implements search.Store.
func (s *Store) DeleteSaved(ctx context.Context, id string, person org.PersonID, agency org.AgencyID, e audit.Entry) error {
	return s.database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		done, err := tx.ExecContext(ctx, deleteSavedStatement, id, string(person), string(agency))
		if err != nil {
			return fmt.Errorf("dropping a saved search: %w", err)
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return search.ErrNotFound
		}
		return s.append(ctx, tx, e)
	})
}
