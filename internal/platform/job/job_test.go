package job_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"antin/internal/event"
	"antin/internal/platform/job"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func options() job.Options {
	return job.Options{
		Workers: 4, Attempts: 3, Look: 50 * time.Millisecond, Patience: time.Minute,
		Delay: func(int) time.Duration { return time.Millisecond },
	}
}

func enqueue(t testing.TB, db *sqldb.DB, q *job.Queue, j job.Job) (fresh bool) {
	t.Helper()
	err := db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) (err error) {
		fresh, err = q.Enqueue(ctx, tx, j)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fresh
}

// start runs the queue and gives the call that stops it and waits.
func start(t testing.TB, q *job.Queue) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { q.Run(ctx); close(done) }()
	return sync.OnceFunc(func() { cancel(); <-done })
}

func counts(t testing.TB, q *job.Queue) map[string]int64 {
	t.Helper()
	c, err := q.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestJobsRunOnceEachOverTwoProcesses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		const jobs = 100
		var seen sync.Map
		var left atomic.Int64
		left.Store(jobs)
		all := make(chan struct{})
		var stops []func()
		var first *job.Queue
		for range 2 {
			q := job.New(db, options())
			q.Handle("count", func(_ context.Context, task job.Task) error {
				if _, twice := seen.LoadOrStore(string(task.Payload), true); twice {
					t.Errorf("job %s ran twice", task.Payload)
				}
				if left.Add(-1) == 0 {
					close(all)
				}
				return nil
			})
			if first == nil {
				first = q
			}
			stops = append(stops, start(t, q))
		}
		for i := range jobs {
			enqueue(t, db, first, job.Job{Kind: "count", Payload: fmt.Append(nil, i)})
		}
		<-all
		for _, stop := range stops {
			stop()
		}
		if c := counts(t, first); c["done"] != jobs || len(c) != 1 {
			t.Error(c)
		}
	})
}

func TestJobExistsOnlyWithItsReasonAndOnceForItsKey(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		q := job.New(db, options())
		_ = db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			if _, err := q.Enqueue(ctx, tx, job.Job{Kind: "x"}); err != nil {
				t.Error(err)
			}
			return errors.New("refused")
		})
		if c := counts(t, q); len(c) != 0 {
			t.Error(c)
		}
		for i, want := range []bool{true, false, false} {
			if fresh := enqueue(t, db, q, job.Job{Kind: "x", Key: "document 7"}); fresh != want {
				t.Errorf("enqueue %d: %v", i, fresh)
			}
		}
		enqueue(t, db, q, job.Job{Kind: "y", Key: "document 7"})
		enqueue(t, db, q, job.Job{Kind: "x"})
		enqueue(t, db, q, job.Job{Kind: "x"})
		if c := counts(t, q); c["ready"] != 4 {
			t.Error(c)
		}
	})
}

func TestJobIsTriedAgainThenDeadThenRevived(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		var mended atomic.Bool
		var attempts atomic.Int64
		ended := make(chan bool, 10)
		o := options()
		o.Failed = func(task job.Task, err error, dead bool) {
			if dead {
				ended <- true
			}
		}
		q := job.New(db, o)
		q.Handle("fail", func(_ context.Context, task job.Task) error {
			attempts.Add(1)
			if mended.Load() {
				ended <- false
				return nil
			}
			if task.Attempt == 2 {
				panic("bang")
			}
			return errors.New("mailbox \x00 full\xff")
		})
		q.Handle("hopeless", func(context.Context, job.Task) error { return job.Permanent(errors.New("never")) })
		stop := start(t, q)
		enqueue(t, db, q, job.Job{Kind: "fail"})
		<-ended
		waitCount(t, q, "dead", 1)
		dead, err := q.Dead(t.Context(), 10)
		if err != nil || len(dead) != 1 || dead[0].Attempts != 3 || !strings.Contains(dead[0].LastError, "mailbox") || attempts.Load() != 3 {
			t.Fatalf("%+v %v", dead, err)
		}
		mended.Store(true)
		if ok, err := q.Revive(t.Context(), dead[0].ID); !ok || err != nil {
			t.Error(ok, err)
		}
		<-ended
		enqueue(t, db, q, job.Job{Kind: "hopeless"})
		<-ended
		stop()
		if c := counts(t, q); c["done"] != 1 || c["dead"] != 1 {
			t.Error(c)
		}
		if n, err := q.Sweep(t.Context(), time.Now().Add(time.Hour)); n != 1 || err != nil {
			t.Error(n, err)
		}
	})
}

