package placement

import (
	"math"
	"strings"
	"unicode"

	"antin/vntext"
)

// posts are the words that begin the title of one who signs, folded. A title
// that is missing here is still found by a capacity in front or by the hint.
var posts = []string{
	"giam doc", "pho giam doc", "tong giam doc", "pho tong giam doc", "quyen giam doc",
	"chu tich", "pho chu tich", "quyen chu tich", "chanh van phong", "pho chanh van phong",
	"truong phong", "pho truong phong", "truong ban", "pho truong ban", "bo truong", "thu truong",
	"cuc truong", "pho cuc truong", "vu truong", "pho vu truong", "chi cuc truong", "pho chi cuc truong",
	"tong cuc truong", "hieu truong", "pho hieu truong", "vien truong", "pho vien truong",
	"chanh thanh tra", "pho chanh thanh tra", "thu tuong", "pho thu tuong", "bi thu", "pho bi thu",
	"truong doan", "pho truong doan", "to truong", "chu nhiem", "pho chu nhiem", "chanh an", "pho chanh an",
	"tong thanh tra", "truong cong an", "chi huy truong", "hat truong", "tram truong",
	"nguoi dung dau", "dai dien", "chu tri", "truong tram", "pho truong", "tong bien tap", "ke toan truong",
}

// capacities stand before the title (NĐ 30/2020, Điều 13 and Phụ lục I).
var capacities = []string{"kt", "tm", "tl", "tuq", "q"}

// splitCapacity takes "KT." off the front; the second result is empty without.
func splitCapacity(folded string) (rest, capacity string) {
	for _, c := range capacities {
		if r, ok := strings.CutPrefix(folded, c+"."); ok {
			return strings.TrimSpace(r), c
		}
		if r, ok := strings.CutPrefix(folded, c+"/"); ok {
			return strings.TrimSpace(r), c
		}
	}
	return folded, ""
}

// opensTitle reports whether a line can be the first of a signer's title:
// capitals, with a capacity or a known post in front.
func opensTitle(s segment, h Hints) bool {
	if s.tokens[0].kind == leader || len(s.folded) > 90 || strings.ContainsAny(s.folded, ":;") {
		return false
	}
	rest, capacity := splitCapacity(s.folded)
	if isUpper(s.text) && (capacity != "" || startsWithPost(rest)) {
		return true
	}
	hint := vntext.Fold(h.SignerTitle)
	return hint != "" && rest == hint && startsUpper(s.text)
}

func startsWithPost(folded string) bool {
	for _, p := range posts {
		if folded == p || strings.HasPrefix(folded, p+" ") {
			return true
		}
	}
	return false
}

func startsUpper(text string) bool {
	r, ok := firstRune(text)
	return ok && unicode.IsUpper(r)
}

// block is the title of a signer and what was found under it.
type block struct {
	lines    []segment // the title, top to bottom
	name     segment
	hasName  bool
	namePage int     // index of the page of the name
	mark     bool    // "(Đã ký)" or the like is printed in the gap
	bottom   float64 // lower end of the gap on the title's page
	score    float64
}

func (b block) title() segment { return b.lines[len(b.lines)-1] }

// centre of the block: the middle between title and name, both being centred
// on the same axis on paper.
func (b block) centre() float64 {
	x0, x1 := b.band()
	if b.hasName && b.namePage == b.title().page {
		return ((x0+x1)/2 + b.name.centre()) / 2
	}
	return (x0 + x1) / 2
}

// band is the column that the title covers.
func (b block) band() (x0, x1 float64) {
	x0, x1 = math.Inf(1), math.Inf(-1)
	for _, l := range b.lines {
		x0, x1 = math.Min(x0, l.x0), math.Max(x1, l.x1)
	}
	return x0, x1
}

func (b block) folded() string {
	parts := make([]string, len(b.lines))
	for i, l := range b.lines {
		parts[i] = l.folded
	}
	return strings.Join(parts, " ")
}

// extendTitle takes the lines under the first one that belong to the title:
// capitals, close below, over the same axis.
func extendTitle(s sheet, first int, h Hints) ([]segment, map[int]bool) {
	lines := []segment{s.segments[first]}
	used := map[int]bool{first: true}
	for i := first + 1; i < len(s.segments) && len(lines) < 5; i++ {
		last, seg := lines[len(lines)-1], s.segments[i]
		if seg.y0 > last.y1+0.9*last.height() {
			break
		}
		if seg.y0 < last.y1-0.5*last.height() || !sameAxis(last, seg) {
			continue
		}
		if !isUpper(seg.text) && !opensTitle(seg, h) || strings.Contains(seg.text, ":") {
			break
		}
		lines = append(lines, seg)
		used[i] = true
	}
	return lines, used
}

// sameAxis: one of the two lines lies over the middle of the other.
func sameAxis(a, b segment) bool {
	return a.centre() > b.x0 && a.centre() < b.x1 || b.centre() > a.x0 && b.centre() < a.x1
}

// looksLikeName wants two to six words of letters, each beginning with a
// capital; a placeholder in brackets counts too.
func looksLikeName(s segment) bool {
	text := strings.TrimSpace(s.text)
	if strings.HasPrefix(text, "(") && strings.Contains(s.folded, "ho va ten") {
		return true
	}
	words := strings.Fields(text)
	for len(words) > 1 && strings.HasSuffix(words[0], ".") {
		words = words[1:] // TS., ThS., BS.
	}
	if len(words) < 2 || len(words) > 6 {
		return false
	}
	for _, w := range words {
		for i, r := range []rune(w) {
			if i == 0 && !unicode.IsUpper(r) || !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && r != '-' {
				return false
			}
		}
	}
	return true
}

// isSignedMark finds what stands for a signature on prints and in samples.
func isSignedMark(s segment) bool {
	f := strings.Trim(s.folded, "()[]*. ")
	for _, mark := range []string{"da ky", "ky", "ky ten", "chu ky", "ky so"} {
		if f == mark || strings.HasPrefix(f, mark+",") || strings.HasPrefix(f, mark+" cua") || strings.HasPrefix(f, mark+" va") {
			return true
		}
	}
	return strings.HasPrefix(f, "da ky") || strings.HasPrefix(f, "chu ky ")
}
