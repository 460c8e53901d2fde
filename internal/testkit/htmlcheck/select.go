package htmlcheck

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// All finds the elements under root that match the selector.
func All(root *html.Node, selector string) []*html.Node {
	found := []*html.Node{root}
	for _, part := range strings.Fields(selector) {
		var next []*html.Node
		for _, n := range found {
			for d := range n.Descendants() {
				if d.Type == html.ElementNode && matches(d, part) && !slices.Contains(next, d) {
					next = append(next, d)
				}
			}
		}
		found = next
	}
	return found
}

func matches(n *html.Node, part string) bool {
	for part != "" {
		end := len(part)
		if i := strings.IndexAny(part[1:], ".#["); i >= 0 {
			end = i + 1
		}
		if part[0] == '[' {
			end = strings.IndexByte(part, ']') + 1
			if end == 0 {
				panic("htmlcheck: selector without ]: " + part)
			}
		}
		if !matchesOne(n, part[:end]) {
			return false
		}
		part = part[end:]
	}
	return true
}

func matchesOne(n *html.Node, piece string) bool {
	switch piece[0] {
	case '.':
		class, _ := Attr(n, "class")
		return slices.Contains(strings.Fields(class), piece[1:])
	case '#':
		id, _ := Attr(n, "id")
		return id == piece[1:]
	case '[':
		name, want, valued := strings.Cut(strings.Trim(piece, "[]"), "=")
		got, ok := Attr(n, name)
		return ok && (!valued || got == strings.Trim(want, `"'`))
	}
	return n.Data == piece
}

// Attr gives an attribute and whether it is there.
func Attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// Text is what a person reads under n, with single blanks.
func Text(n *html.Node) string {
	var words []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style" || n.Data == "template") {
			return
		}
		if n.Type == html.TextNode {
			words = append(words, n.Data)
		}
		for c := range n.ChildNodes() {
			walk(c)
			if c.Type == html.ElementNode && block(c.Data) {
				words = append(words, " ")
			}
		}
	}
	walk(n)
	return strings.Join(strings.Fields(strings.Join(words, "")), " ")
}

func block(tag string) bool {
	return !slices.Contains([]string{"a", "b", "strong", "em", "i", "span", "kbd", "svg", "time", "label"}, tag)
}
