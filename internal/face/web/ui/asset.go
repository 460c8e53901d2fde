package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
)

//go:embed static
var ownFiles embed.FS

// Assets are the files that browsers keep for good: each address carries the
// hash of the content, so a new version has a new address.
type Assets struct {
	byName map[string]string // "app.css" → "/static/1f2e3d4c5b6a/app.css"
	files  map[string]asset  // by address
}

type asset struct {
	kind  string
	plain []byte
	small []byte // gzip, nil where it would not help
}

var fontReference = regexp.MustCompile(`url\(static:([a-z0-9.-]+)\)`)

// NewAssets reads the library files that the shell carries (Bootstrap, htmx,
// fonts) and the theme. The style sheets become one file, app.css, in the order
// in which they override each other; print.css stays apart.
func NewAssets(library fs.FS) (*Assets, error) {
	a := &Assets{byName: map[string]string{}, files: map[string]asset{}}
	own, err := fs.Sub(ownFiles, "static")
	if err != nil {
		return nil, fmt.Errorf("opening the theme: %w", err)
	}
	var bootstrap []byte
	err = fs.WalkDir(library, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Base(name) == "LICENSE" {
			return err
		}
		content, err := fs.ReadFile(library, name)
		if err != nil {
			return err
		}
		if path.Base(name) == "bootstrap.min.css" {
			bootstrap = bytes.Replace(content, []byte("/*# sourceMappingURL=bootstrap.min.css.map */"), nil, 1)
			return nil
		}
		a.put(path.Base(name), content)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the library files: %w", err)
	}
	if err := a.styles(own, bootstrap); err != nil {
		return nil, err
	}
	return a, a.Add(own)
}

func (a *Assets) styles(own fs.FS, bootstrap []byte) error {
	app := bytes.NewBuffer(bootstrap)
	for _, name := range []string{"font.css", "theme.css", "frame.css", "part.css", "public.css"} {
		content, err := fs.ReadFile(own, name)
		if err != nil {
			return fmt.Errorf("reading the theme: %w", err)
		}
		app.WriteByte('\n')
		app.Write(content)
	}
	var missing string
	sheet := fontReference.ReplaceAllFunc(app.Bytes(), func(match []byte) []byte {
		name := string(fontReference.FindSubmatch(match)[1])
		address, ok := a.byName[name]
		if !ok {
			missing = name
		}
		return []byte("url(" + address + ")")
	})
	if missing != "" {
		return fmt.Errorf("reading the theme: no file %s", missing)
	}
	a.put("app.css", sheet)
	return nil
}

// Add takes scripts, pictures and other files of a module; style sheets that
// are part of app.css are left out. Names are unique over all modules.
func (a *Assets) Add(files fs.FS) error {
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		base := path.Base(name)
		if path.Ext(base) == ".css" && base != "print.css" {
			return nil
		}
		if _, taken := a.byName[base]; taken {
			return fmt.Errorf("two static files are called %s", base)
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return fmt.Errorf("reading a static file: %w", err)
		}
		a.put(base, content)
		return nil
	})
}

func (a *Assets) put(name string, content []byte) {
	sum := sha256.Sum256(content)
	address := "/static/" + hex.EncodeToString(sum[:6]) + "/" + name
	a.byName[name] = address
	a.files[address] = asset{kind: contentType(name), plain: content, small: compress(name, content)}
}

// Address gives the address of a file by its name.
func (a *Assets) Address(name string) (string, error) {
	address, ok := a.byName[name]
	if !ok {
		return "", fmt.Errorf("no static file %q", name)
	}
	return address, nil
}

// ServeHTTP answers for addresses under /static/; an old hash is not found.
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := a.files[r.URL.Path]
	if !ok || (r.Method != http.MethodGet && r.Method != http.MethodHead) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte("Không có tệp này.\n")) // the browser went away: nothing to do
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	content := f.plain
	if f.small != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		content = f.small
	}
	h.Set("Content-Length", fmt.Sprint(len(content)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(content) // the browser went away: nothing to do
	}
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	}
	return "application/octet-stream"
}

func compress(name string, content []byte) []byte {
	if ext := path.Ext(name); ext != ".css" && ext != ".js" && ext != ".svg" {
		return nil
	}
	var small bytes.Buffer
	w := gzip.NewWriter(&small)
	_, _ = w.Write(content) // a bytes.Buffer takes everything
	_ = w.Close()
	return small.Bytes()
}
