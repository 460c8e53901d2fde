package pades_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/asn1"
	"slices"
	"testing"

	"antin/cms"
	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

var (
	oidHashSHA256 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidHashSHA512 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidHashSHA1   = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
	oidSignRSA    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11} // with SHA-256
	oidSignRSA1   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 5}  // with SHA-1
)

// crafted is a SignedData written part by part; the zero value of each part is
// what an honest signer writes.
type crafted struct {
	p         person
	digest    []byte
	attrs     func(own [][]byte) [][]byte // the signed attributes, each in DER
	bare      bool                        // no signed attributes, the value is over the content
	order     bool                        // attributes stay as they come
	hash      asn1.ObjectIdentifier
	scheme    asn1.ObjectIdentifier
	listed    asn1.ObjectIdentifier // in digestAlgorithms
	kind      asn1.ObjectIdentifier
	content   []byte
	certs     [][]byte
	unsigned  [][]byte
	crls      [][]byte
	signers   int // 0 is one, -1 none
	sum       func([]byte) ([]byte, crypto.Hash)
	issuedBy  person // named as signer instead
	behind    []byte // in the SignerInfo
	skipCerts bool
}

func attribute(kind asn1.ObjectIdentifier, values ...[]byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(kind)
		b.AddASN1(casn1.SET, func(b *cryptobyte.Builder) {
			for _, v := range values {
				b.AddBytes(v)
			}
		})
	})
	return b.BytesOrPanic()
}

func octets(b []byte) []byte {
	var out cryptobyte.Builder
	out.AddASN1OctetString(b)
	return out.BytesOrPanic()
}

func identifier(o asn1.ObjectIdentifier) []byte {
	var out cryptobyte.Builder
	out.AddASN1ObjectIdentifier(o)
	return out.BytesOrPanic()
}

// essOf is signing-certificate-v2 with the default hash.
func essOf(cert []byte) []byte {
	sum := sha256.Sum256(cert)
	var b cryptobyte.Builder
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1OctetString(sum[:]) })
		})
	})
	return attribute(cms.OIDSigningCertV2, b.BytesOrPanic())
}

func (c crafted) own() [][]byte {
	kind := c.kind
	if kind == nil {
		kind = cms.OIDData
	}
	return [][]byte{attribute(cms.OIDContentType, identifier(kind)), attribute(cms.OIDMessageDigest, octets(c.digest)), essOf(c.p.cert.Raw)}
}

func or(a, b asn1.ObjectIdentifier) asn1.ObjectIdentifier {
	if a == nil {
		return b
	}
	return a
}

func algorithm(b *cryptobyte.Builder, o asn1.ObjectIdentifier) {
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(o)
		b.AddASN1NULL()
	})
}

func set(tag casn1.Tag, parts [][]byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(tag, func(b *cryptobyte.Builder) {
		for _, p := range parts {
			b.AddBytes(p)
		}
	})
	return b.BytesOrPanic()
}

var context0, context1 = casn1.Tag(0).Constructed().ContextSpecific(), casn1.Tag(1).Constructed().ContextSpecific()

// der signs and writes it.
func (c crafted) der(t testing.TB) []byte {
	attrs := c.own()
	if c.attrs != nil {
		attrs = c.attrs(attrs)
	}
	if !c.order {
		slices.SortFunc(attrs, bytes.Compare)
	}
	sum := c.sum
	if sum == nil {
		sum = func(b []byte) ([]byte, crypto.Hash) { s := sha256.Sum256(b); return s[:], crypto.SHA256 }
	}
	over, hash := sum(set(casn1.SET, attrs))
	if c.bare {
		over, hash = c.digest, crypto.SHA256
	}
	value := must(c.p.key.Sign(rand.Reader, over, hash))(t)
	signer := c.signer(attrs, value)
	signers := [][]byte{signer}
	switch c.signers {
	case -1:
		signers = nil
	case 2:
		signers = [][]byte{signer, signer}
	}
	certs := [][]byte{c.p.cert.Raw}
	if c.certs != nil || c.skipCerts {
		certs = c.certs
	}
	var b cryptobyte.Builder
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(cms.OIDSignedData)
		b.AddASN1(context0, func(b *cryptobyte.Builder) {
			b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) { c.signedData(b, certs, signers) })
		})
	})
	return b.BytesOrPanic()
}

