package revocation

import (
	"bytes"
	"crypto"
	_ "crypto/sha1" // certID and key hash of RFC 6960 are SHA-1
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// golang.org/x/crypto/ocsp reads responses but hides the certID's hashes and
// does not look at the responder's purpose and validity; so they are read here.

var (
	oidBasicResponse = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 1}
	oidNoCheck       = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}
)

type basicResponse struct {
	Data         responseData
	Algorithm    pkix.AlgorithmIdentifier
	Signature    asn1.BitString
	Certificates []asn1.RawValue `asn1:"explicit,tag:0,optional"`
}

type responseData struct {
	Raw        asn1.RawContent
	Version    int `asn1:"optional,default:0,explicit,tag:0"`
	Responder  asn1.RawValue
	ProducedAt time.Time `asn1:"generalized"`
	Responses  []singleResponse
	Extensions []pkix.Extension `asn1:"explicit,tag:1,optional"`
}

type singleResponse struct {
	ID         certID
	Good       asn1.Flag        `asn1:"tag:0,optional"`
	Revoked    revokedInfo      `asn1:"tag:1,optional"`
	Unknown    asn1.Flag        `asn1:"tag:2,optional"`
	ThisUpdate time.Time        `asn1:"generalized"`
	NextUpdate time.Time        `asn1:"generalized,explicit,tag:0,optional"`
	Extensions []pkix.Extension `asn1:"explicit,tag:1,optional"`
}

type certID struct {
	Hash     pkix.AlgorithmIdentifier
	NameHash []byte
	KeyHash  []byte
	Serial   *big.Int
}

type revokedInfo struct {
	At     time.Time       `asn1:"generalized"`
	Reason asn1.Enumerated `asn1:"explicit,tag:0,optional"`
}

var ocspHashes = []struct {
	oid  asn1.ObjectIdentifier
	hash crypto.Hash
}{
	{asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}, crypto.SHA1},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}, crypto.SHA256},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}, crypto.SHA384},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}, crypto.SHA512},
}

var ocspAlgorithms = []struct {
	oid asn1.ObjectIdentifier
	alg x509.SignatureAlgorithm
}{
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 5}, x509.SHA1WithRSA},
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}, x509.SHA256WithRSA},
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}, x509.SHA384WithRSA},
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}, x509.SHA512WithRSA},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}, x509.ECDSAWithSHA256},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}, x509.ECDSAWithSHA384},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}, x509.ECDSAWithSHA512},
	{asn1.ObjectIdentifier{1, 3, 101, 112}, x509.PureEd25519},
}

// Readable reports whether the bytes are a CRL, or an OCSP response that holds an
// answer, whatever it says and whoever signed it.
func Readable(kind Kind, der []byte) bool {
	if kind == CRL {
		_, err := x509.ParseRevocationList(der)
		return err == nil
	}
	_, why, _ := parseOCSP(der)
	return why == ""
}

// readOCSP gives what a response says of cert, if its producer may say it.
func (p Policy) readOCSP(cert, issuer *x509.Certificate, der []byte, revoked func(*x509.Certificate, time.Time) bool) (answer, Why, string) {
	var a answer
	basic, why, detail := parseOCSP(der)
	if why != "" {
		return a, why, detail
	}
	single := basic.about(cert, issuer)
	if single == nil {
		return a, WhyOther, ""
	}
	responder, why, detail := basic.responder(issuer)
	if why != "" {
		return a, why, detail
	}
	if why, detail := p.judgeResponder(responder, issuer, basic.Data.ProducedAt, revoked); why != "" {
		return a, why, detail
	}
	for _, x := range slices.Concat(basic.Data.Extensions, single.Extensions) {
		if x.Critical {
			return a, WhyUnsupported, "critical extension " + x.Id.String()
		}
	}
	if single.ThisUpdate.After(basic.Data.ProducedAt.Add(p.Skew)) || !single.NextUpdate.IsZero() && single.NextUpdate.Before(single.ThisUpdate) {
		return a, WhyTimes, ""
	}
	a.source = Source{
		Kind: OCSP, ThisUpdate: single.ThisUpdate, NextUpdate: single.NextUpdate, ProducedAt: basic.Data.ProducedAt,
		Producer:           responder.Subject.String(),
		ResponderUnchecked: !responder.Equal(issuer) && !hasExtension(responder, oidNoCheck),
	}
	switch {
	case !single.Revoked.At.IsZero() && !bool(single.Good) && !bool(single.Unknown):
		a.revoked, a.revokedAt, a.reason = true, single.Revoked.At, int(single.Revoked.Reason)
	case !bool(single.Good) || bool(single.Unknown) || !single.Revoked.At.IsZero():
		return a, WhyUnknown, ""
	}
	return a, "", ""
}

