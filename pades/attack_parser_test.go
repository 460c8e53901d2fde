package pades_test

import (
	"bytes"
	"fmt"
	"testing"

	"antin/pades"
)

func differing(name string, make func(testing.TB, []byte) []byte) assault {
	return assault{name: name, base: signedForm, make: make}
}

func handed(name string, h handmade) assault { return differing(name, appended(h)) }

// asXrefStream appends a revision whose cross-reference is a stream.
func asXrefStream(h handmade, extra string, rows func(at map[int]int64, start int64) []byte) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte {
		rev := open(t, file).Last()
		out := bytes.NewBuffer(bytes.Clone(file))
		at := map[int]int64{}
		for _, o := range h.objects {
			at[o.num] = int64(out.Len())
			fmt.Fprintf(out, "%d 0 obj\n%s\nendobj\n", o.num, o.text)
		}
		start := int64(out.Len())
		body := rows(at, start)
		dict := fmt.Sprintf("/Type /XRef /Root %s /Prev %d /Size 120 %s", rootOf(rev), rev.StartXref, extra)
		if id := rev.Trailer().Get("ID"); id != nil {
			dict += " /ID " + spelled(id)
		}
		fmt.Fprintf(out, "99 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n", spelledStream(dict, string(body)), start)
		return out.Bytes()
	}
}

func row(kind byte, a int64, b byte) []byte {
	return []byte{kind, byte(a >> 16), byte(a >> 8), byte(a), b}
}

// inFirst replaces text within the signed bytes: then the digest must say so.
func inFirst(old, fresh string) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte {
		at := bytes.Index(file, []byte(old))
		if at < 0 || len(old) != len(fresh) {
			t.Fatalf("%q for %q", fresh, old)
		}
		copy(file[at:], fresh)
		return file
	}
}

// attackerSigned is a file of the attacker with an honest signature over it:
// what readers differ on must not be valid, whoever signed.
func attackerSigned(name string, unsure bool, build func(testing.TB) []byte) assault {
	return assault{name: name, base: signedPlain, built: true, unsure: unsure, make: func(t testing.TB, _ []byte) []byte {
		return handSigned{field: "one"}.on(t, build(t))
	}}
}

