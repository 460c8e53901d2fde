package pdf

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"sort"
)

// The reasons for which a file cannot be added to.
var (
	ErrEncrypted = errors.New("pdf: the file is encrypted")
	ErrDamaged   = errors.New("pdf: the file is damaged")
	ErrTooLong   = errors.New("pdf: the file is too long for its cross-reference table")
)

// maxTableOffset is the largest offset an entry of 20 bytes holds.
const maxTableOffset = 9_999_999_999

// Update collects objects that are appended to a file as one revision. The
// bytes before are never touched. An Update is used once.
type Update struct {
	f     *File
	base  *Revision
	next  int
	objs  map[int]updated
	where map[Ref]placed
}

type updated struct {
	ref Ref
	obj Object
}

type placed struct {
	bytes  Extent
	dict   Dict
	values []Extent
}

// NewUpdate begins an update of the last revision. It fails with [ErrEncrypted],
// or with [ErrDamaged] when the cross-references had to be rebuilt, or bytes
// stand before the header, or, other than white space, after the last revision.
func (f *File) NewUpdate() (*Update, error) {
	if f.encrypted {
		return nil, ErrEncrypted
	}
	if f.repaired != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, f.repaired)
	}
	if f.prefix != 0 { // readers differ on where offsets count from
		return nil, fmt.Errorf("%w: %d bytes before the header", ErrDamaged, f.prefix)
	}
	last := f.Last()
	if err := f.onlySpaceAfter(last.End); err != nil {
		return nil, err
	}
	next := last.MaxNumber() + 1
	if size, ok := last.trailer.Get("Size").(Integer); ok && size <= maxObjectNumber {
		next = max(next, int(size))
	}
	return &Update{f: f, base: last, next: next, objs: make(map[int]updated)}, nil
}

func (f *File) onlySpaceAfter(end int64) error {
	if f.size-end > tailWindow {
		return fmt.Errorf("%w: %d bytes after the last revision", ErrDamaged, f.size-end)
	}
	b, _, err := f.bytesAt(end, int(f.size-end))
	if err != nil {
		return err
	}
	for _, c := range b {
		if !isSpace(c) {
			return fmt.Errorf("%w: bytes after the last revision", ErrDamaged)
		}
	}
	return nil
}

// Base is the revision that is being updated.
func (u *Update) Base() *Revision { return u.base }

// Reserve takes the next free object number.
func (u *Update) Reserve() Ref {
	u.next++
	return Ref{Num: u.next - 1}
}

// Add writes a new object and gives its reference.
func (u *Update) Add(o Object) Ref {
	ref := u.Reserve()
	u.Set(ref, o)
	return ref
}

// Set writes an object, or writes over one that the file has.
func (u *Update) Set(ref Ref, o Object) { u.objs[ref.Num] = updated{ref, o} }

// Get reads an object as it will be: what was set, or what the base has.
func (u *Update) Get(ref Ref) (Object, error) {
	if o, ok := u.objs[ref.Num]; ok && o.ref == ref {
		return o.obj, nil
	}
	return u.base.Get(ref)
}

// Tail is what to append to the file: the objects by number, cross-references
// of the kind the file has (a table for a hybrid file), the trailer. Its
// second /ID is made from the content, so the same update gives the same
// bytes.
func (u *Update) Tail() ([]byte, error) {
	b, err := u.startLine()
	if err != nil {
		return nil, err
	}
	nums := make([]int, 0, len(u.objs)+1)
	for n := range u.objs {
		nums = append(nums, n)
	}
	sort.Ints(nums)
	u.where = make(map[Ref]placed, len(nums))
	entries := make([]slot, 0, len(nums)+1)
	for _, n := range nums {
		o := u.objs[n]
		start := len(b)
		var d Dict
		var values []Extent
		if b, d, values, err = appendIndirect(b, o.ref, o.obj); err != nil {
			return nil, err
		}
		u.where[o.ref] = placed{u.fileExtent(start, len(b)-1), d, values}
		entries = append(entries, slot{at: u.f.size + int64(start), num: uint32(n), kind: InUse, gen: uint16(o.ref.Gen)})
	}
	return u.finish(b, entries)
}

