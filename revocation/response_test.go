package revocation_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"
	"time"
)

// basic makes OCSP responses that golang.org/x/crypto/ocsp cannot make: several
// answers, responders by key, extensions.
type basic struct {
	responder []byte // nil: by name
	singles   [][]byte
	sha1      bool // signed with it
}

func (b basic) by(t testing.TB, signer *entity) []byte {
	t.Helper()
	if b.responder == nil {
		b.responder = tagged(0xa1, signer.cert.RawSubject)
	}
	data := tagged(0x30, b.responder, generalized(now), tagged(0x30, b.singles...))
	hash, alg := crypto.SHA256, []byte{0x30, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2}
	if b.sha1 {
		hash, alg = crypto.SHA1, []byte{0x30, 9, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1}
	}
	value, err := signer.key.Sign(rand.Reader, digest(hash, data), hash)
	if err != nil {
		t.Fatal(err)
	}
	whole := tagged(0x30, data, alg, tagged(3, []byte{0}, value))
	kind := []byte{6, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1}
	return tagged(0x30, []byte{10, 1, 0}, tagged(0xa0, tagged(0x30, kind, tagged(4, whole))))
}

func single(t testing.TB, ca, e *entity, revoked bool, hash crypto.Hash, extensions []byte) []byte {
	t.Helper()
	oid := []byte{6, 5, 0x2b, 0x0e, 3, 2, 0x1a}
	if hash == crypto.SHA256 {
		oid = []byte{6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1}
	}
	id := tagged(0x30, tagged(0x30, oid), tagged(4, digest(hash, ca.cert.RawSubject)), tagged(4, keyHash(t, ca, hash)), mustDER(t, e.cert.SerialNumber))
	said := []byte{0x80, 0}
	if revoked {
		said = tagged(0xa1, generalized(now.Add(-2*hour)), tagged(0xa0, []byte{10, 1, 1}))
	}
	return tagged(0x30, id, said, generalized(now.Add(-hour)), tagged(0xa0, generalized(now.Add(hour))), extensions)
}

func respondMany(t testing.TB, ca *entity, about []*entity, revoked []bool, hash crypto.Hash) []byte {
	t.Helper()
	var b basic
	for i, e := range about {
		b.singles = append(b.singles, single(t, ca, e, revoked[i], hash, nil))
	}
	return b.by(t, ca)
}

func digest(hash crypto.Hash, data []byte) []byte {
	h := hash.New()
	h.Write(data)
	return h.Sum(nil)
}

func keyHash(t testing.TB, e *entity, hash crypto.Hash) []byte {
	t.Helper()
	var spki struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(e.cert.RawSubjectPublicKeyInfo, &spki); err != nil {
		t.Fatal(err)
	}
	return digest(hash, spki.Key.RightAlign())
}

func generalized(at time.Time) []byte {
	return bytes.Join([][]byte{{0x18, 15}, []byte(at.UTC().Format("20060102150405Z"))}, nil)
}

// extensionOf is one extension below 2.5.29, not critical.
func extensionOf(last int, value []byte) []pkix.Extension {
	return []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, last}, Value: value}}
}
