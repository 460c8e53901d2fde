package ocr_test

import (
	"errors"
	"testing"

	"antin/internal/fault"
	"antin/internal/platform/ocr"
)

const table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n" +
	"1\t1\t0\t0\t0\t0\t0\t0\t2000\t2828\t-1\t\n" +
	"5\t1\t1\t1\t1\t1\t200\t100\t80\t30\t96.5\tSỞ\n" +
	"5\t1\t1\t1\t1\t2\t290\t100\t80\t30\t91\tNỘI\n" +
	"5\t1\t1\t1\t1\t3\t290\t100\t0\t30\t91\tx\n" +
	"5\t1\t1\t1\t1\t4\t290\t100\t80\t30\tabc\tx\n"

func TestParseTSV(t *testing.T) {
	t.Parallel()
	words, err := ocr.ParseTSV([]byte(table), 0.5)
	if err != nil || len(words) != 2 {
		t.Fatalf("%v, %v", words, err)
	}
	if w := words[0]; w.Text != "SỞ" || w.X0 != 100 || w.Y0 != 50 || w.X1 != 140 || w.Y1 != 65 || w.Certainty != 0.965 {
		t.Errorf("%+v", w)
	}
	if _, err := ocr.ParseTSV([]byte("<html>"), 1); err == nil {
		t.Error("anything is taken for a table")
	}
}

// Where the tool is not installed, the refusal says what to install and that the
// clerk can go on.
func TestMissingToolIsSaidInWords(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]ocr.Config{"tool": {Tool: "no-such-tesseract"}, "language": {Language: "xxx"}} {
		_, err := ocr.New(c).Words(t.Context(), []byte("not a picture"), 1)
		var f *fault.Fault
		if !errors.As(err, &f) || f.Code != "ocr.no-tesseract" || f.Action == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPicturesHaveALimit(t *testing.T) {
	t.Parallel()
	if _, err := ocr.New(ocr.Config{}).Words(t.Context(), make([]byte, ocr.MaxPicture+1), 1); err == nil {
		t.Error("a picture without limit")
	}
	if words, err := ocr.New(ocr.Config{}).Words(t.Context(), []byte("not a picture"), 1); err == nil {
		t.Errorf("read %v", words)
	}
}

func FuzzParseTSV(f *testing.F) {
	f.Add([]byte(table), 0.5)
	f.Add([]byte("level\n5\t\t\t\t\t\t1e9\t-1\t1\t1\t1\t\xff"), 1.0)
	f.Fuzz(func(t *testing.T, raw []byte, scale float64) {
		words, err := ocr.ParseTSV(raw, scale)
		if err != nil {
			return
		}
		for _, w := range words {
			if w.Text == "" || w.Certainty < 0 || w.Certainty > 1 {
				t.Errorf("%+v", w)
			}
		}
	})
}
