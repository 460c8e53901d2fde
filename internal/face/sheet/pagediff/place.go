package pagediff

import (
	"strings"

	"antin/pades"
	"antin/pdf"
)

// place is where something stands: on a page, and on which part of it, counted
// from the top left corner of what a viewer shows.
type place struct {
	page       int
	has        bool
	x, y, w, h float64
}

// places of the newest state, by the name of a field and by the number of an
// object.
type places struct {
	fields  map[string][]place
	objects map[int][]place
}

// Bounds of looking for places.
const (
	maxPlaces   = 20_000
	maxAncestry = 32
)

func locate(rev *pdf.Revision) places {
	out := places{fields: map[string][]place{}, objects: map[int][]place{}}
	pages, err := rev.Pages()
	if err != nil {
		return out
	}
	left := maxPlaces
	for _, page := range pages {
		whole := place{page: page.Number}
		out.objects[page.Ref.Num] = append(out.objects[page.Ref.Num], whole)
		for _, o := range append(pdf.Array{page.Dict.Get("Contents")}, listOf(rev, page.Dict.Get("Contents"))...) {
			if ref, ok := o.(pdf.Ref); ok {
				out.objects[ref.Num] = append(out.objects[ref.Num], whole)
			}
		}
		for _, o := range listOf(rev, page.Dict.Get("Annots")) {
			if left--; left < 0 {
				return out
			}
			out.annotation(rev, page, o)
		}
	}
	return out
}

func listOf(rev *pdf.Revision, o pdf.Object) pdf.Array {
	list, err := rev.Array(o)
	if err != nil {
		return nil // the verdict speaks of what cannot be read
	}
	return list
}

func (p places) annotation(rev *pdf.Revision, page *pdf.Page, o pdf.Object) {
	d, err := rev.Dict(o)
	if err != nil {
		return
	}
	at := place{page: page.Number}
	if r, ok, err := rev.Rect(d.Get("Rect")); err == nil && ok && !r.Empty() {
		at = shown(page, r)
	}
	if ref, ok := o.(pdf.Ref); ok {
		p.objects[ref.Num] = append(p.objects[ref.Num], at)
	}
	if name := fullName(rev, d); name != "" {
		p.fields[name] = append(p.fields[name], at)
	}
}

// fullName joins the partial names from the root (ISO 32000-2, 12.7.4.2).
func fullName(rev *pdf.Revision, d pdf.Dict) string {
	var parts []string
	for range maxAncestry {
		if s, ok := d.Get("T").(pdf.String); ok {
			parts = append([]string{pdf.Text(s)}, parts...)
		}
		up, err := rev.Dict(d.Get("Parent"))
		if err != nil || up == nil {
			break
		}
		d = up
	}
	return strings.Join(parts, ".")
}

// shown turns a rectangle of the page into parts of its picture.
func shown(page *pdf.Page, r pdf.Rect) place {
	c := page.CropBox
	w, h := page.Shown()
	if w <= 0 || h <= 0 {
		return place{page: page.Number}
	}
	var x, y float64
	rw, rh := r.Width(), r.Height()
	switch page.Rotate {
	case 90:
		x, y, rw, rh = r.Y0-c.Y0, r.X0-c.X0, rh, rw
	case 180:
		x, y = c.X1-r.X1, r.Y0-c.Y0
	case 270:
		x, y, rw, rh = c.Y1-r.Y1, c.X1-r.X1, rh, rw
	default:
		x, y = r.X0-c.X0, c.Y1-r.Y1
	}
	return place{page: page.Number, has: true, x: x / w, y: y / h, w: rw / w, h: rh / h}
}

// of gives the places of a change: its field's, or its object's.
func (p places) of(c pades.Change) []place {
	if c.Field != "" && len(p.fields[c.Field]) > 0 {
		return p.fields[c.Field]
	}
	num := 0
	for _, r := range c.Object {
		if r < '0' || r > '9' || num > 1<<26 {
			break
		}
		num = num*10 + int(r-'0')
	}
	return p.objects[num]
}
