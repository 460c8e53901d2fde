package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"
	"time"
)

// errNeighbour says that SQLite took back the whole batch because of another
// transaction in it; running again, alone, is right.
var errNeighbour = errors.New("another transaction of the same batch broke it")

// maxBatchAge bounds how long the first transaction of a batch waits for later
// ones to run, so that a slow neighbour costs at most itself.
const maxBatchAge = 50 * time.Millisecond

// group is the one writer of a SQLite file. Whoever holds the turn runs its
// function in its own goroutine on the one connection, then gives the turn to
// the next one waiting, or, when nobody waits or the batch is full, commits for
// all. While that COMMIT waits for the disk the next batch gathers by itself.
type group struct {
	pool   *sql.DB
	max    int
	maxAge time.Duration

	mu     sync.Mutex
	queue  []*waiter
	held   bool // somebody has the turn
	closed bool
	idle   chan struct{} // closed when the turn is free after close

	// Below belongs to the holder of the turn.
	conn    *sql.Conn
	ready   *statements // prepared on conn
	batch   *batch
	commits int // since the start, for the tests
}

type waiter struct{ turn chan struct{} }

type batch struct {
	began   time.Time
	size    int
	broken  error         // SQLite has taken everything back
	culprit *Tx           // in whose turn it did
	done    chan struct{} // closed after COMMIT or rollback
	err     error         // read after done
}

func (g *group) run(ctx context.Context, tx *Tx, fn func(context.Context, *Tx) error, alone bool) error {
	if err := g.take(ctx); err != nil {
		return err
	}
	b, err := g.join(ctx, alone)
	if err != nil {
		g.give(false)
		return err
	}
	err = g.turn(ctx, b, tx, fn, alone)
	<-b.done
	if b.culprit == tx {
		return b.broken
	}
	if b.err != nil {
		// What fn saw, or refused because of, was never committed.
		return errors.Join(b.err, err)
	}
	return err
}

// take waits for the turn, first come first served.
func (g *group) take(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	g.mu.Lock()
	if g.closed {
		g.mu.Unlock()
		return ErrClosed
	}
	if !g.held {
		g.held = true
		g.mu.Unlock()
		return nil
	}
	w := &waiter{turn: make(chan struct{})}
	g.queue = append(g.queue, w)
	g.mu.Unlock()
	select {
	case <-w.turn:
		return nil
	case <-ctx.Done():
	}
	g.mu.Lock()
	for i, other := range g.queue {
		if other == w {
			g.queue = append(g.queue[:i], g.queue[i+1:]...)
			g.mu.Unlock()
			return context.Cause(ctx)
		}
	}
	g.mu.Unlock()
	g.give(false) // the turn came together with the cancellation: pass it on
	return context.Cause(ctx)
}

// join gives the open batch, or begins one.
func (g *group) join(ctx context.Context, alone bool) (*batch, error) {
	if g.batch != nil && alone {
		g.finish()
	}
	if g.batch == nil {
		if err := g.begin(ctx); err != nil {
			return nil, err
		}
	}
	g.batch.size++
	return g.batch, nil
}

func (g *group) begin(ctx context.Context) error {
	if g.conn == nil {
		conn, err := g.pool.Conn(ctx)
		if err != nil {
			return fmt.Errorf("taking the writer: %w", err)
		}
		g.conn, g.ready = conn, prepared(conn)
	}
	if _, err := g.conn.ExecContext(context.WithoutCancel(ctx), "begin immediate"); err != nil {
		g.dropConn()
		return fmt.Errorf("beginning a transaction: %w", err)
	}
	g.batch = &batch{began: time.Now(), done: make(chan struct{})}
	return nil
}

// turn runs fn under a savepoint and passes the turn on, also when fn panics
// or ends its goroutine.
func (g *group) turn(ctx context.Context, b *batch, tx *Tx, fn func(context.Context, *Tx) error, alone bool) (err error) {
	returned := false
	defer func() {
		tx.end()
		err = g.settle(b, tx, err, returned)
		g.give(alone)
	}()
	tx.conn = g.ready
	if err := g.do("savepoint one"); err != nil {
		returned = true
		tx.failed = err
		return err
	}
	err = fn(ctx, tx)
	returned = true
	return err
}

// settle keeps or takes back what ran under the savepoint.
func (g *group) settle(b *batch, tx *Tx, err error, returned bool) error {
	if err == nil && tx.failed != nil {
		err = fmt.Errorf("a statement failed and its error was dropped: %w", tx.failed)
	}
	if err == nil && returned {
		if e := g.do("release one"); e != nil {
			b.breakBy(tx, fmt.Errorf("keeping a transaction: %w", e))
			return b.broken
		}
		return nil
	}
	e := g.do("rollback to one")
	if e == nil {
		e = g.do("release one")
	}
	if e != nil {
		// Disk full, I/O error: SQLite has already taken back the whole batch.
		b.breakBy(tx, errors.Join(err, fmt.Errorf("taking back a transaction: %w", e)))
	}
	return err
}

func (b *batch) breakBy(tx *Tx, err error) { b.broken, b.culprit = err, tx }

func (g *group) do(statement string) error {
	_, err := g.ready.ExecContext(context.Background(), statement)
	return err
}

// give passes the turn on, after the commit if the batch is to end here.
func (g *group) give(alone bool) {
	if b := g.batch; b != nil {
		g.mu.Lock()
		last := len(g.queue) == 0
		g.mu.Unlock()
		if last || alone || b.broken != nil || b.size >= g.max || time.Since(b.began) > g.maxAge {
			g.finish()
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.queue) > 0 {
		next := g.queue[0]
		g.queue = g.queue[1:]
		close(next.turn)
		return
	}
	if g.batch != nil {
		// The one that was waiting went away between the two looks.
		g.finish()
	}
	g.held = false
	if g.idle != nil {
		close(g.idle)
		g.idle = nil
	}
}

// finish commits the batch for everybody in it.
func (g *group) finish() {
	b := g.batch
	g.batch = nil
	defer close(b.done)
	if b.broken != nil {
		b.err = errors.Join(errNeighbour, b.broken)
		_ = g.do("rollback") // SQLite may have done so by itself; the connection is renewed anyway
		g.dropConn()
		return
	}
	g.commits++
	if err := g.do("commit"); err != nil {
		b.err = fmt.Errorf("committing: %w", err)
		_ = g.do("rollback")
		g.dropConn()
	}
}

// dropConn forgets a connection whose state is in doubt.
func (g *group) dropConn() {
	if g.conn == nil {
		return
	}
	g.ready.forget()
	_ = g.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = g.conn.Close() // already gone through Raw
	g.conn = nil
}

func (g *group) close() error {
	g.mu.Lock()
	if g.closed {
		g.mu.Unlock()
		return nil
	}
	g.closed = true
	if g.held {
		idle := make(chan struct{})
		g.idle = idle
		g.mu.Unlock()
		<-idle
		g.mu.Lock()
	}
	defer g.mu.Unlock()
	if g.conn == nil {
		return nil
	}
	g.ready.forget()
	conn := g.conn
	g.conn = nil
	return conn.Close()
}
