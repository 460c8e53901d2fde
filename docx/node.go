package docx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// node is an element or a piece of text of a part. It remembers where it stood
// in the part, so that what nobody changed is written back byte by byte.
type node struct {
	name     string // canonical: "w:p"; empty for text and everything that is no element
	raw      string // as it was written, for the closing tag
	attrs    []xml.Attr
	children []*node
	text     string

	start, open, end int // of the element and of its first tag in the source
	fresh            bool
	dirty            bool // something inside was changed
	retag            bool // its own attributes were changed
}

// tree is one parsed part.
type tree struct {
	source []byte
	root   *node
	head   []byte // before the root
	prefix map[string]string
}

// spaces gives the namespaces that are looked into their usual prefix.
var spaces = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":        "w",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                    "w",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
	"http://purl.oclc.org/ooxml/officeDocument/relationships":             "r",
	"http://schemas.openxmlformats.org/drawingml/2006/main":               "a",
	"http://purl.oclc.org/ooxml/drawingml/main":                           "a",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":         "mc",
}

func parse(source []byte) (*tree, error) {
	t := &tree{source: source, prefix: map[string]string{}}
	d := xml.NewDecoder(bytes.NewReader(source))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("only UTF-8") }
	var stack []*node
	count := 0
	for {
		at := int(d.InputOffset())
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %v", ErrMalformed, err)
		}
		if count++; count > maxNodes || len(stack) > maxDepth {
			return nil, fmt.Errorf("%w: too many elements", ErrTooLarge)
		}
		if stack, err = t.take(stack, token, at, int(d.InputOffset())); err != nil {
			return nil, err
		}
	}
	if t.root == nil || len(stack) > 0 {
		return nil, fmt.Errorf("%w: an element is not closed", ErrMalformed)
	}
	return t, nil
}

// take puts one token into the tree.
func (t *tree) take(stack []*node, token xml.Token, start, end int) ([]*node, error) {
	var top *node
	if len(stack) > 0 {
		top = stack[len(stack)-1]
	}
	switch x := token.(type) {
	case xml.StartElement:
		if top == nil && t.root != nil {
			return nil, fmt.Errorf("%w: two roots", ErrMalformed)
		}
		n := &node{raw: rawName(x.Name), attrs: append([]xml.Attr(nil), x.Attr...), start: start, open: end}
		t.declare(n)
		n.name = t.canonical(x.Name)
		if top == nil {
			t.root, t.head = n, t.source[:start]
		} else {
			top.children = append(top.children, n)
		}
		return append(stack, n), nil
	case xml.EndElement:
		if top == nil || top.raw != rawName(x.Name) {
			return nil, fmt.Errorf("%w: tags cross", ErrMalformed)
		}
		top.end = end
		return stack[:len(stack)-1], nil
	case xml.CharData:
		if top != nil {
			top.children = append(top.children, &node{text: string(x), start: start, end: end})
		}
	case xml.Directive:
		return nil, fmt.Errorf("%w: a document type is declared", ErrMalformed)
	default: // comments and instructions are kept as bytes
		if top != nil {
			top.children = append(top.children, &node{start: start, end: end})
		}
	}
	return stack, nil
}

func rawName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// declare learns the prefixes of an element.
func (t *tree) declare(n *node) {
	for _, a := range n.attrs {
		switch {
		case a.Name.Space == "xmlns":
			t.prefix[a.Name.Local] = spaces[a.Value]
		case a.Name.Space == "" && a.Name.Local == "xmlns":
			t.prefix[""] = spaces[a.Value]
		}
	}
}

func (t *tree) canonical(n xml.Name) string {
	if known := t.prefix[n.Space]; known != "" {
		return known + ":" + n.Local
	}
	return rawName(n)
}

// attr is the value of an attribute by its local name, whatever its prefix.
func (n *node) attr(local string) string {
	for _, a := range n.attrs {
		if a.Name.Local == local && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

// child is the first child element of that name, nil when there is none; child
// of nil is nil, so that paths can be walked.
func (n *node) child(names ...string) *node {
	at := n
	for _, name := range names {
		if at == nil {
			return nil
		}
		var found *node
		for _, c := range at.children {
			if c.name == name {
				found = c
				break
			}
		}
		at = found
	}
	return at
}

// elements are the child elements of that name.
func (n *node) elements(name string) []*node {
	if n == nil {
		return nil
	}
	var out []*node
	for _, c := range n.children {
		if c.name == name {
			out = append(out, c)
		}
	}
	return out
}

// content is all text inside.
func (n *node) content() string {
	var b strings.Builder
	var walk func(*node)
	walk = func(n *node) {
		b.WriteString(n.text)
		for _, c := range n.children {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}

// write gives the part with its changes.
func (t *tree) write() []byte {
	var b bytes.Buffer
	b.Write(t.head)
	t.put(&b, t.root)
	b.Write(t.source[min(t.root.end, len(t.source)):])
	return b.Bytes()
}

func (t *tree) put(b *bytes.Buffer, n *node) {
	switch {
	case n.raw == "" && n.fresh:
		b.WriteString(escaped(n.text))
	case !n.fresh && !n.dirty && !n.retag:
		b.Write(t.source[n.start:n.end])
	case n.raw == "":
		b.Write(t.source[n.start:n.end])
	default:
		t.putTag(b, n)
		for _, c := range n.children {
			t.put(b, c)
		}
		b.WriteString("</" + n.raw + ">")
	}
}

func (t *tree) putTag(b *bytes.Buffer, n *node) {
	if !n.fresh && !n.retag && !bytes.HasSuffix(t.source[n.start:n.open], []byte("/>")) {
		b.Write(t.source[n.start:n.open])
		return
	}
	b.WriteString("<" + n.raw)
	for _, a := range n.attrs {
		b.WriteString(" " + rawName(a.Name) + `="` + escaped(a.Value) + `"`)
	}
	b.WriteString(">")
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder does not fail
	return b.String()
}
