package pades_test

import (
	"testing"

	"antin/pdf"
)

// Who prepares a file lets it refer to a number that nothing defines, has it
// signed, and defines the number afterwards, as something that may be added.

const hole = 80

// holed is a document certified under p, 0 for none, whose layout the attacker made.
func holed(p int, lay func(testing.TB, *pdf.Revision, *pdf.Update)) func(testing.TB) []byte {
	return once(func(t testing.TB) []byte {
		file := update(t, formPDF(t), func(rev *pdf.Revision, u *pdf.Update) { lay(t, rev, u) })
		file = update(t, file, func(_ *pdf.Revision, u *pdf.Update) { u.Set(numbered(hole+10), pdf.Integer(1)) })
		h := handSigned{field: "author"}
		if p > 0 {
			h.dict = certifies(p)
		}
		return h.on(t, file)
	})
}

func plainLay(testing.TB, *pdf.Revision, *pdf.Update) {}

// holeInContent: the second part of the page's content is missing.
func holeInContent(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	p := firstPage(t, rev)
	u.Set(p.ref, p.dict.With("Contents", pdf.Array{p.dict.Get("Contents"), numbered(hole)}))
}

// nullInContent: it is there, and null.
func nullInContent(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	holeInContent(t, rev, u)
	u.Set(numbered(hole), pdf.Null{})
}

// holeInState: the page's text is drawn under a graphics state that is missing.
func holeInState(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	p := firstPage(t, rev)
	res := must(rev.Dict(p.dict.Get("Resources")))(t)
	u.Set(p.ref, p.dict.With("Resources", res.With("ExtGState", pdf.Dictionary("G", numbered(hole)))).
		With("Contents", pdf.Array{u.Add(pdf.NewStream(nil, []byte("/G gs"))), p.dict.Get("Contents")}))
}

// holeInFont: the page's font has its encoding in the hole.
func holeInFont(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	u.Set(numbered(5), must(rev.Dict(numbered(5)))(t).With("Encoding", numbered(hole)))
}

const otherWords = "1 g 0 0 595 842 re f 0 g BT /F1 20 Tf 60 700 Td (PAY 999 999) Tj ET"

// storedIn puts an object into the hole as evidence of the document's store.
func storedIn(key pdf.Name, o func() pdf.Object, also func(testing.TB, *pdf.Revision, *pdf.Update)) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		u.Set(numbered(hole), o())
		store := pdf.Dictionary(key, pdf.Array{numbered(hole)})
		switch key {
		case "TS":
			store = pdf.Dictionary("VRI", pdf.Dictionary("0123456789012345678901234567890123456789", pdf.Dictionary("TS", numbered(hole))))
		case "DSS":
			store = nil
		}
		root := must(rev.Catalog())(t)
		if store == nil {
			u.Set(rootOf(rev), root.With("DSS", numbered(hole)))
		} else {
			u.Set(rootOf(rev), root.With("DSS", store))
		}
		if also != nil {
			also(t, rev, u)
		}
	})
}

func words() pdf.Object { return pdf.NewStream(nil, []byte(otherWords)) }

// newFieldIn adds an empty signature field whose object is the hole.
func newFieldIn(more ...pdf.Entry) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		p, form := firstPage(t, rev), formOf(t, rev)
		w := pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Widget"), "FT", pdf.Name("Sig"), "T", pdf.TextString("empty"),
			"Rect", pdf.Rect{}.Array(), "F", pdf.Integer(4), "P", p.ref)
		u.Set(numbered(hole), append(w, more...))
		fields := must(rev.Array(form.dict.Get("Fields")))(t)
		u.Set(form.ref, form.dict.With("Fields", append(append(pdf.Array{}, fields...), numbered(hole))))
	})
}

// touchingPage has the page written again in the same revision, so that it is
// no longer an object left alone.
func touchingPage(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	annotated(t, rev, u, comment(u, "Highlight", pdf.Rect{X0: 60, Y0: 300, X1: 90, Y1: 310}, "", nil))
}

