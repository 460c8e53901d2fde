package ui

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
)

//go:embed templates/*.html
var frameFiles embed.FS

// Set holds the parsed templates of all pages. Add everything at start; after
// that it is read-only and safe for many requests at once.
type Set struct {
	frame *template.Template
	pages map[reflect.Type]*template.Template
}

// File says which template shows which page. Page is a pointer to a zero value
// of its struct: it names the type and lets tests render every page.
type File struct {
	Name string
	Page Framed
}

// NewSet parses the frame and its parts.
func NewSet(assets *Assets) (*Set, error) {
	frame, err := template.New("frame").Option("missingkey=error").Funcs(template.FuncMap{
		"icon": icon, "static": assets.Address,
		"when": When, "exact": Exact, "day": Day, "clock": Clock, "machine": Machine,
		"number": Number, "size": Size, "clause": ClauseText, "upper": strings.ToUpper, "serial": Serial,
	}).ParseFS(frameFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("reading the frame: %w", err)
	}
	return &Set{frame: frame, pages: map[reflect.Type]*template.Template{}}, nil
}

// Add parses a module's templates. A .html file that is not in pages is shared
// by all of them; each file in pages must define "main".
func (s *Set) Add(files fs.FS, pages []File) error {
	names, err := fs.Glob(files, "*.html")
	if err != nil {
		return fmt.Errorf("listing templates: %w", err)
	}
	shared, err := s.frame.Clone()
	if err != nil {
		return fmt.Errorf("copying the frame: %w", err)
	}
	for _, name := range names {
		own := slices.ContainsFunc(pages, func(f File) bool { return f.Name == name })
		if own {
			continue
		}
		if _, err := shared.ParseFS(files, name); err != nil {
			return fmt.Errorf("reading template %s: %w", name, err)
		}
	}
	for _, p := range pages {
		if err := s.addPage(shared, files, p); err != nil {
			return err
		}
	}
	return nil
}

func (s *Set) addPage(shared *template.Template, files fs.FS, p File) error {
	kind := reflect.TypeOf(p.Page)
	if kind == nil || kind.Kind() != reflect.Pointer {
		return fmt.Errorf("template %s: its page must be a pointer to a struct", p.Name)
	}
	if _, taken := s.pages[kind]; taken {
		return fmt.Errorf("template %s: %s has a template already", p.Name, kind)
	}
	page, err := shared.Clone()
	if err != nil {
		return fmt.Errorf("copying the parts for %s: %w", p.Name, err)
	}
	if _, err := page.ParseFS(files, p.Name); err != nil {
		return fmt.Errorf("reading template %s: %w", p.Name, err)
	}
	if page.Lookup("main") == nil {
		return fmt.Errorf(`template %s does not define "main"`, path.Base(p.Name))
	}
	s.pages[kind] = page
	return nil
}

// Render draws the whole page into memory, so that a mistake in a template
// never leaves half a page with the status of a good one.
func (s *Set) Render(page Framed) ([]byte, error) { return s.Part("layout", page) }

// Part draws one named template of the page, for what htmx fetches.
func (s *Set) Part(name string, page Framed) ([]byte, error) {
	t, ok := s.pages[reflect.TypeOf(page)]
	if !ok {
		return nil, fmt.Errorf("no template for %T", page)
	}
	var out bytes.Buffer
	if err := t.ExecuteTemplate(&out, name, page); err != nil {
		return nil, fmt.Errorf("rendering %T: %w", page, err)
	}
	return out.Bytes(), nil
}
