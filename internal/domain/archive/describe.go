package archive

import (
	"context"
	"crypto/x509"

	"antin/cms"
	"antin/pades"
)

const passed = cms.Passed

// describe verifies the extended copy and takes apart what its verdicts rest on.
func (s *Service) describe(ctx context.Context, c *collected, g *grown, reached *pades.Extended) error {
	report, err := s.Documents.Verify(ctx, g, c.document.ArrivedAt)
	if err != nil {
		return err
	}
	reach := map[string]pades.Reach{}
	if reached != nil {
		for _, r := range reached.Signatures {
			reach[r.Field] = r
		}
		for _, gap := range reached.Gaps {
			c.miss(gap)
		}
	}
	for i := range report.Signatures {
		found := &report.Signatures[i]
		sig := signatureOf(found)
		if r, ok := reach[sig.Field]; ok {
			sig.Level = r.Reached
			sig.Missing = missing(r.Gaps)
		} else {
			sig.Missing = missing(found.NotLTV)
		}
		if sig.Responsibility, err = s.responsible(ctx, c.document, found); err != nil {
			return err
		}
		c.keep(&sig, found.Used, s.Statement)
		c.summary.Signatures = append(c.summary.Signatures, sig)
	}
	c.level = lowest(c.summary.Signatures)
	c.summary.Protection = protectionOf(report)
	if c.why == "" && !c.whole() {
		c.why = words(codeIncomplete, "")
		if len(report.Signatures) == 0 {
			c.why = words(codeUnsigned, "")
		}
	}
	c.hopeless = c.hopeless || len(report.Signatures) == 0
	return nil
}

func (c *collected) miss(gap pades.Gap) {
	for _, m := range c.summary.Missing {
		if m.Code == gap.Code {
			return
		}
	}
	c.summary.Missing = append(c.summary.Missing, missing([]pades.Gap{gap})...)
}

func signatureOf(found *pades.Signature) Signature {
	sig := Signature{
		Field: found.Field, Kind: found.Kind, Signer: found.Signer, Indication: string(found.Indication), SubIndication: string(found.SubIndication),
		Level: found.Level,
	}
	if found.ClaimedTime != nil {
		sig.ClaimedAt = *found.ClaimedTime
	}
	for _, stamp := range found.Stamps {
		if stamp.Indication == pades.TotalPassed && (sig.ProvenAt.IsZero() || stamp.Time.Before(sig.ProvenAt)) {
			sig.ProvenAt = stamp.Time
		}
	}
	if cert := found.Certificate; cert != nil {
		sig.Certificate, sig.Serial, sig.Issuer = cert.SHA256, cert.Serial, cert.Issuer
	}
	return sig
}

func lowest(list []Signature) (low pades.Level) {
	first := true
	for _, s := range list {
		if s.Kind == kindStamp {
			continue
		}
		if first || !s.Level.AtLeast(low) {
			low = s.Level
		}
		first = false
	}
	return low
}

// keep takes the pieces of DER that belong to a signature.
func (c *collected) keep(sig *Signature, used *pades.Evidence, title string) {
	if used == nil {
		return
	}
	if len(used.CMS) > 0 {
		sig.Value = c.pieces.put("signatures", ".p7s", used.CMS)
	}
	for _, cert := range used.Certificates {
		sig.Certificates = append(sig.Certificates, c.pieces.put("certificates", ".cer", cert.Raw))
		sig.Statements = append(sig.Statements, statements(cert, title)...)
	}
	for _, der := range used.CRLs {
		sig.CRLs = append(sig.CRLs, c.pieces.put("crls", ".crl", der))
	}
	for _, der := range used.OCSPs {
		sig.OCSPs = append(sig.OCSPs, c.pieces.put("ocsp", ".ors", der))
	}
	for _, der := range used.Stamps {
		sig.Stamps = append(sig.Stamps, c.pieces.put("time-stamps", ".tst", der))
	}
}

// statements finds where the practice statement of a certificate is published.
func statements(cert *x509.Certificate, title string) []Statement {
	var out []Statement
	for _, p := range policiesOf(cert) {
		st := Statement{Certificate: cert.Subject.CommonName, Policy: p.policy, Address: p.address}
		if st.Address == "" {
			st.Title = title
		}
		out = append(out, st)
	}
	return out
}
