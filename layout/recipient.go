package layout

import (
	"strings"

	"antin/docx"
	"antin/vntext"
)

// recipients check the lists: marks, what is kept, and where there are two
// headings that both stand and that nobody is forgotten.
func (c *checker) recipients() {
	if len(c.f.lists) == 0 {
		return
	}
	c.marks()
	c.keep()
	if len(c.o.Headings) < 2 {
		return
	}
	second := c.o.Headings[1]
	if len(c.f.heads) < 2 {
		if len(c.o.Online) > 0 || c.o.NoRecord {
			c.add("recipients-blocks", c.f.heads[0], "Không có phần “"+strings.TrimSuffix(second, ":")+"” ở dưới.", fix{})
		}
		return
	}
	if c.o.NoRecord {
		return
	}
	for _, name := range append(append([]string(nil), c.o.Paper...), c.o.Online...) {
		if !c.names(0, name) && !c.names(1, name) {
			c.add("recipients-nowhere", c.f.heads[0], "“"+name+"” có trong hồ sơ nhưng không ghi ở phần nào.", fix{})
		}
	}
	for _, i := range c.f.lists[1] {
		text := plain(c.d.Items[i].Text)
		for _, j := range c.f.lists[0] {
			if vntext.Equal(plain(c.d.Items[j].Text), text) && !c.paper(text) {
				c.add("recipients-both", i, "“"+text+"” ghi ở cả hai phần, không có lý do gửi bản giấy.", fix{})
			}
		}
	}
}

func (c *checker) paper(name string) bool {
	for _, p := range c.o.Paper {
		if vntext.Equal(p, name) {
			return true
		}
	}
	return false
}

// names reports that a list names somebody; what stands in brackets does not
// count.
func (c *checker) names(list int, name string) bool {
	for _, i := range c.f.lists[list] {
		if strings.Contains(vntext.Fold(plain(c.d.Items[i].Text)), vntext.Fold(name)) {
			return true
		}
	}
	return false
}

// plain is an entry without its marks.
func plain(s string) string {
	s = strings.TrimRight(strings.TrimLeft(strings.TrimSpace(s), "-–+ "), ";.,: ")
	if head, _, ok := strings.Cut(s, " ("); ok {
		s = head
	}
	return s
}

// Entries reads the recipients under the second heading of a document, which is
// the list for the network (BG-06), and those under the first.
func Entries(d *Document) (paper, online []string) {
	f := recognise(d)
	for n, list := range f.lists {
		for _, i := range list {
			name := plain(d.Items[i].Text)
			if strings.HasPrefix(vntext.Fold(name), "luu") || name == "" {
				continue
			}
			if n == 0 {
				paper = append(paper, name)
			} else {
				online = append(online, name)
			}
		}
	}
	return paper, online
}

func (c *checker) marks() {
	for _, list := range c.f.lists {
		for k, i := range list {
			text := strings.TrimSpace(c.d.Items[i].Text)
			starts := strings.HasPrefix(text, "-") || strings.HasPrefix(text, "–")
			if !starts && c.d.Kind == PDF && k > 0 {
				continue // goes on from the line above
			}
			last := k == len(list)-1
			ends := !last && strings.HasSuffix(text, ";") || last && strings.HasSuffix(text, ".")
			next := k+1 < len(list) && !strings.HasPrefix(strings.TrimSpace(c.d.Items[list[k+1]].Text), "-") && c.d.Kind == PDF
			if !starts || !ends && !next {
				c.add("recipients-marks", i, "Ghi “"+text+"”.", fix{})
				return
			}
		}
	}
}

func (c *checker) keep() {
	last := -1
	for _, list := range c.f.lists {
		for _, i := range list {
			text := vntext.Fold(plain(c.d.Items[i].Text))
			if strings.HasPrefix(text, "luu:") || strings.HasPrefix(text, "luu ") {
				if !strings.Contains(text, "vt") {
					c.add("recipients-keep", i, "Dòng lưu không ghi “VT”.", fix{})
				}
				return
			}
			last = i
		}
	}
	if last < 0 {
		last = c.f.heads[0]
	}
	c.add("recipients-keep", last, "Không có dòng “Lưu: VT, …”.", fix{})
}

// numbers check the page numbers: a Word file has a field, a PDF prints them.
func (c *checker) numbers() {
	if c.d.Kind == PDF {
		c.printedNumbers()
		return
	}
	for _, s := range c.d.Sections {
		n := s.Number
		x := fix{numbers: true}
		switch {
		case !n.Shown:
			// One sheet needs no number, but how many pages come out is not known here.
			c.add("page-number", -1, "Chưa đặt số trang.", x)
		case n.Footer:
			c.add("page-number", -1, "Số trang ở lề dưới.", x)
		case n.First:
			c.add("page-number", -1, "Số trang hiện cả ở trang thứ nhất.", x)
		case n.Align != docx.Center:
			c.add("page-number", -1, "Số trang "+alignWords(n.Align)+".", x)
		case n.Size < 13 || n.Size > 14:
			c.add("page-number", -1, "Số trang cỡ "+sizeWords(n.Size)+".", x)
		default:
			continue
		}
		return
	}
}

func (c *checker) printedNumbers() {
	shown := map[int]int{}
	for i, item := range c.d.Items {
		if isPageNumber(item, c.d.Sheets[item.Page-1]) {
			shown[item.Page] = i + 1
		}
	}
	if at := shown[1]; at > 0 {
		c.add("page-number", at-1, "Số trang hiện ở trang thứ nhất.", fix{})
		return
	}
	for page := 2; page <= len(c.d.Sheets); page++ {
		at := shown[page] - 1
		if at < 0 {
			c.add("page-number", -1, "Trang "+sizeWords(float64(page))+" không có số trang.", fix{})
			c.out[len(c.out)-1].Page = page
			return
		}
		item, sheet := c.d.Items[at], c.d.Sheets[page-1]
		size := rounded(item.look().Size)
		switch {
		case item.Box.Y0 > sheet.Height/2:
			c.add("page-number", at, "Số trang ở lề dưới.", fix{})
		case !within((item.Box.X0+item.Box.X1)/2, sheet.Width*0.42, sheet.Width*0.62):
			c.add("page-number", at, "Số trang không ở giữa.", fix{})
		case size < 13 || size > 14:
			c.add("page-number", at, "Số trang cỡ "+sizeWords(size)+".", fix{})
		default:
			continue
		}
		return
	}
}
