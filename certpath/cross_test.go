package certpath_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"

	"antin/certpath"
)

func expired(c *x509.Certificate) { c.NotAfter = now.AddDate(0, 0, -1) }

// A bridge certifies every root and is certified by each: all ways lead
// everywhere, and back.
func TestBridgeIsCrossedWithoutGoingInCircles(t *testing.T) {
	t.Parallel()
	bridge := entityNamed(t, "cầu", nil, nil, authority)
	var roots []*entity
	var known []*x509.Certificate
	for _, n := range []string{"A", "B", "C", "D"} {
		r := entityNamed(t, "gốc "+n, nil, nil, authority)
		roots = append(roots, r)
		known = append(known, certs(entityNamed(t, "gốc "+n, bridge, r.key, authority), entityNamed(t, "cầu", r, bridge.key, authority))...)
	}
	leaf := entityNamed(t, "người", roots[0], nil)
	for i, r := range roots {
		path := certpath.Build(leaf.cert, known, certs(r), now)
		want := 4 // leaf, root A by the bridge, bridge by root i, root i
		if i == 0 {
			want = 2
		}
		if !path.OK() || len(path.Chain) != want {
			t.Errorf("root %d: %v, %d certificates", i, path.Failure, len(path.Chain))
		}
	}
	if r := certpath.Build(leaf.cert, known, certs(entityNamed(t, "khác", nil, nil, authority)), now); r.OK() || r.Sub != certpath.NoChain {
		t.Errorf("no anchor: %+v", r)
	}
}

// New root: old key certifies the new (new with old), new the old (old with
// new), both under one name (RFC 4210, 4.4).
func TestRootUnderANewKeyIsFoundFromBothSides(t *testing.T) {
	t.Parallel()
	old, renewed := entityNamed(t, "gốc", nil, nil, authority), entityNamed(t, "gốc", nil, nil, authority)
	newWithOld := entityNamed(t, "gốc", old, renewed.key, authority)
	oldWithNew := entityNamed(t, "gốc", renewed, old.key, authority)
	short := func(c *x509.Certificate) { authority(c); c.MaxPathLenZero = true }
	byOld, byNew := entityNamed(t, "a", old, nil), entityNamed(t, "b", renewed, nil)
	known := certs(newWithOld, oldWithNew, old, renewed)
	for name, c := range map[string]struct {
		leaf, anchor *entity
		length       int
	}{
		"old, old": {byOld, old, 2}, "old, new": {byOld, renewed, 3}, "new, old": {byNew, old, 3}, "new, new": {byNew, renewed, 2},
	} {
		if r := certpath.Build(c.leaf.cert, known, certs(c.anchor), now); !r.OK() || len(r.Chain) != c.length {
			t.Errorf("%s: %v, %d certificates", name, r.Failure, len(r.Chain))
		}
	}
	// a self-issued certificate does not count for the length of the path
	tight := entityNamed(t, "gốc hẹp", nil, nil, short)
	tightNew := entityNamed(t, "gốc hẹp", tight, nil, authority)
	if r := certpath.Build(entityNamed(t, "c", tightNew, nil).cert, certs(tightNew), certs(tight), now); !r.OK() {
		t.Errorf("self-issued: %v", r.Failure)
	}
}

func TestEveryWayIsTriedAndTheNearestFailureTold(t *testing.T) {
	t.Parallel()
	root := entityNamed(t, "gốc", nil, nil, authority)
	key := entityNamed(t, "k", nil, nil).key
	plain := entityNamed(t, "CA", root, key)
	late := entityNamed(t, "CA", root, key, authority, expired)
	other := entityNamed(t, "CA", entityNamed(t, "gốc lạ", nil, nil, authority), key, authority)
	good := entityNamed(t, "CA", root, key, authority)
	leaf := entityNamed(t, "người", good, nil)
	if r := certpath.Build(leaf.cert, certs(plain, other, late, good), certs(root), now); !r.OK() {
		t.Errorf("one of four holds: %v", r.Failure)
	}
	if r := certpath.Build(leaf.cert, certs(plain, other, late), certs(root), now); r.Sub != certpath.Expired || !r.Failure.Certificate.Equal(late.cert) {
		t.Errorf("%v %v", r.Sub, r.Failure)
	}
	all := certpath.All(leaf.cert, certs(plain, other, late, good), certs(root), now)
	if len(all) != 3 || !all[0].OK() || all[1].Sub != certpath.Expired || all[2].Failure.Check != certpath.CheckCA {
		t.Errorf("%+v", all)
	}
	if all := certpath.All(leaf.cert, certs(other), certs(root), now); len(all) != 0 {
		t.Errorf("no anchor: %+v", all)
	}
}

func TestNamesAreComparedNotTheirBytes(t *testing.T) {
	t.Parallel()
	spelled := func(tag int, s string) []byte {
		return der(t, pkix.RDNSequence{{{Type: asn1.ObjectIdentifier{2, 5, 4, 3}, Value: asn1.RawValue{Tag: tag, Bytes: []byte(s)}}}})
	}
	bmp := spelled(30, "\x00C\x00A")
	for _, c := range []struct {
		a, b []byte
		want bool
	}{
		{spelled(12, "CA"), spelled(19, "CA"), true}, {spelled(12, "CA"), bmp, true}, {spelled(12, "Ca  1"), spelled(19, " cA 1"), true},
		{spelled(12, "Nghệ An"), spelled(12, "nghệ AN"), true},
		{spelled(12, "CA"), spelled(12, "CB"), false}, {spelled(12, "CA"), name(t, "N=CA", "N=CA"), false}, {spelled(12, "CA"), name(t, "O=CA"), false},
		{name(t, "N=a", "N=b"), name(t, "N=b", "N=a"), false}, {[]byte{1}, []byte{1}, true}, {[]byte{1}, []byte{2}, false}, {[]byte{0x30, 0}, []byte{0x30, 0x80}, false},
	} {
		if certpath.EqualNames(c.a, c.b) != c.want || certpath.EqualNames(c.b, c.a) != c.want {
			t.Errorf("%x and %x: not %v", c.a, c.b, c.want)
		}
	}
	root := entityNamed(t, "CA", nil, nil, authority)
	other := *root.cert
	other.RawSubject = spelled(12, "ca") // the child then names its issuer in another spelling
	child := entityNamed(t, "a", &entity{&other, root.key}, nil)
	if r := certpath.Build(child.cert, nil, certs(root), now); !r.OK() {
		t.Errorf("other spelling of the issuer: %v", r.Failure)
	}
}

func TestKeysOfAllKindsSignPaths(t *testing.T) {
	t.Parallel()
	rk, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, ek, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		key crypto.Signer
		alg x509.SignatureAlgorithm
	}{
		"RSA": {rk, x509.SHA256WithRSA}, "PSS": {rk, x509.SHA384WithRSAPSS}, "PSS 512": {rk, x509.SHA512WithRSAPSS}, "Ed25519": {ek, x509.PureEd25519},
	} {
		alg := func(x *x509.Certificate) { x.SignatureAlgorithm = c.alg }
		root := entityNamed(t, "gốc", nil, c.key, authority, alg)
		ca := entityNamed(t, "CA", root, c.key, authority, alg)
		leaf := entityNamed(t, "người", ca, nil, alg)
		r := certpath.Build(leaf.cert, certs(ca), certs(root), now)
		if !r.OK() || len(r.Weak) != 0 {
			t.Errorf("%s: %v %v", name, r.Failure, r.Weak)
		}
	}
}
