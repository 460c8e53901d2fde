package render

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"antin/docx"
	"antin/layout"
)

// scale is how many units pdftohtml gives to a point; it is the most that it
// takes, so that sizes are known to a third of a point.
const scale = 3

// Styled reads what is printed on the pages with font, size and colour, for
// checks of the form.
func (r *Renderer) Styled(ctx context.Context, path string) ([]layout.PrintedPage, error) {
	out, err := r.run(ctx, "pdftohtml", "-xml", "-i", "-stdout", "-q", "-nodrm", "-zoom", strconv.Itoa(scale), "-l", strconv.Itoa(layout.MaxPages), "--", path)
	if err != nil {
		return nil, err
	}
	return ParseStyled(out)
}

// face is one line of the list of fonts.
type face struct {
	name, colour string
	size         float64
}

// ParseStyled reads the XML of pdftohtml. Tags that it writes crossed (bold and
// italic) are taken as they come.
func ParseStyled(printed []byte) ([]layout.PrintedPage, error) {
	d := xml.NewDecoder(bytes.NewReader(printed))
	d.Strict = false
	p := styled{faces: map[string]face{}}
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return p.pages, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading the styled words: %w", err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			p.start(x)
		case xml.EndElement:
			p.end(x.Name.Local)
		case xml.CharData:
			p.text(string(x))
		}
	}
}

type styled struct {
	pages        []layout.PrintedPage
	faces        map[string]face
	bold, italic int
	at           *layout.Piece // the text that is open
	runs         []docx.Run
}

func (p *styled) start(x xml.StartElement) {
	get := func(name string) string {
		for _, a := range x.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	number := func(name string) float64 {
		n, err := strconv.ParseFloat(get(name), 64)
		if err != nil {
			return 0
		}
		return n / scale
	}
	switch x.Name.Local {
	case "page":
		p.pages = append(p.pages, layout.PrintedPage{Width: number("width"), Height: number("height")})
	case "fontspec":
		p.faces[get("id")] = face{get("family"), strings.TrimPrefix(get("color"), "#"), number("size")}
	case "text":
		f := p.faces[get("font")]
		look := docx.Run{Font: f.name, Size: f.size, Colour: f.colour}
		low := strings.ToLower(f.name)
		look.Bold, look.Italic = strings.Contains(low, "bold"), strings.Contains(low, "italic") || strings.Contains(low, "oblique")
		p.at = &layout.Piece{Run: look, Box: layout.Box{X0: number("left"), Y0: number("top"), X1: number("left") + number("width"), Y1: number("top") + number("height")}}
		p.bold, p.italic, p.runs = 0, 0, nil
	case "b":
		p.bold++
	case "i":
		p.italic++
	}
}

func (p *styled) text(s string) {
	if p.at == nil {
		return
	}
	run := p.at.Run
	run.Text = s
	run.Bold, run.Italic = run.Bold || p.bold > 0, run.Italic || p.italic > 0
	p.runs = append(p.runs, run)
}

// end puts the pieces of one text onto the page, its width shared by letters.
func (p *styled) end(name string) {
	switch name {
	case "b":
		p.bold--
	case "i":
		p.italic--
	case "text":
		if p.at == nil || len(p.pages) == 0 {
			return
		}
		page, letters := &p.pages[len(p.pages)-1], 0
		for _, r := range p.runs {
			letters += len([]rune(r.Text))
		}
		x, width := p.at.X0, p.at.X1-p.at.X0
		for _, r := range p.runs {
			box := p.at.Box
			box.X0, box.X1 = x, x+width*float64(len([]rune(r.Text)))/float64(max(letters, 1))
			x = box.X1
			page.Pieces = append(page.Pieces, layout.Piece{Box: box, Run: r})
		}
		p.at = nil
	}
}
