package revocation

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"slices"
	"time"
)

// Evidence is what a verdict may rest on. Nothing of it need be trusted, but
// the anchors.
type Evidence struct {
	CRLs, OCSPs [][]byte // DER
	// Certificates that may have made the evidence beside the issuer: the
	// authority under a newer or older key, the issuer of indirect lists, an
	// OCSP delegate that is not in its response; and those between them and an
	// anchor.
	Certificates []*x509.Certificate
	// Anchors under which such a signer must stand: the anchor of the path that
	// the certificate was found on (RFC 5280, 6.3.3, f). Without any, only the
	// issuer itself and its own OCSP delegates are believed.
	Anchors []*x509.Certificate
}

// Judge applies DefaultPolicy.
func Judge(cert, issuer *x509.Certificate, crls, ocsps [][]byte, at time.Time) Status {
	return DefaultPolicy().Judge(cert, issuer, crls, ocsps, at)
}

// Judge is JudgeEvidence with lists and responses of the issuer alone.
func (p Policy) Judge(cert, issuer *x509.Certificate, crls, ocsps [][]byte, at time.Time) Status {
	return p.JudgeEvidence(cert, issuer, Evidence{CRLs: crls, OCSPs: ocsps}, at)
}

// JudgeEvidence says whether cert, issued by issuer, was revoked at the time
// at. Both certificates are taken as they are: that issuer issued cert, and its
// own validity, is for package certpath. One usable piece that says revoked
// wins over any number that say good, but for a hold that later evidence lifts;
// among good ones the latest is the source.
func (p Policy) JudgeEvidence(cert, issuer *x509.Certificate, e Evidence, at time.Time) Status {
	j := newJudgement(p, cert, issuer, e, at)
	if tooMuch(e) {
		return Status{Why: WhyLimit}
	}
	j.lists()
	j.responses()
	return j.conclude()
}

func tooMuch(e Evidence) bool {
	room := maxTotal
	for _, der := range slices.Concat(e.CRLs, e.OCSPs) {
		room -= len(der)
	}
	return room < 0 || len(e.CRLs)+len(e.OCSPs) > maxEvidence
}

// judgement is one question under way.
type judgement struct {
	Policy
	cert, issuer *x509.Certificate
	evidence     Evidence
	at           time.Time
	key          *signerKey // of the issuer
	answers      []answer
	status       Status
}

// answer is what one piece of usable evidence says, or a delta list with its
// base, whatever the time asked.
type answer struct {
	revoked    bool
	revokedAt  time.Time
	reason     int
	invalidity time.Time
	covers     reasons
	keptSince  time.Time // revocations of certificates that expired later are still told; zero: not stated
	source     Source
	base       *Source
}

func newJudgement(p Policy, cert, issuer *x509.Certificate, e Evidence, at time.Time) *judgement {
	return &judgement{Policy: p, cert: cert, issuer: issuer, evidence: e, at: at, key: newSignerKey(issuer), status: Status{Why: WhyNone}}
}

func (j *judgement) reject(kind Kind, sum string, why Why, detail string) {
	j.status.Rejected = append(j.status.Rejected, Rejected{kind, sum, why, detail})
	if j.status.Why == WhyNone || why == WhyStale || why == WhyTooLate {
		j.status.Why = why
	}
}

func (j *judgement) responses() {
	for _, der := range j.evidence.OCSPs {
		sum := sha256.Sum256(der)
		text := hex.EncodeToString(sum[:])
		a, why, detail := j.readOCSP(der)
		if why != "" {
			j.reject(OCSP, text, why, detail)
			continue
		}
		a.source.SHA256, a.source.Evidence = text, der
		j.answers = append(j.answers, a)
	}
}

// conclude weighs the answers at the time asked.
func (j *judgement) conclude() Status {
	slices.SortStableFunc(j.answers, func(a, b answer) int { return b.source.ThisUpdate.Compare(a.source.ThisUpdate) })
	var good []answer
	for _, a := range j.answers {
		why := j.place(&a)
		if why == "" && a.holds(j.at) && j.lifted(a) {
			why = WhyLifted
		}
		switch {
		case why != "":
			j.reject(a.source.Kind, a.source.SHA256, why, "")
		case a.holds(j.at):
			j.takeRevoked(a)
		default:
			good = append(good, a)
		}
	}
	if j.status.Verdict != Revoked {
		j.takeGood(good)
	}
	if j.status.Verdict != Unknown {
		j.status.Why = ""
	}
	return j.status
}

