package layout

import (
	"regexp"
	"slices"
	"strings"

	"antin/docx"
	"antin/vntext"
)

// found are the items of a document by component; an item belongs to one.
type found struct {
	by    map[Component][]int
	lists [][]int // recipients under each heading
	heads []int   // the headings of the lists
}

func (f *found) first(c Component) int {
	if len(f.by[c]) == 0 {
		return -1
	}
	return f.by[c][0]
}

var (
	// A number has its sign; in a draft there may be blanks or dots before it.
	numberLine = regexp.MustCompile(`^so\s*[:.]?\s*[\d .…_]*[/-]\s*\S`)
	dateLine   = regexp.MustCompile(`ngay[\s\d.…_]*thang[\s\d.…_]*nam`)
	ruleLine   = regexp.MustCompile(`^[_\-–—=*. ]+$`)
)

// titles are the names of types as they head a document (Phụ lục III).
var titles = [...]string{"NGHỊ QUYẾT", "QUYẾT ĐỊNH", "CHỈ THỊ", "QUY CHẾ", "QUY ĐỊNH", "THÔNG CÁO", "THÔNG BÁO", "HƯỚNG DẪN", "CHƯƠNG TRÌNH", "KẾ HOẠCH",
	"PHƯƠNG ÁN", "ĐỀ ÁN", "DỰ ÁN", "BÁO CÁO", "BIÊN BẢN", "TỜ TRÌNH", "HỢP ĐỒNG", "CÔNG ĐIỆN", "BẢN GHI NHỚ", "BẢN THỎA THUẬN", "GIẤY ỦY QUYỀN", "GIẤY MỜI",
	"GIẤY GIỚI THIỆU", "GIẤY NGHỈ PHÉP", "PHIẾU GỬI", "PHIẾU CHUYỂN", "PHIẾU BÁO", "THƯ CÔNG"}

func recognise(d *Document) *found {
	f := &found{by: map[Component][]int{}}
	folded := make([]string, len(d.Items))
	for i, item := range d.Items {
		folded[i] = vntext.Fold(item.Text)
	}
	f.heading(d, folded)
	f.ending(d, folded)
	f.middle(d, folded)
	return f
}

func (f *found) put(c Component, i int) { f.by[c] = append(f.by[c], i) }

func (f *found) taken(i int) bool {
	for _, list := range f.by {
		if slices.Contains(list, i) {
			return true
		}
	}
	return false
}

// heading finds what stands above the text on page 1.
func (f *found) heading(d *Document, folded []string) {
	single := func(c Component, is func(i int, s string) bool) {
		for i, s := range folded {
			if d.Items[i].Page == 1 && !f.taken(i) && len(f.by[c]) == 0 && is(i, s) {
				f.put(c, i)
			}
		}
	}
	single(National, func(_ int, s string) bool {
		return strings.Contains(s, "chu nghia viet nam") && len(s) < 60
	})
	single(Motto, func(_ int, s string) bool {
		return strings.Contains(s, "doc lap") && strings.Contains(s, "hanh phuc") && len(s) < 60
	})
	single(Number, func(i int, s string) bool {
		return numberLine.MatchString(s) && len(s) < 60 && (d.Items[i].Side != FullSide || i < 12)
	})
	single(PlaceDate, func(i int, s string) bool {
		return dateLine.MatchString(s) && len(s) < 70 && i < 40 && !strings.HasPrefix(s, "can cu")
	})
	single(Letter, func(i int, s string) bool { return strings.HasPrefix(s, "v/v") && i < 20 })
	single(Urgency, func(i int, s string) bool {
		return slices.Contains([]string{"khan", "hoa toc", "thuong khan", "hoa toc hen gio"}, s) && i < 25
	})
	single(To, func(_ int, s string) bool { return strings.HasPrefix(s, "kinh gui") })
	f.agency(d)
	if i := f.first(Letter); i >= 0 { // goes on over lines of the same column
		for j := i + 1; j < len(d.Items) && d.Items[j].Side == LeftSide && d.Items[j].Page == 1 && !f.taken(j) && j < i+8; j++ {
			if near(d, i, j, 4) && !ruleLine.MatchString(folded[j]) && folded[j] != "" {
				f.put(Letter, j)
			}
		}
	}
}

