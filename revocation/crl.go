package revocation

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"

	"antin/algorithm"
)

// usable is a list that speaks about the certificate, with who signed it.
type usable struct {
	*list
	der    []byte
	sum    string
	covers reasons
	signer producer
}

// lists reads all lists, complete ones first, since deltas need them.
func (j *judgement) lists() {
	var complete, deltas []usable
	points := pointsOf(j.cert)
	for _, der := range j.evidence.CRLs {
		sum := sha256.Sum256(der)
		u, why, detail := j.readCRL(der, sum, points)
		switch {
		case why != "":
			j.reject(CRL, hex.EncodeToString(sum[:]), why, detail)
		case u.base != nil:
			deltas = append(deltas, u)
		default:
			complete = append(complete, u)
			j.answers = append(j.answers, j.answer(u, nil))
		}
	}
	for _, d := range deltas {
		base, why, detail := d.baseAmong(complete)
		if why != "" {
			j.reject(CRL, d.sum, why, detail)
			continue
		}
		j.answers = append(j.answers, j.answer(d, base))
	}
}

func (j *judgement) readCRL(der []byte, sum [sha256.Size]byte, points []point) (usable, Why, string) {
	u := usable{der: der, sum: hex.EncodeToString(sum[:])}
	if len(der) > MaxCRL {
		return u, WhyLimit, ""
	}
	var err error
	if u.list, err = j.Memory.read(der, sum); err != nil {
		return u, WhyUnreadable, err.Error()
	}
	var why Why
	var detail string
	if u.covers, why, detail = u.list.covers(j.cert, points); why == WhyOther {
		return u, why, detail
	}
	signer, bad, fault := j.listSigner(u.list)
	if u.signer = signer; bad != "" {
		return u, bad, fault
	}
	switch {
	case why != "":
		return u, why, detail
	case u.unsupported != "":
		return u, WhyUnsupported, u.unsupported
	case !u.nextUpdate.IsZero() && u.nextUpdate.Before(u.thisUpdate):
		return u, WhyTimes, "nextUpdate before thisUpdate"
	}
	return u, "", ""
}

// baseAmong finds the newest complete list that the delta list continues
// (RFC 5280, 5.2.4): same issuer, scope and key, numbers that leave no gap.
func (d usable) baseAmong(complete []usable) (*usable, Why, string) {
	if d.number == nil {
		return nil, WhyUnreadable, "delta list without a number"
	}
	var best *usable
	for i := range complete {
		c := &complete[i]
		switch {
		case c.number == nil || c.number.Cmp(d.base) < 0 || c.number.Cmp(d.number) >= 0:
		case !sameName(c.issuer, d.issuer) || !bytes.Equal(c.scopeRaw, d.scopeRaw) || c.signer.sum != d.signer.sum:
		case d.thisUpdate.Before(c.thisUpdate):
		case best == nil || c.number.Cmp(best.number) > 0:
			best = c
		}
	}
	if best == nil {
		return nil, WhyNoBase, "no complete list with number " + d.base.String() + " or later"
	}
	return best, "", ""
}

// answer is what a list says of the certificate; a delta list that is silent
// leaves what its base says.
func (j *judgement) answer(u usable, base *usable) answer {
	a := answer{covers: u.covers, keptSince: u.keptSince, source: u.source(j)}
	serial := serialOf(j.cert.SerialNumber)
	e, listed := u.find(serial, j.cert.RawIssuer)
	if base != nil {
		a.source.Delta = true
		below := base.source(j)
		below.Delta = true
		a.base = &below
		if !listed {
			e, listed = base.find(serial, j.cert.RawIssuer)
		}
	}
	if listed && e.reason != reasonRemove {
		a.revoked, a.revokedAt, a.reason, a.invalidity = true, e.when.Time(), e.reason, e.invalidity
	}
	return a
}

func (u usable) source(j *judgement) Source {
	s := Source{
		Kind: CRL, ThisUpdate: u.thisUpdate, NextUpdate: u.nextUpdate, Number: u.number, SHA256: u.sum, Evidence: u.der,
		Indirect:  !sameName(u.issuer, j.cert.RawIssuer),
		Signature: algorithm.OfSignature(u.algorithm, 0, u.signer.key),
	}
	u.signer.fill(&s)
	return s
}
