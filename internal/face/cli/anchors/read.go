package anchors

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"antin/certpath"
	"antin/revocation"
)

// Set is what a verification may believe.
type Set struct {
	Anchors, Intermediates []*x509.Certificate
	CRLs                   [][]byte // DER
}

// And gives both together.
func (t Set) And(o Set) Set {
	return Set{
		Anchors:       append(t.Anchors[:len(t.Anchors):len(t.Anchors)], o.Anchors...),
		Intermediates: append(t.Intermediates[:len(t.Intermediates):len(t.Intermediates)], o.Intermediates...),
		CRLs:          append(t.CRLs[:len(t.CRLs):len(t.CRLs)], o.CRLs...),
	}
}

// maxFiles bounds a folder of anchors; the largest national list seen has
// 180 certificates.
const maxFiles = 2000

// Read reads a folder of certificates (.pem, .crt, .cer, .der) and lists (.crl). A certificate whose issuer lies in the same folder
// is an intermediate, so that its own revocation is asked; every other one is
// an anchor.
func Read(dir string) (Set, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return Set{}, err
	}
	if len(entries) > maxFiles {
		return Set{}, fmt.Errorf("more than %d files", maxFiles)
	}
	var t Set
	var certs []*x509.Certificate
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch strings.ToLower(filepath.Ext(e.Name())) {
		case ".pem", ".crt", ".cer", ".der":
			found, lists, err := readCertificates(path)
			if err != nil {
				return Set{}, err
			}
			certs, t.CRLs = append(certs, found...), append(t.CRLs, lists...)
		case ".crl":
			list, err := readList(path)
			if err != nil {
				return Set{}, err
			}
			t.CRLs = append(t.CRLs, list...)
		}
	}
	t.sort(certs)
	if len(t.Anchors) == 0 {
		return Set{}, fmt.Errorf("no certificate in it")
	}
	return t, nil
}

func (t *Set) sort(certs []*x509.Certificate) {
	for _, c := range certs {
		if issuedWithin(c, certs) {
			t.Intermediates = append(t.Intermediates, c)
			continue
		}
		t.Anchors = append(t.Anchors, c)
	}
}

func issuedWithin(c *x509.Certificate, certs []*x509.Certificate) bool {
	if bytes.Equal(c.RawSubject, c.RawIssuer) {
		return false
	}
	for _, o := range certs {
		if bytes.Equal(o.RawSubject, c.RawIssuer) && c.CheckSignatureFrom(o) == nil {
			return true
		}
	}
	return false
}

// readCertificates reads PEM or DER; certificates that this program cannot read
// are left out, since one of them must not hide the rest.
func readCertificates(path string) (certs []*x509.Certificate, lists [][]byte, err error) {
	data, err := readLimited(path, 16<<20)
	if err != nil {
		return nil, nil, err
	}
	if !bytes.Contains(data, []byte("-----BEGIN ")) {
		if c, err := certpath.Parse(data); err == nil {
			certs = append(certs, c)
		}
		return certs, nil, nil
	}
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE":
			if c, err := certpath.Parse(block.Bytes); err == nil {
				certs = append(certs, c)
			}
		case "X509 CRL":
			lists = append(lists, block.Bytes)
		}
	}
	return certs, lists, nil
}

func readList(path string) ([][]byte, error) {
	data, err := readLimited(path, revocation.MaxCRL*2)
	if err != nil {
		return nil, err
	}
	if !bytes.Contains(data, []byte("-----BEGIN ")) {
		return [][]byte{data}, nil
	}
	var out [][]byte
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		out = append(out, block.Bytes)
	}
	return out, nil
}

func readLimited(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s is larger than %d bytes", filepath.Base(path), limit)
	}
	return data, nil
}
