package pades

import (
	"errors"
	"math"

	"antin/pdf"
)

// graphics is what q keeps for Q (ISO 32000-2, 8.4.1).
type graphics struct {
	ctm     matrix
	pen     float64
	letters lettering
}

// lettering is the text state (ISO 32000-2, table 103), as far as it says where
// letters lie.
type lettering struct {
	font                       *breadths
	size, leading, rise, scale float64
	char, word                 float64 // gaps behind each letter and each blank
}

func (l *lettering) set(op string, to float64) {
	switch op {
	case "TL":
		l.leading = to
	case "Tc":
		l.char = to
	case "Tw":
		l.word = to
	case "Ts":
		l.rise = to
	case "Tz":
		l.scale = to / 100
	}
}

// breadths is how far a font moves on for a code.
type breadths struct {
	bytes int // in a code
	first int
	known []float64 // in em, from first on
}

// of gives the least and the most that a code may take. What the file does not
// say is between the narrowest and the mean of any text face.
func (b *breadths) of(code byte) (least, most float64) {
	if b == nil || b.bytes == 1 && b.known == nil {
		return 0.2, 0.6
	}
	if b.bytes == 2 {
		return 0.2, 1.2
	}
	if i := int(code) - b.first; i >= 0 && i < len(b.known) {
		return b.known[i], b.known[i]
	}
	return 0, 0.6
}

func (m *marker) readBreadths(o pdf.Object) *breadths {
	font, _, err := dictAt(m.rev, o)
	if err != nil {
		return nil
	}
	encoding := font.Name("Encoding")
	if n := len(encoding); n > 2 && encoding[n-2:] == "-V" {
		m.bad = errors.New("text from top to bottom")
	}
	if font.Name("Subtype") == "Type0" {
		return &breadths{bytes: 2}
	}
	b := &breadths{bytes: 1}
	unit := 0.001
	if own, ok, _ := arrayAt(m.rev, font.Get("FontMatrix")); ok && font.Name("Subtype") == "Type3" && len(numbers(own)) == 6 {
		unit = math.Abs(numbers(own)[0])
	}
	first, _ := m.rev.Resolve(font.Get("FirstChar"))
	n, ok := first.(pdf.Integer)
	list, isList, err := arrayAt(m.rev, font.Get("Widths"))
	if err != nil || !ok || !isList || n < 0 || n > 255 {
		return b
	}
	b.first = int(n)
	for _, item := range list[:min(len(list), 256)] {
		o, _ := m.rev.Resolve(item)
		w, _ := pdf.Number(o)
		b.known = append(b.known, w*unit)
	}
	return b
}

func (m *marker) setFont(args []pdf.Object, size float64) {
	m.letters.size = size
	name, _ := args[0].(pdf.Name)
	if b, met := m.fonts[name]; met {
		m.letters.font = b
		return
	}
	list, _, err := dictAt(m.rev, m.resources.Get("Font"))
	if err != nil {
		m.bad = err
	}
	m.keepFont(name, list.Get(name))
}

func (m *marker) keepFont(name pdf.Name, o pdf.Object) {
	if m.fonts == nil {
		m.fonts = map[pdf.Name]*breadths{}
	}
	m.letters.font = m.readBreadths(o)
	m.fonts[name] = m.letters.font
}

func (m *marker) textOperator(op string, args []pdf.Object, n []float64) {
	switch op {
	case "TL", "Tc", "Tw", "Ts", "Tz":
		if len(n) == 1 {
			m.letters.set(op, n[0])
		}
	case "BT":
		m.startLine(identity)
	case "Tf":
		if len(n) == 1 && len(args) == 2 {
			m.setFont(args, n[0])
		}
	case "Tm":
		if len(n) == 6 {
			m.startLine(matrix(n))
		}
	case "Td", "TD":
		if len(n) == 2 {
			if op == "TD" {
				m.letters.leading = -n[1]
			}
			m.newLine(n[0], n[1])
		}
	case "T*":
		m.newLine(0, -m.letters.leading)
	case "'", "\"":
		if op == "\"" && len(n) == 2 {
			m.letters.word, m.letters.char = n[0], n[1]
		}
		m.newLine(0, -m.letters.leading)
		m.show(args)
	case "Tj", "TJ":
		m.show(args)
	}
}

func (m *marker) newLine(x, y float64) { m.startLine(matrix{1, 0, 0, 1, x, y}.times(m.line)) }

func (m *marker) startLine(at matrix) { m.line, m.lo, m.hi = at, 0, 0 }

// show marks the strings of Tj and TJ one by one; the numbers between them are
// gaps (9.4.3).
func (m *marker) show(args []pdf.Object) {
	for _, a := range args {
		switch v := a.(type) {
		case pdf.String:
			m.showString(v.Bytes)
		case pdf.Array:
			for _, item := range v {
				if s, ok := item.(pdf.String); ok {
					m.showString(s.Bytes)
				} else if n, ok := pdf.Number(item); ok {
					gap := -n / 1000 * m.letters.size * m.letters.scale
					m.lo, m.hi = m.lo+gap, m.hi+gap
				}
			}
		}
	}
}

// showString marks from where the first letter may begin to where the last may
// end, and moves on by as much as is known (9.4.4).
func (m *marker) showString(text []byte) {
	l := m.letters
	width := 1
	if l.font != nil {
		width = l.font.bytes
	}
	from, to := min(m.lo, m.hi), max(m.lo, m.hi)
	reach := func(x float64) { from, to = min(from, x), max(to, x) }
	for i := 0; i+width <= len(text); i += width {
		gap := l.char
		if width == 1 && text[i] == ' ' {
			gap += l.word
		}
		least, most := l.font.of(text[i])
		reach(m.hi + 0.6*l.size*l.scale) // a letter is drawn, however little it moves on
		m.lo += (least*l.size + gap) * l.scale
		m.hi += (most*l.size + gap) * l.scale
		reach(m.lo)
		reach(m.hi)
	}
	if len(text) > 0 {
		m.mark(m.line.times(m.ctm).box(pdf.Rect{X0: from, Y0: l.rise - 0.3*l.size, X1: to, Y1: l.rise + l.size}))
	}
}
