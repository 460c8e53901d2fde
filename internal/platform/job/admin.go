package job

import (
	"context"
	"fmt"
	"time"

	"antin/internal/platform/job/jobdb"
	"antin/internal/platform/sqldb"
)

// Dead is a job that was given up.
type Dead struct {
	ID        string
	Kind      string
	Payload   string
	Attempts  int
	LastError string
	Enqueued  time.Time
	Ended     time.Time
}

// Dead lists given-up jobs, newest first.
func (q *Queue) Dead(ctx context.Context, limit int) ([]Dead, error) {
	rows, err := jobdb.New(q.db.Reader()).Dead(ctx, int32(limit))
	if err != nil {
		return nil, fmt.Errorf("listing dead jobs: %w", err)
	}
	list := make([]Dead, 0, len(rows))
	for _, r := range rows {
		list = append(list, Dead{
			r.ID, r.Kind, r.Payload, int(r.Attempt), r.LastError,
			time.UnixMilli(r.CreatedAt).UTC(), time.UnixMilli(r.EndedAt).UTC(),
		})
	}
	return list, nil
}

// Revive has a dead job tried again from its first attempt; false when there
// is no such dead job.
func (q *Queue) Revive(ctx context.Context, id string) (bool, error) {
	var n int64
	err := q.db.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) (err error) {
		tx.AfterCommit(q.Wake)
		n, err = jobdb.New(tx).Revive(ctx, q.o.Now().UnixMilli(), id)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("reviving job %s: %w", id, err)
	}
	return n == 1, nil
}

// Sweep forgets jobs that ended well before olderThan; their keys are free then.
func (q *Queue) Sweep(ctx context.Context, olderThan time.Time) (int64, error) {
	var n int64
	err := q.db.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) (err error) {
		n, err = jobdb.New(tx).Sweep(ctx, olderThan.UnixMilli())
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("sweeping jobs: %w", err)
	}
	return n, nil
}

// Counts gives the number of jobs in each state: ready, running, done, dead.
func (q *Queue) Counts(ctx context.Context) (map[string]int64, error) {
	rows, err := jobdb.New(q.db.Reader()).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("counting jobs: %w", err)
	}
	counts := map[string]int64{}
	for _, r := range rows {
		counts[r.State] = r.Count
	}
	return counts, nil
}