func parseOCSP(der []byte) (*basicResponse, Why, string) {
	if len(der) > MaxOCSP {
		return nil, WhyLimit, ""
	}
	in := cryptobyte.String(der)
	var outer, wrapped, body, octets cryptobyte.String
	var status int
	var kind asn1.ObjectIdentifier
	if !in.ReadASN1(&outer, casn1.SEQUENCE) || !in.Empty() || !outer.ReadASN1Enum(&status) {
		return nil, WhyUnreadable, "OCSPResponse"
	}
	if status != 0 {
		return nil, WhyNotSuccessful, ""
	}
	// encoding/asn1 does not hold explicit tags to their length
	if !outer.ReadASN1(&wrapped, casn1.Tag(0).Constructed().ContextSpecific()) || !outer.Empty() ||
		!wrapped.ReadASN1(&body, casn1.SEQUENCE) || !wrapped.Empty() ||
		!body.ReadASN1ObjectIdentifier(&kind) || !body.ReadASN1(&octets, casn1.OCTET_STRING) || !body.Empty() {
		return nil, WhyUnreadable, "ResponseBytes"
	}
	if !kind.Equal(oidBasicResponse) {
		return nil, WhyUnsupported, "response of type " + kind.String()
	}
	var basic basicResponse
	if rest, err := asn1.Unmarshal(octets, &basic); err != nil || len(rest) > 0 {
		return nil, WhyUnreadable, "BasicOCSPResponse"
	}
	return &basic, "", ""
}

// about finds the answer about cert. Of two that contradict each other the
// first that does not say good is taken.
func (b *basicResponse) about(cert, issuer *x509.Certificate) *singleResponse {
	var found *singleResponse
	for i := range b.Data.Responses {
		s := &b.Data.Responses[i]
		if s.ID.means(cert, issuer) && (found == nil || bool(found.Good)) {
			found = s
		}
	}
	return found
}

func (id certID) means(cert, issuer *x509.Certificate) bool {
	if id.Serial == nil || id.Serial.Cmp(cert.SerialNumber) != 0 || !bytes.Equal(cert.RawIssuer, issuer.RawSubject) {
		return false
	}
	for _, h := range ocspHashes {
		if h.oid.Equal(id.Hash.Algorithm) {
			return bytes.Equal(id.NameHash, sum(h.hash, issuer.RawSubject)) && bytes.Equal(id.KeyHash, sum(h.hash, keyBits(issuer)))
		}
	}
	return false
}

func sum(hash crypto.Hash, data []byte) []byte {
	h := hash.New()
	h.Write(data)
	return h.Sum(nil)
}

func keyBits(c *x509.Certificate) []byte {
	var spki struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(c.RawSubjectPublicKeyInfo, &spki); err != nil {
		return nil
	}
	return spki.Key.RightAlign()
}

// responder finds the certificate that the responder identifier means, among
// the issuer and those inside, whose key made the signature.
func (b *basicResponse) responder(issuer *x509.Certificate) (*x509.Certificate, Why, string) {
	var alg x509.SignatureAlgorithm
	for _, s := range ocspAlgorithms {
		if s.oid.Equal(b.Algorithm.Algorithm) {
			alg = s.alg
		}
	}
	if alg == x509.UnknownSignatureAlgorithm {
		return nil, WhyUnsupported, "signature algorithm " + b.Algorithm.Algorithm.String()
	}
	candidates := []*x509.Certificate{issuer}
	for _, raw := range b.Certificates {
		if c, err := x509.ParseCertificate(raw.FullBytes); err == nil && len(candidates) < 16 {
			candidates = append(candidates, c)
		}
	}
	for _, c := range candidates {
		if b.Data.named(c) && c.CheckSignature(alg, b.Data.Raw, b.Signature.RightAlign()) == nil {
			return c, "", ""
		}
	}
	return nil, WhySignature, "no certificate at hand whose key made it"
}

func (d *responseData) named(c *x509.Certificate) bool {
	if d.Responder.Class != asn1.ClassContextSpecific {
		return false
	}
	switch d.Responder.Tag {
	case 1:
		return bytes.Equal(d.Responder.Bytes, c.RawSubject)
	case 2:
		var hash []byte
		_, err := asn1.Unmarshal(d.Responder.Bytes, &hash)
		return err == nil && bytes.Equal(hash, sum(crypto.SHA1, keyBits(c)))
	}
	return false
}

// judgeResponder: the issuer itself, or a delegate that the issuer itself
// certified for OCSP (RFC 6960, 4.2.2.2) and that was valid then. Any other
// certificate, also of the same authority, has no say.
func (p Policy) judgeResponder(c, issuer *x509.Certificate, at time.Time, revoked func(*x509.Certificate, time.Time) bool) (Why, string) {
	if c.Equal(issuer) {
		return "", ""
	}
	switch {
	case !bytes.Equal(c.RawIssuer, issuer.RawSubject) || issuer.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) != nil:
		return WhyNotAuthorised, "the responder is not certified by the issuer"
	case !slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning):
		return WhyNotAuthorised, "the responder's certificate is not for OCSP"
	case c.KeyUsage != 0 && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0:
		return WhyNotAuthorised, "the responder's key is not for signatures"
	case len(c.UnhandledCriticalExtensions) > 0:
		return WhyNotAuthorised, "the responder's certificate has an unknown critical extension"
	case at.Before(c.NotBefore) || at.After(c.NotAfter):
		return WhyNotAuthorised, "the responder's certificate was not valid then"
	case !hasExtension(c, oidNoCheck) && revoked(c, at):
		return WhyNotAuthorised, "the responder's certificate was revoked"
	}
	return "", ""
}

func hasExtension(c *x509.Certificate, oid asn1.ObjectIdentifier) bool {
	return slices.ContainsFunc(c.Extensions, func(x pkix.Extension) bool { return x.Id.Equal(oid) })
}
