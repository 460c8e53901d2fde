package archive

import (
	"context"
	"crypto"
	"fmt"
	"time"

	"antin/algorithm"
	"antin/internal/domain/document"
	"antin/pades"
)

// Delays of a renewal that did not succeed: there is a year for it, or a third
// of the time there is.
const (
	silentDelay = 24 * time.Hour     // the authority does not answer
	idleDelay   = 7 * 24 * time.Hour // its time-stamp would last no longer than the one there is
)

// renews reports whether a bundle that is taken is whole and only to be renewed.
func (s *Service) renews(b Bundle) bool {
	return b.State == Kept && !s.Now().Before(s.renewAt(b))
}

// settled reports whether a bundle is due that has been renewed, or whose dates
// were reckoned anew, in the meantime.
func (s *Service) settled(b Bundle) bool {
	return b.State == Kept && b.Attempts == 0 && b.Summary.Protection != nil && !s.renews(b)
}

// resume puts the tail of the last edition behind the file: a renewal adds to
// the copy that there is, since what is in it can no longer be had.
func (s *Service) resume(ctx context.Context, c *collected) error {
	editions, err := s.Store.Editions(ctx, c.bundle.ID)
	if err != nil || len(editions) == 0 {
		return err
	}
	m, found, err := s.read(ctx, c.bundle, editions[len(editions)-1])
	if err != nil {
		return fmt.Errorf("reading the last edition: %w", err)
	}
	if m.Copy != nil {
		c.before = found[tailName]
	}
	return nil
}

// renewed reports whether the new copy lasts longer than the last one and says
// the same of every signature.
func (s *Service) renewed(c *collected) bool {
	now, old := c.summary.Protection, c.bundle.Summary.Protection
	if !c.whole() || now == nil || len(c.tail) == len(c.before) {
		return false
	}
	if old != nil && !now.until(s.algorithms()).After(old.until(s.algorithms())) {
		return false
	}
	was := map[string]string{}
	for _, sig := range c.bundle.Summary.Signatures {
		was[sig.Field] = sig.Indication
	}
	for _, sig := range c.summary.Signatures {
		if was[sig.Field] == string(pades.TotalPassed) && sig.Indication != string(pades.TotalPassed) {
			return false
		}
	}
	return true
}

// afterRenewal decides when a whole bundle is looked at again.
func (s *Service) afterRenewal(b *Bundle, c *collected) {
	now := s.Now()
	if s.renewed(c) {
		b.Attempts, b.Why, b.NextAt = 0, "", s.renewAt(*b)
		return
	}
	wait := idleDelay
	b.Why = words(codeNotRenewed, "")
	if c.silent || len(c.tail) == len(c.before) {
		wait, b.Why = silentDelay, words(codeRenewalSilent, "")
	}
	if p := b.Summary.Protection; p != nil {
		left := p.until(s.algorithms()).Sub(now)
		if wait = min(wait, max(left/8, newer)); left <= 0 {
			wait, b.Why = silentDelay, words(codeRenewalLate, "")
		}
	}
	b.NextAt = now.Add(wait)
}

// digest is the hash of new document time-stamps: SHA-256 as long as the list
// has no end for it in sight.
func (s *Service) digest() crypto.Hash {
	horizon := s.Now().Add(2 * s.margin())
	for _, h := range []crypto.Hash{crypto.SHA256, crypto.SHA384, crypto.SHA512} {
		if s.algorithms().Judge(algorithm.OfDigest(h), horizon).OK {
			return h
		}
	}
	return crypto.SHA512
}

// since is what answers about revocation must not be older than.
func (c *collected) since() time.Time {
	if p := c.bundle.Summary.Protection; c.renewing && p != nil {
		return p.StampedAt
	}
	if c.document.Direction == document.Incoming {
		return c.document.ArrivedAt
	}
	for _, f := range c.document.Files {
		if f.ID == c.bundle.File {
			return f.At
		}
	}
	return c.document.CreatedAt
}
