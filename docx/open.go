package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"sort"
	"strings"
)

// File is an opened Word file. It is not for use from several goroutines.
type File struct {
	order   []string
	parts   map[string][]byte
	main    string
	body    *tree
	styles  *styles
	rels    map[string]relation
	found   []Concern
	paras   []*node // by index, in the order of the text
	owners  map[*node][]*node
	touched map[string]bool
}

type relation struct {
	id, kind, target string
	external         bool
}

// Open reads the bytes of a file. What is no Word file is ErrMalformed, what
// is beyond the limits ErrTooLarge; an encrypted file is no zip and therefore
// malformed.
func Open(raw []byte) (*File, error) {
	if len(raw) > MaxFile {
		return nil, ErrTooLarge
	}
	f := &File{parts: map[string][]byte{}, owners: map[*node][]*node{}, touched: map[string]bool{}}
	if err := f.unpack(raw); err != nil {
		return nil, err
	}
	if err := f.findMain(); err != nil {
		return nil, err
	}
	var err error
	if f.body, err = parse(f.parts[f.main]); err != nil {
		return nil, fmt.Errorf("%s: %w", f.main, err)
	}
	if f.body.root.name != "w:document" || f.body.root.child("w:body") == nil {
		return nil, fmt.Errorf("%w: no body", ErrMalformed)
	}
	if f.rels, err = f.relations(f.main); err != nil {
		return nil, err
	}
	if f.styles, err = f.readStyles(); err != nil {
		return nil, err
	}
	f.index(f.body.root, nil)
	f.found = f.look()
	return f, nil
}

func (f *File) unpack(raw []byte) error {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return fmt.Errorf("%w: %v", ErrMalformed, err)
	}
	if len(z.File) > maxParts {
		return fmt.Errorf("%w: too many parts", ErrTooLarge)
	}
	left := int64(maxTotal)
	for _, entry := range z.File {
		if strings.HasSuffix(entry.Name, "/") {
			continue
		}
		name := path.Clean("/" + strings.ReplaceAll(entry.Name, `\`, "/"))[1:]
		if _, twice := f.parts[name]; twice {
			return fmt.Errorf("%w: part %s stands twice", ErrMalformed, name)
		}
		data, err := unpackOne(entry, min(left, maxPart))
		if err != nil {
			return err
		}
		left -= int64(len(data))
		f.parts[name], f.order = data, append(f.order, name)
	}
	return nil
}

func unpackOne(entry *zip.File, limit int64) ([]byte, error) {
	r, err := entry.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrMalformed, err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrMalformed, err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%w: part %s", ErrTooLarge, entry.Name)
	}
	return data, nil
}

// findMain follows the relation of the package to the document.
func (f *File) findMain() error {
	rels, err := f.relations("")
	if err != nil {
		return err
	}
	for _, r := range rels {
		if strings.HasSuffix(r.kind, "/officeDocument") && !r.external {
			if _, ok := f.parts[r.target]; ok {
				f.main = r.target
				return nil
			}
		}
	}
	if _, ok := f.parts["word/document.xml"]; ok {
		f.main = "word/document.xml"
		return nil
	}
	return fmt.Errorf("%w: no document inside", ErrMalformed)
}

func relsOf(part string) string {
	dir, base := path.Split(part)
	return dir + "_rels/" + base + ".rels"
}

// relations reads the relations of a part, by id.
func (f *File) relations(part string) (map[string]relation, error) {
	raw, ok := f.parts[relsOf(part)]
	if !ok {
		return map[string]relation{}, nil
	}
	var list struct {
		Relationship []struct {
			ID         string `xml:"Id,attr"`
			Type       string `xml:"Type,attr"`
			Target     string `xml:"Target,attr"`
			TargetMode string `xml:"TargetMode,attr"`
		}
	}
	if err := xml.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("%w: relations of %s", ErrMalformed, part)
	}
	out := make(map[string]relation, len(list.Relationship))
	for _, r := range list.Relationship {
		made := relation{id: r.ID, kind: r.Type, target: r.Target, external: r.TargetMode == "External"}
		if !made.external {
			if strings.HasPrefix(r.Target, "/") {
				made.target = path.Clean(r.Target)[1:]
			} else {
				made.target = path.Join(path.Dir(part), r.Target)
			}
		}
		out[r.ID] = made
	}
	return out, nil
}

// index gives every paragraph its number and remembers what stands around it.
func (f *File) index(n *node, above []*node) {
	here := append(above[:len(above):len(above)], n)
	for _, c := range n.children {
		if c.name == "" || c.name == "mc:Fallback" || c.name == "w:txbxContent" {
			continue
		}
		if c.name == "w:p" {
			f.paras = append(f.paras, c)
			f.owners[c] = here
		}
		f.index(c, here)
	}
}

// Bytes gives the file with its changes. Parts that nobody touched keep their
// bytes and their order.
func (f *File) Bytes() ([]byte, error) {
	f.parts[f.main] = f.body.write()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range f.order {
		w, err := z.Create(name)
		if err != nil {
			return nil, fmt.Errorf("writing %s: %w", name, err)
		}
		if _, err := w.Write(f.parts[name]); err != nil {
			return nil, fmt.Errorf("writing %s: %w", name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("closing the file: %w", err)
	}
	return out.Bytes(), nil
}

// Concern is something in a file that does not belong into a draft.
type Concern struct {
	Kind ConcernKind
	Name string // of the part, or the address of a link
}

// ConcernKind names a concern.
type ConcernKind string

// Concerns.
const (
	Macro    ConcernKind = "macro"    // code that runs in the word processor
	Outside  ConcernKind = "outside"  // a picture or template that is fetched from elsewhere
	Embedded ConcernKind = "embedded" // an object of another program
	Control  ConcernKind = "control"  // an ActiveX control
)

// Concerns lists them in order of kind and name. A plain hyperlink is none: it
// is fetched by nobody before somebody clicks.
func (f *File) Concerns() []Concern { return append([]Concern(nil), f.found...) }

func (f *File) look() []Concern {
	seen := map[Concern]bool{}
	for name := range f.parts {
		low := strings.ToLower(name)
		switch {
		case strings.HasSuffix(low, "vbaproject.bin"), strings.HasSuffix(low, "vbadata.xml"):
			seen[Concern{Macro, name}] = true
		case strings.Contains(low, "/activex/"):
			seen[Concern{Control, name}] = true
		case strings.Contains(low, "/embeddings/"):
			seen[Concern{Embedded, name}] = true
		}
		if !strings.HasSuffix(low, ".rels") {
			continue
		}
		dir, base := path.Split(name)
		rels, err := f.relations(path.Join(path.Dir(strings.TrimSuffix(dir, "/")), strings.TrimSuffix(base, ".rels")))
		if err != nil {
			continue // of a part that is not read
		}
		for _, r := range rels {
			if r.external && !strings.HasSuffix(r.kind, "/hyperlink") {
				seen[Concern{Outside, r.target}] = true
			}
		}
	}
	out := make([]Concern, 0, len(seen))
	for c := range seen {
		out = append(out, c)
	}
	sort.Slice(out, func(i, j int) bool {
		return out[i].Kind+" "+ConcernKind(out[i].Name) < out[j].Kind+" "+ConcernKind(out[j].Name)
	})
	return out
}
