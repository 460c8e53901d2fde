package pades

import (
	"errors"

	"antin/pdf"
)

// ink is what the appearance of an annotation leaves on the page.
type ink struct {
	text   bool // text or a picture
	opaque bool // areas that cover what lies beneath
}

// thickLine is the width from which a stroked line hides what it crosses.
const thickLine = 8

// lookOf reads the normal appearance of an annotation; without one a reader
// draws it by its keys (12.5.6).
func (s *step) lookOf(rev *pdf.Revision, d pdf.Dict) (ink, error) {
	ap, ok, err := dictAt(rev, d.Get("AP"))
	if err != nil {
		return ink{}, err
	}
	if !ok {
		colour, _, err := arrayAt(rev, d.Get("IC"))
		return ink{opaque: len(colour) > 0 || lineWidth(rev, d) >= thickLine, text: d.Has("Cap")}, err
	}
	for _, e := range ap {
		if e.Key != "N" {
			return ink{text: true}, nil // another look under the pointer
		}
	}
	o, err := rev.Resolve(ap.Get("N"))
	if err != nil {
		return ink{}, err
	}
	stream, ok := o.(*pdf.Stream)
	if !ok {
		return ink{}, errors.New("no appearance stream")
	}
	w := &inkWalk{rev: rev, left: s.c.left}
	err = w.stream(stream, 0, false)
	return w.ink, err
}

func lineWidth(rev *pdf.Revision, d pdf.Dict) float64 {
	style, _, _ := dictAt(rev, d.Get("BS")) // what cannot be read is no width
	w, _ := pdf.Number(style.Get("W"))
	return w
}

type inkWalk struct {
	rev  *pdf.Revision
	left *int
	ink  ink
}

// stream follows one content stream with the forms it paints.
func (w *inkWalk) stream(stream *pdf.Stream, depth int, clear bool) error {
	if depth > 8 {
		return errors.New("forms within forms")
	}
	body, err := decoded(stream)
	if err != nil {
		return err
	}
	res, _, err := dictAt(w.rev, stream.Dict.Get("Resources"))
	if err != nil {
		return err
	}
	var saved []bool
	return operators(body, func(op string, args []pdf.Object) error {
		if *w.left--; *w.left < 0 {
			return errWork
		}
		switch op {
		case "Tj", "TJ", "'", "\"", "BI", "sh":
			w.ink.text = true
		case "f", "F", "f*", "B", "B*", "b", "b*":
			w.ink.opaque = w.ink.opaque || !clear
		case "w":
			if n := numbers(args); len(n) == 1 && n[0] >= thickLine {
				w.ink.opaque = w.ink.opaque || !clear
			}
		case "q":
			saved = append(saved, clear)
		case "Q":
			if n := len(saved); n > 0 {
				clear, saved = saved[n-1], saved[:n-1]
			}
		case "gs":
			mode, err := w.blendMode(res, args)
			if err != nil {
				return err
			}
			if mode != "" {
				clear = mode == "Multiply" || mode == "Darken"
			}
		case "Do":
			return w.paint(res, args, depth, clear)
		}
		return nil
	})
}

// blendMode is what a graphics state sets: Multiply and Darken never hide what
// lies beneath (11.3.5).
func (w *inkWalk) blendMode(res pdf.Dict, args []pdf.Object) (pdf.Name, error) {
	if len(args) != 1 {
		return "", errContent
	}
	name, _ := args[0].(pdf.Name)
	states, _, err := dictAt(w.rev, res.Get("ExtGState"))
	if err != nil {
		return "", err
	}
	state, _, err := dictAt(w.rev, states.Get(name))
	return state.Name("BM"), err
}

func (w *inkWalk) paint(res pdf.Dict, args []pdf.Object, depth int, clear bool) error {
	if len(args) != 1 {
		return errContent
	}
	name, _ := args[0].(pdf.Name)
	list, _, err := dictAt(w.rev, res.Get("XObject"))
	if err != nil {
		return err
	}
	o, err := w.rev.Resolve(list.Get(name))
	if err != nil {
		return err
	}
	x, ok := o.(*pdf.Stream)
	if !ok {
		return nil // nothing is painted
	}
	if x.Dict.Name("Subtype") != "Form" {
		w.ink.text = true
		return nil
	}
	return w.stream(x, depth+1, clear)
}
