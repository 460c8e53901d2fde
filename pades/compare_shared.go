package pades

import (
	"slices"
	"strings"

	"antin/pdf"
)

// Many programs let the pages and the form share one dictionary of resources
// (/Resources and /DR). Who then fills or signs a field puts fonts or pictures
// of his own into it. That changes no page on which nothing asks for the new
// names: a name that a page asked for before it was there would have been laid
// out to be filled (shadow attack).

// sharedGain allows such a dictionary new names that nothing signed asks for.
func (s *step) sharedGain(t *touch) bool {
	before, okA := t.before.(pdf.Dict)
	after, okB := t.after.(pdf.Dict)
	kind, ok := s.sharedKind(t.num)
	if !okA || !okB || !ok || len(before.Repeated())+len(after.Repeated()) > 0 || s.c.flow != nil {
		return false
	}
	fresh, ok := s.gainedNames(kind, before, after)
	return ok && s.nobodyAsks(t.num, kind, fresh)
}

// sharedKind: the object is /DR of the form ("") or one kind of resources in
// it, before and after.
func (s *step) sharedKind(num int) (pdf.Name, bool) {
	forms := s.c.history.forms
	if s.k >= len(forms) {
		return "", false
	}
	old, now := forms[s.k-1].dict.Get("DR"), forms[s.k].dict.Get("DR")
	if numOf(old) == num && numOf(now) == num {
		return "", true
	}
	a, _, errA := dictAt(s.old, old)
	b, _, errB := dictAt(s.new, now)
	if errA != nil || errB != nil {
		return "", false
	}
	for _, kind := range []pdf.Name{"Font", "XObject"} {
		if numOf(a.Get(kind)) == num && numOf(b.Get(kind)) == num {
			return kind, true
		}
	}
	return "", false
}

// gainedNames: what was there is what it was, and only fonts and pictures came.
func (s *step) gainedNames(kind pdf.Name, before, after pdf.Dict) ([]pdf.Name, bool) {
	if kind != "" {
		return s.addedKeys(before, after)
	}
	var out []pdf.Name
	for _, key := range keysOf(s.c.left, before, after) {
		a, b := before.Get(key), after.Get(key)
		if _, isRef := b.(pdf.Ref); isRef && pdf.Equal(a, b) {
			continue // judged by itself
		}
		if key != "Font" && key != "XObject" {
			if !s.alike(a, b, 0) {
				return nil, false
			}
			continue
		}
		x, _, errA := dictAt(s.old, a)
		y, ok, errB := dictAt(s.new, b)
		if errA != nil || errB != nil || !ok || len(y.Repeated()) > 0 {
			return nil, false
		}
		names, ok := s.addedKeys(x, y)
		if !ok {
			return nil, false
		}
		out = append(out, names...)
	}
	return out, true
}

func (s *step) addedKeys(before, after pdf.Dict) ([]pdf.Name, bool) {
	var out []pdf.Name
	for _, key := range keysOf(s.c.left, before, after) {
		switch {
		case !before.Has(key):
			out = append(out, key)
		case !s.alike(before.Get(key), after.Get(key), 0):
			return nil, false
		}
	}
	return out, *s.c.left >= 0
}

// nobodyAsks: everything that refers to the dictionary is known, and its
// content never names what is new.
func (s *step) nobodyAsks(num int, kind pdf.Name, fresh []pdf.Name) bool {
	f := s.c.history.forms[s.k-1]
	dr := numOf(f.dict.Get("DR"))
	head := f.ref.Num
	if head == 0 {
		head = numOf(s.old.Trailer().Get("Root"))
	}
	holder := head // of /DR; of what is in it, /DR or who writes it out
	if kind != "" && dr != 0 {
		holder = dr
	}
	visit := func(from, times int) bool {
		if *s.c.left--; *s.c.left < 0 || from == 0 || times != 1 {
			return false
		}
		if t := s.changed(from); from == holder || t != nil && t.fresh() {
			return true // what is new is judged where it is shown
		}
		return s.userAvoids(from, num, kind, fresh)
	}
	if !s.c.refs.sources(num, visit) || !s.sources(num, visit) {
		return false
	}
	return kind == "" || dr == 0 || s.nobodyAsks(dr, "", fresh)
}

