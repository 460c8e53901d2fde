package pades

import (
	"bytes"

	"antin/pdf"
)

// reach gives all objects to which the given ones lead, themselves included.
func (p *presign) reach(from ...int) map[int]bool {
	seen := map[int]bool{}
	for len(from) > 0 {
		num := from[len(from)-1]
		from = from[:len(from)-1]
		if seen[num] {
			continue
		}
		seen[num] = true
		for _, next := range p.refs[num] {
			if !seen[int(next)] {
				from = append(from, int(next))
			}
		}
	}
	return seen
}

// unreached finds what one appended revision could bring onto a page without
// writing it: pages that are no part of the document, and drawing material that
// nothing leads to. Leftovers of other kinds are harmless.
func (p *presign) unreached() error {
	var roots []int
	trailer := p.rev.Trailer()
	for _, e := range trailer {
		if ref, ok := e.Value.(pdf.Ref); ok {
			roots = append(roots, ref.Num)
		}
	}
	led := p.reach(roots...)
	leaf := map[int]bool{}
	for _, page := range p.leaves {
		leaf[page.Ref.Num] = true
	}
	root, _ := trailer.Get("Root").(pdf.Ref)
	for _, num := range p.order {
		e, _, _ := p.rev.Lookup(num)
		o, err := p.rev.Get(pdf.Ref{Num: num, Gen: e.Gen})
		if err != nil {
			return err
		}
		switch v := o.(type) {
		case pdf.Dict:
			p.strayDict(v, num, led[num], leaf[num], num == root.Num)
		case *pdf.Stream:
			if !led[num] {
				p.strayStream(v, num)
			}
		}
	}
	return nil
}

func (p *presign) strayDict(d pdf.Dict, num int, led, leaf, root bool) {
	switch kind := d.Name("Type"); kind {
	case "Page", "Template":
		if !leaf && d.Has("Contents") {
			p.found(FoundHiddenPage, 0, "object %d is a /%s outside the tree of pages", num, kind)
		}
	case "Pages":
		if !led && d.Has("Kids") {
			p.found(FoundHiddenPage, 0, "object %d is a tree of pages that nothing leads to", num)
		}
	case "Catalog":
		if !root && d.Has("Pages") {
			p.found(FoundHiddenPage, 0, "object %d is a second catalog", num)
		}
	case "Font":
		if !led {
			p.found(FoundUnused, 0, "object %d is a font that nothing leads to", num)
		}
	}
}

// strayStream: only what draws can come onto a page.
func (p *presign) strayStream(s *pdf.Stream, num int) {
	what := ""
	switch kind := s.Dict.Name("Subtype"); {
	case s.Dict.Has("Type") && s.Dict.Name("Type") != "XObject":
	case kind == "Image":
		what = "a picture"
	case kind == "Form":
		what = "drawn content"
	case kind == "" && p.drawsText(s):
		what = "page content"
	}
	if what != "" {
		p.found(FoundUnused, 0, "object %d is %s that nothing leads to", num, what)
	}
}

// drawsText tells content of a page from other streams without a type, such as
// the hints of a linearized file.
func (p *presign) drawsText(s *pdf.Stream) bool {
	body, err := decoded(s)
	if err != nil || !bytes.Contains(body, []byte("BT")) {
		return false
	}
	shows := false
	err = operators(body, &p.strokes, func(op string, _ []pdf.Object) error {
		shows = shows || op == "Tj" || op == "TJ" || op == "'" || op == "\""
		return nil
	})
	return err == nil && shows
}

// standardFonts are those that every reader has (ISO 32000-1, 9.6.2.2).
var standardFonts = map[pdf.Name]bool{
	"Times-Roman": true, "Times-Bold": true, "Times-Italic": true, "Times-BoldItalic": true,
	"Helvetica": true, "Helvetica-Bold": true, "Helvetica-Oblique": true, "Helvetica-BoldOblique": true,
	"Courier": true, "Courier-Bold": true, "Courier-Oblique": true, "Courier-BoldOblique": true,
	"Symbol": true, "ZapfDingbats": true,
}

// fonts looks at those to which the pages lead (ISO 32000-2, 9.9.1). Which page
// uses one is told where a single page does.
func (p *presign) fonts() error {
	programs := map[string]pdf.Object{}
	users := p.users()
	for _, num := range p.order {
		if len(users[num]) == 0 {
			continue
		}
		e, _, _ := p.rev.Lookup(num)
		o, err := p.rev.Get(pdf.Ref{Num: num, Gen: e.Gen})
		if err != nil {
			return err
		}
		font, ok := o.(pdf.Dict)
		if !ok || font.Name("Type") != "Font" {
			continue
		}
		if err := p.font(font, num, users[num][0], programs); err != nil {
			return err
		}
	}
	return nil
}

// users lists for each font the pages whose resources lead to it, without what
// a page leads to through its tree, its annotations and its structure.
func (p *presign) users() map[int][]int {
	out := map[int][]int{}
	for _, page := range p.leaves {
		var start []int
		for _, o := range []pdf.Object{page.Resources, page.Dict.Get("Resources")} {
			start = append(start, refsIn(o, nil)...)
		}
		for num := range p.reach(start...) {
			if p.strokes--; p.strokes < 0 {
				return out
			}
			out[num] = append(out[num], page.Number)
		}
	}
	return out
}

func refsIn(o pdf.Object, out []int) []int {
	switch v := o.(type) {
	case pdf.Ref:
		return append(out, v.Num)
	case pdf.Array:
		for _, item := range v {
			out = refsIn(item, out)
		}
	case pdf.Dict:
		for _, e := range v {
			out = refsIn(e.Value, out)
		}
	}
	return out
}

func (p *presign) font(font pdf.Dict, num, page int, programs map[string]pdf.Object) error {
	switch font.Name("Subtype") {
	case "Type1", "MMType1", "TrueType", "CIDFontType0", "CIDFontType2":
	default:
		return nil // drawn by the file itself, or judged by the descendant
	}
	base := font.Name("BaseFont")
	descriptor, err := p.rev.Dict(font.Get("FontDescriptor"))
	if err != nil {
		return unlessMalformed(err)
	}
	for _, key := range []pdf.Name{"FontFile", "FontFile2", "FontFile3"} {
		program := descriptor.Get(key)
		if program == nil {
			continue
		}
		name := string(font.Name("Subtype")) + " " + string(base)
		if had, ok := programs[name]; ok && had != program {
			p.foundOn(Finding{Code: FoundFontTwice, Page: page}, "%s has two programs", base)
		}
		programs[name] = program
		return nil
	}
	code := FoundFontMissing
	if standardFonts[base] {
		code = FoundFontStandard
	}
	p.foundOn(Finding{Code: code, Page: page}, "%s is not in the file, object %d", base, num)
	return nil
}
