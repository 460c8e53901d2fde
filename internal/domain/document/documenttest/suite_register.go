package documenttest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
)

func series(book string) document.Series {
	return document.Series{Agency: "skhcn", Book: book, Year: 2026}
}

// line is a whole line of a register.
func line(s document.Series, id document.ID) document.Entry {
	return document.Entry{
		Series: s, Document: id, State: document.Reserved, Date: "2026-11-23", Symbol: "SKHCN-CĐS", Type: "CV", Subject: "V/v thử",
		Signer: Signer.Name, Recipients: "Ủy ban nhân dân xã Kim Liên; Văn phòng", Pages: 3, SHA256: Hash("line"), From: "Nơi gửi", At: Start,
	}
}

// Reserve takes the next number of the series in a transaction of its own.
func Reserve(ctx context.Context, s document.Store, e document.Entry) (number int, fresh bool, err error) {
	err = s.Transact(ctx, func(ctx context.Context, tx document.Tx) error {
		var err error
		number, fresh, err = tx.Reserve(ctx, e)
		return err
	})
	return number, fresh, err
}

const clerks = 64

// 64 clerks, two of them at each document, each in both books.
func testReserve(t *testing.T, s document.Store) {
	type got struct {
		number int
		fresh  bool
	}
	books := []document.Series{series("di"), series("quyet-dinh")}
	results := make([][2]got, clerks)
	var group sync.WaitGroup
	for i := range clerks {
		group.Go(func() {
			for b, book := range books {
				n, fresh, err := Reserve(t.Context(), s, line(book, document.ID(fmt.Sprint("document-", i%(clerks/2)))))
				if err != nil {
					t.Error(err)
				}
				results[i][b] = got{n, fresh}
			}
		})
	}
	group.Wait()
	for b, book := range books {
		var numbers []int
		for i := range clerks / 2 {
			one, other := results[i][b], results[i+clerks/2][b]
			if one.number != other.number || one.fresh == other.fresh {
				t.Errorf("%s: document %d got %+v and %+v, want one number, fresh once", book.Book, i, one, other)
			}
			numbers = append(numbers, one.number)
		}
		slices.Sort(numbers)
		for i, n := range numbers {
			if n != i+1 {
				t.Fatalf("%s: numbers %v, want 1 to %d", book.Book, numbers, clerks/2)
			}
		}
		if last, err := s.LastNumber(t.Context(), book); last != clerks/2 || err != nil {
			t.Errorf("%s: last %d, %v", book.Book, last, err)
		}
	}
	if n, fresh, err := Reserve(t.Context(), s, line(document.Series{Agency: "skhcn", Book: "di", Year: 2027}, "document-0")); n != 1 || !fresh || err != nil {
		t.Errorf("another year begins with %d, %v, %v", n, fresh, err)
	}
}

