package htmlcheck

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Checker looks at a part of a page and says what is wrong with it.
type Checker func(*html.Node) error

// Check parses the page and reports every check that fails.
func Check(t testing.TB, page string, checks ...Checker) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatalf("parsing the page: %v", err)
	}
	for _, check := range checks {
		if err := check(root); err != nil {
			t.Errorf("%v\nthe page reads: %s", err, shorten(Text(root)))
		}
	}
}

func shorten(text string) string {
	if runes := []rune(text); len(runes) > 600 {
		return string(runes[:600]) + "…"
	}
	return text
}

// In runs the checks on the first element that the selector finds; none is an error.
func In(selector string, checks ...Checker) Checker {
	return func(n *html.Node) error {
		found := All(n, selector)
		if len(found) == 0 {
			return fmt.Errorf("nothing matches %q", selector)
		}
		for _, check := range checks {
			if err := check(found[0]); err != nil {
				return fmt.Errorf("in %q: %w", selector, err)
			}
		}
		return nil
	}
}

// HasText wants the words somewhere in what is read.
func HasText(text string) Checker {
	return func(n *html.Node) error {
		if got := Text(n); !strings.Contains(got, text) {
			return fmt.Errorf("the text %q is missing", text)
		}
		return nil
	}
}

// NoText wants the words nowhere in what is read.
func NoText(text string) Checker {
	return func(n *html.Node) error {
		if strings.Contains(Text(n), text) {
			return fmt.Errorf("the text %q is there and must not be", text)
		}
		return nil
	}
}

// HasAttr wants the attribute with this value on the element itself.
func HasAttr(name, value string) Checker {
	return func(n *html.Node) error {
		if got, ok := Attr(n, name); !ok || got != value {
			return fmt.Errorf("attribute %s is %q, want %q", name, got, value)
		}
		return nil
	}
}

// Count wants exactly so many elements.
func Count(selector string, want int) Checker {
	return func(n *html.Node) error {
		if got := len(All(n, selector)); got != want {
			return fmt.Errorf("%d elements match %q, want %d", got, selector, want)
		}
		return nil
	}
}

// HasField wants a form field of this name holding this value: the value of an
// input, the text of a textarea, the chosen option, the checked radio button.
func HasField(name, value string) Checker {
	return func(n *html.Node) error {
		var seen []string
		for _, field := range All(n, "[name="+name+"]") {
			got, holds := fieldValue(field)
			if holds && got == value {
				return nil
			}
			seen = append(seen, got)
		}
		return fmt.Errorf("field %s holds %q, want %q", name, seen, value)
	}
}

func fieldValue(field *html.Node) (string, bool) {
	switch field.Data {
	case "textarea":
		return Text(field), true
	case "select":
		for _, option := range All(field, "option[selected]") {
			return Attr(option, "value")
		}
		return "", true
	}
	value, _ := Attr(field, "value")
	if kind, _ := Attr(field, "type"); kind == "radio" || kind == "checkbox" {
		_, checked := Attr(field, "checked")
		return value, checked
	}
	return value, true
}
