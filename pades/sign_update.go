package pades

import (
	"antin/pdf"
)

// signUpdate is an update under way, with what must be known of the file.
type signUpdate struct {
	file  *pdf.File
	rev   *pdf.Revision
	u     *pdf.Update
	form  *form
	pages []*pdf.Page
}

// signFormWork bounds the walk over the fields of a file to be signed.
const signFormWork = 1 << 20

// newSignUpdate applies the rules that hold for laying and for signing.
func newSignUpdate(base *pdf.File) (*signUpdate, error) {
	s, err := newUpdate(base)
	if err != nil {
		return nil, err
	}
	if v := base.Version(); v.Less(pdf.Version{Major: 1, Minor: 4}) {
		return nil, refuse(RefusedVersion, "PDF %v", v)
	}
	xfa, err := s.rev.Resolve(s.form.dict.Get("XFA"))
	if err != nil {
		return nil, err
	}
	if xfa != nil && !pdf.Equal(xfa, pdf.Null{}) {
		return nil, refuse(RefusedXFA, "")
	}
	if len(s.pages) == 0 {
		return nil, refuse(RefusedNoPages, "")
	}
	return s, nil
}

// newUpdate is for what may be added to any file: evidence and document
// time-stamps.
func newUpdate(base *pdf.File) (*signUpdate, error) {
	u, err := base.NewUpdate()
	if err != nil {
		return nil, err
	}
	s := &signUpdate{file: base, rev: base.Last(), u: u}
	left := signFormWork
	if s.form, err = readForm(s.rev, &left); err != nil {
		return nil, err
	}
	if s.pages, err = s.rev.Pages(); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *signUpdate) mustBeUnsigned() error {
	for _, f := range s.form.fields {
		if f.kind != "Sig" {
			continue
		}
		signed, err := s.signed(f)
		if err != nil {
			return err
		}
		if signed {
			return refuse(RefusedSigned, "field %q holds a signature", f.name)
		}
	}
	perms, err := s.perms()
	if err != nil {
		return err
	}
	if len(perms) > 0 {
		return refuse(RefusedCertified, "")
	}
	return nil
}

func (s *signUpdate) signed(f *formField) (bool, error) {
	v, err := s.rev.Resolve(f.value)
	if err != nil {
		return false, err
	}
	_, isNull := v.(pdf.Null)
	return v != nil && !isNull, nil
}

func (s *signUpdate) perms() (pdf.Dict, error) {
	catalog, err := s.rev.Catalog()
	if err != nil {
		return nil, err
	}
	return s.rev.Dict(catalog.Get("Perms"))
}

// slack is how far a rectangle may leave the page by rounding, in points.
const slack = 0.5

// page checks a place and gives its page.
func (s *signUpdate) page(spot Spot) (*pdf.Page, error) {
	p, err := s.pageOf(spot.Page)
	if err != nil {
		return nil, err
	}
	box := p.CropBox
	box = pdf.Rect{X0: box.X0 - slack, Y0: box.Y0 - slack, X1: box.X1 + slack, Y1: box.Y1 + slack}
	if spot.Rect.Empty() || !box.Contains(spot.Rect) {
		return nil, refuse(RefusedPlace, "%v on page %d", spot.Rect, spot.Page)
	}
	return p, nil
}

func (s *signUpdate) pageOf(number int) (*pdf.Page, error) {
	if number < 1 || number > len(s.pages) {
		return nil, refuse(RefusedPage, "page %d of %d", number, len(s.pages))
	}
	p := s.pages[number-1]
	if p.Ref.Num == 0 {
		return nil, refuse(RefusedDamaged, "page %d is no indirect object", number)
	}
	return p, nil
}

