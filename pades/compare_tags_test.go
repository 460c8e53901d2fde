package pades_test

import (
	"testing"

	"antin/pdf"
)

// tagged is a signed form with a structure tree: a document with one paragraph.
var tagged = signedOver(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	p := firstPage(t, rev)
	root, document, para := u.Reserve(), u.Reserve(), u.Reserve()
	u.Set(root, pdf.Dictionary("Type", pdf.Name("StructTreeRoot"), "K", document, "ParentTree", u.Add(pdf.Dictionary("Nums", pdf.Array{pdf.Integer(0), u.Add(pdf.Array{para})})), "ParentTreeNextKey", pdf.Integer(1)))
	u.Set(document, pdf.Dictionary("S", pdf.Name("Document"), "P", root, "K", pdf.Array{para}))
	u.Set(para, pdf.Dictionary("S", pdf.Name("P"), "P", document, "Pg", p.ref, "K", pdf.Integer(0)))
	u.Set(p.ref, p.dict.With("StructParents", pdf.Integer(0)))
	u.Set(rootOf(rev), must(rev.Catalog())(t).With("StructTreeRoot", root).With("MarkInfo", pdf.Dictionary("Marked", pdf.Bool(true))))
})

// tree are the parts of that structure tree.
type tree struct {
	root, document, para, parents node
}

func treeOf(t testing.TB, rev *pdf.Revision) tree {
	t.Helper()
	root := dictionaryAt(t, rev, must(rev.Catalog())(t).Get("StructTreeRoot"))
	document := dictionaryAt(t, rev, root.dict.Get("K"))
	para := dictionaryAt(t, rev, document.dict.Get("K").(pdf.Array)[0])
	return tree{root, document, para, dictionaryAt(t, rev, root.dict.Get("ParentTree"))}
}

// hanging hangs a new element below the document.
func hanging(element func(u *pdf.Update, tr tree) pdf.Dict) func(testing.TB, *pdf.Revision, *pdf.Update) {
	return func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		tr := treeOf(t, rev)
		added := u.Add(element(u, tr).With("P", tr.document.ref))
		u.Set(tr.document.ref, tr.document.dict.With("K", pdf.Array{tr.para.ref, added}))
		nums := tr.parents.dict.Get("Nums").(pdf.Array)
		u.Set(tr.parents.ref, tr.parents.dict.With("Nums", append(nums[:2:2], pdf.Integer(1), added)))
		u.Set(tr.root.ref, tr.root.dict.With("ParentTreeNextKey", pdf.Integer(2)))
	}
}

func inTree(change func(t testing.TB, rev *pdf.Revision, u *pdf.Update, tr tree)) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) { change(t, rev, u, treeOf(t, rev)) })
}

func TestStructureTreeMayGrowByAnnotations(t *testing.T) {
	t.Parallel()
	form := func(u *pdf.Update, tr tree) pdf.Dict {
		return pdf.Dictionary("S", pdf.Name("Form"), "K", pdf.Dictionary("Type", pdf.Name("OBJR"), "Obj", tr.para.dict.Get("Pg")))
	}
	for _, c := range []twin{
		{"signed with an element for the widget", tagged, func(t testing.TB, f []byte) []byte {
			return handSigned{field: "second", also: hanging(form), node: func(d pdf.Dict) pdf.Dict { return d.With("StructParent", pdf.Integer(1)) }}.on(t, f)
		}, "structure-grown"},
		{"roles added", tagged, inTree(func(_ testing.TB, _ *pdf.Revision, u *pdf.Update, tr tree) {
			u.Set(tr.root.ref, tr.root.dict.With("RoleMap", pdf.Dictionary("Annot", pdf.Name("Span"))))
		}), "structure-grown"},
	} {
		t.Run(c.name, c.passes)
	}
}

func TestStructureTreeKeepsWhatWasSigned(t *testing.T) {
	t.Parallel()
	for _, c := range []twin{
		{"element for content of the page", tagged, editing(hanging(func(_ *pdf.Update, tr tree) pdf.Dict {
			return pdf.Dictionary("S", pdf.Name("P"), "Pg", tr.para.dict.Get("Pg"), "K", pdf.Integer(0))
		})), "structure-changed"},
		{"other words to be read aloud", tagged, inTree(func(_ testing.TB, _ *pdf.Revision, u *pdf.Update, tr tree) {
			u.Set(tr.para.ref, tr.para.dict.With("ActualText", pdf.TextString("999")))
		}), "structure-changed"},
		{"element taken out", tagged, inTree(func(_ testing.TB, _ *pdf.Revision, u *pdf.Update, tr tree) {
			u.Set(tr.document.ref, tr.document.dict.With("K", pdf.Array{}))
		}), "structure-changed"},
		{"number led elsewhere", tagged, inTree(func(_ testing.TB, _ *pdf.Revision, u *pdf.Update, tr tree) {
			u.Set(tr.parents.ref, tr.parents.dict.With("Nums", pdf.Array{pdf.Integer(0), pdf.Array{tr.document.ref}}))
		}), "structure-changed"},
		{"counted back", tagged, inTree(func(_ testing.TB, _ *pdf.Revision, u *pdf.Update, tr tree) {
			u.Set(tr.root.ref, tr.root.dict.With("ParentTreeNextKey", pdf.Integer(0)))
		}), "structure-changed"},
	} {
		t.Run(c.name, c.fails)
	}
}
