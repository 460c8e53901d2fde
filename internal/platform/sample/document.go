package sample

import (
	"fmt"
	"strings"
)

// Type is the kind of document by its code in NĐ 30/2020, Phụ lục III; an
// official letter (công văn) has no code there.
type Type string

// Types that can be drawn.
const (
	Letter       Type = ""    // công văn
	Decision     Type = "QĐ"  // quyết định
	Plan         Type = "KH"  // kế hoạch
	Submission   Type = "TTr" // tờ trình
	Invitation   Type = "GM"  // giấy mời
	Announcement Type = "TB"  // thông báo
	Report       Type = "BC"  // báo cáo
)

// title is the name of the type as it stands over the subject.
func (t Type) title() (string, error) {
	switch t {
	case Letter:
		return "", nil
	case Decision:
		return "QUYẾT ĐỊNH", nil
	case Plan:
		return "KẾ HOẠCH", nil
	case Submission:
		return "TỜ TRÌNH", nil
	case Invitation:
		return "GIẤY MỜI", nil
	case Announcement:
		return "THÔNG BÁO", nil
	case Report:
		return "BÁO CÁO", nil
	}
	return "", fmt.Errorf("sample: unknown type %q", t)
}

// Doc is the content of one draft. Texts are given as they are read; capitals
// are made where the layout asks for them.
type Doc struct {
	Superior string // "UBND tỉnh Nghệ An"; empty for the highest
	Agency   string // "Sở Khoa học và Công nghệ"
	Symbol   string // behind the slash: "SKHCN-CĐS", "QĐ-UBND"
	Place    string // "Nghệ An"
	Month    int    // printed in the date; 0 leaves a blank
	Year     int    // likewise
	Type     Type
	Subject  string
	KinhGui  []string // who a letter, submission or invitation is addressed to
	Body     []string // paragraphs; "Điều 1.", "Căn cứ", "QUYẾT ĐỊNH:" and "I. " get their own style

	Authority  string   // of a decision, above its grounds: "Giám đốc Sở Khoa học và Công nghệ"
	Recipients []string // "UBND tỉnh (b/c)"

	Capacity            string // "KT.", "TM.", "TL.", "TUQ.", "Q." or empty
	SignerSuperiorTitle string // after the capacity: "Giám đốc"; a new line begins a further capacity
	SignerTitle         string // "Phó Giám đốc"; empty when the line above is all
	SignerName          string

	Appendix Table // in the same file, on a new page; none when empty
}

// Table is an appendix or a separate attachment: a heading and a list.
type Table struct {
	Title   string
	Columns []string
	Widths  []float64 // shares of the width of the page; even when empty
	Rows    [][]string
}

func (t Table) empty() bool { return t.Title == "" && len(t.Rows) == 0 }

// shares gives the width of each column as a part of one.
func (t Table) shares() []float64 {
	out := make([]float64, len(t.Columns))
	total := 0.0
	for i := range out {
		out[i] = 1
		if i < len(t.Widths) && t.Widths[i] > 0 {
			out[i] = t.Widths[i]
		}
		total += out[i]
	}
	for i := range out {
		out[i] /= total
	}
	return out
}

// titleLines are the lines over the signature (boxes 7a).
func (d Doc) titleLines() []string {
	var lines []string
	if d.Capacity != "" {
		lines = strings.Split(strings.TrimSpace(d.Capacity+" "+d.SignerSuperiorTitle), "\n")
	}
	if d.SignerTitle != "" {
		lines = append(lines, d.SignerTitle)
	}
	for i := range lines {
		lines[i] = strings.ToUpper(lines[i])
	}
	return lines
}

// Blanks of the head; dots as in the samples of Phụ lục III.
const (
	numberBlank = "..............."
	dayBlank    = "........"
	yearBlank   = "..........."
)

// dateLine is "Nghệ An, ngày …… tháng 11 năm 2026"; month 1 and 2 have a
// leading zero (Phụ lục I, box 4).
func (d Doc) dateLine() string {
	month, year := dayBlank, yearBlank
	switch {
	case d.Month == 1 || d.Month == 2:
		month = fmt.Sprintf("0%d", d.Month)
	case d.Month > 0:
		month = fmt.Sprint(d.Month)
	}
	if d.Year > 0 {
		year = fmt.Sprint(d.Year)
	}
	return fmt.Sprintf("%s, ngày %s tháng %s năm %s", d.Place, dayBlank, month, year)
}

// attachedTo names the document in an appendix; on electronic documents number
// and date of this line are not filled in (Phụ lục I).
func (d Doc) attachedTo() string {
	name := map[Type]string{Letter: "Công văn", Decision: "Quyết định", Plan: "Kế hoạch", Submission: "Tờ trình",
		Invitation: "Giấy mời", Announcement: "Thông báo", Report: "Báo cáo"}[d.Type]
	return fmt.Sprintf("(Kèm theo %s số          /%s ngày       tháng       năm          của %s)", name, d.Symbol, d.Agency)
}

// style is how one paragraph of the body is set.
type style int

const (
	plain    style = iota
	ground         // "Căn cứ …": italic
	article        // "Điều 1." bold in front
	heading        // "I. …": bold
	ordering       // "QUYẾT ĐỊNH:": bold, centred
)

// styleOf reads the style off the text and splits what is set bold in front.
func styleOf(text string) (s style, front, rest string) {
	switch {
	case strings.HasPrefix(text, "Căn cứ "), strings.HasPrefix(text, "Theo đề nghị "):
		return ground, "", text
	case strings.HasPrefix(text, "Điều "):
		if end := strings.Index(text, ". "); end > 0 && end < 12 {
			return article, text[:end+1], text[end+1:]
		}
	case strings.HasSuffix(text, ":") && strings.ToUpper(text) == text:
		return ordering, "", text
	case strings.HasPrefix(text, "I. "), strings.HasPrefix(text, "II. "), strings.HasPrefix(text, "III. "), strings.HasPrefix(text, "IV. "):
		return heading, "", text
	}
	return plain, "", text
}
