package pades_test

import (
	"bytes"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"antin/pades"
	"antin/pdf"
	"antin/typeface"
)

// attack makes a twin of a sealed document that must not pass.
type attack struct {
	name string
	make func(t testing.TB, signed, sealed []byte) []byte
	kind string // a change of this kind, or a failed check of this name
}

// shownAs draws a text the way the clerk's fields are drawn.
func shownAs(t testing.TB, u *pdf.Update, field node, text string) pdf.Dict {
	t.Helper()
	subset := must(typeface.Tinos(typeface.Regular).Subset(text))(t)
	font := must(subset.Embed(u))(t)
	code := must(subset.Encode(text))(t)
	body := fmt.Sprintf("/Tx BMC q BT /F0 13 Tf 2 3 Td <%X> Tj ET Q EMC", code)
	look := u.Add(pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"),
		"BBox", pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(45), pdf.Integer(15)},
		"Resources", pdf.Dictionary("Font", pdf.Dictionary("F0", font))), []byte(body)))
	return field.dict.With("AP", pdf.Dictionary("N", look))
}

func refill(value, shown string) func(testing.TB, []byte, []byte) []byte {
	return func(t testing.TB, _, sealed []byte) []byte {
		return update(t, sealed, func(rev *pdf.Revision, u *pdf.Update) {
			n := fieldOf(t, rev, "number")
			u.Set(n.ref, shownAs(t, u, n, shown).With("V", pdf.TextString(value)))
		})
	}
}

// onSealed makes an attack out of an update of the sealed file.
func onSealed(change func(t testing.TB, rev *pdf.Revision, u *pdf.Update)) func(testing.TB, []byte, []byte) []byte {
	return func(t testing.TB, _, sealed []byte) []byte {
		return update(t, sealed, func(rev *pdf.Revision, u *pdf.Update) { change(t, rev, u) })
	}
}

func setField(name string, key pdf.Name, v pdf.Object) func(testing.TB, []byte, []byte) []byte {
	return onSealed(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := fieldOf(t, rev, name)
		u.Set(n.ref, n.dict.With(key, v))
	})
}

