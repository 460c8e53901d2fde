package archtest

import (
	"strings"
	"testing"

	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

// Every stored query is read by each engine against the newest schema: one that
// an engine does not understand, or whose parameters have no type there, is
// found although no test runs it on that engine.
func TestEveryQueryIsReadByEachEngine(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		other := map[sqldb.Engine]string{sqldb.SQLite: "Postgres", sqldb.Postgres: "SQLite"}[db.Engine()]
		n := 0
		for _, name := range files(t, ".sql") {
			for _, query := range strings.Split(text(t, name), "-- name: ")[1:] {
				head, body, _ := strings.Cut(query, "\n")
				called, _, _ := strings.Cut(head, " ")
				if strings.HasSuffix(called, other) {
					continue
				}
				n++
				statement, err := db.Reader().PrepareContext(t.Context(), body)
				if err != nil {
					t.Errorf("%s: %s: %v", name, called, err)
					continue
				}
				if err := statement.Close(); err != nil {
					t.Error(err)
				}
			}
		}
		if n < 300 {
			t.Errorf("only %d queries were found", n)
		}
	})
}
