package pades_test

import (
	"fmt"
	"testing"
	"time"

	"antin/pades"
	"antin/pdf"
)

func TestManySignaturesAtEveryLevelStayValid(t *testing.T) {
	t.Parallel()
	for _, level := range []pades.Level{pades.LevelB, pades.LevelT, pades.LevelLT, pades.LevelLTA} {
		for _, many := range []int{1, 2, 3, 8} {
			t.Run(fmt.Sprintf("%s %d", level, many), func(t *testing.T) {
				t.Parallel()
				o := net()
				file := tablePDF(0)
				for i := range many {
					o.clock = o.clock.Add(time.Minute)
					kind := kinds[i%len(kinds)]
					in := pades.Signing{Field: fmt.Sprint("signature", i), PSS: i == 4}
					var s *pades.Signed
					file, s = o.signTo(t, file, kind, in, level)
					if s.Level != level {
						t.Fatalf("signature %d is at %s: %+v", i, s.Level, s.Extended)
					}
				}
				want := many
				if level == pades.LevelLTA {
					want = 2 * many
				}
				sound(t, o, file, want)
				opensslHolds(t, o, file)
				if level.AtLeast(pades.LevelLT) {
					passes(t, o, file, level)
				}
				e, err := pades.Extend(t.Context(), open(t, file), pades.Extension{To: pades.LevelB, Now: o.now})
				if err != nil || len(e.Signatures) != many || e.Reached() != level {
					t.Errorf("read again: %+v, %v", e, err)
				}
			})
		}
	}
}

func TestExtendWorksOnEveryKindOfFile(t *testing.T) {
	t.Parallel()
	for name, base := range bases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := net()
			file, _ := o.signTo(t, base, "P-256", pades.Signing{Field: "one"}, pades.LevelB)
			file, e := o.extendTo(t, file, pades.LevelLTA)
			if e.Reached() != pades.LevelLTA || e.Revisions != 3 {
				t.Errorf("%+v", e)
			}
			f := open(t, file)
			for _, r := range f.Revisions() {
				if r.XrefStream() != f.Revisions()[0].XrefStream() && r.XrefStream() != open(t, base).Last().XrefStream() {
					t.Errorf("revision %d has another kind of cross-references", r.Number)
				}
			}
			sound(t, o, file, 3)
			opensslHolds(t, o, file)
		})
	}
}

func TestExtendAfterTheSealOfTheOffice(t *testing.T) {
	t.Parallel()
	o := net()
	laid, err := pades.Lay(open(t, tablePDF(0)), layout(), o.clock)
	if err != nil {
		t.Fatal(err)
	}
	file := append(tablePDF(0), laid...)
	file, _ = o.signTo(t, file, "P-256", pades.Signing{Field: pades.FieldSigner}, pades.LevelT)
	file, _ = o.signTo(t, file, "RSA", pades.Signing{Field: pades.FieldSeal, Fill: filled}, pades.LevelLTA)
	for stamps := 1; stamps <= 3; stamps++ {
		sound(t, o, file, 2+stamps)
		o.clock = o.clock.AddDate(1, 0, 0)
		var e *pades.Extended
		if file, e = o.extendTo(t, file, pades.LevelLTA); e.Reached() != pades.LevelLTA {
			t.Errorf("%+v", e)
		}
	}
}

func TestExtendIsAllowedUnderEveryCertificationAndLock(t *testing.T) {
	t.Parallel()
	locked := func(t testing.TB) []byte {
		return handSigned{field: "author", dict: closesFields("All")}.on(t, formPDF(t))
	}
	for name, make := range map[string]func(testing.TB) []byte{"P 1": certified1, "P 2": certified2, "P 3": certified3, "all fields locked": locked} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := net()
			before := make(t)
			signed := len(sigsOf(t, o, before))
			file, e := o.extendTo(t, before, pades.LevelT)
			if e.Reached() != pades.LevelT {
				t.Errorf("%+v", e)
			}
			if got := len(sigsOf(t, o, file)); got != signed+1 {
				t.Errorf("%d signatures, want %d", got, signed+1)
			}
			for _, s := range sigsOf(t, o, file) {
				if s.Modification != pades.AllowedChange && s.Modification != pades.Unchanged {
					t.Errorf("%s: %s, %v", s.Field, s.Modification, s.Changes)
				}
			}
		})
	}
}

