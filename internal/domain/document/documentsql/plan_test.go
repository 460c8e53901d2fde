package documentsql_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql"
	"antin/internal/domain/org"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

// No query walks through a whole table, but those named here.
func TestQueriesUseAnIndex(t *testing.T) {
	t.Parallel()
	whole := map[string]bool{}
	text, err := os.ReadFile("queries.sql")
	if err != nil {
		t.Fatal(err)
	}
	database := dbtest.SQLite(t)
	for _, query := range strings.Split(string(text), "-- name: ")[1:] {
		head, body, _ := strings.Cut(query, "\n")
		name, _, _ := strings.Cut(head, " ")
		if strings.HasPrefix(body, "insert") || whole[name] {
			continue
		}
		seen := map[string]bool{}
		for _, parameter := range regexp.MustCompile(`\$\d+`).FindAllString(body, -1) {
			seen[parameter] = true
		}
		usesIndex(t, database, name, body, make([]any, len(seen))...)
	}
}

// Every work list that any role opens at home, its first and a later page, and
// its count.
func TestWorkListsUseAnIndex(t *testing.T) {
	t.Parallel()
	database := dbtest.SQLite(t)
	queues := map[string]document.Query{}
	for _, role := range []org.Role{org.Officer, org.UnitLeader, org.FormatChecker, org.Leader, org.Clerk} {
		by := org.Actor{Person: "person", Agency: "agency", Unit: "unit", Roles: []org.Role{role}}
		for _, q := range (&document.Service{}).Queues(by) {
			queues[q.Code] = q.Query
		}
	}
	if len(queues) < 13 {
		t.Fatalf("only %d work lists", len(queues))
	}
	for code, q := range queues {
		first, firstArgs := documentsql.ListStatement(q)
		counted, countedArgs := documentsql.CountStatement(q)
		q.Before = document.Cursor{ID: "id"}
		next, nextArgs := documentsql.ListStatement(q)
		for _, plan := range []string{
			usesIndex(t, database, code, first, firstArgs...),
			usesIndex(t, database, code+", counted", counted, countedArgs...),
			usesIndex(t, database, code+", next page", next, nextArgs...),
		} {
			// A queue is short and the archive of an agency is long: the state has to
			// be part of what is looked up.
			if !strings.Contains(plan, "state=?") {
				t.Errorf("%s walks all documents of the agency: %s", code, plan)
			}
		}
	}
}

func usesIndex(t *testing.T, database *sqldb.DB, name, statement string, args ...any) string {
	t.Helper()
	rows, err := database.Reader().QueryContext(t.Context(), "explain query plan "+statement, args...)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, detail)
		table, scan := strings.CutPrefix(detail, "SCAN ")
		if scan && !slices.Contains(plan, "CO-ROUTINE "+table) { // what a subquery gave is read whole
			t.Errorf("%s: %s", name, detail)
		}
	}
	if err := rows.Err(); err != nil {
		t.Error(err)
	}
	return strings.Join(plan, "; ")
}
