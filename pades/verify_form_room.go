package pades

import "antin/pdf"

// formRoom is what all forms of one file may still take.
type formRoom struct {
	left   *int // work units of the whole verification
	values int  // to be kept
}

func (r *formRoom) keep(values int) error {
	if r.values -= values; r.values < 0 {
		return beyond("the form holds more than %d values", maxFormValues)
	}
	return nil
}

// count takes one field or widget off the limits.
func (w *formWalk) count() error {
	if *w.room.left--; *w.room.left < 0 {
		return errWork
	}
	if w.nodes++; w.nodes > maxFields {
		return beyond("the form has more than %d fields", maxFields)
	}
	return w.room.keep(fieldValues)
}

// dict reads a field or widget; one that was not written since the form before
// was read is the very same.
func (w *formWalk) dict(item pdf.Object, ref pdf.Ref) (pdf.Dict, bool, error) {
	if w.prev != nil && ref.Num != 0 {
		if f := w.prev.byRef[ref.Num]; f != nil && f.ref == ref {
			if _, by, ok := w.rev.Lookup(ref.Num); ok && by <= w.prev.read {
				return f.dict, true, nil
			}
		}
	}
	dict, ok, err := dictAt(w.rev, item)
	if err == nil && ok {
		err = w.room.keep(valuesIn(dict))
	}
	return dict, ok, err
}
