package pades_test

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"antin/cms"
	"antin/pades"
	"antin/pdf"
)

// stage is what the attacks on time and revocation play on: a signature that
// holds only by its time-stamp, since the certificate ended a year ago, and one
// that holds only by the evidence in the file.
type stage struct {
	short  person // whose certificate ended
	tsa    witness
	later  time.Time
	lists  [][]byte
	years  years
	holder person
}

var playing = sync.OnceValue(func() *stage {
	s := &stage{later: signedAt.AddDate(2, 0, 0), years: kept(), holder: practice().people["P-256"]}
	s.short = newcomer(&practice().ca, "Hết hạn", until(signedAt.AddDate(1, 0, 0)))
	s.tsa = witness{person: practice().tsa, at: signedAt.Add(time.Minute)}
	s.lists = append(listsAt(signedAt.Add(time.Hour)), listsAt(s.later)...)
	return s
})

func atPractice(at time.Time, crls ...[]byte) pades.Options {
	p := practice()
	return pades.Options{At: at, Anchors: []*x509.Certificate{p.root.cert}, Intermediates: []*x509.Certificate{p.ca.cert, p.services.cert}, CRLs: crls}
}

func twoYearsLater() pades.Options { return atPractice(playing().later, playing().lists...) }
func fiveYearsLater() pades.Options {
	return atPractice(playing().years.now, listsAt(playing().years.now)...)
}
func twoHoursLater() pades.Options { return atPractice(signedAt.Add(2 * time.Hour)) }
func toldByOthers() pades.Options {
	return atPractice(signedAt.Add(2*time.Hour), listsAt(signedAt.Add(time.Hour))...)
}

var (
	stampedShort = once(func(t testing.TB) []byte {
		s := playing()
		return s.short.signStamped(t, tablePDF(0), stamping{inside: []witness{s.tsa}})
	})
	archivedYears = once(func(t testing.TB) []byte { return playing().years.archived(t) })
	// storedOnly holds by nothing but the evidence in the file.
	storedOnly = once(func(t testing.TB) []byte {
		signed := playing().holder.signStamped(t, tablePDF(0), stamping{})
		return keep(t, signed, []*x509.Certificate{practice().ca.cert}, listsAt(signedAt.Add(time.Hour)), nil)
	})
	// atLT and atLTA are made by our own signer.
	atLT = once(func(t testing.TB) []byte {
		f, _ := net().signTo(t, tablePDF(0), "P-256", pades.Signing{Field: "one"}, pades.LevelLT)
		return f
	})
	atLTA = once(func(t testing.TB) []byte {
		f, _ := net().signTo(t, tablePDF(0), "P-256", pades.Signing{Field: "one"}, pades.LevelLTA)
		return f
	})
)

// withTokens puts other time-stamps into the CMS of the last signature.
func withTokens(tokens func(t testing.TB, value, own []byte) [][]byte) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte {
		return inContents(t, file, func(der []byte) []byte {
			sd, _, err := cms.ParsePrefix(der)
			if err != nil {
				t.Fatal(err)
			}
			si := sd.Signers[0]
			var fresh [][]byte
			if list := tokens(t, si.Signature, si.TimeStamps()[0]); len(list) > 0 {
				fresh = [][]byte{attribute(cms.OIDTimeStamp, list...)}
			}
			return rebuilt(t, der, []int{1, 0, -1, 0}, func(parts [][]byte) [][]byte {
				parts = parts[:len(parts)-1]
				if fresh != nil {
					parts = append(parts, set(context1, fresh))
				}
				return parts
			})
		})
	}
}

// rebuilt changes the parts of a constructed value that a path of indices leads
// to, and writes the lengths above anew; -1 is the last part.
func rebuilt(t testing.TB, der []byte, path []int, change func([][]byte) [][]byte) []byte {
	t.Helper()
	var outer asn1.RawValue
	must(asn1.Unmarshal(der, &outer))(t)
	var parts [][]byte
	for rest := outer.Bytes; len(rest) > 0; {
		var p asn1.RawValue
		rest = must(asn1.Unmarshal(rest, &p))(t)
		parts = append(parts, p.FullBytes)
	}
	if len(path) == 0 {
		parts = change(parts)
	} else {
		i := path[0]
		if i < 0 {
			i += len(parts)
		}
		parts[i] = rebuilt(t, parts[i], path[1:], change)
	}
	return must(asn1.Marshal(asn1.RawValue{Class: outer.Class, Tag: outer.Tag, IsCompound: true, Bytes: bytes.Join(parts, nil)}))(t)
}