var attacks = []attack{
	{"one byte of the page flipped", func(t testing.TB, _, f []byte) []byte {
		f = bytes.Clone(f)
		f[bytes.Index(f, []byte("QD-UBND"))]++
		return f
	}, "digest"},
	{"one byte of the signature flipped", func(t testing.TB, _, f []byte) []byte {
		return inContents(t, f, func(der []byte) []byte { der[len(der)-5] ^= 1; return der })
	}, "signature-value"},
	{"number refilled after the seal", refill("9999", "9999"), "field-filled"},
	{"number refilled, picture kept", setField("number", "V", pdf.TextString("9999")), "field-filled"},
	{"picture of the number replaced", onSealed(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := fieldOf(t, rev, "number")
		u.Set(n.ref, shownAs(t, u, n, "9999"))
	}), "field-filled"},
	{"day emptied", setField("day", "V", pdf.TextString("")), "field-filled"},
	{"number moved", setField("number", "Rect", pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(99), pdf.Integer(99)}), "field-changed"},
	{"number renamed", setField("number", "T", pdf.TextString("other")), "field-removed"},
	{"seal's signature taken out", func(t testing.TB, _, f []byte) []byte {
		return update(t, f, func(rev *pdf.Revision, u *pdf.Update) {
			n := fieldOf(t, rev, "seal")
			u.Set(n.ref, n.dict.Without("V"))
		})
	}, "signature-removed"},
	{"all fields taken out of the form", onSealed(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		form := dictionaryAt(t, rev, must(rev.Catalog())(t).Get("AcroForm"))
		root := rev.Trailer().Get("Root").(pdf.Ref)
		if form.ref.Num == 0 {
			u.Set(root, must(rev.Catalog())(t).With("AcroForm", form.dict.With("Fields", pdf.Array{})))
			return
		}
		u.Set(form.ref, form.dict.With("Fields", pdf.Array{}))
	}), "signature-removed"},
	{"form taken out", onSealed(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		u.Set(rev.Trailer().Get("Root").(pdf.Ref), must(rev.Catalog())(t).Without("AcroForm"))
	}), "form-removed"},
	{"leader's picture replaced", setField("signer", "AP", pdf.Dictionary("N", pdf.Null{})), "signature-field-changed"},
	{"font of the page replaced", onSealed(func(t testing.TB, _ *pdf.Revision, u *pdf.Update) {
		u.Set(pdf.Ref{Num: 5}, pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"), "BaseFont", pdf.Name("Symbol")))
	}), "object-changed"},
	{"font program of the number replaced", onSealed(replaceFontProgram), "object-changed"},
	{"content of the page replaced", onSealed(func(t testing.TB, _ *pdf.Revision, u *pdf.Update) {
		u.Set(pdf.Ref{Num: 4}, pdf.NewStream(nil, []byte("BT /F1 13 Tf 60 740 Td (another order) Tj ET")))
	}), "object-changed"},
	{"content added to the page", onSealed(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		p := firstPage(t, rev)
		more := u.Add(pdf.NewStream(nil, []byte("BT /F1 13 Tf 90 740 Td (9) Tj ET")))
		u.Set(p.ref, p.dict.With("Contents", pdf.Array{p.dict.Get("Contents"), more}))
	}), "page-changed"},
	{"annotation over the page", onSealed(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		p := firstPage(t, rev)
		note := u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Square"), "Rect", layout().Number.Rect.Array()))
		u.Set(p.ref, p.dict.With("Annots", append(must(rev.Array(p.dict.Get("Annots")))(t), note)))
	}), "annotation-added"},
	{"page added", onSealed(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		tree := dictionaryAt(t, rev, must(rev.Catalog())(t).Get("Pages"))
		kids := must(rev.Array(tree.dict.Get("Kids")))(t)
		extra := u.Add(pdf.Dictionary("Type", pdf.Name("Page"), "Parent", tree.ref))
		u.Set(tree.ref, tree.dict.With("Kids", append(kids, extra)).With("Count", pdf.Integer(len(kids)+1)))
	}), "page-tree-changed"},
	{"script in the catalog", onSealed(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		act := pdf.Dictionary("S", pdf.Name("JavaScript"), "JS", pdf.TextString("app.alert(1)"))
		u.Set(rev.Trailer().Get("Root").(pdf.Ref), must(rev.Catalog())(t).With("OpenAction", act))
	}), "catalog-changed"},
	{"appearances to be drawn anew", onSealed(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		catalog := must(rev.Catalog())(t)
		form := dictionaryAt(t, rev, catalog.Get("AcroForm"))
		changed := form.dict.With("NeedAppearances", pdf.Bool(true))
		if form.ref.Num == 0 {
			u.Set(rev.Trailer().Get("Root").(pdf.Ref), catalog.With("AcroForm", changed))
			return
		}
		u.Set(form.ref, changed)
	}), "form-changed"},
	{"old signature shown under a new name", onSealed(recycle), "signature-reused"},
	{"junk behind the end", func(t testing.TB, _, f []byte) []byte {
		return append(bytes.Clone(f), "\n99 0 obj\n(hidden)\nendobj\n"...)
	}, "bytes-after-end"},
	{"bare update without cross-reference", func(t testing.TB, _, f []byte) []byte {
		return append(bytes.Clone(f), "\n4 0 obj\n<</Length 9>>\nstream\n(other) Tj\nendstream\nendobj\n%%EOF\n"...)
	}, "bytes-after-end"},
	{"gap made larger", func(t testing.TB, _, f []byte) []byte {
		return inRange(t, f, func(n []int) { n[2]++; n[3]-- })
	}, "gap"},
	{"first range shortened", func(t testing.TB, _, f []byte) []byte {
		return inRange(t, f, func(n []int) { n[1]-- })
	}, "gap"},
	{"first byte left out", func(t testing.TB, _, f []byte) []byte {
		return inRange(t, f, func(n []int) { n[0]++; n[1]-- })
	}, "byte-range-start"},
	{"end left out", func(t testing.TB, _, f []byte) []byte {
		return inRange(t, f, func(n []int) { n[3] -= 9 })
	}, "covers-revision"},
	{"nothing signed", func(t testing.TB, _, f []byte) []byte {
		return inRange(t, f, func(n []int) { n[0], n[1], n[2], n[3] = 0, 0, 0, 0 })
	}, "byte-range"},
	{"second signer", func(t testing.TB, _, f []byte) []byte { return inContents(t, f, twoSigners(t)) }, "one-signer"},
	{"bytes behind the signature value", func(t testing.TB, _, f []byte) []byte {
		f = bytes.Clone(f)
		copy(f[bytes.LastIndex(f, []byte("0000>")):], "ABCD")
		return f
	}, "padding"},
}

