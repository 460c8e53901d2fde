package roundtrip

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"antin/internal/testkit/testpki"
	"antin/pades"
	"antin/pdf"
)

var rewrite = flag.Bool("update", false, "write docs/roundtrip.md")

// TestEveryFile signs each file twice, at B-B and then at B-LTA, or is refused
// with the reason that is listed.
func TestEveryFile(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, s := range sources(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			base := s.read(t)
			file, err := o.sign(t, base, 0, pades.LevelB)
			if s.refused != "" {
				got := pades.RefusalOf(err)
				if got == "" && pdf.IsMalformed(err) {
					got = "unreadable" // before anyone is asked to sign
				}
				if got != s.refused {
					t.Errorf("refused with %q, not %q: %v", got, s.refused, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if file, err = o.sign(t, file, 1, pades.LevelLTA); err != nil {
				t.Fatal(err)
			}
			o.holds(t, base, file, 2, pades.LevelLTA)
			o.flippedFails(t, base, file)
		})
	}
}

// flippedFails: one bit in the middle of what was signed.
func (o office) flippedFails(t *testing.T, base, file []byte) {
	t.Helper()
	twin := bytes.Clone(file)
	twin[len(base)/2] ^= 1
	if r := o.verify(t, twin); r.Indication == pades.TotalPassed || r.Indication == pades.NoSignature {
		t.Errorf("a flipped bit is %s", r.Indication)
	}
	if n, said := valid(t, write(t, t.TempDir(), "flipped.pdf", twin)); n != 0 {
		t.Errorf("pdfsig finds %d valid signatures over a flipped bit:\n%s", n, said)
	}
}

// spread are files of every structure: a table, a cross-reference stream,
// object streams, linearized, hybrid, tagged, with a form.
var spread = []string{"order", "object-streams", "booklet-linearized", "word-signed", "report-chromium", "cups-form"}

// TestLevelsAndCounts signs a spread of files one, two, three and eight times at
// each level. What was signed first stays valid under all that follow.
func TestLevelsAndCounts(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, name := range spread {
		for _, level := range []pades.Level{pades.LevelB, pades.LevelT, pades.LevelLT, pades.LevelLTA} {
			t.Run(name+"/"+string(level), func(t *testing.T) {
				t.Parallel()
				base := named(t, name).read(t)
				file := base
				for n := range 8 {
					var err error
					if file, err = o.sign(t, file, n, level); err != nil {
						t.Fatalf("signature %d: %v", n+1, err)
					}
					if slices.Contains([]int{1, 2, 3, 8}, n+1) {
						o.holds(t, base, file, n+1, level)
					}
				}
			})
		}
	}
}

// TestExtendedFiles carries files with two signatures upward one level after
// the other, and then renews the document time-stamp.
func TestExtendedFiles(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, name := range spread {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := named(t, name).read(t)
			file := base
			var err error
			for n := range 2 {
				if file, err = o.sign(t, file, n, pades.LevelB); err != nil {
					t.Fatal(err)
				}
			}
			for _, level := range []pades.Level{pades.LevelT, pades.LevelLT, pades.LevelLTA, pades.LevelLTA} {
				e, err := pades.Extend(t.Context(), opened(t, file), o.extension(level))
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range e.Signatures {
					if strings.HasPrefix(s.Field, "Sig-") && !s.Reached.AtLeast(level) {
						t.Errorf("%s reached %s, not %s: %v", s.Field, s.Reached, level, s.Gaps)
					}
				}
				file = append(file, e.Tail...)
				o.holds(t, base, file, 2, level)
			}
		})
	}
}

