package placement

import (
	"fmt"
	"math"
	"strings"
	"unicode"
)

// Sizes in points of what has to be written into a blank.
const (
	minNumber = 12.0 // two digits at 12 points
	minDay    = 9.0  // two digits shrunk to 9 points
	pad       = 0.75 // kept free between a field and the word beside it
)

// findNumber looks for the label "Số:" at the head of page 1 and takes the
// blank between it and the slash of the symbol.
func findNumber(s sheet) (Spot, bool) {
	tried := 0
	for _, r := range s.rows {
		if len(r.tokens) == 0 || r.tokens[0].y0 > s.Height*0.45 {
			continue
		}
		for k := range r.tokens {
			rest, ok := numberLabel(s, r, k)
			if !ok || tried == maxTries {
				continue
			}
			tried++
			if spot, ok := numberBlank(s, r, k, rest); ok {
				return spot, true
			}
			if spot, ok := numberBelow(s, r.tokens[k]); ok {
				return spot, true
			}
		}
	}
	return Spot{}, false
}

// numberLabel wants a "Số" with a capital letter that begins its line of the
// left part of the page, with a colon or a leader after it. Rest is the index
// of the first token behind the label.
func numberLabel(s sheet, r row, k int) (rest int, ok bool) {
	t := r.tokens[k]
	first, _ := firstRune(t.text)
	if !unicode.IsUpper(first) || t.x0 > s.Width*0.6 {
		return 0, false
	}
	if k > 0 && t.x0-r.tokens[k-1].x1 < wideGap*t.height() {
		return 0, false
	}
	next := k + 1
	switch {
	case t.folded == "so:":
		return next, true
	case t.folded != "so" || next >= len(r.tokens):
		return 0, false
	case r.tokens[next].folded == ":":
		return next + 1, true
	}
	return next, r.tokens[next].kind == leader
}

func firstRune(s string) (rune, bool) {
	for _, r := range s {
		return r, true
	}
	return 0, false
}

// numberBlank measures the blank to the right of the label in the same row.
func numberBlank(s sheet, r row, k, rest int) (Spot, bool) {
	label := r.tokens[rest-1]
	end, dots := rest, false
	for end < len(r.tokens) && r.tokens[end].kind == leader {
		end, dots = end+1, true
	}
	if end < len(r.tokens) && !dots && end == rest {
		if spot, ok := printedNumber(s, r.tokens[end], label); ok {
			return spot, true
		}
	}
	x1 := label.x1 + 60
	why := "Chỗ trống sau chữ “Số:”"
	switch {
	case end < len(r.tokens) && strings.HasPrefix(r.tokens[end].text, "/"):
		x1 = r.tokens[end].x0
		why = fmt.Sprintf("Chỗ trống giữa chữ “Số:” và “%s”", clip(r.tokens[end].text))
	case dots:
		x1 = r.tokens[end-1].x1 + pad
	default:
		if end < len(r.tokens) {
			x1 = math.Min(x1, r.tokens[end].x0-wideGap*label.height())
		}
		x1 = math.Min(x1, s.Width-18)
		if below, ok := symbolBelow(s, label); ok && below {
			return Spot{}, false
		}
	}
	rect := s.flip(label.x1+pad, label.y0, x1-pad, label.y1)
	if rect.Width() < minNumber {
		return Spot{}, false
	}
	return Spot{Page: s.Number, Rect: rect, Found: true, Why: why, Dots: dots}, true
}

// printedNumber recognises "12/SKHCN-CĐS" or "12" behind the label.
func printedNumber(s sheet, t, label token) (Spot, bool) {
	n := 0
	for _, r := range t.text {
		if !unicode.IsDigit(r) {
			break
		}
		n++
	}
	if n == 0 || t.x0-label.x1 > 6*label.height() {
		return Spot{}, false
	}
	share := 0.0
	total := 0.0
	for i, r := range []rune(t.text) {
		total += runeWidth(r)
		if i < n {
			share += runeWidth(r)
		}
	}
	rect := s.flip(t.x0, t.y0, t.x0+(t.x1-t.x0)*share/total, t.y1)
	why := fmt.Sprintf("Số đã in sẵn: “%s”", clip(t.text))
	return Spot{Page: s.Number, Rect: rect, Found: true, Printed: true, Why: why}, true
}

// symbolBelow tells that the line under the label begins with the blank or the
// slash: the number was wrapped.
func symbolBelow(s sheet, label token) (wrapped, ok bool) {
	seg, ok := lineUnder(s, label)
	if !ok {
		return false, false
	}
	first := seg.tokens[0]
	return first.kind == leader || strings.HasPrefix(first.text, "/"), true
}

func lineUnder(s sheet, label token) (segment, bool) {
	for _, seg := range s.segments {
		near := seg.y0 > label.y0+0.5*label.height() && seg.y0 < label.y1+1.2*label.height()
		if near && seg.x0 < label.x1+60 && seg.x1 > label.x0-60 {
			return seg, true
		}
	}
	return segment{}, false
}

// numberBelow takes the blank at the start of the line under the label.
func numberBelow(s sheet, label token) (Spot, bool) {
	seg, ok := lineUnder(s, label)
	if !ok || seg.tokens[0].kind != leader {
		return Spot{}, false
	}
	end := 0
	for end < len(seg.tokens) && seg.tokens[end].kind == leader {
		end++
	}
	last := seg.tokens[end-1]
	rect := s.flip(seg.tokens[0].x0+pad, last.y0, last.x1-pad, last.y1)
	if rect.Width() < minNumber {
		return Spot{}, false
	}
	return Spot{Page: s.Number, Rect: rect, Found: true, Dots: true, Why: "Chỗ trống ở dòng dưới chữ “Số:”"}, true
}

// clip keeps a quoted word short.
func clip(text string) string {
	runes := []rune(text)
	if len(runes) > 24 {
		return string(runes[:24]) + "…"
	}
	return text
}