// Every third clerk's transaction fails after the reservation.
func testReserveFails(t *testing.T, s document.Store) {
	var group sync.WaitGroup
	var kept atomic.Int64
	for i := range clerks {
		group.Go(func() {
			err := s.Transact(t.Context(), func(ctx context.Context, tx document.Tx) error {
				if _, _, err := tx.Reserve(ctx, line(series("di"), document.ID(fmt.Sprint("document-", i)))); err != nil {
					return err
				}
				if i%3 == 0 {
					return errStop
				}
				return nil
			})
			if err == nil {
				kept.Add(1)
			} else if !errors.Is(err, errStop) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	lines, err := s.Entries(t.Context(), series("di"), 0, clerks)
	must(t, err)
	if int64(len(lines)) != kept.Load() {
		t.Fatalf("%d lines for %d reservations", len(lines), kept.Load())
	}
	for i, e := range lines {
		if e.Number != len(lines)-i {
			t.Fatalf("line %d from above has number %d of %d", i, e.Number, len(lines))
		}
	}
}

// In the order series, document, log nobody has to be run again: a second run
// of a command would be a deadlock that the engine broke.
func testLocks(t *testing.T, s document.Store) {
	var docs []*document.Document
	for range 4 {
		docs = append(docs, Reach(t, document.AwaitingClerk))
	}
	Save(t, s, docs...)
	var runs atomic.Int64
	var group sync.WaitGroup
	for i := range clerks {
		group.Go(func() {
			book, id := series([]string{"di", "quyet-dinh"}[i%2]), docs[(i/2)%len(docs)].ID
			err := s.Transact(t.Context(), func(ctx context.Context, tx document.Tx) error {
				runs.Add(1)
				return command(ctx, tx, book, id)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if runs.Load() != clerks {
		t.Errorf("%d commands were run %d times", clerks, runs.Load())
	}
	for _, d := range docs {
		got, err := s.Load(t.Context(), d.ID)
		must(t, err)
		if got.Rev != 1+clerks/len(docs) {
			t.Errorf("rev %d after %d commands", got.Rev, clerks/len(docs))
		}
	}
}

func command(ctx context.Context, tx document.Tx, book document.Series, id document.ID) error {
	e := line(book, id)
	number, _, err := tx.Reserve(ctx, e)
	if err != nil {
		return err
	}
	d, err := tx.Load(ctx, id)
	if err != nil {
		return err
	}
	d.UpdatedAt = d.UpdatedAt.Add(time.Second)
	e.Number = number
	if err := tx.SetEntry(ctx, e); err != nil {
		return err
	}
	if err := tx.Save(ctx, d); err != nil {
		return err
	}
	return tx.Audit(ctx, audit.Entry{At: Start, Action: "document.number", Subject: string(id)})
}

// Load locks, so that of many at once none is refused and none is lost.
func testLoadLocks(t *testing.T, s document.Store) {
	d := Reach(t, document.Drafting)
	Save(t, s, d)
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			err := s.Transact(t.Context(), func(ctx context.Context, tx document.Tx) error {
				d, err := tx.Load(ctx, d.ID)
				if err != nil {
					return err
				}
				if err := d.NewVersion(Drafter, Version(fmt.Sprint("bản của ", i)), Start); err != nil {
					return err
				}
				return tx.Save(ctx, d)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got, err := s.Load(t.Context(), d.ID)
	must(t, err)
	if got.Version != 17 || len(got.Versions) != 17 || len(got.Files) != 34 {
		t.Errorf("version %d, %d versions, %d files", got.Version, len(got.Versions), len(got.Files))
	}
}

func testEntries(t *testing.T, s document.Store) {
	ctx, book := t.Context(), series("di")
	for i := range 7 {
		_, _, err := Reserve(ctx, s, line(book, document.ID(fmt.Sprint("document-", i+1))))
		must(t, err)
	}
	_, _, err := Reserve(ctx, s, line(series("khac"), "document-1"))
	must(t, err)
	cancelled := line(book, "document-5")
	cancelled.Number, cancelled.State, cancelled.Reason = 5, document.CancelledEntry, "Cấp nhầm."
	must(t, s.Transact(ctx, func(ctx context.Context, tx document.Tx) error { return tx.SetEntry(ctx, cancelled) }))
	var seen []int
	for below := 0; ; below = seen[len(seen)-1] {
		page, err := s.Entries(ctx, book, below, 3)
		must(t, err)
		for _, e := range page {
			seen = append(seen, e.Number)
			if e.Number == 5 && e != cancelled {
				t.Errorf("cancelled line\n got %+v\nwant %+v", e, cancelled)
			}
			if want := line(book, document.ID(fmt.Sprint("document-", e.Number))); e.Number != 5 {
				if want.Number = e.Number; e != want {
					t.Errorf("line\n got %+v\nwant %+v", e, want)
				}
			}
		}
		if len(page) < 3 {
			break
		}
	}
	if !slices.Equal(seen, []int{7, 6, 5, 4, 3, 2, 1}) {
		t.Errorf("pages gave %v", seen)
	}
	n, fresh, err := Reserve(ctx, s, line(book, "document-5"))
	if n != 5 || fresh || err != nil {
		t.Errorf("the cancelled document got %d, %v, %v", n, fresh, err)
	}
	n, _, err = Reserve(ctx, s, line(book, "document-8"))
	if n != 8 || err != nil {
		t.Errorf("the number after a cancelled one is %d, %v", n, err)
	}
}

func testSetEntry(t *testing.T, s document.Store) {
	ctx := t.Context()
	_, _, err := Reserve(ctx, s, line(series("di"), "one"))
	must(t, err)
	for name, e := range map[string]document.Entry{
		"another document": line(series("di"), "two"), "another book": line(series("khac"), "one"),
	} {
		if err := s.Transact(ctx, func(ctx context.Context, tx document.Tx) error { return tx.SetEntry(ctx, e) }); err == nil {
			t.Errorf("%s: a line was set that does not exist", name)
		}
	}
}
