package typeface

import (
	"bytes"
	"compress/zlib"

	"antin/pdf"
)

// Embed adds the subset to an update as a composite font and gives the
// reference to put into /Resources /Font (ISO 32000-1, 9.7.6 and 9.8).
func (s *Subset) Embed(u *pdf.Update) (pdf.Ref, error) {
	program, err := s.packed()
	if err != nil {
		return pdf.Ref{}, err
	}
	name := pdf.Name(s.BaseFont())
	file := u.Add(pdf.NewStream(pdf.Dictionary(
		"Filter", pdf.Name("FlateDecode"), "Length1", pdf.Integer(len(s.program))), program))
	descriptor := u.Add(s.descriptor(name, file))
	var widths pdf.Array
	for _, w := range s.widths {
		widths = append(widths, pdf.Integer(w))
	}
	descendant := u.Add(pdf.Dictionary(
		"Type", pdf.Name("Font"), "Subtype", pdf.Name("CIDFontType2"), "BaseFont", name,
		"CIDSystemInfo", pdf.Dictionary("Registry", pdf.TextString("Adobe"),
			"Ordering", pdf.TextString("Identity"), "Supplement", pdf.Integer(0)),
		"FontDescriptor", descriptor, "DW", pdf.Integer(1000),
		"W", pdf.Array{pdf.Integer(0), widths}, "CIDToGIDMap", pdf.Name("Identity")))
	// The map of a number and a date is small, and plain it can be read by eye.
	unicode := u.Add(pdf.NewStream(pdf.Dict{}, s.ToUnicode()))
	return u.Add(pdf.Dictionary(
		"Type", pdf.Name("Font"), "Subtype", pdf.Name("Type0"), "BaseFont", name,
		"Encoding", pdf.Name("Identity-H"), "DescendantFonts", pdf.Array{descendant},
		"ToUnicode", unicode)), nil
}

func (s *Subset) descriptor(name pdf.Name, file pdf.Ref) pdf.Dict {
	m := s.face.Metrics()
	var box pdf.Array
	for _, v := range m.BBox {
		box = append(box, pdf.Integer(v))
	}
	return pdf.Dictionary(
		"Type", pdf.Name("FontDescriptor"), "FontName", name, "Flags", pdf.Integer(m.Flags),
		"FontBBox", box, "ItalicAngle", pdf.Real(m.ItalicAngle), "Ascent", pdf.Integer(m.Ascent),
		"Descent", pdf.Integer(m.Descent), "CapHeight", pdf.Integer(m.CapHeight),
		"StemV", pdf.Integer(m.StemV), "FontFile2", file)
}

func deflate(b []byte) ([]byte, error) {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
