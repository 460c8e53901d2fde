package tsp_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"encoding/asn1"
	"errors"
	"math/big"
	"testing"
	"time"

	"antin/cms"
	"antin/tsp"
)

// info writes a TSTInfo as the tests want it; fields are DER, empty ones left out.
func info(t testing.TB, version int, digest []byte, when string, rest ...[]byte) []byte {
	t.Helper()
	field := func(v any) []byte {
		der, err := asn1.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	sha256 := append([]byte{0x30, 0x31, 0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 32}, digest...)
	parts := [][]byte{field(version), field(asn1.ObjectIdentifier{1, 2, 3}), sha256, field(big.NewInt(5)), append([]byte{0x18, byte(len(when))}, when...)}
	return field(asn1.RawValue{Tag: 16, IsCompound: true, Bytes: bytes.Join(append(parts, rest...), nil)})
}

func TestContentOfATokenIsReadStrictly(t *testing.T) {
	t.Parallel()
	a, _ := issue(t, purpose(t, true, stamping))
	d := ask(data).Digest
	accuracy := []byte{0x30, 4, 0x80, 2, 3, 0xe8} // a thousand milliseconds
	critical := []byte{0xa1, 13, 0x30, 11, 6, 3, 0x2a, 3, 4, 1, 1, 0xff, 4, 1, 5}
	for name, c := range map[string]struct {
		content []byte
		want    error
	}{
		"as it should be":      {info(t, 1, d, "20261122030000Z"), nil},
		"parts of a second":    {info(t, 1, d, "20261122030000.25Z"), nil},
		"version 2":            {info(t, 2, d, "20261122030000Z"), tsp.ErrMalformed},
		"imprint too short":    {info(t, 1, d[:31], "20261122030000Z"), tsp.ErrMalformed},
		"no such time":         {info(t, 1, d, "20261322030000Z"), tsp.ErrMalformed},
		"accuracy over a unit": {info(t, 1, d, "20261122030000Z", accuracy), tsp.ErrMalformed},
		"critical extension":   {info(t, 1, d, "20261122030000Z", critical), cms.ErrUnsupported},
		"something behind":     {append(info(t, 1, d, "20261122030000Z"), 0), tsp.ErrMalformed},
		"nothing":              {[]byte{}, tsp.ErrMalformed},
	} {
		token, err := tsp.ParseToken(forge(t, a, c.content))
		if !errors.Is(err, c.want) && !(c.want == tsp.ErrMalformed && errors.Is(err, cms.ErrMalformed)) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v", name, err)
		}
		if c.want == nil && (token.Verify(d).Result() != cms.Passed || token.Time.Before(now) || token.Time.After(now.Add(time.Second))) {
			t.Errorf("%s: %v %+v", name, token.Time, token.Verify(d))
		}
	}
}

// A signature over a document is no time-stamp, whoever made it.
func TestSignatureIsNoToken(t *testing.T) {
	t.Parallel()
	a, _ := issue(t, purpose(t, true, stamping))
	r := ask(data)
	b, err := cms.NewSigned(a.Certificate, nil, r.Digest)
	if err != nil {
		t.Fatal(err)
	}
	v, err := a.Key.Sign(rand.Reader, b.Digest(), b.SignerOpts())
	if err != nil {
		t.Fatal(err)
	}
	der, err := b.Finish(v)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tsp.ParseToken(der); !errors.Is(err, tsp.ErrMalformed) {
		t.Errorf("%v", err)
	}
}

// FuzzToken: whatever comes as a token, no panic; and only the seeds' own bytes
// stamp the digest.
func FuzzToken(f *testing.F) {
	a, _ := issue(f, purpose(f, true, stamping))
	r := ask(data)
	token, err := tsp.ParseResponse(respond(f, a, r), r)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(token.Raw)
	f.Add(append(bytes.Clone(token.Raw), 0, 0, 0))
	f.Add(token.Raw[:len(token.Raw)/2])
	f.Add([]byte{0x30, 0x80, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2, 0, 0})
	f.Fuzz(func(t *testing.T, der []byte) {
		got, err := tsp.ParseToken(der)
		if err != nil {
			return
		}
		if got.Verify(r.Digest, a.Certificate).Result() == cms.Passed && !bytes.Equal(got.Signed.Content, token.Signed.Content) {
			t.Fatal("a token that nobody signed holds")
		}
	})
}

// FuzzAuthority: every request gets an answer that can be sent, and a token
// only for what was asked.
func FuzzAuthority(f *testing.F) {
	a, _ := issue(f, purpose(f, true, stamping))
	f.Add(ask(data).Marshal())
	f.Add(tsp.Request{Hash: crypto.SHA1, Digest: make([]byte, 20)}.Marshal())
	f.Add([]byte{0x30, 0x84, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, request []byte) {
		answer, err := a.Respond(rand.Reader, request, now, big.NewInt(5))
		if len(answer) == 0 {
			t.Fatalf("no answer: %v", err)
		}
		if err != nil {
			return
		}
		r, err := tsp.ParseRequest(request)
		if err != nil {
			t.Fatalf("answered what cannot be read: %v", err)
		}
		if _, err := tsp.ParseResponse(answer, r); err != nil {
			t.Fatal(err)
		}
	})
}
