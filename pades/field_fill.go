package pades

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"antin/pdf"
)

// fillAll writes values and looks of text fields. A field is filled once: one
// that has a value is refused.
func (s *signUpdate) fillAll(values map[string]string, locks signLocks, l *letters) error {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		f := s.form.byName[name]
		if f == nil {
			return refuse(RefusedNoField, "%s", name)
		}
		if f.kind != "Tx" || f.group || f.ref.Num == 0 || len(f.widgets) != 1 {
			return refuse(RefusedFieldKind, "%s", name)
		}
		if locks.locked(name) {
			return refuse(RefusedFieldLocked, "%s", name)
		}
		old, err := s.rev.Resolve(f.value)
		if err != nil {
			return err
		}
		if v, ok := old.(pdf.String); ok && len(v.Bytes) > 0 {
			return refuse(RefusedFieldFilled, "%s", name)
		}
		if err := s.fill(f, norm.NFC.String(values[name]), l); err != nil {
			return err
		}
	}
	return nil
}

func (s *signUpdate) fill(f *formField, value string, l *letters) error {
	w := f.widgets[0]
	rect, ok, err := s.rev.Rect(w.dict.Get("Rect"))
	if err != nil {
		return err
	}
	if !ok || rect.Empty() {
		return refuse(RefusedPlace, "field %s has no area", f.name)
	}
	rotate := s.rotationOf(w.dict)
	var b bytes.Buffer
	b.WriteString("/Tx BMC\nq 0 g\n")
	if err := l.showIn(&b, value, sizeOf(f.dict), upright(rect, rect, rotate)); err != nil {
		return err
	}
	b.WriteString("Q\nEMC\n")
	ap := pdf.Dictionary("N", s.u.Add(formXObject(rect, rotate, l.resources(), b.Bytes())))
	if w.ref == f.ref {
		s.u.Set(f.ref, f.dict.With("V", pdf.TextString(value)).With("AP", ap))
		return nil
	}
	s.u.Set(f.ref, f.dict.With("V", pdf.TextString(value)))
	s.u.Set(w.ref, w.dict.With("AP", ap))
	return nil
}

// sizeOf reads the size from /DA ("/Helv 13 Tf 0 g"); 0 when there is none.
func sizeOf(field pdf.Dict) float64 {
	da, ok := field.Get("DA").(pdf.String)
	if !ok {
		return 0
	}
	words := strings.Fields(string(da.Bytes))
	for i, w := range words {
		if w == "Tf" && i > 0 {
			size, err := strconv.ParseFloat(words[i-1], 64)
			if err == nil && size > 0 && size < 200 {
				return size
			}
		}
	}
	return 0
}
