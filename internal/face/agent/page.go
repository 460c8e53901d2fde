package agent

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"antin/internal/fault"
)

//go:embed templates/*.html static/*
var files embed.FS

// frame is what every page has.
type frame struct {
	Title    string
	Practice bool
}

type refusedPage struct {
	frame
	Refused *fault.Fault
}

// pages are the templates, read once.
type pages struct{ each map[string]*template.Template }

func readPages() (*pages, error) {
	p := &pages{each: map[string]*template.Template{}}
	names, err := files.ReadDir("templates")
	if err != nil {
		return nil, err
	}
	words := template.FuncMap{"day": day, "clock": clock, "purpose": purposeOf, "owner": ownerOf, "tries": tries, "grouped": grouped, "said": said}
	for _, n := range names {
		if n.Name() == "frame.html" {
			continue
		}
		t, err := template.New("frame.html").Funcs(words).ParseFS(files, "templates/frame.html", "templates/"+n.Name())
		if err != nil {
			return nil, fmt.Errorf("reading the page %s: %w", n.Name(), err)
		}
		p.each[n.Name()] = t
	}
	return p, nil
}

// said is the message of a refusal without its code.
func said(err error) string {
	if f, ok := fault.From(err); ok {
		return f.Message
	}
	return "không dùng được"
}

// render writes a whole page or none.
func (p *pages) render(w http.ResponseWriter, status int, name string, data any) {
	var b bytes.Buffer
	if err := p.each[name].Execute(&b, data); err != nil {
		panic(fmt.Sprintf("page %s: %v", name, err)) // recovered at the door, logged there
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the browser may have gone
}

// static gives styles and pictures of the own pages.
func (a *Agent) static(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("name")
	raw, err := files.ReadFile("static/" + name)
	if err != nil {
		return fault.New(fault.NotFound, "agent.static", "Không có trang này.")
	}
	kind := "text/css; charset=utf-8"
	if strings.HasSuffix(name, ".svg") {
		kind = "image/svg+xml"
	}
	w.Header().Set("Content-Type", kind)
	_, err = w.Write(raw)
	return err
}
