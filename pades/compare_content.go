package pades

import (
	"bytes"
	"errors"
	"strconv"

	"antin/pdf"
)

var errContent = errors.New("unreadable content stream")

// contentLexer reads the operators of a content stream (ISO 32000-2, 7.8.2)
// as far as it takes to know which text is shown and where things are drawn.
type contentLexer struct {
	b     []byte
	at    int
	steps int
}

// operators calls do for each operator with its operands. Reading takes work
// units off left, whoever reads and however often.
func operators(body []byte, left *int, do func(op string, args []pdf.Object) error) error {
	l := &contentLexer{b: body}
	var args []pdf.Object
	*left -= len(body) / bytesPerUnit
	charged := 0
	for {
		l.steps++
		*left -= l.steps/stepsPerUnit - charged
		charged = l.steps / stepsPerUnit
		if l.steps > maxOperators || *left < 0 {
			return errWork
		}
		o, op, err := l.next(0)
		if err != nil {
			return err
		}
		if op == "" && o == nil {
			return nil
		}
		if o != nil {
			if args = append(args, o); len(args) > 64 {
				return errContent
			}
			continue
		}
		if op == "BI" {
			if err := l.inlineImage(); err != nil {
				return err
			}
		}
		if err := do(op, args); err != nil {
			return err
		}
		args = args[:0]
	}
}

func (l *contentLexer) space() {
	for l.at < len(l.b) {
		switch c := l.b[l.at]; {
		case isBlank(c):
			l.at++
		case c == '%':
			for l.at < len(l.b) && l.b[l.at] != '\n' && l.b[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

func isBlank(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

// next is an operand, or an operator, or neither at the end.
func (l *contentLexer) next(depth int) (pdf.Object, string, error) {
	l.space()
	if l.at >= len(l.b) {
		return nil, "", nil
	}
	if depth > 16 {
		return nil, "", errContent
	}
	switch c := l.b[l.at]; {
	case c == '(':
		s, err := l.literal()
		return pdf.String{Bytes: s}, "", err
	case c == '<' && l.at+1 < len(l.b) && l.b[l.at+1] == '<':
		l.at += 2
		d, err := l.list(">>", depth)
		return pdf.Array(d), "", err // what is in a property list does not matter here
	case c == '<':
		s, err := l.hex()
		return pdf.String{Bytes: s, Hex: true}, "", err
	case c == '[':
		l.at++
		a, err := l.list("]", depth)
		return a, "", err
	case c == '/':
		l.at++
		return pdf.Name(l.word()), "", nil
	case isDelimiter(c):
		return nil, "", errContent
	}
	return number(l.word())
}

func number(w string) (pdf.Object, string, error) {
	if c := w[0]; c != '+' && c != '-' && c != '.' && (c < '0' || c > '9') {
		return keyword(w)
	}
	if n, err := strconv.ParseInt(w, 10, 64); err == nil {
		return pdf.Integer(n), "", nil
	}
	f, err := strconv.ParseFloat(w, 64)
	if err != nil {
		return nil, "", errContent
	}
	return pdf.Real(f), "", nil
}

func keyword(w string) (pdf.Object, string, error) {
	switch w {
	case "true", "false":
		return pdf.Bool(w == "true"), "", nil
	case "null":
		return pdf.Null{}, "", nil
	}
	return nil, w, nil
}

func (l *contentLexer) word() string {
	start := l.at
	for l.at < len(l.b) && !isBlank(l.b[l.at]) && !isDelimiter(l.b[l.at]) {
		l.at++
	}
	return string(l.b[start:l.at])
}

func (l *contentLexer) list(end string, depth int) (pdf.Array, error) {
	out := pdf.Array{}
	for {
		l.space()
		if bytes.HasPrefix(l.b[l.at:], []byte(end)) {
			l.at += len(end)
			return out, nil
		}
		if l.steps++; l.steps > maxOperators {
			return nil, errWork
		}
		o, op, err := l.next(depth + 1)
		if err != nil {
			return nil, err
		}
		if op != "" || o == nil {
			return nil, errContent
		}
		out = append(out, o)
	}
}

func (l *contentLexer) literal() ([]byte, error) {
	var out []byte
	depth := 0
	for l.at++; l.at < len(l.b); l.at++ {
		switch c := l.b[l.at]; c {
		case '(':
			depth++
			out = append(out, c)
		case ')':
			if depth == 0 {
				l.at++
				return out, nil
			}
			depth--
			out = append(out, c)
		case '\\':
			out = l.escape(out)
		default:
			out = append(out, c)
		}
	}
	return nil, errContent
}

// escape reads what follows a backslash; l.at stays on its last byte.
func (l *contentLexer) escape(out []byte) []byte {
	l.at++
	if l.at >= len(l.b) {
		return out
	}
	c := l.b[l.at]
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(out, "\n\r\t\b\f"[i])
	}
	if c == '\r' && l.at+1 < len(l.b) && l.b[l.at+1] == '\n' {
		l.at++
		return out
	}
	if c == '\n' || c == '\r' {
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	v := 0
	for i := 0; i < 3 && l.at < len(l.b) && l.b[l.at] >= '0' && l.b[l.at] <= '7'; i++ {
		v = v*8 + int(l.b[l.at]-'0')
		l.at++
	}
	l.at--
	return append(out, byte(v))
}

func (l *contentLexer) hex() ([]byte, error) {
	var out []byte
	half, have := 0, false
	for l.at++; l.at < len(l.b); l.at++ {
		c := l.b[l.at]
		if c == '>' {
			l.at++
			if have {
				out = append(out, byte(half<<4))
			}
			return out, nil
		}
		if isBlank(c) {
			continue
		}
		v, err := strconv.ParseUint(string(c), 16, 8)
		if err != nil {
			return nil, errContent
		}
		if have {
			out = append(out, byte(half<<4|int(v)))
		}
		half, have = int(v), !have
	}
	return nil, errContent
}

// inlineImage skips to behind EI.
func (l *contentLexer) inlineImage() error {
	for from := l.at; ; {
		i := bytes.Index(l.b[from:], []byte("EI"))
		if i < 0 {
			return errContent
		}
		end := from + i
		if end > 0 && isBlank(l.b[end-1]) && (end+2 == len(l.b) || isBlank(l.b[end+2])) {
			l.at = end + 2
			return nil
		}
		from = end + 2
	}
}