func (u *Update) fileExtent(start, end int) Extent {
	return Extent{u.f.size + int64(start), u.f.size + int64(end)}
}

// Value tells where in the file, once the tail is appended, the value stands
// that an updated dictionary (or stream) has under a key. It answers after
// Tail.
func (u *Update) Value(ref Ref, key Name) (Extent, bool) {
	p := u.where[ref]
	for i, e := range p.dict {
		if e.Key == key {
			v := p.values[i]
			return u.fileExtent(int(v.Start), int(v.End)), true
		}
	}
	return Extent{}, false
}

// startLine begins the tail with an end of line when the file lacks one.
func (u *Update) startLine() ([]byte, error) {
	last, _, err := u.f.bytesAt(u.f.size-1, 1)
	if err != nil {
		return nil, err
	}
	if last[0] == '\n' || last[0] == '\r' {
		return nil, nil
	}
	return []byte{'\n'}, nil
}

func (u *Update) finish(b []byte, entries []slot) ([]byte, error) {
	start := u.f.size + int64(len(b))
	var err error
	if u.base.section.stream {
		b, err = u.xrefStream(b, entries, start)
	} else {
		b, err = u.xrefTable(b, entries, start)
	}
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(b, "startxref\n%d\n%%%%EOF\n", start), nil
}

func (u *Update) xrefTable(b []byte, entries []slot, start int64) ([]byte, error) {
	if start > maxTableOffset {
		return nil, ErrTooLong
	}
	trailer := u.trailer(b)
	b = append(b, "xref\n"...)
	for i := 0; i < len(entries); {
		j := i
		for j < len(entries) && int(entries[j].num)-int(entries[i].num) == j-i {
			j++
		}
		b = fmt.Appendf(b, "%d %d\n", entries[i].num, j-i)
		for ; i < j; i++ {
			b = fmt.Appendf(b, "%010d %05d n \n", entries[i].at, entries[i].gen)
		}
	}
	b = append(b, "trailer\n"...)
	b, err := Append(b, trailer)
	return append(b, '\n'), err
}

func (u *Update) xrefStream(b []byte, entries []slot, start int64) ([]byte, error) {
	self := u.Reserve()
	entries = append(entries, slot{at: start, num: uint32(self.Num), kind: InUse})
	width := 4
	for start>>(8*width) > 0 {
		width++
	}
	var body []byte
	var index Array
	for i, e := range entries {
		body = append(body, 1)
		for shift := 8 * (width - 1); shift >= 0; shift -= 8 {
			body = append(body, byte(e.at>>shift))
		}
		body = append(body, byte(e.gen>>8), byte(e.gen))
		if i > 0 && entries[i-1].num+1 == e.num {
			index[len(index)-1] = index[len(index)-1].(Integer) + 1
			continue
		}
		index = append(index, Integer(e.num), Integer(1))
	}
	d := append(Dictionary("Type", Name("XRef"), "W", Array{Integer(1), Integer(width), Integer(2)}, "Index", index), u.trailer(b)...)
	b, _, _, err := appendIndirect(b, self, NewStream(d, body))
	return b, err
}

// trailer carries over what concerns the document; all else in the old one
// describes the old cross-references or the old bytes.
func (u *Update) trailer(b []byte) Dict {
	old := u.base.trailer
	d := Dictionary("Size", Integer(u.next), "Prev", Integer(u.base.StartXref))
	for _, key := range []Name{"Root", "Info"} {
		if v := old.Get(key); v != nil {
			d = append(d, Entry{Key: key, Value: v})
		}
	}
	sum := sha256.Sum256(fmt.Appendf(b[:len(b):len(b)], "%d %d", u.f.size, u.base.StartXref))
	second := String{Bytes: sum[:16], Hex: true}
	first := second
	if id, err := u.base.Array(old.Get("ID")); err == nil && len(id) > 0 {
		if s, ok := id[0].(String); ok {
			first = String{Bytes: s.Bytes, Hex: true}
		}
	}
	return append(d, Entry{Key: "ID", Value: Array{first, second}})
}
