package pades_test

import (
	"testing"

	"antin/pdf"
)

// stored is signed over a security store with two streams.
var stored = signedOver(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	u.Set(rootOf(rev), must(rev.Catalog())(t).With("DSS", u.Add(pdf.Dictionary("Certs", pdf.Array{
		u.Add(pdf.NewStream(nil, []byte("first"))), u.Add(pdf.NewStream(nil, []byte("second")))}))).
		With("Extensions", pdf.Dictionary("ESIC", pdf.Dictionary("BaseVersion", pdf.Name("1.7"), "ExtensionLevel", pdf.Integer(5)))))
})

func storing(change func(u *pdf.Update, d pdf.Dict) pdf.Dict) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := dictionaryAt(t, rev, must(rev.Catalog())(t).Get("DSS"))
		u.Set(n.ref, change(u, n.dict))
	})
}

func extending(value pdf.Object) func(testing.TB, []byte) []byte {
	return editing(inCatalog("Extensions", func(*pdf.Update) pdf.Object { return value }))
}

func level(name pdf.Name, version pdf.Name, n int) pdf.Dict {
	return pdf.Dictionary(string(name), pdf.Dictionary("BaseVersion", version, "ExtensionLevel", pdf.Integer(n)))
}

func TestSecurityStoreMayGrow(t *testing.T) {
	t.Parallel()
	const key = "0123456789abcdef0123456789ABCDEF01234567"
	for _, c := range []twin{
		{"written anew under other numbers", stored, storing(func(u *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("Certs", pdf.Array{u.Add(deflatedStream("second")), u.Add(pdf.NewStream(nil, []byte("first"))), u.Add(pdf.NewStream(nil, []byte("third")))})
		}), "evidence-added"},
		{"one list for the store and an entry of it", stored, storing(func(u *pdf.Update, d pdf.Dict) pdf.Dict {
			list := u.Add(pdf.Array{u.Add(pdf.NewStream(nil, []byte("answer")))})
			return d.With("OCSPs", list).With("VRI", pdf.Dictionary(key, pdf.Dictionary("OCSP", list, "TU", pdf.TextString("D:2026"))))
		}), "evidence-added"},
		{"extension raised and another added", stored, extending(append(level("ESIC", "1.7", 6), level("ADBE", "1.7", 8)...)), "extensions-changed"},
	} {
		t.Run(c.name, c.passes)
	}
}

func TestSecurityStoreNeverShrinks(t *testing.T) {
	t.Parallel()
	for _, c := range []twin{
		{"another stream in place of one", stored, storing(func(u *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("Certs", pdf.Array{d.Get("Certs").(pdf.Array)[0], u.Add(pdf.NewStream(nil, []byte("other")))})
		}), "evidence-removed"},
		{"extension lowered", stored, extending(level("ESIC", "1.7", 2)), "extensions-changed"},
		{"extension of an older version", stored, extending(level("ESIC", "1.4", 5)), "extensions-changed"},
		{"extension removed", stored, extending(pdf.Dictionary()), "extensions-changed"},
	} {
		t.Run(c.name, c.fails)
	}
}

// TestTrailer: what a trailer says of the file shows nothing; where it leads to
// the file itself, nothing may change.
func TestTrailer(t *testing.T) {
	t.Parallel()
	twin{"another identifier", signedPlain, func(t testing.TB, file []byte) []byte {
		num := open(t, file).Last().MaxNumber() + 1
		return handmade{objects: []handObject{{num, "(x)"}}, plain: true, trailer: "/ID[<01><02>]"}.on(t, file)
	}, ""}.passesOr(t)
	twin{"information with values elsewhere", signedPlain, func(t testing.TB, file []byte) []byte {
		num := open(t, file).Last().MaxNumber() + 1
		return handmade{objects: []handObject{{num, "(x)"}, {num + 1, "<</Title " + pdf.Ref{Num: num}.String() + ">>"}}, plain: true,
			trailer: "/Info " + pdf.Ref{Num: num + 1}.String()}.on(t, file)
	}, "information-changed"}.passesNow(t)
	twin{"key that leads to an object", signedPlain, hand("/Thing 4 0 R"), "trailer-changed"}.failsNow(t)
}
