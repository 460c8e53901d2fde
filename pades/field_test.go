package pades_test

import (
	"bytes"
	"strings"
	"testing"

	"antin/pades"
	"antin/pdf"
)

func TestLayRefusesInWords(t *testing.T) {
	t.Parallel()
	table := tablePDF(0)
	_, signed, _ := issued(t, table)
	certified := withCatalog(t, func(d pdf.Dict) pdf.Dict {
		return d.With("Perms", pdf.Dictionary("DocMDP", pdf.Ref{Num: 9}))
	})
	cases := map[string]struct {
		file []byte
		spot pades.Spot
		code pades.RefusalCode
	}{
		"encrypted":   {qpdf(t, table, "--allow-weak-crypto", "--encrypt", "", "x", "256", "--"), pades.Spot{Page: 1, Rect: pdf.Rect{X1: 50, Y1: 50}}, pades.RefusedEncrypted},
		"damaged":     {table[:len(table)-30], pades.Spot{Page: 1, Rect: pdf.Rect{X1: 50, Y1: 50}}, pades.RefusedDamaged},
		"junk":        {append(bytes.Clone(table), "\n12 0 obj 1 endobj"...), pades.Spot{Page: 1, Rect: pdf.Rect{X1: 50, Y1: 50}}, pades.RefusedDamaged},
		"prefix":      {append([]byte("\n"), table...), pades.Spot{Page: 1, Rect: pdf.Rect{X1: 50, Y1: 50}}, pades.RefusedDamaged},
		"signed":      {signed, pades.Spot{Page: 1, Rect: pdf.Rect{X1: 50, Y1: 50}}, pades.RefusedSigned},
		"certified":   {certified, pades.Spot{Page: 1, Rect: pdf.Rect{X1: 50, Y1: 50}}, pades.RefusedCertified},
		"page 0":      {table, pades.Spot{Page: 0, Rect: pdf.Rect{X1: 50, Y1: 50}}, pades.RefusedPage},
		"page 2":      {table, pades.Spot{Page: 2, Rect: pdf.Rect{X1: 50, Y1: 50}}, pades.RefusedPage},
		"outside":     {table, pades.Spot{Page: 1, Rect: pdf.Rect{X0: 580, X1: 620, Y1: 50}}, pades.RefusedPlace},
		"empty place": {table, pades.Spot{Page: 1}, pades.RefusedPlace},
		"old version": {bytes.Replace(table, []byte("%PDF-1.4"), []byte("%PDF-1.3"), 1), pades.Spot{Page: 1, Rect: pdf.Rect{X1: 50, Y1: 50}}, pades.RefusedVersion},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := pades.Lay(open(t, c.file), pades.Fields{Number: &c.spot}, signedAt)
			if got := pades.RefusalOf(err); got != c.code {
				t.Errorf("refused as %q (%v), want %q", got, err, c.code)
			}
		})
	}
}

// withCatalog is a file with another catalog.
func withCatalog(t *testing.T, change func(pdf.Dict) pdf.Dict) []byte {
	t.Helper()
	base := tablePDF(0)
	f := open(t, base)
	u, err := f.NewUpdate()
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := f.Last().Catalog()
	if err != nil {
		t.Fatal(err)
	}
	u.Set(pdf.Ref{Num: 1}, change(catalog))
	tail, err := u.Tail()
	if err != nil {
		t.Fatal(err)
	}
	return append(base, tail...)
}

func TestLayRefusesXFAAndNoPages(t *testing.T) {
	t.Parallel()
	spot := pades.Spot{Page: 1, Rect: pdf.Rect{X1: 50, Y1: 50}}
	for want, change := range map[pades.RefusalCode]func(pdf.Dict) pdf.Dict{
		pades.RefusedXFA: func(d pdf.Dict) pdf.Dict {
			return d.With("AcroForm", pdf.Dictionary("Fields", pdf.Array{}, "XFA", pdf.TextString("<xdp/>")))
		},
		pades.RefusedNoPages: func(d pdf.Dict) pdf.Dict {
			return d.With("Pages", pdf.Dictionary("Type", pdf.Name("Pages"), "Kids", pdf.Array{}, "Count", pdf.Integer(0)))
		},
	} {
		_, err := pades.Lay(open(t, withCatalog(t, change)), pades.Fields{Number: &spot}, signedAt)
		if got := pades.RefusalOf(err); got != want {
			t.Errorf("refused as %q (%v), want %q", got, err, want)
		}
	}
}

func TestLayKeepsFormAndAnnotations(t *testing.T) {
	t.Parallel()
	base := tablePDF(0)
	f := open(t, base)
	u, err := f.NewUpdate()
	if err != nil {
		t.Fatal(err)
	}
	catalog, _ := f.Last().Catalog()
	page, _ := f.Last().Get(pdf.Ref{Num: 3})
	rect := pdf.Rect{X0: 10, Y0: 10, X1: 90, Y1: 30}.Array()
	old := u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Widget"), "FT", pdf.Name("Tx"),
		"T", pdf.TextString("theirs"), "V", pdf.TextString("x"), "Rect", rect, "P", pdf.Ref{Num: 3}))
	list := u.Add(pdf.Array{old})
	fields := u.Add(pdf.Array{old})
	u.Set(pdf.Ref{Num: 3}, page.(pdf.Dict).With("Annots", list))
	u.Set(pdf.Ref{Num: 1}, catalog.With("AcroForm", pdf.Dictionary("Fields", fields, "NeedAppearances", pdf.Bool(true))))
	tail, err := u.Tail()
	if err != nil {
		t.Fatal(err)
	}
	base = append(base, tail...)
	l := layout()
	more, err := pades.Lay(open(t, base), l, signedAt)
	if err != nil {
		t.Fatal(err)
	}
	laid := append(base, more...)
	rev := open(t, laid).Last()
	for _, e := range rev.Entries() {
		if e.Num == 3 || e.Num == old.Num {
			t.Errorf("object %d was touched", e.Num)
		}
	}
	annots, _ := rev.Array(list)
	names, _ := rev.Array(fields)
	if len(annots) != 7 || annots[0] != pdf.Object(old) || len(names) != 2 || names[0] != pdf.Object(old) {
		t.Errorf("annotations %v, fields %v", annots, names)
	}
	if _, err := pades.Lay(open(t, laid), l, signedAt); pades.RefusalOf(err) != pades.RefusedFieldExists {
		t.Errorf("laid twice: %v", err)
	}
	if out := tool(t, "qpdf", "--check", store(t, laid)); !strings.Contains(out, "No syntax") {
		t.Error(out)
	}
}
