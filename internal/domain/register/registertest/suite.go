package registertest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/register"
	"antin/internal/fault"
)

// Suite is what every register.Store promises. Each test has an agency of its
// own in the one store.
func Suite(t *testing.T, store register.Store) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *Desk)
	}{
		{"HeldNumbersAreFilledOrCancelled", testHeld},
		{"LateEntriesAreMarkedOrRefused", testLate},
		{"AYearClosesWhenAllIsSettled", testClose},
		{"NumbersStayGapless", testGapless},
		{"EveryFieldFilters", testFind},
		{"BooksOfTheAgency", testBooks},
		{"PaperCopiesAreOwedUntilSent", testSlips},
		{"FaultsBeginAndEnd", testFaults},
	} {
		t.Run(test.name, func(t *testing.T) { t.Parallel(); test.run(t, NewDesk(t, store)) })
	}
}

// Desk is a clerk of an agency of Bắc Giang.
type Desk struct {
	*register.Service
	Clerk org.Actor
	mu    sync.Mutex
	at    time.Time
}

type heads struct{}

func (heads) Head(context.Context) (string, error) { return "signed head of the log", nil }

// NewDesk makes the desk on 22/11/2026 at 09:00.
func NewDesk(t *testing.T, store register.Store) *Desk {
	t.Helper()
	set, err := profile.Load()
	must(t, err)
	guard, err := org.NewGuard(nil)
	must(t, err)
	agency := org.AgencyID(strings.ReplaceAll(t.Name(), "/", "-"))
	d := &Desk{
		Clerk: org.Actor{Account: "a", Person: "clerk", Name: "Lê Thị Hoa", Agency: agency, Province: "BG", Roles: []org.Role{org.Clerk}},
		at:    time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC),
	}
	d.Service, err = register.NewService(register.Config{Store: store, Guard: guard, Profiles: set, Heads: heads{}, Now: d.now})
	must(t, err)
	return d
}

func (d *Desk) now() time.Time { d.mu.Lock(); defer d.mu.Unlock(); return d.at }

func (d *Desk) wait(days int) { d.mu.Lock(); d.at = d.at.AddDate(0, 0, days); d.mu.Unlock() }

func (d *Desk) series() register.Series {
	return register.Series{Agency: d.Clerk.Agency, Book: "VB-DI", Year: d.now().Add(7 * time.Hour).Year()}
}

// issue numbers a document and enters it, as the subject document does.
func (d *Desk) issue(t *testing.T, id string) (int, error) {
	t.Helper()
	n := 0
	err := d.Store.Transact(t.Context(), func(ctx context.Context, tx register.Tx) error {
		e := register.Entry{Series: d.series(), Document: register.DocumentID(id), Date: register.Day(d.now()), Type: "CV", Subject: "V/v " + id, Signer: "Trần Bình",
			Recipients: "Sở Nội vụ", At: d.now()}
		number, _, err := tx.Reserve(ctx, e)
		if err != nil {
			return err
		}
		n = number
		e.Number, e.State, e.Symbol = number, register.EnteredEntry, fmt.Sprintf("%d/SKHCN-VP", number)
		return tx.SetEntry(ctx, e)
	})
	return n, err
}

func (d *Desk) hold(t *testing.T, n int) register.Block {
	t.Helper()
	b, err := d.Hold(t.Context(), d.Clerk, register.Holding{Book: "VB-DI", Count: n, Reason: "Mất điện"})
	must(t, err)
	return b
}

func (d *Desk) filling(n int) register.Filling {
	return register.Filling{Series: d.series(), Number: n, Symbol: fmt.Sprintf("%02d/QĐ-SKHCN", n), Type: "QĐ", Subject: "Về việc trên giấy", Signer: "Trần Bình", Recipients: "Sở Nội vụ"}
}

