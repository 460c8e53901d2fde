package tsp

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"time"

	"antin/cms"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// Token is a time-stamp as found; only Verify says whether it holds.
type Token struct {
	Raw      []byte // DER of the token, as stored
	Signed   *cms.SignedData
	Policy   asn1.ObjectIdentifier
	Hash     crypto.Hash // of the imprint
	Digest   []byte      // the imprint
	Serial   *big.Int
	Time     time.Time
	Accuracy time.Duration // zero if not stated
	Nonce    *big.Int
}

type tstInfo struct {
	Version    int
	Policy     asn1.ObjectIdentifier
	Imprint    asn1.RawValue
	Serial     *big.Int
	Time       time.Time        `asn1:"generalized"`
	Accuracy   accuracy         `asn1:"optional"`
	Ordering   bool             `asn1:"optional"`
	Nonce      *big.Int         `asn1:"optional"`
	TSA        asn1.RawValue    `asn1:"tag:0,optional"`
	Extensions []pkix.Extension `asn1:"tag:1,optional"`
}

type accuracy struct {
	Seconds int64 `asn1:"optional"`
	Millis  int64 `asn1:"tag:0,optional"`
	Micros  int64 `asn1:"tag:1,optional"`
}

// ParseToken reads a token that may be followed by zeros, as in the /Contents
// of a document time-stamp.
func ParseToken(der []byte) (*Token, error) {
	sd, err := cms.Parse(der)
	if err != nil {
		return nil, err
	}
	if !sd.ContentType.Equal(cms.OIDTSTInfo) || sd.Content == nil {
		return nil, malformed("a signature, not a time-stamp")
	}
	var info tstInfo
	if rest, err := asn1.Unmarshal(sd.Content, &info); err != nil || len(rest) > 0 || info.Version != 1 {
		return nil, malformed("TSTInfo")
	}
	for _, x := range info.Extensions {
		if x.Critical {
			return nil, fmt.Errorf("%w: critical extension %v", cms.ErrUnsupported, x.Id)
		}
	}
	t := &Token{Raw: bytes.Clone(der[:sd.Length]), Signed: sd, Policy: info.Policy, Serial: info.Serial, Time: info.Time.UTC(), Nonce: info.Nonce}
	a := info.Accuracy
	if a.Seconds < 0 || a.Seconds > 1<<31 || a.Millis < 0 || a.Millis > 999 || a.Micros < 0 || a.Micros > 999 {
		return nil, malformed("accuracy")
	}
	t.Accuracy = time.Duration(a.Seconds)*time.Second + time.Duration(a.Millis)*time.Millisecond + time.Duration(a.Micros)*time.Microsecond
	imprint := cryptobyte.String(info.Imprint.FullBytes)
	if t.Hash, t.Digest, err = readImprint(&imprint); err != nil {
		return nil, err
	}
	return t, nil
}

// ParseResponse reads the answer to a request and holds it against the request
// (RFC 3161, 2.4.2): granted, same imprint, same nonce, certificate if asked.
func ParseResponse(der []byte, asked Request) (*Token, error) {
	if len(der) > MaxResponse {
		return nil, malformed("response too large")
	}
	in := cryptobyte.String(der)
	var body, status cryptobyte.String
	var code int
	if !in.ReadASN1(&body, casn1.SEQUENCE) || !in.Empty() || !body.ReadASN1(&status, casn1.SEQUENCE) || !status.ReadASN1Integer(&code) {
		return nil, malformed("response")
	}
	if code != 0 && code != 1 { // granted, granted with modifications
		return nil, fmt.Errorf("%w: status %d", ErrRefused, code)
	}
	t, err := ParseToken(body)
	if err != nil {
		return nil, err
	}
	switch {
	case t.Signed.Has(cms.TrailingData):
		return nil, malformed("something behind the token")
	case t.Hash != asked.Hash || !bytes.Equal(t.Digest, asked.Digest):
		return nil, fmt.Errorf("%w: imprint", ErrOther)
	case asked.Nonce != nil && (t.Nonce == nil || t.Nonce.Cmp(asked.Nonce) != 0):
		return nil, fmt.Errorf("%w: nonce", ErrOther)
	case asked.Policy != nil && !asked.Policy.Equal(t.Policy):
		return nil, fmt.Errorf("%w: policy", ErrOther)
	case asked.CertReq && len(t.Signed.Certificates) == 0:
		return nil, fmt.Errorf("%w: no certificate inside", ErrOther)
	}
	return t, nil
}

// The checks of a token beyond those of package cms.
const (
	CheckOneSigner cms.Check = "one-signer"      // RFC 3161, 2.4.2
	CheckImprint   cms.Check = "message-imprint" // it stamps this digest
	CheckPurpose   cms.Check = "time-stamping"   // RFC 3161, 2.3: critical, and no other purpose
	CheckAuthority cms.Check = "certificate"     // the authority's certificate is known
	CheckValidAt   cms.Check = "valid-at-time"   // it was valid at the time it states
)

// Report is that of the signature with the checks of time-stamping added.
type Report struct {
	cms.Report
	Certificate *x509.Certificate // of the authority, nil if not found
}

func (r *Report) add(c cms.Check, ok bool, detail string) {
	f := cms.Finding{Check: c, Result: cms.Passed}
	if !ok {
		f.Result, f.Detail = cms.Failed, detail
	}
	r.Findings = append(r.Findings, f)
}

// Verify judges the token over a digest by t.Hash. The authority's certificate
// is looked for in the token, then in known.
func (t *Token) Verify(digest []byte, known ...*x509.Certificate) Report {
	var r Report
	if len(t.Signed.Signers) != 1 {
		r.add(CheckOneSigner, false, fmt.Sprintf("%d signers", len(t.Signed.Signers)))
		return r
	}
	si := t.Signed.Signers[0]
	cert, ok := t.Signed.Certificate(si)
	for i := 0; !ok && i < len(known); i++ {
		cert, ok = known[i], si.Names(known[i])
	}
	if !ok {
		r.Findings = append(r.Findings, cms.Finding{Check: CheckAuthority, Result: cms.Unsupported, Detail: "the certificate of the authority is not at hand"})
		return r
	}
	r.Certificate = cert
	var content []byte
	if hash, err := si.Hash(); err == nil {
		content = t.Signed.ContentDigest(hash)
	}
	r.Report = si.Verify(cert, content)
	r.add(CheckOneSigner, true, "")
	r.add(CheckImprint, len(digest) > 0 && bytes.Equal(digest, t.Digest), "it stamps another digest")
	r.add(CheckPurpose, onlyTimeStamping(cert), "the certificate is not for time-stamping alone")
	r.add(CheckValidAt, !t.Time.Before(cert.NotBefore) && !t.Time.After(cert.NotAfter), "the certificate was not valid at that time")
	if r.Of(cms.CheckCertificate) == cms.Absent {
		r.add(cms.CheckCertificate, false, "no signing-certificate attribute") // RFC 3161, 2.4.2: mandatory
	}
	return r
}

func onlyTimeStamping(c *x509.Certificate) bool {
	if len(c.ExtKeyUsage) != 1 || c.ExtKeyUsage[0] != x509.ExtKeyUsageTimeStamping || len(c.UnknownExtKeyUsage) > 0 {
		return false
	}
	for _, x := range c.Extensions {
		if x.Id.Equal(oidExtKeyUsage) {
			return x.Critical
		}
	}
	return false
}

var oidExtKeyUsage = asn1.ObjectIdentifier{2, 5, 29, 37}
