package pades

import "antin/pdf"

// state takes what a graphics state sets: Multiply and Darken never hide what
// lies beneath (11.3.5); the width of lines (table 57).
func (c *inkContent) state(args []pdf.Object) error {
	if len(args) != 1 {
		return errContent
	}
	name, _ := args[0].(pdf.Name)
	states, _, err := dictAt(c.w.rev, c.res.Get("ExtGState"))
	if err != nil {
		return err
	}
	d, _, err := dictAt(c.w.rev, states.Get(name))
	if err != nil {
		return err
	}
	if mode := absent(d.Get("BM")); mode != nil && !c.locked {
		c.now.clear = clears(mode)
	}
	if width := absent(d.Get("LW")); width != nil {
		o, err := c.w.rev.Resolve(width)
		if err != nil {
			return err
		}
		w, ok := pdf.Number(o)
		if !ok {
			return errContent
		}
		c.now.width = w
	}
	return nil
}

func clears(mode pdf.Object) bool {
	return mode == pdf.Object(pdf.Name("Multiply")) || mode == pdf.Object(pdf.Name("Darken"))
}

func (c *inkContent) paint(args []pdf.Object) error {
	if len(args) != 1 {
		return errContent
	}
	name, _ := args[0].(pdf.Name)
	list, _, err := dictAt(c.w.rev, c.res.Get("XObject"))
	if err != nil {
		return err
	}
	o, err := c.w.rev.Resolve(list.Get(name))
	if err != nil {
		return err
	}
	x, ok := o.(*pdf.Stream)
	if !ok {
		return nil // nothing is painted
	}
	if x.Dict.Name("Subtype") != "Form" {
		c.w.ink.text = true
		return nil
	}
	inner := c.now
	own, err := ownMatrix(c.w.rev, x.Dict)
	if err != nil {
		return err
	}
	inner.ctm = own.times(inner.ctm)
	return c.w.stream(x, inner, c.locked || c.w.group(x, inner.clear), c.depth+1)
}

// group reports whether what a form draws blends within its own group before it
// meets the page (11.4.5); a group that is blended as a whole stays so.
func (w *inkWalk) group(x *pdf.Stream, clear bool) bool {
	g, ok, err := dictAt(w.rev, x.Dict.Get("Group"))
	return err != nil || ok && (clear || absent(g.Get("I")) != nil && g.Get("I") != pdf.Object(pdf.Bool(false)))
}

func ownMatrix(rev *pdf.Revision, d pdf.Dict) (matrix, error) {
	list, ok, err := arrayAt(rev, d.Get("Matrix"))
	if err != nil || !ok {
		return identity, err
	}
	n := numbers(list)
	if len(n) != 6 || len(list) != 6 {
		return identity, errContent
	}
	return matrix(n), nil
}
