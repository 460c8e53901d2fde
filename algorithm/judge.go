package algorithm

import (
	"crypto/x509"
	"fmt"
	"time"
)

// Verdict on one use at one time. It speaks of the part that ends first.
type Verdict struct {
	OK        bool
	Until     time.Time // when it ends or ended; zero if no end is known, or if it was never accepted
	Algorithm string    // the part that decides: "SHA-1", "RSA 1024"; all parts if none ends
	Source    string    // where the date stands
	Why       string    // English, empty if OK: "SHA-1 was accepted until 2012-08-01 (…)"
}

// Judge tells whether every part of the use was accepted at the time at. A
// time at which the thing judged is proven to have existed may be asked about;
// without such a proof, only the present.
func (l *List) Judge(u Use, at time.Time) Verdict {
	if u.Unknown != "" {
		return Verdict{Algorithm: u.Unknown, Why: u.Unknown + " is not on the list of algorithms"}
	}
	best := Verdict{OK: true, Algorithm: u.String()}
	for _, p := range l.parts(u) {
		if !p.known {
			return Verdict{Algorithm: p.name, Why: p.name + " is not on the list of algorithms"}
		}
		if best.Source == "" {
			best.Source = p.source
		}
		if !p.until.IsZero() && (best.Until.IsZero() || p.until.Before(best.Until)) {
			best.Until, best.Source, best.Algorithm = p.until, p.source, p.name
		}
	}
	if best.Algorithm == "" {
		return Verdict{Why: "no algorithm is stated"}
	}
	if !best.Until.IsZero() && !at.Before(best.Until) {
		best.OK = false
		best.Why = fmt.Sprintf("%s was accepted until %s (%s)", best.Algorithm, best.Until.Format(time.DateOnly), best.Source)
	}
	return best
}

// JudgePath judges the signatures on the certificates of a path, leaf first and
// anchor last, at one time, and gives the one that ends first with its
// certificate. The signature on the anchor does not count, nor the leaf's own
// key, which is judged with what it signed.
func (l *List) JudgePath(chain []*x509.Certificate, at time.Time) (Verdict, *x509.Certificate) {
	worst, of := Verdict{OK: true}, (*x509.Certificate)(nil)
	for i := 0; i+1 < len(chain); i++ {
		v := l.Judge(OfCertificate(chain[i], KeyOf(chain[i+1])), at)
		if of == nil || worse(v, worst) {
			worst, of = v, chain[i]
		}
	}
	return worst, of
}

// worse orders verdicts: never accepted, then by the end.
func worse(a, b Verdict) bool {
	rank := func(v Verdict) int64 {
		switch {
		case v.Until.IsZero() && !v.OK:
			return -1 << 62
		case v.Until.IsZero():
			return 1 << 62
		}
		return v.Until.Unix()
	}
	return rank(a) < rank(b)
}

type part struct {
	limit
	name  string
	known bool
}

func (l *List) parts(u Use) []part {
	var out []part
	if u.Digest != "" {
		e, ok := l.digests[u.Digest]
		out = append(out, part{e, string(u.Digest), ok})
	}
	if u.Scheme != "" {
		e, ok := l.schemes[u.Scheme]
		out = append(out, part{e, string(u.Scheme), ok})
	}
	if u.Key != "" {
		p := part{name: keyName(u.Key, u.Bits)}
		for _, k := range l.keys[u.Key] {
			if u.Bits >= k.bits {
				p.limit, p.known = k, true
				break
			}
		}
		out = append(out, p)
	}
	return out
}