// near reports that two lines of a PDF stand close below one another.
func near(d *Document, above, below, lines int) bool {
	a, b := d.Items[above], d.Items[below]
	if d.Kind == DOCX {
		return b.Block == a.Block
	}
	return b.Box.Y0-a.Box.Y0 < float64(lines)*22
}

// agency finds the names of the agency: what stands at the left above the
// number. The last lines in bold are the issuing agency.
func (f *found) agency(d *Document) {
	number := f.first(Number)
	var names []int
	for i, item := range d.Items {
		above := number >= 0 && (d.Kind == DOCX && i < number || d.Kind == PDF && item.Box.Y0 < d.Items[number].Box.Y0)
		if item.Page != 1 || item.Side != LeftSide || !above || f.taken(i) || item.Text == "" || ruleLine.MatchString(item.Text) {
			continue
		}
		if d.Kind == PDF && isPageNumber(item, d.Sheets[0]) {
			continue
		}
		names = append(names, i)
	}
	cut := len(names) - 1
	for cut > 0 && d.Items[names[cut-1]].look().Bold && d.Items[names[cut]].look().Bold {
		cut--
	}
	for k, i := range names {
		if k < cut {
			f.put(Superior, i)
		} else {
			f.put(Agency, i)
		}
	}
}

// ending finds the recipients and the signature, from the last heading "Nơi
// nhận" on.
func (f *found) ending(d *Document, folded []string) {
	start := -1
	for i, s := range folded {
		if strings.HasPrefix(s, "noi nhan") && len(s) < 40 {
			start = i
		}
	}
	if start < 0 {
		f.signer(d, folded, signerStart(d, folded))
		return
	}
	f.put(Recipients, start)
	f.heads, f.lists = []int{start}, [][]int{nil}
	end := len(d.Items)
	for i := start + 1; i < end; i++ {
		item := d.Items[i]
		if item.Page != d.Items[start].Page && d.Kind == PDF && isAppendix(folded[i]) {
			break
		}
		if item.Side == RightSide || d.Kind == DOCX && item.Block != d.Items[start].Block || folded[i] == "" {
			continue
		}
		if d.Kind == PDF && (item.Side != LeftSide || item.Page != d.Items[start].Page) {
			continue
		}
		if strings.HasPrefix(folded[i], "ban dien tu") {
			f.put(Recipients, i)
			f.heads, f.lists = append(f.heads, i), append(f.lists, nil)
			continue
		}
		if item.look().Size < 8 || item.look().Size > 0 && isContact(folded[i]) {
			continue
		}
		f.put(Recipient, i)
		f.lists[len(f.lists)-1] = append(f.lists[len(f.lists)-1], i)
	}
	f.signer(d, folded, start)
}

func isContact(s string) bool {
	return strings.HasPrefix(s, "dia chi") || strings.Contains(s, "dien thoai:") || strings.Contains(s, "@")
}

func isAppendix(s string) bool {
	return s == "phu luc" || strings.HasPrefix(s, "phu luc ") && len(s) < 16
}

// signerStart finds where the signature begins without a list of recipients.
func signerStart(d *Document, folded []string) int {
	for i := len(d.Items) - 1; i > 0; i-- {
		if d.Items[i].Side == RightSide && capacityLine(folded[i]) && d.Items[i].caps() && i > len(d.Items)/3 {
			return i
		}
	}
	return -1
}

var capacityWords = regexp.MustCompile(`^(tm|kt|tl|tuq|q|t/m|k/t|t/l)\b|chu tich|giam doc|chanh van phong|truong phong|cuc truong|hieu truong|bo truong|thu truong|bi thu|truong ban|chi cuc truong|tong giam doc|pho truong`)

