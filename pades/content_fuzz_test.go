package pades

import (
	"testing"

	"antin/pdf"
)

// FuzzContent holds that no page content, appearance or character map makes its
// reader panic or go on without end; what it cannot read is an error.
func FuzzContent(f *testing.F) {
	for _, s := range []string{
		"/Tx BMC q BT /Helv 11 Tf 2 5 Td (100) Tj ET Q EMC",
		"q 500 0 0 100 50 680 cm /Im0 Do Q 0 0 1 1 re W n 1 g 5 w 0 5 m 160 5 l S",
		"BT /F 1 Tf [(a) -200 (b) 9999 (c)] TJ T* (x) ' 1 2 (y) \" ET",
		"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q",
		"BT /OC /L0 BDC 0 0 0 0 0 0 Tm (x) Tj",
		"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> <0031> endbfrange",
		"2 beginbfchar <01> <00410042> <02> <d800> endbfchar 1 beginbfrange <00> <02> [<0031> <0032> <0033>] endbfrange",
		"[[[[[[[[[[[[[[[[[[", "<<<<<</a", "(((", "<4", "%",
	} {
		f.Add([]byte(s))
	}
	font := &decoder{width: 1, codes: map[uint32]string{}}
	for c := uint32(32); c < 127; c++ {
		font.codes[c] = string(rune(c))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		left := maxWork
		m := &marker{ctm: identity}
		_ = operators(body, &left, func(op string, args []pdf.Object) error {
			if op == "Do" {
				return nil // needs a file
			}
			return m.operator(op, args)
		})
		r := &textReader{fonts: map[pdf.Name]*decoder{}, font: font, eye: newEye(pdf.Rect{X1: 160, Y1: 20})}
		_ = operators(body, &left, func(op string, args []pdf.Object) error {
			if op == "Tf" {
				return r.eye.follow(op, args)
			}
			return r.operator(op, args)
		})
		if r.text.Len() > 2<<16 {
			t.Fatalf("%d bytes of text", r.text.Len())
		}
		codes, err := toUnicode(body)
		if err == nil && len(codes) > 1<<16 {
			t.Fatalf("%d codes", len(codes))
		}
	})
}
