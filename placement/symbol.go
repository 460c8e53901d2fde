package placement

import (
	"strings"
	"unicode"
)

// PrintedSymbol is the symbol (ký hiệu) that stands on page 1 behind the blank
// of the number and its slash: "SKHCN-CĐS" of "Số:…/SKHCN-CĐS". It is false
// where no label "Số:" is followed by one.
func PrintedSymbol(pages []Page) (string, bool) {
	if len(pages) == 0 {
		return "", false
	}
	s := prepare(pages[:1])[0]
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
			below, _ := lineUnder(s, r.tokens[k])
			symbol := symbolIn(r.tokens[rest:])
			if strings.HasSuffix(symbol, "-") { // goes on under its label
				symbol += hanging(below.tokens, symbol)
			}
			if symbol == "" {
				symbol = symbolIn(below.tokens)
			}
			if symbol != "" {
				return symbol, true
			}
		}
	}
	return "", false
}

// symbolIn reads the symbol from what stands behind the label: a blank or a
// printed number, the slash, and what hangs together with it.
func symbolIn(list []token) string {
	i := 0
	for i < len(list) && (list[i].kind == leader || list[i].kind == digits) {
		i++
	}
	text := strings.TrimLeftFunc(hanging(list[i:], ""), unicode.IsDigit)
	symbol, ok := strings.CutPrefix(text, "/")
	if !ok {
		return ""
	}
	return strings.Trim(symbol, " ,.;:")
}

// hanging writes the tokens at the beginning of the list that belong together
// and go on with text.
func hanging(list []token, text string) string {
	var b strings.Builder
	for n := range list {
		if n > 0 && !joined(list[n-1], list[n], text+b.String()) {
			break
		}
		b.WriteString(list[n].text)
	}
	return b.String()
}

// joined reports that a token goes on with what was read: no word space before
// it, or a hyphen or slash at the seam.
func joined(last, next token, text string) bool {
	gap := next.x0 - last.x1
	if gap > wideGap*next.height() {
		return false
	}
	seam := strings.HasSuffix(text, "-") || strings.HasSuffix(text, "/") || strings.HasPrefix(next.text, "-") || strings.HasPrefix(next.text, "/")
	return seam || gap < 0.1*next.height()
}
