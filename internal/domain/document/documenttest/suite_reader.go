package documenttest

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
)

// testReaders: random people meet random documents. What the rows say of who
// may see is what the plain rule says, after every save, grant and revocation.
func testReaders(t *testing.T, s document.Store) {
	random := rand.New(rand.NewPCG(23, 5))
	docs := RandomDocuments(t, random, 40)
	Save(t, s, docs...)
	for round := range 2 {
		for _, d := range docs {
			RandomChange(t, s, random, d.ID, round)
		}
		agrees(t, s, random, docs)
	}
}

// RandomDocuments stand in three agencies, with and without units, drafters,
// people asked and people assigned.
func RandomDocuments(t testing.TB, random *rand.Rand, n int) []*document.Document {
	states := slices.Sorted(maps.Keys(Steps()))
	docs := make([]*document.Document, n)
	for i := range docs {
		d := Reach(t, states[random.IntN(len(states))])
		d.Agency = org.AgencyID(fmt.Sprint("agency-", random.IntN(3)))
		d.Unit = org.UnitID([]string{"", "unit-0", "unit-1", "unit-2"}[random.IntN(4)])
		d.Signer.Person = somebody(random)
		d.Subject = Fields().Subject
		if d.Direction == document.Outgoing {
			d.Drafter = somebody(random)
		}
		docs[i] = d
	}
	return docs
}

func somebody(random *rand.Rand) org.PersonID {
	return org.PersonID(fmt.Sprint("person-", random.IntN(6)))
}

// RandomActor holds any roles in any of the agencies of the reader tests.
func RandomActor(random *rand.Rand) org.Actor {
	by := org.Actor{Account: "account", Person: somebody(random), Agency: org.AgencyID(fmt.Sprint("agency-", random.IntN(3))), Province: "NA"}
	if random.IntN(2) == 0 {
		by.Unit = org.UnitID(fmt.Sprint("unit-", random.IntN(3)))
	}
	for range random.IntN(3) {
		by.Roles = append(by.Roles, org.Roles[random.IntN(len(org.Roles))])
	}
	return by
}

// RandomChange grants, revokes, or moves the signer of a document.
func RandomChange(t testing.TB, s document.Store, random *rand.Rand, id document.ID, round int) {
	t.Helper()
	must(t, s.Transact(t.Context(), func(ctx context.Context, tx document.Tx) error {
		d, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		cause := document.CauseOf("task", fmt.Sprint(round%2))
		if random.IntN(3) == 0 {
			return tx.Revoke(ctx, id, cause)
		}
		readers := []document.Reader{document.PersonIn("agency-1", somebody(random)), document.WholeUnit("unit-2"), document.RoleIn("agency-2", org.Clerk)}
		if err := tx.Grant(ctx, id, readers[:1+random.IntN(3)], cause); err != nil {
			return err
		}
		d.Signer.Person = somebody(random)
		return tx.Save(ctx, d)
	}))
}

func agrees(t *testing.T, s document.Store, random *rand.Rand, docs []*document.Document) {
	t.Helper()
	ids := make([]document.ID, len(docs))
	for i, d := range docs {
		ids[i] = d.ID
	}
	now := make([]*document.Document, len(ids))
	for i, id := range ids {
		var err error
		now[i], err = s.Load(t.Context(), id)
		must(t, err)
	}
	seen := 0
	for range 15 {
		by := RandomActor(random)
		cleared := document.Clearances(by)
		rows, err := s.Visible(t.Context(), ids, append(cleared, "nobody"))
		must(t, err)
		listed := map[document.ID]bool{}
		for _, id := range list(t, s, document.Query{Readers: append(cleared, "nobody"), Limit: 200}) {
			listed[id] = true
		}
		n, err := s.Count(t.Context(), document.Query{Readers: append(cleared, "nobody")})
		must(t, err)
		if n != len(rows) || len(listed) != len(rows) {
			t.Errorf("%+v: %d counted, %d listed, %d visible", by, n, len(listed), len(rows))
		}
		seen += n
		for _, d := range now {
			if want := d.SeenBy(by); rows[d.ID] != want || listed[d.ID] != want || want && by.Has(org.Administrator) {
				t.Errorf("%+v may see %s: %v; rows %v, list %v", by, d.ID, want, rows[d.ID], listed[d.ID])
			}
		}
	}
	if seen == 0 {
		t.Error("nobody saw anything: the test says nothing")
	}
}

// testGrantRefused: what no command may grant stays out.
func testGrantRefused(t *testing.T, s document.Store) {
	d := Reach(t, document.Released)
	Save(t, s, d)
	for _, test := range []struct {
		reader document.Reader
		cause  document.Cause
	}{
		{document.RoleIn("skhcn", org.Administrator), document.CauseOf("task", "1")},
		{document.RoleIn("skhcn", ""), document.CauseOf("task", "1")},
		{"*", document.CauseOf("task", "1")},
		{document.AnyPost("x"), document.OfItsAgency},
		{document.AnyPost("x"), "task:"},
	} {
		err := s.Transact(t.Context(), func(ctx context.Context, tx document.Tx) error {
			return tx.Grant(ctx, d.ID, []document.Reader{test.reader}, test.cause)
		})
		if err == nil {
			t.Errorf("%s was granted for %s", test.reader, test.cause)
		}
	}
}