func sigsOf(t *testing.T, o *outside, file []byte) []pades.Signature {
	t.Helper()
	return verdict(t, o, file).Signatures
}

func TestExtendRefusesInWords(t *testing.T) {
	t.Parallel()
	o := net()
	signed, _ := o.signTo(t, tablePDF(0), "P-256", pades.Signing{Field: "one"}, pades.LevelB)
	broken := append([]byte(nil), signed...)
	broken = append(broken, "junk behind the end of the file"...)
	for name, c := range map[string]struct {
		file []byte
		want pades.RefusalCode
	}{
		"no signature":   {tablePDF(0), pades.RefusedUnsigned},
		"encrypted":      {qpdf(t, tablePDF(0), "--encrypt", "", "owner", "256", "--"), pades.RefusedEncrypted},
		"bytes after it": {broken, pades.RefusedDamaged},
	} {
		if _, err := pades.Extend(t.Context(), open(t, c.file), o.extension(pades.LevelLTA)); pades.RefusalOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := pades.Timestamp(t.Context(), open(t, broken), pades.Stamping{Stamper: o, Now: o.now}); pades.RefusalOf(err) != pades.RefusedDamaged {
		t.Errorf("stamping a damaged file: %v", err)
	}
	if _, err := pades.Extend(t.Context(), open(t, signed), pades.Extension{To: "B-XL", Now: o.now}); err == nil {
		t.Error("an unknown level was accepted")
	}
	if _, err := pades.Extend(t.Context(), open(t, signed), pades.Extension{To: pades.LevelLT}); err == nil {
		t.Error("no clock, and no error")
	}
}

func TestDocumentTimestampAlone(t *testing.T) {
	t.Parallel()
	for name, base := range bases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := net()
			o.room = 900 // says less than its tokens need
			s, err := pades.Timestamp(t.Context(), open(t, base), pades.Stamping{Stamper: o, Now: o.now})
			if err != nil {
				t.Fatal(err)
			}
			if !s.Time.Equal(o.clock) || o.stamped != 2 || s.Field == "" {
				t.Errorf("%v, %d time-stamps, field %q", s.Time, o.stamped, s.Field)
			}
			file := append(append([]byte(nil), base...), s.Tail...)
			sound(t, o, file, 1)
			opensslHolds(t, o, file)
			rev := open(t, file).Last()
			catalog, _ := rev.Catalog()
			form, _ := rev.Dict(catalog.Get("AcroForm"))
			fields, _ := rev.Array(form.Get("Fields"))
			field, _ := rev.Dict(fields[len(fields)-1])
			sig, _ := rev.Dict(field.Get("V"))
			if sig.Name("Type") != "DocTimeStamp" || sig.Name("SubFilter") != "ETSI.RFC3161" || sig.Has("M") || sig.Has("Reference") {
				t.Errorf("%v", sig.Without("Contents"))
			}
			if r, _, _ := rev.Rect(field.Get("Rect")); r != (pdf.Rect{}) {
				t.Errorf("it has a place: %v", r)
			}
			file, e := o.extendTo(t, file, pades.LevelLTA)
			if len(e.Signatures) != 0 || e.Revisions != 2 || len(e.Gaps) != 0 {
				t.Errorf("renewing it: %+v", e)
			}
			sound(t, o, file, 2)
		})
	}
	o := net()
	o.silent = true
	if _, err := pades.Timestamp(t.Context(), open(t, tablePDF(0)), pades.Stamping{Stamper: o, Now: o.now}); err == nil || pades.RefusalOf(err) != "" {
		t.Errorf("silent: %v", err)
	}
}
