package layout

import (
	"fmt"
	"strings"

	"antin/docx"
)

// Finding is one demand that a document does not meet.
type Finding struct {
	Rule      Rule
	Words     string // the words it is about, cut short
	Is        string // how it stands, Vietnamese
	Page      int    // of a PDF; 0 where no page is known
	Box       Box
	Paragraph int  // of a Word file, -1 otherwise
	Mends     bool // Mend can put it right
	fix       fix
}

// fix is what Mend does.
type fix struct {
	look    docx.Look
	upper   bool
	piece   string // is replaced by
	by      string
	section *docx.Section
	at      int
	numbers bool
}

// Options of a check come from the province, the agency and the record.
type Options struct {
	Headings  []string // of the lists of recipients; two: paper above, electronic below
	Clause    string   // of the second heading
	Online    []string // names that get the document over the network, as the record says
	Paper     []string // names that get paper
	Urgency   string   // HỎA TỐC, as chosen; empty for none
	Exempt    []Code   // rules that the agency does not go by
	NoRecord  bool     // nothing is known of recipients and urgency: they are not compared
	Component []Component
}

// Check holds a document against the rules. Findings come in the order of the
// document, one for a component and a rule, however many lines it covers.
func Check(d *Document, o Options) []Finding {
	c := &checker{d: d, o: o, f: recognise(d)}
	c.page()
	c.faces()
	c.styles()
	c.missing()
	c.words()
	c.body()
	c.recipients()
	c.numbers()
	return c.out
}

type checker struct {
	d   *Document
	o   Options
	f   *found
	out []Finding
}

// add reports an item; the first item of a rule speaks for all, the others are
// only mended.
func (c *checker) add(code Code, i int, says string, x fix) {
	for _, e := range c.o.Exempt {
		if e == code {
			return
		}
	}
	rule, ok := RuleOf(code)
	if !ok {
		panic("layout: no rule " + string(code))
	}
	if rule.Clause == "" {
		rule.Clause = c.o.Clause
	}
	made := Finding{Rule: rule, Is: says, Paragraph: -1, fix: x}
	if i >= 0 {
		item := c.d.Items[i]
		made.Words, made.Paragraph = short(item.Text), item.Paragraph
		if c.d.Kind == PDF {
			made.Page, made.Box = item.Page, item.Box
		}
	}
	made.Mends = c.d.Kind == DOCX && (x.look != docx.Look{} || x.upper || x.piece != "" || x.section != nil || x.numbers)
	c.out = append(c.out, made)
}

func short(s string) string {
	r := []rune(s)
	if len(r) > 80 {
		return string(r[:78]) + "…"
	}
	return s
}

const mm = docx.PointsPerMM

func (c *checker) page() {
	for i, s := range c.d.Sections {
		if !within(s.Width, 208*mm, 212*mm) || !within(s.Height, 295*mm, 299*mm) {
			c.add("page-size", -1, fmt.Sprintf("Khổ giấy %.0f mm x %.0f mm.", s.Width/mm, s.Height/mm), fix{section: &docx.Section{Width: 210 * mm, Height: 297 * mm}, at: i})
		}
		mended, says := docx.Section{}, ""
		for _, m := range [...]struct {
			name     string
			is       float64
			min, max float64
			set      *float64
		}{{"trên", s.Top, 20, 25, &mended.Top}, {"dưới", s.Bottom, 20, 25, &mended.Bottom}, {"trái", s.Left, 30, 35, &mended.Left}, {"phải", s.Right, 15, 20, &mended.Right}} {
			if !within(m.is, m.min*mm-0.6, m.max*mm+0.6) {
				*m.set = min(max(m.is, m.min*mm), m.max*mm)
				says += fmt.Sprintf(" Lề %s %.0f mm.", m.name, m.is/mm)
			}
		}
		if says != "" {
			c.add("page-margin", -1, strings.TrimSpace(says), fix{section: &mended, at: i})
		}
	}
	if c.d.Kind == PDF {
		c.printed()
	}
}

// printed judges the sheets of a PDF: nothing may stand in the margins.
func (c *checker) printed() {
	for n, s := range c.d.Sheets {
		if !within(s.Width, 208*mm, 212*mm) || !within(s.Height, 295*mm, 299*mm) {
			c.add("page-size", -1, fmt.Sprintf("Trang %d: khổ giấy %.0f mm x %.0f mm.", n+1, s.Width/mm, s.Height/mm), fix{})
			return
		}
	}
	says, at := "", 0
	left, right := 1e9, 0.0
	for n, s := range c.d.Sheets {
		if s.Ink == (Box{}) {
			continue
		}
		if s.Ink.Y0 < 18*mm && says == "" {
			says, at = fmt.Sprintf("Trang %d: chữ cách mép trên %.0f mm.", n+1, s.Ink.Y0/mm), n+1
		}
		left, right = min(left, s.Ink.X0), max(right, s.Ink.X1)
	}
	if len(c.d.Sheets) > 0 && right > 0 {
		width := c.d.Sheets[0].Width
		if !within(left, 29*mm, 36.5*mm) {
			says, at = says+fmt.Sprintf(" Lề trái %.0f mm.", left/mm), max(at, 1)
		}
		// A short text does not reach its right margin.
		if width-right < 14*mm || width-right > 21.5*mm && c.long() {
			says, at = says+fmt.Sprintf(" Lề phải %.0f mm.", (width-right)/mm), max(at, 1)
		}
	}
	if says != "" {
		c.add("page-margin", -1, strings.TrimSpace(says), fix{})
		c.out[len(c.out)-1].Page = at
	}
}

