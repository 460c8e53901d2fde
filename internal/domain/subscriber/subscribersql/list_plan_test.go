package subscribersql

import (
	"strings"
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/testkit/dbtest"
)

// A list along its order is neither sorted nor read past its index; only the
// lines of the page are read in full.
func TestListsReadTheIndexOfTheirOrder(t *testing.T) {
	t.Parallel()
	database := dbtest.SQLite(t)
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	all := subscriber.Scope{Province: "NA", All: true}
	one := subscriber.Scope{Province: "NA", Agencies: []org.AgencyID{"a"}}
	for name, want := range map[string]struct {
		scope subscriber.Scope
		q     subscriber.Filter
		index string
	}{
		"whole":     {all, subscriber.Filter{}, "registration_by_name"},
		"state":     {all, subscriber.Filter{State: subscriber.InForce}, "registration_by_name"},
		"revoked":   {all, subscriber.Filter{State: subscriber.Withdraw}, "registration_by_name"},
		"class":     {all, subscriber.Filter{Class: signing.ClassPerson, State: subscriber.InForce}, "registration_by_class"},
		"expiry":    {all, subscriber.Filter{Order: subscriber.ByExpiry, EndsFrom: now, EndsUntil: now.AddDate(0, 3, 0)}, "registration_by_expiry"},
		"agency":    {one, subscriber.Filter{State: subscriber.InForce}, "registration_by_agency"},
		"search":    {all, subscriber.Filter{Search: "nguyen"}, "t USING"},
		"in agency": {one, subscriber.Filter{Search: "nguyen"}, "registration_term_by_agency"},
		"page two":  {all, subscriber.Filter{After: subscriber.Cursor{Key: "6e", ID: "x"}}, "registration_by_name"},
	} {
		want.q.At, want.q.Present, want.q.Limit = now, true, 51
		text, args := statement(want.scope, want.q, lead{})
		rows, err := database.Reader().QueryContext(t.Context(), "explain query plan "+text, args...)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
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
		inner, _, _ := strings.Cut(strings.Join(plan, "\n"), "SCAN p")
		if !strings.Contains(inner, want.index) || strings.Contains(inner, "SCAN") || strings.Contains(inner, "TEMP B-TREE") {
			t.Errorf("%s:\n%s", name, strings.Join(plan, "\n"))
		}
	}
}
