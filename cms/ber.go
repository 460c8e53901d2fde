package cms

import "encoding/asn1"

// The world's signers write BER now and then: indefinite lengths, long-form
// lengths that are too long, octet strings in pieces. DER reads none of it.

type element struct {
	tag         []byte // identifier octets
	constructed bool
	length      int // of the content, -1 if indefinite
	header      int
	minimal     bool
}

func (e element) stringTag() bool { // universal string types, constructed: in pieces
	if len(e.tag) != 1 || e.tag[0]&0xc0 != 0 || !e.constructed {
		return false
	}
	switch e.tag[0] & 0x1f {
	case asn1.TagOctetString, asn1.TagBitString, asn1.TagUTF8String, asn1.TagPrintableString, asn1.TagIA5String, asn1.TagT61String, asn1.TagBMPString:
		return true
	}
	return false
}

func readHeader(in []byte) (element, error) {
	var e element
	i := 1
	if len(in) < 2 {
		return e, malformed("cut off")
	}
	e.constructed = in[0]&0x20 != 0
	if in[0]&0x1f == 0x1f {
		for i < len(in) && in[i]&0x80 != 0 {
			i++
		}
		if i++; i > 5 || i >= len(in) {
			return e, malformed("tag")
		}
	}
	e.tag = in[:i]
	first := in[i]
	i++
	switch {
	case first == 0x80:
		e.length = -1
		if !e.constructed {
			return e, malformed("indefinite length of a primitive")
		}
	case first < 0x80:
		e.length, e.minimal = int(first), true
	default:
		n := int(first & 0x7f)
		if n > 8 || i+n > len(in) {
			return e, malformed("length")
		}
		for _, b := range in[i : i+n] {
			if e.length > MaxBytes {
				return e, malformed("length beyond the data")
			}
			e.length = e.length<<8 | int(b)
		}
		e.minimal = e.length >= 0x80 && in[i] != 0
		i += n
	}
	e.header = i
	if e.length > len(in)-i {
		return e, malformed("length beyond the data")
	}
	return e, nil
}

type berWalk struct{ elements int }

func (w *berWalk) step(depth int) error {
	if w.elements++; w.elements > maxElements || depth > maxDepth {
		return ErrLimit
	}
	return nil
}

// isDER tells whether lengths and string forms of the first element are DER.
func (w *berWalk) isDER(in []byte, depth int) (n int, der bool, err error) {
	if err := w.step(depth); err != nil {
		return 0, false, err
	}
	e, err := readHeader(in)
	if err != nil {
		return 0, false, err
	}
	if e.length < 0 || !e.minimal || e.stringTag() {
		return 0, false, nil
	}
	end := e.header + e.length
	if e.constructed {
		for at := e.header; at < end; {
			m, der, err := w.isDER(in[at:end], depth+1)
			if err != nil || !der {
				return 0, false, err
			}
			at += m
		}
	}
	return end, true, nil
}

// normalise re-encodes the first element with DER lengths and whole strings.
// The order of sets is left as it is: what was signed is not ours to sort.
func (w *berWalk) normalise(in []byte, depth int) (out []byte, n int, err error) {
	if err := w.step(depth); err != nil {
		return nil, 0, err
	}
	e, err := readHeader(in)
	if err != nil {
		return nil, 0, err
	}
	if !e.constructed {
		end := e.header + e.length
		return appendElement(nil, e.tag, in[e.header:end]), end, nil
	}
	content, at, err := w.children(in, e, depth)
	if err != nil {
		return nil, 0, err
	}
	tag := e.tag
	if e.stringTag() {
		tag = []byte{e.tag[0] &^ 0x20}
	}
	return appendElement(nil, tag, content), at, nil
}

func (w *berWalk) children(in []byte, e element, depth int) (content []byte, end int, err error) {
	at := e.header
	limit := len(in)
	if e.length >= 0 {
		limit = e.header + e.length
	}
	for {
		if e.length >= 0 && at == limit {
			return content, at, nil
		}
		if e.length < 0 && at+2 <= limit && in[at] == 0 && in[at+1] == 0 {
			return content, at + 2, nil
		}
		child, n, err := w.normalise(in[at:limit], depth+1)
		if err != nil {
			return nil, 0, err
		}
		at += n
		if !e.stringTag() {
			content = append(content, child...)
			continue
		}
		piece, err := readHeader(child)
		if err != nil || piece.constructed || child[0] != e.tag[0]&^0x20 || e.tag[0]&0x1f == asn1.TagBitString {
			return nil, 0, malformed("string in pieces of another type")
		}
		content = append(content, child[piece.header:]...)
	}
}

func appendElement(out, tag, content []byte) []byte {
	out = append(out, tag...)
	switch n := len(content); {
	case n < 0x80:
		out = append(out, byte(n))
	case n < 0x100:
		out = append(out, 0x81, byte(n))
	case n < 0x10000:
		out = append(out, 0x82, byte(n>>8), byte(n))
	case n < 0x1000000:
		out = append(out, 0x83, byte(n>>16), byte(n>>8), byte(n))
	default:
		out = append(out, 0x84, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	return append(out, content...)
}
