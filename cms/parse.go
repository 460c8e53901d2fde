package cms

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"

	"antin/certpath"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// Peculiarity is a deviation that a verifier may have to hold against a
// signature. The text is stable.
type Peculiarity string

const (
	NotDER             Peculiarity = "not-der"              // BER, read after re-encoding
	TrailingData       Peculiarity = "trailing-data"        // bytes other than zero behind the structure
	NoSigner           Peculiarity = "no-signer"            // no SignerInfo
	SeveralSigners     Peculiarity = "several-signers"      // PAdES allows one
	ContentInside      Peculiarity = "content-inside"       // encapsulated content present
	OddContentType     Peculiarity = "odd-content-type"     // content type is not id-data
	UnreadCertificate  Peculiarity = "unread-certificate"   // a certificate that does not parse
	AttributesUnsorted Peculiarity = "attributes-unsorted"  // signed attributes are no DER SET
	AttributeTwice     Peculiarity = "attribute-twice"      // the same signed attribute two times
	AttributeValues    Peculiarity = "attribute-values"     // a signed attribute without or with several values
	NoSignedAttributes Peculiarity = "no-signed-attributes" // the signature is directly over the content
	AlgorithmUnlisted  Peculiarity = "algorithm-unlisted"   // digest algorithm of a signer missing in digestAlgorithms
)

// SignedData is what was found; nothing in it has been verified.
type SignedData struct {
	Version          int
	DigestAlgorithms []pkix.AlgorithmIdentifier
	ContentType      asn1.ObjectIdentifier
	Content          []byte // encapsulated content, nil if detached
	Certificates     []*x509.Certificate
	Unread           []error  // one for each certificate that does not parse
	RawCertificates  [][]byte // all of them, also the unread and attribute certificates
	CRLs             [][]byte // complete lists; other revocation formats are left out
	Signers          []*SignerInfo
	Peculiarities    []Peculiarity
	Length           int // bytes of the input that the structure took
}

// Has tells whether a peculiarity was found.
func (sd *SignedData) Has(p Peculiarity) bool {
	for _, q := range sd.Peculiarities {
		if p == q {
			return true
		}
	}
	return false
}

func (sd *SignedData) note(p Peculiarity) {
	if !sd.Has(p) {
		sd.Peculiarities = append(sd.Peculiarities, p)
	}
}

// Parse reads a SignedData that should fill data; zeros behind it are no
// peculiarity (a PDF pads /Contents), anything else is TrailingData.
func Parse(data []byte) (*SignedData, error) {
	sd, n, err := ParsePrefix(data)
	if err != nil {
		return nil, err
	}
	if len(bytes.Trim(data[n:], "\x00")) > 0 {
		sd.note(TrailingData)
	}
	return sd, nil
}

// ParsePrefix reads a SignedData at the beginning of data and gives the number
// of bytes it took, so that the caller can judge what follows.
func ParsePrefix(data []byte) (*SignedData, int, error) {
	if len(data) > MaxBytes {
		return nil, 0, ErrLimit
	}
	var walk berWalk
	n, der, err := walk.isDER(data, 0)
	if err != nil {
		return nil, 0, err
	}
	body := cryptobyte.String(data[:n])
	if !der {
		walk = berWalk{}
		var out []byte
		if out, n, err = walk.normalise(data, 0); err != nil {
			return nil, 0, err
		}
		body = out
	}
	sd, err := parseContentInfo(body)
	if err != nil {
		return nil, 0, err
	}
	sd.Length = n
	if !der {
		sd.note(NotDER)
	}
	sd.judgeShape()
	return sd, n, nil
}

func (sd *SignedData) judgeShape() {
	switch {
	case len(sd.Signers) == 0:
		sd.note(NoSigner)
	case len(sd.Signers) > 1:
		sd.note(SeveralSigners)
	}
	if sd.Content != nil {
		sd.note(ContentInside)
	}
	if !sd.ContentType.Equal(OIDData) {
		sd.note(OddContentType)
	}
	if len(sd.Unread) > 0 {
		sd.note(UnreadCertificate)
	}
	for _, si := range sd.Signers {
		for _, p := range si.shape() {
			sd.note(p)
		}
		listed := false
		for _, a := range sd.DigestAlgorithms {
			listed = listed || a.Algorithm.Equal(si.DigestAlgorithm.Algorithm)
		}
		if !listed {
			sd.note(AlgorithmUnlisted)
		}
	}
}

func parseContentInfo(in cryptobyte.String) (*SignedData, error) {
	var info, wrapped, body cryptobyte.String
	var kind asn1.ObjectIdentifier
	if !in.ReadASN1(&info, casn1.SEQUENCE) || !info.ReadASN1ObjectIdentifier(&kind) {
		return nil, malformed("ContentInfo")
	}
	if !kind.Equal(OIDSignedData) {
		return nil, fmt.Errorf("%w: content type %v", ErrUnsupported, kind)
	}
	if !info.ReadASN1(&wrapped, casn1.Tag(0).Constructed().ContextSpecific()) || !info.Empty() ||
		!wrapped.ReadASN1(&body, casn1.SEQUENCE) || !wrapped.Empty() {
		return nil, malformed("SignedData")
	}
	sd := &SignedData{}
	for _, part := range []func(*cryptobyte.String) error{sd.readAlgorithms, sd.readContent, sd.readCertificates, sd.readCRLs, sd.readSigners} {
		if err := part(&body); err != nil {
			return nil, err
		}
	}
	if !body.Empty() {
		return nil, malformed("something behind the signers")
	}
	return sd, nil
}

