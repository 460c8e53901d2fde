package ui

import (
	"fmt"
	"html/template"
)

// icon draws a sign inline, in the colour of the text around it. The name is
// written in templates alone, so an unknown one stops the page's test.
func icon(name string) (template.HTML, error) {
	paths := map[string]string{
		"check":  `<path d="M3 8.5l3.2 3L13 4.5" stroke-width="2"/>`,
		"alert":  `<path d="M8 2.5l6 11H2z"/><path d="M8 7v3M8 11.6v.4"/>`,
		"clock":  `<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.5"/>`,
		"wait":   `<circle cx="8" cy="8" r="5.5" stroke-dasharray="2.4 2.4"/>`,
		"info":   `<circle cx="8" cy="8" r="6"/><path d="M8 7.3v3.6M8 4.9v.4"/>`,
		"stop":   `<circle cx="8" cy="8" r="6"/><path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4"/>`,
		"back":   `<path d="M13 8H3.5M7.5 3.5L3 8l4.5 4.5"/>`,
		"next":   `<path d="M3 8h9.5M8.5 3.5L13 8l-4.5 4.5"/>`,
		"menu":   `<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11"/>`,
		"search": `<circle cx="7" cy="7" r="4.2"/><path d="M10.2 10.2L13.5 13.5"/>`,
		"file":   `<path d="M4 1.8h5.2L12.5 5v9.2H4z"/><path d="M9 2v3.2h3.3"/>`,
		"seal":   `<circle cx="8" cy="8" r="6"/><path d="M8 4.6l1 2.9h3L9.6 9.3l.9 2.9L8 10.4l-2.5 1.8.9-2.9L4 7.5h3z" fill="currentColor" stroke="none"/>`,
		"sign":   `<path d="M2.5 13.5h11M3.5 10.5c2-6 4-8 5-7s-3 7-1.5 7 2-3 3-3 0 2.5 2.5 1.5"/>`,
		"send":   `<path d="M14 2L7 9M14 2l-4.5 12L7 9 2 6.5z"/>`,
		"lock":   `<rect x="3.5" y="7" width="9" height="6.5" rx="1"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>`,
		"up":     `<path d="M8 13V3.5M3.5 7.5L8 3l4.5 4.5"/>`,
		"down":   `<path d="M8 3v9.5M3.5 8.5L8 13l4.5-4.5"/>`,
		"get":    `<path d="M8 2.5v7.5M4.5 7L8 10.5 11.5 7M2.5 13.5h11"/>`,
	}
	path, ok := paths[name]
	if !ok {
		return "", fmt.Errorf("no icon %q", name)
	}
	return template.HTML(`<svg class="icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">` + path + `</svg>`), nil
}
