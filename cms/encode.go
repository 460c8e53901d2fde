package cms

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// encode: the structures are ours, so that the builder's error cannot happen.
func (b *Builder) encode(sig []byte) []byte {
	hashOID, _ := OIDOf(b.set.hash)
	version := int64(1)
	if !b.set.kind.Equal(OIDData) {
		version = 3 // RFC 5652, 5.1
	}
	var out cryptobyte.Builder
	out.AddASN1(casn1.SEQUENCE, func(info *cryptobyte.Builder) {
		info.AddASN1ObjectIdentifier(OIDSignedData)
		info.AddASN1(casn1.Tag(0).Constructed().ContextSpecific(), func(w *cryptobyte.Builder) {
			w.AddASN1(casn1.SEQUENCE, func(sd *cryptobyte.Builder) {
				sd.AddASN1Int64(version)
				sd.AddASN1(casn1.SET, func(a *cryptobyte.Builder) { addAlgorithm(a, hashOID, nil) })
				b.addContent(sd)
				if !b.set.bare {
					sd.AddBytes(setOf(casn1.Tag(0).Constructed().ContextSpecific(), b.certificates()))
				}
				sd.AddASN1(casn1.SET, func(s *cryptobyte.Builder) { b.addSigner(s, hashOID, sig) })
			})
		})
	})
	return out.BytesOrPanic()
}

func (b *Builder) certificates() [][]byte {
	all := [][]byte{b.cert.Raw}
	for _, c := range b.chain {
		if !slices.ContainsFunc(all, func(d []byte) bool { return bytes.Equal(c.Raw, d) }) {
			all = append(all, c.Raw)
		}
	}
	return all
}

func (b *Builder) addContent(sd *cryptobyte.Builder) {
	sd.AddASN1(casn1.SEQUENCE, func(e *cryptobyte.Builder) {
		e.AddASN1ObjectIdentifier(b.set.kind)
		if b.set.content != nil {
			e.AddASN1(casn1.Tag(0).Constructed().ContextSpecific(), func(c *cryptobyte.Builder) {
				c.AddASN1OctetString(b.set.content)
			})
		}
	})
}

func (b *Builder) addSigner(set *cryptobyte.Builder, hashOID asn1.ObjectIdentifier, sig []byte) {
	set.AddASN1(casn1.SEQUENCE, func(si *cryptobyte.Builder) {
		si.AddASN1Int64(1)
		si.AddASN1(casn1.SEQUENCE, func(sid *cryptobyte.Builder) {
			sid.AddBytes(b.cert.RawIssuer)
			sid.AddASN1BigInt(b.cert.SerialNumber)
		})
		addAlgorithm(si, hashOID, nil)
		attrs := bytes.Clone(b.attrs)
		attrs[0] = 0xa0
		si.AddBytes(attrs)
		b.addSignatureAlgorithm(si)
		si.AddASN1OctetString(sig)
		if len(b.unsigned) > 0 {
			si.AddBytes(setOf(casn1.Tag(1).Constructed().ContextSpecific(), b.unsigned))
		}
	})
}

var null = []byte{5, 0}

func (b *Builder) addSignatureAlgorithm(si *cryptobyte.Builder) {
	if b.fam == famPSS {
		addPSS(si, b.set.hash)
		return
	}
	for _, s := range signatureOIDs {
		if s.fam == b.fam && s.hash == b.set.hash {
			if b.fam == famPKCS1 {
				addAlgorithm(si, s.oid, null) // RFC 4055, 5: NULL is required
			} else {
				addAlgorithm(si, s.oid, nil)
			}
			return
		}
	}
}

func addPSS(si *cryptobyte.Builder, hash crypto.Hash) {
	oid, _ := OIDOf(hash)
	si.AddASN1(casn1.SEQUENCE, func(a *cryptobyte.Builder) {
		a.AddASN1ObjectIdentifier(oidPSS)
		a.AddASN1(casn1.SEQUENCE, func(p *cryptobyte.Builder) {
			p.AddASN1(casn1.Tag(0).Constructed().ContextSpecific(), func(h *cryptobyte.Builder) { addAlgorithm(h, oid, null) })
			p.AddASN1(casn1.Tag(1).Constructed().ContextSpecific(), func(m *cryptobyte.Builder) {
				m.AddASN1(casn1.SEQUENCE, func(g *cryptobyte.Builder) {
					g.AddASN1ObjectIdentifier(oidMGF1)
					addAlgorithm(g, oid, null)
				})
			})
			p.AddASN1(casn1.Tag(2).Constructed().ContextSpecific(), func(s *cryptobyte.Builder) { s.AddASN1Int64(int64(hash.Size())) })
		})
	})
}

func addAlgorithm(b *cryptobyte.Builder, oid asn1.ObjectIdentifier, parameters []byte) {
	b.AddASN1(casn1.SEQUENCE, func(a *cryptobyte.Builder) {
		a.AddASN1ObjectIdentifier(oid)
		a.AddBytes(parameters)
	})
}

func attribute(kind asn1.ObjectIdentifier, value func(*cryptobyte.Builder)) []byte {
	var out cryptobyte.Builder
	out.AddASN1(casn1.SEQUENCE, func(a *cryptobyte.Builder) {
		a.AddASN1ObjectIdentifier(kind)
		a.AddASN1(casn1.SET, value)
	})
	return out.BytesOrPanic()
}

// setOf sorts as DER wants it (X.690, 11.6).
func setOf(tag casn1.Tag, elements [][]byte) []byte {
	sorted := slices.Clone(elements)
	slices.SortFunc(sorted, bytes.Compare)
	return appendElement(nil, []byte{byte(tag)}, bytes.Join(sorted, nil))
}

func addESSv2(v *cryptobyte.Builder, cert *x509.Certificate, hash crypto.Hash) {
	h := hash.New()
	h.Write(cert.Raw)
	v.AddASN1(casn1.SEQUENCE, func(sc *cryptobyte.Builder) {
		sc.AddASN1(casn1.SEQUENCE, func(certs *cryptobyte.Builder) {
			certs.AddASN1(casn1.SEQUENCE, func(id *cryptobyte.Builder) {
				if oid, _ := OIDOf(hash); hash != crypto.SHA256 { // the default is left out in DER
					addAlgorithm(id, oid, nil)
				}
				id.AddASN1OctetString(h.Sum(nil))
				id.AddASN1(casn1.SEQUENCE, func(is *cryptobyte.Builder) {
					is.AddASN1(casn1.SEQUENCE, func(names *cryptobyte.Builder) {
						names.AddASN1(casn1.Tag(4).Constructed().ContextSpecific(), func(n *cryptobyte.Builder) { n.AddBytes(cert.RawIssuer) })
					})
					is.AddASN1BigInt(cert.SerialNumber)
				})
			})
		})
	})
}
