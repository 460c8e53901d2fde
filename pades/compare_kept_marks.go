package pades

import (
	"errors"

	"antin/pdf"
)

// keptMarks are the marks of pages as one revision found them, so that a page
// with a thousand annotations is read once. They are emptied when they are many.
type keptMarks struct {
	pages map[int][]markedPage // by the object of the first part of the content
	size  int
	read  int // how many times content was read
}

// markedPage is what the marks of a page follow from, and what came of reading:
// what cannot be read is not tried again.
type markedPage struct {
	from  [4]pdf.Object
	marks []pdf.Rect
	err   error
}

// pageMarks are the marks of a page before this revision. Each call takes work
// units for looking through what it gives.
func (s *step) pageMarks(page pdf.Dict) ([]pdf.Rect, error) {
	if s.c.file.Encrypted() {
		return nil, errors.New("the page is encrypted")
	}
	from := [4]pdf.Object{page.Get("Contents"), page.Get("Resources"), page.Get("MediaBox"), page.Get("Parent")}
	for _, o := range from {
		*s.c.left -= valuesIn(o)
	}
	if *s.c.left < 0 {
		return nil, errWork
	}
	key := numOf(from[0])
	if list, ok := from[0].(pdf.Array); ok && len(list) > 0 {
		key = numOf(list[0])
	}
	for _, p := range s.marks.pages[key] {
		if equalAll(p.from, from) {
			*s.c.left -= len(p.marks) / marksPerUnit
			return p.marks, p.err
		}
	}
	s.marks.read++
	p := markedPage{from: from}
	p.marks, p.err = pageMarks(s.old, page, s.c.left)
	if s.marks.size += len(p.marks) + 1; s.marks.size > maxKeptMarks || s.marks.pages == nil {
		s.marks.pages, s.marks.size = map[int][]markedPage{}, len(p.marks)+1
	}
	const sameStart = 4 // pages that begin with the same part, compared in turn
	if kept := s.marks.pages[key]; len(kept) < sameStart {
		s.marks.pages[key] = append(kept, p)
	}
	*s.c.left -= len(p.marks) / marksPerUnit
	return p.marks, p.err
}

func equalAll(a, b [4]pdf.Object) bool {
	for i := range a {
		if !pdf.Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}
