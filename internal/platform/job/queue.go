package job

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"time"

	"antin/internal/event"
	"antin/internal/platform/job/jobdb"
	"antin/internal/platform/sqldb"

	"github.com/google/uuid"
)

// Job is work to do. Kind names its handler. Of two jobs with one Kind and one
// Key only the first is kept, as long as it is remembered (see Queue.Sweep).
type Job struct {
	Kind    string
	Key     string    // empty: always a new job
	Payload []byte    // JSON
	RunAt   time.Time // zero: at once
}

// Task is a job in the hands of its handler.
type Task struct {
	ID       string
	Kind     string
	Payload  json.RawMessage
	Attempt  int // from 1
	Enqueued time.Time
	lease    string
}

// Handler does one job. ctx ends when the lease is lost or the stop is no
// longer patient. An error is tried again later, unless it is Permanent.
type Handler func(ctx context.Context, task Task) error

// EventHandler hears of one event, perhaps twice.
type EventHandler func(ctx context.Context, e event.Event) error

// Options tune a queue; the zero value is right for the server.
type Options struct {
	Now      func() time.Time // time.Now when nil
	Workers  int              // jobs at once; 4 when zero
	Lease    time.Duration    // 1 min when zero; extended after each third of it
	Attempts int              // before a job is dead; 12 when zero (about a day)
	Patience time.Duration    // given to running jobs at the stop; 20 s when zero
	// Look is how often jobs of other processes and broken leases are looked
	// for; own ones wake a worker at once. 5 s when zero.
	Look time.Duration
	// Failed hears of every failed attempt, for the log. May be nil.
	Failed func(task Task, err error, dead bool)
	// Delay before attempt+1, for tests. Backoff when nil.
	Delay func(attempt int) time.Duration
}

// Queue is the job table and the handlers of this process.
type Queue struct {
	db       *sqldb.DB
	o        Options
	handlers map[string]Handler
	events   map[string][]string // kind of event → kinds of jobs
	wake     chan struct{}
	worker   string // name of this process in the table
	claims   atomic.Int64
}

// New makes a queue without handlers.
func New(db *sqldb.DB, o Options) *Queue {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Workers <= 0 {
		o.Workers = 4
	}
	o.Lease = orElse(o.Lease, time.Minute)
	o.Patience = orElse(o.Patience, 20*time.Second)
	o.Look = orElse(o.Look, 5*time.Second)
	if o.Attempts <= 0 {
		o.Attempts = 12
	}
	if o.Delay == nil {
		o.Delay = Backoff
	}
	var name [8]byte
	_, _ = rand.Read(name[:]) // never fails
	return &Queue{
		db: db, o: o, handlers: map[string]Handler{}, events: map[string][]string{},
		wake: make(chan struct{}, 1), worker: hex.EncodeToString(name[:]),
	}
}

func orElse(d, otherwise time.Duration) time.Duration {
	if d <= 0 {
		return otherwise
	}
	return d
}

// Backoff waits 2 s after the first failure, doubled each time, up to 6 h.
func Backoff(attempt int) time.Duration {
	return min(2*time.Second<<min(attempt-1, 20), 6*time.Hour)
}

// Handle names the handler of a kind. Only while wiring, before Run; a kind
// that has one already is a programmer's mistake.
func (q *Queue) Handle(kind string, h Handler) {
	if q.handlers[kind] != nil {
		panic("job: two handlers for " + kind)
	}
	q.handlers[kind] = h
}

// Subscribe has the named handler hear of every event of a kind, in a job of
// its own. The name stands in the table: keep it when the code moves.
func (q *Queue) Subscribe(kind, name string, h EventHandler) {
	job := "event:" + kind + ":" + name
	q.Handle(job, func(ctx context.Context, task Task) error {
		var e event.Event
		if err := json.Unmarshal(task.Payload, &e); err != nil {
			return Permanent(fmt.Errorf("reading the event of job %s: %w", task.ID, err))
		}
		return h(ctx, e)
	})
	q.events[kind] = append(q.events[kind], job)
}

// Emit writes one job for each handler that subscribed to the event's kind, in
// the caller's transaction.
func (q *Queue) Emit(ctx context.Context, tx *sqldb.Tx, e event.Event) error {
	kinds := q.events[e.Kind]
	if len(kinds) == 0 {
		return nil
	}
	if e.Payload == nil {
		e.Payload = json.RawMessage("null")
	}
	payload, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("writing event %s: %w", e.Kind, err)
	}
	for _, kind := range kinds {
		if _, err := q.Enqueue(ctx, tx, Job{Kind: kind, Payload: payload}); err != nil {
			return err
		}
	}
	return nil
}

// Enqueue writes the job in the caller's transaction and wakes a worker at its
// commit. It is false when a job of this Kind and Key is there already.
func (q *Queue) Enqueue(ctx context.Context, tx *sqldb.Tx, j Job) (bool, error) {
	now := q.o.Now()
	if j.RunAt.IsZero() {
		j.RunAt = now
	}
	if len(j.Payload) == 0 {
		j.Payload = []byte("null")
	}
	id, err := uuid.NewV7()
	if err != nil {
		return false, fmt.Errorf("naming a job: %w", err)
	}
	n, err := jobdb.New(tx).Insert(ctx, jobdb.InsertParams{
		ID: id.String(), Kind: j.Kind, Idem: sql.NullString{String: j.Key, Valid: j.Key != ""},
		Payload: string(j.Payload), DueAt: j.RunAt.UnixMilli(), CreatedAt: now.UnixMilli(),
	})
	if err != nil {
		return false, fmt.Errorf("enqueuing %s: %w", j.Kind, err)
	}
	tx.AfterCommit(q.Wake)
	return n == 1, nil
}

// Wake has a worker look for due jobs now.
func (q *Queue) Wake() {
	select {
	case q.wake <- struct{}{}:
	default: // one look is on its way already
	}
}
