package layout

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"antin/docx"
)

func lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

func sizeWords(n float64) string {
	return strings.Replace(strconv.FormatFloat(n, 'f', -1, 64), ".", ",", 1)
}

// words say a style as the decree does.
func (s Style) words() string {
	size := sizeWords(s.Min)
	if s.Max != s.Min {
		size += " – " + sizeWords(s.Max)
	}
	out := s.Label + ": cỡ chữ " + size
	if s.Caps {
		out += ", chữ in hoa"
	} else if !s.Free {
		out += ", chữ in thường"
	}
	if s.Free {
		return out + "."
	}
	return out + ", kiểu chữ " + weightWords(s.Bold, s.Italic) + "."
}

func weightWords(bold, italic bool) string {
	out := "đứng"
	if italic {
		out = "nghiêng"
	}
	if bold {
		out += ", đậm"
	}
	return out
}

func sideWords(s Side) string {
	switch s {
	case LeftSide:
		return "ở phía trái"
	case RightSide:
		return "ở phía phải"
	default:
		return "ở giữa trang"
	}
}

// is says how an item is set, against the words of its style.
func is(i Item, s Style) string {
	look := i.look()
	var parts []string
	if size := rounded(look.Size); size < s.Min || size > s.Max {
		parts = append(parts, "cỡ "+sizeWords(size))
	}
	if !s.Free && (look.Bold != s.Bold || look.Italic != s.Italic) {
		weight := "không đậm"
		if look.Bold {
			weight = "đậm"
		}
		slope := "đứng"
		if look.Italic {
			slope = "nghiêng"
		}
		parts = append(parts, "kiểu chữ "+slope+", "+weight)
	}
	if s.Caps && !i.caps() {
		parts = append(parts, "chữ in thường")
	}
	if !s.Caps && !s.Free && s.Component != Appendix && i.caps() && len([]rune(i.Text)) > 3 {
		parts = append(parts, "chữ in hoa")
	}
	return strings.Join(parts, ", ")
}

// rounded is a size in half points: readers of PDF give thirds.
func rounded(n float64) float64 { return float64(int(n*2+0.5)) / 2 }

func alignWords(a docx.Align) string {
	switch a {
	case docx.Left:
		return "canh trái"
	case docx.Right:
		return "canh phải"
	case docx.Center:
		return "canh giữa"
	default:
		return "canh đều"
	}
}