// parserDifferentials: one reader sees this document, another that one.
var parserDifferentials = []assault{
	handed("object twice in one revision", handmade{objects: append([]handObject{{4, spelledStream("", "")}}, otherPage...)}),
	handed("entry twice in one table", handmade{objects: otherPage, also: []string{"4 1\n0000000015 00000 n \n"}}),
	handed("object not listed", handmade{objects: append([]handObject{{90, "(listed)"}}, otherPage...), entries: map[int]int64{4: 15}}),
	handed("object under another number", handmade{before: "4 0 obj\n(hidden)\nendobj\n", objects: []handObject{{90, "(x)"}}}),
	handed("object of another generation", handmade{before: "4 1 obj\n(hidden)\nendobj\n", objects: []handObject{{90, "(x)"}}}),
	handed("object hidden in a comment", handmade{objects: []handObject{{90, "(x)\n%\r4 0 obj\n(hidden)\nendobj\n"}}}),
	handed("object hidden in a stream", handmade{objects: []handObject{{90, "<</Length 3>>\nstream\nabc\nendstream\nendobj\n4 0 obj\n<<>>\nendobj\n91 0 obj\n(x)"}}}),
	handed("keys of the catalog twice", handmade{objects: []handObject{{1, "<</Type /Catalog /Pages 2 0 R /Pages 2 0 R>>"}}}),
	handed("keys of the trailer twice", handmade{objects: []handObject{{90, "(x)"}}, trailer: "/Root 90 0 R"}),
	handed("escaped key beside the plain one", handmade{objects: []handObject{{1, "<</Type /Catalog /Pages 2 0 R /P#61ges 90 0 R>>"}, {90, "<</Type /Pages /Kids [] /Count 0>>"}}}),
	handed("/Prev to itself", handmade{objects: otherPage, prev: 99_999}),
	differing("/Prev in a circle", func(t testing.TB, file []byte) []byte {
		twin := handmade{objects: otherPage}.on(t, file)
		at := open(t, twin).Last().StartXref
		return bytes.Replace(twin, []byte(fmt.Sprintf("/Prev %d", open(t, file).Last().StartXref)), []byte(fmt.Sprintf("/Prev %d", at)), 1)
	}),
	handed("/Prev forward", handmade{objects: otherPage, prev: 9_999_999}),
	handed("/Prev skips the signed revision", handmade{objects: otherPage, prev: 15}),
	differing("/Prev to the first revision", func(t testing.TB, file []byte) []byte {
		return handmade{objects: []handObject{{90, "(x)"}}, prev: open(t, file).Revisions()[0].StartXref}.on(t, file)
	}),
	handed("/Prev negative", handmade{objects: otherPage, trailer: "/Prev -1"}),
	handed("/Prev a reference", handmade{objects: []handObject{{90, "15"}}, prev: -1, trailer: "/Prev 90 0 R"}),
	handed("/Size below the objects", handmade{objects: append([]handObject{{90, "(x)"}}, otherPage...), size: 4}),
	handed("/Root of another kind", handmade{objects: []handObject{{90, "[1 0 R]"}}, root: "90 0 R"}),
	handed("/Encrypt appears", handmade{objects: []handObject{{90, "<</Filter /Standard /V 1 /R 2 /O (x) /U (x) /P -1>>"}}, trailer: "/Encrypt 90 0 R"}),
	differing("hybrid: the hidden section names another page", func(t testing.TB, file []byte) []byte {
		h := handmade{before: "4 0 obj\n" + otherPage[0].text + "\nendobj\n"}
		from := int64(len(file))
		stream := from + int64(len(h.before))
		h.before += "99 0 obj\n" + spelledStream("/Type /XRef /W [1 3 1] /Index [4 1] /Size 100", string(row(1, from, 0))) + "\nendobj\n"
		h.trailer = fmt.Sprintf("/XRefStm %d", stream)
		return h.on(t, file)
	}),
	differing("hybrid: table and hidden section differ", func(t testing.TB, file []byte) []byte {
		h := handmade{objects: otherPage, before: "", trailer: ""}
		at := int64(len(file))
		h.before = "99 0 obj\n" + spelledStream("/Type /XRef /W [1 3 1] /Index [4 1] /Size 100", string(row(0, 0, 0))) + "\nendobj\n"
		h.trailer = fmt.Sprintf("/XRefStm %d", at)
		return h.on(t, file)
	}),
	differing("cross-reference stream over a table, other page", asXrefStream(handmade{objects: otherPage}, "/W [1 3 1] /Index [4 1]", func(at map[int]int64, _ int64) []byte {
		return row(1, at[4], 0)
	})),
	differing("page in an object stream", asXrefStream(handmade{objects: []handObject{{90, spelledStream("/Type /ObjStm /N 1 /First 4", "3 0 <</Type/Page/Parent 2 0 R>>")}}},
		"/W [1 3 1] /Index [3 1 90 1]", func(at map[int]int64, _ int64) []byte { return append(row(2, 90, 0), row(1, at[90], 0)...) })),
	differing("object stream twice, one number", asXrefStream(handmade{objects: []handObject{{90, spelledStream("/Type /ObjStm /N 2 /First 8", "3 0 3 8 <</A 1>> <</Type/Page>>")}}},
		"/W [1 3 1] /Index [3 1 90 1]", func(at map[int]int64, _ int64) []byte { return append(row(2, 90, 1), row(1, at[90], 0)...) })),
	handed("page in an object stream that nothing uses", handmade{objects: []handObject{
		{90, spelledStream("/Type /ObjStm /N 1 /First 4", "3 0 <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")}}}),
	handed("catalog in an object stream that nothing uses", handmade{objects: []handObject{
		{90, spelledStream("/Type /ObjStm /N 1 /First 5", "91 0 <</Type/Catalog/Pages 2 0 R>>")}}}),
	handed("object stream that cannot be read", handmade{objects: []handObject{{90, spelledStream("/Type /ObjStm /N 1 /First 400", "3 0 <<>>")}}}),
	differing("object twice in an object stream that is used", asXrefStream(handmade{objects: []handObject{
		{90, spelledStream("/Type /ObjStm /N 2 /First 9", "91 0 3 3  (x)<</Type/Page/Parent 2 0 R>>")}}}, "/W [1 3 1] /Index [90 2]",
		func(at map[int]int64, _ int64) []byte { return append(row(1, at[90], 0), row(2, 90, 0)...) })),
	differing("object stream that holds itself", asXrefStream(handmade{objects: []handObject{{4, spelledStream("/Type /ObjStm /N 1 /First 4", "4 0 <<>>")}}},
		"/W [1 3 1] /Index [4 1]", func(at map[int]int64, _ int64) []byte { return row(2, 4, 0) })),
	differing("entries of an unknown kind", asXrefStream(handmade{}, "/W [1 3 1] /Index [4 1]", func(map[int]int64, int64) []byte { return row(7, 4, 0) })),
	differing("stream /Length leads past the objects", func(t testing.TB, file []byte) []byte {
		return handmade{objects: []handObject{{4, "<</Length 4>>\nstream\nevil\nendstream\n%\nendstream"}}}.on(t, file)
	}),
	differing("stream /Length indirect and changed", func(t testing.TB, file []byte) []byte {
		return handmade{objects: []handObject{{4, "<</Length 90 0 R>>\nstream\nq Q endstream BT ET\nendstream"}, {90, "3"}}}.on(t, file)
	}),
	differing("prefix junk", func(_ testing.TB, file []byte) []byte { return append([]byte("GIF89a junk\n"), file...) }),
	differing("second header in front", func(_ testing.TB, file []byte) []byte { return append([]byte("%PDF-1.7\n"), file...) }),
	differing("signed bytes: version of the header", inFirst("%PDF-1.4", "%PDF-1.7")),
	differing("signed bytes: entry of the table", inFirst("00000 n \n", "00001 n \n")),
	differing("signed bytes: end of line for blank", inFirst("endobj\n2", "endobj 2")),
	attackerSigned("page tree that leads back to itself", false, func(testing.TB) []byte {
		return bytes.Replace(tablePDF(0), []byte("/Kids [3 0 R]"), []byte("/Kids [2 0 R]"), 1)
	}),
	attackerSigned("entry twice in the signed table", true, func(testing.TB) []byte {
		return bytes.Replace(tablePDF(0), []byte("trailer"), []byte("4 1\n0000000015 00000 n \ntrailer"), 1)
	}),
}

