package workfilesql_test

import (
	"context"
	"testing"
	"time"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/workfile/workfilesql"
	"antin/internal/domain/workfile/workfiletest"
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
	workfiletest.Suite(t, workfilesql.New(db, auditsql.New(db, nil, nil).Append), rows{db})
}

// rows writes agencies and documents straight into their tables.
type rows struct{ db *sqldb.DB }

func (r rows) write(t *testing.T, statement string, args ...any) {
	t.Helper()
	err := r.db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.ExecContext(ctx, statement, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Agency implements workfiletest.Rows.
func (r rows) Agency(t *testing.T, id org.AgencyID) {
	t.Helper()
	r.write(t, `insert into agency (id, code, name, superior, short_name, place, parent, province, valid_from, valid_to, successor)
		values ($1, $1, $1, '', '', '', '', 'BG', 0, 0, '')`, string(id))
}

// Document implements workfiletest.Rows.
func (r rows) Document(t *testing.T, agency org.AgencyID, id document.ID, direction document.Direction, state document.State, at time.Time) {
	t.Helper()
	r.write(t, `insert into document (id, direction, agency, unit, drafter, province, type, subject, area, urgency, secrecy, origin, signer, signer_name,
		signer_post, signer_title, capacity, authority, state, holder, version, number, symbol, issued_on, pages, sender, sender_name, sender_ref, delivery,
		document_ref, arrived_at, arrival, refusal_code, refusal_text, created_at, updated_at, rev)
		values ($1, $2, $3, '', '', 'BG', 'CV', '', '', '', '', '', '', '', '', '', '', '', $4, '', 1, 0, '', '', 1, '', '', '', $1, '', 0, 0, '', '', $5, $5, 1)`,
		string(id), string(direction), string(agency), string(state), at.UnixMilli())
}
