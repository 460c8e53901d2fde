package pades

import (
	"crypto/sha256"
	"slices"
	"time"

	"antin/pdf"
)

// proofs say since when each thing is known to exist (EN 319 102-1, 5.6.2.3):
// the earliest time-stamp that passed and covers it, or the receipt of the
// file. Whatever is not proven earlier exists at the time of judging.
type proofs struct {
	now   time.Time
	first map[[sha256.Size]byte]time.Time
}

func (p *proofs) prove(sum [sha256.Size]byte, at time.Time) {
	if t, ok := p.first[sum]; at.Before(p.now) && (!ok || at.Before(t)) {
		p.first[sum] = at
	}
}

// of is the earliest proof of existence of these bytes.
func (p *proofs) of(sum [sha256.Size]byte) time.Time {
	if t, ok := p.first[sum]; ok {
		return t
	}
	return p.now
}

// moments are the different times of all proofs, the earliest first.
func (p *proofs) moments() []time.Time {
	var out []time.Time
	for _, t := range p.first {
		if !slices.ContainsFunc(out, t.Equal) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

// prove judges the time-stamps and gathers what each proves, in the order of EN
// 319 102-1, 5.6.3.4: the receipt first, then the document time-stamps from the
// newest back, each at the time by which the newer ones prove it, then those
// inside the signatures.
func (v *verification) prove() {
	v.proofs = &proofs{v.options.At, map[[sha256.Size]byte]time.Time{}}
	if !v.stamped() && v.options.ReceivedAt.IsZero() {
		return
	}
	if !v.options.ReceivedAt.IsZero() {
		for _, p := range v.evidence().pieces {
			if len(p.places) > 0 {
				v.proofs.prove(p.sum, v.options.ReceivedAt)
			}
		}
	}
	sigs := slices.Clone(v.history.sigs)
	slices.SortStableFunc(sigs, func(a, b *found) int { return b.revision - a.revision })
	for _, s := range sigs {
		for _, st := range s.stamps {
			if st.kind == stampDocument {
				v.useStamp(st)
			}
		}
	}
	for _, s := range sigs {
		for _, st := range s.stamps {
			if st.kind != stampDocument {
				v.useStamp(st)
			}
		}
	}
}

func (v *verification) stamped() bool {
	return slices.ContainsFunc(v.history.sigs, func(s *found) bool { return len(s.stamps) > 0 })
}

// useStamp judges a time-stamp; one that passed proves what it covers, one that
// did not proves nothing.
func (v *verification) useStamp(st *stamp) {
	v.judgeStamp(st)
	if !st.passed() {
		return
	}
	switch at := st.token.Time; st.kind {
	case stampDocument:
		for _, p := range v.evidence().pieces {
			if st.covers(p) {
				v.proofs.prove(p.sum, at)
			}
		}
	case stampSignature:
		v.proofs.prove(st.of.valueSum(), at)
		if cert := st.of.subject.Cert; cert != nil && st.of.namesCertificate() {
			v.proofs.prove(sha256.Sum256(cert.Raw), at) // its digest is among the signed attributes
		}
		for _, p := range v.evidence().pieces {
			if slices.Contains(p.bound, st.of) {
				v.proofs.prove(p.sum, at)
			}
		}
	}
}

// covers reports whether a piece stands in the bytes that a document
// time-stamp is over.
func (st *stamp) covers(p *piece) bool { return slices.ContainsFunc(p.places, st.over) }

func (st *stamp) over(e pdf.Extent) bool {
	r := st.of.subject.Range
	return st.kind == stampDocument && r.Fault == "" && e.Known() &&
		(pdf.Extent{Start: r.Start1, End: r.Start1 + r.Len1}.Contains(e) || pdf.Extent{Start: r.Start2, End: r.End()}.Contains(e))
}

// valueSum names the signature value among the proofs.
func (s *found) valueSum() [sha256.Size]byte {
	if s.subject.Signer == nil {
		return [sha256.Size]byte{}
	}
	return sha256.Sum256(s.subject.Signer.Signature)
}
