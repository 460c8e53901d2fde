package pades

import (
	"bytes"
	"crypto/x509"
	"time"

	"golang.org/x/crypto/ocsp"

	"antin/revocation"
)

// responder gathers for the certificate that signed an OCSP answer, where that
// is not the issuer itself. One with id-pkix-ocsp-nocheck needs no answer about
// itself (RFC 6960, 4.2.2.2.1).
func (g *gatherer) responder(m *material, c, issuer *x509.Certificate, der []byte, st revocation.Status) {
	answer, err := ocsp.ParseResponseForCert(der, c, nil)
	if err != nil || answer.Certificate == nil || sameCertificate(answer.Certificate, issuer) {
		return
	}
	delegate := answer.Certificate
	m.addAll([]*x509.Certificate{delegate}, nil, nil)
	if !st.Source.ResponderUnchecked || m.seen[string(delegate.Raw)] {
		return
	}
	m.seen[string(delegate.Raw)] = true
	found := g.judge(delegate, issuer, answer.ProducedAt)
	if found.Verdict == revocation.Unknown && g.ask(delegate, issuer) {
		found = g.judge(delegate, issuer, answer.ProducedAt)
	}
	switch found.Verdict {
	case revocation.Unknown:
		m.gap(delegate, GapResponder, g.because(delegate, string(found.Why)))
	case revocation.Revoked:
		m.gap(delegate, GapRevoked, "at "+found.RevokedAt.UTC().Format(time.RFC3339))
	}
	kind := pieceOCSP
	if found.Source.Kind == revocation.CRL {
		kind = pieceCRL
	}
	if sum, der := g.of(found.Source.SHA256); der != nil {
		m.addAnswer(kind, der, sum)
	}
}

// listIssuer gathers for who signed a CRL, where that is another than the
// issuer of the certificate (RFC 5280, 5: an indirect CRL).
func (g *gatherer) listIssuer(m *material, issuer *x509.Certificate, der []byte, st revocation.Status, at time.Time) {
	if st.Source.Producer == issuer.Subject.String() {
		return
	}
	list, err := x509.ParseRevocationList(der)
	if err != nil || bytes.Equal(list.RawIssuer, issuer.RawSubject) {
		return
	}
	for _, c := range g.certs {
		if bytes.Equal(c.RawSubject, list.RawIssuer) && list.CheckSignatureFrom(c) == nil {
			g.certificate(m, c, at)
			return
		}
	}
}