func (c crafted) signedData(b *cryptobyte.Builder, certs, signers [][]byte) {
	b.AddASN1Int64(1)
	b.AddASN1(casn1.SET, func(b *cryptobyte.Builder) { algorithm(b, or(c.listed, or(c.hash, oidHashSHA256))) })
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(or(c.kind, cms.OIDData))
		if c.content != nil {
			b.AddASN1(context0, func(b *cryptobyte.Builder) { b.AddASN1OctetString(c.content) })
		}
	})
	if len(certs) > 0 {
		b.AddBytes(set(context0, certs))
	}
	if len(c.crls) > 0 {
		b.AddBytes(set(context1, c.crls))
	}
	b.AddBytes(set(casn1.SET, signers))
}

func (c crafted) signer(attrs [][]byte, value []byte) []byte {
	named := c.p.cert
	if c.issuedBy.cert != nil {
		named = c.issuedBy.cert
	}
	var b cryptobyte.Builder
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddBytes(named.RawIssuer)
			b.AddASN1BigInt(named.SerialNumber)
		})
		algorithm(b, or(c.hash, oidHashSHA256))
		if !c.bare {
			b.AddBytes(set(context0, attrs))
		}
		algorithm(b, or(c.scheme, oidSignRSA))
		b.AddASN1OctetString(value)
		if len(c.unsigned) > 0 {
			b.AddBytes(set(context1, c.unsigned))
		}
		b.AddBytes(c.behind)
	})
	return b.BytesOrPanic()
}

// confused is signed with a CMS of the attacker's making.
func confused(name string, change func(c *crafted)) assault {
	return assault{name: name, base: craftedHonest, axis: "integrity", built: true, make: func(t testing.TB, _ []byte) []byte {
		return handSigned{field: "one", der: func(t testing.TB, p person, digest []byte) []byte {
			c := crafted{p: p, digest: digest}
			change(&c)
			return c.der(t)
		}}.on(t, tablePDF(0))
	}}
}

// craftedHonest shows that the maker above makes a good signature when nothing
// is changed.
var craftedHonest = once(func(t testing.TB) []byte {
	return handSigned{field: "one", der: func(t testing.TB, p person, digest []byte) []byte {
		return crafted{p: p, digest: digest}.der(t)
	}}.on(t, tablePDF(0))
})

func mutated(name string, change func(t testing.TB, der []byte) []byte) assault {
	return assault{name: name, base: signedPlain, axis: "integrity", make: func(t testing.TB, file []byte) []byte {
		return inContents(t, file, func(der []byte) []byte { return change(t, der) })
	}}
}

func doubtful(a assault) assault {
	a.unsure = true
	return a
}

// untrusted: the bytes are those that were signed, whose certificate made them
// is not bound (EN 319 102-1, 5.2.8.4).
func untrusted(a assault) assault {
	a.axis = "trust"
	return doubtful(a)
}

// indefinite writes the outermost length in BER.
func indefinite(t testing.TB, der []byte) []byte {
	var outer asn1.RawValue
	must(asn1.Unmarshal(der, &outer))(t)
	out := append([]byte{der[0], 0x80}, outer.Bytes...)
	return append(out, 0, 0)
}

func without(i int) func([][]byte) [][]byte {
	return func(own [][]byte) [][]byte { return slices.Delete(own, i, i+1) }
}

func with(more ...[]byte) func([][]byte) [][]byte {
	return func(own [][]byte) [][]byte { return append(own, more...) }
}

func instead(i int, fresh []byte) func([][]byte) [][]byte {
	return func(own [][]byte) [][]byte { own[i] = fresh; return own }
}