// addAnnots puts annotations at the end of a page's list, touching only the
// list where it is an object of its own.
func (s *signUpdate) addAnnots(page *pdf.Page, refs []pdf.Object) error {
	o, err := s.u.Get(page.Ref)
	if err != nil {
		return err
	}
	dict, ok := o.(pdf.Dict)
	if !ok {
		return refuse(RefusedDamaged, "page %d is no dictionary", page.Number)
	}
	at := dict.Get("Annots")
	list, err := s.rev.Array(at)
	if err != nil {
		return err
	}
	list = append(append(pdf.Array{}, list...), refs...)
	if ref, ok := at.(pdf.Ref); ok && len(list) > len(refs) && !s.sharedAnnots(page, ref) {
		s.u.Set(ref, list)
		return nil
	}
	s.u.Set(page.Ref, dict.With("Annots", list))
	return nil
}

// sharedAnnots reports whether another page has the same list.
func (s *signUpdate) sharedAnnots(page *pdf.Page, ref pdf.Ref) bool {
	for _, p := range s.pages {
		if p.Number != page.Number && p.Dict.Get("Annots") == pdf.Object(ref) {
			return true
		}
	}
	return false
}

// addToForm puts a field at the end of the form, made when there is none. With
// texts the form gets the standard font that /DA names.
func (s *signUpdate) addToForm(field pdf.Ref, texts bool) error {
	if !s.form.present {
		return s.newForm(field, texts)
	}
	dict := s.form.dict
	fields, err := s.rev.Array(dict.Get("Fields"))
	if err != nil {
		return err
	}
	fields = append(append(pdf.Array{}, fields...), field)
	changed := false
	if ref := s.form.fieldsRef; ref.Num != 0 && len(fields) > 1 {
		s.u.Set(ref, fields)
	} else {
		dict, changed = dict.With("Fields", fields), true
	}
	if flags, _ := dict.Get("SigFlags").(pdf.Integer); flags&3 != 3 {
		dict, changed = dict.With("SigFlags", flags|3), true
	}
	if texts {
		if dict, err = s.withFont(dict.Without("NeedAppearances")); err != nil {
			return err
		}
		changed = true
	}
	if !changed {
		return nil
	}
	return s.writeForm(dict)
}

func (s *signUpdate) newForm(field pdf.Ref, texts bool) error {
	dict := pdf.Dictionary("Fields", pdf.Array{field}, "SigFlags", pdf.Integer(3))
	if texts {
		var err error
		if dict, err = s.withFont(dict); err != nil {
			return err
		}
	}
	return s.setCatalog("AcroForm", s.u.Add(dict))
}

// writeForm writes the form where it was.
func (s *signUpdate) writeForm(dict pdf.Dict) error {
	if s.form.ref.Num != 0 {
		s.u.Set(s.form.ref, dict)
		return nil
	}
	return s.setCatalog("AcroForm", dict)
}

// setCatalog writes one entry of the catalog.
func (s *signUpdate) setCatalog(key pdf.Name, value pdf.Object) error {
	root, ok := s.rev.Trailer().Get("Root").(pdf.Ref)
	if !ok {
		return refuse(RefusedDamaged, "the catalog is no indirect object")
	}
	o, err := s.u.Get(root)
	if err != nil {
		return err
	}
	catalog, ok := o.(pdf.Dict)
	if !ok {
		return refuse(RefusedDamaged, "the catalog is no dictionary")
	}
	s.u.Set(root, catalog.With(key, value))
	return nil
}

func (s *signUpdate) withFont(form pdf.Dict) (pdf.Dict, error) {
	resources, err := s.rev.Dict(form.Get("DR"))
	if err != nil {
		return nil, err
	}
	fonts, err := s.rev.Dict(resources.Get("Font"))
	if err != nil {
		return nil, err
	}
	if fonts.Has("Helv") {
		return form, nil
	}
	helvetica := s.u.Add(pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"),
		"BaseFont", pdf.Name("Helvetica"), "Encoding", pdf.Name("WinAnsiEncoding")))
	return form.With("DR", resources.With("Font", fonts.With("Helv", helvetica))), nil
}
