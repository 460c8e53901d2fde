package schema_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"antin/internal/platform/sqldb"
	"antin/internal/schema"
	"antin/internal/testkit/dbtest"
)

// before is the schema in which registrations had no standing of their own yet.
const before = 25

// old opens a database of each engine with that older schema.
func old(t *testing.T, fn func(t *testing.T, db *sqldb.DB)) {
	t.Helper()
	for name, dsn := range map[string]func(*testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "x.db") },
		"postgres": func(t *testing.T) string { return dbtest.Database(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, err := sqldb.Open(t.Context(), dsn(t), sqldb.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
			if err := schema.MigrateTo(t.Context(), db, before); err != nil {
				t.Fatal(err)
			}
			fn(t, db)
		})
	}
}

func newest(t *testing.T, db *sqldb.DB) {
	t.Helper()
	r, err := schema.Migrate(t.Context(), db, schema.Options{})
	if err != nil || r.From != before || r.To <= before {
		t.Fatalf("%+v %v", r, err)
	}
}

// enter writes a certificate that was registered at 1000, valid from the first
// moment of 2026 in Vietnam, which is still 2025 in UTC.
func enter(t *testing.T, db *sqldb.DB, id string) {
	t.Helper()
	do(t, db, `insert into certificate (id, sha256, der, chain, issuer, serial, subject, title, class, person, agency, key_kind, practice, not_before, not_after, status, added_at)
		values ('`+id+`', '`+id+`', '', '', '`+id+`', '1', '', '', '', '', 'a', '', false, 1767200400000, 1893430800000, 'active', 1000)`,
		`insert into registration (certificate, province, kind, class, agency, person, holder, sort_key, title, email, system, system_kind, serial, key_kind,
		not_before, not_after, head_name, head_title, renewal_of, renewed_by, minutes, differences, rules, registered_by, registered_agency, registered_at)
		values ('`+id+`', 'LD', 'inside', 'person', 'a', 'p', 'Lê Thị Hoa', '', '', '', '', '', '1', 'ecdsa', 1767200400000, 1893430800000, '', '', '', '', '', '{}', 'LD', 'p', 'a', 1000)`)
}

// lived is what happened to three certificates: "plain" nothing, "held" was held
// from 2000 to 3000 and is held again since 4000, "gone" was suspended at 2000,
// came back at 3000, was used and revoked at 5000.
func lived(t *testing.T, db *sqldb.DB) {
	t.Helper()
	change := func(id, status, at string) string {
		return "insert into certificate_change (id, certificate, status, actor, reason, at) values ('" + id + "', 'gone', '" + status + "', 'p', '', " + at + ")"
	}
	hold := func(id, from, to string) string {
		return "insert into certificate_hold (id, certificate, cause, source, message, clause, valid_from, valid_to) values ('" + id + "', 'held', 'device', '" + id + "', '', '', " + from + ", " + to + ")"
	}
	for _, id := range []string{"plain", "held", "gone"} {
		enter(t, db, id)
	}
	do(t, db, change("1", "suspended", "2000"), change("2", "active", "3000"), change("3", "revoked", "5000"), hold("1", "2000", "3000"), hold("2", "4000", "0"),
		"insert into certificate_use (certificate, document, agency, symbol, deed, at) values ('gone', 'd', 'a', '', 'sign', 3500)",
		"insert into certificate_use (certificate, document, agency, symbol, deed, at) values ('gone', 'e', 'a', '', 'sign', 3400)")
}

// lines are what the lists read, in words.
func lines(t *testing.T, db *sqldb.DB) []string {
	t.Helper()
	var out []string
	for _, query := range []string{
		"select certificate || ' ' || standing || ' since ' || settled_at || ', ' || issued || ', used ' || last_use from registration order by certificate",
		"select certificate || ' was ' || standing || ' ' || began_at || '-' || ended_at from registration_past order by certificate, began_at",
	} {
		rows, err := db.Reader().QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			out = append(out, line)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// Registrations that were there before lists had a standing get the one that
// their history makes, the same as if they had been entered today.
func TestRegistrationsOfAnOlderSchemaGetTheirStanding(t *testing.T) {
	t.Parallel()
	old(t, func(t *testing.T, db *sqldb.DB) {
		lived(t, db)
		newest(t, db)
		want := []string{
			"gone revoked since 5000, 2026, used 3500", "held blocked since 4000, 2026, used 0", "plain active since 1000, 2026, used 0",
			"gone was active 1000-2000", "gone was suspended 2000-3000", "gone was active 3000-5000",
			"held was active 1000-2000", "held was blocked 2000-3000", "held was active 3000-4000",
		}
		if got := lines(t, db); !slices.Equal(got, want) {
			t.Errorf("filled from before:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		lived(t, db)
		if got := lines(t, db); len(got) != 9 || got[0] != "gone revoked since 5000, 2026, used 3500" || got[1] != "held blocked since 4000, 2026, used 0" {
			t.Errorf("entered today:\n%s", strings.Join(got, "\n"))
		}
	})
}
