package profile

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// Hanoi is the time of the offices. A fixed zone, because Vietnam has kept
// UTC+7 for as long as any of these texts counts.
var hanoi = time.FixedZone("+07", 7*60*60)

// layer is one file: a province or the nation.
type layer struct {
	code      string
	name      string
	parts     []part
	overrides map[string]any // set by the administrator, by key
}

// part is one regulation with its leaves by dotted key.
type part struct {
	Part
	leaves map[string]leaf
}

// leaf is one value as it stands in the file.
type leaf struct {
	value any
	Source
}

// header is what a part says about itself, beside its tables.
type header struct {
	name, title, decision, status, from, to, fromClause string
	replaces                                            []string
	revision                                            int64
}

// readLayer reads one file. The name of the file is the code of the layer.
func readLayer(fsys fs.FS, name string) (layer, error) {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return layer{}, fmt.Errorf("reading profile %s: %w", name, err)
	}
	var doc map[string]any
	if _, err := toml.Decode(string(raw), &doc); err != nil {
		return layer{}, fmt.Errorf("reading profile %s: %w", name, err)
	}
	l := layer{code: strings.TrimSuffix(path.Base(name), ".toml")}
	for key, value := range doc {
		switch key {
		case "name":
			l.name, _ = value.(string)
		case "part":
			tables, ok := value.([]map[string]any)
			if !ok {
				return layer{}, fmt.Errorf("%s: part is not an array of tables", name)
			}
			for _, table := range tables {
				p, err := readPart(l.code, table)
				if err != nil {
					return layer{}, fmt.Errorf("%s: %w", name, err)
				}
				l.parts = append(l.parts, p)
			}
		default:
			return layer{}, fmt.Errorf("%s: unknown key %q", name, key)
		}
	}
	if l.name == "" || len(l.parts) == 0 {
		return layer{}, fmt.Errorf("%s: a profile needs a name and at least one part", name)
	}
	return l, nil
}

func readPart(layerCode string, table map[string]any) (part, error) {
	var h header
	p := part{leaves: map[string]leaf{}}
	for key, value := range table {
		if known, err := h.take(key, value); known {
			if err != nil {
				return part{}, err
			}
			continue
		}
		sub, ok := value.(map[string]any)
		if !ok {
			return part{}, fmt.Errorf("unknown key %q", key)
		}
		if err := collect(p.leaves, key, sub); err != nil {
			return part{}, err
		}
	}
	meta, err := h.part()
	if err != nil {
		return part{}, fmt.Errorf("part %q: %w", h.name, err)
	}
	p.Part = meta
	for key, l := range p.leaves {
		l.Layer, l.Part = layerCode, meta.Name
		p.leaves[key] = l
	}
	return p, nil
}

// take reads one key of the header; known is false for tables of values.
func (h *header) take(key string, value any) (known bool, err error) {
	var ok bool
	switch key {
	case "name":
		h.name, ok = value.(string)
	case "title":
		h.title, ok = value.(string)
	case "decision":
		h.decision, ok = value.(string)
	case "status":
		h.status, ok = value.(string)
	case "from":
		h.from, ok = value.(string)
	case "to":
		h.to, ok = value.(string)
	case "from_clause":
		h.fromClause, ok = value.(string)
	case "revision":
		h.revision, ok = value.(int64)
	case "replaces":
		ok = true
		list, _ := value.([]any)
		for _, entry := range list {
			h.replaces = append(h.replaces, fmt.Sprint(entry))
		}
	default:
		return false, nil
	}
	if !ok {
		return true, fmt.Errorf("key %q has a value of the wrong kind", key)
	}
	return true, nil
}

func (h header) part() (Part, error) {
	p := Part{Name: h.name, Title: h.title, Decision: h.decision, Replaces: h.replaces, FromClause: h.fromClause, Revision: int(h.revision)}
	switch {
	case h.name == "" || h.title == "" || h.revision < 1:
		return p, fmt.Errorf("a part needs name, title and revision")
	case h.status == "draft":
		p.Draft = true
	case h.status != "in-force":
		return p, fmt.Errorf("status %q is neither draft nor in-force", h.status)
	case h.decision == "":
		return p, fmt.Errorf("a part in force needs its decision")
	}
	for text, day := range map[*string]*time.Time{&h.from: &p.From, &h.to: &p.To} {
		if *text == "" {
			continue
		}
		t, err := time.ParseInLocation(time.DateOnly, *text, hanoi)
		if err != nil {
			return p, fmt.Errorf("reading a date: %w", err)
		}
		*day = t
	}
	if !p.From.IsZero() && h.fromClause == "" {
		return p, fmt.Errorf("from needs its from_clause")
	}
	return p, nil
}

// collect walks a table down to its leaves: tables that have a value.
func collect(into map[string]leaf, key string, table map[string]any) error {
	if _, ok := table["value"]; ok {
		l, err := readLeaf(table)
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		into[key] = l
		return nil
	}
	for name, value := range table {
		sub, ok := value.(map[string]any)
		if !ok {
			return fmt.Errorf("%s.%s: a value stands in { value = …, clause = … }", key, name)
		}
		if err := collect(into, key+"."+name, sub); err != nil {
			return err
		}
	}
	return nil
}

func readLeaf(table map[string]any) (leaf, error) {
	var l leaf
	for name, value := range table {
		text, isText := value.(string)
		switch {
		case name == "value":
			l.value = value
		case name == "clause" && isText:
			l.Clause = text
		case name == "mark" && isText:
			l.Mark = Mark(text)
		case name == "note" && isText:
			l.Note = text
		default:
			return l, fmt.Errorf("unknown key %q beside the value", name)
		}
	}
	switch l.Mark {
	case FromText, Reading, ByDefault, Unverified:
	default:
		return l, fmt.Errorf("unknown mark %q", l.Mark)
	}
	if l.Clause == "" {
		return l, fmt.Errorf("no clause")
	}
	return l, nil
}