// TestReplacedFontFails: pdfsig judges hashes, so only we see it.
func TestReplacedFontFails(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, name := range []string{"order", "report-chromium", "bash", "mom", "policy", "fpdf-layers"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, err := o.sign(t, named(t, name).read(t), 0, pades.LevelB)
			if err != nil {
				t.Fatal(err)
			}
			twin := update(t, file, func(rev *pdf.Revision, u *pdf.Update) {
				ref, font := someFont(t, rev)
				u.Set(ref, font.With("BaseFont", pdf.Name("Courier")))
			})
			if r := o.verify(t, twin); r.Signatures[0].Modification != pades.SuspiciousChange {
				t.Errorf("a replaced font is %s", r.Signatures[0].Modification)
			}
			pdfsig(t, write(t, t.TempDir(), "font.pdf", twin), 1)
		})
	}
}

// someFont finds the first font of the file.
func someFont(t testing.TB, rev *pdf.Revision) (pdf.Ref, pdf.Dict) {
	t.Helper()
	for n := 1; n <= rev.MaxNumber(); n++ {
		e, _, ok := rev.Lookup(n)
		if !ok {
			continue
		}
		ref := pdf.Ref{Num: n, Gen: e.Gen}
		o, err := rev.Get(ref)
		if d, is := o.(pdf.Dict); err == nil && is && d.Name("Type") == "Font" && d.Has("BaseFont") {
			return ref, d
		}
	}
	t.Fatal("the file has no font")
	return pdf.Ref{}, nil
}

// TestRefilledNumberFails: leader and seal, and then another number.
func TestRefilledNumberFails(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, name := range []string{"order", "report-chromium", "no-marks", "object-streams", "linearized", "libreoffice"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sealed := o.sealed(t, named(t, name).read(t))
			if r := o.verify(t, sealed); r.Indication != pades.TotalPassed {
				t.Fatalf("the sealed file is %s %s", r.Indication, r.SubIndication)
			}
			twin := update(t, sealed, func(rev *pdf.Revision, u *pdf.Update) {
				ref, field := numberField(t, rev)
				u.Set(ref, field.With("V", pdf.TextString("99")))
			})
			if r := o.verify(t, twin); r.Indication != pades.TotalFailed {
				t.Errorf("a refilled number is %s", r.Indication)
			}
		})
	}
}

// sealed lays the fields, signs as the leader and fills and seals.
func (o office) sealed(t testing.TB, base []byte) []byte {
	t.Helper()
	f := opened(t, base)
	at, _ := visible(f)
	if at.Rect.Empty() {
		t.Fatal("no room on the first page")
	}
	x, y := at.Rect.X0, at.Rect.Y0+200
	spot := func(dx, dy, w, h float64) *pades.Spot {
		return &pades.Spot{Page: 1, Rect: pdf.Rect{X0: x + dx, Y0: y + dy, X1: x + dx + w, Y1: y + dy + h}}
	}
	tail, err := pades.Lay(f, pades.Fields{Number: spot(0, 100, 40, 14), Signer: spot(0, 0, 60, 40), Seal: spot(70, 0, 60, 40)}, testpki.Now())
	if err != nil {
		t.Fatal(err)
	}
	file := append(bytes.Clone(base), tail...)
	for n, deed := range []func(*pades.Signing){
		func(in *pades.Signing) { in.Field = pades.FieldSigner },
		func(in *pades.Signing) {
			in.Field, in.Fill, in.Lock = pades.FieldSeal, map[string]string{pades.FieldNumber: "12"}, []string{pades.FieldNumber}
		},
	} {
		in, key := o.signing(n)
		in.Spot, in.Appearance = nil, pades.Appearance{Lines: []string{"Đã ký"}}
		deed(&in)
		s, err := pades.Sign(t.Context(), opened(t, file), in, key, pades.Extension{})
		if err != nil {
			t.Fatal(err)
		}
		file = append(file, s.Tail...)
	}
	return file
}

