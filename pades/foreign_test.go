package pades_test

import (
	"context"
	"crypto"
	"testing"
	"time"

	"antin/pades"
	"antin/pdf"
)

// What follows is written by programs in use, otherwise than we would write it,
// and says the same.

// opened is a form whose maker opened functions of a reader for its users.
func opened(t testing.TB, change func(pdf.Ref) pdf.Dict) []byte {
	t.Helper()
	return update(t, tablePDF(0), func(rev *pdf.Revision, u *pdf.Update) {
		rights := u.Add(pdf.Dictionary("Type", pdf.Name("Sig"), "Filter", pdf.Name("Adobe.PPKLite"),
			"ByteRange", pdf.Array{pdf.Integer(0), pdf.Integer(9), pdf.Integer(20), pdf.Integer(9)},
			"Contents", pdf.String{Bytes: []byte{0x30, 0x03, 0x02, 0x01, 0x01}, Hex: true}))
		u.Set(rootOf(rev), append(must(rev.Catalog())(t), change(rights)...))
	})
}

func TestUsageRightsAreNoSignature(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"UR", "UR3"} {
		file := opened(t, func(rights pdf.Ref) pdf.Dict { return pdf.Dictionary("Perms", pdf.Dictionary(key, rights)) })
		filled := update(t, file, func(rev *pdf.Revision, u *pdf.Update) {
			u.Set(rootOf(rev), must(rev.Catalog())(t).Without("Perms"))
		})
		for _, f := range [][]byte{file, filled} {
			if r := verify(t, f, trusting()); r.Indication != pades.NoSignature {
				t.Errorf("%s: %s", key, summary(r))
			}
		}
	}
}

// Only what its own revision calls usage rights is that: a name given later, or
// another name, hides no signature.
func TestOtherHiddenSignaturesAreNoUsageRights(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(pdf.Ref) pdf.Dict{
		"under another key": func(rights pdf.Ref) pdf.Dict { return pdf.Dictionary("Perms", pdf.Dictionary("UR4", rights)) },
		"named nowhere":     func(pdf.Ref) pdf.Dict { return nil },
	} {
		if r := verify(t, opened(t, change), trusting()); r.Indication != pades.TotalFailed {
			t.Errorf("%s: %s", name, summary(r))
		}
	}
	var rights pdf.Ref
	file := opened(t, func(r pdf.Ref) pdf.Dict { rights = r; return nil })
	file = update(t, file, func(rev *pdf.Revision, u *pdf.Update) {
		u.Set(rootOf(rev), must(rev.Catalog())(t).With("Perms", pdf.Dictionary("UR3", rights)))
	})
	if r := verify(t, file, trusting()); r.Indication != pades.TotalFailed {
		t.Errorf("named later: %s", summary(r))
	}
}

// Before ISO 32000-2, /Type of a document time-stamp could be left out, and
// some programs write Sig.
func TestTimeStampsOfTheOlderSpellingAreRead(t *testing.T) {
	t.Parallel()
	w := authorityUntil(signedAt, signedAt.AddDate(5, 0, 0))
	for name, spell := range map[string]func(pdf.Dict) pdf.Dict{
		"Sig":       func(d pdf.Dict) pdf.Dict { return d },
		"none":      func(d pdf.Dict) pdf.Dict { return d.Without("Type") },
		"no filter": func(d pdf.Dict) pdf.Dict { return d.Without("Filter").With("Type", pdf.Name("DocTimeStamp")) },
	} {
		file := handSigned{field: "stamp", dict: func(d pdf.Dict) pdf.Dict { return spell(d).With("SubFilter", pdf.Name("ETSI.RFC3161")) },
			der: func(t testing.TB, _ person, digest []byte) []byte {
				return must(w.Stamp(context.Background(), crypto.SHA256, digest))(t)
			}}.on(t, signedForm(t))
		r := judged(t, file, signedAt.Add(time.Hour))
		met := false
		for _, s := range r.Signatures {
			if s.Field == "stamp" {
				met = s.Kind == "timestamp" && s.Integrity == pades.Passed
			} else if s.Modification != pades.AllowedChange {
				t.Errorf("%s: the signature before it: %s", name, summary(r))
			}
		}
		if !met {
			t.Errorf("%s: %s", name, summary(r))
		}
	}
}

// Some programs name the entries of /VRI by SHA-256.
func TestStoreUnderLongerFingerprintsIsRead(t *testing.T) {
	const key = "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
	twin{"fingerprint by SHA-256", stored, storing(func(u *pdf.Update, d pdf.Dict) pdf.Dict {
		list := u.Add(pdf.Array{u.Add(pdf.NewStream(nil, []byte("answer")))})
		return d.With("OCSPs", list).With("VRI", pdf.Dictionary(key, pdf.Dictionary("OCSP", list)))
	}), "evidence-added"}.passes(t)
}
