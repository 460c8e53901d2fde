package profile

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// TemplateSet is one act's forms as delivered in profiles/forms.
type TemplateSet struct {
	Code  string // name of the file: "TT185"
	Name  string `toml:"name"`  // "Thông tư 185/2019/TT-BQP"
	Basis string `toml:"basis"` // printed beneath Mẫu số
	Forms []Form `toml:"form"`
}

// readForms reads the folder forms of the profiles; a tree without it has none.
func readForms(fsys fs.FS) ([]TemplateSet, error) {
	names, err := fs.Glob(fsys, "forms/*.toml")
	if err != nil {
		return nil, fmt.Errorf("listing forms: %w", err)
	}
	var sets []TemplateSet
	for _, name := range names {
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("reading forms %s: %w", name, err)
		}
		set := TemplateSet{Code: strings.TrimSuffix(path.Base(name), ".toml")}
		meta, err := toml.Decode(string(raw), &set)
		if err != nil {
			return nil, fmt.Errorf("reading forms %s: %w", name, err)
		}
		if left := meta.Undecoded(); len(left) > 0 {
			return nil, fmt.Errorf("%s: unknown key %q", name, left[0])
		}
		if err := set.complete(); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		sets = append(sets, set)
	}
	return sets, nil
}

// complete gives each form its set and refuses what could not be printed.
func (t *TemplateSet) complete() error {
	if t.Name == "" || len(t.Forms) == 0 {
		return fmt.Errorf("a set of forms needs a name and forms")
	}
	for i := range t.Forms {
		f := &t.Forms[i]
		f.Set, f.Version = t.Code, 1
		if f.Basis == "" {
			f.Basis = t.Basis
		}
		if err := f.Check(); err != nil {
			return fmt.Errorf("form %d: %w", f.Number, err)
		}
		if f.Clause == "" {
			return fmt.Errorf("form %d: no clause", f.Number)
		}
		if slices.ContainsFunc(t.Forms[:i], func(g Form) bool { return g.Number == f.Number }) {
			return fmt.Errorf("form %d stands twice", f.Number)
		}
	}
	return nil
}

// FormSets lists the delivered sets in order of their codes.
func (s *Set) FormSets() []TemplateSet { return slices.Clone(s.forms) }

// Form finds a delivered template.
func (s *Set) Form(set string, number int) (Form, bool) {
	t, ok := find(s.forms, func(t TemplateSet) bool { return t.Code == set })
	if !ok {
		return Form{}, false
	}
	return find(t.Forms, func(f Form) bool { return f.Number == number })
}

// FormRefs lists the delivered templates that the regulation gives to a kind
// of request; "" lists all of them once, by set and number.
func (s Subscribers) FormRefs(kind string) []FormRef {
	var refs []FormRef
	for _, row := range s.Forms {
		if kind != "" && row.Request != kind {
			continue
		}
		set := row.Set
		if set == "" {
			set = s.FormSet
		}
		for _, number := range row.Forms {
			if ref := (FormRef{set, number, 1}); !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
		}
	}
	return refs
}
