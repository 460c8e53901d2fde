package workfilesql_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

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
		rows, err := database.Reader().QueryContext(t.Context(), "explain query plan "+body, make([]any, len(seen))...)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(detail, "SCAN") {
				t.Errorf("%s: %s", name, detail)
			}
		}
		if err := rows.Err(); err != nil {
			t.Error(err)
		}
	}
}
