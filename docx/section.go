package docx

import "strings"

// sectionNodes are the properties of the sections in the order of the text.
func (f *File) sectionNodes() []*node {
	var out []*node
	for _, p := range f.paras {
		if s := p.child("w:pPr", "w:sectPr"); s != nil {
			out = append(out, s)
		}
	}
	if s := f.body.root.child("w:body", "w:sectPr"); s != nil {
		out = append(out, s)
	}
	return out
}

func (f *File) sections() []Section {
	nodes := f.sectionNodes()
	out := make([]Section, 0, len(nodes))
	var heads, feet map[string]string
	for _, n := range nodes {
		s := Section{}
		if size := n.child("w:pgSz"); size != nil {
			s.Width, s.Height = twips(size.attr("w")), twips(size.attr("h"))
		}
		if m := n.child("w:pgMar"); m != nil {
			s.Top, s.Bottom, s.Left, s.Right, s.Header = twips(m.attr("top")), twips(m.attr("bottom")), twips(m.attr("left")), twips(m.attr("right")), twips(m.attr("header"))
		}
		if t := n.child("w:titlePg"); t != nil {
			s.TitlePage = on(t.attr("val"))
		}
		heads, feet = overlaid(heads, f.references(n, "w:headerReference")), overlaid(feet, f.references(n, "w:footerReference"))
		s.Number = f.pageNumber(s, heads, feet)
		out = append(out, s)
	}
	return out
}

// overlaid is what a section shows: its own, or else that of the one before.
func overlaid(before, own map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range before {
		out[k] = v
	}
	for k, v := range own {
		out[k] = v
	}
	return out
}

func (f *File) references(section *node, name string) map[string]string {
	out := map[string]string{}
	for _, r := range section.elements(name) {
		out[r.attr("type")] = f.rels[r.attr("id")].target
	}
	return out
}

func (f *File) pageNumber(s Section, heads, feet map[string]string) PageNumber {
	for _, place := range []struct {
		parts  map[string]string
		footer bool
	}{{heads, false}, {feet, true}} {
		n, ok := f.numberIn(place.parts["default"])
		if !ok {
			continue
		}
		n.Footer = place.footer
		n.First = !s.TitlePage
		if s.TitlePage {
			_, n.First = f.numberIn(place.parts["first"])
		}
		return n
	}
	return PageNumber{}
}

// numberIn looks for the field of the page number in a header or footer.
func (f *File) numberIn(part string) (PageNumber, bool) {
	raw, ok := f.parts[part]
	if !ok {
		return PageNumber{}, false
	}
	t, err := parse(raw)
	if err != nil {
		return PageNumber{}, false
	}
	side := &File{styles: f.styles, body: t, rels: map[string]relation{}, owners: map[*node][]*node{}}
	side.index(t.root, nil)
	r := reader{file: side, number: map[*node]int{}}
	for _, p := range side.paras {
		field, run := pageField(p)
		if !field {
			continue
		}
		read := r.paragraph(p)
		look := f.styles.runOf(valOf(p.child("w:pPr", "w:pStyle")), run)
		return PageNumber{Shown: true, Align: read.Align, Size: look.Size, Font: look.Font}, true
	}
	return PageNumber{}, false
}

// pageField finds the field PAGE in a paragraph and the properties of its run.
func pageField(n *node) (found bool, props *node) {
	for _, c := range n.children {
		switch c.name {
		case "w:fldSimple":
			if isPage(c.attr("instr")) {
				return true, c.child("w:r", "w:rPr")
			}
		case "w:r":
			if i := c.child("w:instrText"); i != nil && isPage(i.content()) {
				return true, c.child("w:rPr")
			}
		}
		if c.name == "w:sdt" || c.name == "w:sdtContent" || c.name == "w:hyperlink" {
			if found, props = pageField(c); found {
				return found, props
			}
		}
	}
	return false, nil
}

func isPage(instruction string) bool {
	words := strings.Fields(strings.ToUpper(instruction))
	return len(words) > 0 && words[0] == "PAGE"
}
