package vntext

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Name is a Vietnamese personal name in its three parts. People are addressed
// and listed by Given.
type Name struct {
	Family string // họ
	Middle string // tên đệm, may be empty or several words
	Given  string // tên
}

// SplitName takes the first word for the family name and the last for the
// given name. A name of one word has only Given. Titles of learning before the
// name (TS., ThS., PGS.TS. …) are dropped.
func SplitName(s string) Name {
	words := strings.Fields(norm.NFC.String(s))
	for len(words) > 1 && strings.HasSuffix(words[0], ".") {
		words = words[1:]
	}
	switch len(words) {
	case 0:
		return Name{}
	case 1:
		return Name{Given: words[0]}
	}
	last := len(words) - 1
	return Name{Family: words[0], Middle: strings.Join(words[1:last], " "), Given: words[last]}
}

// String joins the parts again.
func (n Name) String() string {
	return strings.Join(strings.Fields(n.Family+" "+n.Middle+" "+n.Given), " ")
}

// NameKey sorts a list of people as offices do: given name, then family name,
// then middle name.
func NameKey(s string) string {
	n := SplitName(s)
	return SortKey(n.Given) + SortKey(n.Family) + SortKey(n.Middle)
}
