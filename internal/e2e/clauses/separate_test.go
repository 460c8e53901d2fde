package clauses

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/signing"
	"antin/internal/platform/practice"
	"antin/internal/testkit/clause"
	"antin/pades"
)

// corner is the top right of an A4 page in points from the top left.
var corner = []string{"300", "0", "295", "90"}

// TestSeparateFiles: each gets the agency's signature in its corner, as text
// with number, symbol and its own time; issue waits until all have it.
func TestSeparateFiles(t *testing.T) {
	waiting := map[string]string{
		"NA": "Còn văn bản kèm theo chưa ký số", "HD": "Phụ lục rời chưa ký số cơ quan", "BG": "Phụ lục chưa được ký số",
	}
	under(t, []string{"NA", "HD", "BG"}, func(t *testing.T, province string) {
		proves(t, province, "NA-15.4b-1", "NA-15.5b-1", "HD2-11.6b2", "BG-15.2b2")
		w := open(t, province)
		j := w.write(draft{separate: []document.Upload{
			separate(document.Attachment, "danh-sach.pdf", attachment()), separate(document.Appendix, "phu-luc-1.pdf", attachment()),
		}}).to("seal")
		for _, f := range j.load().Separate() {
			raw := w.bytes(f.SHA256)
			if r := w.verify(raw); r.Indication != pades.TotalPassed || len(r.Signatures) != 1 || !r.Signatures[0].CoversFile || r.Signatures[0].Signer != "Sở Khoa học và Công nghệ" {
				t.Errorf("%s is %s", f.Name, r.Indication)
			}
			at := corner
			if province == "BG" {
				at = []string{"0", "740", "300", "102"}
			}
			if got := text(t, raw, "1", at...); !strings.Contains(got, "01/SKHCN-CĐS") || !strings.Contains(got, "2026-03-10T09:00:00+07:00") {
				t.Errorf("in its corner %s says %q", f.Name, got)
			}
			if n := images(t, raw); n != 0 {
				t.Errorf("%s shows %d pictures", f.Name, n)
			}
		}
		j.must(j.release())
		// one that cannot be signed blocks the issue and is named
		bad := append([]byte("%PDF-1.2"), attachment()[8:]...)
		stuck := w.write(draft{separate: []document.Upload{
			separate(document.Attachment, "tot.pdf", attachment()), separate(document.Appendix, "qua-cu.pdf", bad),
		}}).to("recheck")
		refused(t, stuck.seal(), "file.old-version", "qua-cu.pdf")
		refused(t, stuck.release(), "seal.attachment-unsigned", waiting[province])
		stuck.state(document.Numbered)
	})
}

// TestTextOfSeparateFiles: its lines and its time are values of the profile, in
// Times New Roman 10.
func TestTextOfSeparateFiles(t *testing.T) {
	t.Parallel()
	a, b := clause.Parameter(t, "NA-15.4b-2", func(lines []string) string {
		w := open(t, "NA", set{"signing.text_form.attachment_lines", lines})
		j := w.write(draft{separate: []document.Upload{separate(document.Attachment, "danh-sach.pdf", attachment())}}).to("recheck")
		w.clock.pass(90 * time.Minute)
		j.must(j.seal())
		raw := w.bytes(j.load().Separate()[0].SHA256)
		if fonts := tool(t, raw, "pdffonts", "-"); !strings.Contains(fonts, "Tinos") {
			t.Errorf("fonts: %s", fonts)
		}
		if size := heightOf(t, raw, "2026-03-10T10:30:00+07:00"); size < 10.5 || size > 11.6 { // ascent and descent of 10 pt Times
			t.Errorf("the time is %.2f points high", size)
		}
		return strings.Join(strings.Fields(text(t, raw, "1", corner...)), " ")
	}, []string{"{symbol}", "{time}"}, []string{"{time}"})
	if !strings.Contains(a, "01/SKHCN-CĐS 2026-03-10T10:30:00+07:00") || strings.Contains(b, "SKHCN") {
		t.Errorf("texts %q and %q", a, b)
	}
}

// TestAppendixHasNoPicture: none is drawn, and no picture for appendices can be
// stored.
func TestAppendixHasNoPicture(t *testing.T) {
	t.Parallel()
	a, b := clause.Parameter(t, "NA-15.5b-2", func(allowed bool) string {
		w := open(t, "NA", set{"signing.text_form.image_allowed", allowed})
		_, err := w.Signing.SaveImage(w.ctx, w.Installer(), signing.Image{
			Kind: "appendix", Owner: string(w.as(clerk).Agency), PNG: practice.SealPNG("Sở", "", 36), WidthMM: 36, HeightMM: 36,
		})
		refused(t, err, "image.kind", "Không có loại hình ảnh này")
		j := w.write(draft{separate: []document.Upload{separate(document.Appendix, "phu-luc.pdf", attachment())}}).to("seal")
		return fmt.Sprint(images(t, w.bytes(j.load().Separate()[0].SHA256)) > 0)
	}, false, true)
	if a != "false" || b != "true" {
		t.Errorf("pictures: %s where forbidden, %s where allowed", a, b)
	}
}

var boxes = regexp.MustCompile(`yMin="([0-9.]+)" xMax="[0-9.]+" yMax="([0-9.]+)">([^<]*)<`)

// heightOf is the height of a word's box in points.
func heightOf(t *testing.T, raw []byte, word string) float64 {
	t.Helper()
	for _, m := range boxes.FindAllStringSubmatch(tool(t, raw, "pdftotext", "-bbox", "-", "-"), -1) {
		if m[3] == word {
			var y0, y1 float64
			if _, err := fmt.Sscan(m[1], &y0); err != nil {
				t.Fatal(err)
			}
			if _, err := fmt.Sscan(m[2], &y1); err != nil {
				t.Fatal(err)
			}
			return y1 - y0
		}
	}
	t.Fatalf("%q is nowhere on the page", word)
	return 0
}
