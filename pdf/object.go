package pdf

import (
	"bytes"
	"fmt"
	"io"
)

// Object is any value of a PDF file: Null, Bool, Integer, Real, String, Name,
// Array, Dict, *Stream or Ref. A nil Object stands for "not there".
type Object interface{ isObject() }

// Null is the null object; a reference to nothing resolves to it.
type Null struct{}

// Bool is true or false.
type Bool bool

// Integer is a number written without a point.
type Integer int64

// Real is a number written with a point.
type Real float64

// Name is a name without its slash, escapes undone.
type Name string

// String is a string of bytes; Hex says how it was or will be written.
type String struct {
	Bytes []byte
	Hex   bool
}

// Array is a list of objects.
type Array []Object

// Ref points to an indirect object.
type Ref struct{ Num, Gen int }

// Extent is a range of bytes of the file, from Start up to but without End.
// The zero Extent means that the value has no bytes of its own in the file: it
// came out of an object stream or was made by a program.
type Extent struct{ Start, End int64 }

// Len is the number of bytes in the extent.
func (e Extent) Len() int64 { return e.End - e.Start }

// Known reports whether the value has bytes of its own in the file.
func (e Extent) Known() bool { return e.End > e.Start }

// Contains reports whether the other extent lies wholly within this one.
func (e Extent) Contains(o Extent) bool { return o.Start >= e.Start && o.End <= e.End }

// Entry is one key of a dictionary with its value, and where in the file the
// value's bytes are (from the first byte of the value, such as "<" of a hex
// string, to the one after its last).
type Entry struct {
	Key   Name
	Value Object
	Bytes Extent
}

// Dict is a dictionary in the order of the file. A key may stand in it more
// than once: [Dict.Get] answers the last, as most readers do, and
// [Dict.Repeated] tells that it happened.
type Dict []Entry

func (Null) isObject()    {}
func (Bool) isObject()    {}
func (Integer) isObject() {}
func (Real) isObject()    {}
func (Name) isObject()    {}
func (String) isObject()  {}
func (Array) isObject()   {}
func (Dict) isObject()    {}
func (*Stream) isObject() {}
func (Ref) isObject()     {}

// String writes the reference as in a file: "12 0 R".
func (r Ref) String() string { return fmt.Sprintf("%d %d R", r.Num, r.Gen) }

// Entry finds the last entry of the key.
func (d Dict) Entry(key Name) (Entry, bool) {
	for i := len(d) - 1; i >= 0; i-- {
		if d[i].Key == key {
			return d[i], true
		}
	}
	return Entry{}, false
}

// Get is the value of the key, unresolved, or nil when it is not there.
func (d Dict) Get(key Name) Object {
	e, _ := d.Entry(key)
	return e.Value
}

// Has reports whether the key is there, whatever its value.
func (d Dict) Has(key Name) bool {
	_, ok := d.Entry(key)
	return ok
}

// Name is the direct name under the key, or "" when there is none.
func (d Dict) Name(key Name) Name {
	n, _ := d.Get(key).(Name)
	return n
}

// With is a copy of the dictionary in which the key stands once with this
// value. The receiver is not changed.
func (d Dict) With(key Name, v Object) Dict {
	out := make(Dict, 0, len(d)+1)
	done := false
	for _, e := range d {
		if e.Key != key {
			out = append(out, e)
			continue
		}
		if !done {
			out = append(out, Entry{Key: key, Value: v})
			done = true
		}
	}
	if !done {
		out = append(out, Entry{Key: key, Value: v})
	}
	return out
}

// Without is a copy of the dictionary without the key.
func (d Dict) Without(key Name) Dict {
	out := make(Dict, 0, len(d))
	for _, e := range d {
		if e.Key != key {
			out = append(out, e)
		}
	}
	return out
}

// Repeated lists the keys that stand more than once; readers differ on which
// of them counts, so nothing signed may rest on such a dictionary.
func (d Dict) Repeated() []Name {
	var out []Name
	seen := make(map[Name]int, len(d))
	for _, e := range d {
		seen[e.Key]++
		if seen[e.Key] == 2 {
			out = append(out, e.Key)
		}
	}
	return out
}

// Dictionary makes a Dict from keys (string or Name) and values in turn, for
// literals in code. A value that is no Object becomes nil, which the writer
// refuses.
func Dictionary(pairs ...any) Dict {
	d := make(Dict, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		v, _ := pairs[i+1].(Object)
		d = append(d, Entry{Key: Name(fmt.Sprint(pairs[i])), Value: v})
	}
	return d
}

// Equal reports whether two objects have the same value: places in the file,
// the writing of strings and the order of keys do not count, references count
// as references. Dictionaries with repeated keys are equal to nothing.
// Streams are equal when their dictionaries and raw bytes are.
func Equal(a, b Object) bool {
	switch x := a.(type) {
	case nil:
		return b == nil
	case String:
		y, ok := b.(String)
		return ok && bytes.Equal(x.Bytes, y.Bytes)
	case Array:
		y, ok := b.(Array)
		return ok && equalArrays(x, y)
	case Dict:
		y, ok := b.(Dict)
		return ok && equalDicts(x, y)
	case *Stream:
		y, ok := b.(*Stream)
		return ok && equalStreams(x, y)
	default:
		switch b.(type) {
		case String, Array, Dict, *Stream:
			return false
		}
		return a == b
	}
}

func equalArrays(a, b Array) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

func equalDicts(a, b Dict) bool {
	if len(a) != len(b) {
		return false
	}
	other := make(map[Name]Object, len(b))
	for _, e := range b {
		other[e.Key] = e.Value
	}
	if len(other) != len(b) || len(a.Repeated()) > 0 {
		return false
	}
	for _, e := range a {
		v, ok := other[e.Key]
		if !ok || !Equal(e.Value, v) {
			return false
		}
	}
	return true
}

func equalStreams(a, b *Stream) bool {
	if a == b {
		return true
	}
	return equalDicts(a.Dict, b.Dict) && SameBody(a, b)
}

// SameBody compares two bodies as stored, piece by piece, since they may be
// large. Beyond what all comparisons of a file may read together, two bodies are
// not known to be the same.
func SameBody(a, b *Stream) bool {
	n := a.length()
	if n != b.length() || !a.mayCompare(n) || !b.mayCompare(n) {
		return false
	}
	if a.f != nil && a.f == b.f && a.Bytes == b.Bytes {
		return true
	}
	x, y := a.Reader(), b.Reader()
	p, q := make([]byte, min(n, window)), make([]byte, min(n, window))
	for ; n > 0; n -= int64(len(p)) {
		p, q = p[:min(n, window)], q[:min(n, window)]
		if _, err := io.ReadFull(x, p); err != nil {
			return false
		}
		if _, err := io.ReadFull(y, q); err != nil || !bytes.Equal(p, q) {
			return false
		}
	}
	return true
}

// Number reads an Integer or a Real.
func Number(o Object) (float64, bool) {
	switch n := o.(type) {
	case Integer:
		return float64(n), true
	case Real:
		return float64(n), true
	}
	return 0, false
}