// TestUnsignedLoopsEnd: no loop of references, lengths or sections goes on.
func TestUnsignedLoopsEnd(t *testing.T) {
	t.Parallel()
	for name, h := range map[string]handmade{
		"references":    {objects: []handObject{{90, "91 0 R"}, {91, "90 0 R"}, {4, "90 0 R"}}},
		"length":        {objects: []handObject{{4, "<</Length 4 0 R>>\nstream\nx\nendstream"}}},
		"filter":        {objects: []handObject{{4, "<</Length 1 /Filter 90 0 R>>\nstream\nx\nendstream"}, {90, "[90 0 R]"}}},
		"kids":          {objects: []handObject{{90, "<</T (a) /Kids [91 0 R]>>"}, {91, "<</T (b) /Kids [90 0 R] /Parent 90 0 R>>"}, {1, "<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [90 0 R]>>>>"}}},
		"pages":         {objects: []handObject{{2, "<</Type /Pages /Kids [2 0 R 3 0 R] /Count 2>>"}}},
		"parent":        {objects: []handObject{{3, "<</Type /Page /Parent 3 0 R>>"}}},
		"structure":     {objects: []handObject{{90, "<</Type /StructTreeRoot /K 90 0 R>>"}, {1, "<</Type /Catalog /Pages 2 0 R /StructTreeRoot 90 0 R>>"}}},
		"outlines":      {objects: []handObject{{90, "<</First 90 0 R /Next 90 0 R /Last 90 0 R>>"}, {1, "<</Type /Catalog /Pages 2 0 R /Outlines 90 0 R>>"}}},
		"catalog":       {objects: []handObject{{90, "90 0 R"}}, root: "90 0 R"},
		"version":       {objects: []handObject{{90, "90 0 R"}, {1, "<</Type /Catalog /Pages 90 0 R /Version 90 0 R /AcroForm 90 0 R /DSS 90 0 R>>"}}},
		"store":         {objects: []handObject{{90, "<</Certs [90 0 R] /CRLs 90 0 R /VRI 90 0 R>>"}, {1, "<</Type /Catalog /Pages 2 0 R /DSS 90 0 R>>"}}},
		"object stream": {objects: []handObject{{90, spelledStream("/Type /ObjStm /Extends 90 0 R /N 1 /First 5", "90 0  90 0 R")}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, base := range [][]byte{signedPlain(t), tablePDF(0)} {
				r := verify(t, h.on(t, base), trusting())
				if len(base) != len(tablePDF(0)) && r.Indication == pades.TotalPassed && name != "object stream" {
					t.Error(summary(r))
				}
			}
		})
	}
}

// TestUnusedObjectStreamsThatSayNothingNew hold what is there anyway, or what
// nothing refers to.
func TestUnusedObjectStreamsThatSayNothingNew(t *testing.T) {
	t.Parallel()
	for _, c := range []twin{
		{"leftover", signedPlain, appended(handmade{objects: []handObject{{90, spelledStream("/Type /ObjStm /N 1 /First 5", "91 0 (abc)")}}}), ""},
		{"used in full", signedPlain, asXrefStream(handmade{objects: []handObject{{90, spelledStream("/Type /ObjStm /N 1 /First 5", "91 0 (abc)")}}},
			"/W [1 3 1] /Index [90 2]", func(at map[int]int64, _ int64) []byte { return append(row(1, at[90], 0), row(2, 90, 0)...) }), ""},
	} {
		t.Run(c.name, c.passes)
	}
}
