package requestsql_test

import (
	"context"
	"testing"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/device"
	"antin/internal/domain/device/devicesql"
	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql"
	"antin/internal/domain/request"
	"antin/internal/domain/request/requestsql"
	"antin/internal/domain/request/requesttest"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func TestStoreSQLite(t *testing.T) {
	t.Parallel()
	requesttest.Suite(t, func(t *testing.T) (request.Store, requesttest.Place) { return newStore(t, dbtest.SQLite(t)) })
}

func TestStorePostgres(t *testing.T) {
	t.Parallel()
	requesttest.Suite(t, func(t *testing.T) (request.Store, requesttest.Place) { return newStore(t, dbtest.Postgres(t)) })
}

func newStore(t *testing.T, db *sqldb.DB) (request.Store, requesttest.Place) {
	log := auditsql.New(db, nil, nil)
	emit := func(context.Context, *sqldb.Tx, event.Event) error { return nil }
	p := requesttest.Place{Agency: "agency-1", Person: "person-1"}
	people := orgsql.New(db, log.Append, emit)
	err := people.Transact(t.Context(), func(tx org.Tx) error {
		if err := tx.AddAgency(t.Context(), org.Agency{ID: p.Agency, Code: "X", Name: "Sở X", Province: "LD", Kind: org.KindDepartment, Level: org.LevelProvince, ValidFrom: requesttest.Start}); err != nil {
			return err
		}
		return tx.AddPerson(t.Context(), org.Person{ID: p.Person, Name: "Đậu Thị Hoa", Employment: org.CivilServant, Status: org.Working})
	})
	if err != nil {
		t.Fatal(err)
	}
	return requestsql.New(db, log.Append, emit, func(tx *sqldb.Tx) device.Tx { return devicesql.In(tx, log.Append, emit) }), p
}
