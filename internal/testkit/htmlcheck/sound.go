package htmlcheck

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// Sound is what holds for every page: Vietnamese, one heading, labelled fields,
// unique ids, nothing that the content security policy would refuse.
func Sound() Checker {
	return func(n *html.Node) error {
		return errors.Join(lang(n), Count("h1", 1)(n), Labelled()(n), UniqueIDs()(n), NoInlineScript()(n), NoInlineStyle()(n), NoEnglish()(n))
	}
}

func lang(n *html.Node) error { return In("html", HasAttr("lang", "vi"))(n) }

// NoInlineScript wants every script to come from a file, and no event attributes.
func NoInlineScript() Checker {
	return func(n *html.Node) error {
		for d := range n.Descendants() {
			if d.Type != html.ElementNode {
				continue
			}
			if _, ok := Attr(d, "src"); d.Data == "script" && (!ok || d.FirstChild != nil) {
				return errors.New("a script stands in the page")
			}
			for _, a := range d.Attr {
				script := strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:")
				if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") || script {
					return fmt.Errorf("<%s> has script in %s", d.Data, a.Key)
				}
			}
		}
		return nil
	}
}

// NoInlineStyle wants no style element and no style attribute.
func NoInlineStyle() Checker {
	return func(n *html.Node) error {
		for d := range n.Descendants() {
			if _, ok := Attr(d, "style"); ok || d.Type == html.ElementNode && d.Data == "style" {
				return fmt.Errorf("<%s> has its own style", d.Data)
			}
		}
		return nil
	}
}

// Labelled wants a name for every field and every button.
func Labelled() Checker {
	return func(n *html.Node) error {
		for d := range n.Descendants() {
			if d.Type != html.ElementNode || !slices.Contains([]string{"input", "select", "textarea", "button"}, d.Data) {
				continue
			}
			if !labelled(n, d) {
				name, _ := Attr(d, "name")
				return fmt.Errorf("<%s name=%q> has no label", d.Data, name)
			}
		}
		return nil
	}
}

func labelled(root, field *html.Node) bool {
	if kind, _ := Attr(field, "type"); kind == "hidden" {
		return true
	}
	for _, name := range []string{"aria-label", "aria-labelledby", "title"} {
		if v, _ := Attr(field, name); v != "" {
			return true
		}
	}
	if field.Data == "button" {
		return Text(field) != ""
	}
	for up := range field.Ancestors() {
		if up.Data == "label" && Text(up) != "" {
			return true
		}
	}
	id, ok := Attr(field, "id")
	if !ok {
		return false
	}
	for _, label := range All(root, "label") {
		if of, _ := Attr(label, "for"); of == id && Text(label) != "" {
			return true
		}
	}
	return false
}

// UniqueIDs wants each id once: labels and links to errors depend on it.
func UniqueIDs() Checker {
	return func(n *html.Node) error {
		seen := map[string]bool{}
		for d := range n.Descendants() {
			id, ok := Attr(d, "id")
			if ok && seen[id] {
				return fmt.Errorf("id %q stands twice", id)
			}
			seen[id] = true
		}
		return nil
	}
}

// NoEnglish looks for words that no Vietnamese page has; those that are also
// Vietnamese syllables (in, an, to, no) are not among them.
func NoEnglish() Checker {
	english := strings.Fields(`the of and not is are was this that with from your you please error failed invalid
		required unknown found forbidden denied page login logout sign submit save cancel delete edit upload download
		file back next previous search password username welcome success warning loading click here settings document`)
	return func(n *html.Node) error {
		words := strings.FieldsFunc(strings.ToLower(Text(n)), func(r rune) bool { return !unicode.IsLetter(r) })
		for _, word := range words {
			if slices.Contains(english, word) {
				return fmt.Errorf("the English word %q stands on the page", word)
			}
		}
		return nil
	}
}
