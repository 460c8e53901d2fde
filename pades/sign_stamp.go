package pades

import (
	"bytes"
	"context"
	"crypto"
	"errors"
	"fmt"

	"antin/cms"
	"antin/tsp"
)

// ErrUnstamped says that no time-stamp could be had; what went wrong is wrapped
// with it. Nothing is lost by it: a signature without time-stamp is stamped
// later, in the same place or by a document time-stamp.
var ErrUnstamped = errors.New("pades: no time-stamp")

// defaultRoom is for authorities that do not say how long their tokens are: two
// certificates of 2 kB and a signature of 512 bytes with room to spare.
const defaultRoom = 8 << 10

// StampRoom is what to reserve in a signature ([Signing.Reserve]) for a
// time-stamp of this authority; nil needs none.
func StampRoom(by Stamper) int {
	if by == nil {
		return 0
	}
	return cms.StampRoom(roomOf(by))
}

func roomOf(by Stamper) int {
	if n := by.Room(); n > 0 {
		return min(n, maxReserve/2)
	}
	return defaultRoom
}

// stampable lists the digests that are made here; weaker ones are only read.
func stampable(hash crypto.Hash) bool {
	return hash == crypto.SHA256 || hash == crypto.SHA384 || hash == crypto.SHA512
}

// StampDigest is what a time-stamp over a signature value speaks of: the
// algorithm and the digest to give to a Stamper (RFC 3161, appendix A: the
// octets of the value).
func (p *Prepared) StampDigest(value []byte) (crypto.Hash, []byte) {
	alg, err := p.hash()
	if err != nil {
		alg = crypto.SHA256
	}
	return alg, digestOf(alg, value)
}

// digestOf is nil for an algorithm that is not at hand.
func digestOf(alg crypto.Hash, data []byte) []byte {
	if !alg.Available() {
		return nil
	}
	h := alg.New()
	h.Write(data)
	return h.Sum(nil)
}

// CompleteStamped is Complete with a time-stamp over the value as the unsigned
// attribute signature-time-stamp: PAdES B-T (EN 319 142-1, 6.3; EN 319 122-1,
// 5.3). The same value and token give the same bytes each time. A token that
// does not stamp this value, or breaks RFC 3161, is refused with
// [RefusedStamp]; one longer than the room that was reserved with
// [RefusedRoom]: the signature can then still be completed without it.
func (p *Prepared) CompleteStamped(value, token []byte) (tail []byte, err error) {
	b, err := p.builder()
	if err != nil {
		return nil, err
	}
	if _, err := usableToken(token, value, 0, nil); err != nil {
		return nil, err
	}
	der, err := b.FinishStamped(value, token)
	if err != nil {
		return nil, refuseFor(RefusedValue, err)
	}
	return p.filled(der)
}

// usableToken checks a token over data (or over a digest, where that is given)
// as far as the token itself goes: one signer, the imprint, the signature, a
// certificate for time-stamping alone that was valid then. Whether the
// authority is trusted is for the verifier.
func usableToken(token, data []byte, alg crypto.Hash, digest []byte) (*tsp.Token, error) {
	if len(token) > tsp.MaxResponse {
		return nil, refuse(RefusedStamp, "token of %d bytes", len(token))
	}
	t, err := tsp.ParseToken(token)
	if err != nil {
		return nil, refuseFor(RefusedStamp, err)
	}
	if !bytes.Equal(t.Raw, token) || t.Signed.Has(cms.NotDER) {
		return nil, refuse(RefusedStamp, "the token is not one structure in DER")
	}
	if !stampable(t.Hash) || digest != nil && t.Hash != alg {
		return nil, refuse(RefusedStamp, "an imprint by %v", t.Hash)
	}
	if digest == nil {
		digest = digestOf(t.Hash, data)
	}
	r := t.Verify(digest)
	for _, f := range r.Findings {
		if f.Result == cms.Failed || f.Result == cms.Unsupported {
			return nil, refuse(RefusedStamp, "%s: %s", f.Check, f.Detail)
		}
	}
	if r.Result() != cms.Passed {
		return nil, refuse(RefusedStamp, "nothing shows that it holds")
	}
	return t, nil
}

// stampOver asks for a token and checks it. Its error is ErrUnstamped.
func stampOver(ctx context.Context, by Stamper, alg crypto.Hash, digest []byte) (*tsp.Token, error) {
	if by == nil {
		return nil, fmt.Errorf("%w: no authority was named", ErrUnstamped)
	}
	raw, err := by.Stamp(ctx, alg, digest)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnstamped, err)
	}
	t, err := usableToken(raw, nil, alg, digest)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnstamped, err)
	}
	return t, nil
}
