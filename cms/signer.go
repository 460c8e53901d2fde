package cms

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// SignerInfo is one signature in a SignedData, as found.
type SignerInfo struct {
	Version            int
	Issuer             []byte   // DER of the issuer's name, if the signer is named by issuer and serial
	Serial             *big.Int // with Issuer
	KeyID              []byte   // if the signer is named by subject key identifier
	DigestAlgorithm    pkix.AlgorithmIdentifier
	SignatureAlgorithm pkix.AlgorithmIdentifier
	Signature          []byte
	RawSigned          []byte // signed attributes as a DER SET: the bytes under the signature; nil without
	Signed             []Attribute
	Unsigned           []Attribute

	contentType asn1.ObjectIdentifier
}

// Attribute is one attribute with its values in DER.
type Attribute struct {
	Type   asn1.ObjectIdentifier
	Values [][]byte
	raw    []byte
}

func parseSigner(raw cryptobyte.String) (*SignerInfo, error) {
	var in cryptobyte.String
	si := &SignerInfo{}
	if !raw.ReadASN1(&in, casn1.SEQUENCE) || !in.ReadASN1Integer(&si.Version) {
		return nil, malformed("signer version")
	}
	if err := si.readSID(&in); err != nil {
		return nil, err
	}
	var err error
	if si.DigestAlgorithm, err = readAlgorithm(&in); err != nil {
		return nil, err
	}
	var set cryptobyte.String
	if in.PeekASN1Tag(casn1.Tag(0).Constructed().ContextSpecific()) {
		if !in.ReadASN1Element(&set, casn1.Tag(0).Constructed().ContextSpecific()) {
			return nil, malformed("signed attributes")
		}
		si.RawSigned = append([]byte{0x31}, set[1:]...) // RFC 5652, 5.4: digested as SET OF
		if si.Signed, err = readAttributes(cryptobyte.String(si.RawSigned), casn1.SET); err != nil {
			return nil, err
		}
	}
	if si.SignatureAlgorithm, err = readAlgorithm(&in); err != nil {
		return nil, err
	}
	var value cryptobyte.String
	if !in.ReadASN1(&value, casn1.OCTET_STRING) {
		return nil, malformed("signature value")
	}
	si.Signature = value
	if tag := casn1.Tag(1).Constructed().ContextSpecific(); in.PeekASN1Tag(tag) {
		if !in.ReadASN1Element(&set, tag) {
			return nil, malformed("unsigned attributes")
		}
		if si.Unsigned, err = readAttributes(set, tag); err != nil {
			return nil, err
		}
	}
	if !in.Empty() {
		return nil, malformed("something behind a signer")
	}
	return si, nil
}

func (si *SignerInfo) readSID(in *cryptobyte.String) error {
	if in.PeekASN1Tag(casn1.SEQUENCE) {
		var sid, issuer cryptobyte.String
		si.Serial = new(big.Int)
		if !in.ReadASN1(&sid, casn1.SEQUENCE) || !sid.ReadASN1Element(&issuer, casn1.SEQUENCE) ||
			!sid.ReadASN1Integer(si.Serial) || !sid.Empty() {
			return malformed("issuer and serial of the signer")
		}
		si.Issuer = issuer
		return nil
	}
	var key cryptobyte.String
	if !in.ReadASN1(&key, casn1.Tag(0).ContextSpecific()) {
		return malformed("signer identifier")
	}
	si.KeyID = key
	return nil
}

func readAttributes(in cryptobyte.String, tag casn1.Tag) ([]Attribute, error) {
	var set cryptobyte.String
	if !in.ReadASN1(&set, tag) {
		return nil, malformed("attributes")
	}
	var out []Attribute
	for !set.Empty() {
		var raw, seq, values cryptobyte.String
		var a Attribute
		if !set.ReadASN1Element(&raw, casn1.SEQUENCE) {
			return nil, malformed("attribute")
		}
		a.raw = raw
		if !raw.ReadASN1(&seq, casn1.SEQUENCE) || !seq.ReadASN1ObjectIdentifier(&a.Type) ||
			!seq.ReadASN1(&values, casn1.SET) || !seq.Empty() {
			return nil, malformed("attribute")
		}
		for !values.Empty() {
			var value cryptobyte.String
			var any casn1.Tag
			if !values.ReadAnyASN1Element(&value, &any) {
				return nil, malformed("attribute value")
			}
			if a.Values = append(a.Values, value); len(a.Values) > maxValues {
				return nil, ErrLimit
			}
		}
		if out = append(out, a); len(out) > maxAttributes {
			return nil, ErrLimit
		}
	}
	return out, nil
}

func (si *SignerInfo) shape() []Peculiarity {
	if si.RawSigned == nil {
		return []Peculiarity{NoSignedAttributes}
	}
	var out []Peculiarity
	for i, a := range si.Signed {
		if i > 0 && bytes.Compare(si.Signed[i-1].raw, a.raw) > 0 {
			out = append(out, AttributesUnsorted)
		}
		if len(a.Values) != 1 {
			out = append(out, AttributeValues)
		}
		for _, b := range si.Signed[:i] {
			if a.Type.Equal(b.Type) {
				out = append(out, AttributeTwice)
			}
		}
	}
	return out
}

// Hash is the digest algorithm of the content; ErrUnsupported if unknown.
func (si *SignerInfo) Hash() (crypto.Hash, error) { return HashOf(si.DigestAlgorithm.Algorithm) }

// Names tells whether the signer identifier means this certificate.
func (si *SignerInfo) Names(cert *x509.Certificate) bool {
	if si.KeyID != nil {
		return len(si.KeyID) > 0 && bytes.Equal(si.KeyID, cert.SubjectKeyId)
	}
	return si.Serial != nil && bytes.Equal(si.Issuer, cert.RawIssuer) && si.Serial.Cmp(cert.SerialNumber) == 0
}

// one gives the single value of a signed attribute; ok is false when it is
// missing, twice there, or has not exactly one value.
func (si *SignerInfo) one(kind asn1.ObjectIdentifier) (value []byte, present, ok bool) {
	for _, a := range si.Signed {
		if !a.Type.Equal(kind) {
			continue
		}
		if present || len(a.Values) != 1 {
			return nil, true, false
		}
		present, value = true, a.Values[0]
	}
	return value, present, present
}

// TimeStamps gives the raw signature-time-stamp tokens among the unsigned
// attributes, in the order found; package tsp reads them.
func (si *SignerInfo) TimeStamps() [][]byte {
	var out [][]byte
	for _, a := range si.Unsigned {
		if a.Type.Equal(OIDTimeStamp) {
			out = append(out, a.Values...)
		}
	}
	return out
}
