package certpath

import (
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"slices"
	"time"
)

// judge holds a chain, whose signatures are checked, against RFC 5280, 6.1,
// from the anchor down. The anchor's own validity counts too: the regulation
// asks for it of every certificate of the path (NĐ 68/2024, Điều 32).
func judge(chain []*x509.Certificate, at time.Time) (*Failure, SubIndication) {
	for i := len(chain) - 1; i >= 0; i-- {
		c := chain[i]
		switch {
		case Partial(c):
			return failure(c, CheckExtension, "written against RFC 5280, so its extensions are not known"), ChainFailure
		case at.Before(c.NotBefore):
			return failure(c, CheckValidity, "not valid before "+c.NotBefore.UTC().Format(time.RFC3339)), NotYetValid
		case at.After(c.NotAfter):
			return failure(c, CheckValidity, "expired at "+c.NotAfter.UTC().Format(time.RFC3339)), Expired
		}
		if x := unhandled(c); x != nil {
			return failure(c, CheckExtension, x.String()), ChainFailure
		}
		if i > 0 {
			if f := judgeIssuer(c, chain[:i], i == len(chain)-1); f != nil {
				return f, ChainFailure
			}
		}
	}
	if f, sub := judgeNames(chain); f != nil {
		return f, sub
	}
	return judgePolicies(chain)
}

// handled are extensions that crypto/x509 leaves over and this package judges,
// or that change nothing about validity (qcStatements, RFC 3739).
var handled = []asn1.ObjectIdentifier{oidNameConstraints, oidSubjectAltName, {1, 3, 6, 1, 5, 5, 7, 1, 3}}

func unhandled(c *x509.Certificate) asn1.ObjectIdentifier {
	for _, x := range c.UnhandledCriticalExtensions {
		if !slices.ContainsFunc(handled, x.Equal) {
			return x
		}
	}
	return nil
}

func judgeIssuer(c *x509.Certificate, below []*x509.Certificate, anchor bool) *Failure {
	if c.Version < 3 && anchor {
		return nil // an old root has no extensions; being an anchor says that it is one
	}
	if !c.BasicConstraintsValid || !c.IsCA {
		return failure(c, CheckCA, "issued a certificate without being a certification authority")
	}
	if c.KeyUsage != 0 && c.KeyUsage&x509.KeyUsageCertSign == 0 {
		return failure(c, CheckKeyUsage, "its key is not for signing certificates")
	}
	if c.MaxPathLen < 0 || (c.MaxPathLen == 0 && !c.MaxPathLenZero) {
		return nil
	}
	authorities := 0
	for _, b := range below[1:] { // the leaf does not count, nor do self-issued ones
		if !selfIssued(b) {
			authorities++
		}
	}
	if authorities > c.MaxPathLen {
		return failure(c, CheckPathLength, fmt.Sprintf("%d authorities below, %d allowed", authorities, c.MaxPathLen))
	}
	return nil
}

// Purposes that a certificate for signing documents may name: e-mail and client
// authentication stand in the certificates of the public service, the others
// are RFC 9336, Microsoft's and Adobe's words for documents.
var documentPurposes = []asn1.ObjectIdentifier{
	{1, 3, 6, 1, 5, 5, 7, 3, 36}, {1, 3, 6, 1, 4, 1, 311, 10, 3, 12}, {1, 2, 840, 113583, 1, 1, 5},
}

// JudgeSigner tells whether a certificate may sign documents at all: key usage
// digitalSignature or nonRepudiation, and an extended key usage that is absent
// or has room for documents. Time-stamping and OCSP certificates are refused.
func JudgeSigner(c *x509.Certificate) *Failure {
	if c.KeyUsage != 0 && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return failure(c, CheckKeyUsage, "its key is not for signatures")
	}
	if len(c.ExtKeyUsage)+len(c.UnknownExtKeyUsage) == 0 {
		return nil
	}
	for _, u := range c.ExtKeyUsage {
		if u == x509.ExtKeyUsageAny || u == x509.ExtKeyUsageEmailProtection || u == x509.ExtKeyUsageClientAuth {
			return nil
		}
	}
	for _, u := range c.UnknownExtKeyUsage {
		for _, d := range documentPurposes {
			if u.Equal(d) {
				return nil
			}
		}
	}
	return failure(c, CheckPurpose, "its purposes do not include documents")
}
