package sample_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"antin/internal/platform/convert"
	"antin/internal/platform/render"
	"antin/internal/platform/sample"
	"antin/placement"
	"antin/vntext"
)

// drawn is a draft as a PDF, drawn by the package or converted from its DOCX.
func drawn(t *testing.T, raw []byte) (file string, pages []placement.Page) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "draft.pdf")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	pages, err := render.New(render.Config{}).Words(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	return file, pages
}

func text(t *testing.T, file string) string {
	t.Helper()
	said, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(said)), " ")
}

func TestEveryDraftIsReadAndPlaced(t *testing.T) {
	t.Parallel()
	seen := map[sample.Type]bool{}
	office := convert.New(convert.Config{Processes: 2})
	converted := map[sample.Type]bool{sample.Letter: true, sample.Decision: true, sample.Invitation: true}
	for i, d := range sample.Drafts() {
		seen[d.Type] = true
		d.Year = 2026
		if i%2 == 0 {
			d.Month = 2
		}
		t.Run("PDF "+string(d.Type), func(t *testing.T) {
			t.Parallel()
			raw, err := sample.PDF(d)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.HasPrefix(raw, []byte("%PDF-1.4")) {
				t.Errorf("begins with %q: less than 1.4 may not be signed", raw[:8])
			}
			file, pages := drawn(t, raw)
			examine(t, d, file, pages)
		})
		if !converted[d.Type] {
			continue // the others are of the same build, and LibreOffice is slow
		}
		t.Run("DOCX "+string(d.Type), func(t *testing.T) {
			t.Parallel()
			raw, err := sample.DOCX(d)
			if err != nil {
				t.Fatal(err)
			}
			got, err := office.PDF(context.Background(), raw)
			if err != nil {
				t.Fatal(err)
			}
			file, pages := drawn(t, got.PDF)
			examine(t, d, file, pages)
		})
	}
	if len(seen) != 7 {
		t.Errorf("%d of 7 types drawn", len(seen))
	}
}

// examine holds the text and the places of one draft.
func examine(t *testing.T, d sample.Doc, file string, pages []placement.Page) {
	t.Helper()
	said := text(t, file)
	last := d.Body[len(d.Body)-1]
	for _, want := range []string{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "/" + d.Symbol, d.SignerName, "Nơi nhận:", last[strings.LastIndex(last, " ")+1:]} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in the text", want)
		}
	}
	plan, err := placement.Find(pages, placement.Hints{SignerName: d.SignerName})
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]placement.Spot{"number": plan.Number, "day": plan.Day, "month": plan.Month, "year": plan.Year, "signer": plan.Signer, "copy": plan.Copy} {
		if !s.Found || s.Printed != (name == "year" || name == "month" && d.Month > 0) {
			t.Errorf("%s: %+v", name, s)
		}
	}
	if err := placement.CheckPages(plan, pages, placement.Overlap{}); err != nil {
		t.Error(err)
	}
	if !strings.Contains(vntext.Fold(plan.Signer.Why), vntext.Fold(d.SignerName)) {
		t.Errorf("signature is not over the name: %s", plan.Signer.Why)
	}
	if d.Appendix.Title != "" && plan.Signer.Page >= len(pages) {
		t.Errorf("signature on page %d of %d, the appendix", plan.Signer.Page, len(pages))
	}
	if room := plan.Signer.Rect.Height(); room < 40 {
		t.Errorf("only %.0f points for the signature", room)
	}
}

func TestTheSameDraftGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	d := sample.Drafts()[1]
	for name, draw := range map[string]func(sample.Doc) ([]byte, error){"pdf": sample.PDF, "docx": sample.DOCX} {
		one, err1 := draw(d)
		two, err2 := draw(d)
		if err1 != nil || err2 != nil || !bytes.Equal(one, two) {
			t.Errorf("%s differs from itself: %v %v", name, err1, err2)
		}
	}
}

func TestAttachmentLeavesItsTopRightFree(t *testing.T) {
	t.Parallel()
	raw, err := sample.Attachment(sample.SubscriberList())
	if err != nil {
		t.Fatal(err)
	}
	file, pages := drawn(t, raw)
	if !strings.Contains(text(t, file), "DANH SÁCH CHỨNG THƯ CHỮ KÝ SỐ CẦN RÀ SOÁT") {
		t.Error("heading is missing")
	}
	plan, err := placement.Find(pages, placement.Hints{})
	if err != nil || !plan.Copy.Found || len(placement.WordsUnder(pages[0], plan.Copy.Rect)) > 0 {
		t.Errorf("%+v, %v", plan.Copy, err)
	}
}

func TestUnknownTypeIsAnError(t *testing.T) {
	t.Parallel()
	if _, err := sample.PDF(sample.Doc{Type: "XX"}); err == nil {
		t.Error("drawn")
	}
	if _, err := sample.DOCX(sample.Doc{Type: "XX"}); err == nil {
		t.Error("written")
	}
}

func TestLongDraftBreaksPagesAndKeepsTheSignatureWithText(t *testing.T) {
	t.Parallel()
	d := sample.Drafts()[0]
	for range 12 {
		d.Body = append(d.Body, d.Body[1])
	}
	raw, err := sample.PDF(d)
	if err != nil {
		t.Fatal(err)
	}
	_, pages := drawn(t, raw)
	if len(pages) != 2 {
		t.Fatalf("%d pages", len(pages))
	}
	plan, err := placement.Find(pages, placement.Hints{})
	if err != nil || plan.Signer.Page != 2 {
		t.Fatalf("%+v, %v", plan.Signer, err)
	}
	for _, w := range pages[1].Words {
		if strings.HasSuffix(w.Text, "./.") {
			return
		}
	}
	t.Error("the signature stands on a page without text")
}
