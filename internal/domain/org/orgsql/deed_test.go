package orgsql_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql"
	"antin/internal/domain/org/orgtest"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

// heard keeps the events of transactions.
type heard struct{ events []event.Event }

func (h *heard) emit(_ context.Context, _ *sqldb.Tx, e event.Event) error {
	h.events = append(h.events, e)
	return nil
}

func (h *heard) kinds() []string {
	kinds := make([]string, len(h.events))
	for i, e := range h.events {
		kinds[i] = e.Kind
	}
	slices.Sort(kinds)
	h.events = nil
	return kinds
}

// Each deed tells the others what happened, with its day; one ahead is silent
// until then, and a refused one always.
func TestDeedsAreHeardWhenTheyTakeEffect(t *testing.T) {
	t.Parallel()
	db := dbtest.SQLite(t)
	h := &heard{}
	p := orgtest.NewProvince(t, orgsql.New(db, auditsql.New(db, nil, nil).Append, h.emit))
	h.events = nil
	p.Clock.Add(36 * time.Hour)
	for _, c := range []struct {
		deed org.Deed
		want []string
	}{
		{org.Deed{Kind: org.DeedRename, DeedData: org.DeedData{Agency: p.Other.ID, Name: "Ủy ban nhân dân xã Nam Đàn"}}, []string{org.EventAgencyRenamed}},
		{org.Deed{Kind: org.DeedMoveAgency, DeedData: org.DeedData{Agency: p.Other.ID, Target: p.Agency.ID}}, []string{org.EventAgencyMoved}},
		{org.Deed{Kind: org.DeedChangePerson, DeedData: org.DeedData{Person: p.Clerk.Person, Email: "vanthu2@nghean.example"}}, []string{org.EventPersonChanged}},
		{org.Deed{Kind: org.DeedTransfer, DeedData: org.DeedData{Post: p.LeaderPost.ID, Agency: p.Other.ID, Title: "Chủ tịch"}}, []string{org.EventHeadChanged, org.EventPersonMoved}},
		{org.Deed{Kind: org.DeedChangeHead, DeedData: org.DeedData{Agency: p.Agency.ID, Person: p.Deputy.Person, Title: "Giám đốc"}}, []string{org.EventHeadChanged, org.EventPersonAppointed}},
		{org.Deed{Kind: org.DeedMoveUnit, DeedData: org.DeedData{Unit: p.Unit.ID, Target: p.Other.ID}}, []string{org.EventPersonMoved, org.EventPersonMoved, org.EventUnitMoved}},
		{org.Deed{Kind: org.DeedDeath, DeedData: org.DeedData{Person: p.Officer.Person}}, []string{org.EventPersonLeft}},
		{org.Deed{Kind: org.DeedMerge, DeedData: org.DeedData{Agency: p.Other.ID, Target: p.Agency.ID}}, []string{org.EventAgencyMerged}},
		{org.Deed{Kind: org.DeedRetire, At: p.Clock.Now().Add(48 * time.Hour), DeedData: org.DeedData{Person: p.Clerk.Person}}, []string{}},
	} {
		c.deed.Reason, c.deed.Paper = "Theo quy định", "9/QĐ-UBND"
		if _, err := p.Service.Decide(t.Context(), p.Admin, c.deed); err != nil {
			t.Fatalf("%s: %v", c.deed.Kind, err)
		}
		if got := h.kinds(); !slices.Equal(got, c.want) {
			t.Errorf("%s is heard as %v, want %v", c.deed.Kind, got, c.want)
		}
	}
	p.Clock.Add(72 * time.Hour)
	if _, err := p.Service.ApplyDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(h.events) != 1 || h.events[0].Kind != org.EventPersonLeft || h.events[0].Subject != string(p.Clerk.Person) {
		t.Fatalf("on its day: %+v", h.events)
	}
	var left org.PersonLeft
	if err := json.Unmarshal(h.events[0].Payload, &left); err != nil || left.Status != org.Retired || !left.LastPost {
		t.Errorf("%+v, %v", left, err)
	}
}

// The log and the jobs hold ids: no number of an identity card, no name.
func TestPersonalDataStaysOutOfLogAndEvents(t *testing.T) {
	t.Parallel()
	db := dbtest.SQLite(t)
	p := orgtest.NewProvince(t, newStore(db))
	err := p.Service.SaveIdentity(t.Context(), p.Admin, org.Identity{Person: p.Officer.Person, Number: "040199012345"})
	if err != nil {
		t.Fatal(err)
	}
	var n int
	err = db.Reader().QueryRowContext(t.Context(), "select count(*) from audit_entry where leaf like '%040199012345%' or leaf like '%Phạm Minh Ánh%'").Scan(&n)
	if err != nil || n != 0 {
		t.Errorf("%d entries of the log name the person or the number, %v", n, err)
	}
}
