//go:build cgo

package lockingtoken

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/miekg/pkcs11"
)

// Token is one device of a bench.
type Token struct {
	Label, Serial string
	bench         *Bench
	pin, so       string
}

// configured guards the variable from which SoftHSM reads its configuration in
// this process; the module under test runs in others.
var configured sync.Mutex

// Token sets up a device with its PIN and the code of the security officer.
func (b *Bench) Token(label, pin, so string) *Token {
	b.t.Helper()
	t := &Token{Label: label, bench: b, pin: pin, so: so}
	b.with(func(p *pkcs11.Ctx) {
		slots := must[[]uint](b.t)(p.GetSlotList(false))
		slot := slots[len(slots)-1] // the one without a token
		check(b.t, p.InitToken(slot, so, label))
		session := must[pkcs11.SessionHandle](b.t)(p.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION))
		check(b.t, p.Login(session, pkcs11.CKU_SO, so))
		check(b.t, p.InitPIN(session, pin))
		t.Serial = strings.TrimSpace(must[pkcs11.TokenInfo](b.t)(p.GetTokenInfo(slot)).SerialNumber)
	})
	return t
}

// Put stores a certificate with its key (RSA, or ECDSA on P-256), or a
// certificate alone when the key is nil.
func (t *Token) Put(c *x509.Certificate, key crypto.Signer) {
	t.bench.t.Helper()
	tb := t.bench.t
	t.bench.with(func(p *pkcs11.Ctx) {
		session := t.login(p)
		sum := sha256.Sum256(c.RawSubjectPublicKeyInfo)
		id := sum[:8]
		_ = must[pkcs11.ObjectHandle](tb)(p.CreateObject(session, []*pkcs11.Attribute{
			pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_CERTIFICATE), pkcs11.NewAttribute(pkcs11.CKA_CERTIFICATE_TYPE, pkcs11.CKC_X_509),
			pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true), pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, false), pkcs11.NewAttribute(pkcs11.CKA_ID, id),
			pkcs11.NewAttribute(pkcs11.CKA_LABEL, c.Subject.CommonName), pkcs11.NewAttribute(pkcs11.CKA_SUBJECT, c.RawSubject),
			pkcs11.NewAttribute(pkcs11.CKA_VALUE, c.Raw),
		}))
		if key == nil {
			return
		}
		template := append([]*pkcs11.Attribute{
			pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_PRIVATE_KEY), pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true),
			pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true), pkcs11.NewAttribute(pkcs11.CKA_SENSITIVE, true), pkcs11.NewAttribute(pkcs11.CKA_SIGN, true),
			pkcs11.NewAttribute(pkcs11.CKA_ID, id),
		}, secret(tb, key)...)
		_ = must[pkcs11.ObjectHandle](tb)(p.CreateObject(session, template))
	})
}

func secret(t testing.TB, key crypto.Signer) []*pkcs11.Attribute {
	switch k := key.(type) {
	case *rsa.PrivateKey:
		k.Precompute()
		return []*pkcs11.Attribute{
			pkcs11.NewAttribute(pkcs11.CKA_KEY_TYPE, pkcs11.CKK_RSA), pkcs11.NewAttribute(pkcs11.CKA_MODULUS, k.N.Bytes()),
			pkcs11.NewAttribute(pkcs11.CKA_PUBLIC_EXPONENT, []byte{1, 0, 1}), pkcs11.NewAttribute(pkcs11.CKA_PRIVATE_EXPONENT, k.D.Bytes()),
			pkcs11.NewAttribute(pkcs11.CKA_PRIME_1, k.Primes[0].Bytes()), pkcs11.NewAttribute(pkcs11.CKA_PRIME_2, k.Primes[1].Bytes()),
			pkcs11.NewAttribute(pkcs11.CKA_EXPONENT_1, k.Precomputed.Dp.Bytes()), pkcs11.NewAttribute(pkcs11.CKA_EXPONENT_2, k.Precomputed.Dq.Bytes()),
			pkcs11.NewAttribute(pkcs11.CKA_COEFFICIENT, k.Precomputed.Qinv.Bytes()),
		}
	case *ecdsa.PrivateKey:
		if k.Curve != elliptic.P256() {
			t.Fatal("lockingtoken: only P-256")
		}
		curve := must[[]byte](t)(asn1.Marshal(asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7}))
		value := must[[]byte](t)(k.Bytes())
		return []*pkcs11.Attribute{
			pkcs11.NewAttribute(pkcs11.CKA_KEY_TYPE, pkcs11.CKK_EC), pkcs11.NewAttribute(pkcs11.CKA_EC_PARAMS, curve), pkcs11.NewAttribute(pkcs11.CKA_VALUE, value),
		}
	}
	t.Fatalf("lockingtoken: no way to store a %T", key)
	return nil
}

// Pull takes the token out; PutBack plugs it in again.
func (t *Token) Pull() { t.bench.write("pulled-"+t.Serial, "1") }

// PutBack plugs the token in again.
func (t *Token) PutBack() { t.bench.remove("pulled-" + t.Serial) }

// PullAfter takes the token out when n signatures have been made.
func (t *Token) PullAfter(n int) { t.bench.write("pull-after-"+t.Serial, strconv.Itoa(n)) }

// FirstPIN makes the PIN one that must be changed before use.
func (t *Token) FirstPIN() { t.bench.write("first-"+t.Serial, "1") }

// Wrong sets how many wrong PINs in a row the device counts.
func (t *Token) Wrong(n int) { t.bench.write("wrong-"+t.Serial, strconv.Itoa(n)) }

// WrongPINs is how many wrong PINs in a row it has counted.
func (t *Token) WrongPINs() int { return t.bench.number("wrong-" + t.Serial) }

// Logins is how often a PIN was sent to it at all.
func (t *Token) Logins() int { return t.bench.number("logins-" + t.Serial) }

// Objects counts what stands on the token, private keys too, to see that nothing
// was added or erased. The PIN may have changed since.
func (t *Token) Objects(pin string) int {
	t.bench.t.Helper()
	count := 0
	t.bench.with(func(p *pkcs11.Ctx) {
		u := *t
		u.pin = pin
		session := u.login(p)
		check(t.bench.t, p.FindObjectsInit(session, nil))
		found, _, err := p.FindObjects(session, 1000)
		check(t.bench.t, err)
		count = len(found)
	})
	return count
}

func (t *Token) login(p *pkcs11.Ctx) pkcs11.SessionHandle {
	tb := t.bench.t
	tb.Helper()
	for _, slot := range must[[]uint](tb)(p.GetSlotList(true)) {
		if strings.TrimSpace(must[pkcs11.TokenInfo](tb)(p.GetTokenInfo(slot)).SerialNumber) != t.Serial {
			continue
		}
		session := must[pkcs11.SessionHandle](tb)(p.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION))
		check(tb, p.Login(session, pkcs11.CKU_USER, t.pin))
		return session
	}
	tb.Fatalf("lockingtoken: %s is not there", t.Label)
	return 0
}

// with opens SoftHSM itself, around the module under test.
func (b *Bench) with(do func(*pkcs11.Ctx)) {
	b.t.Helper()
	configured.Lock()
	defer configured.Unlock()
	if err := os.Setenv("SOFTHSM2_CONF", b.folder+"/softhsm2.conf"); err != nil {
		b.t.Fatal(err)
	}
	p := pkcs11.New(softHSM)
	if p == nil {
		b.t.Fatal("lockingtoken: SoftHSM cannot be loaded")
	}
	defer p.Destroy()
	check(b.t, p.Initialize())
	defer func() { _ = p.Finalize() }()
	do(p)
}
