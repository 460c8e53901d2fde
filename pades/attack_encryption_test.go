package pades_test

import (
	"bytes"
	"testing"

	"antin/pades"
	"antin/pdf"
)

const weakCrypt = "<</Filter /Standard /V 4 /R 4 /Length 128 /P -4 /CF <</StdCF <</CFM /V2 /AuthEvent /DocOpen /Length 16>>>> /StmF /StdCF /StrF /StdCF /O <0000000000000000000000000000000000000000000000000000000000000000> /U <0000000000000000000000000000000000000000000000000000000000000000>>>"

// encryptedTwin gives a signed encrypted file and a way to append to it: the
// writer refuses encrypted files, so the key is spelt otherwise while it writes.
func encryptedTwin(t testing.TB) (signed []byte, grow func(func(*pdf.Revision, *pdf.Update)) []byte, crypt pdf.Ref) {
	on := func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("/Encryqt"), []byte("/Encrypt")) }
	off := func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("/Encrypt"), []byte("/Encryqt")) }
	base := tablePDF(0)
	crypt = pdf.Ref{Num: open(t, base).Last().MaxNumber() + 1}
	base = hand("/Encryqt 6 0 R /ID [<00> <00>]", handObject{crypt.Num, weakCrypt})(t, base)
	signed = handSigned{field: "one", text: on, der: func(t testing.TB, p person, digest []byte) []byte { return crafted{p: p, digest: digest}.der(t) }}.on(t, base)
	return signed, func(c func(*pdf.Revision, *pdf.Update)) []byte { return on(update(t, off(signed), c)) }, crypt
}

// TestEncryptionDictionaryStays: who writes the encryption dictionary anew decides
// what every signed stream and string decrypts to.
func TestEncryptionDictionaryStays(t *testing.T) {
	_, grow, crypt := encryptedTwin(t)
	file := grow(func(rev *pdf.Revision, u *pdf.Update) {
		d := must(rev.Dict(crypt))(t)
		u.Set(crypt, d.With("StmF", pdf.Name("Identity")).With("StrF", pdf.Name("Identity")))
	})
	if r := verify(t, file, trusting()); r.Indication == pades.TotalPassed {
		t.Errorf("%s", summary(r))
	}
}

// TestEncryptedLookIsNotJudged: what stands in an encrypted stream is not what a
// reader shows; as drawing it cannot be judged.
func TestEncryptedLookIsNotJudged(t *testing.T) {
	_, grow, _ := encryptedTwin(t)
	at := pdf.Rect{X0: 55, Y0: 735, X1: 200, Y1: 755}
	for _, kind := range []pdf.Name{"Square", "Ink"} {
		for _, body := range []string{"%\x91cipher text", "\x80\x81\x82"} {
			file := grow(func(rev *pdf.Revision, u *pdf.Update) { annotated(t, rev, u, comment(u, kind, at, body, nil)) })
			r := verify(t, file, trusting())
			if r.Indication == pades.TotalPassed {
				t.Errorf("%s", summary(r))
			}
		}
	}
}
