package pdf

import (
	"bytes"
	"errors"
	"strconv"
)

// errShort says that the window ended before the object did.
var errShort = errors.New("pdf: window too short")

// parser reads objects from a window of bytes.
type parser struct {
	b       []byte
	pos     int
	base    int64 // where b[0] is in the file, or -1 when it is not in the file
	more    bool  // the source goes on after b
	depth   int
	nodes   int
	intern  map[string]Name
	lenient func(code string, off int64)
}

func (p *parser) at(pos int) int64 {
	if p.base < 0 {
		return -1
	}
	return p.base + int64(pos)
}

func (p *parser) bad(format string, args ...any) error {
	if p.pos >= len(p.b) && p.more {
		return errShort
	}
	return malformed(p.at(p.pos), format, args...)
}

func (p *parser) tolerate(code string, pos int) {
	if p.lenient != nil {
		p.lenient(code, p.at(pos))
	}
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 || c == '\f'
}

func isDelim(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func isRegular(c byte) bool { return !isSpace(c) && !isDelim(c) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// space skips white space and comments.
func (p *parser) space() {
	for p.pos < len(p.b) {
		c := p.b[p.pos]
		if c == '%' {
			for p.pos < len(p.b) && p.b[p.pos] != '\n' && p.b[p.pos] != '\r' {
				p.pos++
			}
			continue
		}
		if !isSpace(c) {
			return
		}
		p.pos++
	}
}

// keyword consumes the word when it stands here, whole.
func (p *parser) keyword(word string) bool {
	end := p.pos + len(word)
	if end > len(p.b) || string(p.b[p.pos:end]) != word {
		return false
	}
	if end < len(p.b) && isRegular(p.b[end]) {
		return false
	}
	p.pos = end
	return true
}

// regular consumes a run of regular characters; short is true when the window
// ended within it.
func (p *parser) regular() (token []byte, short bool) {
	start := p.pos
	for p.pos < len(p.b) && isRegular(p.b[p.pos]) {
		p.pos++
	}
	return p.b[start:p.pos], p.pos == len(p.b) && p.more
}

// natural reads digits and nothing else; ok is false, and nothing consumed,
// when there are none or too many.
func (p *parser) natural() (v int64, ok bool) {
	i := p.pos
	for i < len(p.b) && isDigit(p.b[i]) && i-p.pos < 18 {
		v = v*10 + int64(p.b[i]-'0')
		i++
	}
	if i == p.pos || i < len(p.b) && isDigit(p.b[i]) {
		return 0, false
	}
	p.pos = i
	return v, true
}

func (p *parser) number() (Object, error) {
	start := p.pos
	tok, short := p.regular()
	if short {
		return nil, errShort
	}
	point, plain := false, true
	for i, c := range tok {
		switch {
		case isDigit(c):
		case c == '.' && !point:
			point = true
		case (c == '-' || c == '+') && i == 0:
		default:
			plain = false
		}
	}
	if plain && !point {
		if v, err := strconv.ParseInt(string(tok), 10, 64); err == nil {
			return Integer(v), nil
		}
	}
	if plain {
		if v, err := strconv.ParseFloat(string(tok), 64); err == nil {
			return Real(v), nil
		}
		if len(tok) == 1 || string(tok) == "-." || string(tok) == "+." {
			p.tolerate(TolerateNumber, start)
			return Real(0), nil
		}
	}
	if i := bytes.IndexAny(tok[1:], "+-"); i > 0 && isDigit(tok[i]) {
		// "12.3-4": what old producers write for a small negative number.
		p.tolerate(TolerateNumber, start)
		v, err := strconv.ParseFloat(string(tok[:i+1]), 64)
		if err == nil {
			return Real(v), nil
		}
	}
	p.pos = start
	return nil, malformed(p.at(start), "not a number: %.20q", tok)
}

func (p *parser) name() (Name, error) {
	p.pos++ // the slash
	tok, short := p.regular()
	if short {
		return "", errShort
	}
	if bytes.IndexByte(tok, '#') >= 0 {
		return Name(unescapeName(tok)), nil
	}
	if n, ok := p.intern[string(tok)]; ok {
		return n, nil
	}
	n := Name(tok)
	if p.intern != nil && len(p.intern) < 4096 && len(tok) < 32 {
		p.intern[string(n)] = n
	}
	return n, nil
}

func unescapeName(tok []byte) string {
	out := make([]byte, 0, len(tok))
	for i := 0; i < len(tok); i++ {
		if tok[i] == '#' && i+2 < len(tok) {
			hi, lo := unhex(tok[i+1]), unhex(tok[i+2])
			if hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, tok[i])
	}
	return string(out)
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func (p *parser) hexString() (String, error) {
	p.pos++ // the bracket
	end := bytes.IndexByte(p.b[p.pos:], '>')
	if end < 0 {
		p.pos = len(p.b)
		return String{}, p.bad("hex string without end")
	}
	raw := p.b[p.pos : p.pos+end]
	out := make([]byte, 0, (len(raw)+1)/2)
	high := -1
	for i, c := range raw {
		v := unhex(c)
		switch {
		case v < 0 && isSpace(c):
		case v < 0:
			return String{}, malformed(p.at(p.pos+i), "not a hexadecimal digit: %q", c)
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
	p.pos += end + 1
	return String{Bytes: out, Hex: true}, nil
}

func (p *parser) literal() (String, error) {
	p.pos++ // the parenthesis
	out := make([]byte, 0, 32)
	for open := 1; p.pos < len(p.b); {
		c := p.b[p.pos]
		p.pos++
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return String{Bytes: out}, nil
			}
		case '\r':
			if p.pos < len(p.b) && p.b[p.pos] == '\n' {
				p.pos++
			}
			c = '\n'
		case '\\':
			out = p.escape(out)
			continue
		}
		out = append(out, c)
	}
	return String{}, p.bad("string without end")
}

// escape reads what follows a backslash (ISO 32000-1, table 3).
func (p *parser) escape(out []byte) []byte {
	if p.pos >= len(p.b) {
		return out
	}
	c := p.b[p.pos]
	p.pos++
	switch c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\n':
		return out
	case '\r':
		if p.pos < len(p.b) && p.b[p.pos] == '\n' {
			p.pos++
		}
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	v := int(c - '0')
	for i := 0; i < 2 && p.pos < len(p.b) && p.b[p.pos] >= '0' && p.b[p.pos] <= '7'; i++ {
		v = v<<3 | int(p.b[p.pos]-'0')
		p.pos++
	}
	return append(out, byte(v))
}
