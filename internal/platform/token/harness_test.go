//go:build cgo

package token_test

import (
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"os"
	"testing"
	"time"

	"antin/internal/fault"
	"antin/internal/platform/token"
	"antin/internal/testkit/lockingtoken"
	"antin/internal/testkit/testpki"
)

const hostVariable = "ANTIN_TEST_TOKEN_HOST"

// TestMain lets the test binary be the child that holds a driver.
func TestMain(m *testing.M) {
	if os.Getenv(hostVariable) != "" {
		os.Exit(token.Host(os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

const (
	pin     = "12345678"
	officer = "87654321"
)

type place struct {
	*lockingtoken.Bench
	desk token.Desk
	pki  *testpki.PKI
}

func newPlace(t *testing.T) *place {
	t.Helper()
	b := lockingtoken.New(t)
	return &place{Bench: b, pki: testpki.New(t), desk: token.Desk{
		Modules: []token.Module{{Name: "thử", Path: b.Module(), Mark: token.Own}}, Program: []string{os.Args[0]},
		Environment: append(b.Environment(), hostVariable+"=1"), Patience: 20 * time.Second,
	}}
}

// token with the certificate of a person of the test infrastructure.
func (p *place) token(label string) *lockingtoken.Token {
	k := p.Token(label, pin, officer)
	k.Put(p.pki.Certificate("person"), p.pki.Key("person"))
	return k
}

func (p *place) look(t *testing.T) []token.Token {
	t.Helper()
	libraries := p.desk.Look(t.Context())
	if len(libraries) != 1 {
		t.Fatalf("%d libraries", len(libraries))
	}
	if err := libraries[0].Err; err != nil {
		t.Fatal(err)
	}
	return libraries[0].Tokens
}

func (p *place) open(ctx context.Context, k *lockingtoken.Token, pin string) (*token.Session, error) {
	return p.desk.Open(ctx, p.id(k), token.Login{PIN: []byte(pin)})
}

func (p *place) id(k *lockingtoken.Token) token.ID {
	return token.ID{Module: p.Module(), Serial: k.Serial, Label: k.Label}
}

func sign(t *testing.T, s *token.Session, c *x509.Certificate, text string) ([]byte, error) {
	t.Helper()
	digest := sha256.Sum256([]byte(text))
	return s.Sign(t.Context(), c, digest[:], crypto.SHA256)
}

func wants(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Errorf("got %v, want %s", err, code)
	}
}
