package sheet

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Text writes the sheet as plain text, 78 columns wide.
func (s *Sheet) Text(w io.Writer) error {
	t := &textWriter{w: bufio.NewWriter(w)}
	t.line("", s.File)
	t.line("", strings.ToUpper(string(s.Verdict))+" – "+s.Headline+".")
	for _, p := range s.Why {
		t.line("  ", p)
	}
	if s.Effect != "" {
		t.line("  ", "Giá trị: "+s.Effect+".")
	}
	for _, p := range s.Do {
		t.line("  ", "Cần làm: "+p)
	}
	for i, c := range s.Signatures {
		t.card(i+1, c)
	}
	if len(s.Values) > 0 {
		t.line("", "")
		t.line("  ", "Số và ngày đã điền:")
		for _, v := range s.Values {
			t.line("    ", v.Label+": "+v.Text)
		}
	}
	t.line("", "")
	for _, p := range append(append([]string(nil), s.Coverage...), s.Notes...) {
		t.line("  ", p)
	}
	if s.LegalBasis != "" {
		t.line("  ", "Cơ sở: "+s.LegalBasis+".")
	}
	t.line("  ", "Kiểm tra vào lúc "+s.JudgedAt+".")
	if s.SHA256 != "" {
		t.line("  ", "SHA-256 của tệp: "+s.SHA256)
	}
	if t.err != nil {
		return t.err
	}
	return t.w.Flush()
}

type textWriter struct {
	w   *bufio.Writer
	err error
}

const textWidth = 78

// line writes a paragraph, broken between words.
func (t *textWriter) line(indent, text string) {
	row, width := indent, len([]rune(indent))
	empty := true
	for _, word := range strings.Fields(clean(text)) {
		n := len([]rune(word))
		if !empty && width+1+n > textWidth {
			t.write(row)
			row, width, empty = indent+"  ", len([]rune(indent))+2, true
		}
		if !empty {
			row, width = row+" ", width+1
		}
		row, width, empty = row+word, width+n, false
	}
	t.write(strings.TrimRight(row, " "))
}

func (t *textWriter) write(row string) {
	if t.err == nil {
		_, t.err = fmt.Fprintln(t.w, row)
	}
}

func (t *textWriter) card(n int, c Card) {
	t.line("", "")
	t.line("  ", fmt.Sprintf("%s %d: %s – %s", c.kind(), n, c.Title, c.Verdict))
	t.line("    ", c.As)
	for _, p := range c.Why {
		t.line("    ", "- "+p)
	}
	for _, f := range c.Facts {
		t.line("    ", f.Label+": "+f.Text)
	}
	if len(c.Changes) > 0 {
		t.line("    ", c.TitleChanges()+":")
		for _, ch := range c.Changes {
			t.line("      ", ch)
		}
	}
	t.list(titleStamps, stampLines(c))
	t.list(c.TitleGaps(), c.Gaps)
}

func (t *textWriter) list(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	t.line("    ", title+":")
	for _, l := range lines {
		t.line("      ", l)
	}
}

// clean takes control characters out: names come from the file, and a terminal
// obeys some of them.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return ' '
		}
		return r
	}, s)
}
