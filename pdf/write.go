package pdf

import (
	"fmt"
	"math"
	"strconv"
)

// Append writes an object after b in the one way this package has: no comments,
// single spaces, keys in their order. A nil object, a repeated key, a number
// that is not finite and a stream (which must be an indirect object) are
// refused.
func Append(b []byte, o Object) ([]byte, error) { return appendObject(b, o, 0) }

func appendObject(b []byte, o Object, depth int) ([]byte, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("pdf: writing objects nested deeper than %d", maxDepth)
	}
	switch v := o.(type) {
	case Null:
		return append(b, "null"...), nil
	case Bool:
		return strconv.AppendBool(b, bool(v)), nil
	case Integer:
		return strconv.AppendInt(b, int64(v), 10), nil
	case Real:
		return appendReal(b, float64(v))
	case Name:
		return appendName(b, v), nil
	case String:
		return appendString(b, v), nil
	case Ref:
		return fmt.Appendf(b, "%d %d R", v.Num, v.Gen), nil
	case Array:
		b = append(b, '[')
		for i, e := range v {
			if i > 0 {
				b = append(b, ' ')
			}
			var err error
			if b, err = appendObject(b, e, depth+1); err != nil {
				return nil, err
			}
		}
		return append(b, ']'), nil
	case Dict:
		b, _, err := appendDict(b, v, depth)
		return b, err
	}
	return nil, fmt.Errorf("pdf: %T cannot be written as a direct object", o)
}

// appendDict also tells where each value stands in b.
func appendDict(b []byte, d Dict, depth int) ([]byte, []Extent, error) {
	if again := d.Repeated(); len(again) > 0 {
		return nil, nil, fmt.Errorf("pdf: writing a dictionary with %s twice", again[0])
	}
	where := make([]Extent, len(d))
	b = append(b, "<<"...)
	for i, e := range d {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(appendName(b, e.Key), ' ')
		start := len(b)
		var err error
		if b, err = appendObject(b, e.Value, depth+1); err != nil {
			return nil, nil, fmt.Errorf("%w, under %s", err, e.Key)
		}
		where[i] = Extent{int64(start), int64(len(b))}
	}
	return append(b, ">>"...), where, nil
}

func appendReal(b []byte, v float64) ([]byte, error) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil, fmt.Errorf("pdf: writing a number that is not finite")
	}
	start := len(b)
	b = strconv.AppendFloat(b, v, 'f', -1, 64)
	for _, c := range b[start:] {
		if c == '.' {
			return b, nil
		}
	}
	return append(b, ".0"...), nil // read again as a Real
}

const hexDigits = "0123456789ABCDEF"

func appendName(b []byte, n Name) []byte {
	b = append(b, '/')
	for i := range len(n) {
		c := n[i]
		if c <= ' ' || c > '~' || c == '#' || isDelim(c) {
			b = append(b, '#', hexDigits[c>>4], hexDigits[c&15])
			continue
		}
		b = append(b, c)
	}
	return b
}

func appendString(b []byte, s String) []byte {
	if s.Hex {
		b = append(b, '<')
		for _, c := range s.Bytes {
			b = append(b, hexDigits[c>>4], hexDigits[c&15])
		}
		return append(b, '>')
	}
	b = append(b, '(')
	for _, c := range s.Bytes {
		switch {
		case c == '(' || c == ')' || c == '\\':
			b = append(b, '\\', c)
		case c == '\r':
			b = append(b, '\\', 'r')
		case c == '\n':
			b = append(b, '\\', 'n')
		default:
			b = append(b, c)
		}
	}
	return append(b, ')')
}

// appendIndirect writes "N G obj … endobj" and tells where the values of a
// dictionary stand.
func appendIndirect(b []byte, ref Ref, o Object) ([]byte, Dict, []Extent, error) {
	b = fmt.Appendf(b, "%d %d obj\n", ref.Num, ref.Gen)
	var d Dict
	var where []Extent
	var err error
	switch v := o.(type) {
	case *Stream:
		var body []byte
		if body, err = v.Raw(); err != nil {
			return nil, nil, nil, err
		}
		d = v.Dict.With("Length", Integer(len(body)))
		if b, where, err = appendDict(b, d, 0); err != nil {
			break
		}
		b = append(b, "\nstream\n"...)
		b = append(b, body...)
		b = append(b, "\nendstream"...)
	case Dict:
		d = v
		b, where, err = appendDict(b, d, 0)
	default:
		b, err = Append(b, o)
	}
	if err != nil {
		return nil, nil, nil, fmt.Errorf("object %d: %w", ref.Num, err)
	}
	return append(b, "\nendobj\n"...), d, where, nil
}
