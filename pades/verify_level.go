package pades

import (
	"maps"
	"time"

	"antin/cms"
	"antin/pades/internal/check"
)

// GapBadStamp is a time-stamp that is there and proves nothing.
const GapBadStamp = "time-stamp-invalid"

// level tells which baseline level the file holds for a signature, and what
// keeps it from the last one (EN 319 142-1, 6.3). It speaks of what is there,
// whoever is trusted; a time-stamp that is not sound in itself is not there.
// Signatures of another encoding have no baseline level, only gaps.
func (v *verification) level(s *found, out *Signature) {
	if s.subject.Stamp || s.subject.CMS == nil || s.subject.Signer == nil {
		return
	}
	e := &extension{x: Extension{To: LevelLTA, Anchors: v.options.Anchors, Memory: v.memory(), Now: func() time.Time { return v.options.At }}, failed: map[string]string{}}
	h := v.holding()
	one := v.held(s)
	r := Reach{Field: s.field}
	e.reach(h, one, &r)
	if r.Reached == LevelB {
		r.Gaps = append(r.Gaps, e.within(h, one, len(v.file.Revisions())-1).gaps...)
	}
	if s.baseline() && out.Integrity != Failed {
		out.Level = r.Reached
	}
	out.NotLTV = append(v.badStamps(s), r.Gaps...)
}

// baseline: the encoding and the attributes of B-B (EN 319 142-1, 6.3).
func (s *found) baseline() bool {
	return s.dict.Name("SubFilter") == "ETSI.CAdES.detached" && s.namesCertificate() && s.subject.Signer.RawSigned != nil
}

// speakingFor lists the time-stamps of a signature: those inside, then the
// document time-stamps over it, oldest first.
func (v *verification) speakingFor(s *found) []*stamp {
	var out []*stamp
	if !s.subject.Stamp {
		out = append(out, s.stamps...)
	}
	if s.subject.Range.Fault != "" {
		return out
	}
	for _, d := range v.history.sigs {
		for _, st := range d.stamps {
			if st.kind == stampDocument && d != s && (st.over(s.subject.Range.Gap()) || d.revision > s.revision) {
				out = append(out, st)
			}
		}
	}
	return out
}

// badStamps are the time-stamps that prove nothing.
func (v *verification) badStamps(s *found) []Gap {
	var out []Gap
	for _, st := range v.speakingFor(s) {
		if st.passed() {
			continue
		}
		g := Gap{Code: GapBadStamp, Detail: st.kind + ": " + string(st.result.sub) + ": " + st.result.detail}
		if st.cert != nil {
			g.Certificate, g.Serial = st.cert.Subject.String(), factsOf(st.cert).Serial
		}
		out = append(out, g)
	}
	return out
}

// holding is what extending would see, out of what was verified.
func (v *verification) holding() *holding {
	if v.holds == nil {
		v.holds = &holding{file: v.file, stores: newStores(v.file)}
		v.holds.stores.bySum = maps.Clone(v.evidence().bySum) // held once
		for _, s := range v.history.sigs {
			one := v.held(s)
			if s.subject.Stamp && one.document != nil {
				v.holds.stamps = append(v.holds.stamps, one)
			} else if !s.subject.Stamp {
				v.holds.sigs = append(v.holds.sigs, one)
			}
		}
	}
	return v.holds
}

func (v *verification) held(s *found) *held {
	h := &held{field: s.field, revision: s.revision, sd: s.subject.CMS, cert: s.subject.Cert, signed: s.subject.Range}
	for _, st := range s.stamps {
		switch {
		case st.token == nil || !st.whole():
		case st.kind == stampDocument:
			h.document = st.token
		case st.kind == stampSignature:
			h.tokens = append(h.tokens, st.token)
		}
	}
	return h
}

// whole: nothing is wrong with the token itself, whatever is with the trust in
// its authority.
func (st *stamp) whole() bool {
	if st.kind == stampDocument {
		if result, _ := check.Worst(st.of.findings); result != check.Passed {
			return false
		}
	}
	return st.token.Verify(st.digest()).Result() == cms.Passed
}
