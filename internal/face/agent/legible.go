package agent

import (
	"strings"
	"unicode"

	"antin/ticket"
)

// legible is a text of a server as it is shown: without signs that turn, hide or
// overwrite words (control signs, and the format signs of Unicode, which turn
// the direction of reading).
func legible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// legibly cleans what is shown of a ticket; what is signed is not touched.
func legibly(t ticket.Ticket) ticket.Ticket {
	t.Server, t.Person, t.Action = legible(t.Server), legible(t.Person), legible(t.Action)
	items := make([]ticket.Item, len(t.Items))
	for i, item := range t.Items {
		item.Title, item.Summary = legible(item.Title), legible(item.Summary)
		if strings.TrimSpace(item.Title) == "" {
			item.Title = "(không có tên)"
		}
		items[i] = item
	}
	t.Items = items
	return t
}
