package etsireport

import (
	"net/url"
	"strings"

	"antin/pades"
)

// data says on what the status of a signature rests (TS 119 102-2, 4.3.12).
func (b *builder) data(s *pades.Signature, id string, e *evidence) *reportsData {
	out := &reportsData{Related: e.rest, More: more(s)}
	out.Chain = chainOf(s, e)
	if out.Chain != nil {
		out.Anchor = out.Chain.Anchor
	}
	if r := s.Revocation; r != nil && r.RevokedAt != nil && e.signer != nil {
		out.Revocation = &revocation{Object: *e.signer, Time: clock(*r.RevokedAt)}
	}
	if s.Algorithms != "" {
		out.Crypto = &cryptoInfo{Object: reference{id}, Algorithm: algorithmURI(s.Algorithms), Secure: strong(s)}
	}
	return out
}

// chainOf gives the path as far as its certificates are among the evidence. A
// chain with a hole would say more than is known.
func chainOf(s *pades.Signature, e *evidence) *chain {
	if e.signer == nil {
		return nil
	}
	out := &chain{Signing: *e.signer}
	for i, step := range s.Path {
		if i == 0 {
			continue
		}
		id, ok := e.certs[step.Serial+"/"+step.Subject]
		if !ok {
			return &chain{Signing: *e.signer}
		}
		if step.Anchor {
			out.Anchor = &reference{id}
			break
		}
		out.Intermediate = append(out.Intermediate, reference{id})
	}
	return out
}

// strong is said of the algorithms only where no check found them wanting.
func strong(s *pades.Signature) bool {
	if s.SubIndication == pades.CryptoConstraintsFail || s.TrustSub == pades.CryptoConstraintsFail {
		return false
	}
	for _, c := range s.Checks {
		if c.Sub == string(pades.CryptoConstraintsFail) {
			return false
		}
	}
	return true
}

// algorithmURI spells "RSA with SHA-256" as XML signatures do (RFC 9231).
func algorithmURI(words string) string {
	key, hash, _ := strings.Cut(words, " with ")
	hash = strings.ToLower(strings.ReplaceAll(hash, "-", ""))
	const more = "http://www.w3.org/2001/04/xmldsig-more#"
	switch hash {
	case "sha224", "sha256", "sha384", "sha512":
		switch key {
		case "RSA":
			return more + "rsa-" + hash
		case "RSA-PSS", "RSASSA-PSS":
			return "http://www.w3.org/2007/05/xmldsig-more#" + hash + "-rsa-MGF1"
		case "ECDSA":
			return more + "ecdsa-" + hash
		}
	case "sha1":
		switch key {
		case "RSA":
			return namespaceDS + "rsa-sha1"
		case "ECDSA":
			return more + "ecdsa-sha1"
		}
	}
	return "urn:antin:algorithm:" + url.PathEscape(words)
}

// attributesOf lists what the signature states of itself (annex A); nil when
// nothing was read.
func attributesOf(s *pades.Signature, e *evidence) *attributes {
	var out attributes
	if s.ClaimedTime != nil {
		out.SigningTime = &signingTime{Signed: true, Time: clock(*s.ClaimedTime)}
	}
	if c := s.Certificate; c != nil && e.signer != nil {
		if d, ok := sha256Digest(c.SHA256); ok {
			out.Certificate = &signingCert{Signed: true, Object: e.signer, Digest: d}
		}
	}
	for _, f := range s.Stamps {
		v := stampValue{Object: e.stampAt(f.Time), Time: clock(f.Time)}
		switch f.Kind {
		case "signature":
			out.Stamps = append(out.Stamps, v)
		case "document":
			out.DocumentStamp = append(out.DocumentStamp, v)
		}
	}
	if e.message != "" {
		out.MessageDigest = &digestValue{Signed: true, Digest: e.message}
	}
	if s.SubFilter != "" {
		out.SubFilter = &subFilterValue{s.SubFilter}
	}
	if out.empty() {
		return nil
	}
	return &out
}

func (a *attributes) empty() bool {
	return a.SigningTime == nil && a.Certificate == nil && a.MessageDigest == nil && a.SubFilter == nil && len(a.Stamps)+len(a.DocumentStamp) == 0
}
