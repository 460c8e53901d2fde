package subscribersql

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

// listCase is a list with the index that its keys are read from.
type listCase struct {
	scope subscriber.Scope
	q     subscriber.Filter
	by    way
	index string
}

func listCases(now time.Time) map[string]listCase {
	all := subscriber.Scope{Province: "NA", All: true}
	one := subscriber.Scope{Province: "NA", Agencies: []org.AgencyID{"a"}}
	return map[string]listCase{
		"whole":        {all, subscriber.Filter{}, way{}, "registration_by_name"},
		"state":        {all, subscriber.Filter{State: subscriber.InForce}, way{}, "registration_by_name"},
		"expired":      {all, subscriber.Filter{State: subscriber.Expired}, way{}, "registration_by_name"},
		"revoked":      {all, subscriber.Filter{State: subscriber.Withdraw}, way{along: byStanding}, "registration_by_standing"},
		"paused":       {all, subscriber.Filter{State: subscriber.Paused, Class: signing.ClassPerson}, way{along: byStanding}, "registration_by_standing"},
		"class":        {all, subscriber.Filter{Class: signing.ClassAgency, State: subscriber.InForce}, way{along: byClass}, "registration_by_class"},
		"people":       {all, subscriber.Filter{Class: signing.ClassPerson, State: subscriber.InForce}, way{}, "registration_by_name"},
		"outside":      {all, subscriber.Filter{Kind: subscriber.Outside, State: subscriber.Withdraw}, way{along: byKind}, "registration_outside"},
		"year":         {all, subscriber.Filter{Issued: 2026, State: subscriber.Expired}, way{along: byYear}, "registration_by_year"},
		"early":        {all, subscriber.Filter{State: subscriber.Early}, way{along: byEarly}, "registration_early"},
		"unused":       {all, subscriber.Filter{NeverUsedSince: now}, way{}, "registration_by_name"},
		"past":         {all, subscriber.Filter{State: subscriber.InForce, At: now.AddDate(0, -1, 0)}, way{}, "registration_by_name"},
		"expiry":       {all, subscriber.Filter{Order: subscriber.ByExpiry, EndsFrom: now, EndsUntil: now.AddDate(0, 3, 0)}, way{}, "registration_by_expiry"},
		"expiry state": {all, subscriber.Filter{Order: subscriber.ByExpiry, State: subscriber.InForce}, way{}, "registration_by_expiry"},
		"agency":       {one, subscriber.Filter{State: subscriber.InForce}, way{}, "registration_by_agency"},
		"page two":     {all, subscriber.Filter{After: subscriber.Cursor{Key: "6e", ID: "x"}}, way{}, "registration_by_name"},
	}
}

// A list along its order is neither sorted nor read past its index; only the
// lines of the page are read in full.
func TestListsReadTheIndexOfTheirOrder(t *testing.T) {
	t.Parallel()
	database := dbtest.SQLite(t)
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	cases := listCases(now)
	all, one := cases["whole"].scope, cases["agency"].scope
	cases["search"] = listCase{all, subscriber.Filter{Search: "nguyen"}, way{}, "t USING"}
	cases["in agency"] = listCase{one, subscriber.Filter{Search: "nguyen"}, way{}, "registration_term_by_agency"}
	for name, want := range cases {
		keys, args := keysOf(want, now)
		plan := explain(t, database.Reader(), "explain query plan "+keys, args)
		if !strings.Contains(plan, want.index) || strings.Contains(plan, "SCAN") || strings.Contains(plan, "TEMP B-TREE") || want.index != "t USING" && !strings.Contains(plan, "COVERING") {
			t.Errorf("%s:\n%s", name, plan)
		}
	}
}

// The same lists on PostgreSQL, once it would rather not read whole tables, as it
// does with the few rows of a test. Which of the indexes that stand in the order
// of the list it takes is a matter of what it knows of their columns.
func TestListsReadTheIndexOfTheirOrderOnPostgres(t *testing.T) {
	t.Parallel()
	database := dbtest.Postgres(t)
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	err := database.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		for _, off := range []string{"seqscan", "bitmapscan"} {
			if _, err := tx.ExecContext(ctx, "set local enable_"+off+" = off"); err != nil {
				return err
			}
		}
		for name, want := range listCases(now) {
			keys, args := keysOf(want, now)
			plan := explain(t, tx, "explain "+keys, args)
			if !strings.Contains(plan, "Index Only Scan using registration_") || strings.Contains(plan, "Sort") || strings.Contains(plan, "Seq Scan") {
				t.Errorf("%s:\n%s", name, plan)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func keysOf(c listCase, now time.Time) (string, []any) {
	if c.q.At.IsZero() {
		c.q.At, c.q.Present = now, true
	}
	f := &filter{}
	return f.keys(c.scope, c.q, c.by, 1001), f.args
}

func explain(t *testing.T, db querier, text string, args []any) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), text, args...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer func() { _ = rows.Close() }() // read to its end
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var plan strings.Builder
	for rows.Next() {
		cells := make([]any, len(columns))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&plan, *cells[len(cells)-1].(*any))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}