// userAvoids: a page, or something drawn, that has the dictionary for its
// resources and does not ask for the new names.
func (s *step) userAvoids(from, num int, kind pdf.Name, fresh []pdf.Name) bool {
	o, err := s.old.Resolve(pdf.Ref{Num: from})
	if err != nil {
		return false
	}
	d, page := o.(pdf.Dict)
	stream, drawn := o.(*pdf.Stream)
	if drawn {
		d = stream.Dict
	}
	field := s.c.history.forms[s.k-1].byRef[from] != nil
	own := d.Get("Resources")
	if field {
		own = d.Get("DR") // of a field, from before PDF 1.5; its /DA is drawn with it
	}
	res, _, err := dictAt(s.old, own)
	if err != nil || kind == "" && numOf(own) != num || kind != "" && numOf(res.Get(kind)) != num || !s.lendsNothing(res) {
		return false
	}
	switch {
	case drawn:
		return s.avoids(stream, fresh)
	case field:
		look, isText := d.Get("DA").(pdf.String)
		return (isText || !d.Has("DA")) && avoidsNames(look.Bytes, fresh)
	case s.c.tree.inner[from]:
		return s.heirsAvoid(fresh)
	}
	return page && s.c.tree.leaves[from] > 0 && s.pageAvoids(d, fresh)
}

// heirsAvoid: the pages that have no resources of their own inherit some.
func (s *step) heirsAvoid(fresh []pdf.Name) bool {
	for num := range s.c.tree.leaves {
		d, _, err := dictAt(s.old, pdf.Ref{Num: num})
		if err != nil || !d.Has("Resources") && !s.pageAvoids(d, fresh) {
			return false
		}
	}
	return true
}

func (s *step) pageAvoids(page pdf.Dict, fresh []pdf.Name) bool {
	list, ok := contentList(s.old, page.Get("Contents"))
	if !ok {
		return false
	}
	for _, part := range list {
		o, err := s.old.Resolve(part)
		stream, isStream := o.(*pdf.Stream)
		if err != nil || !isStream || !s.avoids(stream, fresh) {
			return false
		}
	}
	return s.annotationsAvoid(page, fresh)
}

// annotationsAvoid: an appearance without resources of its own borrows those of
// the page in some readers.
func (s *step) annotationsAvoid(page pdf.Dict, fresh []pdf.Name) bool {
	list, _, err := arrayAt(s.old, page.Get("Annots"))
	if err != nil {
		return false
	}
	for _, item := range list {
		d, _, errD := dictAt(s.old, item)
		ap, _, errA := dictAt(s.old, d.Get("AP"))
		if errD != nil || errA != nil {
			return false
		}
		for _, face := range ap {
			if !s.faceAvoids(face.Value, fresh, 0) {
				return false
			}
		}
	}
	return true
}

func (s *step) faceAvoids(o pdf.Object, fresh []pdf.Name, depth int) bool {
	if *s.c.left--; *s.c.left < 0 || depth > 1 {
		return false
	}
	o, err := s.old.Resolve(o)
	if err != nil {
		return false
	}
	switch v := o.(type) {
	case *pdf.Stream:
		return v.Dict.Has("Resources") || s.avoids(v, fresh)
	case pdf.Dict:
		for _, e := range v {
			if !s.faceAvoids(e.Value, fresh, depth+1) {
				return false
			}
		}
	}
	return true
}

// avoids looks for the names as they stand in the content. A part of a page may
// end within an operator, but never within a name.
func (s *step) avoids(stream *pdf.Stream, fresh []pdf.Name) bool {
	body, err := decoded(stream)
	if err != nil {
		return false
	}
	if *s.c.left -= len(body) / 16; *s.c.left < 0 {
		return false
	}
	return avoidsNames(body, fresh)
}

func avoidsNames(body []byte, fresh []pdf.Name) bool {
	for i, c := range body {
		if c != '/' {
			continue
		}
		end := i + 1
		for end < len(body) && !isBlank(body[end]) && !isDelimiter(body[end]) {
			end++
		}
		if name := string(body[i+1 : end]); strings.Contains(name, "#") || slices.Contains(fresh, pdf.Name(name)) {
			return false
		}
	}
	return true
}

// lendsNothing: nothing drawn with the resources borrows them, so that it could
// ask for the new names in its own content.
func (s *step) lendsNothing(res pdf.Dict) bool {
	for _, kind := range []pdf.Name{"XObject", "Pattern", "Font"} {
		d, _, err := dictAt(s.old, res.Get(kind))
		if err != nil {
			return false
		}
		for _, e := range d {
			if *s.c.left--; *s.c.left < 0 {
				return false
			}
			o, err := s.old.Resolve(e.Value)
			if err != nil {
				return false
			}
			switch v := o.(type) {
			case *pdf.Stream:
				if v.Dict.Name("Subtype") != "Image" && !v.Dict.Has("Resources") {
					return false
				}
			case pdf.Dict:
				if v.Name("Subtype") == "Type3" && !v.Has("Resources") {
					return false
				}
			}
		}
	}
	return true
}
