package pades

// oddWidget names what a new signature field has that no signature needs: an
// action, which runs when the page is opened or the field touched (12.6.3), or
// the looks of another kind of annotation.
func (s *step) oddWidget(f *formField) string {
	for _, w := range append([]widget{{f.ref, f.dict}}, f.widgets...) {
		if w.dict.Has("A") || w.dict.Has("AA") {
			return "a field for a signature with an action"
		}
		if kind := w.dict.Name("Subtype"); kind != "Widget" && (kind != "" || w.dict.Has("Subtype")) {
			return "a field for a signature that is an annotation /" + string(kind)
		}
	}
	return ""
}

// emptyField: a field for a signature to come shows nothing of its own, since
// nobody answers for it yet; where it lies over something, not even a frame.
func (s *step) emptyField(f *formField, over string) (ChangeVerdict, string) {
	for _, w := range f.widgetsOrSelf() {
		if invisible(s.new, w.dict) {
			continue
		}
		frame, _, err := dictAt(s.new, w.dict.Get("MK"))
		switch {
		case over != "" && (w.dict.Has("AP") || w.dict.Has("MK")):
			return ChangeSuspicious, "a field that nobody signed; " + over
		case err != nil || s.drawsSomething(w.dict):
			return ChangeUnclassified, "a field that nobody signed shows something"
		}
		for _, e := range frame {
			if e.Key != "BC" && e.Key != "R" {
				return ChangeUnclassified, "a field that nobody signed has a caption or a ground"
			}
		}
	}
	return ChangeAllowed, "a field for a signature to come"
}

// laidAnew reports whether the revision that signs a prepared field also laid it
// on a page where it was not: then its place is judged as that of a new one.
func (s *step) laidAnew(f *formField) bool {
	for _, w := range f.widgetsOrSelf() {
		for _, page := range s.pagesOf(w.ref) {
			before, _, err := dictAt(s.old, page)
			if err != nil || !s.shownOn(s.old, before, w.ref) {
				return true
			}
		}
	}
	return false
}
