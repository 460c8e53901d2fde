package check

// overlap: two signatures may be nested, but their holes may not touch.
var overlap = check{"no-overlap", "ISO 32000-2, 12.8.1", func(s *Subject) verdict {
	if s.Range.Fault != "" {
		return fail(FormatFailure, "no usable byte range")
	}
	g := s.Range.Gap()
	for _, o := range s.Others {
		if g.Start < o.End && o.Start < g.End {
			return fail(FormatFailure, "its hole overlaps the hole of another signature")
		}
	}
	return pass()
}}
