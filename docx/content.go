package docx

// Content is a text as people see it, with the formatting that counts.
type Content struct {
	Blocks   []Block
	Sections []Section // in the order of the text; the last one ends it
}

// Block is a paragraph or a table; exactly one of them is set.
type Block struct {
	Paragraph *Paragraph
	Table     *Table
}

// Align of a paragraph.
type Align string

// Alignments.
const (
	Left    Align = "left"
	Center  Align = "center"
	Right   Align = "right"
	Justify Align = "both"
)

// Paragraph with its effective formatting; lengths are points.
type Paragraph struct {
	Index     int // in the order of the text, tables included; what edits name it by
	Runs      []Run
	Align     Align
	First     float64 // indent of the first line, negative when it hangs
	Left      float64
	Right     float64
	Before    float64
	After     float64
	Line      float64 // spacing as a multiple of single; 0 when Exact is set
	Exact     float64 // spacing in points
	RuleUnder bool    // a border at the bottom
	Rule      bool    // a drawn line or another picture stands in it
	NewPage   bool
	Style     string // name of its style
	Numbered  bool   // the word processor puts a number before it
	Section   int    // index into Content.Sections
}

// Text is what the runs say together.
func (p Paragraph) Text() string {
	out := ""
	for _, r := range p.Runs {
		out += r.Text
	}
	return out
}

// Run is text in one formatting. A line break is "\n", a tab "\t".
type Run struct {
	Text      string
	Font      string
	Size      float64 // points
	Bold      bool
	Italic    bool
	Underline bool
	Caps      bool   // shown in capitals whatever the text says
	Colour    string // "FF0000"; empty for the automatic one, which prints black
}

// Table by rows and cells.
type Table struct {
	Rows    [][]Cell
	Widths  []float64 // of the columns, in points
	Borders bool
}

// Cell holds blocks; Span is over how many columns it goes.
type Cell struct {
	Blocks []Block
	Span   int
}

// Section of pages; lengths are points.
type Section struct {
	Width, Height            float64
	Top, Bottom, Left, Right float64
	Header                   float64 // from the upper edge to the header
	TitlePage                bool    // the first page has a header of its own
	Number                   PageNumber
}

// PageNumber is how the pages of a section are numbered.
type PageNumber struct {
	Shown  bool
	First  bool // also on the first page
	Footer bool // at the foot, not at the head
	Align  Align
	Size   float64
	Font   string
}

// PointsPerMM turns millimetres into points.
const PointsPerMM = 72 / 25.4

// A4 is an upright sheet with the margins of NĐ 30/2020, Phụ lục I, Phần I,
// Mục I and its page number.
func A4() Section {
	const mm = PointsPerMM
	return Section{
		Width: 210 * mm, Height: 297 * mm, Top: 20 * mm, Bottom: 20 * mm, Left: 30 * mm, Right: 15 * mm, Header: 10 * mm, TitlePage: true,
		Number: PageNumber{Shown: true, Align: Center, Size: 13, Font: "Times New Roman"},
	}
}

// Paragraphs are all paragraphs in the order of the text, those in tables too.
func (c *Content) Paragraphs() []*Paragraph { return flat(c.Blocks) }

func flat(blocks []Block) []*Paragraph {
	var out []*Paragraph
	for _, b := range blocks {
		if b.Paragraph != nil {
			out = append(out, b.Paragraph)
			continue
		}
		for _, row := range b.Table.Rows {
			for _, cell := range row {
				out = append(out, flat(cell.Blocks)...)
			}
		}
	}
	return out
}

// Texts are the paragraphs as plain text, for Compare.
func (c *Content) Texts() []string {
	list := c.Paragraphs()
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = p.Text()
	}
	return out
}
