package certpath

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"time"
)

// judge holds a chain, whose signatures are checked, against RFC 5280, 6.1,
// from the anchor down. The anchor's own validity counts too: the regulation
// asks for it of every certificate of the path (NĐ 68/2024, Điều 32).
func judge(chain []*x509.Certificate, at time.Time) (*Failure, SubIndication) {
	for i := len(chain) - 1; i >= 0; i-- {
		c := chain[i]
		switch {
		case at.Before(c.NotBefore):
			return failure(c, CheckValidity, "not valid before "+c.NotBefore.UTC().Format(time.RFC3339)), NotYetValid
		case at.After(c.NotAfter):
			return failure(c, CheckValidity, "expired at "+c.NotAfter.UTC().Format(time.RFC3339)), Expired
		}
		if len(c.UnhandledCriticalExtensions) > 0 {
			return failure(c, CheckExtension, c.UnhandledCriticalExtensions[0].String()), ChainFailure
		}
		if i > 0 {
			if f := judgeIssuer(c, chain[:i], i == len(chain)-1); f != nil {
				return f, ChainFailure
			}
		}
	}
	return judgeNames(chain, at)
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
		if !bytes.Equal(b.RawSubject, b.RawIssuer) {
			authorities++
		}
	}
	if authorities > c.MaxPathLen {
		return failure(c, CheckPathLength, fmt.Sprintf("%d authorities below, %d allowed", authorities, c.MaxPathLen))
	}
	return nil
}

func constrained(c *x509.Certificate) bool {
	return len(c.PermittedDNSDomains)+len(c.ExcludedDNSDomains)+len(c.PermittedEmailAddresses)+len(c.ExcludedEmailAddresses)+
		len(c.PermittedIPRanges)+len(c.ExcludedIPRanges)+len(c.PermittedURIDomains)+len(c.ExcludedURIDomains) > 0
}

// judgeNames leaves name constraints to crypto/x509, with this chain as its
// only choice. Constraints on directory names are unknown to it and come up
// before as critical extensions.
func judgeNames(chain []*x509.Certificate, at time.Time) (*Failure, SubIndication) {
	var any bool
	roots, middle := x509.NewCertPool(), x509.NewCertPool()
	for i, c := range chain {
		any = any || i > 0 && constrained(c)
		if i == len(chain)-1 {
			roots.AddCert(c)
		} else {
			middle.AddCert(c)
		}
	}
	if !any {
		return nil, ""
	}
	_, err := chain[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: middle, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	if err == nil {
		return nil, ""
	}
	var invalid x509.CertificateInvalidError
	if errors.As(err, &invalid) && invalid.Cert != nil {
		return failure(invalid.Cert, CheckNames, err.Error()), ChainConstraints
	}
	return failure(chain[0], CheckNames, err.Error()), ChainConstraints
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
