package certpath_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"

	"antin/certpath"
)

// FuzzNames: comparing names is symmetric, and a name equals itself.
func FuzzNames(f *testing.F) {
	f.Add(name(f, "C=VN", "O=Nghệ An", "N=a"), name(f, "C=VN", "O=NGHỆ AN", "N=a"))
	f.Add([]byte{0x30, 0x80}, []byte{0x30, 2, 0x31, 0})
	f.Add([]byte{0x30, 11, 0x31, 9, 0x30, 7, 6, 3, 0x55, 4, 3, 0x1e, 0}, []byte{})
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if !certpath.EqualNames(a, a) || certpath.EqualNames(a, b) != certpath.EqualNames(b, a) {
			t.Fatalf("%x and %x", a, b)
		}
	})
}

// FuzzConstraints: whatever stands in the constraints of an authority and the
// names below, no panic, and a name that is excluded by itself does not pass.
func FuzzConstraints(f *testing.F) {
	root := entityNamed(f, "gốc", nil, nil, authority)
	leaf := entityNamed(f, "người", root, nil)
	directory := tlv(0xa4, name(f, "C=VN", "O=Nghệ An"))
	for _, n := range [][]byte{directory, tlv(0x81, []byte("a@gov.vn")), tlv(0x82, []byte("a.gov.vn")), tlv(0x86, []byte("https://gov.vn/a")), tlv(0x87, []byte{10, 0, 0, 1})} {
		f.Add(tlv(0x30, tlv(0xa0, tlv(0x30, n))), tlv(0x30, n))
		f.Add(tlv(0x30, tlv(0xa1, tlv(0x30, n))), tlv(0x30, n))
	}
	f.Add([]byte{0x30, 0x80}, []byte{0x30, 0})
	f.Fuzz(func(t *testing.T, limits, names []byte) {
		build := func(limits []byte) certpath.Result {
			a, c := *root.cert, *leaf.cert
			a.Extensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 30}, Critical: true, Value: limits}}
			c.Extensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 17}, Value: names}}
			return certpath.Build(&c, nil, []*x509.Certificate{&a}, now)
		}
		build(limits)
		if everything := tlv(0x30, tlv(0xa1, tlv(0x30, []byte{0xa4, 2, 0x30, 0}))); build(everything).OK() {
			t.Fatal("the subject passes, though every directory name is excluded")
		}
	})
}
