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

	"antin/algorithm"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// golang.org/x/crypto/ocsp reads responses but hides the certID's hashes and
// does not look at the responder's purpose and validity; so they are read here.

var (
	oidBasicResponse = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 1}
	oidNoCheck       = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}
	oidArchiveCutoff = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 6}
	oidInvalidity    = asn1.ObjectIdentifier{2, 5, 29, 24}
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

// readOCSP gives what a response says of the certificate, if its producer may
// say it.
func (j *judgement) readOCSP(der []byte) (answer, Why, string) {
	a := answer{covers: allReasons}
	basic, why, detail := parseOCSP(der)
	if why != "" {
		return a, why, detail
	}
	single := basic.about(j.cert, j.issuer)
	if single == nil {
		return a, WhyOther, ""
	}
	signer, why, detail := j.responder(basic)
	if why != "" {
		return a, why, detail
	}
	for _, x := range slices.Concat(basic.Data.Extensions, single.Extensions) {
		switch {
		case x.Id.Equal(oidArchiveCutoff):
			if a.keptSince, detail = readGeneralizedTime(x.Value); detail != "" {
				return a, WhyUnreadable, "archive cutoff"
			}
		case x.Id.Equal(oidInvalidity):
			if a.invalidity, detail = readGeneralizedTime(x.Value); detail != "" {
				return a, WhyUnreadable, "invalidity date"
			}
		case x.Critical:
			return a, WhyUnsupported, "critical extension " + x.Id.String()
		}
	}
	if single.ThisUpdate.After(basic.Data.ProducedAt.Add(j.Skew)) || !single.NextUpdate.IsZero() && single.NextUpdate.Before(single.ThisUpdate) {
		return a, WhyTimes, ""
	}
	a.source = Source{
		Kind: OCSP, ThisUpdate: single.ThisUpdate, NextUpdate: single.NextUpdate, ProducedAt: basic.Data.ProducedAt,
		ResponderUnchecked: signer.path != nil && !hasExtension(signer.cert, oidNoCheck), Delegate: signer.path != nil,
		Signature: algorithm.OfSignature(basic.Algorithm, 0, signer.key),
	}
	signer.fill(&a.source)
	switch {
	case !single.Revoked.At.IsZero() && !bool(single.Good) && !bool(single.Unknown):
		a.revoked, a.revokedAt, a.reason = true, single.Revoked.At, int(single.Revoked.Reason)
	case !bool(single.Good) || bool(single.Unknown) || !single.Revoked.At.IsZero():
		return a, WhyUnknown, ""
	}
	return a, "", ""
}

func readGeneralizedTime(der []byte) (time.Time, string) {
	in := cryptobyte.String(der)
	var t time.Time
	if !in.ReadASN1GeneralizedTime(&t) || !in.Empty() {
		return time.Time{}, "unreadable"
	}
	return t, ""
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
	if id.Serial == nil || id.Serial.Cmp(cert.SerialNumber) != 0 || !sameName(cert.RawIssuer, issuer.RawSubject) {
		return false
	}
	for _, h := range ocspHashes {
		if h.oid.Equal(id.Hash.Algorithm) {
			name := bytes.Equal(id.NameHash, sum(h.hash, issuer.RawSubject)) || bytes.Equal(id.NameHash, sum(h.hash, cert.RawIssuer))
			return name && bytes.Equal(id.KeyHash, sum(h.hash, keyBits(issuer)))
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

func hasExtension(c *x509.Certificate, oid asn1.ObjectIdentifier) bool {
	return slices.ContainsFunc(c.Extensions, func(x pkix.Extension) bool { return x.Id.Equal(oid) })
}
