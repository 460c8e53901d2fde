package render

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"antin/placement"
)

// Limits of one document's words.
const (
	maxWords = 2_000_000
	maxDepth = 32 // html, body, doc, page, flow, block, line, word
)

var (
	errTooManyWords = errors.New("render: too many words")
	errForm         = errors.New("render: not the word list of pdftotext")
)

// Words reads the words of every page with their boxes.
func (r *Renderer) Words(ctx context.Context, path string) ([]placement.Page, error) {
	out, err := r.run(ctx, "pdftotext", "-bbox-layout", "-enc", "UTF-8", "-q", "--", path, "-")
	if err != nil {
		return nil, err
	}
	pages, err := ParseWords(out)
	if errors.Is(err, errTooManyWords) {
		return nil, errTooHeavy()
	}
	if err != nil {
		return nil, fmt.Errorf("reading the words of pdftotext: %w", err)
	}
	return pages, nil
}

// ParseWords reads the XHTML that pdftotext -bbox-layout (or -bbox) prints.
// Pages beyond placement.MaxPages are left out.
func ParseWords(printed []byte) ([]placement.Page, error) {
	d := xml.NewDecoder(bytes.NewReader(bytes.Map(printable, printed)))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	var l wordList
	for !l.full {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errForm, err)
		}
		if err := l.take(t); err != nil {
			return nil, err
		}
	}
	return l.pages, nil
}

// wordList gathers pages and words from the tokens of the XHTML.
type wordList struct {
	pages        []placement.Page
	word         *placement.Word // the open one
	words, depth int
	full         bool
}

func (l *wordList) take(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		if l.depth++; l.depth > maxDepth {
			return errForm
		}
		return l.open(t)
	case xml.CharData:
		if l.word != nil {
			l.word.Text += string(t)
		}
	case xml.EndElement:
		l.depth--
		if t.Name.Local == "word" && l.word != nil && len(l.pages) > 0 {
			keep(&l.pages[len(l.pages)-1], *l.word)
			l.word = nil
		}
	}
	return nil
}

func (l *wordList) open(t xml.StartElement) error {
	switch t.Name.Local {
	case "page":
		if l.full = len(l.pages) == placement.MaxPages; !l.full {
			l.pages = append(l.pages, placement.Page{Number: len(l.pages) + 1, Width: number(t, "width"), Height: number(t, "height")})
		}
	case "word":
		if l.words++; l.words > maxWords {
			return errTooManyWords
		}
		l.word = &placement.Word{X0: number(t, "xMin"), Y0: number(t, "yMin"), X1: number(t, "xMax"), Y1: number(t, "yMax")}
	}
	return nil
}

// keep adds a word to its page unless it is blank or the page is full.
func keep(p *placement.Page, w placement.Word) {
	w.Text = strings.TrimSpace(w.Text)
	if w.Text != "" && len(p.Words) < placement.MaxWordsPerPage {
		p.Words = append(p.Words, w)
	}
}

// number reads an attribute; what is no finite number counts as zero, and a
// box without extent is left out by placement.
func number(t xml.StartElement, name string) float64 {
	for _, a := range t.Attr {
		if strings.EqualFold(a.Name.Local, name) {
			v, err := strconv.ParseFloat(a.Value, 64)
			if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
				return 0
			}
			return v
		}
	}
	return 0
}

// printable replaces control bytes and broken UTF-8, which fonts with a wrong
// table of characters put into the text and XML forbids.
func printable(r rune) rune {
	if r == utf8.RuneError || r < 0x20 && r != '\n' && r != '\t' && r != '\r' || r == 0xfffe || r == 0xffff {
		return ' '
	}
	return r
}
