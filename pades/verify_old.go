package pades

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"

	"antin/certpath"
	"antin/cms"
	"antin/pdf"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// subFilterBare is the encoding of the first signed PDF files: /Contents is an
// octet string with a PKCS #1 value over the byte ranges, the certificates
// stand in /Cert (ISO 32000-1, 12.8.3.2).
const subFilterBare = pdf.Name("adbe.x509.rsa_sha1")

// maxBareCertificates of /Cert are read.
const maxBareCertificates = 32

var oidRSA = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}

// readBare makes of such a signature what a CMS without attributes would say.
func (v *verification) readBare(s *found, contents []byte) {
	in := cryptobyte.String(contents)
	var value cryptobyte.String
	if !in.ReadASN1(&value, casn1.OCTET_STRING) || len(value) == 0 {
		s.subject.CMSError = errors.New("/Contents is no octet string")
		return
	}
	certs := bareCertificates(v.file.Revisions()[s.revision], s.dict.Get("Cert"))
	signer := &cms.SignerInfo{Version: 1, Signature: value, SignatureAlgorithm: pkix.AlgorithmIdentifier{Algorithm: oidRSA}}
	s.subject.CMS = &cms.SignedData{Version: 1, ContentType: cms.OIDData, Certificates: certs, Signers: []*cms.SignerInfo{signer}, Length: len(contents) - len(in)}
	s.subject.Signer = signer
	hash := crypto.SHA1
	if len(certs) > 0 {
		s.subject.Cert = certs[0]
		signer.Issuer, signer.Serial = certs[0].RawIssuer, certs[0].SerialNumber
		hash = bareHash(certs[0], value)
	}
	if oid, err := cms.OIDOf(hash); err == nil {
		signer.DigestAlgorithm.Algorithm = oid
	}
}

// bareCertificates reads a string, or an array of them, the signer's first.
func bareCertificates(rev *pdf.Revision, o pdf.Object) []*x509.Certificate {
	o, err := rev.Resolve(o)
	if err != nil {
		return nil
	}
	list, ok := o.(pdf.Array)
	if !ok {
		list = pdf.Array{o}
	}
	var out []*x509.Certificate
	for _, item := range list[:min(len(list), maxBareCertificates)] {
		item, err := rev.Resolve(item)
		str, ok := item.(pdf.String)
		if err != nil || !ok {
			continue
		}
		if c, err := certpath.Parse(str.Bytes); err == nil {
			out = append(out, c)
		}
	}
	return out
}

// bareHash is the digest that the value itself names: the encoding is called
// after SHA-1, and later versions of PDF allow others (ISO 32000-1, table 257).
// Whether the value holds is not judged here.
func bareHash(cert *x509.Certificate, value []byte) crypto.Hash {
	key, ok := cert.PublicKey.(*rsa.PublicKey)
	if !ok || key.N.BitLen() > 8192 || len(value) > key.Size() {
		return crypto.SHA1
	}
	opened := new(big.Int).Exp(new(big.Int).SetBytes(value), big.NewInt(int64(key.E)), key.N).Bytes()
	if len(opened) < 2 || opened[0] != 1 {
		return crypto.SHA1
	}
	for i, b := range opened[1:] {
		if b == 0xff {
			continue
		}
		var info struct {
			Algorithm pkix.AlgorithmIdentifier
			Digest    []byte
		}
		if _, err := asn1.Unmarshal(opened[i+2:], &info); b != 0 || err != nil {
			break
		}
		if hash, err := cms.HashOf(info.Algorithm.Algorithm); err == nil {
			return hash
		}
		break
	}
	return crypto.SHA1
}
