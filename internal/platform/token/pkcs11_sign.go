//go:build cgo

package token

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"math/big"

	"github.com/miekg/pkcs11"
)

// hashes are the digests that documents are signed with, each with the
// DigestInfo that PKCS #1 v1.5 puts before it (RFC 8017, 9.2, note 1).
var hashes = map[string]struct {
	hash   crypto.Hash
	prefix []byte
	name   uint
	mgf    uint
}{
	"SHA-256": {crypto.SHA256, []byte{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}, pkcs11.CKM_SHA256, pkcs11.CKG_MGF1_SHA256},
	"SHA-384": {crypto.SHA384, []byte{0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30}, pkcs11.CKM_SHA384, pkcs11.CKG_MGF1_SHA384},
	"SHA-512": {crypto.SHA512, []byte{0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00, 0x04, 0x40}, pkcs11.CKM_SHA512, pkcs11.CKG_MGF1_SHA512},
}

// sign makes one value in the open session.
func (d *driver) sign(q request) ([]byte, error) {
	if !d.opened {
		return nil, refused{CodeDriver, "no session"}
	}
	h, known := hashes[q.Hash]
	if !known || len(q.Digest) != h.hash.Size() {
		return nil, refused{CodeAlgorithm, ""}
	}
	key, err := d.key(q.Certificate)
	if err != nil {
		return nil, err
	}
	kind := d.attribute(d.session, key, pkcs11.CKA_KEY_TYPE)
	mechanism, message, err := mechanismOf(kind, q.PSS, h.name, h.mgf, h.hash.Size(), append(bytes.Clone(h.prefix), q.Digest...), q.Digest)
	if err != nil {
		return nil, err
	}
	if err := d.p11.SignInit(d.session, []*pkcs11.Mechanism{mechanism}, key); err != nil {
		return nil, d.failure(err)
	}
	if truth(d.attribute(d.session, key, pkcs11.CKA_ALWAYS_AUTHENTICATE)) {
		if err := d.p11.Login(d.session, pkcs11.CKU_CONTEXT_SPECIFIC, string(d.pin)); err != nil {
			return nil, d.failure(err)
		}
	}
	value, err := d.p11.Sign(d.session, message)
	if err != nil {
		return nil, d.failure(err)
	}
	if isKind(kind, pkcs11.CKK_EC) {
		return sigValue(value)
	}
	return value, nil
}

func mechanismOf(kind []byte, pss bool, name, mgf uint, size int, info, digest []byte) (*pkcs11.Mechanism, []byte, error) {
	switch {
	case isKind(kind, pkcs11.CKK_RSA) && pss:
		return pkcs11.NewMechanism(pkcs11.CKM_RSA_PKCS_PSS, pkcs11.NewPSSParams(name, mgf, uint(size))), digest, nil
	case isKind(kind, pkcs11.CKK_RSA):
		return pkcs11.NewMechanism(pkcs11.CKM_RSA_PKCS, nil), info, nil
	case isKind(kind, pkcs11.CKK_EC) && !pss:
		return pkcs11.NewMechanism(pkcs11.CKM_ECDSA, nil), digest, nil
	}
	return nil, nil, refused{CodeAlgorithm, ""}
}

func isKind(value []byte, kind uint) bool {
	return len(value) > 0 && bytes.Equal(value, pkcs11.NewAttribute(pkcs11.CKA_KEY_TYPE, kind).Value)
}

func truth(value []byte) bool { return len(value) == 1 && value[0] != 0 }

// sigValue puts r and s of PKCS#11 into the ECDSA-Sig-Value of CMS (RFC 5753, 7.2).
func sigValue(raw []byte) ([]byte, error) {
	if len(raw) == 0 || len(raw)%2 != 0 {
		return nil, refused{CodeWrong, ""}
	}
	half := len(raw) / 2
	return asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(raw[:half]), new(big.Int).SetBytes(raw[half:])})
}

// key finds the private key that stands beside a certificate, by CKA_ID, or by
// the key itself where the device gives no ids.
func (d *driver) key(fingerprint string) (pkcs11.ObjectHandle, error) {
	if h, known := d.keys[fingerprint]; known {
		return h, nil
	}
	objects, err := d.certificates(d.session)
	if err != nil {
		return 0, d.failure(err)
	}
	for _, o := range objects {
		if Fingerprint(o.der) != fingerprint {
			continue
		}
		handles, err := d.list(d.session, d.keyTemplate(o)...)
		if err != nil {
			return 0, d.failure(err)
		}
		if len(handles) == 0 {
			return 0, refused{CodeNoKey, ""}
		}
		d.keys[fingerprint] = handles[0]
		return handles[0], nil
	}
	return 0, refused{CodeNoKey, ""}
}

func (d *driver) keyTemplate(o object) []*pkcs11.Attribute {
	template := []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_PRIVATE_KEY)}
	if len(o.id) > 0 {
		return append(template, pkcs11.NewAttribute(pkcs11.CKA_ID, o.id))
	}
	if n := modulus(o.der); n != nil {
		template = append(template, pkcs11.NewAttribute(pkcs11.CKA_MODULUS, n))
	}
	return template
}

func modulus(der []byte) []byte {
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return nil
	}
	return rsaModulus(c)
}
