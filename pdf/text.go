package pdf

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// pdfDoc are the code points of PDFDocEncoding where it differs from Latin-1
// (ISO 32000-1, annex D.3).
const (
	pdfDocLow  = "\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc"
	pdfDocHigh = "\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203a\u2212\u2030\u201e\u201c\u201d\u2018" +
		"\u2019\u201a\u2122\ufb01\ufb02\u0141\u0152\u0160\u0178\u017d\u0131\u0142\u0153\u0161\u017e\ufffd\u20ac"
)

// Text decodes a text string: UTF-16 with its mark, UTF-8 with its mark (PDF
// 2.0), or PDFDocEncoding. It never fails; broken parts become U+FFFD.
func Text(s String) string {
	b := s.Bytes
	switch {
	case len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff:
		return fromUTF16(b[2:], 0, 1)
	case len(b) >= 2 && b[0] == 0xff && b[1] == 0xfe:
		return fromUTF16(b[2:], 1, 0)
	case len(b) >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf:
		return strings.ToValidUTF8(string(b[3:]), "\ufffd")
	}
	low, high := []rune(pdfDocLow), []rune(pdfDocHigh)
	var out strings.Builder
	for _, c := range b {
		switch {
		case c >= 0x18 && c < 0x20:
			out.WriteRune(low[c-0x18])
		case c >= 0x80 && c <= 0xa0:
			out.WriteRune(high[c-0x80])
		default:
			out.WriteRune(rune(c))
		}
	}
	return out.String()
}

func fromUTF16(b []byte, hi, lo int) string {
	units := make([]uint16, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		units = append(units, uint16(b[hi])<<8|uint16(b[lo]))
	}
	return string(utf16.Decode(units))
}

// TextString encodes text as ASCII when it can, otherwise as UTF-16 in
// hexadecimal, which every version of PDF reads.
func TextString(s string) String {
	ascii := true
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] < ' ' {
			ascii = false
		}
	}
	if ascii {
		return String{Bytes: []byte(s)}
	}
	out := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u>>8), byte(u))
	}
	return String{Bytes: out, Hex: true}
}