// long reports that the text has paragraphs of several lines, so that its lines
// reach the margin.
func (c *checker) long() bool { return len(c.f.by[Body]) >= 6 }

func within(v, low, high float64) bool { return v >= low && v <= high }

// isTimes counts metric-compatible faces as the face of the decree.
func isTimes(font string) bool {
	if _, rest, ok := strings.Cut(font, "+"); ok {
		font = rest
	}
	f := strings.ToLower(strings.NewReplacer(" ", "", "-", "", ",", "").Replace(font))
	for _, name := range [...]string{"timesnewroman", "liberationserif", "tinos", "nimbusromno9l", "termes", "timesroman"} {
		if strings.HasPrefix(f, name) {
			return true
		}
	}
	return f == "times" || f == "timesbold" || f == "timesitalic"
}

// faces reports other fonts and coloured letters once each, with the first
// place, and mends all of them.
func (c *checker) faces() {
	font, colour := map[string]bool{}, map[string]bool{}
	urgent := map[int]bool{}
	for _, i := range c.f.by[Urgency] {
		urgent[i] = true
	}
	for i, item := range c.d.Items {
		for _, r := range item.Runs {
			if strings.TrimSpace(r.Text) == "" {
				continue
			}
			if !isTimes(r.Font) && !font[r.Font] {
				font[r.Font] = true
				c.add("font", i, "Phông chữ "+r.Font+".", fix{look: docx.Look{Font: face}})
			}
			if !dark(r.Colour) && !urgent[i] && !colour[r.Colour] {
				colour[r.Colour] = true
				c.add("colour", i, "Chữ có màu #"+strings.TrimPrefix(r.Colour, "#")+".", fix{look: docx.Look{Black: true}})
			}
		}
	}
}

// dark reports a colour that prints as black.
func dark(colour string) bool {
	colour = strings.TrimPrefix(strings.ToUpper(colour), "#")
	if len(colour) != 6 {
		return true
	}
	for i := 0; i < 6; i += 2 {
		if colour[i] > '2' {
			return false
		}
	}
	return true
}

// styles hold every recognised item against the style of its component.
func (c *checker) styles() {
	for _, s := range Styles() {
		if s.Component == Body || s.Component == Appendix {
			continue
		}
		wrong, side := "", ""
		for _, i := range c.f.by[s.Component] {
			item := c.d.Items[i]
			if says := is(item, s); says != "" && wrong == "" {
				wrong = says
				c.add(Code(s.Component)+"-style", i, s.Label+": "+says+".", lookOf(item, s))
			}
			if s.Side != "" && item.Side != s.Side && side == "" && c.sure(i) {
				side = "x"
				c.add(Code(s.Component)+"-place", i, s.Label+" "+sideWords(item.Side)+".", fix{})
			}
			if s.Align == docx.Center && item.Align != docx.Center && side == "" {
				side = "x"
				c.add(Code(s.Component)+"-place", i, s.Label+" "+alignWords(item.Align)+".", fix{look: docx.Look{Align: docx.Center}})
			}
		}
	}
	for k, i := range c.f.by[Appendix] {
		s := styleOf(Appendix)
		s.Caps = k%2 == 1
		if says := is(c.d.Items[i], s); says != "" {
			c.add("appendix-style", i, s.Label+": "+says+".", lookOf(c.d.Items[i], s))
			break
		}
	}
}

// sure reports that the column of an item means something: in a PDF a line
// over the whole width belongs to no column.
func (c *checker) sure(i int) bool {
	return c.d.Kind == DOCX || c.d.Items[i].Side != FullSide
}

// lookOf is the formatting that a component should have; a size inside the
// range stays.
func lookOf(item Item, s Style) fix {
	look := docx.Look{}
	if size := rounded(item.look().Size); size < s.Min || size > s.Max {
		look.Size = min(max(size, s.Min), s.Max)
	}
	if now := item.look(); !s.Free && (now.Bold != s.Bold || now.Italic != s.Italic) {
		bold, italic := s.Bold, s.Italic
		look.Bold, look.Italic = &bold, &italic
	}
	return fix{look: look, upper: s.Caps && !item.caps()}
}

func (c *checker) missing() {
	for _, s := range Styles() {
		if s.Required && len(c.f.by[s.Component]) == 0 {
			c.add(Code(s.Component)+"-missing", -1, "Không tìm thấy "+lower(s.Label)+".", fix{})
		}
	}
	title, letter := len(c.f.by[Title]) > 0, len(c.f.by[Letter]) > 0
	switch {
	case !title && !letter:
		c.add("title-missing", -1, "Không tìm thấy tên loại, cũng không có trích yếu “V/v”.", fix{})
	case title && len(c.f.by[Subject]) == 0 && !c.bare():
		c.add("title-missing", c.f.first(Title), "Dưới tên loại không có trích yếu.", fix{})
	case title && letter:
		c.add("title-twice", c.f.first(Letter), "Vừa có tên loại vừa có “V/v”.", fix{})
	}
}

// bare reports a type whose model has no subject line (Phụ lục III, mẫu 1.8 to
// 1.10: leave, introduction, invitation by slip).
func (c *checker) bare() bool {
	s := strings.ToUpper(c.d.Items[c.f.first(Title)].Text)
	for _, t := range [...]string{"GIẤY", "PHIẾU", "THƯ CÔNG", "BẢN", "HỢP ĐỒNG", "CÔNG ĐIỆN"} {
		if strings.HasPrefix(s, t) {
			return true
		}
	}
	return false
}
