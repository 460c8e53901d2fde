package docx

import (
	"fmt"
	"strconv"
	"strings"
)

// styles are the formattings by name, the defaults of the document and the
// fonts of its theme.
type styles struct {
	byID     map[string]*node
	normal   string // default style of paragraphs
	run, par *node  // defaults of the document
	theme    map[string]string
}

func (f *File) readStyles() (*styles, error) {
	s := &styles{byID: map[string]*node{}, theme: map[string]string{}}
	for _, r := range f.rels {
		raw, ok := f.parts[r.target]
		if !ok || r.external {
			continue
		}
		switch {
		case strings.HasSuffix(r.kind, "/styles"):
			t, err := parse(raw)
			if err != nil {
				return nil, fmt.Errorf("styles: %w", err)
			}
			if err := s.take(t.root); err != nil {
				return nil, err
			}
		case strings.HasSuffix(r.kind, "/theme"):
			t, err := parse(raw)
			if err != nil {
				return nil, fmt.Errorf("theme: %w", err)
			}
			s.fonts(t.root)
		}
	}
	return s, nil
}

func (s *styles) take(root *node) error {
	s.run = root.child("w:docDefaults", "w:rPrDefault", "w:rPr")
	s.par = root.child("w:docDefaults", "w:pPrDefault", "w:pPr")
	list := root.elements("w:style")
	if len(list) > maxStyles {
		return fmt.Errorf("%w: too many styles", ErrTooLarge)
	}
	for _, n := range list {
		s.byID[n.attr("styleId")] = n
		if n.attr("type") == "paragraph" && on(n.attr("default")) && n.attr("default") != "" {
			s.normal = n.attr("styleId")
		}
	}
	return nil
}

func (s *styles) fonts(root *node) {
	scheme := root.child("a:themeElements", "a:fontScheme")
	for key, name := range map[string]string{"major": "a:majorFont", "minor": "a:minorFont"} {
		if latin := scheme.child(name, "a:latin"); latin != nil {
			s.theme[key] = latin.attr("typeface")
		}
	}
}

// chain lists the property elements of a style, the most basic first.
func (s *styles) chain(id, kind string) []*node {
	var out []*node
	for i := 0; id != "" && i < maxBased; i++ {
		n := s.byID[id]
		if n == nil {
			break
		}
		if props := n.child(kind); props != nil {
			out = append([]*node{props}, out...)
		}
		id = valOf(n.child("w:basedOn"))
	}
	return out
}

func valOf(n *node) string {
	if n == nil {
		return ""
	}
	return n.attr("val")
}

// on reads a switch: an element without a value is on.
func on(v string) bool { return v != "0" && v != "false" && v != "off" && v != "none" }

// toggles are properties that a style turns round when the style below it has
// them already (ECMA-376 Part 1, 17.7.3).
var toggles = [...]string{"w:b", "w:i", "w:caps"}

// runOf is the effective formatting of a run in a paragraph of a style.
func (s *styles) runOf(paragraphStyle string, direct *node) Run {
	if paragraphStyle == "" {
		paragraphStyle = s.normal
	}
	out := Run{Size: 10, Font: "Times New Roman"}
	set := map[string]bool{}
	if s.run != nil {
		s.lay(&out, set, s.run)
	}
	levels := [][]*node{s.chain(paragraphStyle, "w:rPr")}
	if direct != nil {
		levels = append(levels, s.chain(valOf(direct.child("w:rStyle")), "w:rPr"))
	}
	for _, level := range levels {
		here := map[string]bool{}
		for _, props := range level {
			s.lay(&out, here, props)
		}
		for _, t := range toggles {
			if here[t] {
				set[t] = !set[t]
			}
		}
	}
	if direct != nil {
		s.lay(&out, set, direct)
	}
	out.Bold, out.Italic, out.Caps = set["w:b"], set["w:i"], set["w:caps"]
	return out
}

// lay puts the properties of one element over the run; toggles go to set.
func (s *styles) lay(r *Run, set map[string]bool, props *node) {
	for _, c := range props.children {
		switch c.name {
		case "w:rFonts":
			if name := s.font(c); name != "" {
				r.Font = name
			}
		case "w:sz":
			if n, err := strconv.ParseFloat(c.attr("val"), 64); err == nil && n > 0 && n < 3300 {
				r.Size = n / 2
			}
		case "w:u":
			r.Underline = on(c.attr("val"))
		case "w:color":
			r.Colour = strings.ToUpper(c.attr("val"))
			if r.Colour == "AUTO" {
				r.Colour = ""
			}
		case "w:b", "w:i", "w:caps":
			set[c.name] = on(c.attr("val"))
		}
	}
}

func (s *styles) font(n *node) string {
	for _, name := range [...]string{"asciiTheme", "hAnsiTheme"} {
		if v := n.attr(name); v != "" {
			if face := s.theme[strings.ToLower(v[:min(5, len(v))])]; face != "" {
				return face
			}
		}
	}
	if v := n.attr("ascii"); v != "" {
		return v
	}
	return n.attr("hAnsi")
}
