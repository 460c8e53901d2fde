package app

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"antin/internal/platform/practice"
	"antin/pades"
)

// evidence is document.Evidence: anchors and CRLs of the practice authority,
// made anew when they are older than a while, or those of a folder.
type evidence struct {
	anchors, between []*x509.Certificate
	fixed            [][]byte // CRLs of the folder
	pki              *practice.PKI
	now              func() time.Time
	net              pades.Answers // asks about a certificate; nil asks nobody

	mu   sync.Mutex
	made time.Time
	crls [][]byte
}

// renewCRLs bounds how long a revocation at the practice authority stays unseen.
const renewCRLs = 5 * time.Second

func practiceEvidence(pki *practice.PKI, now func() time.Time) *evidence {
	return &evidence{anchors: pki.Anchors(), between: pki.Chain()[:1], pki: pki, now: now}
}

// Anchors implements signing.Evidence.
func (e *evidence) Anchors() []*x509.Certificate { return e.anchors }

// Intermediates implements signing.Evidence.
func (e *evidence) Intermediates() []*x509.Certificate { return e.between }

// Revocation implements signing.Evidence.
func (e *evidence) Revocation(ctx context.Context, cert, issuer *x509.Certificate) (crls, ocsps [][]byte, err error) {
	if crls, ocsps, err = e.Bundle(ctx); err != nil || e.net == nil {
		return crls, ocsps, err
	}
	more, answers, err := e.net.Revocation(ctx, cert, issuer)
	if err != nil {
		return crls, ocsps, ctx.Err() // what is at hand has to do; the verdict says what is missing
	}
	return slices.Concat(crls, more), slices.Concat(ocsps, answers), nil
}

// Bundle implements document.Evidence.
func (e *evidence) Bundle(context.Context) (crls, ocsps [][]byte, err error) {
	if e.pki == nil {
		return e.fixed, nil, nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	now := e.now()
	if age := now.Sub(e.made); e.crls != nil && age >= 0 && age < renewCRLs {
		return e.crls, nil, nil
	}
	issuing, err := e.pki.CRL(now)
	if err != nil {
		return nil, nil, fmt.Errorf("making the practice CRL: %w", err)
	}
	root, err := e.pki.RootCRL(now)
	if err != nil {
		return nil, nil, fmt.Errorf("making the practice root CRL: %w", err)
	}
	e.crls, e.made = [][]byte{issuing, root}, now
	return e.crls, nil, nil
}

const maxEvidence = 32 << 20 // bytes of one file in the folder of anchors

// folderEvidence reads the anchors and CRLs of a production installation. A
// practice root among them is refused.
func folderEvidence(dir string, now func() time.Time) (*evidence, error) {
	e := &evidence{now: now}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("reading the folder of anchors: %w", err)
	}
	for _, entry := range entries {
		if err := e.add(filepath.Join(dir, entry.Name())); err != nil {
			return nil, err
		}
	}
	if len(e.anchors) == 0 {
		return nil, fmt.Errorf("no trust anchor in %s", dir)
	}
	return e, nil
}

func (e *evidence) add(path string) error {
	info, err := os.Stat(path)
	if err != nil || info.IsDir() {
		return err
	}
	if info.Size() > maxEvidence {
		return fmt.Errorf("%s is larger than %d bytes", path, maxEvidence)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading evidence: %w", err)
	}
	if block, _ := pem.Decode(raw); block != nil {
		raw = block.Bytes
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".crl":
		e.fixed = append(e.fixed, raw)
	case ".pem", ".crt", ".cer", ".der":
		return e.addCertificate(path, raw)
	}
	return nil
}

func (e *evidence) addCertificate(path string, der []byte) error {
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	if practice.IsPractice(c) {
		return fmt.Errorf("%s là gốc tin cậy thực hành: cấu hình chính thức không nhận", path)
	}
	if c.CheckSignatureFrom(c) == nil {
		e.anchors = append(e.anchors, c)
	} else {
		e.between = append(e.between, c)
	}
	return nil
}
