//go:build cgo

package token_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"antin/internal/fault"
	"antin/internal/platform/token"
	"antin/internal/testkit/testpki"
)

func TestLookTellsTokensAndCertificates(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	one, two := p.token("Thiết bị 01"), p.Token("Thiết bị 02", pin, officer)
	two.Put(p.pki.Certificate("ca"), nil)
	all := p.look(t)
	if len(all) != 2 {
		t.Fatalf("%d tokens", len(all))
	}
	for _, k := range all {
		switch k.ID.Serial {
		case one.Serial:
			if k.ID.Label != "Thiết bị 01" || len(k.Certificates) != 1 || !bytes.Equal(k.Certificates[0].DER, p.pki.Certificate("person").Raw) {
				t.Errorf("first: %+v", k)
			}
		case two.Serial:
			if len(k.Certificates) != 0 || len(k.Authorities) != 1 {
				t.Errorf("second: %+v", k)
			}
		}
		if !k.PIN.Set || k.PIN.Low || k.PIN.Locked {
			t.Errorf("PIN of %s: %+v", k.ID.Label, k.PIN)
		}
	}
}

func TestSignECDSAAndRSA(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	k := p.token("Thiết bị 01")
	c, key := selfSigned(t)
	k.Put(c, key)
	s, err := p.open(t.Context(), k, pin)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := sign(t, s, p.pki.Certificate("person"), "ecdsa"); err != nil {
		t.Error("ECDSA:", err)
	}
	if _, err := sign(t, s, c, "rsa"); err != nil {
		t.Error("PKCS #1 v1.5:", err)
	}
	big, small := sha512.Sum512([]byte("x")), sha256.Sum256([]byte("x"))
	if _, err := s.Sign(t.Context(), c, big[:], crypto.SHA512); err != nil {
		t.Error("SHA-512:", err)
	}
	if _, err := s.Sign(t.Context(), c, small[:], &rsa.PSSOptions{Hash: crypto.SHA256, SaltLength: rsa.PSSSaltLengthEqualsHash}); err != nil {
		t.Error("PSS:", err)
	}
	_, err = s.Sign(t.Context(), c, make([]byte, 20), crypto.SHA1)
	wants(t, err, token.CodeAlgorithm)
}

func selfSigned(t *testing.T) (*x509.Certificate, *rsa.PrivateKey) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Văn phòng"}, NotBefore: testpki.Now(), NotAfter: testpki.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c, key
}

func TestBatchOf500WithOnePIN(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	k := p.token("Thiết bị 01")
	s, err := p.open(t.Context(), k, pin)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range 500 {
		if _, err := sign(t, s, p.pki.Certificate("person"), fmt.Sprint(i)); err != nil {
			t.Fatal(i, err)
		}
	}
	if n := k.Logins(); n != 1 {
		t.Errorf("the PIN was sent %d times", n)
	}
}

func TestWrongPINStopsAndNeverRetries(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	k := p.token("Thiết bị 01")
	_, err := p.open(t.Context(), k, "00000000")
	wants(t, err, token.CodeWrongPIN)
	if k.Logins() != 1 || k.WrongPINs() != 1 {
		t.Errorf("sent %d times, %d wrong", k.Logins(), k.WrongPINs())
	}
	if !p.look(t)[0].PIN.Low {
		t.Error("the token does not say that a PIN was wrong")
	}
	s, err := p.open(t.Context(), k, pin)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if k.WrongPINs() != 0 {
		t.Error("the right PIN left wrong ones counted")
	}
}

