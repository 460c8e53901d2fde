package metadata

import (
	"strings"

	"antin/vntext"
)

// Merge joins what several sources say, the strongest first. Sources that agree
// make a field surer; where a surer source contradicts, its value stands and the
// field is marked doubtful, so that a person looks.
func Merge(lists ...[]Field) []Field {
	var out []Field
	for _, name := range Names() {
		var best Field
		for _, list := range lists {
			f := Find(list, name)
			switch {
			case f.Value == "":
			case best.Value == "":
				best = f
			case same(name, best.Value, f.Value):
				best.Confidence = max(best.Confidence, f.Confidence, 0.99)
				if best.Place.Page == 0 {
					best.Place = f.Place
				}
				best.Reason += "; khớp với " + sourceWords[f.Source]
			case f.Confidence >= 0.6:
				best.Confidence = min(best.Confidence, 0.5)
				if best.Place.Page == 0 {
					best.Place = f.Place
				}
				best.Reason += "; " + sourceWords[f.Source] + " ghi “" + f.Value + "”"
			}
		}
		if best.Value != "" {
			out = append(out, best)
		}
	}
	return out
}

var sourceWords = map[Source]string{
	FromMessage: "thông tin gửi kèm", FromSignature: "chữ ký số", FromPage: "chữ trên trang", FromOCR: "chữ nhận dạng từ ảnh",
}

func same(name Name, a, b string) bool {
	if name == Subject || name == Agency || name == Recipients {
		a, b = bare(a), bare(b)
		return a == b || len(a) > 20 && len(b) > 20 && (strings.Contains(a, b) || strings.Contains(b, a))
	}
	return vntext.Fold(a) == vntext.Fold(b)
}

// bare is the text without marks, signs and the V/v before it.
func bare(s string) string {
	f := []rune(vntext.Fold(s))
	out := make([]rune, 0, len(f))
	for _, c := range f {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			out = append(out, c)
		}
	}
	if len(out) > 2 && out[0] == 'v' && out[1] == 'v' {
		out = out[2:]
	}
	return string(out)
}
