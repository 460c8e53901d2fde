package metadata

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"antin/vntext"
)

// Options are what Read needs to know beside the pages.
type Options struct {
	Types     []string  // names of types: "Quyết định", "Công văn"
	Urgencies []string  // labels: "Khẩn"
	Scanned   bool      // the words come from OCR
	Today     time.Time // dates after it are doubtful; zero knows no today
}

// Letter is the type of a document without a printed name of its type.
const Letter = "Công văn"

// Read finds the fields on the pages. A field that is not found is left out.
func Read(pages []Page, o Options) []Field {
	pages = pages[:min(len(pages), maxPages)]
	sheets := make([]sheet, len(pages))
	for i, p := range pages {
		sheets[i] = cut(p)
	}
	r := reader{Options: o, source: FromPage}
	if o.Scanned {
		r.source = FromOCR
	}
	if len(sheets) == 0 || len(sheets[0].runs) == 0 {
		return nil
	}
	r.number(sheets[0])
	r.date(sheets[0])
	r.agency(sheets[0])
	r.matter(sheets[0])
	r.signature(sheets)
	r.recipients(sheets)
	r.urgency(sheets[0])
	r.due(sheets)
	return r.fields
}

// free are the fields whose words OCR cannot be held against anything.
var free = map[Name]bool{Subject: true, Agency: true, Recipients: true, Position: true, Signer: true}

type reader struct {
	Options
	source Source
	fields []Field
	label  run // "Số:", zero when not found
}

func (r *reader) add(name Name, value string, confidence float64, at run, reason string) {
	value = strings.Join(strings.Fields(value), " ")
	if value == "" {
		return
	}
	if r.source == FromOCR {
		confidence *= 0.4 + 0.6*at.certainty
		if free[name] { // one misread mark makes another word: a person looks
			confidence = min(confidence, Sure-0.01)
		}
	}
	r.fields = append(r.fields, Field{
		Name: name, Value: value, Confidence: float64(int(confidence*100+0.5)) / 100, Source: r.source, Place: at.place(), Reason: reason,
	})
}

// numberForm is what follows "Số:"; OCR takes the slash for other strokes.
var numberForm = regexp.MustCompile(`(?i)^(?:s[oốôóòõ0ồ6]\s*[:;.]?\s*)?([0-9]{1,6}[a-z]?)\s*[/|]\s*(\d{4}\s*/\s*)?([\p{L}][\p{L}0-9.&/ -]*)`)

var numberLabel = regexp.MustCompile(`^s[o0]\s*[:;.]`)

func (r *reader) number(s sheet) {
	for i, x := range s.runs {
		if x.y0 > s.Height*0.42 {
			return
		}
		if !numberLabel.MatchString(x.folded()) && !numberForm.MatchString(x.text) {
			continue
		}
		whole := x
		if rest := strings.TrimLeft(strings.TrimSpace(x.text), "SsốoO:;. "); rest == "" && i+1 < len(s.runs) && sameRow(x, s.runs[i+1]) {
			whole = join([]run{x, s.runs[i+1]}) // a wide blank between the label and the number
		}
		if r.label.page == 0 && numberLabel.MatchString(x.folded()) {
			r.label = whole
		}
		text := strings.TrimSpace(leaders.ReplaceAllString(whole.text, " "))
		m := numberForm.FindStringSubmatch(text)
		if m == nil {
			if _, symbol, ok := strings.Cut(text, "/"); ok && r.label.page != 0 && letters(symbol) > 1 {
				r.add(Notation, tidyNotation(symbol), 0.9, whole, "Sau dấu gạch chéo ở dòng “Số:”, chỗ ghi số để trống")
				return
			}
			continue
		}
		r.label = whole
		notation := tidyNotation(m[2] + m[3])
		base := 0.97
		if !numberLabel.MatchString(x.folded()) {
			base = 0.8
		}
		reason := "Sau chữ “Số:” ở đầu trang 1"
		if r.source == FromOCR && strings.ContainsAny(notation, "015|") {
			base -= 0.15 // digits in a symbol are often letters misread
		}
		r.add(Number, strings.TrimLeft(m[1], "0"), base, whole, reason)
		r.add(Notation, notation, base-0.01, whole, reason)
		return
	}
}

