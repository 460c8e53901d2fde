package practice

import (
	"bufio"
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"time"
)

type entry struct {
	Serial  string    `json:"serial"` // hex
	Subject string    `json:"subject"`
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
}

type revocation struct {
	Serial string    `json:"serial"`
	At     time.Time `json:"at"`
	Reason int       `json:"reason"`
}

// Reasons of RFC 5280, 5.3.1 that practice uses.
const (
	ReasonUnspecified   = 0
	ReasonKeyCompromise = 1
	ReasonAffiliation   = 3 // has left the agency or the post
	ReasonSuperseded    = 4
	ReasonCessation     = 5
	ReasonHold          = 6
)

// ErrNotIssued: the serial is not in the register of this infrastructure.
var ErrNotIssued = errors.New("not issued by this practice authority")

func (p *PKI) enter(c *x509.Certificate) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	serial := c.SerialNumber.Text(16)
	if err := appendLine(p.dir, issuedFile, entry{serial, c.Subject.String(), c.NotBefore.UTC(), c.NotAfter.UTC()}); err != nil {
		return fmt.Errorf("entering a certificate: %w", err)
	}
	p.issued[serial] = true
	return nil
}

// Revoke marks a certificate revoked from at on; later CRLs and answers say so.
// The first revocation stays, whatever comes after it.
func (p *PKI) Revoke(serial *big.Int, at time.Time, reason int) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := revocation{serial.Text(16), at.UTC().Truncate(time.Second), reason}
	if !p.issued[r.Serial] {
		return fmt.Errorf("revoking %X: %w", serial, ErrNotIssued)
	}
	if reason < 0 || reason > 10 || reason == 7 || reason == 8 {
		return fmt.Errorf("revoking %X: reason %d", serial, reason)
	}
	if _, done := p.revoked[r.Serial]; done {
		return nil
	}
	if err := appendLine(p.dir, revokedFile, r); err != nil {
		return fmt.Errorf("revoking %X: %w", serial, err)
	}
	p.revoked[r.Serial] = r
	return nil
}

// status gives a certificate's place in the register at a time.
func (p *PKI) status(serial *big.Int, now time.Time) (issued bool, r *revocation) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := serial.Text(16)
	if found, ok := p.revoked[key]; ok && !found.At.After(now) {
		r = &found
	}
	return p.issued[key], r
}

func (p *PKI) readRegister() error {
	p.issued, p.revoked = map[string]bool{}, map[string]revocation{}
	if err := readLines(p.dir, issuedFile, func(e entry) { p.issued[e.Serial] = true }); err != nil {
		return err
	}
	return readLines(p.dir, revokedFile, func(r revocation) { p.revoked[r.Serial] = r })
}

func appendLine(dir, name string, value any) error {
	line, err := json.Marshal(value)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Sync(), f.Close())
}

// readLines leaves out a last line that a crash cut off: what it told was never
// acknowledged.
func readLines[T any](dir, name string, each func(T)) error {
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return fmt.Errorf("reading the practice register: %w", err)
	}
	whole := data[:bytes.LastIndexByte(data, '\n')+1]
	if len(whole) < len(data) {
		if err := os.Truncate(filepath.Join(dir, name), int64(len(whole))); err != nil {
			return fmt.Errorf("mending %s: %w", name, err)
		}
	}
	lines := bufio.NewScanner(bytes.NewReader(whole))
	for n := 1; lines.Scan(); n++ {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			return fmt.Errorf("reading %s, line %d: %w", name, n, err)
		}
		each(v)
	}
	return lines.Err()
}

func write(dir, name string, data []byte) error {
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

func store(dir, name string, id identity) error {
	der, err := x509.MarshalPKCS8PrivateKey(id.key)
	if err != nil {
		return err
	}
	key := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: id.cert.Raw})
	return errors.Join(write(dir, name+".key", key), write(dir, name+".crt", cert))
}

func load(dir, name string) (identity, error) {
	var id identity
	block := func(file string) ([]byte, error) {
		data, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			return nil, err
		}
		b, _ := pem.Decode(data)
		if b == nil {
			return nil, fmt.Errorf("%s is not PEM", file)
		}
		return b.Bytes, nil
	}
	der, err := block(name + ".crt")
	if err != nil {
		return id, err
	}
	if id.cert, err = x509.ParseCertificate(der); err != nil {
		return id, err
	}
	if der, err = block(name + ".key"); err != nil {
		return id, err
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return id, err
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return id, fmt.Errorf("%s.key cannot sign", name)
	}
	id.key = signer
	return id, nil
}
