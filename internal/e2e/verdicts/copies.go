package verdicts

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"

	"antin/pdf"
)

// Copy is a way to write a file again that leaves the verdict on it as it is.
type Copy string

// The copies. One harmful twin stands beside them: every good file with one
// byte flipped, which has to be rejected.
const (
	AsIs       Copy = "as-is"
	OtherCase  Copy = "other-case"  // hex digits of /Contents, where no signature covers them
	EndOfLine  Copy = "end-of-line" // one more after the last %%EOF
	EqualAgain Copy = "equal-again" // a revision that writes catalog and page tree as they are
	WithStore  Copy = "with-store"  // a revision that adds a DSS with one certificate
	CutBack    Copy = "cut-back"    // a good file as its signer left it, without what came after
	Flipped    Copy = "flipped"     // the twin: one bit of the header
)

// Copies lists all of them.
func Copies() []Copy {
	return []Copy{AsIs, OtherCase, EndOfLine, EqualAgain, WithStore, CutBack, Flipped}
}

// of makes a copy. It is not ok where the file cannot be written so: no
// signature to spell otherwise, or a file that cannot be added to.
func (c Copy) of(row Row) (data []byte, ok bool) {
	switch c {
	case OtherCase:
		return otherCase(row.data)
	case EndOfLine:
		return append(bytes.Clone(row.data), '\n'), true
	case EqualAgain:
		return appended(row.data, writeEqual)
	case WithStore:
		return appended(row.data, addStore(row))
	case CutBack:
		return cutBack(row)
	case Flipped:
		return flipped(row)
	}
	return row.data, true
}

var byteRange = regexp.MustCompile(`/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]`)

// span is bytes [from, to) of a file.
type span struct{ from, to int }

// otherCase changes hexadecimal digits of signatures from small to capital and
// back. An earlier signature's digits are under the later ones: those stay.
func otherCase(data []byte) ([]byte, bool) {
	var holes, covered []span
	for _, m := range byteRange.FindAllSubmatch(data, -1) {
		n := [4]int{}
		for i := range n {
			v, err := strconv.Atoi(string(m[i+1]))
			if err != nil || v > len(data) {
				v = 0
			}
			n[i] = v
		}
		covered = append(covered, span{n[0], n[0] + n[1]}, span{n[2], n[2] + n[3]})
		if hole := (span{n[0] + n[1], n[2]}); hole.from < hole.to && data[hole.from] == '<' {
			holes = append(holes, hole)
		}
	}
	out, changed := bytes.Clone(data), false
	for _, h := range holes {
		if isUnder(h, covered) {
			continue
		}
		for i := h.from; i < h.to; i++ {
			if c := out[i]; c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' {
				out[i] ^= 0x20
				changed = true
			}
		}
	}
	return out, changed
}

func isUnder(hole span, covered []span) bool {
	for _, c := range covered {
		if hole.from < c.to && c.from < hole.to {
			return true
		}
	}
	return false
}

// appended adds a revision, where the file is one that can be added to.
func appended(data []byte, write func(*pdf.Update) error) ([]byte, bool) {
	f, err := pdf.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, false
	}
	u, err := f.NewUpdate()
	if err != nil {
		return nil, false
	}
	if err := write(u); err != nil {
		return nil, false
	}
	tail, err := u.Tail()
	if err != nil {
		return nil, false
	}
	return append(bytes.Clone(data), tail...), true
}

func catalog(u *pdf.Update) (pdf.Ref, pdf.Dict, error) {
	ref, ok := u.Base().Trailer().Get("Root").(pdf.Ref)
	if !ok {
		return ref, nil, fmt.Errorf("/Root is no reference")
	}
	d, err := u.Base().Catalog()
	if err == nil && d == nil {
		err = fmt.Errorf("/Root leads to no dictionary")
	}
	return ref, d, err
}

func writeEqual(u *pdf.Update) error {
	ref, root, err := catalog(u)
	if err != nil {
		return err
	}
	u.Set(ref, root)
	if pages, ok := root.Get("Pages").(pdf.Ref); ok {
		tree, err := u.Base().Get(pages)
		if err != nil {
			return err
		}
		u.Set(pages, tree)
	}
	return nil
}

// addStore adds a document security store (ISO 32000-2, 12.8.4.3) to a file
// that has none.
func addStore(row Row) func(*pdf.Update) error {
	return func(u *pdf.Update) error {
		ref, root, err := catalog(u)
		if err != nil {
			return err
		}
		if root.Has("DSS") || len(row.Anchors) == 0 {
			return fmt.Errorf("a store is there, or nothing to put into one")
		}
		cert := u.Add(pdf.NewStream(nil, row.Anchors[0].Raw))
		store := u.Add(pdf.Dictionary("Type", pdf.Name("DSS"), "Certs", pdf.Array{cert}))
		u.Set(ref, root.With("DSS", store))
		return nil
	}
}

func (r Row) good() bool {
	return r.Expected == "valid" || r.Expected == "modified-after-sign-allowed"
}

// cutBack ends a good file after the revision of the signature meant, with the
// end of line that may follow it.
func cutBack(row Row) ([]byte, bool) {
	if !row.good() || row.Field == "" {
		return nil, false
	}
	for _, m := range byteRange.FindAllSubmatch(row.data, -1) {
		first, err := strconv.Atoi(string(m[3]))
		if err != nil {
			continue
		}
		length, err := strconv.Atoi(string(m[4]))
		if end := first + length; err == nil && end < len(row.data) && covers(row, end) {
			for end < len(row.data) && (row.data[end] == '\r' || row.data[end] == '\n') {
				end++
			}
			return row.data[:end], true
		}
	}
	return nil, false
}

// covers reports whether the signature meant ends there.
func covers(row Row, end int) bool {
	f, err := pdf.Open(bytes.NewReader(row.data[:end]), int64(end))
	if err != nil {
		return false
	}
	root, err := f.Last().Catalog()
	if err != nil {
		return false
	}
	form, err := f.Last().Dict(root.Get("AcroForm"))
	if err != nil {
		return false
	}
	fields, err := f.Last().Array(form.Get("Fields"))
	if err != nil {
		return false
	}
	for _, o := range fields {
		field, err := f.Last().Dict(o)
		if err != nil {
			return false
		}
		name, _ := field.Get("T").(pdf.String)
		value, err := f.Last().Dict(field.Get("V"))
		if err != nil || pdf.Text(name) != row.Field {
			continue
		}
		n, err := f.Last().Array(value.Get("ByteRange"))
		return err == nil && len(n) == 4 && sum(n) == end
	}
	return false
}

func sum(byteRange pdf.Array) int {
	a, _ := byteRange[2].(pdf.Integer)
	b, _ := byteRange[3].(pdf.Integer)
	return int(a + b)
}

// flipped changes the last digit of the version in the header, which every
// signature covers and readers hardly heed.
func flipped(row Row) ([]byte, bool) {
	if !row.good() {
		return nil, false
	}
	if !bytes.HasPrefix(row.data, []byte("%PDF-")) || len(row.data) < 8 {
		return nil, false
	}
	out := bytes.Clone(row.data)
	out[7] ^= 1
	return out, true
}