func metadataIn() pdf.Object {
	return pdf.NewStream(pdf.Dictionary("Type", pdf.Name("Metadata"), "Subtype", pdf.Name("XML")),
		[]byte(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>`))
}

// danglingFills: the number that the signed page waits for is defined.
var danglingFills = []assault{
	hides("certificate is the page's content, P 1", holed(1, holeInContent), storedIn("Certs", words, nil)),
	hides("certificate is the page's content, P 2", holed(2, holeInContent), storedIn("Certs", words, nil)),
	hides("certificate is the page's content, approval", holed(0, holeInContent), storedIn("Certs", words, nil)),
	hides("revocation list is the page's content", holed(0, holeInContent), storedIn("CRLs", words, nil)),
	hides("time-stamp of /VRI is the page's content", holed(1, holeInContent), storedIn("TS", words, nil)),
	hides("certificate defines what was null", holed(0, nullInContent), storedIn("Certs", words, nil)),
	hides("certificate, and the page written again", holed(3, holeInContent), storedIn("Certs", words, touchingPage)),
	hides("store is a graphics state", holed(0, holeInState), storedIn("DSS", func() pdf.Object { return pdf.Dictionary("Certs", pdf.Array{}) }, nil)),
	hides("signature field is a graphics state, P 2", holed(2, holeInState), newFieldIn(pdf.Entry{Key: "ca", Value: pdf.Real(0)})),
	hides("signature field is a graphics state, approval", holed(0, holeInState), newFieldIn(pdf.Entry{Key: "ca", Value: pdf.Real(0)})),
	hides("signature field is an encoding", holed(2, holeInFont), newFieldIn(pdf.Entry{Key: "Differences", Value: pdf.Array{pdf.Integer(49), pdf.Name("nine")}})),
	hides("metadata is the page's content", holed(0, holeInContent), editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		u.Set(numbered(hole), metadataIn())
		u.Set(rootOf(rev), must(rev.Catalog())(t).With("Metadata", numbered(hole)))
	})),
	hides("annotation is the page's content", holed(3, holeInContent), editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		u.Set(numbered(hole), words())
		annotated(t, rev, u, u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Highlight"), "F", pdf.Integer(4),
			"Rect", ints(60, 300, 90, 310), "QuadPoints", ints(60, 310, 90, 310, 60, 300, 90, 300), "AP", pdf.Dictionary("N", numbered(hole)))))
	})),
	hides("information is a graphics state", holed(0, holeInState), func(t testing.TB, file []byte) []byte {
		return handmade{objects: []handObject{{hole, "<< /ca 0 /Title (x) >>"}}, trailer: "/Info 80 0 R"}.on(t, file)
	}),
	hides("nothing else explains it", holed(0, holeInContent), editing(func(_ testing.TB, _ *pdf.Revision, u *pdf.Update) { u.Set(numbered(hole), words()) })),
	hides("a revision between leaves the hole", holed(3, plainLay), func(t testing.TB, file []byte) []byte {
		file = editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
			look := pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"), "BBox", ints(0, 0, 30, 10),
				"Resources", pdf.Dictionary("XObject", pdf.Dictionary("X", numbered(hole)))), []byte(" "))
			annotated(t, rev, u, u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Highlight"), "F", pdf.Integer(4),
				"Rect", ints(60, 300, 90, 310), "QuadPoints", ints(60, 310, 90, 310, 60, 300, 90, 300), "AP", pdf.Dictionary("N", u.Add(look)))))
		})(t, file)
		return storedIn("Certs", words, nil)(t, file)
	}),
}

// TestHolesThatMayBeFilled: what the information and the metadata refer to may
// be another object at any time, so also one that comes to be; and new numbers
// beside a hole are no concern of it.
func TestHolesThatMayBeFilled(t *testing.T) {
	t.Parallel()
	for _, c := range []twin{
		{"metadata in its own hole", holed(0, func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
			u.Set(rootOf(rev), must(rev.Catalog())(t).With("Metadata", numbered(hole)))
		}), editing(func(_ testing.TB, _ *pdf.Revision, u *pdf.Update) { u.Set(numbered(hole), metadataIn()) }), "metadata-changed"},
		{"evidence beside a hole", holed(1, holeInContent), editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
			u.Set(rootOf(rev), must(rev.Catalog())(t).With("DSS", pdf.Dictionary("Certs", pdf.Array{u.Add(pdf.NewStream(nil, leader().cert.Raw))})))
		}), "evidence-added"},
		{"signature field beside a hole", holed(2, holeInContent), func(t testing.TB, file []byte) []byte {
			return handSigned{field: "two", by: agency}.on(t, file)
		}, "signature-added"},
	} {
		t.Run(c.name, c.passes)
	}
}
