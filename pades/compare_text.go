package pades

import (
	"errors"
	"fmt"
	"strings"

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
	box, ok := rectangle(s.new, stream.Dict.Get("BBox"))
	if !ok {
		return nil, errors.New("an appearance without a box")
	}
	r := &textReader{rev: s.new, fonts: map[pdf.Name]*decoder{}, eye: newEye(box)}
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
	if err := operators(body, s.c.left, r.operator); err != nil {
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
	eye      *eye
	text     strings.Builder
	height   float64 // of the line shown last
}

func (r *textReader) operator(op string, args []pdf.Object) error {
	if err := r.eye.follow(op, args); err != nil {
		return err
	}
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
			if n, isNumber := pdf.Number(item); isNumber {
				if err := r.eye.back(n); err != nil {
					return err
				}
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
	if err != nil {
		return err
	}
	if y := r.eye.text[5]; y != r.height {
		if r.height = y; r.text.Len() > 0 {
			r.text.WriteByte('\n')
		}
	}
	r.text.WriteString(out)
	if r.text.Len() > 1<<16 {
		return errors.New("more text than a field can hold")
	}
	return r.eye.see(len(s.Bytes)/r.font.width, strings.TrimSpace(out) == "")
}
