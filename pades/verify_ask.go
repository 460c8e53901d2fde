package pades

import (
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"antin/algorithm"
	"antin/certpath"
	"antin/revocation"
)

// question asks whether a certificate may be relied on for what it signed.
type question struct {
	cert  *x509.Certificate
	more  []*x509.Certificate // that came along
	at    time.Time           // by which what it signed is proven to exist
	after time.Time           // at which it did not exist yet; zero when nobody knows
	stamp bool
}

// answer is to a question, with what it rests on.
type answer struct {
	outcome    Outcome
	sub        SubIndication
	detail     string
	path       certpath.Result
	faults     map[int]string // of steps of the path
	revocation *RevocationFacts
	revokedAs  *revocation.Status
	used       []*piece
}

func (a *answer) refuse(outcome Outcome, sub SubIndication, format string, args ...any) {
	a.outcome, a.sub, a.detail = outcome, sub, fmt.Sprintf(format, args...)
}

// ask builds the path at the proven time and asks every certificate of it
// (EN 319 102-1, 5.2.6 for the present, 5.6.2.1 for the past).
func (v *verification) ask(q question) answer {
	a := answer{outcome: Undecided, faults: map[int]string{}}
	a.path = v.memory().Paths().Build(q.cert, v.certificates(q.more), v.options.Anchors, q.at)
	if early := q.cert.NotBefore; q.at.Before(early) && !q.at.Add(clockSkew).Before(early) {
		a.path = v.memory().Paths().Build(q.cert, v.certificates(q.more), v.options.Anchors, early)
	}
	if !a.path.OK() {
		v.brokenPath(q, &a)
		return a
	}
	if why := unfit(q.cert, q.stamp); why != "" {
		a.refuse(Failed, ChainConstraintsFailure, "%s", why)
		a.faults[0] = why
		return a
	}
	v.walk(q, &a)
	if a.outcome == Passed {
		return a
	}
	return v.otherPath(q, a)
}

// maxPaths over cross certificates are asked.
const maxPaths = 6

// otherPath tries the other prospective chains (EN 319 102-1, 5.2.6.4, step 2):
// one certificate may have been certified twice, and one of the two be revoked.
// That of the signer itself is the same on each.
func (v *verification) otherPath(q question, a answer) answer {
	if a.revokedAs != nil && a.faults[0] != "" {
		return a
	}
	all := v.memory().Paths().All(q.cert, v.certificates(q.more), v.options.Anchors, q.at)
	for _, path := range all[:min(len(all), maxPaths)] {
		if !path.OK() || slices.EqualFunc(path.Chain, a.path.Chain, (*x509.Certificate).Equal) {
			continue
		}
		other := answer{outcome: Undecided, faults: map[int]string{}, path: path}
		if v.walk(q, &other); other.outcome == Passed {
			return other
		}
	}
	return a
}

// askTwice asks at the proven time, and where that leaves it open, at the
// present one: what holds today needs no proof (EN 319 102-1, 5.5.4, step 2).
func (v *verification) askTwice(q question) answer {
	a := v.ask(q)
	if a.outcome == Undecided && q.at.Before(v.options.At) {
		q.at = v.options.At
		if now := v.ask(q); now.outcome == Passed {
			return now
		}
	}
	return a
}

// brokenPath says what a path that does not hold means. Only a proof makes the
// bounds of a certificate total: that the signature existed before the
// certificate, or did not exist yet when it had ended (EN 319 102-1, table 6).
func (v *verification) brokenPath(q question, a *answer) {
	a.refuse(Undecided, SubIndication(a.path.Sub), "no path to an anchor")
	var culprit *x509.Certificate
	if f := a.path.Failure; f != nil {
		a.detail, culprit = f.Error(), f.Certificate
	}
	own := culprit != nil && culprit.Equal(q.cert)
	switch a.path.Sub {
	case certpath.NoChain:
		v.options.wanted.missingIssuer(a.path)
	case certpath.NotYetValid:
		a.sub = OutOfBoundsNoPOE
		if own && (v.proven() || q.at.Before(v.options.At)) {
			a.refuse(Failed, NotYetValid, "signed before the certificate was issued: proven at %s, valid from %s", clock(q.at), clock(q.cert.NotBefore))
		}
	case certpath.Expired:
		a.sub = OutOfBoundsNoPOE
		switch {
		case own && q.after.After(q.cert.NotAfter):
			a.refuse(Failed, Expired, "signed after the certificate had ended at %s: not before %s", clock(q.cert.NotAfter), clock(q.after))
		case own && v.knownGood(a.path.Chain):
			a.sub = OutOfBoundsNotRevoked
		}
	default:
		a.outcome = Failed
	}
}

// knownGood: the certificate was not revoked when it ended (EN 319 102-1,
// 5.2.6.4: OUT_OF_BOUNDS_NOT_REVOKED).
func (v *verification) knownGood(chain []*x509.Certificate) bool {
	if v.options.WithoutRevocation || len(chain) < 2 {
		return false
	}
	return v.statusAt(chain[0], chain[1], chain[0].NotAfter, time.Time{}).Verdict == revocation.Good
}