func stampAssault(name string, make func(testing.TB, []byte) []byte) assault {
	return assault{name: name, base: stampedShort, make: make, options: twoYearsLater, axis: "trust", unsure: true}
}

func archiveAssault(name string, make func(testing.TB, []byte) []byte) assault {
	return assault{name: name, base: archivedYears, make: make, options: fiveYearsLater, unsure: true}
}

// tokenBy stamps the true value, by someone else.
func tokenBy(who func() witness) func(testing.TB, []byte) []byte {
	return withTokens(func(t testing.TB, value, _ []byte) [][]byte { return [][]byte{who().token(t, value)} })
}

// onToken changes the one there is.
func onToken(change func([]byte) []byte) func(testing.TB, []byte) []byte {
	return withTokens(func(_ testing.TB, _, own []byte) [][]byte { return [][]byte{change(bytes.Clone(own))} })
}

// stampSubstitutions: the time that counts is another one than that of the
// signature.
var stampSubstitutions = []assault{
	stampAssault("token taken out", withTokens(func(testing.TB, []byte, []byte) [][]byte { return nil })),
	stampAssault("token of another signature", withTokens(func(t testing.TB, _, _ []byte) [][]byte {
		return [][]byte{playing().tsa.token(t, []byte("another signature value"))}
	})),
	stampAssault("token over the signed attributes", withTokens(func(t testing.TB, value, _ []byte) [][]byte {
		return [][]byte{playing().tsa.token(t, append([]byte{4, 64}, value...))}
	})),
	stampAssault("token by someone who is no authority", tokenBy(func() witness { return witness{person: playing().holder, at: signedAt} })),
	stampAssault("token by the signer", tokenBy(func() witness { return witness{person: playing().short, at: signedAt} })),
	stampAssault("token by a stranger of the same name", tokenBy(func() witness {
		root := newcomer(nil, "Gốc thử", issuing)
		return witness{person: newcomer(&root, "Dấu thời gian", purpose(x509.ExtKeyUsageTimeStamping, false)), at: signedAt}
	})),
	stampAssault("token by an authority whose certificate had ended", tokenBy(func() witness { return authorityUntil(signedAt, signedAt.Add(-day)) })),
	stampAssault("token of a time after the end of the certificate", tokenBy(func() witness { return witness{person: practice().tsa, at: signedAt.AddDate(1, 6, 0)} })),
	stampAssault("token from the future", tokenBy(func() witness { return witness{person: practice().tsa, at: signedAt.AddDate(3, 0, 0)} })),
	stampAssault("token with its time changed", onToken(func(b []byte) []byte {
		at := bytes.Index(b, []byte("20261122"))
		b[at+3]--
		return b
	})),
	stampAssault("token with its imprint changed", onToken(func(b []byte) []byte {
		at := bytes.Index(b, []byte("20261122"))
		b[at-20] ^= 1
		return b
	})),
	stampAssault("token with its value changed", onToken(func(b []byte) []byte { b[len(b)-3] ^= 1; return b })),
	stampAssault("token cut short", onToken(func(b []byte) []byte { return append([]byte{0x30, 2}, b[2:4]...) })),
	stampAssault("signature in place of the token", withTokens(func(t testing.TB, value, _ []byte) [][]byte { return [][]byte{honest(t, playing().holder, value[:32])} })),
	stampAssault("two tokens, both wrong", withTokens(func(t testing.TB, _, own []byte) [][]byte {
		return [][]byte{playing().tsa.token(t, []byte("x")), playing().tsa.token(t, []byte("y"))}
	})),
	stampAssault("token under the attribute of archives", func(t testing.TB, file []byte) []byte {
		return inContents(t, file, func(der []byte) []byte {
			return bytes.Replace(der, identifier(cms.OIDTimeStamp), identifier(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 27}), 1)
		})
	}),
	archiveAssault("document time-stamp flipped", func(t testing.TB, file []byte) []byte {
		return inContents(t, file, func(der []byte) []byte { der[len(der)-3] ^= 1; return der })
	}),
	archiveAssault("document time-stamp over other bytes", func(t testing.TB, file []byte) []byte {
		return inContents(t, file, func([]byte) []byte { return playing().years.again.token(t, []byte("another file")) })
	}),
	archiveAssault("document time-stamp replaced by the first one", func(t testing.TB, file []byte) []byte {
		all := contentsPattern.FindAllIndex(file, -1)
		from := must(hex.DecodeString(string(file[all[len(all)-2][0]+1 : all[len(all)-2][1]-1])))(t)
		return inContents(t, file, func([]byte) []byte {
			var raw asn1.RawValue
			must(asn1.Unmarshal(from, &raw))(t)
			return raw.FullBytes
		})
	}),
	archiveAssault("document time-stamp of part of the file", func(t testing.TB, file []byte) []byte {
		return inRange(t, file, func(n []int) { n[3] -= 30 })
	}),
	archiveAssault("last document time-stamp taken off the file", func(t testing.TB, file []byte) []byte {
		revs := open(t, file).Revisions()
		return file[:revs[len(revs)-2].End]
	}),
	archiveAssault("document time-stamps taken out of the form", func(t testing.TB, file []byte) []byte {
		return update(t, file, func(rev *pdf.Revision, u *pdf.Update) {
			inForm(t, rev, u, func(d pdf.Dict) pdf.Dict { return d.With("Fields", must(rev.Array(d.Get("Fields")))(t)[:1]) })
		})
	}),
	archiveAssault("signature made to look older than its time-stamp", func(t testing.TB, file []byte) []byte {
		return overLast(t, file, "/M (D:2026", "/M (D:2020")
	}),
}

