package pades_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"antin/pades"
	"antin/pdf"
)

// word is where pdftotext sees a word on the page as shown.
func word(t *testing.T, file []byte, text string) (r pdf.Rect, width, height float64) {
	t.Helper()
	out := tool(t, "pdftotext", "-bbox", store(t, file), "-")
	num := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	page := regexp.MustCompile(`<page width="([\d.]+)" height="([\d.]+)"`).FindStringSubmatch(out)
	m := regexp.MustCompile(`<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">` + regexp.QuoteMeta(text) + `</word>`).FindStringSubmatch(out)
	if page == nil || m == nil {
		t.Fatalf("no word %q in %s", text, out)
	}
	return pdf.Rect{X0: num(m[1]), Y0: num(m[2]), X1: num(m[3]), Y1: num(m[4])}, num(page[1]), num(page[2])
}

func TestTextFormIsAtTheTopRightHoweverThePageIsTurned(t *testing.T) {
	t.Parallel()
	lines := []string{"SAO Y; UBND tỉnh Nghệ An", "2026-11-22T18:45:12+07:00"}
	for _, rotate := range []int{0, 90, 180, 270} {
		t.Run(fmt.Sprint(rotate), func(t *testing.T) {
			t.Parallel()
			base := tablePDF(rotate)
			pages, err := open(t, base).Last().Pages()
			if err != nil {
				t.Fatal(err)
			}
			for name, rect := range map[string]pdf.Rect{
				"top right": pades.TopRight(pages[0], lines), "bottom left": pades.BottomLeft(pages[0], lines),
			} {
				signed := agency().appendSigned(t, base, pades.Signing{
					Field: "copy", Spot: &pades.Spot{Page: 1, Rect: rect}, Appearance: pades.Appearance{Lines: lines},
				})
				checked(t, signed, 1)
				r, w, h := word(t, signed, lines[1])
				if rotate%180 != 0 { // poppler gives the size of the page before turning
					w, h = h, w
				}
				switch {
				case r.Width() < r.Height():
					t.Errorf("%s: the text lies on its side: %v", name, r)
				case name == "top right" && (r.X1 > w || r.X0 < w/2 || r.Y1 > 60):
					t.Errorf("%s: %v on a page of %v × %v", name, r, w, h)
				case name == "bottom left" && (r.X0 < 0 || r.X1 > w*0.6 || r.Y0 < h-60):
					t.Errorf("%s: %v on a page of %v × %v", name, r, w, h)
				}
				if got := tool(t, "pdftotext", "-layout", store(t, signed), "-"); !strings.Contains(got, lines[0]) {
					t.Errorf("%s: %q is not in %q", name, lines[0], got)
				}
			}
		})
	}
}

// The text form is set in an upright serif face in the metrics of Times New Roman,
// 10 points, black, every line of it.
func TestTextFormIsUprightBlackAndTenPoints(t *testing.T) {
	t.Parallel()
	lines := []string{"SAO Y; UBND tỉnh Nghệ An", "2026-11-22T18:45:12+07:00"}
	base := tablePDF(0)
	pages, err := open(t, base).Last().Pages()
	if err != nil {
		t.Fatal(err)
	}
	signed := agency().appendSigned(t, base, pades.Signing{
		Field: "copy", Spot: &pades.Spot{Page: 1, Rect: pades.TopRight(pages[0], lines)}, Appearance: pades.Appearance{Lines: lines},
	})
	out := tool(t, "pdftohtml", "-xml", "-i", "-stdout", "-zoom", "1", "-fontfullname", store(t, signed))
	for _, line := range lines {
		at := regexp.MustCompile(`<text [^>]*font="(\d+)">` + regexp.QuoteMeta(line) + `</text>`).FindStringSubmatch(out)
		if at == nil {
			t.Fatalf("no line %q, set without bold and italics, in %s", line, out)
		}
		font := regexp.MustCompile(`<fontspec id="` + at[1] + `" size="(\d+)" family="([^"]*)" color="([^"]*)"`).FindStringSubmatch(out)
		if font == nil || font[1] != "10" || font[3] != "#000000" || !strings.Contains(font[2], "Tinos") || strings.Contains(font[2], "Bold") || strings.Contains(font[2], "Italic") {
			t.Errorf("%q is set in %v", line, font)
		}
	}
}

func TestNumberSitsOnThePrintedLine(t *testing.T) {
	t.Parallel()
	_, _, sealed := issued(t, tablePDF(0))
	number, _, _ := word(t, sealed, "1234")
	printed, _, _ := word(t, sealed, "/QD-UBND")
	// Both boxes reach from ascent to descent of their fonts at 13 points.
	if d := number.Y1 - printed.Y1; d > 1.5 || d < -1.5 {
		t.Errorf("number %v, printed line %v", number, printed)
	}
}

func TestNumberAndDateInTheAppearanceOfTheSeal(t *testing.T) {
	t.Parallel()
	place := pdf.Rect{X0: 80, Y0: 737, X1: 125, Y1: 752}
	signed := agency().appendSigned(t, tablePDF(0), pades.Signing{
		Field: "antin-seal", Spot: &pades.Spot{Page: 1, Rect: pdf.Rect{X0: 300, Y0: 290, X1: 400, Y1: 390}},
		Appearance: pades.Appearance{
			Image: picture(t, red),
			Items: []pades.Item{{Text: "57", Rect: place}, {Text: "22", Rect: pdf.Rect{X0: 350, Y0: 700, X1: 372, Y1: 715}}},
		},
	})
	checked(t, signed, 1)
	if got := crop(t, signed, &pades.Spot{Page: 1, Rect: place}); got != "57" {
		t.Errorf("the blank shows %q", got)
	}
}

func TestPictureKeepsItsTransparency(t *testing.T) {
	t.Parallel()
	_, _, sealed := issued(t, tablePDF(0))
	out := tool(t, "pdfimages", "-list", store(t, sealed))
	if strings.Count(out, "smask") != 2 || strings.Count(out, " rgb ") != 2 {
		t.Errorf("pictures: %s", out)
	}
}

func TestImageRefusesWhatIsNoPicture(t *testing.T) {
	t.Parallel()
	huge := ring(t, red)
	copy(huge[16:24], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // 65,536 pixels a side, by its own word
	for name, b := range map[string][]byte{"empty": nil, "text": []byte("not a PNG"), "cut": ring(t, red)[:90], "huge": huge, "long": bytes.Repeat([]byte{1}, 5<<20)} {
		if _, err := pades.NewImage(b); pades.RefusalOf(err) != pades.RefusedImage {
			t.Errorf("%s: %v", name, err)
		}
	}
}
