package placement

// Find reads the words of a document and plans every place on it. The only
// error is ErrNoPages: what is not found gets a default place.
func Find(pages []Page, h Hints) (Plan, error) {
	if len(pages) == 0 {
		return Plan{}, ErrNoPages
	}
	if len(pages) > MaxPages {
		pages = pages[:MaxPages]
	}
	h = h.withDefaults()
	sheets := prepare(pages)
	main := sheets[:mainPages(sheets)]

	var plan Plan
	var ok bool
	if plan.Number, ok = findNumber(main[0]); !ok {
		plan.Number = defaultNumber(main[0])
	}
	if plan.Day, plan.Month, plan.Year, ok = findDate(main); !ok {
		plan.Day, plan.Month, plan.Year = defaultDate(main[0])
	}
	plan.Day = settle(main, plan.Day)
	plan.Month = settle(main, plan.Month)
	plan.Year = settle(main, plan.Year)
	plan.Number = settle(main, plan.Number)

	plan.Signer = defaultSigner(main, h)
	if b, ok := findBlock(main, h); ok {
		plan.Signer = b.picture(main, h)
	} else if spot, ok := overName(main, h); ok {
		plan.Signer = spot
	}
	plan.Signer = settle(main, plan.Signer)
	plan.Seal = SealOver(main[plan.Signer.Page-1].Page, plan.Signer, h.SealWidth, h.SealHeight, h.Overlap)
	plan.Copy = copyPlace(main[0])
	return plan, nil
}

// settle is the last guard: a place that turns out to cover a word, or that is
// too narrow, moves to free paper near it and counts as not found.
func settle(sheets []sheet, s Spot) Spot {
	if s.Printed {
		return s
	}
	p := sheets[s.Page-1].Page
	s.Rect = Clamp(p, s.Rect)
	covers := len(WordsUnder(p, s.Rect)) > 0
	narrow := s.Rect.Width() < minDay || s.Rect.Height() < 4
	if !covers && !narrow {
		return s
	}
	width, height := max(s.Rect.Width(), 24), max(s.Rect.Height(), 12)
	s.Rect = freeRect(p, s.Rect.X0, p.Height-s.Rect.Y1, width, height)
	if s.Found {
		s.Found = false
		s.Why += "; chỗ trống không đủ, đã dời sang chỗ trống gần nhất"
	}
	return s
}