// gapless wants exactly one line for every number from 1 to the last.
func (d *Desk) gapless(t *testing.T) int {
	t.Helper()
	now, err := d.Standing(t.Context(), d.Clerk, d.series())
	must(t, err)
	list, err := d.Find(t.Context(), d.Clerk, register.Query{Series: d.series(), Limit: 1000})
	must(t, err)
	if len(list) != now.Last {
		t.Fatalf("%d lines, last number %d", len(list), now.Last)
	}
	for i, e := range list {
		if e.Number != now.Last-i {
			t.Fatalf("line %d has the number %d", i, e.Number)
		}
	}
	return now.Last
}

func testHeld(t *testing.T, d *Desk) {
	if n, err := d.issue(t, "a"); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	b := d.hold(t, 3)
	if b.First != 2 || b.Last != 4 {
		t.Fatalf("block %d–%d", b.First, b.Last)
	}
	if n, err := d.issue(t, "b"); n != 5 || err != nil {
		t.Fatal("the next document must come after the block:", n, err)
	}
	must(t, d.Fill(t.Context(), d.Clerk, d.filling(2)))
	refused(t, d.Fill(t.Context(), d.Clerk, d.filling(2)), "register.taken")
	wrong := d.filling(3)
	wrong.Symbol = "9/QĐ-SKHCN"
	refused(t, d.Fill(t.Context(), d.Clerk, wrong), "register.fill")
	refused(t, d.Fill(t.Context(), d.Clerk, register.Filling{Series: d.series(), Number: 3}), "register.fill")
	refused(t, d.CancelHeld(t.Context(), d.Clerk, d.series(), 3, " "), "register.cancel-reason")
	must(t, d.CancelHeld(t.Context(), d.Clerk, d.series(), 3, "Ghi hỏng"))
	refused(t, d.CancelHeld(t.Context(), d.Clerk, d.series(), 5, "Của văn bản khác"), "register.taken")
	refused(t, d.CancelHeld(t.Context(), d.Clerk, d.series(), 9, "Chưa có"), "register.no-number")
	must(t, d.Store.Transact(t.Context(), func(ctx context.Context, tx register.Tx) error {
		return tx.Take(ctx, register.Entry{Series: d.series(), Number: 4, Document: "scan", Date: register.Day(d.now())})
	}))
	if n, err := d.issue(t, "scan"); n != 4 || err != nil {
		t.Fatal("a document that took a held number has it:", n, err)
	}
	if last := d.gapless(t); last != 5 {
		t.Fatal(last)
	}
	for _, h := range []register.Holding{
		{Book: "VB-DI", Count: 0, Reason: "x"}, {Book: "VB-DI", Count: 51, Reason: "x"}, {Book: "VB-DI", Count: 1}, {Book: "VB-DEN", Count: 1, Reason: "x"},
		{Book: "VB-DI", Count: 1, Reason: "x", Date: "2026-11-01"}, {Book: "VB-DI", Count: 1, Reason: "x", Date: "2027-01-01"},
	} {
		_, err := d.Hold(t.Context(), d.Clerk, h)
		refused(t, err, "register.hold")
	}
}

func testLate(t *testing.T, d *Desk) {
	d.hold(t, 2)
	d.wait(3)
	f := d.filling(1)
	refused(t, d.Fill(t.Context(), d.Clerk, f), "register.late")
	f.Late = "Mất điện ba ngày"
	must(t, d.Fill(t.Context(), d.Clerk, f))
	e, err := d.Line(t.Context(), d.Clerk, d.series(), 1)
	must(t, err)
	if e.Date != "2026-11-23" || e.Late != "Vào sổ sau: Mất điện ba ngày" || !e.Paper {
		t.Fatalf("%+v", e)
	}
	d.wait(5)
	f = d.filling(2)
	f.Late = "Quá lâu"
	refused(t, d.Fill(t.Context(), d.Clerk, f), "register.late")
	must(t, d.CancelHeld(t.Context(), d.Clerk, d.series(), 2, "Quá hạn ghi sổ"))
}