func opened(t testing.TB, b []byte) *pdf.File {
	t.Helper()
	f, err := pdf.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func numberField(t testing.TB, rev *pdf.Revision) (pdf.Ref, pdf.Dict) {
	t.Helper()
	for n := rev.MaxNumber(); n > 0; n-- {
		e, _, ok := rev.Lookup(n)
		if !ok {
			continue
		}
		ref := pdf.Ref{Num: n, Gen: e.Gen}
		o, err := rev.Get(ref)
		if d, is := o.(pdf.Dict); err == nil && is {
			if s, ok := d.Get("T").(pdf.String); ok && pdf.Text(s) == "number" {
				return ref, d
			}
		}
	}
	t.Fatal("the file has no field for the number")
	return pdf.Ref{}, nil
}

const tablePage = "docs/roundtrip.md"

// TestTableOfFiles: at least 30 files of at least eight makers are signed, of
// every structure and from one to 500 pages, and the page lists all of them.
func TestTableOfFiles(t *testing.T) {
	t.Parallel()
	var rows strings.Builder
	makers, marks, signed, fewest, most := map[string]bool{}, map[string]bool{}, 0, 1000, 0
	for _, s := range sources(t) {
		f := featuresOf(s.read(t))
		outcome := "signed"
		if s.refused != "" {
			outcome = "refused: " + string(s.refused)
		} else {
			signed++
			makers[maker(f.producer)] = true
			fewest, most = min(fewest, f.pages), max(most, f.pages)
			for _, m := range f.marks {
				marks[m] = true
			}
		}
		fmt.Fprintf(&rows, "| %s | %s | %s | %s | %s | %d | %s | %s |\n", s.name, s.place(), f.producer, s.licence, f.version, f.pages, strings.Join(f.marks, ", "), outcome)
	}
	delete(makers, "not said")
	if signed < 30 || len(makers) < 8 || fewest > 1 || most < 500 {
		t.Errorf("%d files of %d makers with %d to %d pages are signed: %v", signed, len(makers), fewest, most, slices.Sorted(maps.Keys(makers)))
	}
	for _, want := range []string{"xref stream", "object streams", "linearized", "hybrid", "tagged", "form"} {
		if !marks[want] {
			t.Errorf("no file is signed that has: %s", want)
		}
	}
	if *rewrite {
		if err := os.WriteFile(filepath.Join(root, tablePage), []byte(pageHead+rows.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	listed, err := os.ReadFile(filepath.Join(root, tablePage))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources(t) {
		if !strings.Contains(string(listed), "\n| "+s.name+" | "+s.place()+" |") {
			t.Errorf("%s does not list %s: write it again with -update", tablePage, s.name)
		}
	}
}

const pageHead = `# Files that are signed in the round trip

Written by ` + "`go test ./internal/e2e/roundtrip -run TestTableOfFiles -update`" + ` from ` + "`internal/e2e/roundtrip/testdata/sources.csv`" + `; producers, versions and pages are those of the day it was written.

Each file that can be signed is signed at B-B and then at B-LTA; a spread of them one, two, three and eight times at B-B, B-T, B-LT and B-LTA. After that every signature must be valid for us, for pdfsig and for ` + "`openssl cms -verify -cades`" + `, every time-stamp for ` + "`openssl ts -verify`" + `, and ` + "`qpdf --check`" + ` must have nothing against the file that it had not before. What cannot be signed is refused with the word in the last column. The files of others are fetched by ` + "`tools/pdf-sources`" + ` and are no part of the project.

| name | from | producer | licence | PDF | pages | features | outcome |
|---|---|---|---|---|---|---|---|
`

func (s source) place() string {
	switch s.from {
	case "made":
		return "made by the test: " + s.path
	case "project":
		return "`" + s.path + "`"
	case "pdfcpu", "fpdf":
		return "module " + s.from + ", `" + s.path + "`"
	}
	return "Debian " + s.from + ", `/" + s.path + "`"
}

// maker is the first words of a producer, without versions.
func maker(producer string) string {
	if strings.Contains(producer, "pdfTeX") {
		return "pdfTeX"
	}
	if strings.Contains(producer, "Quartz") {
		return "Quartz"
	}
	words := strings.Fields(strings.ReplaceAll(producer, "®", ""))
	return strings.ToLower(strings.Join(words[:min(2, len(words))], " "))
}