func capacityLine(s string) bool { return capacityWords.MatchString(s) && len(s) < 80 }

// signer finds title and name at the right of the recipients.
func (f *found) signer(d *Document, folded []string, start int) {
	if start < 0 {
		return
	}
	var lines []int
	for i, item := range d.Items {
		beside := d.Kind == DOCX && item.Block == d.Items[start].Block ||
			d.Kind == PDF && (item.Page == d.Items[start].Page && item.Box.Y1 > d.Items[start].Box.Y0-3 || item.Page == d.Items[start].Page+1 && !isAppendix(folded[i]) && item.Box.Y1 < 0)
		if beside && item.Side == RightSide && !f.taken(i) && item.Text != "" && !ruleLine.MatchString(item.Text) {
			lines = append(lines, i)
		}
	}
	for k, i := range lines {
		switch {
		case k == len(lines)-1 && k > 0 && !capacityLine(folded[i]):
			f.put(Name, i)
		case strings.HasPrefix(folded[i], "(") || strings.HasPrefix(folded[i], "ky"):
		default:
			f.put(Capacity, i)
		}
	}
}

// middle finds title, subject, the text itself and appendices.
func (f *found) middle(d *Document, folded []string) {
	title := -1
	for i, item := range d.Items {
		if item.Page == 1 && !f.taken(i) && isTitle(item.Text) && i < 40 && (item.Align == docx.Center || item.caps() || item.look().Bold) {
			title = i
			f.put(Title, i)
			break
		}
	}
	end := len(d.Items)
	if i := f.first(Recipients); i >= 0 {
		end = i
	} else if i := f.first(Capacity); i >= 0 {
		end = i
	}
	begin := 0
	for _, c := range [...]Component{National, Motto, Agency, Number, PlaceDate, Letter, Title} {
		for _, i := range f.by[c] {
			begin = max(begin, i+1)
		}
	}
	if title >= 0 {
		begin = f.subject(d, folded, title, end)
	}
	for i := begin; i < end; i++ {
		item := d.Items[i]
		if f.taken(i) || item.Table || item.Text == "" || item.Side == RightSide && d.Kind == DOCX || ruleLine.MatchString(item.Text) {
			continue
		}
		if d.Kind == PDF && isPageNumber(item, d.Sheets[item.Page-1]) {
			continue
		}
		f.put(Body, i)
	}
	f.appendices(d, folded, end)
}

func isTitle(s string) bool {
	s = strings.ToUpper(strings.TrimSpace(s))
	for _, t := range titles {
		if vntext.Equal(s, t) {
			return true
		}
	}
	return false
}

// subject takes the centred lines under the title; in capitals stands already
// who decides (the issuer), which is text.
func (f *found) subject(d *Document, folded []string, title, end int) int {
	i := title + 1
	for ; i < end && i < title+8; i++ {
		item := d.Items[i]
		if ruleLine.MatchString(item.Text) || item.Text == "" {
			if len(f.by[Subject]) > 0 && item.RuleUnder {
				return i + 1
			}
			continue
		}
		off := item.Box.X0 + item.Box.X1 - d.Items[title].Box.X0 - d.Items[title].Box.X1
		if d.Kind == PDF && d.Items[title].Align == docx.Center && (off > 16 || off < -16) {
			break
		}
		if f.taken(i) || item.Align != docx.Center || item.caps() && capacityLine(folded[i]) {
			break
		}
		f.put(Subject, i)
		if item.RuleUnder {
			return i + 1
		}
	}
	return i
}

func (f *found) appendices(d *Document, folded []string, from int) {
	for i := from; i < len(d.Items); i++ {
		if f.taken(i) || !isAppendix(folded[i]) || d.Items[i].Table {
			continue
		}
		f.put(Appendix, i)
		if i+1 < len(d.Items) && d.Items[i+1].Align == docx.Center && !f.taken(i+1) {
			f.put(Appendix, i+1)
		}
	}
}