func replaceFontProgram(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	n := fieldOf(t, rev, "number")
	ap := must(rev.Dict(n.dict.Get("AP")))(t)
	look := must(rev.Dict(ap.Get("N")))(t)
	fonts := must(rev.Dict(must(rev.Dict(look.Get("Resources")))(t).Get("Font")))(t)
	font := must(rev.Dict(fonts[0].Value))(t)
	below := must(rev.Dict(must(rev.Array(font.Get("DescendantFonts")))(t)[0]))(t)
	file := must(rev.Dict(below.Get("FontDescriptor")))(t).Get("FontFile2").(pdf.Ref)
	u.Set(file, pdf.NewStream(nil, []byte("another program")))
}

func recycle(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	old := fieldOf(t, rev, "seal")
	p := firstPage(t, rev)
	evil := u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Widget"), "FT", pdf.Name("Sig"),
		"T", pdf.TextString("evil"), "Rect", pdf.Rect{X0: 10, Y0: 10, X1: 90, Y1: 60}.Array(), "V", old.dict.Get("V")))
	u.Set(p.ref, p.dict.With("Annots", append(must(rev.Array(p.dict.Get("Annots")))(t), evil)))
	catalog := must(rev.Catalog())(t)
	form := dictionaryAt(t, rev, catalog.Get("AcroForm"))
	changed := form.dict.With("Fields", append(must(rev.Array(form.dict.Get("Fields")))(t), evil))
	if form.ref.Num == 0 {
		u.Set(rev.Trailer().Get("Root").(pdf.Ref), catalog.With("AcroForm", changed))
		return
	}
	u.Set(form.ref, changed)
}

var (
	rangePattern    = regexp.MustCompile(`/ByteRange ?\[ ?(\d+) (\d+) (\d+) (\d+) *\]`)
	contentsPattern = regexp.MustCompile(`<[0-9A-Fa-f]{1000,}>`)
)

// inRange rewrites the last /ByteRange in its place.
func inRange(t testing.TB, file []byte, change func([]int)) []byte {
	t.Helper()
	all := rangePattern.FindAllSubmatchIndex(file, -1)
	if all == nil {
		t.Fatal("no /ByteRange")
	}
	m := all[len(all)-1]
	n := make([]int, 4)
	for i := range n {
		fmt.Sscan(string(file[m[2+2*i]:m[3+2*i]]), &n[i])
	}
	change(n)
	text := fmt.Sprintf("/ByteRange [%d %d %d %d", n[0], n[1], n[2], n[3])
	out := bytes.Clone(file)
	room := m[1] - m[0] - 1
	if len(text) > room {
		t.Fatalf("%q does not fit", text)
	}
	copy(out[m[0]:], text+strings.Repeat(" ", room-len(text))+"]")
	return out
}

// inContents rewrites the last /Contents in its place.
func inContents(t testing.TB, file []byte, change func([]byte) []byte) []byte {
	t.Helper()
	all := contentsPattern.FindAllIndex(file, -1)
	m := all[len(all)-1]
	der := must(hex.DecodeString(string(file[m[0]+1 : m[1]-1])))(t)
	var info asn1.RawValue
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		t.Fatal(err)
	}
	der = change(bytes.Clone(info.FullBytes))
	room := (m[1] - m[0] - 2) / 2
	if len(der) > room {
		t.Fatalf("%d bytes do not fit into %d", len(der), room)
	}
	out := bytes.Clone(file)
	copy(out[m[0]+1:], hex.EncodeToString(append(der, make([]byte, room-len(der))...)))
	return out
}

