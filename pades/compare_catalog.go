package pades

import (
	"fmt"

	"antin/pdf"
)

// keysOf lists the keys of two dictionaries once each, in order.
//
// Each is then looked up in both, so large ones cost the product of their sizes;
// where the work is used up, no key is given, and the step ends in doubt.
func keysOf(left *int, a, b pdf.Dict) []pdf.Name {
	if n := len(a) + len(b); n > 64 {
		if *left -= n * n / 32; *left < 0 {
			return nil
		}
	}
	var out []pdf.Name
	seen := map[pdf.Name]bool{}
	for _, d := range []pdf.Dict{a, b} {
		for _, e := range d {
			if !seen[e.Key] {
				seen[e.Key] = true
				out = append(out, e.Key)
			}
		}
	}
	return out
}

// catalog compares the document catalogs key by key.
func (s *step) catalog() error {
	before, errA := s.old.Catalog()
	after, errB := s.new.Catalog()
	if errA != nil || errB != nil {
		s.suspicious("catalog-unreadable", 0, "", ruleCatalog, "")
		if err := unlessMalformed(errA); err != nil {
			return err
		}
		return unlessMalformed(errB)
	}
	root := 0
	if ref, ok := s.new.Trailer().Get("Root").(pdf.Ref); ok {
		root = ref.Num
		s.explain(root)
	}
	if len(after.Repeated()) > 0 {
		s.suspicious("repeated-keys", root, "", ruleRepeated, "the catalog has a key twice")
	}
	for _, key := range keysOf(s.c.left, before, after) {
		if err := s.catalogKey(key, before.Get(key), after.Get(key), root); err != nil {
			return err
		}
	}
	return nil
}

func (s *step) catalogKey(key pdf.Name, a, b pdf.Object, root int) error {
	switch key {
	case "AcroForm":
		return nil // judged by form
	case "DSS":
		return s.dss(a, b, root)
	case "Metadata":
		return s.metadata(a, b, root)
	case "Extensions":
		s.extensions(a, b, root)
		return nil
	case "Version":
		if pdf.Equal(a, b) {
			return nil
		}
		if v, ok := b.(pdf.Name); ok && len(v) == 3 && (v == "2.0" || v > "1.3" && v < "1.8") {
			if s.c.flow != nil {
				s.aside("catalog-changed", classMetadata, root, "", ruleCatalog, "/Version of the catalog changed")
			}
			return nil
		}
	}
	if s.alike(a, b, 0) {
		return nil
	}
	if s.unseen(key, a, b) {
		s.aside("catalog-changed", classMetadata, root, "", rulePrivate, fmt.Sprintf("/%s of the catalog changed", key))
		return nil
	}
	s.suspicious("catalog-changed", root, "", ruleCatalog, fmt.Sprintf("/%s of the catalog changed", key))
	return nil
}

// unseen keys of the catalog say something about the file to programs: when and
// by whom it was edited, whether it is tagged. They show nothing, as long as
// they are plain values.
func (s *step) unseen(key pdf.Name, a, b pdf.Object) bool {
	switch key {
	case "LastModified", "MarkInfo", "PieceInfo":
		return len(refsOf(b, s.c.left)) == 0 || a == nil
	case "Type":
		return pdf.Equal(b, pdf.Name("Catalog"))
	}
	return false
}
