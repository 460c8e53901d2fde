package typeface

import (
	"fmt"
	"unicode/utf16"
)

const cmapHead = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
`

const cmapFoot = `endcmap
CMapName currentdict /CMap defineresource pop
end
end
`

// ToUnicode is the CMap that leads from codes back to text (ISO 32000-1,
// 9.10.3), one line for each letter.
func (s *Subset) ToUnicode() []byte {
	out := []byte(cmapHead)
	var lines []string
	for code, r := range s.runes {
		if r == 0 {
			continue
		}
		line := fmt.Sprintf("<%04X> <", code)
		for _, u := range utf16.Encode([]rune{r}) {
			line += fmt.Sprintf("%04X", u)
		}
		lines = append(lines, line+">\n")
	}
	for len(lines) > 0 { // at most 100 lines in a block
		n := min(100, len(lines))
		out = fmt.Appendf(out, "%d beginbfchar\n", n)
		for _, l := range lines[:n] {
			out = append(out, l...)
		}
		out = append(out, "endbfchar\n"...)
		lines = lines[n:]
	}
	return append(out, cmapFoot...)
}