func revocationAssault(name string, make func(t testing.TB) (certs []*x509.Certificate, crls, ocsps [][]byte)) assault {
	return assault{name: name, base: storedOnly, options: twoHoursLater, axis: "trust", unsure: true, built: true, make: func(t testing.TB, _ []byte) []byte {
		certs, crls, ocsps := make(t)
		return keep(t, playing().holder.signStamped(t, tablePDF(0), stamping{}), append(certs, practice().ca.cert), crls, ocsps)
	}}
}

func storeAssault(name string, options func() pades.Options, make func(testing.TB, []byte) []byte) assault {
	return assault{name: name, base: storedOnly, options: options, make: make, unsure: true}
}

// exceptCA are the good lists without the one that speaks of the holder.
func exceptCA() [][]byte {
	lists := listsAt(signedAt.Add(time.Hour))
	return [][]byte{lists[0], lists[2]}
}

// inEvidence flips a byte in the piece of evidence of that number from the end.
func inEvidence(back, from int) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte {
		at := len(file)
		for range back {
			at = bytes.LastIndex(file[:at], []byte("endstream"))
		}
		file[at-from] ^= 1
		return file
	}
}

func onlyAnswers(answer func() []byte) func(testing.TB) ([]*x509.Certificate, [][]byte, [][]byte) {
	return func(testing.TB) ([]*x509.Certificate, [][]byte, [][]byte) { return nil, exceptCA(), [][]byte{answer()} }
}

func onlyLists(list func() []byte) func(testing.TB) ([]*x509.Certificate, [][]byte, [][]byte) {
	return func(testing.TB) ([]*x509.Certificate, [][]byte, [][]byte) {
		return nil, append(exceptCA(), list()), nil
	}
}