// waitCount looks until the state has n jobs: Failed is told before the row is
// readable by others on some paths.
func waitCount(t testing.TB, q *job.Queue, state string, n int64) {
	t.Helper()
	for counts(t, q)[state] != n {
		if t.Context().Err() != nil {
			t.Fatal("never came")
		}
	}
}

func TestJobWaitsForItsTime(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		var now atomic.Int64
		now.Store(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli())
		o := options()
		o.Now = func() time.Time { return time.UnixMilli(now.Load()) }
		q := job.New(db, o)
		ran := make(chan string, 4)
		q.Handle("at", func(_ context.Context, task job.Task) error { ran <- string(task.Payload); return nil })
		stop := start(t, q)
		defer stop()
		enqueue(t, db, q, job.Job{Kind: "at", Payload: []byte(`"later"`), RunAt: o.Now().Add(time.Hour)})
		enqueue(t, db, q, job.Job{Kind: "at", Payload: []byte(`"now"`)})
		if got := <-ran; got != `"now"` {
			t.Error(got)
		}
		if len(ran) != 0 {
			t.Error("ran before its time")
		}
		waitCount(t, q, "done", 1) // or its lease would end with the jump of the clock
		now.Add(time.Hour.Milliseconds())
		q.Wake()
		if got := <-ran; got != `"later"` {
			t.Error(got)
		}
	})
}

func TestJobOfADeadProcessIsTakenAfterItsLease(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		var now atomic.Int64
		now.Store(time.Now().UnixMilli())
		o := options()
		o.Now = func() time.Time { return time.UnixMilli(now.Load()) }
		o.Lease, o.Workers = time.Hour, 1
		held, release := make(chan struct{}), make(chan struct{})
		first := job.New(db, o)
		first.Handle("long", func(context.Context, job.Task) error { close(held); <-release; return nil })
		stopFirst := start(t, first)
		enqueue(t, db, first, job.Job{Kind: "long"})
		<-held // and now it does nothing any more, like a dead process

		again := make(chan int, 1)
		second := job.New(db, o)
		second.Handle("long", func(_ context.Context, task job.Task) error { again <- task.Attempt; return nil })
		stopSecond := start(t, second)
		now.Add((2 * time.Hour).Milliseconds())
		second.Wake()
		if attempt := <-again; attempt != 2 {
			t.Errorf("attempt %d", attempt)
		}
		stopSecond()
		close(release)
		stopFirst() // its late end changes nothing
		if c := counts(t, second); c["done"] != 1 || len(c) != 1 {
			t.Error(c)
		}
	})
}

func TestLeaseIsExtendedWhileWorking(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		o := options()
		o.Lease = 3 * time.Second // long enough for a busy machine to extend it in time
		q := job.New(db, o)
		var runs atomic.Int64
		done := make(chan struct{})
		q.Handle("long", func(context.Context, job.Task) error {
			runs.Add(1)
			timer := time.NewTimer(2 * o.Lease) // real leases need real time
			defer timer.Stop()
			<-timer.C
			close(done)
			return nil
		})
		stop := start(t, q)
		enqueue(t, db, q, job.Job{Kind: "long"})
		<-done
		stop()
		if runs.Load() != 1 {
			t.Errorf("%d runs", runs.Load())
		}
	})
}

func TestStopFinishesWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		q := job.New(db, options())
		began, release := make(chan struct{}), make(chan struct{})
		q.Handle("slow", func(ctx context.Context, _ job.Task) error {
			close(began)
			<-release
			return ctx.Err()
		})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { q.Run(ctx); close(done) }()
		enqueue(t, db, q, job.Job{Kind: "slow"})
		<-began
		cancel()
		close(release)
		<-done
		if c := counts(t, q); c["done"] != 1 {
			t.Error(c)
		}
	})
}

func TestEventReachesEverySubscriber(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		q := job.New(db, options())
		heard := make(chan string, 4)
		for _, name := range []string{"dispatch", "notify"} {
			q.Subscribe("document.released", name, func(_ context.Context, e event.Event) error {
				heard <- name + " " + e.Subject + " " + string(e.Payload)
				return nil
			})
		}
		stop := start(t, q)
		defer stop()
		err := db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			return errors.Join(
				q.Emit(ctx, tx, event.New("document.released", "d1", map[string]int{"n": 7})),
				q.Emit(ctx, tx, event.New("nobody.hears", "d1", nil)))
		})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{<-heard: true, <-heard: true}
		if !got[`dispatch d1 {"n":7}`] || !got[`notify d1 {"n":7}`] {
			t.Error(got)
		}
	})
}
