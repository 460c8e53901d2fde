package pades

import (
	"fmt"

	"antin/pdf"
)

// trailer compares what the two trailers name.
func (s *step) trailer() error {
	before, after := s.old.Trailer(), s.new.Trailer()
	if len(after.Repeated()) > 0 {
		s.suspicious("repeated-keys", 0, "", ruleRepeated, "the trailer has a key twice")
	}
	for _, key := range keysOf(s.c.left, before, after) {
		a, b := before.Get(key), after.Get(key)
		if pdf.Equal(a, b) {
			continue
		}
		switch key {
		case "Size", "Prev", "XRefStm", "Type", "W", "Index", "Length", "Filter", "DecodeParms", "DocChecksum", "DL":
		case "ID":
			s.identifier(a, b)
		case "Info":
			// judged below with the object itself
		case "AuthCode": // of an encrypted file, made anew for each revision (ISO/TS 32004, 5)
		case "Root", "Encrypt":
			s.suspicious("trailer-changed", 0, "", ruleTrailer, fmt.Sprintf("/%s of the trailer changed", key))
		default:
			s.foreignKey(key, a, b)
		}
	}
	s.encryption()
	s.info(before.Get("Info"), after.Get("Info"))
	s.size(before.Get("Size"), after.Get("Size"))
	return nil
}

// maxEncryption is how many objects an encryption dictionary may be made of: one
// and its crypt filters.
const maxEncryption = 64

// encryption: who writes the encryption dictionary anew decides what every signed
// string and stream decrypts to (7.6.2), whichever trailer names it.
func (s *step) encryption() {
	if !s.c.file.Encrypted() {
		return
	}
	var waiting []int
	for _, rev := range s.c.file.Revisions()[:s.k] {
		waiting = append(waiting, refsOf(rev.Trailer().Get("Encrypt"), s.c.left)...)
	}
	seen := map[int]bool{}
	for len(waiting) > 0 && len(seen) < maxEncryption {
		num := waiting[0]
		if waiting = waiting[1:]; seen[num] {
			continue
		}
		seen[num] = true
		if t := s.changed(num); t != nil && (t.before == nil || t.after == nil || !s.alike(t.before, t.after, 0)) {
			s.suspicious("trailer-changed", num, "", ruleTrailer, "the encryption dictionary of the trailer changed")
			return
		}
		if inner, err := s.old.Resolve(pdf.Ref{Num: num}); err == nil {
			waiting = append(waiting, refsOf(inner, s.c.left)...)
		}
	}
}

// foreignKey: what no standard knows, no reader of the standard follows. One
// that is left out does no harm, one that leads to an object is not known.
func (s *step) foreignKey(key pdf.Name, a, b pdf.Object) {
	if b == nil || len(refsOf(b, s.c.left)) == 0 {
		s.aside("trailer-changed", classMetadata, 0, "", ruleTrailer, fmt.Sprintf("/%s of the trailer, a key of some producer", key))
		return
	}
	if !s.alike(a, b, 0) {
		s.suspicious("trailer-changed", 0, "", ruleTrailer, fmt.Sprintf("/%s of the trailer changed", key))
	}
}

// size: an object whose number is not below /Size is undefined to a reader that
// keeps to it (7.5.5), and there for one that does not.
func (s *step) size(before, after pdf.Object) {
	had := s.c.highest
	s.c.highest = max(had, highestInUse(s.new))
	n, ok := after.(pdf.Integer)
	if ok && int64(n) > int64(s.c.highest) {
		return
	}
	if old, okBefore := before.(pdf.Integer); ok && okBefore && int64(old) <= int64(had) && s.c.highest == had && n >= old {
		return // the signed revision had it already, and this one adds nothing to it
	}
	s.suspicious("trailer-changed", 0, "", ruleTrailer, fmt.Sprintf("/Size hides object %d, which is in use", s.c.highest))
}

// highestInUse is the highest number that a revision itself wrote and that is
// not free.
func highestInUse(rev *pdf.Revision) int {
	highest := 0
	for e := range rev.All() {
		if e.Kind != pdf.Free {
			highest = e.Num // they come by number
		}
	}
	return highest
}

// identifier: the first half stays for the life of the file.
func (s *step) identifier(a, b pdf.Object) {
	x, okA := a.(pdf.Array)
	y, okB := b.(pdf.Array)
	if okA && okB && len(x) == 2 && len(y) == 2 && pdf.Equal(x[0], y[0]) {
		return
	}
	if a == nil || b == nil {
		return // writers that leave it out do no harm
	}
	if s.c.file.Encrypted() {
		s.suspicious("identifier-changed", 0, "", ruleTrailer, "the key of the file is derived from its identifier")
		return
	}
	s.aside("identifier-changed", classMetadata, 0, "", ruleTrailer, "the permanent identifier of the file changed; no page shows it")
}

// info judges the document information dictionary: words about the file that
// no page shows.
func (s *step) info(a, b pdf.Object) {
	ref, ok := b.(pdf.Ref)
	if !ok {
		if dict, isDict := b.(pdf.Dict); isDict && s.flat(dict, 0) {
			s.aside("information-changed", classMetadata, 0, "", ruleInfo, "")
		} else if !pdf.Equal(a, b) && b != nil {
			s.suspicious("info-changed", 0, "", ruleTrailer, "/Info is no dictionary of plain values")
		}
		return
	}
	t := s.changed(ref.Num)
	if t == nil {
		if !pdf.Equal(a, b) {
			s.suspicious("info-changed", ref.Num, "", ruleTrailer, "/Info was pointed at an object that was there before")
		}
		return
	}
	dict, ok := t.after.(pdf.Dict)
	if !ok || !s.flat(dict, ref.Num) || !s.only(ref.Num, 0) {
		return // left to rest, which will call it suspicious
	}
	t.explained = true
	s.aside("information-changed", classMetadata, ref.Num, "", ruleInfo, "")
}

// flat: only strings, names, numbers and truth values, also by reference, as
// long as nothing else refers to those.
func (s *step) flat(d pdf.Dict, holder int) bool {
	for _, e := range d {
		v := e.Value
		if ref, ok := v.(pdf.Ref); ok {
			if t := s.changed(ref.Num); t != nil {
				if !s.only(ref.Num, holder) {
					return false
				}
				v, t.explained = t.after, true
			} else if o, err := s.new.Get(ref); err == nil {
				v = o
			}
		}
		switch v.(type) {
		case nil, pdf.String, pdf.Name, pdf.Bool, pdf.Integer, pdf.Real, pdf.Null:
		default:
			return false
		}
	}
	return len(d.Repeated()) == 0
}
