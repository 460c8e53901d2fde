package pades_test

import (
	"bytes"
	"fmt"
	"testing"

	"antin/pdf"
)

// otherPage is the content of the page of [tablePDF] with another text.
var otherPage = []handObject{{4, spelledStream("", "BT /F1 13 Tf 60 740 Td (ANOTHER ORDER) Tj ET")}}

func appended(h handmade) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte { return h.on(t, file) }
}

func saving(name string, h handmade) assault {
	return assault{name: name, base: signedPlain, make: appended(h), axis: "modification"}
}

// incrementalSavings: the signed bytes stay, and something is appended that
// some reader shows.
var incrementalSavings = []assault{
	saving("a whole revision", handmade{objects: otherPage}),
	saving("without cross-reference", handmade{objects: otherPage, leave: bare("xref", "startxref")}),
	saving("without trailer", handmade{objects: otherPage, leave: bare("trailer", "startxref")}),
	saving("without cross-reference and trailer", handmade{objects: otherPage, leave: bare("xref", "trailer", "startxref")}),
	saving("an object and nothing else", handmade{objects: otherPage, leave: bare("xref", "trailer", "startxref", "eof")}),
	saving("a trailer alone that names another catalog", handmade{
		objects: append([]handObject{{90, "<</Type /Catalog /Pages 91 0 R>>"}, {91, "<</Type /Pages /Kids [] /Count 0>>"}}, otherPage...),
		leave:   bare("xref", "startxref"), root: "90 0 R"}),
	saving("a new catalog", handmade{objects: []handObject{{90, "<</Type /Catalog /Pages 2 0 R>>"}}, root: "90 0 R"}),
	saving("the whole document anew", handmade{plain: true, prev: -1, root: "90 0 R", objects: []handObject{
		{90, "<</Type /Catalog /Pages 91 0 R>>"}, {91, "<</Type /Pages /Kids [92 0 R] /Count 1 /MediaBox [0 0 595 842]>>"},
		{92, "<</Type /Page /Parent 91 0 R>>"}}}),
	{name: "startxref back to the signed table", base: signedPlain, axis: "modification", make: func(t testing.TB, file []byte) []byte {
		return handmade{objects: otherPage, start: open(t, file).Last().StartXref}.on(t, file)
	}},
	saving("startxref to nowhere", handmade{objects: otherPage, start: 7}),
	saving("startxref behind the file", handmade{objects: otherPage, start: 99_999_999}),
	{name: "copied signature behind the other page", base: signedPlain, axis: "modification", make: func(t testing.TB, file []byte) []byte {
		// The published trick: the update holds the signature dictionary again, so
		// that the last bytes of the file look signed.
		rev := open(t, file).Last()
		list := must(rev.Array(formOf(t, rev).dict.Get("Fields")))(t)
		ref := must(rev.Dict(list[0]))(t).Get("V").(pdf.Ref)
		return handmade{objects: append(otherPage, handObject{ref.Num, spelled(must(rev.Dict(ref))(t))})}.on(t, file)
	}},
	{name: "copied signature without table", base: signedPlain, axis: "modification", make: func(t testing.TB, file []byte) []byte {
		rev := open(t, file).Last()
		list := must(rev.Array(formOf(t, rev).dict.Get("Fields")))(t)
		ref := must(rev.Dict(list[0]))(t).Get("V").(pdf.Ref)
		return handmade{objects: append(otherPage, handObject{ref.Num, spelled(must(rev.Dict(ref))(t))}), leave: bare("xref", "startxref")}.on(t, file)
	}},
	{name: "junk after the end", base: signedPlain, axis: "modification", make: func(_ testing.TB, file []byte) []byte {
		return append(file, "not blank"...)
	}},
	{name: "a comment after the end", base: signedPlain, axis: "modification", make: func(_ testing.TB, file []byte) []byte {
		return append(file, "%4 0 obj hidden endobj\n"...)
	}},
	{name: "another PDF after the end", base: signedPlain, make: func(_ testing.TB, file []byte) []byte {
		return append(file, tablePDF(90)...)
	}},
	{name: "a signed PDF after another", base: signedPlain, make: func(_ testing.TB, file []byte) []byte {
		return append(tablePDF(90), file...)
	}, unsure: true},
	{name: "second table hidden behind blanks", base: signedPlain, axis: "modification", make: func(t testing.TB, file []byte) []byte {
		return handmade{before: string(bytes.Repeat([]byte(" "), 70_000)), objects: otherPage}.on(t, file)
	}},
	{name: "two revisions, the second puts it back", base: signedPlain, axis: "modification", make: func(t testing.TB, file []byte) []byte {
		body := spelledStream("", string(must(must(open(t, file).Last().Get(pdf.Ref{Num: 4}))(t).(*pdf.Stream).Raw())(t)))
		return handmade{objects: []handObject{{4, body}}}.on(t, handmade{objects: otherPage}.on(t, file))
	}},
	{name: "sealed, then another page", base: sealedOffice, make: appended(handmade{objects: otherPage}), axis: "modification"},
	{name: "sealed, then an old prefix in front of it", base: sealedOffice, make: func(t testing.TB, file []byte) []byte {
		return append([]byte(fmt.Sprintf("%%PDF-1.4\n%% %d bytes in front\n", len(file))), file...)
	}, unsure: true},
}
