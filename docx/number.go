package docx

import (
	"fmt"
	"strings"
)

// NumberPages gives every section page numbers in the middle of the upper
// margin, not on the first page, in a new header part. Headers that are there
// give way: their parts stay in the file, but are not shown.
func (f *File) NumberPages(font string, size float64) error {
	nodes := f.sectionNodes()
	if len(nodes) == 0 {
		return fmt.Errorf("%w: no section", ErrMalformed)
	}
	ids, err := f.addHeaders(font, size)
	if err != nil {
		return err
	}
	for i, n := range nodes {
		var kept []*node
		for _, c := range n.children {
			if c.name != "w:headerReference" {
				kept = append(kept, c)
			}
		}
		n.children = kept
		refs := []*node{f.reference("default", ids[0])}
		if i == 0 {
			refs = append(refs, f.reference("first", ids[1]))
			f.property(n, "w:titlePg", sectionOrder, "val", "1")
		}
		n.children = append(refs, n.children...)
		f.touch(n)
	}
	return nil
}

func (f *File) reference(kind, id string) *node {
	n := f.made("w:headerReference")
	f.setAttr(n, "type", kind)
	n.attrs = append(n.attrs, attrOf("r", "id", id))
	if f.body.prefix["r"] != "r" {
		n.attrs = append(n.attrs, attrOf("xmlns", "r", relationSpace))
	}
	return n
}

// addHeaders puts two header parts into the file: with the number, and empty.
func (f *File) addHeaders(font string, size float64) ([2]string, error) {
	dir := strings.TrimSuffix(f.main, "document.xml")
	var ids [2]string
	for i, body := range [...]string{headerPart(PageNumber{Shown: true, Align: Center, Size: size, Font: font}), headerPart(PageNumber{})} {
		name, id := "", ""
		for n := 1; ; n++ {
			name, id = fmt.Sprintf("%sheaderNumber%d.xml", dir, n), fmt.Sprintf("rIdNumber%d", n)
			_, part := f.parts[name]
			_, rel := f.rels[id]
			if !part && !rel {
				break
			}
		}
		f.parts[name], f.order = []byte(body), append(f.order, name)
		target := strings.TrimPrefix(name, dir)
		if err := f.insert(relsOf(f.main), "</Relationships>", `<Relationship Id="`+id+`" Type="`+relationSpace+`/header" Target="`+target+`"/>`); err != nil {
			return ids, err
		}
		if err := f.insert("[Content_Types].xml", "</Types>", `<Override PartName="/`+name+`" ContentType="`+wordType+`header+xml"/>`); err != nil {
			return ids, err
		}
		f.rels[id] = relation{id: id, kind: relationSpace + "/header", target: name}
		ids[i] = id
	}
	return ids, nil
}

// insert puts text before the last closing tag of a part.
func (f *File) insert(part, before, text string) error {
	raw := string(f.parts[part])
	at := strings.LastIndex(raw, before)
	if at < 0 {
		return fmt.Errorf("%w: %s has no end", ErrMalformed, part)
	}
	f.parts[part] = []byte(raw[:at] + text + raw[at:])
	return nil
}
