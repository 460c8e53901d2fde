package requesttest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/org"
	"antin/internal/domain/request"
)

// Start is the moment at which the suite's rows are made.
var Start = time.Date(2026, time.March, 10, 2, 0, 0, 0, time.UTC)

// Place is an agency with a person, which rows refer to.
type Place struct {
	Agency org.AgencyID
	Person org.PersonID
}

// Suite runs everything that a store promises; make gives an empty one with a place.
func Suite(t *testing.T, open func(t *testing.T) (request.Store, Place)) {
	for name, test := range map[string]func(*testing.T, request.Store, Place){
		"a request comes back as it was saved": saved, "a stale row is refused": stale, "codes are given one by one": codes,
		"lists have an order and a cursor": lists, "what is open is found": opened, "history": history, "letters": letters,
		"dispatches": dispatches, "officers": officers,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, place := open(t)
			test(t, store, place)
		})
	}
}

// New is a draft of the place, not saved.
func New(p Place) request.Request {
	return request.Request{
		ID: request.ID(newID()), Kind: request.Revoke, Subject: request.ForPerson, State: request.Draft, Managing: p.Agency, Person: p.Person,
		Whom: "Đậu Thị Hoa", Certificate: "c1", Device: "d1", Province: "LD", CreatedBy: p.Person, CreatedAt: Start, UpdatedAt: Start,
		Fields: map[string]string{"phone": "0900"}, Terms: request.Terms{To: request.ToDepartment},
	}
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func add(t *testing.T, s request.Store, r *request.Request) {
	t.Helper()
	transact(t, s, func(ctx context.Context, tx request.Tx) error { return tx.Add(ctx, r) })
}

func transact(t *testing.T, s request.Store, do func(context.Context, request.Tx) error) {
	t.Helper()
	if err := s.Transact(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

func saved(t *testing.T, s request.Store, p Place) {
	r := New(p)
	add(t, s, &r)
	r.State, r.DueAt, r.UpdatedAt = request.Sent, Start.Add(time.Hour), Start.Add(time.Minute)
	transact(t, s, func(ctx context.Context, tx request.Tx) error {
		now, err := tx.Load(ctx, r.ID)
		if err != nil {
			return err
		}
		now.State, now.DueAt, now.UpdatedAt = r.State, r.DueAt, r.UpdatedAt
		return tx.Save(ctx, &now)
	})
	got, err := s.Request(t.Context(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got.Rev != 2 || got.State != request.Sent || !got.DueAt.Equal(r.DueAt) || got.Fields["phone"] != "0900" || got.Code != r.Code {
		t.Errorf("got %+v", got)
	}
	if _, err := s.Request(t.Context(), "no"); !errors.Is(err, request.ErrNotFound) {
		t.Errorf("a request that is not there: %v", err)
	}
	due, err := s.Due(t.Context(), "LD", Start.Add(2*time.Hour), "", 10)
	if err != nil || len(due) != 1 {
		t.Errorf("due: %v %v", due, err)
	}
}

func stale(t *testing.T, s request.Store, p Place) {
	r := New(p)
	add(t, s, &r)
	old := r
	transact(t, s, func(ctx context.Context, tx request.Tx) error { return tx.Save(ctx, &r) })
	err := s.Transact(t.Context(), func(ctx context.Context, tx request.Tx) error { return tx.Save(ctx, &old) })
	if !errors.Is(err, request.ErrChanged) {
		t.Errorf("a stale row: %v", err)
	}
}

func codes(t *testing.T, s request.Store, p Place) {
	for _, want := range []string{"YC-2026-00001", "YC-2026-00002"} {
		r := New(p)
		if add(t, s, &r); r.Code != want {
			t.Errorf("code %s, want %s", r.Code, want)
		}
	}
	other := New(p)
	other.Province = "HT"
	if add(t, s, &other); other.Code != "YC-2026-00001" {
		t.Errorf("another province begins with %s", other.Code)
	}
}

func lists(t *testing.T, s request.Store, p Place) {
	var ids []request.ID
	for i := range 3 {
		r := New(p)
		r.UpdatedAt = Start.Add(time.Duration(i) * time.Minute)
		r.State, r.Flag = request.Sent, request.FlagOpened
		add(t, s, &r)
		ids = append(ids, r.ID)
	}
	slices.Reverse(ids)
	for name, q := range map[string]request.Query{
		"province": {}, "agency": {Managing: p.Agency}, "person": {Person: p.Person}, "states": {States: []request.State{request.Draft, request.Sent}},
		"kinds": {Kinds: []request.Kind{request.Revoke}}, "words": {Text: "dau thi"}, "unassigned": {Unassigned: true}, "flag": {Flag: request.FlagOpened},
		"words of an agency": {Managing: p.Agency, Text: "Hoa"}, "subject": {Subject: request.ForPerson},
	} {
		q.Limit = 2
		first, err := s.List(t.Context(), "LD", q)
		if err != nil || len(first) != 2 || first[0].ID != ids[0] || first[1].ID != ids[1] {
			t.Errorf("%s: %v %v", name, first, err)
			continue
		}
		q.Before = request.Cursor{UpdatedAt: first[1].UpdatedAt, ID: first[1].ID}
		if rest, err := s.List(t.Context(), "LD", q); err != nil || len(rest) != 1 || rest[0].ID != ids[2] {
			t.Errorf("%s, second page: %v %v", name, rest, err)
		}
	}
	for name, q := range map[string]request.Query{
		"another state": {States: []request.State{request.Closed}}, "another kind": {Managing: p.Agency, Kinds: []request.Kind{request.New}},
		"other words": {Text: "100%"}, "another officer": {Officer: "x"}, "another subject": {Subject: request.ForAgency},
	} {
		if got, err := s.List(t.Context(), "LD", q); err != nil || len(got) != 0 {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
	counts, err := s.Counts(t.Context(), "LD", p.Agency)
	if err != nil || len(counts) != 1 || counts[0].N != 3 {
		t.Errorf("counts %v %v", counts, err)
	}
}

func opened(t *testing.T, s request.Store, p Place) {
	r, over := New(p), New(p)
	over.State = request.Withdrawn
	add(t, s, &r)
	add(t, s, &over)
	byCertificate, err := s.OpenFor(t.Context(), "c1", request.Revoke)
	if err != nil || len(byCertificate) != 1 || byCertificate[0].ID != r.ID {
		t.Errorf("open for the certificate: %v %v", byCertificate, err)
	}
	byDevice, err := s.OpenOn(t.Context(), "d1")
	if err != nil || len(byDevice) != 1 {
		t.Errorf("open on the device: %v %v", byDevice, err)
	}
}

func history(t *testing.T, s request.Store, p Place) {
	r := New(p)
	add(t, s, &r)
	transact(t, s, func(ctx context.Context, tx request.Tx) error {
		for i, deed := range []request.Deed{request.Made, request.Confirming} {
			if err := tx.AddStep(ctx, r.ID, request.Step{At: Start.Add(time.Duration(i) * time.Second), State: request.Draft, Deed: deed, Note: "n", Clause: "LD-07.2"}); err != nil {
				return err
			}
		}
		if err := tx.AddContact(ctx, r.ID, request.Contact{At: Start, Agency: "Hoa", Result: "Hẹn"}); err != nil {
			return err
		}
		if err := tx.AddFile(ctx, r.ID, request.File{ID: newID(), Role: request.Scan, Name: "a.pdf", SHA256: "ab", Size: 1, At: Start}); err != nil {
			return err
		}
		return tx.AddNotice(ctx, request.Notice{ID: newID(), Request: r.ID, Agency: p.Agency, Text: "xong", At: Start})
	})
	steps, err := s.Steps(t.Context(), r.ID)
	if err != nil || len(steps) != 2 || steps[1].Deed != request.Confirming || steps[0].Clause != "LD-07.2" {
		t.Errorf("steps %v %v", steps, err)
	}
	contacts, err := s.Contacts(t.Context(), r.ID)
	if err != nil || len(contacts) != 1 || contacts[0].Result != "Hẹn" {
		t.Errorf("contacts %v %v", contacts, err)
	}
	mine, err := s.Notices(t.Context(), r.ID)
	if err != nil || len(mine) != 1 {
		t.Errorf("notices %v %v", mine, err)
	}
	all, err := s.NoticesTo(t.Context(), p.Agency, 10)
	if err != nil || len(all) != 1 {
		t.Errorf("notices of the agency %v %v", all, err)
	}
	for sum, want := range map[string]bool{"ab": true, "cd": false} {
		if got, err := s.Referenced(t.Context(), sum); err != nil || got != want {
			t.Errorf("%s referenced: %v %v", sum, got, err)
		}
	}
}

func letters(t *testing.T, s request.Store, _ Place) {
	if _, err := s.Voided(t.Context(), "doc"); !errors.Is(err, request.ErrNotFound) {
		t.Errorf("a strange document: %v", err)
	}
	transact(t, s, func(ctx context.Context, tx request.Tx) error {
		if err := tx.AddLetter(ctx, "doc", Start); err != nil {
			return err
		}
		return tx.AddLetter(ctx, "doc", Start)
	})
	if _, err := s.Voided(t.Context(), "doc"); !errors.Is(err, request.ErrNotFound) {
		t.Errorf("a letter that stands: %v", err)
	}
	transact(t, s, func(ctx context.Context, tx request.Tx) error { return tx.VoidLetter(ctx, "doc", "sửa", Start) })
	if why, err := s.Voided(t.Context(), "doc"); err != nil || why != "sửa" {
		t.Errorf("a void letter: %q %v", why, err)
	}
}

func dispatches(t *testing.T, s request.Store, p Place) {
	d := request.Dispatch{ID: newID(), Province: "LD", Agency: p.Agency, Kind: request.New, Document: newID(), CreatedAt: Start}
	transact(t, s, func(ctx context.Context, tx request.Tx) error { return tx.SaveDispatch(ctx, d) })
	d.Cover = request.Cover{Number: 3, Symbol: "3/STTTT", Date: "2026-03-10"}
	transact(t, s, func(ctx context.Context, tx request.Tx) error { return tx.SaveDispatch(ctx, d) })
	got, err := s.DispatchByDocument(t.Context(), d.Document)
	if err != nil || got.Cover != d.Cover || got.ID != d.ID {
		t.Errorf("got %+v %v", got, err)
	}
	list, err := s.Dispatches(t.Context(), "LD", 10)
	if err != nil || len(list) != 1 {
		t.Errorf("list %v %v", list, err)
	}
	if _, err := s.Dispatch(t.Context(), "no"); !errors.Is(err, request.ErrNotFound) {
		t.Errorf("no dispatch: %v", err)
	}
}

func officers(t *testing.T, s request.Store, p Place) {
	o := request.Officer{ID: newID(), Person: p.Person, Name: "Lực", Agency: p.Agency, Kinds: []request.Kind{request.New}, From: Start}
	transact(t, s, func(ctx context.Context, tx request.Tx) error { return tx.AddOfficer(ctx, o) })
	now, err := s.Officers(t.Context(), p.Agency, Start.Add(time.Hour))
	if err != nil || len(now) != 1 || len(now[0].Kinds) != 1 {
		t.Errorf("officers %v %v", now, err)
	}
	transact(t, s, func(ctx context.Context, tx request.Tx) error {
		return tx.EndOfficer(ctx, o.ID, Start.Add(time.Minute))
	})
	if now, err = s.Officers(t.Context(), p.Agency, Start.Add(time.Hour)); err != nil || len(now) != 0 {
		t.Errorf("officers after the end %v %v", now, err)
	}
	if all, err := s.OfficerHistory(t.Context(), p.Agency); err != nil || len(all) != 1 || all[0].To.IsZero() {
		t.Errorf("history %v %v", all, err)
	}
}
