package org

import (
	"context"
	"sync"
)

// turns lets the tries of one key in one after the other.
type turns struct {
	mu      sync.Mutex
	waiting map[string]*turn
}

type turn struct {
	free  chan struct{} // has one token while nobody is in
	users int
}

func newTurns() *turns { return &turns{waiting: map[string]*turn{}} }

// take waits for the turn of the key; leave must be called once.
func (t *turns) take(ctx context.Context, key string) (leave func(), err error) {
	t.mu.Lock()
	mine, ok := t.waiting[key]
	if !ok {
		mine = &turn{free: make(chan struct{}, 1)}
		mine.free <- struct{}{}
		t.waiting[key] = mine
	}
	mine.users++
	t.mu.Unlock()
	select {
	case <-mine.free:
		return func() {
			mine.free <- struct{}{}
			t.forget(key, mine)
		}, nil
	case <-ctx.Done():
		t.forget(key, mine)
		return nil, ctx.Err()
	}
}

func (t *turns) forget(key string, mine *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if mine.users--; mine.users == 0 {
		delete(t.waiting, key)
	}
}
