package pdf

func unHexAll(in []byte) ([]byte, error) {
	out := make([]byte, 0, len(in)/2)
	high := -1
	for _, c := range in {
		v := unhex(c)
		switch {
		case c == '>':
			if high >= 0 {
				out = append(out, byte(high<<4))
			}
			return out, nil
		case isSpace(c):
		case v < 0:
			return out, malformed(-1, "not a hexadecimal digit: %q", c)
		case high < 0:
			high = v
		default:
			out = append(out, byte(high<<4|v))
			high = -1
		}
	}
	if high >= 0 {
		out = append(out, byte(high<<4))
	}
	return out, nil
}

func unASCII85(in []byte) ([]byte, error) {
	out := make([]byte, 0, len(in)/5*4)
	var group [5]byte
	n := 0
	for _, c := range in {
		switch {
		case isSpace(c):
		case c == '~':
			return endASCII85(out, group, n)
		case c == 'z' && n == 0:
			out = append(out, 0, 0, 0, 0)
			if len(out) > maxInflated {
				return out, overLimit("stream of more than %d bytes when decoded", maxInflated)
			}
		case c < '!' || c > 'u':
			return out, malformed(-1, "not a base 85 digit: %q", c)
		default:
			group[n] = c - '!'
			if n++; n == 5 {
				out = append85(out, group, 4)
				n = 0
			}
		}
	}
	return endASCII85(out, group, n)
}

func endASCII85(out []byte, group [5]byte, n int) ([]byte, error) {
	if n == 1 {
		return nil, malformed(-1, "one base 85 digit alone at the end")
	}
	if n == 0 {
		return out, nil
	}
	for i := n; i < 5; i++ {
		group[i] = 84
	}
	return append85(out, group, n-1), nil
}

func append85(out []byte, group [5]byte, n int) []byte {
	var v uint32
	for _, d := range group {
		v = v*85 + uint32(d)
	}
	word := [4]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}
	return append(out, word[:n]...)
}

func unRunLength(in []byte) ([]byte, error) {
	var out []byte
	for i := 0; i < len(in); {
		n := int(in[i])
		i++
		switch {
		case n == 128:
			return out, nil
		case n < 128:
			if i+n+1 > len(in) {
				return out, malformed(-1, "run length data cut short")
			}
			out = append(out, in[i:i+n+1]...)
			i += n + 1
		default:
			if i >= len(in) {
				return out, malformed(-1, "run length data cut short")
			}
			for range 257 - n {
				out = append(out, in[i])
			}
			i++
		}
		if len(out) > maxInflated {
			return out, overLimit("stream of more than %d bytes when decoded", maxInflated)
		}
	}
	return out, nil
}

// unLZW decodes LZW with the clear and end codes of TIFF. compress/lzw of the
// standard library lacks the early change of code width.
func unLZW(in []byte, early bool) ([]byte, error) {
	const clear, end = 256, 257
	type link struct {
		prev int32
		last byte
		size int32
	}
	table := make([]link, 4097)
	for i := range 256 {
		table[i] = link{-1, byte(i), 1}
	}
	next, width, prev := 258, 9, -1
	change := 0
	if early {
		change = 1
	}
	var out []byte
	var bits, have uint
	for _, c := range in {
		bits, have = bits<<8|uint(c), have+8
		if have < uint(width) {
			continue
		}
		have -= uint(width)
		code := int(bits >> have & (1<<width - 1))
		switch {
		case code == end:
			return out, nil
		case code == clear:
			next, width, prev = 258, 9, -1
			continue
		case code > next || code == next && prev < 0 || code >= 4096 || prev < 0 && code > 255:
			return out, malformed(-1, "broken LZW data")
		}
		if prev >= 0 && next < 4096 {
			table[next] = link{int32(prev), 0, table[prev].size + 1}
			first := code
			if code == next {
				first = prev
			}
			for table[first].prev >= 0 {
				first = int(table[first].prev)
			}
			table[next].last = table[first].last
			next++
		} else if code >= next {
			return out, malformed(-1, "broken LZW data")
		}
		size := int(table[code].size)
		if len(out)+size > maxInflated {
			return out, overLimit("stream of more than %d bytes when decoded", maxInflated)
		}
		out = append(out, make([]byte, size)...)
		for at, i := code, len(out)-1; at >= 0; at, i = int(table[at].prev), i-1 {
			out[i] = table[at].last
		}
		prev = code
		if next+change >= 1<<width && width < 12 {
			width++
		}
	}
	return out, nil
}
