package token

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"slices"
	"strings"
	"unicode"
)

// object is a certificate with its id, as it stands on the token.
type object struct {
	der, id []byte
	label   string
	key     bool
}

// sort puts what stands on a token into certificates of holders and of
// authorities. What cannot be read stays among the holders': it is shown with
// its refusal.
func (t *Token) sort(objects []object) {
	for _, o := range objects {
		c, err := x509.ParseCertificate(o.der)
		if err == nil && c.IsCA {
			t.Authorities = append(t.Authorities, o.der)
			continue
		}
		t.Certificates = append(t.Certificates, Certificate{DER: o.der, Label: o.label, Key: o.key})
	}
}

// once leaves each token with the first driver that shows it: the maker's stands
// before OpenSC in the list, and some machines have two editions of one driver.
func once(all []Library) {
	var seen []Token
	for i := range all {
		all[i].Tokens = slices.DeleteFunc(all[i].Tokens, func(t Token) bool {
			if slices.ContainsFunc(seen, t.same) {
				return true
			}
			seen = append(seen, t)
			return false
		})
	}
}

// same reports whether two drivers show one device: it says the same serial, and
// the same label or a certificate that both have.
func (t Token) same(o Token) bool {
	if t.ID.Serial != o.ID.Serial || t.ID.Serial == "" {
		return false
	}
	shared := func(c Certificate) bool {
		return slices.ContainsFunc(o.Certificates, func(d Certificate) bool { return bytes.Equal(c.DER, d.DER) })
	}
	return t.ID.Label == o.ID.Label || slices.ContainsFunc(t.Certificates, shared)
}

// rsaModulus is nil for other keys.
func rsaModulus(c *x509.Certificate) []byte {
	if key, ok := c.PublicKey.(*rsa.PublicKey); ok {
		return key.N.Bytes()
	}
	return nil
}

// clean makes text of a device fit to be shown: padding and what does not print
// are left out.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}
