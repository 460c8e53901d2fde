package job

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"antin/internal/platform/job/jobdb"
	"antin/internal/platform/sqldb"
)

// maxError bounds what is kept of an error.
const maxError = 2000

// errLost ends the context of a handler whose lease another worker took.
var errLost = errors.New("the lease of the job is lost")

// errStopping ends the context of a handler that outlasts the patience.
var errStopping = errors.New("the program stops")

// Run takes and does jobs until ctx ends, then takes no more and waits for
// those under way. It returns when all have ended. A database error while
// looking is told to Failed and tried again, so that workers outlive it.
func (q *Queue) Run(ctx context.Context) {
	hard, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	var running sync.WaitGroup
	free := make(chan struct{}, q.o.Workers)
	for range q.o.Workers {
		free <- struct{}{}
	}
	for q.takeTurn(ctx, free) {
		tasks, err := q.claim(ctx, 1+len(free))
		if err != nil && ctx.Err() == nil {
			q.tell(Task{}, fmt.Errorf("looking for jobs: %w", err), false)
		}
		for i, task := range tasks {
			if i > 0 {
				<-free // claim took no more than there are
			}
			running.Go(func() {
				q.do(hard, task)
				free <- struct{}{}
				q.Wake() // more may be due than were free
			})
		}
		if len(tasks) == 0 {
			free <- struct{}{}
			if !q.sleep(ctx, err != nil) {
				break
			}
		}
	}
	timer := time.AfterFunc(q.o.Patience, func() { cancel(errStopping) })
	defer timer.Stop()
	running.Wait()
}

// takeTurn waits for a free worker; false when it is time to stop.
func (q *Queue) takeTurn(ctx context.Context, free chan struct{}) bool {
	if ctx.Err() != nil {
		return false
	}
	select {
	case <-free:
		return true
	case <-ctx.Done():
		return false
	}
}

// sleep waits for a wake, the next due job or, after an error, the next look.
func (q *Queue) sleep(ctx context.Context, failed bool) bool {
	wait := q.o.Look
	due, err := jobdb.New(q.db.Reader()).NextDue(ctx)
	if err == nil && !failed {
		wait = min(wait, max(time.UnixMilli(due).Sub(q.o.Now()), time.Millisecond))
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-q.wake:
	case <-timer.C:
	}
	return true
}

func (q *Queue) claim(ctx context.Context, limit int) ([]Task, error) {
	now := q.o.Now()
	// On SQLite a look would wait for the only writer: ask a reader first.
	due, err := jobdb.New(q.db.Reader()).NextDue(ctx)
	if errors.Is(err, sql.ErrNoRows) || err == nil && due > now.UnixMilli() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var tasks []Task
	err = q.db.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		tasks, err = q.claimIn(ctx, tx, now, limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	return tasks, nil
}

func (q *Queue) claimIn(ctx context.Context, tx *sqldb.Tx, now time.Time, limit int) ([]Task, error) {
	until, at := now.Add(q.o.Lease).UnixMilli(), now.UnixMilli()
	// A name for each claim: should this process lose a job to itself, only the
	// second holder may record its end.
	lease := fmt.Sprintf("%s-%d", q.worker, q.claims.Add(1))
	var tasks []Task
	add := func(id, kind, payload string, attempt int32, created int64) {
		tasks = append(tasks, Task{id, kind, []byte(payload), int(attempt), time.UnixMilli(created).UTC(), lease})
	}
	if tx.Engine() == sqldb.Postgres {
		rows, err := jobdb.New(tx).ClaimPostgres(ctx, until, lease, at, int32(limit))
		for _, r := range rows {
			add(r.ID, r.Kind, r.Payload, r.Attempt, r.CreatedAt)
		}
		return tasks, err
	}
	rows, err := jobdb.New(tx).ClaimSQLite(ctx, until, lease, at, int32(limit))
	for _, r := range rows {
		add(r.ID, r.Kind, r.Payload, r.Attempt, r.CreatedAt)
	}
	return tasks, err
}

// do runs one job under its lease and records how it ended.
func (q *Queue) do(ctx context.Context, task Task) {
	inner, cancel := context.WithCancelCause(ctx)
	var beating sync.WaitGroup
	beating.Go(func() { q.heartbeat(inner, task, cancel) })
	err := q.call(inner, task)
	lost, stopped := errors.Is(context.Cause(inner), errLost), errors.Is(context.Cause(inner), errStopping)
	cancel(nil)
	beating.Wait()
	if lost {
		q.tell(task, errLost, false)
		return // somebody else has the job now
	}
	// Recorded also when the program stops: the work is done.
	if e := q.record(context.WithoutCancel(ctx), task, err, stopped); e != nil {
		q.tell(task, fmt.Errorf("recording the end of the job: %w", e), false)
	}
}

func (q *Queue) call(ctx context.Context, task Task) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if task.Attempt > q.o.Attempts {
		return errors.New("the program ended in the middle of every attempt")
	}
	h := q.handlers[task.Kind]
	if h == nil {
		// Perhaps a newer program knows it; it is tried again like any failure.
		return fmt.Errorf("no handler for jobs of kind %q", task.Kind)
	}
	return h(ctx, task)
}

// heartbeat extends the lease until ctx ends.
func (q *Queue) heartbeat(ctx context.Context, task Task, cancel context.CancelCauseFunc) {
	tick := time.NewTicker(q.o.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		var n int64
		err := q.db.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) (err error) {
			n, err = jobdb.New(tx).Extend(ctx, q.o.Now().Add(q.o.Lease).UnixMilli(), task.ID, task.lease)
			return err
		})
		if err == nil && n == 0 {
			cancel(errLost)
			return
		}
	}
}

func (q *Queue) record(ctx context.Context, task Task, failure error, stopped bool) error {
	dead := failure != nil && (isPermanent(failure) || task.Attempt >= q.o.Attempts)
	now := q.o.Now()
	err := q.db.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		rows := jobdb.New(tx)
		var err error
		switch {
		case failure == nil:
			_, err = rows.Finish(ctx, now.UnixMilli(), task.ID, task.lease)
		case dead:
			_, err = rows.Bury(ctx, now.UnixMilli(), errorText(failure), task.ID, task.lease)
		case stopped: // not its fault: at once, in the next process
			_, err = rows.Retry(ctx, now.UnixMilli(), errorText(failure), task.ID, task.lease)
		default:
			_, err = rows.Retry(ctx, now.Add(q.o.Delay(task.Attempt)).UnixMilli(), errorText(failure), task.ID, task.lease)
		}
		return err
	})
	if failure != nil {
		q.tell(task, failure, dead)
	}
	return err
}

func (q *Queue) tell(task Task, err error, dead bool) {
	if q.o.Failed != nil {
		q.o.Failed(task, err, dead)
	}
}

func errorText(err error) string {
	text := strings.ToValidUTF8(strings.ReplaceAll(err.Error(), "\x00", ""), "�")
	if len(text) > maxError {
		text = strings.ToValidUTF8(text[:maxError], "") + "…"
	}
	return text
}
