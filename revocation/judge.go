package revocation

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"time"
)

// reasonHold is certificateHold; reasonRemove takes it back (delta CRLs only).
const (
	reasonHold   = 6
	reasonRemove = 8
)

// answer is what one piece of usable evidence says, whatever the time asked.
type answer struct {
	revoked   bool
	revokedAt time.Time
	reason    int
	source    Source
}

// Judge applies DefaultPolicy.
func Judge(cert, issuer *x509.Certificate, crls, ocsps [][]byte, at time.Time) Status {
	return DefaultPolicy().Judge(cert, issuer, crls, ocsps, at)
}

// Judge says whether cert, issued by issuer, was revoked at the time at. Both
// certificates are taken as they are: that issuer issued cert, and its own
// validity, is for package certpath. One usable piece that says revoked wins
// over any number that say good; among good ones the latest is the source.
func (p Policy) Judge(cert, issuer *x509.Certificate, crls, ocsps [][]byte, at time.Time) Status {
	s := Status{Why: WhyNone}
	if len(crls)+len(ocsps) > maxEvidence {
		s.Why = WhyLimit
		return s
	}
	for _, der := range crls {
		sum := sha256.Sum256(der)
		a, why, detail := p.readCRL(cert, issuer, der, sum)
		p.weigh(&s, cert, a, why, Rejected{Kind: CRL, SHA256: hex.EncodeToString(sum[:]), Detail: detail}, at)
	}
	delegateRevoked := func(delegate *x509.Certificate, when time.Time) bool {
		return p.Judge(delegate, issuer, crls, nil, when).Verdict == Revoked
	}
	for _, der := range ocsps {
		a, why, detail := p.readOCSP(cert, issuer, der, delegateRevoked)
		sum := sha256.Sum256(der)
		p.weigh(&s, cert, a, why, Rejected{Kind: OCSP, SHA256: hex.EncodeToString(sum[:]), Detail: detail}, at)
	}
	if s.Verdict != Unknown {
		s.Why = ""
	}
	return s
}

// weigh lets one answer change the status, or lists why it did not.
func (p Policy) weigh(s *Status, cert *x509.Certificate, a answer, why Why, r Rejected, at time.Time) {
	if why == "" {
		a.source.SHA256 = r.SHA256
		why = p.apply(s, cert, a, at)
	}
	if why == "" {
		return
	}
	r.Why = why
	s.Rejected = append(s.Rejected, r)
	if s.Why == WhyNone || why == WhyStale || why == WhyTooLate {
		s.Why = why
	}
}

func (p Policy) apply(s *Status, cert *x509.Certificate, a answer, at time.Time) Why {
	before := !a.source.ThisUpdate.After(at.Add(p.Skew))
	end := a.source.NextUpdate
	if end.IsZero() {
		end = a.source.ThisUpdate.Add(p.MaxAge)
	}
	fresh := before && !at.After(end.Add(p.Skew))
	a.source.After = !before
	if a.revoked && !a.revokedAt.After(at) {
		if a.reason == reasonHold && !fresh && before {
			return WhyStale // a hold may have been lifted since
		}
		if s.Verdict != Revoked || a.revokedAt.Before(s.RevokedAt) {
			s.Verdict, s.RevokedAt, s.Reason, s.Source = Revoked, a.revokedAt, a.reason, a.source
		}
		return ""
	}
	switch {
	case before && !fresh:
		return WhyStale
	case !before && a.source.ThisUpdate.After(cert.NotAfter) && !a.revoked:
		return WhyTooLate
	}
	if a.revoked && s.Verdict != Revoked {
		s.RevokedAt, s.Reason = a.revokedAt, a.reason // good at that time, revoked later
	}
	if s.Verdict == Unknown || s.Verdict == Good && a.source.ThisUpdate.After(s.Source.ThisUpdate) {
		s.Verdict, s.Source = Good, a.source
	}
	return ""
}
