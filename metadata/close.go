package metadata

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"antin/vntext"
)

// posts are words of which one stands in the line of a signer's post.
var posts = []string{
	"giam doc", "chu tich", "bo truong", "thu truong", "chanh van phong", "truong phong", "truong ban", "chi cuc truong", "cuc truong",
	"tong cuc truong", "vu truong", "hieu truong", "vien truong", "chanh thanh tra", "bi thu", "chanh an", "thu tuong", "tong giam doc",
	"pho chanh", "pho truong", "pho giam doc", "pho chu tich", "truong", "chi huy truong", "to truong", "doi truong", "thu ky", "chanh",
}

var authorityPrefix = regexp.MustCompile(`^(?i)(tm|kt|tl|tuq|q)\s*[.,]\s*`)

// signature reads the block at the end of the main text: the post in capitals
// and below it the name.
func (r *reader) signature(sheets []sheet) {
	for i := len(sheets) - 1; i >= 0; i-- {
		s := sheets[i]
		at := lastPost(s)
		if at < 0 {
			continue
		}
		block, own := postLines(s, at)
		name, ok := nameBelow(s, block)
		base := 0.93
		if i != len(sheets)-1 && len(sheets) > 1 {
			base = 0.88 // an appendix follows
		}
		r.add(Position, position(block, own), base, join(block), "Chức vụ trên chỗ ký, trang "+strconv.Itoa(s.Number))
		if ok {
			r.add(Signer, name.text, base+0.02, name, "Họ tên dưới chỗ ký, trang "+strconv.Itoa(s.Number))
		}
		return
	}
}

// lastPost finds the lowest run of capitals in the right half with the word of a post.
func lastPost(s sheet) int {
	for i := len(s.runs) - 1; i >= 0; i-- {
		x := s.runs[i]
		if !s.beside(x) || upper(x.text) < 0.85 || letters(x.text) < 4 || s.Number == 1 && x.y0 < s.Height*0.3 {
			continue
		}
		f := x.folded()
		if slices.ContainsFunc(posts, func(p string) bool { return strings.Contains(f, p) }) {
			return i
		}
	}
	return -1
}

// beside reports whether a run stands right of the list of recipients, or in the
// right half where there is none.
func (s sheet) beside(x run) bool {
	if x.middle() >= s.Width*0.45 {
		return true
	}
	for _, y := range s.runs {
		if strings.HasPrefix(y.folded(), "noi nhan") {
			return x.x0 > y.x1+8 && x.y1 > y.y0-0.06*s.Height
		}
	}
	return false
}

// postLines are that run and the lines of capitals right above it.
func postLines(s sheet, at int) (block []run, own int) {
	block = []run{s.runs[at]}
	for _, x := range s.runs[at+1:] { // the name of a post may go on in the next line
		last := block[len(block)-1]
		if !s.beside(x) {
			continue
		}
		if upper(x.text) < 0.9 || x.y0-last.y1 > 0.5*x.height() || len(block) == 3 {
			break
		}
		block = append(block, x)
	}
	own = len(block)
	for i := at - 1; i >= 0 && len(block) < own+4; i-- {
		x, top := s.runs[i], block[0]
		if !s.beside(x) {
			continue
		}
		if upper(x.text) < 0.8 || top.y0-x.y1 > 1.3*x.height() {
			break
		}
		block = append([]run{x}, block...)
	}
	return block, own
}

// position is the signer's own post, which is the last own lines: what follows
// KT. or TL., else the line without its TM.
func position(block []run, own int) string {
	text := place(block[len(block)-own:])
	if len(block) == own || authorityPrefix.MatchString(text) {
		text = authorityPrefix.ReplaceAllString(text, "")
	}
	return titled(text)
}

// nameBelow is the next run under the block that looks like a person's name; one
// in capitals counts where there is no other.
func nameBelow(s sheet, block []run) (run, bool) {
	for _, capitals := range []bool{false, true} {
		for _, x := range s.runs {
			if post := block[len(block)-1]; x.y0 < post.y1-2 || !s.beside(x) || x.y0-post.y1 > s.Height*0.25 {
				continue
			}
			x = withoutRank(x)
			if len(x.words) < 2 || len(x.words) > 6 || x.x1-x.x0 > s.Width*0.45 || upper(x.text) > 0.9 != capitals {
				continue
			}
			if !slices.ContainsFunc(x.words, func(w Word) bool { return !nameWord(w.Text) }) {
				return x, true
			}
		}
	}
	return run{}, false
}

// ranks stand before a name in some offices.
var ranks = []string{"ts.", "ths.", "pgs.", "gs.", "bs.", "ths", "dai ta", "thuong ta", "trung ta"}

func withoutRank(x run) run {
	for len(x.words) > 2 && slices.Contains(ranks, vntext.Fold(x.words[0].Text)) {
		x = newRun(x.page, x.words[1:])
	}
	return x
}

func nameWord(s string) bool {
	for i, c := range s {
		if !unicode.IsLetter(c) || i == 0 && !unicode.IsUpper(c) {
			return false
		}
	}
	return s != ""
}

// recipients reads the list below "Nơi nhận:".
func (r *reader) recipients(sheets []sheet) {
	for i := len(sheets) - 1; i >= 0; i-- {
		s := sheets[i]
		for at, x := range s.runs {
			if !strings.HasPrefix(x.folded(), "noi nhan") {
				continue
			}
			items, lines := r.items(s, at)
			if len(items) == 0 {
				continue
			}
			r.add(Recipients, strings.Join(items, "; "), 0.9, join(lines), "Dưới chữ “Nơi nhận:”, trang "+strconv.Itoa(s.Number))
			return
		}
	}
}

// keptAt is how OCR reads "Lưu: VT".
var keptAt = regexp.MustCompile(`^(Lưu:\s*)V[IÏ](\b;?)`)

func (r *reader) items(s sheet, at int) (items []string, lines []run) {
	head := s.runs[at]
	last := head
	for _, x := range s.runs[at+1:] {
		if x.x0 > head.x0+s.Width*0.1 || x.y0+x.y1 < head.y0+head.y1+0.6*x.height() {
			continue
		}
		if x.y0-last.y1 > 2*x.height() || len(items) == 40 {
			break
		}
		text := strings.TrimSpace(x.text)
		trimmed := strings.TrimSpace(strings.TrimLeft(text, "-–+• "))
		switch {
		case trimmed == "":
		case trimmed != text || len(items) == 0:
			items = append(items, trimmed)
		default:
			items[len(items)-1] += " " + trimmed
		}
		last = x
		lines = append(lines, x)
	}
	for i := range items {
		items[i] = keptAt.ReplaceAllString(strings.Trim(strings.ReplaceAll(items[i], "~", ""), " "), "${1}VT$2")
		items[i] = strings.TrimRight(strings.Join(strings.Fields(items[i]), " "), ";.")
	}
	return items, lines
}