// revocationSubstitutions: what says that a certificate is good does not, or is
// not of who may say it.
var revocationSubstitutions = []assault{
	revocationAssault("no answer", func(testing.TB) ([]*x509.Certificate, [][]byte, [][]byte) { return nil, exceptCA(), nil }),
	revocationAssault("list of a stranger of the same name", onlyLists(func() []byte {
		return listBy(newcomer(nil, "CA cán bộ", issuing), signedAt.Add(time.Hour))
	})),
	revocationAssault("list of another authority", onlyLists(func() []byte { return listBy(practice().services, signedAt.Add(time.Hour)) })),
	revocationAssault("list by the signer", onlyLists(func() []byte { return listBy(asIssuer(playing().holder), signedAt.Add(time.Hour)) })),
	revocationAssault("list long out of date", onlyLists(func() []byte { return listBy(practice().ca, signedAt.AddDate(0, -3, 0)) })),
	revocationAssault("a good list beside one that revokes", func(testing.TB) ([]*x509.Certificate, [][]byte, [][]byte) {
		return nil, append(listsAt(signedAt.Add(time.Hour)), listBy(practice().ca, signedAt.Add(90*time.Minute), entry{playing().holder, signedAt.Add(-day), 1})), nil
	}),
	revocationAssault("answer by anyone of the same authority", onlyAnswers(func() []byte {
		return answerBy(practice().people["P-384"], practice().ca, playing().holder, signedAt.Add(time.Hour))
	})),
	revocationAssault("answer by the signer", onlyAnswers(func() []byte {
		return answerBy(playing().holder, practice().ca, playing().holder, signedAt.Add(time.Hour))
	})),
	revocationAssault("answer by the time-stamp authority", onlyAnswers(func() []byte {
		return answerBy(practice().tsa, practice().ca, playing().holder, signedAt.Add(time.Hour))
	})),
	revocationAssault("answer about another certificate", onlyAnswers(func() []byte {
		return answerBy(practice().responder, practice().ca, practice().people["RSA"], signedAt.Add(time.Hour))
	})),
	revocationAssault("answer under another issuer", onlyAnswers(func() []byte {
		return answerBy(practice().responder, practice().services, playing().holder, signedAt.Add(time.Hour))
	})),
	revocationAssault("answer long out of date", onlyAnswers(func() []byte {
		return answerBy(practice().responder, practice().ca, playing().holder, signedAt.AddDate(0, -3, 0))
	})),
	revocationAssault("answer that does not know", onlyAnswers(func() []byte {
		r, issuer := practice().responder, practice().ca
		return sure(ocsp.CreateResponse(issuer.cert, r.cert, ocsp.Response{Status: ocsp.Unknown, SerialNumber: playing().holder.cert.SerialNumber,
			ThisUpdate: signedAt.Add(time.Hour), NextUpdate: signedAt.Add(3 * time.Hour), Certificate: r.cert}, r.key))
	})),
	revocationAssault("answer that says try later", onlyAnswers(func() []byte { return slices.Clone(ocsp.TryLaterErrorResponse) })),
	storeAssault("value of the list flipped", twoHoursLater, inEvidence(2, 6)),
	storeAssault("a byte within the list flipped", twoHoursLater, inEvidence(2, 120)),
	storeAssault("evidence of the root's list flipped", twoHoursLater, inEvidence(3, 6)),
	storeAssault("store taken out", twoHoursLater, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		u.Set(rootOf(rev), must(rev.Catalog())(t).Without("DSS"))
	})),
	storeAssault("lists taken for certificates", twoHoursLater, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		dss := must(rev.Dict(must(rev.Catalog())(t).Get("DSS")))(t)
		u.Set(rootOf(rev), must(rev.Catalog())(t).With("DSS", dss.With("Certs", dss.Get("CRLs")).With("CRLs", dss.Get("Certs"))))
	})),
	{name: "file says good, the outside says revoked", base: storedOnly, options: twoHoursLater, unsure: true, axis: "trust", built: true, make: func(t testing.TB, file []byte) []byte {
		list := listBy(practice().ca, signedAt.Add(100*time.Minute), entry{playing().holder, signedAt.Add(-day), 1})
		return keep(t, file, nil, [][]byte{list}, nil)
	}},
}

// asIssuer lets a person sign lists as if it were an authority.
func asIssuer(p person) person {
	cert := *p.cert
	cert.KeyUsage, cert.IsCA = x509.KeyUsageCRLSign, true
	if cert.SubjectKeyId == nil {
		cert.SubjectKeyId = []byte{1}
	}
	return person{key: p.key, cert: &cert}
}

// inDSS changes the store of the last revision.
func inDSS(base func(testing.TB) []byte, name string, change func(rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Object) assault {
	return assault{name: name, base: base, options: toldByOthers, axis: "modification", make: editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		at := must(rev.Catalog())(t).Get("DSS")
		dss := must(rev.Dict(at))(t)
		if ref, ok := at.(pdf.Ref); ok {
			u.Set(ref, change(rev, u, dss))
			return
		}
		u.Set(rootOf(rev), must(rev.Catalog())(t).With("DSS", change(rev, u, dss)))
	})}
}

// inPiece writes over one piece of evidence.
func inPiece(base func(testing.TB) []byte, name string, key pdf.Name, fresh pdf.Object) assault {
	return assault{name: name, base: base, options: toldByOthers, axis: "modification", make: editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		dss := must(rev.Dict(must(rev.Catalog())(t).Get("DSS")))(t)
		u.Set(must(rev.Array(dss.Get(key)))(t)[0].(pdf.Ref), fresh)
	})}
}

func vriEntryOf(rev *pdf.Revision, d pdf.Dict) (pdf.Dict, pdf.Name) {
	vri, _ := rev.Dict(d.Get("VRI"))
	for _, e := range vri {
		if e.Key != "Type" {
			return vri, e.Key
		}
	}
	return vri, ""
}

