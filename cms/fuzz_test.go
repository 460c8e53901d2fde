package cms_test

import (
	"crypto"
	"errors"
	"testing"

	"antin/cms"
)

// FuzzParse: whatever comes, no panic, and what was read can be judged.
func FuzzParse(f *testing.F) {
	id := issue(f, ecKey(f), 5)
	good := sign(f, id, content, crypto.SHA256)
	f.Add(good)
	f.Add(append(good[:len(good):len(good)], 0, 0, 0))
	f.Add(good[:len(good)/2])
	f.Add(sign(f, id, content, crypto.SHA512, cms.WithContent(cms.OIDTSTInfo, content)))
	f.Add([]byte{0x30, 0x80, 0x24, 0x80, 0x04, 1, 1, 0, 0, 0, 0})
	f.Add([]byte{0x30, 0x84, 0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{0x3f, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0})
	digest := sum(crypto.SHA256, content)
	f.Fuzz(func(t *testing.T, data []byte) {
		sd, n, err := cms.ParsePrefix(data)
		if err != nil {
			if !errors.Is(err, cms.ErrMalformed) && !errors.Is(err, cms.ErrLimit) && !errors.Is(err, cms.ErrUnsupported) {
				t.Fatalf("an error without kind: %v", err)
			}
			return
		}
		if n <= 0 || n > len(data) {
			t.Fatalf("took %d of %d bytes", n, len(data))
		}
		for _, si := range sd.Signers {
			r := si.Verify(id.cert, digest)
			if r.Result() == cms.Passed && r.Of(cms.CheckValue) != cms.Passed {
				t.Fatalf("passed without a value: %+v", r)
			}
			si.TimeStamps()
			sd.Certificate(si)
		}
	})
}
