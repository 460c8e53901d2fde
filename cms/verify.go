package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"time"
)

// Result of one check. The zero value is never given.
type Result int

const (
	Passed      Result = iota + 1
	Failed             // the evidence says no
	Absent             // the thing to check is not there
	Unsupported        // this program cannot tell: indeterminate, never valid
)

func (r Result) String() string {
	return [...]string{"none", "passed", "failed", "absent", "unsupported"}[r]
}

// Check names one thing that was looked at.
type Check string

const (
	CheckSigner      Check = "signer-identifier"
	CheckAttributes  Check = "signed-attributes"   // no duplicates, one value each; Absent: signed without attributes
	CheckContentType Check = "content-type"        // RFC 5652, 11.1
	CheckDigest      Check = "message-digest"      // RFC 5652, 11.2
	CheckCertificate Check = "signing-certificate" // ESS, RFC 5035; Absent is a matter for the profile
	CheckAlgorithms  Check = "algorithms"          // the names of the algorithms agree with each other
	CheckValue       Check = "signature-value"
)

// Finding is the outcome of one check, with the reason in English for logs.
type Finding struct {
	Check  Check
	Result Result
	Detail string
}

// Report says of each check how it went. It speaks only of the cryptography:
// a report without failure says nothing about trust in the certificate.
type Report struct {
	Findings    []Finding
	Algorithm   string // "RSA with SHA-256"
	Hash        crypto.Hash
	Weak        []string  // algorithms that were broken or too short when this was written
	SigningTime time.Time // claimed in a signed attribute, zero if not
}

// Of gives the result of one check.
func (r Report) Of(c Check) Result {
	for _, f := range r.Findings {
		if f.Check == c {
			return f.Result
		}
	}
	return Absent
}

// Result is the worst of all checks, where Absent counts only for the digest
// and the value: whether the ESS attribute is required is for the caller.
func (r Report) Result() Result {
	worst := Passed
	for _, f := range r.Findings {
		switch {
		case f.Result == Failed:
			return Failed
		case f.Result == Unsupported:
			worst = Unsupported
		case f.Result == Absent && (f.Check == CheckDigest || f.Check == CheckValue || f.Check == CheckContentType):
			return Failed
		}
	}
	return worst
}

func (r *Report) add(c Check, res Result, detail string) {
	r.Findings = append(r.Findings, Finding{c, res, detail})
}

// Verify judges the signature under the key of cert over content whose digest
// (by si.Hash) is given. cert is taken as it is; its path and validity are not
// looked at.
func (si *SignerInfo) Verify(cert *x509.Certificate, digest []byte) Report {
	var r Report
	if si.Names(cert) {
		r.add(CheckSigner, Passed, "")
	} else {
		r.add(CheckSigner, Failed, "the signer identifier means another certificate")
	}
	hash, err := si.Hash()
	if err != nil {
		r.add(CheckDigest, Unsupported, err.Error())
		return r
	}
	r.Hash = hash
	si.verifyAttributes(&r, digest)
	res, detail := si.checkSigningCertificate(cert)
	r.add(CheckCertificate, res, detail)
	si.verifyValue(&r, cert, hash, digest)
	return r
}

func (si *SignerInfo) verifyAttributes(r *Report, digest []byte) {
	if si.RawSigned == nil {
		r.add(CheckAttributes, Absent, "signed without attributes")
		if si.contentType != nil && !si.contentType.Equal(OIDData) {
			r.add(CheckContentType, Failed, "content of another type needs attributes") // RFC 5652, 5.3
		}
		return
	}
	r.add(CheckAttributes, Passed, "")
	for _, p := range si.shape() {
		if p == AttributeTwice || p == AttributeValues {
			r.Findings[len(r.Findings)-1] = Finding{CheckAttributes, Failed, string(p)}
		}
	}
	var kind asn1.ObjectIdentifier
	value, present, ok := si.one(OIDContentType)
	switch {
	case !present:
		r.add(CheckContentType, Absent, "")
	case !ok || !unmarshal(value, &kind) || !kind.Equal(si.contentType):
		r.add(CheckContentType, Failed, "not the type of the content")
	default:
		r.add(CheckContentType, Passed, "")
	}
	var stated []byte
	value, present, ok = si.one(OIDMessageDigest)
	switch {
	case !present:
		r.add(CheckDigest, Absent, "")
	case !ok || !unmarshal(value, &stated) || len(digest) == 0 || !bytes.Equal(stated, digest):
		r.add(CheckDigest, Failed, "the content has another digest")
	default:
		r.add(CheckDigest, Passed, "")
	}
	if value, _, ok := si.one(OIDSigningTime); ok {
		var t time.Time
		if unmarshal(value, &t) {
			r.SigningTime = t
		}
	}
}

