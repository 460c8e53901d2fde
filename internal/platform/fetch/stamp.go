package fetch

import (
	"cmp"
	"context"
	"crypto"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"time"

	"antin/cms"
	"antin/tsp"
)

const (
	// stampsAtOnce is what clients of the national authority ask it at once.
	stampsAtOnce = 4
	// tokenRoom: a token with a path of four certificates has under 10 kB.
	tokenRoom = 16 << 10
	// drift of the authority's clock that is borne.
	drift = 5 * time.Minute
)

// Room implements pades.Stamper.
func (c *Client) Room() int { return tokenRoom }

// Stamp asks the authorities in their order: the next one when one fails, or
// has not answered for a while. The first token that holds is the answer; the
// others are called off. An error holds an AuthorityError of each that was
// asked. ErrNoAuthority and ErrOffline say that asking is of no
// use; any other error may pass.
func (c *Client) Stamp(ctx context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	switch {
	case c.config.Offline:
		return nil, ErrOffline
	case len(c.config.Authorities) == 0:
		return nil, ErrNoAuthority
	case !hash.Available() || len(digest) != hash.Size():
		return nil, fmt.Errorf("asking for a time-stamp: a digest of %d bytes by %v", len(digest), hash)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type result struct {
		token []byte
		err   error
	}
	results := make(chan result, len(c.config.Authorities))
	var errs []error
	started := 0
	start := func() {
		at := started
		started++
		go func() {
			token, err := c.stampBy(ctx, at, hash, digest)
			if err != nil {
				err = &AuthorityError{Address: c.config.Authorities[at].URL, Err: err}
			}
			results <- result{token, err}
		}()
	}
	start()
	hedge := time.NewTicker(c.config.Hedge)
	defer hedge.Stop()
	for {
		var next bool
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for a time-stamp: %w", errors.Join(append(errs, ctx.Err())...))
		case <-hedge.C:
			next = true
		case r := <-results:
			if r.err == nil {
				return r.token, nil
			}
			errs = append(errs, r.err)
			next = true
		}
		if next && started < len(c.config.Authorities) {
			start()
			hedge.Reset(c.config.Hedge)
		}
		if len(errs) == len(c.config.Authorities) {
			return nil, fmt.Errorf("asking for a time-stamp: %w", errors.Join(errs...))
		}
	}
}

func (c *Client) stampBy(ctx context.Context, at int, hash crypto.Hash, digest []byte) ([]byte, error) {
	a := c.config.Authorities[at]
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(a.Patience, c.config.Patience))
	defer cancel()
	if err := c.stamps[at].Acquire(ctx, 1); err != nil {
		return nil, fmt.Errorf("waiting to ask %s: %w", a.URL, err)
	}
	defer c.stamps[at].Release(1)
	address, err := c.place(a.URL)
	if err != nil {
		return nil, err
	}
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 64))
	if err != nil {
		return nil, err
	}
	asked := tsp.Request{Hash: hash, Digest: digest, Nonce: nonce, CertReq: true}
	before := c.config.Now()
	answer, err := c.ask(ctx, question{
		address: address, kind: "application/timestamp-query", accept: "application/timestamp-reply", body: asked.Marshal(),
		limit: c.config.Limits.Stamp, within: cmp.Or(a.Patience, c.config.Patience),
	})
	if err != nil {
		return nil, err
	}
	token, err := tsp.ParseResponse(answer, asked)
	if err != nil {
		return nil, fmt.Errorf("reading the answer of %s: %w", address, err)
	}
	if err := c.judge(address, token, digest, before); err != nil {
		return nil, err
	}
	if c.config.Trust != nil {
		if err := c.config.Trust(ctx, token.Raw, digest); err != nil {
			return nil, fmt.Errorf("%w: the token of %s: %w", ErrContent, address, err)
		}
	}
	return token.Raw, nil
}

// judge refuses a token that cannot hold, so that another authority is asked.
// Whether its authority is trusted is for Config.Trust to say.
func (c *Client) judge(address string, token *tsp.Token, digest []byte, before time.Time) error {
	if r := token.Verify(digest); r.Result() != cms.Passed {
		return fmt.Errorf("%w: the token of %s does not hold (%v)", ErrContent, address, r.Result())
	}
	if len(token.Raw) > tokenRoom {
		return fmt.Errorf("%w: a token of %d bytes from %s", ErrTooLarge, len(token.Raw), address)
	}
	if now := c.config.Now(); token.Time.Before(before.Add(-drift)) || token.Time.After(now.Add(drift)) {
		return fmt.Errorf("%w: the clock of %s is at %v, ours at %v", ErrContent, address, token.Time, now.UTC())
	}
	return nil
}