// walk goes from the signer to the anchor. It is the validation time sliding of
// EN 319 102-1, 5.6.2.2, run the other way: the standard slides a control time
// down the path and asks at its end whether the proof of existence lies before
// it; here each issuer is asked about the latest time at which it is needed,
// that is when the certificates and answers it signed are proven to exist.
func (v *verification) walk(q question, a *answer) {
	a.outcome = Passed
	if v.options.WithoutRevocation {
		a.detail = "revocation was not asked"
	}
	need := q.at
	for i := 0; i+1 < len(a.path.Chain); i++ {
		cert, issuer := a.path.Chain[i], a.path.Chain[i+1]
		if i > 0 && need.After(cert.NotAfter) {
			a.faults[i] = "expired at " + clock(cert.NotAfter)
			a.refuse(Undecided, NoPOE, "what %s signed is proven only at %s, after its certificate expired", subjectName(cert), clock(need))
			return
		}
		born := v.proofs.of(sumOf(cert.Raw))
		if verdict := v.algorithms().Judge(algorithm.OfCertificate(cert, algorithm.KeyOf(issuer)), born); !verdict.OK {
			a.faults[i] = verdict.Algorithm
			a.refuse(Undecided, tooWeak(verdict), "certificate of %s: %s", subjectName(cert), verdict.Why)
			return
		}
		need = latest(need, born)
		if v.options.WithoutRevocation {
			continue
		}
		st, asked := v.revocationOf(cert, issuer, q.at, v.needed(i, q.at, need, cert), v.present(q, a))
		if !v.take(q, a, i, st) {
			return
		}
		need = latest(need, asked)
	}
}

// present: the signer's certificate has not ended, or was good when it did, so
// that EN 319 102-1, 5.5.4 can decide and the proofs of 5.6.2.1 are not needed.
func (v *verification) present(q question, a *answer) bool {
	return !v.options.At.After(q.cert.NotAfter) || v.knownGood(a.path.Chain)
}

// needed is the time at which a certificate has to be unrevoked: the signer's
// when it signed, an issuer's as long as what it signed is not proven.
func (v *verification) needed(level int, at, need time.Time, cert *x509.Certificate) time.Time {
	if level == 0 {
		return at
	}
	if need.After(cert.NotAfter) {
		return cert.NotAfter
	}
	return need
}

// take judges what is known of one certificate's revocation.
func (v *verification) take(q question, a *answer, level int, st revocation.Status) bool {
	cert := a.path.Chain[level]
	facts := revocationFacts(st)
	if a.revocation == nil || st.Verdict != revocation.Good {
		a.revocation = facts
	}
	a.rests(v, st)
	switch {
	case st.Verdict == revocation.Good && lostBefore(st, q.at):
		a.revokedAs = &st
		a.faults[level] = "revocation: key lost"
		a.refuse(Failed, revokedSub(level), "the key of %s (serial %X) is said to be lost since %s", subjectName(cert), cert.SerialNumber, clock(st.InvalidityDate))
	case st.Verdict == revocation.Good:
		return v.strongEnough(a, level, st)
	case st.Verdict == revocation.Revoked:
		a.revokedAs = &st
		a.faults[level] = "revocation: " + facts.Status
		sub := revokedSub(level)
		if level == 0 && q.after.After(st.RevokedAt) {
			sub = Revoked
		}
		a.refuse(Failed, sub, "certificate %s (serial %X) was revoked at %s", subjectName(cert), cert.SerialNumber, clock(st.RevokedAt))
	default:
		a.faults[level] = "revocation: " + facts.Status
		a.refuse(Undecided, TryLater, "no usable answer about revocation of %s: %s", subjectName(cert), st.Why)
	}
	return false
}

func revokedSub(level int) SubIndication {
	if level > 0 {
		return RevokedCANoPOE
	}
	return RevokedNoPOE
}

// lostBefore: revoked later, but the authority states that the key was no
// longer the holder's alone before (RFC 5280, 5.3.2).
func lostBefore(st revocation.Status, at time.Time) bool {
	return !st.InvalidityDate.IsZero() && !st.InvalidityDate.After(at) &&
		(st.Reason == revocation.ReasonKeyCompromise || st.Reason == revocation.ReasonCACompromise)
}

// rests notes the pieces that an answer rests on.
func (a *answer) rests(v *verification, st revocation.Status) {
	for _, src := range st.Sources {
		if p := v.pieceOf(src.SHA256); p != nil && !slices.Contains(a.used, p) {
			a.used = append(a.used, p)
		}
	}
}

// otherSigner: a list or an answer that another key than the issuer's signed
// counts while that key's certificate held, at the time by which the evidence is
// proven; the time that it states itself is the signer's word, and a thief of an
// ended key states an old one (RFC 5280, 6.3.3, f; RFC 6960, 3.2, 4).
func (v *verification) otherSigner(src revocation.Source, born time.Time) string {
	for i := 0; i+1 < len(src.Path); i++ {
		signer := src.Path[i]
		if born.After(signer.NotAfter) {
			return "its signer " + subjectName(signer) + " had ended before it is proven"
		}
		if v.statusAt(signer, src.Path[i+1], born, time.Time{}).Verdict == revocation.Revoked {
			return "its signer " + subjectName(signer) + " was revoked"
		}
	}
	return ""
}

// strongEnough holds the signatures on lists and answers against the algorithms
// at the time by which they are proven (EN 319 102-1, 5.6.2.2.4, step 2c).
func (v *verification) strongEnough(a *answer, level int, st revocation.Status) bool {
	for _, src := range st.Sources {
		born := v.provenBy(revocation.Status{Sources: []revocation.Source{src}})
		if why := v.otherSigner(src, born); why != "" {
			a.faults[level] = why
			a.refuse(Undecided, TryLater, "the answer about revocation of %s: %s", subjectName(a.path.Chain[level]), why)
			return false
		}
		verdict := v.algorithms().Judge(src.Signature, born)
		if !verdict.OK {
			a.faults[level] = verdict.Algorithm
			a.refuse(Undecided, tooWeak(verdict), "the answer about revocation of %s: %s", subjectName(a.path.Chain[level]), verdict.Why)
			return false
		}
	}
	return true
}
