package fetch

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ocsp"

	"antin/cms"
	"antin/revocation"
)

// readCRL takes a list in DER or PEM and its nextUpdate. Its entries, perhaps
// 300,000, are left to whoever judges it.
func readCRL(answer []byte) ([][]byte, time.Time, error) {
	if block, _ := pem.Decode(answer); block != nil {
		answer = block.Bytes
	}
	in := cryptobyte.String(answer)
	var list, body, skip, version cryptobyte.String
	var present bool
	var this, next time.Time
	if !in.ReadASN1(&list, casn1.SEQUENCE) || !in.Empty() || !list.ReadASN1(&body, casn1.SEQUENCE) ||
		!body.ReadOptionalASN1(&version, &present, casn1.INTEGER) ||
		!body.ReadASN1(&skip, casn1.SEQUENCE) || !body.ReadASN1(&skip, casn1.SEQUENCE) || !readTime(&body, &this) {
		return nil, next, fmt.Errorf("%w: no revocation list", ErrContent)
	}
	if body.PeekASN1Tag(casn1.UTCTime) || body.PeekASN1Tag(casn1.GeneralizedTime) {
		if !readTime(&body, &next) {
			return nil, next, fmt.Errorf("%w: no revocation list", ErrContent)
		}
	}
	return [][]byte{answer}, next, nil
}

func readTime(in *cryptobyte.String, into *time.Time) bool {
	if in.PeekASN1Tag(casn1.UTCTime) {
		return in.ReadASN1UTCTime(into)
	}
	return in.ReadASN1GeneralizedTime(into)
}

// readOCSP takes a response that holds an answer; the end of its life is that
// of the answer about cert.
func readOCSP(cert *x509.Certificate) reading {
	return func(answer []byte) ([][]byte, time.Time, error) {
		if !revocation.Readable(revocation.OCSP, answer) {
			return nil, time.Time{}, fmt.Errorf("%w: no OCSP answer", ErrContent)
		}
		var until time.Time
		if r, err := ocsp.ParseResponseForCert(answer, cert, nil); err == nil {
			until = r.NextUpdate
		}
		return [][]byte{answer}, until, nil
	}
}

// maxIssuers bounds the certificates of one answer.
const maxIssuers = 16

// readCertificates takes one certificate in DER, several in PEM, or a p7c (RFC
// 5280, 4.2.2.1), also in PEM.
func readCertificates(answer []byte) ([][]byte, time.Time, error) {
	var kept [][]byte
	add := func(der []byte) {
		if c, err := x509.ParseCertificate(der); err == nil {
			kept = append(kept, c.Raw)
			return
		}
		if sd, err := cms.Parse(der); err == nil {
			for _, c := range sd.Certificates {
				kept = append(kept, c.Raw)
			}
		}
	}
	if block, rest := pem.Decode(answer); block != nil {
		for ; block != nil && len(kept) <= maxIssuers; block, rest = pem.Decode(rest) {
			add(block.Bytes)
		}
	} else {
		add(bytes.TrimRight(answer, "\r\n"))
	}
	if len(kept) == 0 {
		return nil, time.Time{}, fmt.Errorf("%w: no certificate", ErrContent)
	}
	return kept[:min(len(kept), maxIssuers)], time.Time{}, nil
}