func (sd *SignedData) readAlgorithms(body *cryptobyte.String) error {
	var set cryptobyte.String
	if !body.ReadASN1Integer(&sd.Version) || !body.ReadASN1(&set, casn1.SET) {
		return malformed("version or digest algorithms")
	}
	for !set.Empty() {
		alg, err := readAlgorithm(&set)
		if err != nil {
			return err
		}
		if sd.DigestAlgorithms = append(sd.DigestAlgorithms, alg); len(sd.DigestAlgorithms) > maxSigners {
			return ErrLimit
		}
	}
	return nil
}

func readAlgorithm(in *cryptobyte.String) (pkix.AlgorithmIdentifier, error) {
	var raw cryptobyte.String
	var alg pkix.AlgorithmIdentifier
	if !in.ReadASN1Element(&raw, casn1.SEQUENCE) {
		return alg, malformed("algorithm")
	}
	if rest, err := asn1.Unmarshal(raw, &alg); err != nil || len(rest) > 0 {
		return alg, malformed("algorithm")
	}
	return alg, nil
}

func (sd *SignedData) readContent(body *cryptobyte.String) error {
	var encap, wrapped, octets cryptobyte.String
	var present bool
	if !body.ReadASN1(&encap, casn1.SEQUENCE) || !encap.ReadASN1ObjectIdentifier(&sd.ContentType) ||
		!encap.ReadOptionalASN1(&wrapped, &present, casn1.Tag(0).Constructed().ContextSpecific()) || !encap.Empty() {
		return malformed("encapsulated content")
	}
	if !present {
		return nil
	}
	if !wrapped.ReadASN1(&octets, casn1.OCTET_STRING) || !wrapped.Empty() {
		// PKCS #7 allows any type here; only its content octets count for the digest.
		return fmt.Errorf("%w: content that is no octet string", ErrUnsupported)
	}
	sd.Content = append([]byte{}, octets...)
	return nil
}

func (sd *SignedData) readCertificates(body *cryptobyte.String) error {
	var set cryptobyte.String
	var present bool
	if !body.ReadOptionalASN1(&set, &present, casn1.Tag(0).Constructed().ContextSpecific()) {
		return malformed("certificates")
	}
	for !set.Empty() {
		var raw cryptobyte.String
		var tag casn1.Tag
		if !set.ReadAnyASN1Element(&raw, &tag) {
			return malformed("certificate")
		}
		if len(sd.RawCertificates) >= maxCerts {
			return ErrLimit
		}
		sd.RawCertificates = append(sd.RawCertificates, raw)
		if tag != casn1.SEQUENCE {
			continue // an attribute certificate, as CAdES allows: nothing here hangs on it
		}
		cert, err := certpath.Parse(raw)
		if err != nil {
			sd.Unread = append(sd.Unread, fmt.Errorf("certificate %d: %w", len(sd.RawCertificates), err))
			continue
		}
		sd.Certificates = append(sd.Certificates, cert)
	}
	return nil
}

func (sd *SignedData) readCRLs(body *cryptobyte.String) error {
	var set cryptobyte.String
	var present bool
	if !body.ReadOptionalASN1(&set, &present, casn1.Tag(1).Constructed().ContextSpecific()) {
		return malformed("revocation lists")
	}
	for !set.Empty() {
		var raw cryptobyte.String
		var tag casn1.Tag
		if !set.ReadAnyASN1Element(&raw, &tag) {
			return malformed("revocation list")
		}
		if tag == casn1.SEQUENCE {
			sd.CRLs = append(sd.CRLs, raw)
		}
		if len(sd.CRLs) > maxCerts {
			return ErrLimit
		}
	}
	return nil
}

func (sd *SignedData) readSigners(body *cryptobyte.String) error {
	var set cryptobyte.String
	if !body.ReadASN1(&set, casn1.SET) {
		return malformed("signers")
	}
	for !set.Empty() {
		var raw cryptobyte.String
		if !set.ReadASN1Element(&raw, casn1.SEQUENCE) {
			return malformed("signer")
		}
		if len(sd.Signers) >= maxSigners {
			return ErrLimit
		}
		si, err := parseSigner(raw)
		if err != nil {
			return err
		}
		si.contentType = sd.ContentType
		sd.Signers = append(sd.Signers, si)
	}
	return nil
}

// Certificate finds the certificate that a signer names among those inside.
// Several certificates may answer to one name; the first whose ESS attribute
// fits wins, since the other is the substitution that attribute is against.
func (sd *SignedData) Certificate(si *SignerInfo) (*x509.Certificate, bool) {
	var found *x509.Certificate
	for _, c := range sd.Certificates {
		if !si.Names(c) {
			continue
		}
		if r, _ := si.checkSigningCertificate(c); r == Passed {
			return c, true
		}
		if found == nil {
			found = c
		}
	}
	return found, found != nil
}

// ContentDigest hashes the encapsulated content; nil if there is none.
func (sd *SignedData) ContentDigest(hash crypto.Hash) []byte {
	if sd.Content == nil || !hash.Available() {
		return nil
	}
	h := hash.New()
	h.Write(sd.Content)
	return h.Sum(nil)
}
