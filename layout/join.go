package layout

import "strings"

// Join puts the findings of a Word file and of its PDF together: a rule that
// both found broken is told once, mended by the one and shown by the other; what
// the Word file alone knows is looked up on the pages by its words.
func Join(word, printed []Finding, pages *Document) []Finding {
	var out []Finding
	seen := map[Code]bool{}
	for _, f := range word {
		seen[f.Rule.Code] = true
		for _, p := range printed {
			if p.Rule.Code == f.Rule.Code && f.Page == 0 {
				f.Page, f.Box = p.Page, p.Box
			}
		}
		if f.Page == 0 && pages != nil {
			f.Page, f.Box = pages.locate(f.Words)
		}
		out = append(out, f)
	}
	for _, p := range printed {
		if !seen[p.Rule.Code] {
			out = append(out, p)
		}
	}
	return out
}

// locate finds the line that begins as the words do.
func (d *Document) locate(words string) (int, Box) {
	words = strings.TrimSuffix(words, "…")
	if words == "" {
		return 0, Box{}
	}
	for _, item := range d.Items {
		if item.Text != "" && (strings.HasPrefix(words, item.Text) || strings.HasPrefix(item.Text, words)) {
			return item.Page, item.Box
		}
	}
	return 0, Box{}
}
