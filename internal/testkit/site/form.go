package site

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"antin/internal/testkit/htmlcheck"
)

// Form is a form of a page as it would be sent.
type Form struct {
	page  *Page
	node  *html.Node
	pairs []pair
	files []file
}

type pair struct{ name, value string }

type file struct {
	field, name string
	raw         []byte
}

// Form finds a form by selector with the values that stand in it.
func (g *Page) Form(selector string) *Form {
	g.p.T.Helper()
	list := htmlcheck.All(g.tree(), selector)
	if len(list) == 0 {
		g.p.T.Fatalf("no form %s on %s (%d): %s", selector, g.At, g.Status, g.Text())
	}
	f := &Form{page: g, node: list[0]}
	for n := range f.node.Descendants() {
		if n.Type == html.ElementNode {
			f.take(n)
		}
	}
	return f
}

// FormTo finds the form that is sent to an address with this end.
func (g *Page) FormTo(end string) *Form {
	g.p.T.Helper()
	for _, n := range htmlcheck.All(g.tree(), "form[action]") {
		if action, _ := htmlcheck.Attr(n, "action"); strings.HasSuffix(action, end) {
			return g.Form("form[action=" + action + "]")
		}
	}
	g.p.T.Fatalf("no form to …%s on %s (%d): %s", end, g.At, g.Status, g.Text())
	return nil
}

// HasFormTo reports whether such a form is offered.
func (g *Page) HasFormTo(end string) bool {
	for _, n := range htmlcheck.All(g.tree(), "form[action]") {
		if action, _ := htmlcheck.Attr(n, "action"); strings.HasSuffix(action, end) {
			return true
		}
	}
	return false
}

func (f *Form) take(n *html.Node) {
	name, named := htmlcheck.Attr(n, "name")
	if !named {
		return
	}
	value, _ := htmlcheck.Attr(n, "value")
	switch n.Data {
	case "input":
		kind, _ := htmlcheck.Attr(n, "type")
		_, checked := htmlcheck.Attr(n, "checked")
		switch {
		case kind == "file" || kind == "submit":
			return
		case (kind == "checkbox" || kind == "radio") && !checked:
			return
		}
		f.pairs = append(f.pairs, pair{name, value})
	case "textarea":
		f.pairs = append(f.pairs, pair{name, strings.TrimPrefix(htmlcheck.Text(n), "\n")})
	case "select":
		options := htmlcheck.All(n, "option")
		for i, o := range options {
			v, _ := htmlcheck.Attr(o, "value")
			if _, chosen := htmlcheck.Attr(o, "selected"); i == 0 || chosen {
				value = v
			}
		}
		f.pairs = append(f.pairs, pair{name, value})
	}
}

// Value is what stands in a field.
func (f *Form) Value(name string) string {
	for _, p := range f.pairs {
		if p.name == name {
			return p.value
		}
	}
	return ""
}

// Set types or chooses; further values tick further boxes of that name.
func (f *Form) Set(name string, values ...string) *Form {
	f.page.p.T.Helper()
	if !f.has(name) {
		f.page.p.T.Fatalf("the form on %s has no field %s", f.page.At, name)
	}
	var kept []pair
	for _, p := range f.pairs {
		if p.name != name {
			kept = append(kept, p)
		}
	}
	f.pairs = kept
	for _, v := range values {
		f.pairs = append(f.pairs, pair{name, v})
	}
	return f
}

func (f *Form) has(name string) bool {
	for n := range f.node.Descendants() {
		if v, ok := htmlcheck.Attr(n, "name"); ok && v == name {
			return true
		}
	}
	return false
}

// Pick chooses the option of a select whose words begin with text.
func (f *Form) Pick(name, text string) *Form {
	f.page.p.T.Helper()
	for _, o := range htmlcheck.All(f.node, "option") {
		if in, _ := htmlcheck.Attr(o.Parent, "name"); in == name && strings.HasPrefix(htmlcheck.Text(o), text) {
			v, _ := htmlcheck.Attr(o, "value")
			return f.Set(name, v)
		}
	}
	f.page.p.T.Fatalf("%s offers no %q", name, text)
	return f
}

// Attach chooses a file.
func (f *Form) Attach(field, name string, raw []byte) *Form {
	f.page.p.T.Helper()
	if !f.has(field) {
		f.page.p.T.Fatalf("the form on %s has no field %s", f.page.At, field)
	}
	f.files = append(f.files, file{field, name, raw})
	return f
}

// Press sends the form by the button with these words, the first one for "".
func (f *Form) Press(words string) *Page {
	f.page.p.T.Helper()
	return f.page.p.Send(f.Request(words))
}

// Request is what the button would send.
func (f *Form) Request(words string) *http.Request {
	t := f.page.p.T
	t.Helper()
	action, _ := htmlcheck.Attr(f.node, "action")
	method, _ := htmlcheck.Attr(f.node, "method")
	pairs := append([]pair(nil), f.pairs...)
	found := false
	for _, b := range htmlcheck.All(f.node, "button") {
		if !strings.Contains(htmlcheck.Text(b), words) {
			continue
		}
		found = true
		if to, ok := htmlcheck.Attr(b, "formaction"); ok {
			action = to
		}
		if name, ok := htmlcheck.Attr(b, "name"); ok {
			value, _ := htmlcheck.Attr(b, "value")
			pairs = append(pairs, pair{name, value})
		}
		break
	}
	if !found {
		t.Fatalf("no button %q in the form to %s", words, action)
	}
	values := url.Values{}
	for _, p := range pairs {
		values.Add(p.name, p.value)
	}
	if strings.EqualFold(method, "get") || method == "" {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.page.p.Base+action+"?"+values.Encode(), nil)
		Must(t, err)
		return r
	}
	var body bytes.Buffer
	kind := "application/x-www-form-urlencoded"
	if enc, _ := htmlcheck.Attr(f.node, "enctype"); enc == "multipart/form-data" {
		kind = writeParts(t, &body, pairs, f.ordered())
	} else {
		body.WriteString(values.Encode())
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.page.p.Base+action, &body)
	Must(t, err)
	r.Header.Set("Content-Type", kind)
	return r
}

// ordered are the files in the order of the fields on the page, with the empty
// part that a browser sends for a field without one.
func (f *Form) ordered() []file {
	var out []file
	for _, n := range htmlcheck.All(f.node, "input[type=file]") {
		name, _ := htmlcheck.Attr(n, "name")
		found := false
		for _, x := range f.files {
			if x.field == name {
				out, found = append(out, x), true
			}
		}
		if !found {
			out = append(out, file{field: name})
		}
	}
	return out
}

type helper interface {
	Helper()
	Fatal(args ...any)
}

func writeParts(t helper, body *bytes.Buffer, pairs []pair, files []file) string {
	t.Helper()
	w := multipart.NewWriter(body)
	var err error
	for _, p := range pairs {
		if err == nil {
			err = w.WriteField(p.name, p.value)
		}
	}
	for _, x := range files {
		if err != nil {
			break
		}
		part, broken := w.CreateFormFile(x.field, x.name)
		if err = broken; err == nil {
			_, err = part.Write(x.raw)
		}
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType()
}
