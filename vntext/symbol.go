package vntext

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// ErrSymbol says that a text is not the number and symbol of a document.
var ErrSymbol = errors.New("vntext: not a document number and symbol")

// maxSymbol is longer than any symbol in use and stops the reading of text
// that was pasted into the wrong box.
const maxSymbol = 120

var symbolForm = regexp.MustCompile(`^(\d{1,7})([A-Za-z]?)\s*/\s*(?:((?:19|20)\d\d)\s*/\s*)?([\pL\d][\pL\d\-.()&/ ]*)$`)

var spacedDash = regexp.MustCompile(` ?- ?`)

// Symbol is the number and symbol (số, ký hiệu) of a document.
type Symbol struct {
	Number int    // 12
	Letter string // of an inserted number: "a" in 12a/…; usually empty
	Year   int    // of legal documents: 30/2020/NĐ-CP; 0 without
	Code   string // "SNV-VP"
}

// ParseSymbol reads "12/SNV-VP", "Số: 01/QĐ-UBND" and "30/2020/NĐ-CP". Spaces
// around the slash and the dash, and other dashes, are tolerated.
func ParseSymbol(s string) (Symbol, error) {
	if len(s) > maxSymbol {
		return Symbol{}, ErrSymbol
	}
	s = strings.Map(plainDash, norm.NFC.String(strings.TrimSpace(s)))
	if n := len("số"); len(s) >= n && strings.EqualFold(s[:n], "số") {
		s = strings.TrimLeft(s[n:], ": ")
	}
	m := symbolForm.FindStringSubmatch(s)
	if m == nil {
		return Symbol{}, ErrSymbol
	}
	number, err := strconv.Atoi(m[1])
	if err != nil || number == 0 {
		return Symbol{}, ErrSymbol
	}
	year, _ := strconv.Atoi(m[3]) // empty when the form has no year: zero
	code := spacedDash.ReplaceAllString(strings.Join(strings.Fields(m[4]), " "), "-")
	return Symbol{Number: number, Letter: m[2], Year: year, Code: code}, nil
}

// String writes the symbol as it stands on paper: a number below ten has a
// leading zero (NĐ 30/2020, Phụ lục I).
func (s Symbol) String() string {
	if s.Year > 0 {
		return fmt.Sprintf("%02d%s/%d/%s", s.Number, s.Letter, s.Year, s.Code)
	}
	return fmt.Sprintf("%02d%s/%s", s.Number, s.Letter, s.Code)
}

func plainDash(r rune) rune {
	if r >= '\u2010' && r <= '\u2015' || r == '\u2212' {
		return '-'
	}
	return r
}
