package pades

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"

	"antin/pdf"
)

// shownText is what the normal appearance of a text field shows, read through
// the fonts it names. Anything but plain visible text is an error: then the
// value and the picture cannot be held against each other.
func (s *step) shownText(f *formField) (text string, missing bool, err error) {
	for i, w := range f.widgetsOrSelf() {
		r, err := s.shownBy(w)
		if err != nil {
			return "", false, err
		}
		if i > 0 && r.text.String() != text {
			return "", false, errors.New("the widgets of the field show different texts")
		}
		text, missing = r.text.String(), missing || r.missing
	}
	return text, missing, nil
}

func (s *step) shownBy(w widget) (*textReader, error) {
	ap, _, err := dictAt(s.new, w.dict.Get("AP"))
	if err != nil {
		return nil, err
	}
	for _, e := range ap {
		if e.Key != "N" {
			return nil, fmt.Errorf("it has a second look /%s", e.Key)
		}
	}
	o, err := s.new.Resolve(ap.Get("N"))
	if err != nil {
		return nil, err
	}
	stream, ok := o.(*pdf.Stream)
	if !ok {
		return nil, errors.New("no appearance stream")
	}
	r := &textReader{rev: s.new, fonts: map[pdf.Name]*decoder{}}
	res, _, err := dictAt(s.new, stream.Dict.Get("Resources"))
	if err != nil {
		return nil, err
	}
	if r.fontDict, _, err = dictAt(s.new, res.Get("Font")); err != nil {
		return nil, err
	}
	body, err := decoded(stream)
	if err != nil {
		return nil, err
	}
	if err := operators(body, r.operator); err != nil {
		return nil, err
	}
	return r, nil
}

func decoded(s *pdf.Stream) ([]byte, error) {
	body, rest, err := s.Decode()
	if err != nil {
		return nil, err
	}
	if len(rest) > 0 || len(body) > maxDecoded {
		return nil, errors.New("not decoded")
	}
	return body, nil
}

// textReader follows the text operators of an appearance.
type textReader struct {
	rev      *pdf.Revision
	fontDict pdf.Dict
	fonts    map[pdf.Name]*decoder
	font     *decoder
	missing  bool // a font it names is not among the resources
	text     strings.Builder
}

func (r *textReader) operator(op string, args []pdf.Object) error {
	switch op {
	case "Do", "BI", "sh", "gs":
		return errors.New("more than text in the appearance: " + op)
	case "Tr":
		if len(args) != 1 || !pdf.Equal(args[0], pdf.Integer(0)) {
			return errors.New("text that is not filled")
		}
	case "Tf":
		return r.setFont(args)
	case "Tj", "'", "\"":
		if len(args) == 0 {
			return errContent
		}
		if op != "Tj" && r.text.Len() > 0 {
			r.text.WriteByte('\n')
		}
		return r.show(args[len(args)-1])
	case "TJ":
		if len(args) != 1 {
			return errContent
		}
		list, ok := args[0].(pdf.Array)
		if !ok {
			return errContent
		}
		for _, item := range list {
			if _, isNumber := pdf.Number(item); isNumber {
				continue
			}
			if err := r.show(item); err != nil {
				return err
			}
		}
	case "T*":
		if r.text.Len() > 0 {
			r.text.WriteByte('\n')
		}
	}
	return nil
}

func (r *textReader) setFont(args []pdf.Object) error {
	if len(args) != 2 {
		return errContent
	}
	name, ok := args[0].(pdf.Name)
	if !ok {
		return errContent
	}
	if r.fonts[name] == nil {
		font, ok, err := dictAt(r.rev, r.fontDict.Get(name))
		if err != nil {
			return err
		}
		if !ok {
			// Readers put a face of their own in its place, by the standard encoding.
			r.missing, font = true, pdf.Dict{}
		}
		if r.fonts[name], err = readDecoder(r.rev, font); err != nil {
			return err
		}
	}
	r.font = r.fonts[name]
	return nil
}

func (r *textReader) show(o pdf.Object) error {
	s, ok := o.(pdf.String)
	if !ok {
		return errContent
	}
	if len(s.Bytes) == 0 {
		return nil
	}
	if r.font == nil {
		return errors.New("text without a font")
	}
	out, err := r.font.decode(s.Bytes)
	r.text.WriteString(out)
	if r.text.Len() > 1<<16 {
		return errors.New("more text than a field can hold")
	}
	return err
}

// decoder turns codes into text, by /ToUnicode, or by the encoding where it is
// a standard one and the codes are ASCII.
type decoder struct {
	width int // bytes in a code
	codes map[uint32]string
	ascii bool
}

func readDecoder(rev *pdf.Revision, font pdf.Dict) (*decoder, error) {
	d := &decoder{width: 1, ascii: true}
	if font.Name("Subtype") == "Type0" {
		if font.Name("Encoding") != "Identity-H" {
			return nil, errors.New("a composite font that is not Identity-H")
		}
		d.width, d.ascii = 2, false
	}
	if font.Name("Subtype") == "Type3" {
		d.ascii = false
	}
	if enc := font.Get("Encoding"); d.ascii && enc != nil {
		if _, named := enc.(pdf.Name); !named {
			d.ascii = plainEncoding(rev, enc)
		}
	}
	o, err := rev.Resolve(font.Get("ToUnicode"))
	if err != nil {
		return nil, err
	}
	stream, ok := o.(*pdf.Stream)
	if !ok {
		if !d.ascii {
			return nil, errors.New("a font without /ToUnicode")
		}
		return d, nil
	}
	body, err := decoded(stream)
	if err != nil {
		return nil, err
	}
	d.ascii = false
	d.codes, err = toUnicode(body)
	return d, err
}

// plainEncoding: an encoding dictionary without differences among the codes of
// ASCII keeps them.
func plainEncoding(rev *pdf.Revision, o pdf.Object) bool {
	dict, ok, err := dictAt(rev, o)
	if err != nil || !ok {
		return false
	}
	diff, _, err := arrayAt(rev, dict.Get("Differences"))
	if err != nil {
		return false
	}
	for _, item := range diff {
		if n, ok := item.(pdf.Integer); ok && n < 128 {
			return false
		}
	}
	return true
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
			if !d.ascii || code >= 128 || code < 32 {
				return "", fmt.Errorf("code %d without text", code)
			}
			text = string(rune(code))
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

// sameText compares without regard to blanks at the ends and to how lines are
// broken.
func sameText(a, b string) bool {
	return strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}
