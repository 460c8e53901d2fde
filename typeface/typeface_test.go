package typeface_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"

	"antin/pdf"
	"antin/typeface"
)

// vietnamese holds every letter of the language, upper and lower, and what
// official documents write besides.
func vietnamese() string {
	const base = "aăâeêioôơuưy"
	marks := []string{"", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
	var b strings.Builder
	for _, r := range base {
		for _, m := range marks {
			s := norm.NFC.String(string(r) + m)
			b.WriteString(s + strings.ToUpper(s))
		}
	}
	b.WriteString("đĐ bcdfghjklmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ 0123456789 .,;:/-–()+&@%")
	return b.String()
}

// page is a file of one empty page, as a table-made PDF 1.4.
func page(t testing.TB) *pdf.File {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range []string{
		"<</Type /Catalog /Pages 2 0 R>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 2400 842]>>",
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 4\n0000000000 65535 f \n")
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size 4 /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", start)
	f, err := pdf.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// draw writes the lines on the page and gives the path of the file.
func draw(t *testing.T, face *typeface.Face, lines []string) string {
	t.Helper()
	f := page(t)
	u, err := f.NewUpdate()
	if err != nil {
		t.Fatal(err)
	}
	s, err := face.Subset(lines...)
	if err != nil {
		t.Fatal(err)
	}
	font, err := s.Embed(u)
	if err != nil {
		t.Fatal(err)
	}
	content := "BT /F 10 Tf 14 TL 20 800 Td\n"
	for _, l := range lines {
		code, err := s.Encode(l)
		if err != nil {
			t.Fatal(err)
		}
		content += fmt.Sprintf("<%X> Tj T*\n", code)
	}
	body := u.Add(pdf.NewStream(pdf.Dict{}, []byte(content+"ET")))
	u.Set(pdf.Ref{Num: 3}, pdf.Dictionary("Type", pdf.Name("Page"), "Parent", pdf.Ref{Num: 2},
		"MediaBox", pdf.Rect{X1: 2400, Y1: 842}.Array(), "Contents", body,
		"Resources", pdf.Dictionary("Font", pdf.Dictionary("F", font))))
	tail, err := u.Tail()
	if err != nil {
		t.Fatal(err)
	}
	whole := make([]byte, f.Size())
	if _, err := f.Reader().ReadAt(whole, 0); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "drawn.pdf")
	if err := os.WriteFile(path, append(whole, tail...), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("ANTIN_TEST_ALL") != "" {
			t.Fatalf("%s is not installed", name)
		}
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestVietnameseComesBackExactly(t *testing.T) {
	t.Parallel()
	for _, style := range []typeface.Style{typeface.Regular, typeface.Bold, typeface.Italic} {
		face := typeface.Tinos(style)
		lines := []string{vietnamese(), "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN", "Số: 12/QĐ-UBND, ngày 22 tháng 11 năm 2026"}
		path := draw(t, face, lines)
		got := run(t, "pdftotext", "-layout", path, "-")
		for _, want := range lines {
			if !strings.Contains(got, want) {
				t.Errorf("%s: pdftotext gives\n%s\nwithout %s", face.Name(), got, want)
			}
		}
		if out := run(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s: qpdf --check: %s", face.Name(), out)
		}
		fonts := run(t, "pdffonts", path)
		if !strings.Contains(fonts, "+"+face.Name()) || !strings.Contains(fonts, "CID TrueType") {
			t.Errorf("pdffonts: %s", fonts)
		}
	}
}

func TestDecomposedTextIsComposedFirst(t *testing.T) {
	t.Parallel()
	face := typeface.Tinos(typeface.Regular)
	composed := "Quyết định về tổ chức"
	apart := norm.NFD.String(composed)
	if a, b := face.Width(composed, 13), face.Width(apart, 13); a != b {
		t.Errorf("width %v composed, %v apart", a, b)
	}
	s, err := face.Subset(apart)
	if err != nil {
		t.Fatal(err)
	}
	a, errA := s.Encode(apart)
	b, errB := s.Encode(composed)
	if errA != nil || errB != nil || !bytes.Equal(a, b) || len(a) != 2*len([]rune(composed)) {
		t.Errorf("codes %x and %x, errors %v and %v", a, b, errA, errB)
	}
}

func TestSubsetIsAFontWithTheSameLetters(t *testing.T) {
	t.Parallel()
	face := typeface.Tinos(typeface.Regular)
	s, err := face.Subset(vietnamese())
	if err != nil {
		t.Fatal(err)
	}
	// sfnt wants a cmap to parse, which a CID font has not; so the glyphs are
	// compared by drawing in the test with pdftotext and by measures here.
	if n := len(s.Program()); n > 120_000 {
		t.Errorf("subset of the whole of Vietnamese has %d bytes", n)
	}
	small, err := face.Subset("12/2026")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(small.Program()); n > 12_000 {
		t.Errorf("subset of six letters has %d bytes", n)
	}
	again, err := typeface.Tinos(typeface.Regular).Subset("2026/1")
	if err != nil || !bytes.Equal(small.Program(), again.Program()) || small.BaseFont() != again.BaseFont() {
		t.Error("the same letters give another font")
	}
	code, err := small.Encode("1")
	if err != nil || small.Widths()[int(code[1])] != 500 {
		t.Errorf("width of a figure %v, want 500", small.Widths())
	}
}

func TestWidthIsThatOfTimes(t *testing.T) {
	t.Parallel()
	face := typeface.Tinos(typeface.Regular)
	// Times-Roman by Adobe's metrics: figures 500, A 722, space 250.
	for text, want := range map[string]float64{"0123456789": 5, "A": .722, " ": .25} {
		if got := face.Width(text, 1); math.Abs(got-want) > 0.002 {
			t.Errorf("width of %q is %v, want %v", text, got, want)
		}
	}
}

func TestMissingLetterIsRefused(t *testing.T) {
	t.Parallel()
	_, err := typeface.Tinos(typeface.Regular).Subset("số 漢")
	var missing *typeface.MissingError
	if !errors.As(err, &missing) || missing.Rune != '漢' {
		t.Errorf("error %v", err)
	}
	if _, err := typeface.Tinos(typeface.Regular).Subset("a\nb"); err == nil {
		t.Error("a line break was taken for a letter")
	}
}

func TestProgramIsTheWholeFont(t *testing.T) {
	t.Parallel()
	b, err := io.ReadAll(typeface.Tinos(typeface.Italic).Program())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sfnt.Parse(b); err != nil {
		t.Error(err)
	}
}

func TestMemoryGivesTheSameSubsetOnce(t *testing.T) {
	t.Parallel()
	var memory typeface.Memory
	var none *typeface.Memory
	for _, texts := range [][]string{{"2026", "07"}, {"Số: 12/QĐ-UBND"}, {vietnamese()}, {"So\u0302\u0301"}} {
		want, err := typeface.Tinos(typeface.Bold).Subset(texts...)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for _, m := range []*typeface.Memory{&memory, none} {
					got, err := m.Subset(typeface.Bold, texts...)
					if err != nil || got.BaseFont() != want.BaseFont() || !bytes.Equal(got.Program(), want.Program()) {
						t.Errorf("%q: %v", texts, err)
						return
					}
					u, err := page(t).NewUpdate()
					if err != nil {
						t.Error(err)
						return
					}
					if _, err := got.Embed(u); err != nil {
						t.Error(err)
					}
					text := strings.Join(texts, "")
					if w := got.Width(text, 13); w != typeface.Tinos(typeface.Bold).Width(text, 13) {
						t.Errorf("%q is %v wide", text, w)
					}
				}
			})
		}
		wg.Wait()
	}
	a, err := memory.Subset(typeface.Regular, "2026", "7")
	if err != nil {
		t.Fatal(err)
	}
	if b, err := memory.Subset(typeface.Regular, "7602"); err != nil || a != b {
		t.Errorf("the same letters were made twice, %v", err)
	}
	for c := rune(' '); c < 0x180; c++ { // more sets than are kept
		if c < 0x7f || c > 0xa0 {
			if _, err := memory.Subset(typeface.Regular, string(c)); err != nil && c != 0xad {
				t.Fatalf("%U: %v", c, err)
			}
		}
	}
	if n := memory.Len(); n == 0 || n > 64 {
		t.Errorf("%d subsets are kept", n)
	}
	if _, err := memory.Subset(typeface.Regular, "số 漢"); err == nil {
		t.Error("a letter that is not there was found")
	}
}
