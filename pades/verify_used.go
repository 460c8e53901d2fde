package pades

import (
	"bytes"
	"crypto/x509"
	"slices"
)

// used gathers what the verdict on one signature rests on: its own bytes, its
// path and the answers about it, then the same of each time-stamp that passed.
func (v *verification) used(s *found) *Evidence {
	e := &Evidence{}
	if s.subject.CMS != nil {
		e.CMS = bytes.Clone(s.contents()[:min(s.subject.CMS.Length, len(s.contents()))])
	}
	if s.answer != nil {
		e.rest(*s.answer)
	}
	for _, st := range v.speakingFor(s) {
		if st.passed() {
			e.Stamps = append(e.Stamps, st.raw)
			e.rest(st.result)
		}
	}
	return e
}

// rest adds what an answer rests on, each piece once.
func (e *Evidence) rest(a answer) {
	for _, c := range a.path.Chain {
		if !slices.ContainsFunc(e.Certificates, func(o *x509.Certificate) bool { return o.Equal(c) }) {
			e.Certificates = append(e.Certificates, c)
		}
	}
	for _, p := range a.used {
		switch p.kind {
		case pieceCRL:
			e.CRLs = appendPiece(e.CRLs, p.der)
		case pieceOCSP:
			e.OCSPs = appendPiece(e.OCSPs, p.der)
		}
	}
}

func appendPiece(list [][]byte, der []byte) [][]byte {
	if slices.ContainsFunc(list, func(o []byte) bool { return bytes.Equal(o, der) }) {
		return list
	}
	return append(list, der)
}
