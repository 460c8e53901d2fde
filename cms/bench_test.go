package cms_test

import (
	"crypto"
	"testing"

	"antin/cms"
)

// BenchmarkVerify is one signature of RSA-2048 with its chain, parse and all:
// little more than the RSA operation itself.
func BenchmarkVerify(b *testing.B) {
	id := issue(b, rsaKey(b), 5)
	der, digest := sign(b, id, content, crypto.SHA256), sum(crypto.SHA256, content)
	for b.Loop() {
		sd, err := cms.Parse(der)
		if err != nil {
			b.Fatal(err)
		}
		if r := sd.Signers[0].Verify(id.cert, digest); r.Result() != cms.Passed {
			b.Fatal(r)
		}
	}
}
