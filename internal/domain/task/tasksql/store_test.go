package tasksql_test

import (
	"context"
	"testing"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/task/tasksql"
	"antin/internal/domain/task/tasktest"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func TestStoreSQLite(t *testing.T) {
	t.Parallel()
	suite(t, dbtest.SQLite(t))
}

func TestStorePostgres(t *testing.T) {
	t.Parallel()
	suite(t, dbtest.Postgres(t))
}

func suite(t *testing.T, db *sqldb.DB) {
	t.Helper()
	emit := func(context.Context, *sqldb.Tx, event.Event) error { return nil }
	documents := func(*sqldb.Tx) document.Tx { return nil } // the suite of documents is a suite of its own
	tasktest.Suite(t, tasksql.New(db, auditsql.New(db, nil, nil).Append, emit, documents), func(t *testing.T, id org.AgencyID) {
		t.Helper()
		err := db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.ExecContext(ctx, `insert into agency (id, code, name, superior, short_name, place, parent, province, valid_from, valid_to, successor)
				values ($1, $1, $1, '', '', '', '', 'BG', 0, 0, '')`, string(id))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