func TestLastTryNeedsAWord(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	k := p.token("Thiết bị 01")
	p.Limit(3)
	k.Wrong(2)
	if !p.look(t)[0].PIN.LastTry {
		t.Fatal("the last try does not show")
	}
	_, err := p.open(t.Context(), k, pin)
	wants(t, err, token.CodeLastTry)
	if k.Logins() != 0 {
		t.Error("the PIN was sent all the same")
	}
	s, err := p.desk.Open(t.Context(), p.id(k), token.Login{PIN: []byte(pin), LastTry: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
}

func TestLockedUntilUnlockedByTheOfficer(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	k := p.token("Thiết bị 01")
	p.Limit(3)
	before := k.Objects(pin)
	for i := range 3 {
		_, err := p.desk.Open(t.Context(), p.id(k), token.Login{PIN: []byte("00000000"), LastTry: true})
		wants(t, err, []string{token.CodeWrongPIN, token.CodeWrongPIN, token.CodeLocked}[i])
	}
	_, err := p.open(t.Context(), k, pin)
	wants(t, err, token.CodeLocked)
	if k.Logins() != 3 {
		t.Errorf("a locked token was asked: %d logins", k.Logins())
	}
	wants(t, p.desk.Unlock(t.Context(), p.id(k), token.Login{PIN: []byte("11111111")}, []byte("22446688")), token.CodeWrongPIN)
	if err := p.desk.Unlock(t.Context(), p.id(k), token.Login{PIN: []byte(officer)}, []byte("22446688")); err != nil {
		t.Fatal(err)
	}
	s, err := p.open(t.Context(), k, "22446688")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := sign(t, s, p.pki.Certificate("person"), "sau khôi phục"); err != nil {
		t.Error(err)
	}
	if after := k.Objects("22446688"); after != before {
		t.Errorf("unlocking left %d objects of %d", after, before)
	}
}

func TestFirstPINMustBeChanged(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	k := p.token("Thiết bị 01")
	k.FirstPIN()
	_, err := p.open(t.Context(), k, pin)
	wants(t, err, token.CodeMustSet)
	wants(t, p.desk.ChangePIN(t.Context(), p.id(k), token.Login{PIN: []byte(pin)}, []byte("1")), token.CodePINForm)
	wants(t, p.desk.ChangePIN(t.Context(), p.id(k), token.Login{PIN: []byte("00000000")}, []byte("22446688")), token.CodeWrongPIN)
	if err := p.desk.ChangePIN(t.Context(), p.id(k), token.Login{PIN: []byte(pin)}, []byte("22446688")); err != nil {
		t.Fatal(err)
	}
	s, err := p.open(t.Context(), k, "22446688")
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
}

func TestPulledOutInTheMiddle(t *testing.T) {
	t.Parallel()
	for _, vague := range []bool{false, true} {
		t.Run(fmt.Sprintf("vague %v", vague), func(t *testing.T) {
			t.Parallel()
			p := newPlace(t)
			k := p.token("Thiết bị 01")
			if vague {
				p.Vague()
			}
			k.PullAfter(2)
			s, err := p.open(t.Context(), k, pin)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			for i := range 4 {
				_, err := sign(t, s, p.pki.Certificate("person"), fmt.Sprint(i))
				if i < 2 && err != nil {
					t.Error(i, err)
				}
				if i >= 2 {
					wants(t, err, token.CodeRemoved)
				}
			}
			if n := len(p.look(t)); n != 0 {
				t.Errorf("%d tokens are shown that are not there", n)
			}
			_, err = p.open(t.Context(), k, pin)
			wants(t, err, token.CodeAbsent)
			k.PutBack()
			again, err := p.open(t.Context(), k, pin)
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			if _, err := sign(t, again, p.pki.Certificate("person"), "lại"); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestBadDriversTakeNobodyDown(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	k := p.token("Thiết bị 01")
	p.Fall("C_Login")
	_, err := p.open(t.Context(), k, pin)
	wants(t, err, token.CodeFell)
	p.Heal()
	hasty := *p
	hasty.desk.Patience = 300 * time.Millisecond
	p.Hang("C_GetSlotList")
	wants(t, hasty.desk.Look(t.Context())[0].Err, token.CodeHangs)
	p.Heal()
	p.Spoil()
	s, err := p.open(t.Context(), k, pin)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sign(t, s, p.pki.Certificate("person"), "hỏng")
	wants(t, err, token.CodeWrong)
	s.Close()
	p.Heal()
	s, err = p.open(t.Context(), k, pin)
	if err != nil {
		t.Fatal("after all this:", err)
	}
	s.Close()
	none := token.Desk{Modules: []token.Module{{Path: "/khong/co.so"}}, Program: p.desk.Program, Environment: p.desk.Environment}
	wants(t, none.Look(t.Context())[0].Err, token.CodeMissing)
}

func TestCertificateWithoutKey(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	k := p.token("Thiết bị 01")
	c, _ := selfSigned(t)
	k.Put(c, nil)
	s, err := p.open(t.Context(), k, pin)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, err = sign(t, s, c, "x")
	wants(t, err, token.CodeNoKey)
}

func TestPINIsWipedAndSaidNowhere(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	k := p.token("Thiết bị 01")
	typed := []byte("90817263")
	_, err := p.desk.Open(t.Context(), p.id(k), token.Login{PIN: typed})
	if !bytes.Equal(typed, make([]byte, len(typed))) {
		t.Errorf("the PIN still stands in memory: %q", typed)
	}
	if f, ok := fault.From(err); !ok || strings.Contains(f.Message+f.Action+f.Error(), "90817263") {
		t.Errorf("the refusal says %v", err)
	}
	old, fresh := []byte(pin), []byte("22446688")
	if err := p.desk.ChangePIN(t.Context(), p.id(k), token.Login{PIN: old}, fresh); err != nil {
		t.Fatal(err)
	}
	if old[0] != 0 || fresh[0] != 0 {
		t.Error("a PIN still stands in memory after a change")
	}
}

func TestFindModules(t *testing.T) {
	t.Parallel()
	known, err := token.KnownModules()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range known {
		if k.Name == "" || len(k.Linux)+len(k.Windows) == 0 || (k.Mark != token.Standard && k.Mark != token.Seen && k.Mark != token.Recalled) {
			t.Errorf("line %+v", k)
		}
	}
	if _, err := token.FindModules([]string{"driver.so"}); err == nil {
		t.Error("a driver of the current folder was taken")
	}
	found, err := token.FindModules([]string{"/a.so", "/a.so"})
	if err != nil || len(found) == 0 || found[0].Mark != token.Own || (len(found) > 1 && found[1].Path == "/a.so") {
		t.Errorf("%v %v", found, err)
	}
}

func TestTokenShownByTwoDriversComesOnce(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.token("Thiết bị 01")
	p.Token("Thiết bị 02", pin, officer)
	other := p.desk.Modules[0]
	other.Name, other.Path = "bản khác", p.Copy()
	p.desk.Modules = append(p.desk.Modules, other)
	libraries := p.desk.Look(t.Context())
	if len(libraries[0].Tokens) != 2 || len(libraries[1].Tokens) != 0 || libraries[1].Err != nil {
		t.Errorf("%d and %d tokens, %v", len(libraries[0].Tokens), len(libraries[1].Tokens), libraries[1].Err)
	}
}
