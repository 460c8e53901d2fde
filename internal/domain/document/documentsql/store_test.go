package documentsql_test

import (
	"context"
	"errors"
	"testing"

	"antin/internal/domain/audit"
	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql"
	"antin/internal/domain/document/documenttest"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func TestStoreSQLite(t *testing.T) {
	t.Parallel()
	documenttest.Suite(t, func(t *testing.T) document.Store { return newStore(dbtest.SQLite(t)) })
}

func TestStorePostgres(t *testing.T) {
	t.Parallel()
	documenttest.Suite(t, func(t *testing.T) document.Store { return newStore(dbtest.Postgres(t)) })
}

func newStore(db *sqldb.DB) *documentsql.Store {
	return documentsql.New(db, auditsql.New(db, nil, nil).Append, func(context.Context, *sqldb.Tx, event.Event) error { return nil })
}

// Log and outbox ride in the transaction: a document is there with both or not
// at all.
func TestDocumentLogAndEventAreOneTransaction(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		for _, test := range []struct {
			name      string
			log, emit error
		}{{"log fails", broken, nil}, {"outbox fails", nil, broken}, {"both hold", nil, nil}} {
			write := auditsql.New(db, nil, nil).Append
			s := documentsql.New(db,
				func(ctx context.Context, tx *sqldb.Tx, e audit.Entry) error {
					return errors.Join(write(ctx, tx, e), test.log)
				},
				func(context.Context, *sqldb.Tx, event.Event) error { return test.emit })
			before := count(t, db, "audit_entry")
			d := documenttest.Reach(t, document.Released)
			err := s.Transact(t.Context(), func(ctx context.Context, tx document.Tx) error {
				if err := tx.Save(ctx, d); err != nil {
					return err
				}
				logged := tx.Audit(ctx, audit.Entry{At: documenttest.Start, Action: "document.release", Subject: string(d.ID)})
				return errors.Join(logged, tx.Emit(ctx, event.New(document.EventReleased, string(d.ID), nil)))
			})
			want := 1
			if test.log != nil || test.emit != nil {
				want = 0
			}
			if errors.Is(err, broken) != (want == 0) {
				t.Errorf("%s: %v", test.name, err)
			}
			_, err = s.Load(t.Context(), d.ID)
			if entries := count(t, db, "audit_entry") - before; entries != want || (err == nil) != (want == 1) {
				t.Errorf("%s: %d entries, document: %v", test.name, entries, err)
			}
		}
	})
}

func count(t *testing.T, db *sqldb.DB, table string) (n int) {
	t.Helper()
	if err := db.Reader().QueryRowContext(t.Context(), "select count(*) from "+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