func testClose(t *testing.T, d *Desk) {
	s := d.series()
	for i := range 3 {
		_, err := d.issue(t, fmt.Sprint("d", i))
		must(t, err)
	}
	d.hold(t, 1)
	_, err := d.CloseYear(t.Context(), d.Clerk, s)
	refused(t, err, "register.early")
	d.wait(38) // 31/12/2026
	_, err = d.CloseYear(t.Context(), d.Clerk, s)
	refused(t, err, "register.unsettled")
	must(t, d.CancelHeld(t.Context(), d.Clerk, s, 4, "Không dùng"))
	_, err = d.CloseYear(t.Context(), d.Clerk, s)
	refused(t, err, "register.retention")
	n, err := d.SetRetention(t.Context(), d.Clerk, s, "05")
	if n != 3 || err != nil {
		t.Fatal(n, err)
	}
	c, err := d.CloseYear(t.Context(), d.Clerk, s)
	must(t, err)
	if c.Last != 4 || c.Entered != 3 || c.Cancelled != 1 || c.Head != "signed head of the log" || len(c.Lines) != 64 {
		t.Fatalf("%+v", c)
	}
	_, err = d.issue(t, "late")
	refused(t, err, "register.closed")
	refused(t, d.Note(t.Context(), d.Clerk, s, 1, register.Extra{Note: "x"}), "register.closed")
	_, err = d.CloseYear(t.Context(), d.Clerk, s)
	refused(t, err, "register.closed")
	d.wait(1)
	if n, err := d.issue(t, "new"); n != 1 || err != nil {
		t.Fatal("the new year begins at", n, err)
	}
}

// Many clerks issue, hold, fill, cancel and close at random, at once.
func testGapless(t *testing.T, d *Desk) {
	d.wait(38) // 31/12: closing is possible
	s := d.series()
	var group sync.WaitGroup
	for worker := range 6 {
		group.Go(func() {
			rng := rand.New(rand.NewPCG(1, uint64(worker)))
			for step := range 15 {
				d.random(t, rng, s, fmt.Sprint(worker, "-", step))
			}
		})
	}
	group.Wait()
	last := d.gapless(t)
	must(t, settle(t, d, s))
	if _, err := d.SetRetention(t.Context(), d.Clerk, s, "01"); err != nil {
		refused(t, err, "register.closed")
	}
	c, err := d.CloseYear(t.Context(), d.Clerk, s)
	if err != nil {
		refused(t, err, "register.closed")
		now, err := d.Standing(t.Context(), d.Clerk, s)
		must(t, err)
		c = now.Closing
	}
	if c.Last != last || c.Entered+c.Cancelled != last {
		t.Fatalf("closed at %d with %d + %d, last is %d", c.Last, c.Entered, c.Cancelled, last)
	}
	d.gapless(t)
}

// random does one thing; refusals of what somebody else did first are no failure.
func (d *Desk) random(t *testing.T, rng *rand.Rand, s register.Series, id string) {
	number := 1 + rng.IntN(60)
	var err error
	switch rng.IntN(8) {
	case 0, 1, 2:
		_, err = d.issue(t, id)
	case 3:
		_, err = d.Hold(t.Context(), d.Clerk, register.Holding{Book: s.Book, Count: 1 + rng.IntN(4), Reason: "Thử"})
	case 4, 5:
		err = d.Fill(t.Context(), d.Clerk, d.filling(number))
	case 6:
		err = d.CancelHeld(t.Context(), d.Clerk, s, number, "Thử")
	case 7:
		_, err = d.CloseYear(t.Context(), d.Clerk, s)
	}
	if _, known := fault.From(err); err != nil && !known {
		t.Error(err)
	}
}

func settle(t *testing.T, d *Desk, s register.Series) error {
	list, err := d.Find(t.Context(), d.Clerk, register.Query{Series: s, State: register.Reserved, Limit: 1000})
	for _, e := range list {
		if err == nil {
			err = d.CancelHeld(t.Context(), d.Clerk, s, e.Number, "Hết năm")
		}
	}
	return err
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Fatalf("want the refusal %s, got %v", code, err)
	}
}
