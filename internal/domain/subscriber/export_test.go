package subscriber

import "strings"

// ReadRows opens the reader of lists to its fuzz target.
var ReadRows = readRows

// ContentLine writes one line of a calendar.
func ContentLine(name, text string) string {
	var b strings.Builder
	fold(&b, name+":"+escaped(text))
	return b.String()
}
