package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"antin/internal/domain/audit"
)

// auditKey signs the heads of the log; it lies beside the database, readable
// by its owner only, and its public half goes to whoever wants to check.
type auditKey struct {
	signer   note.Signer
	Verifier note.Verifier
	Public   string
}

func loadAuditKey(c Config) (auditKey, error) {
	path := c.path("audit.key")
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		raw, err = makeAuditKey(c, path)
	}
	if err != nil {
		return auditKey{}, fmt.Errorf("reading the key of the audit log: %w", err)
	}
	secret, public, ok := strings.Cut(strings.TrimSpace(string(raw)), "\n")
	if !ok {
		return auditKey{}, errors.New("reading the key of the audit log: two lines expected")
	}
	var k auditKey
	if k.signer, err = note.NewSigner(secret); err != nil {
		return k, fmt.Errorf("reading the key of the audit log: %w", err)
	}
	if k.Verifier, err = note.NewVerifier(public); err != nil {
		return k, fmt.Errorf("reading the key of the audit log: %w", err)
	}
	k.Public = public
	return k, nil
}

func makeAuditKey(c Config, path string) ([]byte, error) {
	secret, public, err := audit.NewKey("antin." + strings.ToLower(c.Province) + "/audit")
	if err != nil {
		return nil, err
	}
	raw := []byte(secret + "\n" + public + "\n")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = f.Write(raw)
	return raw, errors.Join(err, f.Sync(), f.Close())
}
