package pades

import "antin/pdf"

// dictAt resolves to a dictionary; the one of a stream counts as well.
func dictAt(rev *pdf.Revision, o pdf.Object) (pdf.Dict, bool, error) {
	o, err := rev.Resolve(o)
	if err != nil {
		return nil, false, err
	}
	switch v := o.(type) {
	case pdf.Dict:
		return v, true, nil
	case *pdf.Stream:
		return v.Dict, true, nil
	}
	return nil, false, nil
}

// arrayAt resolves to an array.
func arrayAt(rev *pdf.Revision, o pdf.Object) (pdf.Array, bool, error) {
	o, err := rev.Resolve(o)
	if err != nil {
		return nil, false, err
	}
	a, ok := o.(pdf.Array)
	return a, ok, nil
}
