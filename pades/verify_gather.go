package pades

import (
	"antin/pades/internal/check"
	"antin/pdf"
)

// place tells one signature dictionary from another: its object number, and
// the revision that wrote it.
type place struct{ num, writtenBy int }

// found is one signature on its way to a verdict.
type found struct {
	place          place
	field          string
	ref            pdf.Ref // of the dictionary, or of the field that holds it directly
	revision       int     // index of the revision that wrote the dictionary
	dict           pdf.Dict
	owners         map[string]bool
	removed        int // index of the first revision that no longer shows it, or -1
	broken         string
	subject        check.Subject
	permission     int // of DocMDP, 0 without
	lockPermission int // of the field's /Lock
	locks          []lock
	store          bool // the document security store stood when it was signed
	stamps         []*stamp
	findings       []check.Finding // of its integrity
	answer         *answer         // about its certificate
}

// history is the form of every revision and the signatures met in any of them.
type history struct {
	file  *pdf.File
	left  int
	room  formRoom // of the forms
	forms []*form
	sigs  []*found
	known map[place]*found

	contents, certificates int // kept of all signatures
}

// readHistory walks the form of each revision; a revision that touches nothing
// of the form shares the form of the one before.
func readHistory(file *pdf.File) (*history, error) {
	h := &history{file: file, left: maxWork, known: map[place]*found{}}
	h.room = formRoom{left: &h.left, values: maxFormValues}
	var prev *form
	for k, rev := range file.Revisions() {
		if k > 0 && !h.forms[k-1].touches(rev) && sameRoot(file.Revisions()[k-1], rev) && h.forms[k-1].present {
			h.forms = append(h.forms, h.forms[k-1])
			if err := h.revisit(k); err != nil {
				return h, err
			}
			continue
		}
		f, err := readFormAfter(rev, prev, &h.room)
		if err != nil {
			return h, err
		}
		h.forms = append(h.forms, f)
		shared := prev != nil && f.sameTree(prev)
		prev = f
		if shared {
			err = h.revisit(k)
		} else {
			err = h.collect(k)
		}
		if err != nil {
			return h, err
		}
	}
	return h, nil
}

func sameRoot(a, b *pdf.Revision) bool {
	return pdf.Equal(a.Trailer().Get("Root"), b.Trailer().Get("Root"))
}

// revisit looks again at a shared form, since the dictionary behind a field may
// have been overwritten without touching the field.
func (h *history) revisit(k int) error {
	rev := h.file.Revisions()[k]
	for _, s := range h.sigs {
		if s.ref.Num == 0 || s.removed >= 0 {
			continue
		}
		if _, by, ok := rev.Lookup(s.ref.Num); !ok || by == k {
			return h.collect(k)
		}
	}
	return nil
}

// collect meets the signatures that revision k shows, and marks those that it
// no longer shows.
func (h *history) collect(k int) error {
	shown := map[*found]bool{}
	for _, f := range h.forms[k].fields {
		if f.kind != "Sig" || f.value == nil {
			continue
		}
		s, err := h.meet(k, f)
		if err != nil {
			return err
		}
		if s != nil {
			shown[s] = true
		}
	}
	for _, s := range h.sigs {
		if !shown[s] && s.removed < 0 {
			s.removed = k
		}
	}
	return nil
}

// meet finds or makes the signature that is the value of a field; nil when the
// field is not signed.
func (h *history) meet(k int, f *formField) (*found, error) {
	rev := h.file.Revisions()[k]
	at, direct := f.ref, true
	if ref, ok := f.value.(pdf.Ref); ok {
		at, direct = ref, false
	}
	_, by, _ := rev.Lookup(at.Num)
	key := place{at.Num, by}
	if s := h.known[key]; s != nil {
		s.owners[f.name] = true
		return s, nil
	}
	dict, compressed, broken, err := h.dictionary(rev, at, f, direct)
	if err != nil || (dict == nil && broken == "") {
		return nil, err
	}
	if s := h.rewritten(f.name, dict); s != nil {
		return s, nil
	}
	if len(h.sigs) >= maxSignatures {
		return nil, beyond("the file has more than %d signatures", maxSignatures)
	}
	if err := h.keepContents(dict); err != nil {
		return nil, err
	}
	s := &found{place: key, field: f.name, ref: at, revision: by, dict: dict, owners: map[string]bool{f.name: true}, removed: -1, broken: broken}
	s.subject = check.Subject{Dict: dict, Compressed: compressed, Reachable: by == k && len(f.widgetsOrSelf()) > 0, Ambiguous: f.path}
	if len(dict.Repeated()) > 0 {
		s.subject.Ambiguous = append(append([]string(nil), f.path...), "signature dictionary")
	}
	h.known[key] = s
	h.sigs = append(h.sigs, s)
	return s, nil
}

func (f *formField) widgetsOrSelf() []widget {
	if len(f.widgets) == 0 {
		return []widget{{f.ref, f.dict}}
	}
	return f.widgets
}

// rewritten finds an earlier signature of the same field whose dictionary was
// only written again with the same value.
func (h *history) rewritten(field string, dict pdf.Dict) *found {
	for _, s := range h.sigs {
		if s.field == field && s.removed < 0 && pdf.Equal(s.dict, dict) {
			return s
		}
	}
	return nil
}

// dictionary reads the signature dictionary; broken says why there is none.
func (h *history) dictionary(rev *pdf.Revision, at pdf.Ref, f *formField, direct bool) (dict pdf.Dict, compressed bool, broken string, err error) {
	if direct {
		d, ok := f.value.(pdf.Dict)
		if _, null := f.value.(pdf.Null); null {
			return nil, false, "", nil
		}
		if !ok {
			return nil, false, "the value of the signature field is not a dictionary", nil
		}
		ind, err := rev.Locate(at)
		return d, err == nil && ind.Container.Num != 0, "", unlessMalformed(err)
	}
	ind, err := rev.Locate(at)
	if err != nil {
		return nil, false, "the signature dictionary cannot be read", unlessMalformed(err)
	}
	switch d := ind.Object.(type) {
	case pdf.Dict:
		return d, ind.Container.Num != 0, "", nil
	case nil, pdf.Null:
		return nil, false, "", nil
	}
	return nil, false, "the value of the signature field is not a dictionary", nil
}
