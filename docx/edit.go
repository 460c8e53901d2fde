package docx

import (
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Look is a change of formatting; zero values leave what is there.
type Look struct {
	Font      string
	Size      float64
	Bold      *bool
	Italic    *bool
	Underline *bool
	Black     bool // the automatic colour
	Align     Align
}

// order of the properties of a run that this package writes (ECMA-376 Part 1,
// 17.3.2.28); a word processor refuses them in another order.
var runOrder = map[string]int{"w:rStyle": 0, "w:rFonts": 1, "w:b": 2, "w:bCs": 3, "w:i": 4, "w:iCs": 5, "w:caps": 6, "w:smallCaps": 7, "w:strike": 8,
	"w:color": 20, "w:spacing": 21, "w:w": 22, "w:kern": 23, "w:position": 24, "w:sz": 25, "w:szCs": 26, "w:highlight": 27, "w:u": 28, "w:effect": 29, "w:shd": 31,
	"w:vertAlign": 33, "w:rtl": 34, "w:cs": 35, "w:lang": 37}

var paragraphOrder = map[string]int{"w:pStyle": 0, "w:keepNext": 1, "w:keepLines": 2, "w:pageBreakBefore": 3, "w:framePr": 4, "w:widowControl": 5, "w:numPr": 6,
	"w:pBdr": 8, "w:shd": 9, "w:tabs": 10, "w:spacing": 18, "w:ind": 19, "w:contextualSpacing": 20, "w:jc": 24, "w:rPr": 32, "w:sectPr": 33}

// Format lays a look over every run of a paragraph; what the look leaves open
// stays as it was.
func (f *File) Format(paragraph int, l Look) error {
	p, err := f.at(paragraph)
	if err != nil {
		return err
	}
	if l.Align != "" {
		f.property(f.holder(p, "w:pPr"), "w:jc", paragraphOrder, "val", string(l.Align))
		f.touch(p)
	}
	for _, run := range runsOf(p) {
		props := f.holder(run, "w:rPr")
		if l.Font != "" {
			n := f.property(props, "w:rFonts", runOrder, "ascii", l.Font)
			n.attrs = nil
			for _, name := range [...]string{"ascii", "hAnsi", "cs", "eastAsia"} {
				f.setAttr(n, name, l.Font)
			}
		}
		if l.Size > 0 {
			half := strconv.Itoa(int(math.Round(l.Size * 2)))
			f.property(props, "w:sz", runOrder, "val", half)
			f.property(props, "w:szCs", runOrder, "val", half)
		}
		for name, v := range map[string]*bool{"w:b": l.Bold, "w:i": l.Italic} {
			if v != nil {
				f.property(props, name, runOrder, "val", switchWord(*v))
			}
		}
		if l.Underline != nil {
			f.property(props, "w:u", runOrder, "val", map[bool]string{true: "single", false: "none"}[*l.Underline])
		}
		if l.Black {
			f.property(props, "w:color", runOrder, "val", "auto")
		}
	}
	return nil
}

func switchWord(v bool) string {
	if v {
		return "1"
	}
	return "0"
}

// Replace writes another text in place of a piece of a paragraph's text, which
// keeps the look of the run where the piece begins. The piece has to stand in
// the paragraph exactly once.
func (f *File) Replace(paragraph int, piece, by string) error {
	p, err := f.at(paragraph)
	if err != nil {
		return err
	}
	var texts []*node
	whole := ""
	for _, run := range runsOf(p) {
		for _, t := range run.elements("w:t") {
			texts = append(texts, t)
			whole += t.content()
		}
	}
	if piece == "" || strings.Count(whole, piece) != 1 {
		return fmt.Errorf("docx: %q does not stand once in paragraph %d", piece, paragraph)
	}
	from := strings.Index(whole, piece)
	to, at, done := from+len(piece), 0, false
	for _, t := range texts {
		old := t.content()
		start, end := max(from-at, 0), min(to-at, len(old))
		at += len(old)
		if start >= end {
			continue
		}
		word := ""
		if !done {
			word, done = by, true
		}
		f.setText(t, old[:start]+word+old[end:])
	}
	return nil
}

// Upper writes the text of a paragraph in capitals.
func (f *File) Upper(paragraph int) error {
	p, err := f.at(paragraph)
	if err != nil {
		return err
	}
	for _, run := range runsOf(p) {
		for _, t := range run.elements("w:t") {
			if old := t.content(); strings.ToUpper(old) != old {
				f.setText(t, strings.ToUpper(old))
			}
		}
	}
	return nil
}

// SetPage sets size and margins of a section; zero values stay as they are.
func (f *File) SetPage(section int, s Section) error {
	nodes := f.sectionNodes()
	if section < 0 || section >= len(nodes) {
		return fmt.Errorf("docx: there is no section %d", section)
	}
	n := nodes[section]
	set := func(name, attr string, points float64) {
		if points > 0 {
			f.property(n, name, sectionOrder, attr, strconv.Itoa(int(math.Round(points*20))))
		}
	}
	set("w:pgSz", "w", s.Width)
	set("w:pgSz", "h", s.Height)
	for attr, v := range map[string]float64{"top": s.Top, "bottom": s.Bottom, "left": s.Left, "right": s.Right, "header": s.Header} {
		set("w:pgMar", attr, v)
	}
	return nil
}

var sectionOrder = map[string]int{"w:headerReference": 0, "w:footerReference": 0, "w:type": 3, "w:pgSz": 4, "w:pgMar": 5, "w:pgNumType": 9, "w:cols": 10, "w:titlePg": 14, "w:docGrid": 17}

func (f *File) at(paragraph int) (*node, error) {
	if paragraph < 0 || paragraph >= len(f.paras) {
		return nil, fmt.Errorf("docx: there is no paragraph %d", paragraph)
	}
	return f.paras[paragraph], nil
}

func runsOf(n *node) []*node {
	var out []*node
	for _, c := range n.children {
		switch c.name {
		case "w:r":
			out = append(out, c)
		case "w:ins", "w:hyperlink", "w:smartTag", "w:sdt", "w:sdtContent", "w:fldSimple", "w:customXml":
			out = append(out, runsOf(c)...)
		}
	}
	return out
}

// touch marks an element and everything around it as changed.
func (f *File) touch(n *node) {
	n.dirty = true
	var mark func(at *node) bool
	mark = func(at *node) bool {
		if at == n {
			return true
		}
		for _, c := range at.children {
			if mark(c) {
				at.dirty = true
				return true
			}
		}
		return false
	}
	mark(f.body.root)
}

// holder is the element that keeps the properties of another; it is made as the
// first child where it is missing.
func (f *File) holder(n *node, name string) *node {
	if c := n.child(name); c != nil {
		return c
	}
	made := f.made(name)
	n.children = append([]*node{made}, n.children...)
	f.touch(n)
	return made
}

// made is a new element with the prefix that the part uses.
func (f *File) made(name string) *node {
	raw := name
	for prefix, known := range f.body.prefix {
		if known == "w" {
			raw = strings.TrimPrefix(prefix+":", ":") + strings.TrimPrefix(name, "w:")
			break
		}
	}
	return &node{name: name, raw: raw, fresh: true}
}

// property sets one attribute of a property, which is made in its place.
func (f *File) property(holder *node, name string, order map[string]int, attr, value string) *node {
	n := holder.child(name)
	if n == nil {
		n = f.made(name)
		at := len(holder.children)
		for i, c := range holder.children {
			if rank, ok := order[c.name]; ok && rank > order[name] {
				at = i
				break
			}
		}
		holder.children = append(holder.children[:at], append([]*node{n}, holder.children[at:]...)...)
	}
	f.setAttr(n, attr, value)
	f.touch(n)
	return n
}

func (f *File) setAttr(n *node, local, value string) {
	n.retag = true
	for i, a := range n.attrs {
		if a.Name.Local == local && a.Name.Space != "xmlns" {
			n.attrs[i].Value = value
			return
		}
	}
	space, _, ok := strings.Cut(n.raw, ":")
	if !ok {
		space = ""
	}
	n.attrs = append(n.attrs, xml.Attr{Name: xml.Name{Space: space, Local: local}, Value: value})
}

func (f *File) setText(t *node, text string) {
	t.children = []*node{{text: text, raw: "", fresh: true}}
	t.retag = true
	keep := false
	for _, a := range t.attrs {
		keep = keep || a.Name.Local == "space"
	}
	if !keep {
		t.attrs = append(t.attrs, xml.Attr{Name: xml.Name{Space: "xml", Local: "space"}, Value: "preserve"})
	}
	f.touch(t)
}
