package ocr

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"antin/metadata"
)

// Limits of the words of one page.
const (
	maxWords    = 20_000
	maxWordText = 200
)

var errForm = errors.New("ocr: not the word list of tesseract")

// ParseTSV reads the table that tesseract prints: level, page, block, paragraph,
// line, word, left, top, width, height, confidence, text. Rows of words have
// level 5; a word without letters or digits, or of which the tool knows nothing,
// is left out.
func ParseTSV(table []byte, scale float64) ([]metadata.Word, error) {
	if scale <= 0 || math.IsInf(scale, 0) || math.IsNaN(scale) {
		return nil, errForm
	}
	var out []metadata.Word
	for n, row := range strings.Split(string(table), "\n") {
		cells := strings.Split(strings.TrimRight(row, "\r"), "\t")
		if n == 0 {
			if cells[0] != "level" {
				return nil, errForm
			}
			continue
		}
		if len(cells) < 12 || cells[0] != "5" {
			continue
		}
		w, ok := word(cells, scale)
		if !ok {
			continue
		}
		if out = append(out, w); len(out) == maxWords {
			break
		}
	}
	return out, nil
}

func word(cells []string, scale float64) (metadata.Word, bool) {
	var box [5]float64
	for i := range box {
		v, err := strconv.ParseFloat(cells[6+i], 64)
		if err != nil || math.IsNaN(v) || math.Abs(v) > 1e6 {
			return metadata.Word{}, false
		}
		box[i] = v
	}
	text := strings.ToValidUTF8(strings.TrimSpace(strings.Join(cells[11:], " ")), "")
	if text == "" || len(text) > maxWordText || box[2] <= 0 || box[3] <= 0 || box[4] < 0 {
		return metadata.Word{}, false
	}
	return metadata.Word{
		Text: text, X0: box[0] * scale, Y0: box[1] * scale, X1: (box[0] + box[2]) * scale, Y1: (box[1] + box[3]) * scale,
		Certainty: min(box[4]/100, 1),
	}, true
}