// cmsConfusions: the signature container says several things, and readers pick
// different ones.
var cmsConfusions = []assault{
	confused("no SignerInfo", func(c *crafted) { c.signers = -1 }),
	confused("two SignerInfos", func(c *crafted) { c.signers = 2 }),
	confused("content inside", func(c *crafted) { c.content = []byte("another order") }),
	confused("empty content inside", func(c *crafted) { c.content = []byte{} }),
	confused("content of another type", func(c *crafted) { c.kind = cms.OIDTSTInfo }),
	confused("the digest of another document", func(c *crafted) { c.digest = make([]byte, 32) }),
	confused("no signed attributes", func(c *crafted) { c.bare = true }),
	confused("no content-type", func(c *crafted) { c.attrs = without(0) }),
	confused("no message-digest", func(c *crafted) { c.attrs = without(1) }),
	untrusted(confused("no signing-certificate", func(c *crafted) { c.attrs = without(2) })),
	confused("message-digest twice", func(c *crafted) { c.attrs = with(attribute(cms.OIDMessageDigest, octets(make([]byte, 32)))) }),
	confused("message-digest with two values", func(c *crafted) {
		c.attrs = instead(1, attribute(cms.OIDMessageDigest, octets(c.digest), octets(make([]byte, 32))))
	}),
	confused("message-digest without value", func(c *crafted) { c.attrs = instead(1, attribute(cms.OIDMessageDigest)) }),
	confused("message-digest with bytes behind", func(c *crafted) {
		c.attrs = instead(1, attribute(cms.OIDMessageDigest, octets(append(slices.Clone(c.digest), 0))))
	}),
	confused("content-type of a time-stamp", func(c *crafted) { c.attrs = instead(0, attribute(cms.OIDContentType, identifier(cms.OIDTSTInfo))) }),
	confused("signing-certificate of another", func(c *crafted) { c.attrs = instead(2, essOf(agency().cert.Raw)) }),
	confused("signing-certificate twice", func(c *crafted) { c.attrs = with(essOf(agency().cert.Raw)) }),
	confused("signer named as another", func(c *crafted) { c.issuedBy, c.certs = agency(), [][]byte{c.p.cert.Raw, agency().cert.Raw} }),
	doubtful(confused("no certificate inside", func(c *crafted) { c.skipCerts = true })),
	doubtful(confused("digest and signature of other hashes", func(c *crafted) {
		c.scheme = oidSignRSA1
		c.sum = func(b []byte) ([]byte, crypto.Hash) { s := sha1.Sum(b); return s[:], crypto.SHA1 }
	})),
	confused("digest said to be SHA-512", func(c *crafted) { c.hash = oidHashSHA512 }),
	doubtful(confused("digest said to be SHA-1", func(c *crafted) { c.hash = oidHashSHA1 })),
	confused("something behind the signer", func(c *crafted) { c.behind = []byte{5, 0} }),
	confused("value over other bytes", func(c *crafted) {
		c.sum = func([]byte) ([]byte, crypto.Hash) { s := sha512.Sum512_256([]byte("x")); return s[:], crypto.SHA256 }
	}),
	mutated("signer doubled", func(t testing.TB, der []byte) []byte { return twoSigners(t)(der) }),
	mutated("value flipped", func(_ testing.TB, der []byte) []byte { der[len(der)-9] ^= 1; return der }),
	mutated("certificate of another put in", func(t testing.TB, der []byte) []byte {
		return bytes.Replace(der, leader().cert.RawSubject, bytes.Replace(leader().cert.RawSubject, []byte("An"), []byte("Bn"), 1), 1)
	}),
	mutated("trailing bytes behind the structure", func(_ testing.TB, der []byte) []byte { return append(der, "evil"...) }),
	mutated("a second structure behind the first", func(_ testing.TB, der []byte) []byte { return append(der, 0x30, 3, 2, 1, 1) }),
	mutated("structure cut short", func(_ testing.TB, der []byte) []byte { return der[:len(der)/2] }),
	mutated("outer length of another size", func(_ testing.TB, der []byte) []byte { der[3]++; return der }),
	mutated("digest flipped in the attributes", func(t testing.TB, der []byte) []byte {
		at := bytes.Index(der, identifier(cms.OIDMessageDigest))
		der[at+20] ^= 1
		return der
	}),
	{name: "CMS of another signature of ours", base: signedTwice, axis: "integrity", make: func(t testing.TB, file []byte) []byte {
		all := contentsPattern.FindAllIndex(file, -1)
		first, second := all[len(all)-2], all[len(all)-1]
		copy(file[second[0]:second[1]-1], bytes.TrimRight(file[first[0]:min(first[1], first[0]+second[1]-second[0])-1], "0"))
		return file
	}},
	{name: "seal's CMS from the leader", base: sealedOffice, axis: "integrity", make: func(t testing.TB, file []byte) []byte {
		all := contentsPattern.FindAllIndex(file, -1)
		copy(file[all[1][0]:], file[all[0][0]:all[0][1]-1])
		return file
	}},
}

// TestIndefiniteLengthIsRead: BER around the same content is the same signature,
// and is said to be BER; it must not be a way to a second reading.
func TestIndefiniteLengthIsRead(t *testing.T) {
	t.Parallel()
	file := inContents(t, bytes.Clone(signedPlain(t)), func(der []byte) []byte { return indefinite(t, der) })
	r := verify(t, file, trusting())
	if s := r.Signatures[0]; s.Integrity != "passed" {
		t.Error(summary(r))
	}
	evil := inContents(t, bytes.Clone(signedPlain(t)), func(der []byte) []byte { return append(indefinite(t, der), "evil"...) })
	if r := verify(t, evil, trusting()); r.Signatures[0].Integrity != "failed" {
		t.Error(summary(r))
	}
}