func (si *SignerInfo) verifyValue(r *Report, cert *x509.Certificate, hash crypto.Hash, digest []byte) {
	s, err := schemeOf(si.SignatureAlgorithm, hash)
	if err != nil {
		r.add(CheckValue, resultOf(err), err.Error())
		return
	}
	si.checkAlgorithms(r, s, hash)
	r.Algorithm = s.fam.String()
	if s.hash != 0 {
		r.Algorithm += " with " + s.hash.String()
	}
	key, err := publicKey(cert)
	if err != nil {
		r.add(CheckValue, Unsupported, err.Error())
		return
	}
	r.Weak = weaknesses(key, hash, s.hash)
	if si.RawSigned != nil {
		err = s.check(key, si.RawSigned, nil, si.Signature)
	} else {
		if len(digest) != hash.Size() || (s.hash != hash && s.fam != famEd25519) {
			r.add(CheckValue, Failed, "digest of another algorithm")
			return
		}
		if err = s.check(key, nil, digest, si.Signature); err == nil {
			r.add(CheckDigest, Passed, "directly under the signature")
			r.add(CheckContentType, Passed, "")
		}
	}
	if err != nil {
		r.add(CheckValue, resultOf(err), err.Error())
		return
	}
	r.add(CheckValue, Passed, "")
}

func resultOf(err error) Result {
	if errors.Is(err, ErrUnsupported) {
		return Unsupported
	}
	return Failed
}

// checkAlgorithms holds the names of the algorithms against each other, also
// by the CMSAlgorithmProtection attribute where a signer wrote it (RFC 6211).
func (si *SignerInfo) checkAlgorithms(r *Report, s scheme, hash crypto.Hash) {
	if s.hash != 0 && s.hash != hash {
		// RFC 5652 does not forbid it, no honest signer does it
		r.add(CheckAlgorithms, Unsupported, fmt.Sprintf("digest %v, signature %v", hash, s.hash))
		return
	}
	value, present, ok := si.one(OIDAlgorithms)
	if !present {
		r.add(CheckAlgorithms, Passed, "")
		return
	}
	var p struct {
		Digest    pkix.AlgorithmIdentifier
		Signature pkix.AlgorithmIdentifier `asn1:"optional,tag:1"`
	}
	if !ok || !unmarshal(value, &p) || !p.Digest.Algorithm.Equal(si.DigestAlgorithm.Algorithm) ||
		!p.Signature.Algorithm.Equal(si.SignatureAlgorithm.Algorithm) {
		r.add(CheckAlgorithms, Failed, "algorithm protection names others")
		return
	}
	r.add(CheckAlgorithms, Passed, "")
}

func weaknesses(key crypto.PublicKey, hashes ...crypto.Hash) []string {
	var out []string
	seen := map[crypto.Hash]bool{}
	for _, h := range hashes {
		if (h == crypto.MD5 || h == crypto.SHA1) && !seen[h] {
			seen[h] = true
			out = append(out, h.String())
		}
	}
	switch k := key.(type) {
	case *rsa.PublicKey:
		if n := k.N.BitLen(); n < 2048 {
			out = append(out, fmt.Sprintf("RSA-%d", n))
		}
	case *ecdsa.PublicKey:
		if n := k.Curve.Params().BitSize; n < 256 {
			out = append(out, fmt.Sprintf("EC-%d", n))
		}
	}
	return out
}

func unmarshal(der []byte, into any) bool {
	rest, err := asn1.Unmarshal(der, into)
	return err == nil && len(rest) == 0
}
