package pades

import (
	"fmt"

	"antin/pdf"
)

// members is the second reading of an object stream: a reader that repairs the
// file takes every object in it for the newest of its number, whether the
// cross-reference leads there or not (ISO 32000-2, 7.5.7). What is under the
// security handler is not read either way.
func (s *step) members(f *pdf.Found) error {
	if s.c.file.Encrypted() {
		return nil
	}
	numbers, object, err := s.new.Members(*f)
	if err != nil {
		if err = unlessMalformed(err); err == nil {
			s.suspicious("object-stream-unreadable", f.Ref.Num, "", ruleReadings, "other readers may find objects in it")
		}
		return err
	}
	for i, num := range numbers {
		if *s.c.left--; *s.c.left < 0 {
			return errWork
		}
		e, _, ok := s.new.Lookup(num)
		if ok && e.Kind == pdf.Compressed && e.Stream == f.Ref.Num && e.Index == i {
			continue
		}
		o, err := object(i)
		if unlessMalformed(err) != nil {
			return err
		}
		if err == nil && s.leftover(num, 0, o) {
			continue
		}
		s.suspicious("object-not-listed", num, "", ruleReadings,
			fmt.Sprintf("object stream %d holds an object %d to which the cross-reference does not lead", f.Ref.Num, num))
		return nil // one is enough
	}
	return nil
}

// leftover: an object that one reading meets and the other does not changes
// nothing if it is what stands under its number anyway, or if nothing refers to
// it in either reading.
func (s *step) leftover(num, gen int, o pdf.Object) bool {
	e, _, ok := s.new.Lookup(num)
	if !ok || e.Kind == pdf.Free {
		return s.c.refs.none(num) && !s.referred(num) && !isSection(o)
	}
	now, err := s.new.Get(pdf.Ref{Num: num, Gen: gen})
	return err == nil && e.Gen == gen && s.alike(now, o, 0)
}
