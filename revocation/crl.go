package revocation

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

var (
	oidDelta             = asn1.ObjectIdentifier{2, 5, 29, 27}
	oidIssuingPoint      = asn1.ObjectIdentifier{2, 5, 29, 28}
	oidCertificateIssuer = asn1.ObjectIdentifier{2, 5, 29, 29}
)

// readCRL gives what a complete CRL of the issuer says of cert.
func (p Policy) readCRL(cert, issuer *x509.Certificate, der []byte, sum [sha256.Size]byte) (answer, Why, string) {
	var a answer
	if len(der) > MaxCRL {
		return a, WhyLimit, ""
	}
	l, err := p.Memory.read(der, sum)
	if err != nil {
		return a, WhyUnreadable, err.Error()
	}
	if !bytes.Equal(l.raw.RawIssuer, issuer.RawSubject) || !bytes.Equal(cert.RawIssuer, issuer.RawSubject) {
		return a, WhyOther, "issued by " + l.raw.Issuer.String()
	}
	if issuer.KeyUsage != 0 && issuer.KeyUsage&x509.KeyUsageCRLSign == 0 {
		return a, WhyNotAuthorised, "the issuer's key is not for revocation lists"
	}
	if err := l.checkSignature(issuer); err != nil {
		return a, WhySignature, err.Error()
	}
	if why, detail := judgeListExtensions(cert, l.raw.Extensions); why != "" {
		return a, why, detail
	}
	if !l.raw.NextUpdate.IsZero() && l.raw.NextUpdate.Before(l.raw.ThisUpdate) {
		return a, WhyTimes, "nextUpdate before thisUpdate"
	}
	if l.unsupported != "" {
		return a, WhyUnsupported, "an entry with critical extension " + l.unsupported
	}
	a.source = Source{Kind: CRL, ThisUpdate: l.raw.ThisUpdate, NextUpdate: l.raw.NextUpdate, Producer: issuer.Subject.String(), Number: l.raw.Number}
	if e, ok := l.revoked[serialKey(cert.SerialNumber)]; ok {
		a.revoked, a.revokedAt, a.reason = true, e.at, e.reason
	}
	return a, "", ""
}

// judgeListExtensions refuses lists that are not the whole truth of the issuer
// about this certificate.
func judgeListExtensions(cert *x509.Certificate, extensions []pkix.Extension) (Why, string) {
	for _, x := range extensions {
		switch {
		case x.Id.Equal(oidDelta):
			return WhyUnsupported, "delta list"
		case x.Id.Equal(oidIssuingPoint):
			if detail := judgeIssuingPoint(cert, x.Value); detail != "" {
				return WhyUnsupported, detail
			}
		case x.Critical:
			return WhyUnsupported, "critical extension " + x.Id.String()
		}
	}
	return "", ""
}

// judgeIssuingPoint reads an IssuingDistributionPoint (RFC 5280, 5.2.5). A list
// for user or for authority certificates counts for its sort; one published in
// parts counts if the certificate names the same place.
func judgeIssuingPoint(cert *x509.Certificate, der []byte) string {
	in := cryptobyte.String(der)
	var body cryptobyte.String
	if !in.ReadASN1(&body, casn1.SEQUENCE) || !in.Empty() {
		return "issuing distribution point unreadable"
	}
	for !body.Empty() {
		var value cryptobyte.String
		var tag casn1.Tag
		if !body.ReadAnyASN1(&value, &tag) {
			return "issuing distribution point unreadable"
		}
		set := len(value) == 1 && value[0] != 0
		switch tag {
		case casn1.Tag(0).Constructed().ContextSpecific():
			if !namesPlaceOf(cert, value) {
				return "list of another distribution point"
			}
		case casn1.Tag(1).ContextSpecific():
			if set && cert.IsCA {
				return "list of user certificates only"
			}
		case casn1.Tag(2).ContextSpecific():
			if set && !cert.IsCA {
				return "list of authority certificates only"
			}
		case casn1.Tag(4).ContextSpecific():
			if set {
				return "indirect list"
			}
		default:
			return "list of some reasons or attribute certificates only"
		}
	}
	return ""
}

func namesPlaceOf(cert *x509.Certificate, point cryptobyte.String) bool {
	var names cryptobyte.String
	if !point.ReadASN1(&names, casn1.Tag(0).Constructed().ContextSpecific()) {
		return false
	}
	for !names.Empty() {
		var name cryptobyte.String
		var tag casn1.Tag
		if !names.ReadAnyASN1(&name, &tag) {
			return false
		}
		if tag == casn1.Tag(6).ContextSpecific() && slices.Contains(cert.CRLDistributionPoints, string(name)) {
			return true
		}
	}
	return false
}
