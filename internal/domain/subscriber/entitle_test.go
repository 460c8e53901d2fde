package subscriber_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql"
	"antin/internal/domain/org/orgtest"
	"antin/internal/domain/profile"
	"antin/internal/domain/subscriber"
	"antin/internal/event"
	"antin/internal/fault"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/clause"
	"antin/internal/testkit/dbtest"
)

const day = 24 * time.Hour

// tree is a province whose agencies and people the test makes by the service.
type tree struct {
	t        *testing.T
	province string
	org      *org.Service
	judge    *subscriber.Judge
	clock    *orgtest.Clock
	by       org.Actor
	heard    []event.Event
	n        int
}

// plant makes an empty province under the rules of set.
func plant(t *testing.T, province string, set *profile.Set) *tree {
	t.Helper()
	w := &tree{t: t, province: province, clock: orgtest.NewClock(), by: org.Installer(province)}
	guard, err := org.NewGuard(func(province string, action org.Action) { clause.Saw(t, province, "service "+string(action)) })
	w.must(err)
	db := dbtest.SQLite(t)
	emit := func(_ context.Context, _ *sqldb.Tx, e event.Event) error { w.heard = append(w.heard, e); return nil }
	w.org, err = org.NewService(org.Config{Store: orgsql.New(db, auditsql.New(db, nil, nil).Append, emit), Guard: guard,
		Now: w.clock.Now, Hashing: orgtest.Hashing, Law: set.At})
	w.must(err)
	w.judge, err = subscriber.NewJudge(w.org, set.At)
	w.must(err)
	return w
}

// rules are the embedded ones.
func rules(t *testing.T) *profile.Set {
	t.Helper()
	set, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// with is the embedded rules with one value of a province changed.
func with(t *testing.T, province, key string, value any) *profile.Set {
	t.Helper()
	set, err := rules(t).With(province, key, value)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func (w *tree) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *tree) agency(name string, kind org.Kind, level org.Level, above org.AgencyID) org.AgencyID {
	w.t.Helper()
	id, err := w.tryAgency(name, kind, level, above)
	w.must(err)
	return id
}

func (w *tree) tryAgency(name string, kind org.Kind, level org.Level, above org.AgencyID) (org.AgencyID, error) {
	w.n++
	a, err := w.org.CreateAgency(w.t.Context(), w.by, org.Agency{Code: "X." + string(rune('A'+w.n)), Name: name, Kind: kind, Level: level, Parent: above, Province: w.province})
	return a.ID, err
}

func (w *tree) person(name string, kind org.Employment) org.PersonID {
	w.t.Helper()
	p, err := w.org.CreatePerson(w.t.Context(), w.by, org.Person{Name: name, Employment: kind})
	w.must(err)
	return p.ID
}

func (w *tree) post(person org.PersonID, agency org.AgencyID, title string) org.PostID {
	w.t.Helper()
	p, err := w.org.Appoint(w.t.Context(), w.by, org.Post{Person: person, Agency: agency, Title: title})
	w.must(err)
	return p.ID
}

func (w *tree) deed(d org.Deed) {
	w.t.Helper()
	d.Reason, d.Paper = "Sắp xếp tổ chức", "1/QĐ-UBND ngày 01/12/2026"
	_, err := w.org.Decide(w.t.Context(), w.by, d)
	w.must(err)
}

// entitled is "type clause" or the code of the refusal.
func (w *tree) entitled(id org.AgencyID) string {
	w.t.Helper()
	e, err := w.judge.EntitleAgency(w.t.Context(), id, w.clock.Now())
	return w.outcome(e, err)
}

func (w *tree) personEntitled(id org.PersonID, agency org.AgencyID) string {
	w.t.Helper()
	e, err := w.judge.EntitlePerson(w.t.Context(), id, agency, w.clock.Now())
	return w.outcome(e, err)
}

func (w *tree) outcome(e subscriber.Entitlement, err error) string {
	w.t.Helper()
	if err == nil {
		return e.Type + " " + e.Clause
	}
	f, ok := fault.From(err)
	if !ok {
		w.t.Fatal(err)
	}
	return f.Code
}

// refused wants the words and the clause of a refusal.
func refused(t *testing.T, err error, words, under string) {
	t.Helper()
	f, ok := fault.From(err)
	if !ok || len(f.Message) < len(words) || f.Message[:len(words)] != words || f.Clause != under {
		t.Errorf("refused with %+v, want %q under %s", err, words, under)
	}
}

func equal(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// left gives the last departure that was heard.
func (w *tree) left() (said org.PersonLeft) {
	w.t.Helper()
	for _, e := range w.heard {
		if e.Kind == org.EventPersonLeft {
			w.must(json.Unmarshal(e.Payload, &said))
		}
	}
	return said
}
