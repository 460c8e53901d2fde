package layout

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"antin/docx"
	"antin/vntext"
)

var (
	numberParts = regexp.MustCompile(`^Số:\s*([\d.…_ ]*)\s*(/?)\s*(.*)$`)
	symbolForm  = regexp.MustCompile(`^[\p{Lu}\p{Ll}\d]+(-[\p{L}\d.]+)*$`)
	dateParts   = regexp.MustCompile(`^(.*?)(,?)\s*ngày\s*([\d.…_]*)\s*tháng\s*([\d.…_]*)\s*năm\s*([\d.…_]*)\s*\.?$`)
)

// words check the wording of components that have a fixed form.
func (c *checker) words() {
	if i := c.f.first(National); i >= 0 {
		if text := norm.NFC.String(c.d.Items[i].Text); !strings.EqualFold(text, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") {
			c.add("national-words", i, "Ghi “"+text+"”.", fix{})
		}
	}
	if i := c.f.first(Motto); i >= 0 {
		if text := norm.NFC.String(c.d.Items[i].Text); !c.mottoHolds(i, text) {
			c.add("motto-words", i, "Ghi “"+text+"”.", fix{})
		}
	}
	if i := c.f.first(Number); i >= 0 {
		c.number(i)
	}
	if i := c.f.first(PlaceDate); i >= 0 {
		c.date(i)
	}
	for _, i := range c.f.by[Capacity] {
		c.capacity(i)
	}
	c.urgency()
}

// mottoHolds: dashes of a reader of PDF may be any; in capitals the style speaks.
func (c *checker) mottoHolds(i int, text string) bool {
	if c.d.Items[i].caps() {
		return true
	}
	return strings.NewReplacer("–", "-", "‐", "-", "‑", "-").Replace(text) == "Độc lập - Tự do - Hạnh phúc"
}

func (c *checker) number(i int) {
	text := norm.NFC.String(c.d.Items[i].Text)
	m := numberParts.FindStringSubmatch(text)
	if m == nil || m[2] == "" {
		c.add("number-form", i, "Ghi “"+text+"”.", fix{})
		return
	}
	digits, symbol := strings.Trim(m[1], " .…_"), m[3]
	if !symbolForm.MatchString(symbol) && !regexp.MustCompile(`^\d{4}/`).MatchString(symbol) {
		c.add("number-form", i, "Ký hiệu ghi “"+symbol+"”.", fix{})
	}
	if n, err := strconv.Atoi(digits); err == nil && n < 10 && len(digits) == 1 {
		c.add("number-zero", i, "Ghi “"+text+"”.", fix{piece: digits + "/", by: "0" + digits + "/"})
	}
	title := c.f.first(Title)
	if title < 0 {
		return
	}
	want := codeOf(c.d.Items[title].Text)
	kind, _, _ := strings.Cut(symbol, "-")
	if want != "" && kind != want && !strings.Contains(symbol, "/"+want+"-") {
		c.add("number-type", i, "Tên loại “"+strings.ToUpper(c.d.Items[title].Text)+"” nhưng ký hiệu ghi “"+kind+"”, phải là “"+want+"”.", fix{})
	}
}

// codes of Phụ lục III by the name that heads the document.
var codes = [...][2]string{{"NGHỊ QUYẾT", "NQ"}, {"QUYẾT ĐỊNH", "QĐ"}, {"CHỈ THỊ", "CT"}, {"QUY CHẾ", "QC"}, {"QUY ĐỊNH", "QyĐ"}, {"THÔNG CÁO", "TC"}, {"THÔNG BÁO", "TB"},
	{"HƯỚNG DẪN", "HD"}, {"CHƯƠNG TRÌNH", "CTr"}, {"KẾ HOẠCH", "KH"}, {"PHƯƠNG ÁN", "PA"}, {"ĐỀ ÁN", "ĐA"}, {"DỰ ÁN", "DA"}, {"BÁO CÁO", "BC"}, {"BIÊN BẢN", "BB"},
	{"TỜ TRÌNH", "TTr"}, {"HỢP ĐỒNG", "HĐ"}, {"CÔNG ĐIỆN", "CĐ"}, {"BẢN GHI NHỚ", "BGN"}, {"BẢN THỎA THUẬN", "BTT"}, {"GIẤY ỦY QUYỀN", "GUQ"}, {"GIẤY MỜI", "GM"},
	{"GIẤY GIỚI THIỆU", "GGT"}, {"GIẤY NGHỈ PHÉP", "GNP"}, {"PHIẾU GỬI", "PG"}, {"PHIẾU CHUYỂN", "PC"}, {"PHIẾU BÁO", "PB"}}

