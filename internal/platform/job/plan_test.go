package job_test

import (
	"os"
	"strings"
	"testing"

	"antin/internal/testkit/dbtest"
)

// Looking for due jobs reads the index and not the whole table, which keeps
// every finished job for weeks.
func TestLookingForJobsReadsTheIndex(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("queries.sql")
	if err != nil {
		t.Fatal(err)
	}
	db := dbtest.SQLite(t)
	for name, args := range map[string][]any{"NextDue": nil, "ClaimSQLite": {1, "w", 2, 3}} {
		_, rest, ok := strings.Cut(string(text), "-- name: "+name+" ")
		if !ok {
			t.Fatalf("no query %s", name)
		}
		_, query, _ := strings.Cut(rest, "\n")
		query, _, _ = strings.Cut(query, ";")
		rows, err := db.Reader().QueryContext(t.Context(), "explain query plan "+query, args...)
		if err != nil {
			t.Fatal(err)
		}
		var plan []string
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			plan = append(plan, detail)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		if all := strings.Join(plan, "\n"); !strings.Contains(all, "INDEX job_due") || strings.Contains(all, "TEMP B-TREE") {
			t.Errorf("%s:\n%s", name, all)
		}
	}
}
