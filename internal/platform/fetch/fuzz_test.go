package fetch

import (
	"encoding/pem"
	"testing"

	"antin/certpath"
	"antin/internal/platform/practice"
)

func pemOf(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

// FuzzReadAnswers holds that whatever a stranger sends is refused or comes back
// within the limits.
func FuzzReadAnswers(f *testing.F) {
	pki, err := practice.Create(f.TempDir(), now)
	if err != nil {
		f.Fatal(err)
	}
	cert, _, err := pki.IssuePerson(practice.Person{Name: "An"}, now, practice.WithECDSA())
	if err != nil {
		f.Fatal(err)
	}
	crl, err := pki.CRL(now)
	if err != nil {
		f.Fatal(err)
	}
	answer, err := pki.OCSP(cert.SerialNumber, now)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{crl, answer, cert.Raw, pemOf(cert.Raw), certsOnly(pki.Chain()), pemOf(crl), []byte("<html>"), {0x30, 0x80}, {}} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, read := range []reading{readCRL, readOCSP(cert), readCertificates} {
			kept, _, err := read(b)
			if (err == nil) != (len(kept) > 0) || len(kept) > maxIssuers {
				t.Errorf("%d pieces, %v", len(kept), err)
			}
		}
		if kept, _, err := readCertificates(b); err == nil {
			for _, k := range kept {
				if _, err := certpath.Parse(k); err != nil {
					t.Error(err)
				}
			}
		}
	})
}
