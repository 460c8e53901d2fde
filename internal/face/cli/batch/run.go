package batch

import (
	"context"
	"runtime"
	"sync"
)

// Plan is what to run over.
type Plan struct {
	Names []string
	// Workers is how many files are worked on at once; 0 means one for each core.
	Workers int
	// Meter shows how far the run is; nil shows nothing.
	Meter *Meter
}

// ahead is how many results for each worker may wait for an earlier file.
const ahead = 16

type result[T any] struct {
	index int
	value T
}

// Run calls work for every name, several at once, and done with the results one
// after another in the order of the names. It returns the error of done, or that
// of the context; files begun are finished and handed over even then.
func Run[T any](ctx context.Context, p Plan, work func(ctx context.Context, name string) T, done func(name string, value T) error) error {
	workers := p.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, max(len(p.Names), 1))
	inner, stop := context.WithCancel(ctx)
	defer stop()
	jobs, results := make(chan int), make(chan result[T])
	room := make(chan struct{}, workers*ahead)
	go feed(inner, len(p.Names), room, jobs)
	var running sync.WaitGroup
	for range workers {
		running.Go(func() {
			for i := range jobs {
				results <- result[T]{i, work(inner, p.Names[i])}
			}
		})
	}
	go func() { running.Wait(); close(results) }()
	err := collect(p, results, room, done, stop)
	p.Meter.end()
	if err == nil {
		err = ctx.Err()
	}
	return err
}

func feed(ctx context.Context, n int, room chan<- struct{}, jobs chan<- int) {
	defer close(jobs)
	for i := range n {
		if ctx.Err() != nil {
			return
		}
		select {
		case <-ctx.Done():
			return
		case room <- struct{}{}:
		}
		select {
		case <-ctx.Done():
			return
		case jobs <- i:
		}
	}
}

// collect hands results over in order. After an error it goes on receiving, so
// that no worker is left waiting.
func collect[T any](p Plan, results <-chan result[T], room <-chan struct{}, done func(string, T) error, stop func()) error {
	waiting := map[int]T{}
	next, finished := 0, 0
	var failed error
	for r := range results {
		finished++
		waiting[r.index] = r.value
		for failed == nil {
			value, ok := waiting[next]
			if !ok {
				break
			}
			delete(waiting, next)
			p.Meter.clear()
			if err := done(p.Names[next], value); err != nil {
				failed = err
				stop()
			}
			<-room
			next++
		}
		p.Meter.show(finished, len(p.Names))
	}
	return failed
}
