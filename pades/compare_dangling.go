package pades

import "antin/pdf"

// promised reports whether something refers to a number before anything was
// defined under it. Whoever defines it later writes into what was signed,
// whatever else the new object also is: a certificate of the store, a field, a
// font (shadow attack; ISO 32000-2, 7.3.10, makes such a reference null). So
// every new object passes here, also one that a rule allows, and it does not
// matter whether the object that refers to it was written again. A null that is
// said outright counts as nothing defined, and so does a freed number.
func (s *step) promised(num int) bool {
	return !s.c.refs.sources(num, func(from, times int) bool {
		return times == 1 && s.open(from, num)
	})
}

// open: the place that refers to the number is one whose object may be replaced
// by another of any number, and is judged as such.
func (s *step) open(from, num int) bool {
	if from == 0 {
		return numOf(s.old.Trailer().Get("Info")) == num
	}
	if from != numOf(s.old.Trailer().Get("Root")) {
		return false
	}
	catalog, err := s.old.Catalog()
	if err != nil {
		return false
	}
	for _, key := range []pdf.Name{"DSS", "Metadata"} {
		if numOf(catalog.Get(key)) == num {
			return true
		}
	}
	return false
}
