package fetch

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// question is one request of ours.
type question struct {
	address string
	kind    string // content type of body
	accept  string
	body    []byte // nil: GET
	limit   int64  // bytes of the answer
	within  time.Duration
}

// ask sends a question and reads the whole answer within its limits.
func (c *Client) ask(ctx context.Context, q question) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, q.within)
	defer cancel()
	method, body := http.MethodGet, io.Reader(http.NoBody)
	if q.body != nil {
		method, body = http.MethodPost, bytes.NewReader(q.body)
	}
	request, err := http.NewRequestWithContext(ctx, method, q.address, body)
	if err != nil {
		return nil, forbidden("%v", err)
	}
	if q.body != nil {
		request.Header.Set("Content-Type", q.kind)
	}
	request.Header.Set("Accept", q.accept)
	request.Header.Set("User-Agent", "antin")
	response, err := c.http.Do(request)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", q.address, err)
	}
	defer response.Body.Close()
	answer, err := read(response, q.limit)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", q.address, err)
	}
	return answer, nil
}

func read(r *http.Response, limit int64) ([]byte, error) {
	if r.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: %d", ErrStatus, r.StatusCode)
	}
	if e := r.Header.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return nil, fmt.Errorf("%w: compressed by %q", ErrContent, e)
	}
	if r.ContentLength > limit {
		return nil, fmt.Errorf("%w: %d bytes announced, %d allowed", ErrTooLarge, r.ContentLength, limit)
	}
	answer, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading the answer: %w", err)
	case int64(len(answer)) > limit:
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
	case len(answer) == 0:
		return nil, fmt.Errorf("%w: nothing", ErrContent)
	}
	return answer, nil
}

// reading takes an answer apart: what of it is kept, and until when it counts. A
// zero time is an answer that does not say.
type reading func(answer []byte) (kept [][]byte, until time.Time, err error)

// remembered asks unless the answer is at hand that was got at since or later.
// Of many askers at once one asks; whoever tires of waiting leaves the others
// undisturbed.
func (c *Client) remembered(ctx context.Context, q question, since time.Time, read reading) ([][]byte, error) {
	key := cacheKey(q)
	if e, ok := c.cache.get(key, c.config.Now(), since); ok {
		return e.kept, e.err
	}
	flight := c.flights.DoChan(key, func() (any, error) {
		return c.fetch(context.WithoutCancel(ctx), q, key, read)
	})
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for %s: %w", q.address, ctx.Err())
	case r := <-flight:
		kept, _ := r.Val.([][]byte)
		return kept, r.Err
	}
}

func (c *Client) fetch(ctx context.Context, q question, key string, read reading) ([][]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, q.within)
	defer cancel()
	if err := c.gate.Acquire(ctx, 1); err != nil {
		return nil, fmt.Errorf("waiting to ask %s: %w", q.address, err)
	}
	defer c.gate.Release(1)
	answer, err := c.ask(ctx, q)
	var kept [][]byte
	var until time.Time
	if err == nil {
		if kept, until, err = read(answer); err != nil {
			err = fmt.Errorf("reading the answer of %s: %w", q.address, err)
		}
	}
	now, l := c.config.Now(), c.config.Limits
	if err != nil {
		c.cache.put(key, entry{err: err, got: now, until: now.Add(l.Negative)})
		return nil, err
	}
	if end := now.Add(l.MaxAge); until.IsZero() || until.After(end) {
		until = end
	}
	c.cache.put(key, entry{kept: kept, got: now, until: until})
	return kept, nil
}
