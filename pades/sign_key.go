package pades

import (
	"context"
	"crypto"
	"crypto/rand"
	"fmt"

	"antin/cms"
	"antin/pdf"
)

// Signed is a new signature, with what is needed to stamp it later.
type Signed struct {
	Tail  []byte // to append to the base
	Level Level  // reached
	// Unstamped is why a time-stamp that was asked for is missing (ErrUnstamped),
	// nil otherwise. The signature is whole at B-B: keep it, and stamp it later by
	// Prepared.CompleteStamped while nothing is appended, or by Extend.
	Unstamped error
	Prepared  *Prepared
	Value     []byte
	Extended  *Extended // of the steps to B-LT and B-LTA; nil when there were none

	token int // length of a time-stamp that found no room
}

// Sign signs with a key at hand and goes as far as x.To asks: B-B without
// time-stamp (also when x.To is empty), B-T with one in the signature, B-LT and
// B-LTA by [Extend] right after, for all signatures of the file. A signature is
// never lost to an authority that does not answer: it comes back at the level
// it has, with the reason in Unstamped or in Extended.Gaps.
func Sign(ctx context.Context, base *pdf.File, in Signing, key crypto.Signer, x Extension) (*Signed, error) {
	if x.To.AtLeast(LevelT) {
		in.Reserve = max(in.Reserve, StampRoom(x.Stamper))
	}
	if x.To.AtLeast(LevelLT) && x.Now == nil {
		return nil, ErrNoClock
	}
	out, err := signOnce(ctx, base, in, key, x)
	if err == nil && RefusalOf(out.Unstamped) == RefusedRoom {
		in.Reserve = cms.StampRoom(out.token + 256) // the authority said less than its tokens need
		if again, err := signOnce(ctx, base, in, key, x); err == nil {
			out = again
		}
	}
	if err != nil || out.Unstamped != nil || !x.To.AtLeast(LevelLT) {
		return out, err
	}
	return out, out.extend(ctx, base, in.Field, x)
}

func signOnce(ctx context.Context, base *pdf.File, in Signing, key crypto.Signer, x Extension) (*Signed, error) {
	p, err := Prepare(base, in)
	if err != nil {
		return nil, err
	}
	opts, err := p.SignerOpts()
	if err != nil {
		return nil, err
	}
	value, err := key.Sign(rand.Reader, p.Digest(), opts)
	if err != nil {
		return nil, fmt.Errorf("making the signature value: %w", err)
	}
	return p.finish(ctx, value, x)
}

// finish completes with a time-stamp where one is asked for and can be had.
func (p *Prepared) finish(ctx context.Context, value []byte, x Extension) (*Signed, error) {
	out := &Signed{Level: LevelB, Prepared: p, Value: value}
	var err error
	if out.Tail, err = p.Complete(value); err != nil || !x.To.AtLeast(LevelT) {
		return out, err
	}
	alg, digest := p.StampDigest(value)
	token, err := stampOver(ctx, x.Stamper, alg, digest)
	if err != nil {
		out.Unstamped = err
		return out, nil
	}
	tail, err := p.CompleteStamped(value, token.Raw)
	if err != nil {
		out.Unstamped, out.token = fmt.Errorf("%w: %w", ErrUnstamped, err), len(token.Raw)
		return out, nil
	}
	out.Tail, out.Level = tail, LevelT
	return out, nil
}

// extend goes on from a stamped signature. What fails here leaves it as it is.
func (s *Signed) extend(ctx context.Context, base *pdf.File, field string, x Extension) error {
	g := newGrowing(base)
	if s.Prepared.prefix != nil {
		g.prefix[crypto.SHA256] = s.Prepared.prefix
	}
	if err := g.add(s.Tail); err != nil {
		return err
	}
	done, err := g.extend(ctx, x)
	if err != nil {
		return err
	}
	s.Tail, s.Extended = g.tail, done
	for _, r := range done.Signatures {
		if r.Field == field {
			s.Level = r.Reached
		}
	}
	return nil
}
