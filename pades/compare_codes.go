package pades

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"

	"antin/pdf"
)

// decoder turns codes into text, by /ToUnicode, or by the encoding of a simple
// font.
type decoder struct {
	width int // bytes in a code
	codes map[uint32]string
}

func readDecoder(rev *pdf.Revision, font pdf.Dict) (*decoder, error) {
	d, letters := &decoder{width: 1}, true
	if font.Name("Subtype") == "Type0" {
		if font.Name("Encoding") != "Identity-H" {
			return nil, errors.New("a composite font that is not Identity-H")
		}
		d.width, letters = 2, false
	}
	if base := font.Name("BaseFont"); font.Name("Subtype") == "Type3" || base == "Symbol" || base == "ZapfDingbats" {
		letters = false
	}
	simple, plain := map[uint32]string(nil), false
	if letters {
		simple, plain = simpleCodes(rev, font)
	}
	o, err := rev.Resolve(font.Get("ToUnicode"))
	if err != nil {
		return nil, err
	}
	stream, ok := o.(*pdf.Stream)
	if !ok {
		if d.codes = simple; !plain {
			return nil, errors.New("a font without /ToUnicode")
		}
		return d, nil
	}
	body, err := decoded(stream)
	if err != nil {
		return nil, err
	}
	if d.codes, err = toUnicode(body); err != nil {
		return nil, err
	}
	if plain && known(font) {
		for code, text := range d.codes {
			if said, ok := simple[code]; ok && code > 32 && code < 127 && text != said {
				return nil, errors.New("/ToUnicode contradicts the encoding of the font")
			}
		}
	}
	return d, nil
}

// known reports whether the encoding of a simple font says which letters it
// draws for ASCII: a named one, or none with a face that is not in the file.
func known(font pdf.Dict) bool {
	return font.Has("Encoding") || !font.Has("FontDescriptor")
}

func (d *decoder) decode(b []byte) (string, error) {
	if len(b)%d.width != 0 {
		return "", errContent
	}
	var out strings.Builder
	for i := 0; i < len(b); i += d.width {
		code := uint32(b[i])
		if d.width == 2 {
			code = code<<8 | uint32(b[i+1])
		}
		text, ok := d.codes[code]
		if !ok {
			return "", fmt.Errorf("code %d without text", code)
		}
		out.WriteString(text)
	}
	return out.String(), nil
}

// toUnicode reads the bfchar and bfrange parts of a CMap (ISO 32000-2, 9.10.3).
func toUnicode(body []byte) (map[uint32]string, error) {
	codes := map[uint32]string{}
	put := func(code uint32, text string) error {
		if old, ok := codes[code]; ok && old != text {
			return errors.New("a code with two texts")
		}
		if codes[code] = text; len(codes) > 1<<16 {
			return errWork
		}
		return nil
	}
	err := cmap(body, put)
	return codes, err
}

func cmap(body []byte, put func(uint32, string) error) error {
	l := &contentLexer{b: body}
	var args []pdf.Object
	for {
		if l.steps++; l.steps > maxOperators {
			return errWork
		}
		o, op, err := l.next(0)
		if err != nil {
			return err
		}
		if o == nil && op == "" {
			return nil
		}
		if o != nil {
			args = append(args, o)
			continue
		}
		switch op {
		case "endbfchar":
			err = bfChars(args, put)
		case "endbfrange":
			err = bfRanges(args, put)
		case "usecmap":
			err = errors.New("a CMap that rests on another")
		}
		if err != nil {
			return err
		}
		args = args[:0]
	}
}

func bfChars(args []pdf.Object, put func(uint32, string) error) error {
	if len(args)%2 != 0 {
		return errContent
	}
	for i := 0; i < len(args); i += 2 {
		code, ok1 := codeOf(args[i])
		text, ok2 := utf16Of(args[i+1], 0)
		if !ok1 || !ok2 {
			return errContent
		}
		if err := put(code, text); err != nil {
			return err
		}
	}
	return nil
}

func bfRanges(args []pdf.Object, put func(uint32, string) error) error {
	if len(args)%3 != 0 {
		return errContent
	}
	for i := 0; i < len(args); i += 3 {
		lo, ok1 := codeOf(args[i])
		hi, ok2 := codeOf(args[i+1])
		if !ok1 || !ok2 || hi < lo || hi-lo > 1<<16 {
			return errContent
		}
		list, isList := args[i+2].(pdf.Array)
		for code := lo; code <= hi; code++ {
			item, add := args[i+2], code-lo
			if isList {
				if int(code-lo) >= len(list) {
					return errContent
				}
				item, add = list[code-lo], 0
			}
			text, ok := utf16Of(item, add)
			if !ok {
				return errContent
			}
			if err := put(code, text); err != nil {
				return err
			}
		}
	}
	return nil
}

func codeOf(o pdf.Object) (uint32, bool) {
	s, ok := o.(pdf.String)
	if !ok || len(s.Bytes) == 0 || len(s.Bytes) > 2 {
		return 0, false
	}
	var v uint32
	for _, b := range s.Bytes {
		v = v<<8 | uint32(b)
	}
	return v, true
}

func utf16Of(o pdf.Object, add uint32) (string, bool) {
	s, ok := o.(pdf.String)
	if !ok || len(s.Bytes)%2 != 0 || len(s.Bytes) > 64 {
		return "", false
	}
	units := make([]uint16, 0, len(s.Bytes)/2)
	for i := 0; i < len(s.Bytes); i += 2 {
		units = append(units, uint16(s.Bytes[i])<<8|uint16(s.Bytes[i+1]))
	}
	if len(units) > 0 {
		units[len(units)-1] += uint16(add)
	}
	return string(utf16.Decode(units)), true
}
