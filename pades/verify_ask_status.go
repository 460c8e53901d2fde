package pades

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"sort"
	"time"

	"antin/revocation"
)

// revocationOf asks about a certificate at the time it is needed, and says by
// when the answer is proven. Of answers that do, the one proven first counts:
// the sooner it is proven, the sooner its issuer may end. Where the signer's
// certificate is present and an issuer is only needed because nothing proves its
// answer, an old answer about the issuer does, as long as it has not expired and
// is not known to be revoked (EN 319 102-1, 5.5.4: TRY_LATER is judged at the
// best signature time).
func (v *verification) revocationOf(cert, issuer *x509.Certificate, at, need time.Time, present bool) (revocation.Status, time.Time) {
	st := v.statusAt(cert, issuer, need, time.Time{})
	if present && st.Verdict == revocation.Unknown && need.After(at) {
		if old := v.statusAt(cert, issuer, at, time.Time{}); old.Verdict == revocation.Good && (old.RevokedAt.IsZero() || old.RevokedAt.After(need)) {
			return old, v.provenBy(old)
		}
	}
	if st.Verdict != revocation.Good {
		return st, v.options.At
	}
	moments := v.proofs.moments()
	i := sort.Search(len(moments), func(i int) bool { // the later the time, the more is proven
		return v.statusAt(cert, issuer, need, moments[i]).Verdict == revocation.Good
	})
	if i < len(moments) {
		st = v.statusAt(cert, issuer, need, moments[i])
	}
	return st, v.provenBy(st)
}

// maxQuestions about revocation are asked for one file; a chain of fourteen
// document time-stamps over three signatures asks some hundreds.
const maxQuestions = 5000

// provenBy is when all that a status rests on is proven to exist.
func (v *verification) provenBy(st revocation.Status) time.Time {
	var t time.Time
	for _, src := range st.Sources {
		if p := v.pieceOf(src.SHA256); p != nil {
			t = latest(t, v.proofs.of(p.sum))
		} else {
			t = v.options.At
		}
	}
	if t.IsZero() {
		return v.options.At
	}
	return t
}

func (v *verification) pieceOf(sum string) *piece {
	raw, err := hex.DecodeString(sum)
	if err != nil || len(raw) != sha256.Size {
		return nil
	}
	return v.evidence().bySum[[sha256.Size]byte(raw)]
}

// statusKey names one question about revocation.
type statusKey struct {
	cert, issuer [sha256.Size]byte
	at, provenBy int64
	proven       int // how much was proven when it was asked
}

// statusAt asks all evidence, or that which is proven by a time. One piece that
// says revoked wins over any number that say good.
func (v *verification) statusAt(cert, issuer *x509.Certificate, at, provenBy time.Time) revocation.Status {
	key := statusKey{cert: sumOf(cert.Raw), issuer: sumOf(issuer.Raw), at: at.UnixMilli(), provenBy: provenBy.UnixMilli()}
	if !provenBy.IsZero() {
		key.proven = len(v.proofs.first)
	}
	if st, ok := v.statuses[key]; ok {
		return st
	}
	if len(v.statuses) >= maxQuestions {
		return revocation.Status{Why: revocation.WhyLimit}
	}
	allowed := func(p *piece) bool { return provenBy.IsZero() || !v.proofs.of(p.sum).After(provenBy) }
	all := revocation.Evidence{Certificates: v.evidence().certs, Anchors: v.options.Anchors}
	all.CRLs, all.OCSPs = v.evidence().about(cert, allowed)
	st := v.memory().Revocation().JudgeEvidence(cert, issuer, all, at)
	v.statuses[key] = st
	if provenBy.IsZero() && (st.Verdict == revocation.Unknown || v.couldBeNewer(st, at)) {
		v.options.wanted.add(cert, issuer)
	}
	return st
}

// couldBeNewer: all that says good was chosen by whoever made the file, and was
// made before the time asked about; since then the key may have been lost.
func (v *verification) couldBeNewer(st revocation.Status, at time.Time) bool {
	if st.Verdict != revocation.Good {
		return false
	}
	for _, src := range st.Sources {
		p := v.pieceOf(src.SHA256)
		if p == nil || len(p.places)+len(p.bound) == 0 || !src.ThisUpdate.Before(at) {
			return false
		}
	}
	return true
}
