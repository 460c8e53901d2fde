package pades

import (
	"crypto/x509"
	"time"

	"antin/revocation"
)

// keep takes the pieces that a verdict rests on, a delta list with its base and
// the lists by reasons each, and what these pieces need themselves.
func (g *gatherer) keep(m *material, issuer *x509.Certificate, st revocation.Status, at time.Time) {
	for _, src := range st.Sources {
		sum, der := g.of(src.SHA256)
		switch {
		case der == nil:
		case src.Kind == revocation.CRL:
			m.addAnswer(pieceCRL, der, sum)
			g.listSigner(m, issuer, src, at)
		default:
			m.addAnswer(pieceOCSP, der, sum)
			g.responder(m, src)
		}
	}
}

// responder gathers for the certificate that signed an OCSP answer, where that
// is not of the issuer's key. One with id-pkix-ocsp-nocheck needs no answer about
// itself (RFC 6960, 4.2.2.2.1).
func (g *gatherer) responder(m *material, src revocation.Source) {
	m.addAll(src.Path, nil, nil)
	if len(src.Path) < 2 || !src.ResponderUnchecked || m.seen[string(src.Signer.Raw)] || m.left == 0 {
		return
	}
	delegate, issuer := src.Path[0], src.Path[1]
	m.left--
	m.seen[string(delegate.Raw)] = true
	found := g.judge(delegate, issuer, src.ProducedAt)
	if found.Verdict == revocation.Unknown && g.ask(delegate, issuer) {
		found = g.judge(delegate, issuer, src.ProducedAt)
	}
	switch found.Verdict {
	case revocation.Unknown:
		m.gap(delegate, GapResponder, g.because(delegate, string(found.Why)))
	case revocation.Revoked:
		m.gap(delegate, GapRevoked, "at "+found.RevokedAt.UTC().Format(time.RFC3339))
	}
	g.keep(m, issuer, found, src.ProducedAt)
}

// listSigner gathers for who signed a CRL, where that is another certificate
// than the issuer's: the authority under another key, or another authority (RFC
// 5280, 5 and 6.3.3, f). It has to hold when it signed, which may be later than
// the time that counts.
func (g *gatherer) listSigner(m *material, issuer *x509.Certificate, src revocation.Source, at time.Time) {
	if src.Signer == nil || sameCertificate(src.Signer, issuer) {
		return
	}
	if src.ThisUpdate.After(at) {
		at = src.ThisUpdate
	}
	g.certificate(m, src.Signer, at)
}