func tidyNotation(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	for _, sep := range []string{"-", "/", "."} {
		s = strings.ReplaceAll(strings.ReplaceAll(s, " "+sep, sep), sep+" ", sep)
	}
	return strings.TrimRight(strings.TrimSpace(s), ".-/,;")
}

func sameRow(a, b run) bool { return b.y0 < a.y1 && a.y0 < b.y1 }

// leaders are the dots over which a number or a day was written.
var leaders = regexp.MustCompile(`[._…]{2,}`)

var dateForm = regexp.MustCompile(`ngay\s*(\d{1,2})\s*,?\s*thang\s*(\d{1,2})\s*,?\s*nam\s*(\d{4})`)

func (r *reader) date(s sheet) {
	for _, x := range s.runs {
		folded := vntext.Fold(leaders.ReplaceAllString(x.text, " "))
		m := dateForm.FindStringSubmatch(folded)
		if m == nil || x.y0 > s.Height*0.5 || x.x0 < s.Width*0.35 || strings.Index(folded, "ngay") > 40 {
			continue // a date in the body belongs to another document
		}
		day, ok := isoDay(m[1], m[2], m[3])
		if !ok {
			continue
		}
		base := 0.96
		switch {
		case x.middle() < s.Width*0.5:
			base = 0.6 // the date of issue stands right
		case x.y0 > s.Height*0.35:
			base = 0.7
		}
		if !r.Today.IsZero() && day > r.Today.Format(time.DateOnly) {
			base = 0.4
		}
		r.add(Date, day, base, x, "Dòng địa danh, ngày tháng năm ở trang 1")
		return
	}
}

func isoDay(day, month, year string) (string, bool) {
	d, _ := strconv.Atoi(day)
	m, _ := strconv.Atoi(month)
	y, _ := strconv.Atoi(year)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d || int(t.Month()) != m || y < 1945 || y > 2200 {
		return "", false
	}
	return t.Format(time.DateOnly), true
}

func (r *reader) urgency(s sheet) {
	for _, x := range s.runs {
		if x.y0 > s.Height*0.45 {
			return
		}
		for _, u := range r.Urgencies {
			if f := strings.TrimSpace(strings.Trim(x.folded(), ".:- ")); f == vntext.Fold(u) && strings.ToUpper(x.text) == x.text {
				r.add(Urgency, u, 0.95, x, "Dấu chỉ mức độ khẩn ở đầu trang 1")
				return
			}
		}
	}
}

var dueForm = regexp.MustCompile(`(?:truoc|cham nhat(?: la)?|han cuoi(?: la)?|xong truoc|den het)\s*(?:\d{1,2}\s*(?:gio|h|g)\s*\d{0,2}\s*(?:phut)?\s*,?\s*)?(?:thu \S+\s*,?\s*)?ngay\s*(\d{1,2})\s*(?:/|-|\.|thang)\s*(\d{1,2})\s*(?:/|-|\.|nam)\s*(\d{4})`)

func (r *reader) due(sheets []sheet) {
	var seen string
	for _, s := range sheets {
		for i, x := range s.runs {
			text := x
			if i+1 < len(s.runs) && s.runs[i+1].y0-x.y1 < x.height() {
				text = join([]run{x, s.runs[i+1]}) // a date may be broken over two lines
			}
			m := dueForm.FindStringSubmatch(vntext.Fold(inOrder(text)))
			if m == nil {
				continue
			}
			day, ok := isoDay(m[1], m[2], m[3])
			if !ok || seen == day {
				continue
			}
			if seen != "" { // several dates: somebody has to choose
				for j := range r.fields {
					if r.fields[j].Name == Due {
						r.fields[j].Confidence, r.fields[j].Reason = 0.5, "Nội dung nêu nhiều hạn, đây là hạn đầu tiên"
					}
				}
				return
			}
			seen = day
			r.add(Due, day, 0.86, x, "Nội dung yêu cầu trả lời trước ngày này")
		}
	}
}

func inOrder(r run) string {
	texts := make([]string, len(r.words))
	for i, w := range r.words {
		texts[i] = w.Text
	}
	return strings.Join(texts, " ")
}