func codeOf(title string) string {
	for _, c := range codes {
		if vntext.Equal(strings.ToUpper(title), c[0]) {
			return c[1]
		}
	}
	return ""
}

func (c *checker) date(i int) {
	text := norm.NFC.String(c.d.Items[i].Text)
	m := dateParts.FindStringSubmatch(text)
	if m == nil || strings.TrimSpace(m[1]) == "" || m[2] == "" {
		c.add("date-form", i, "Ghi “"+text+"”.", fix{})
		return
	}
	day, month := strings.Trim(m[3], ".…_"), strings.Trim(m[4], ".…_")
	was, now := "", ""
	if len(day) == 1 {
		was, now = "ngày "+day, "ngày 0"+day
	}
	if month == "1" || month == "2" {
		if was != "" {
			was, now = was+" ", now+" "
		}
		was, now = was+"tháng "+month, now+"tháng 0"+month
	}
	if was != "" {
		c.add("date-zero", i, "Ghi “"+text+"”.", fix{piece: was, by: now})
	}
}

var (
	badSign  = regexp.MustCompile(`^(T/M|K/T|T/L|TM|KT|TL|TUQ|Q)[\s,:-]+\S`)
	goodSign = regexp.MustCompile(`^(TM|KT|TL|TUQ|Q)\. ?\S`)
)

func (c *checker) capacity(i int) {
	text := norm.NFC.String(c.d.Items[i].Text)
	if badSign.MatchString(strings.ToUpper(text)) && !goodSign.MatchString(text) {
		sign := badSign.FindStringSubmatch(strings.ToUpper(text))[1]
		right := strings.ReplaceAll(sign, "/", "") + "."
		x := fix{}
		if strings.HasPrefix(text, sign+" ") {
			x = fix{piece: sign + " ", by: right + " "}
		}
		c.add("capacity-form", i, "Ghi “"+text+"”, phải là “"+right+"”.", x)
	}
}

func (c *checker) urgency() {
	i := c.f.first(Urgency)
	switch {
	case c.o.NoRecord:
	case i < 0 && c.o.Urgency != "":
		c.add("urgency-words", -1, "Đã chọn “"+c.o.Urgency+"” nhưng văn bản chưa có dấu chỉ mức độ khẩn.", fix{})
	case i >= 0 && !vntext.Equal(strings.ToUpper(c.d.Items[i].Text), c.o.Urgency):
		c.add("urgency-words", i, "Văn bản ghi “"+c.d.Items[i].Text+"”, hồ sơ chọn “"+orNone(c.o.Urgency)+"”.", fix{})
	}
}

func orNone(s string) string {
	if s == "" {
		return "Thường"
	}
	return s
}

// body judges what can be known of paragraphs: in a Word file alignment, indent
// and spacing, in both the size of the letters.
func (c *checker) body() {
	style := styleOf(Body)
	said := map[Code]bool{}
	say := func(code Code, i int, text string, x fix) {
		if !said[code] {
			said[code] = true
			c.add(code, i, text, x)
		}
	}
	for _, i := range c.f.by[Body] {
		item := c.d.Items[i]
		long := len([]rune(item.Text)) > 100
		if long || c.d.Kind == PDF && len([]rune(item.Text)) > 50 {
			if says := is(item, style); says != "" {
				say("body-style", i, style.Label+": "+says+".", lookOf(item, style))
			}
		}
		if c.d.Kind != DOCX || !long || item.Side != FullSide {
			continue
		}
		if item.Align != docx.Justify {
			say("body-align", i, "Đoạn văn "+alignWords(item.Align)+".", fix{look: docx.Look{Align: docx.Justify}})
		}
		if item.First > 0 && !within(item.First, 9.8*mm, 13*mm) || item.First == 0 {
			say("body-indent", i, "Đầu đoạn lùi "+sizeWords(rounded(item.First/mm))+" mm.", fix{})
		}
		if item.Before+item.After < 5.9 || item.Line > 1.55 || item.Line > 0 && item.Line < 0.99 || item.Exact > 0 && item.Exact < 15 {
			say("body-spacing", i, "Khoảng cách đoạn "+sizeWords(rounded(item.Before+item.After))+" pt, dòng "+sizeWords(rounded(item.Line*10)/10)+".", fix{})
		}
	}
}