// storeTamperings: the document security store is no place to change anything
// else, and what a later time-stamp covers of it stays. (What no signature
// covers may go: cutting the file would take it too.)
var storeTamperings = []assault{
	inDSS(atLTA, "store emptied", func(*pdf.Revision, *pdf.Update, pdf.Dict) pdf.Object { return pdf.Dictionary("Type", pdf.Name("DSS")) }),
	inDSS(atLT, "store made null", func(*pdf.Revision, *pdf.Update, pdf.Dict) pdf.Object { return pdf.Null{} }),
	inDSS(atLT, "store made a stream", func(_ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Object { return pdf.NewStream(d, nil) }),
	inDSS(atLTA, "certificates taken out", func(_ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Object { return d.Without("Certs") }),
	inDSS(atLTA, "lists taken out", func(_ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Object { return d.With("CRLs", pdf.Array{}) }),
	inDSS(atLT, "a key of nobody that leads to the page", func(_ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Object { return d.With("Page", pdf.Ref{Num: 3}) }),
	inDSS(atLT, "page content as a certificate, and changed", func(_ *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Object {
		u.Set(pdf.Ref{Num: 4}, drawn("PAY 999 999"))
		certs, _ := u.Base().Array(d.Get("Certs"))
		return d.With("Certs", append(slices.Clone(certs), pdf.Ref{Num: 4}))
	}),
	inDSS(atLT, "font of the page as a list, and changed", func(_ *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Object {
		u.Set(pdf.Ref{Num: 5}, pdf.NewStream(pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"), "BaseFont", pdf.Name("Symbol")), nil))
		lists, _ := u.Base().Array(d.Get("CRLs"))
		return d.With("CRLs", append(slices.Clone(lists), pdf.Ref{Num: 5}))
	}),
	inDSS(atLTA, "/VRI taken out", func(_ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Object { return d.Without("VRI") }),
	inDSS(atLT, "/VRI of no fingerprint", func(rev *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Object {
		vri, _ := vriEntryOf(rev, d)
		return d.With("VRI", vri.With("evil", pdf.Dictionary("Cert", pdf.Ref{Num: 3})))
	}),
	inDSS(atLT, "/VRI with a key of nobody", func(rev *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Object {
		vri, key := vriEntryOf(rev, d)
		old, _ := rev.Dict(vri.Get(key))
		return d.With("VRI", vri.With(key, old.With("JS", pdf.TextString("app.alert(1)"))))
	}),
	inDSS(atLT, "/VRI entry that lists a page", func(rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Object {
		vri, key := vriEntryOf(rev, d)
		old, _ := rev.Dict(vri.Get(key))
		page, _ := rev.Dict(pdf.Ref{Num: 3})
		u.Set(pdf.Ref{Num: 3}, page.With("Rotate", pdf.Integer(90)))
		return d.With("VRI", vri.With(key, old.With("Cert", pdf.Array{pdf.Ref{Num: 3}})))
	}),
	inPiece(atLT, "a certificate overwritten", "Certs", pdf.NewStream(nil, []byte("evil"))),
	inPiece(atLT, "a list overwritten", "CRLs", pdf.NewStream(nil, []byte("evil"))),
	inPiece(atLT, "a list made no stream", "CRLs", pdf.Dictionary("A", pdf.Integer(1))),
	inPiece(atLTA, "a list under a document time-stamp overwritten", "CRLs", pdf.NewStream(nil, []byte("evil"))),
	{name: "store leads to the form", base: atLT, options: toldByOthers, axis: "modification", make: editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		form := formOf(t, rev)
		u.Set(rootOf(rev), must(rev.Catalog())(t).With("DSS", form.dict))
	})},
	{name: "a list freed", base: atLT, options: toldByOthers, axis: "modification", make: func(t testing.TB, file []byte) []byte {
		rev, dss := dssOf(t, file)
		return handmade{free: []int{must(rev.Array(dss.Get("CRLs")))(t)[0].(pdf.Ref).Num}}.on(t, file)
	}},
	{name: "entry of a list leads to another object", base: atLT, options: toldByOthers, axis: "modification", make: func(t testing.TB, file []byte) []byte {
		rev, dss := dssOf(t, file)
		e, _, _ := rev.Lookup(4)
		return handmade{entries: map[int]int64{must(rev.Array(dss.Get("CRLs")))(t)[0].(pdf.Ref).Num: e.Offset}}.on(t, file)
	}},
}