// holds: the answer says that the certificate was revoked at that time.
func (a answer) holds(at time.Time) bool { return a.revoked && !a.revokedAt.After(at) }

func (a answer) final() bool { return a.revoked && a.reason != ReasonHold }

// place sets how the answer lies to the time asked, or says why it does not
// count (EN 319 102-1, 5.2.5).
func (j *judgement) place(a *answer) Why {
	s := &a.source
	end := s.NextUpdate
	switch {
	case j.MaxFreshness > 0:
		end = s.ThisUpdate.Add(j.MaxFreshness)
	case end.IsZero():
		end = s.ThisUpdate.Add(j.MaxAge)
	}
	switch {
	case s.ThisUpdate.After(j.at.Add(j.Skew)):
		s.Freshness, s.After = Later, true
	case j.at.After(end.Add(j.Skew)):
		s.Freshness = Outdated
	default:
		s.Freshness = Current
	}
	switch {
	case a.holds(j.at) && a.final():
		return "" // a revocation stays
	case j.Algorithms != nil && !j.sound(a):
		return WhyAlgorithm
	case s.Freshness == Outdated:
		return WhyStale // a hold may have been lifted since
	case !j.IssuedAfter.IsZero() && s.ThisUpdate.Before(j.IssuedAfter):
		return WhyTooEarly
	case !a.revoked && s.ThisUpdate.After(j.cert.NotAfter) && (a.keptSince.IsZero() || a.keptSince.After(j.cert.NotAfter)):
		return WhyTooLate
	}
	return ""
}

// sound: the signature was accepted on the day the evidence says it was issued.
func (j *judgement) sound(a *answer) bool {
	ok := j.Algorithms.Judge(a.source.Signature, a.source.ThisUpdate).OK
	return ok && (a.base == nil || j.Algorithms.Judge(a.base.Signature, a.base.ThisUpdate).OK)
}

// lifted tells whether a hold is not repeated by evidence that is later and
// still not after the time asked about.
func (j *judgement) lifted(hold answer) bool {
	if hold.final() {
		return false
	}
	return slices.ContainsFunc(j.answers, func(a answer) bool {
		return !a.revoked && a.covers&(1<<holdBit) != 0 && a.source.ThisUpdate.After(hold.source.ThisUpdate) && j.place(&a) == "" && a.source.Freshness == Current
	})
}

// takeRevoked keeps the earliest revocation.
func (j *judgement) takeRevoked(a answer) {
	s := &j.status
	if s.Verdict == Revoked && !a.revokedAt.Before(s.RevokedAt) {
		return
	}
	s.Verdict, s.RevokedAt, s.Reason, s.InvalidityDate = Revoked, a.revokedAt, a.reason, a.invalidity
	s.Source, s.Sources = a.source, a.sources()
}

func (a answer) sources() []Source {
	if a.base == nil {
		return []Source{a.source}
	}
	return []Source{a.source, *a.base}
}

// takeGood needs answers for all reasons of revocation; the source is the one
// that completed them, the latest if it speaks for all.
func (j *judgement) takeGood(good []answer) {
	var covered reasons
	s := &j.status
	for _, a := range good {
		if a.revoked && s.RevokedAt.IsZero() { // good at that time, revoked later
			s.RevokedAt, s.Reason, s.InvalidityDate = a.revokedAt, a.reason, a.invalidity
		}
		if covered == allReasons || a.covers&^covered == 0 {
			continue
		}
		covered |= a.covers
		s.Source, s.Sources = a.source, append(s.Sources, a.sources()...)
	}
	if covered == allReasons {
		s.Verdict = Good
		return
	}
	for _, u := range s.Sources {
		j.reject(u.Kind, u.SHA256, WhySomeReasons, "")
	}
	s.Source, s.Sources, s.RevokedAt, s.Reason, s.InvalidityDate = Source{}, nil, time.Time{}, 0, time.Time{}
}
