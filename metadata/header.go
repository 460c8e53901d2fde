package metadata

import (
	"slices"
	"strings"
	"unicode"

	"antin/vntext"
)

// bodies begin the name of an agency; what stands above such a line is its
// superior body.
var bodies = []string{
	"so ", "phong ", "ban ", "chi cuc", "cuc ", "tong cuc", "vu ", "trung tam", "van phong", "thanh tra", "truong ", "vien ", "dang uy",
	"cong an", "bo chi huy", "hoi ", "lien doan", "benh vien", "kho bac", "bao hiem", "toa an", "vien kiem sat", "doan ", "to ", "hat ", "cong ty",
	"uy ban mat tran", "ngan hang", "quy ", "dai ", "bao ", "nha ",
}

// halves begin a line that goes on in the next one: "ỦY BAN NHÂN DÂN / XÃ …".
var halves = []string{"uy ban nhan dan", "hoi dong nhan dan", "ubnd", "hdnd", "ban chap hanh", "uy ban"}

// agency reads the left column above "Số:".
func (r *reader) agency(s sheet) {
	floor := s.Height * 0.22
	if r.label.page != 0 {
		floor = r.label.y0
	}
	var lines []run
	for _, x := range s.runs {
		if x.y1 > floor+1 || x.middle() > s.Width*0.5 || x.x0 > s.Width*0.45 {
			continue
		}
		if upper(x.text) >= 0.8 && letters(x.text) >= 3 {
			lines = append(lines, x)
		}
	}
	lines = slices.DeleteFunc(lines, func(x run) bool {
		f := x.folded()
		return strings.Contains(f, "cong hoa xa hoi") || strings.Contains(f, "doc lap - tu do") || strings.HasPrefix(f, "dang cong san")
	})
	if len(lines) == 0 {
		return
	}
	first := own(lines)
	name := join(lines[first:])
	text := make([]string, 0, len(lines))
	for _, l := range lines[first:] {
		text = append(text, l.text)
	}
	base := 0.93
	if len(lines)-first > 2 || r.label.page == 0 {
		base = 0.75
	}
	value := titled(strings.Join(text, " "))
	if first > 0 && wantsSuperior(lines[first].folded()) {
		value += " " + titled(place(lines[:first]))
	}
	r.add(Agency, value, base, name, "Dòng tên cơ quan phía trên “Số:”")
}

// own is the index of the first line of the agency's own name.
func own(lines []run) int {
	for i := len(lines) - 1; i > 0; i-- {
		f := lines[i].folded()
		if slices.ContainsFunc(bodies, func(b string) bool { return strings.HasPrefix(f+" ", b) }) {
			return i
		}
	}
	for i := len(lines) - 1; i >= 0; i-- { // "ỦY BAN NHÂN DÂN / XÃ KIM LIÊN"
		f := lines[i].folded()
		if slices.ContainsFunc(halves, func(h string) bool { return strings.HasPrefix(f, h) }) {
			return i
		}
	}
	if len(lines) == 1 {
		return 0
	}
	return len(lines) - 1
}

// wantsSuperior: a bare "VĂN PHÒNG" says nothing without what is above it.
func wantsSuperior(folded string) bool { return folded == "van phong" || folded == "thanh tra" }

func place(lines []run) string {
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = l.text
	}
	return strings.Join(texts, " ")
}

// matter reads type and subject: a named type with the centred lines below it,
// or the V/v below the number of a letter.
func (r *reader) matter(s sheet) {
	for i, x := range s.runs {
		if x.y0 > s.Height*0.55 {
			break
		}
		if upper(x.text) < 0.9 || !centred(x, s) {
			continue
		}
		if name := r.typeOf(x.folded()); name != "" {
			r.add(Type, name, 0.97, x, "Tên loại ghi giữa trang 1")
			r.subjectBelow(s, i, name)
			return
		}
	}
	r.letter(s)
}

func (r *reader) typeOf(folded string) string {
	folded = strings.Trim(folded, " .:-")
	for _, t := range r.Types {
		if f := vntext.Fold(t); folded == f && t != Letter {
			return t
		}
	}
	return ""
}

func centred(x run, s sheet) bool {
	mid := (x.middle() - s.Width/2) / s.Width
	return mid > -0.12 && mid < 0.12
}

// subjectBelow takes the centred lines under the name of the type.
func (r *reader) subjectBelow(s sheet, at int, name string) {
	var lines []run
	last := s.runs[at]
	for _, x := range s.runs[at+1:] {
		if x.y0 < last.y0+1 && sameRow(x, last) {
			continue
		}
		if len(lines) == 6 || !centred(x, s) || x.y0-last.y1 > 2.2*x.height() || opensBody(x) {
			break
		}
		if len(lines) > 0 && x.x0 < lines[0].x0-0.12*s.Width && x.x1-x.x0 > 0.7*s.Width {
			break // the body begins at the margin
		}
		if upper(x.text) > 0.9 && letters(x.text) > 3 && len(lines) > 0 {
			break // THẨM QUYỀN BAN HÀNH: "CHỦ TỊCH ỦY BAN NHÂN DÂN"
		}
		if letters(x.text) == 0 {
			continue // a rule drawn with dashes
		}
		lines = append(lines, x)
		last = x
	}
	if len(lines) == 0 {
		return
	}
	base := 0.92
	if len(lines) > 4 {
		base = 0.75
	}
	r.add(Subject, place(lines), base, join(lines), "Các dòng dưới tên loại “"+name+"”")
}

func opensBody(x run) bool {
	f := strings.TrimLeft(x.folded(), "-+ ")
	for _, p := range []string{"can cu", "thuc hien", "kinh gui", "dieu 1", "chuong i", "phan i", "i.", "1.", "theo de nghi", "thi hanh", "de ", "ngay "} {
		if strings.HasPrefix(f, p) {
			return true
		}
	}
	return false
}

// letter reads "V/v …" in the left column until "Kính gửi".
func (r *reader) letter(s sheet) {
	for i, x := range s.runs {
		f := x.folded()
		if x.y0 > s.Height*0.5 || !strings.HasPrefix(f, "v/v") && !strings.HasPrefix(f, "v/ v") && !strings.HasPrefix(f, "viv ") {
			continue
		}
		lines := []run{x}
		for _, y := range s.runs[i+1:] {
			last := lines[len(lines)-1]
			if sameRow(y, last) && y.x0 > last.x1 || y.x0 > s.Width*0.5 {
				continue // the right column
			}
			if y.y0-last.y1 > 1.2*y.height() || strings.HasPrefix(y.folded(), "kinh gui") || y.x1 > s.Width*0.62 || upper(y.text) > 0.9 && letters(y.text) > 3 {
				break
			}
			lines = append(lines, y)
		}
		r.add(Type, Letter, 0.95, x, "Có dòng V/v dưới số, ký hiệu")
		r.add(Subject, place(lines), 0.94, join(lines), "Sau chữ V/v dưới số, ký hiệu")
		return
	}
	for _, x := range s.runs {
		if strings.HasPrefix(x.folded(), "kinh gui") && x.y0 < s.Height*0.5 {
			r.add(Type, Letter, 0.7, x, "Có dòng Kính gửi, không có tên loại")
			return
		}
	}
}

// upper is the share of capitals among the letters.
func upper(s string) float64 {
	capitals, all := 0, 0
	for _, c := range s {
		if unicode.IsLetter(c) {
			if all++; unicode.IsUpper(c) {
				capitals++
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(capitals) / float64(all)
}

func letters(s string) int {
	n := 0
	for _, c := range s {
		if unicode.IsLetter(c) {
			n++
		}
	}
	return n
}
