package certpath_test

import (
	"bytes"
	"crypto/x509"
	"sync"
	"testing"

	"antin/certpath"
)

func TestMemorySaysWhatBuildSays(t *testing.T) {
	t.Parallel()
	root, stranger := entityNamed(t, "gốc", nil, nil, authority), entityNamed(t, "gốc", nil, nil, authority)
	ca := entityNamed(t, "cấp phát", root, nil, authority)
	leaf := entityNamed(t, "người", ca, nil)
	late := entityNamed(t, "người cũ", ca, nil, func(c *x509.Certificate) { c.NotAfter = now.AddDate(0, 0, -1) })
	forged := bytes.Clone(leaf.cert.Raw)
	forged[len(forged)-1] ^= 1
	broken, err := certpath.Parse(forged)
	if err != nil {
		t.Fatal(err)
	}
	var memory certpath.Memory
	var wg sync.WaitGroup
	for range 4 { // the second to the fourth time from memory, and all at once
		wg.Go(func() {
			for name, c := range map[string]struct {
				leaf *x509.Certificate
				root *entity
			}{
				"good": {leaf.cert, root}, "expired": {late.cert, root}, "foreign root": {leaf.cert, stranger}, "forged": {broken, root},
			} {
				want := certpath.Build(c.leaf, certs(ca), certs(c.root), now)
				got := memory.Build(c.leaf, certs(ca), certs(c.root), now)
				if got.OK() != want.OK() || got.Sub != want.Sub || got.OK() != (name == "good") {
					t.Errorf("%s: %v %v, without memory %v %v", name, got.Sub, got.Failure, want.Sub, want.Failure)
				}
			}
		})
	}
	wg.Wait()
}

// The key of the copy cannot verify anything: only what was seen before can
// say that it signed.
func TestMemoryIsAskedBeforeTheKey(t *testing.T) {
	t.Parallel()
	root := entityNamed(t, "gốc", nil, nil, authority)
	leaf := entityNamed(t, "người", root, nil)
	mute := *root.cert
	mute.PublicKey = nil
	var memory certpath.Memory
	for _, step := range []struct {
		anchor *x509.Certificate
		ok     bool
	}{{&mute, false}, {root.cert, true}, {&mute, true}} {
		if r := memory.Build(leaf.cert, nil, []*x509.Certificate{step.anchor}, now); r.OK() != step.ok {
			t.Errorf("%v: %v", step.ok, r.Failure)
		}
	}
	var none *certpath.Memory
	if r := none.Build(leaf.cert, nil, certs(root), now); !r.OK() {
		t.Errorf("no memory: %v", r.Failure)
	}
}
