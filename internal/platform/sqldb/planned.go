package sqldb

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
)

// Planned is Reader for lists whose conditions differ from page to page:
// PostgreSQL plans each statement for its very arguments. A plan for any
// arguments, which it would take up after five times, knows neither how many
// lines a word has nor how rare a state is.
func (db *DB) Planned() DBTX {
	if db.engine == Postgres {
		return planned{db.read}
	}
	return db.reader
}

type planned struct{ *sql.DB }

func (p planned) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return p.DB.QueryContext(ctx, query, append([]any{pgx.QueryExecModeCacheDescribe}, args...)...)
}

func (p planned) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return p.DB.QueryRowContext(ctx, query, append([]any{pgx.QueryExecModeCacheDescribe}, args...)...)
}