// twoSigners doubles the one SignerInfo.
func twoSigners(t testing.TB) func([]byte) []byte {
	return func(der []byte) []byte {
		type contentInfo struct {
			Type    asn1.ObjectIdentifier
			Content asn1.RawValue `asn1:"explicit,tag:0"`
		}
		var info contentInfo
		if _, err := asn1.Unmarshal(der, &info); err != nil {
			t.Fatal(err)
		}
		var sd asn1.RawValue
		if _, err := asn1.Unmarshal(info.Content.FullBytes, &sd); err != nil {
			t.Fatal(err)
		}
		if sd.Class == asn1.ClassContextSpecific {
			if _, err := asn1.Unmarshal(sd.Bytes, &sd); err != nil {
				t.Fatal(err)
			}
		}
		var parts []asn1.RawValue
		for rest := sd.Bytes; len(rest) > 0; {
			var p asn1.RawValue
			rest = must(asn1.Unmarshal(rest, &p))(t)
			parts = append(parts, p)
		}
		last := &parts[len(parts)-1]
		last.Bytes = append(bytes.Clone(last.Bytes), last.Bytes...)
		last.FullBytes = nil
		var body []byte
		for _, p := range parts {
			body = append(body, must(asn1.Marshal(p))(t)...)
		}
		inner := must(asn1.Marshal(asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true, Bytes: body}))(t)
		wrapped := must(asn1.Marshal(asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: inner}))(t)
		oid := must(asn1.Marshal(info.Type))(t)
		return must(asn1.Marshal(asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true, Bytes: append(oid, wrapped...)}))(t)
	}
}

func TestAttackedTwinsFail(t *testing.T) {
	t.Parallel()
	_, signed, _ := issued(t, tablePDF(0))
	sealed := agency().appendSigned(t, signed, pades.Signing{
		Field: pades.FieldSeal, Name: "UBND tỉnh Nghệ An", Appearance: pades.Appearance{Image: picture(t, red)},
		Fill: filled, Lock: fillNames, Reserve: 4096,
	})
	if r := verify(t, sealed, trusting()); r.Indication != pades.TotalPassed {
		t.Fatalf("the untouched file is %s %s: %+v", r.Indication, r.SubIndication, r.Signatures)
	}
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			r := verify(t, a.make(t, signed, sealed), trusting())
			if r.Indication != pades.TotalFailed {
				t.Errorf("%s %s", r.Indication, r.SubIndication)
			}
			if !says(r, a.kind) {
				t.Errorf("nothing says %s: %s", a.kind, summary(r))
			}
		})
	}
}

// says reports whether a failed check or a suspicious change has that name.
func says(r *pades.Report, kind string) bool {
	for _, s := range r.Signatures {
		for _, c := range s.Checks {
			if c.Name == kind && c.Result == "failed" {
				return true
			}
		}
		for _, c := range s.Changes {
			if c.Kind == kind && c.Verdict == pades.ChangeSuspicious {
				return true
			}
		}
	}
	return false
}

func summary(r *pades.Report) string {
	out := string(r.Indication) + " " + r.Detail
	for _, s := range r.Signatures {
		out += fmt.Sprintf("\n%s %s %s/%s/%s", s.Field, s.SubIndication, s.Integrity, s.Modification, s.Trust)
		for _, c := range s.Checks {
			if c.Result != "passed" {
				out += fmt.Sprintf("\n  %s %s %s", c.Name, c.Result, c.Detail)
			}
		}
		for _, c := range s.Changes {
			out += fmt.Sprintf("\n  %s %s %s %s %s", c.Kind, c.Verdict, c.Object, c.Field, c.Detail)
		}
	}
	return out
}
