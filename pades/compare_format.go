package pades

import (
	"regexp"
	"strings"
	"unicode"
)

// plainNumber is a number as scripts hold it: no groups, a point.
var plainNumber = regexp.MustCompile(`^(-?)([0-9]+)(?:\.([0-9]+))?$`)

// sameFormatted reports whether a value and what a format of the form shows for
// it are the same beyond doubt: letters and digits one by one; of a number also
// its sign and point, with noughts behind it. Formats that add words, reorder
// dates or reckon are not followed.
func sameFormatted(value, shown string) bool {
	if m := plainNumber.FindStringSubmatch(strings.TrimSpace(value)); m != nil {
		return sameNumber(m[1] != "", m[2], m[3], shown)
	}
	letters := lettersOf(value)
	return letters != "" && letters == lettersOf(shown)
}

// sameNumber: groups of three, then a point or comma and the fraction. Three
// noughts behind a comma could be a thousand times as much, so they are no
// fraction.
func sameNumber(negative bool, whole, fraction, shown string) bool {
	shown = squeezed(shown)
	if strings.HasPrefix(shown, "-") != negative {
		return false
	}
	shown = strings.TrimPrefix(shown, "-")
	decimals := ""
	if i := strings.LastIndexAny(shown, ".,"); i >= 0 && (fraction != "" || len(shown)-i-1 != 3) {
		shown, decimals = shown[:i], shown[i+1:]
		if decimals == "" || len(decimals) == 3 || strings.Contains(shown, ".") && strings.Contains(shown, ",") {
			return false
		}
	}
	return strings.TrimRight(decimals, "0") == strings.TrimRight(fraction, "0") && ungrouped(shown) == whole
}

// ungrouped takes out what stands between groups of three, "" where it stands
// elsewhere or changes.
func ungrouped(s string) string {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == ',' || r == '\'' || r == '’' })
	for i, p := range parts {
		if len(parts) > 1 && (i > 0 && len(p) != 3 || len(p) > 3) {
			return ""
		}
	}
	return strings.Join(parts, "")
}

// lettersOf keeps letters and digits.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
