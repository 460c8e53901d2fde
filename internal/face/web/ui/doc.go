// Package ui is the look of the pages: the frame, its parts, the theme, and the
// functions that templates use to show times, numbers and signs.
//
// A page is a struct that embeds Page and a template file that defines "main":
//
//	type ListPage struct {
//		ui.Page
//		Rows []Row
//	}
//
//	{{define "main"}}{{template "heading" .}}…{{end}}
//
// Set.Add parses the file with the frame and remembers it under the type of the
// struct, so a page cannot be rendered with somebody else's template. The parts
// ("chip", "signature", "timeline", "pairs", "input", "summary", "pager",
// "empty", "confirm", "deed") stand in templates/parts.html, each drawn from the
// struct of the same name. Pages carry no style attribute and no script text:
// the content security policy refuses both.
package ui
