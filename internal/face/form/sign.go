package form

import "strings"

// Room of a signature block: between title and name stand the picture of the
// signature, and the seal over its left third.
const (
	signRoom   = 26.0
	signHeight = 3.4*lead + signRoom
)

// signatures prints the blocks side by side, the first at the left; a single
// one stands at the right. They are kept together on one page.
func (p *printer) signatures() {
	n := len(p.f.Signatures)
	if n == 0 {
		return
	}
	p.y += 4
	p.room(signHeight)
	width := p.measure() / float64(max(n, 2))
	top, deepest := p.y, p.y
	type place struct{ x, y float64 }
	names := make([]place, n)
	for i, s := range p.f.Signatures {
		x := p.left + width*(float64(i)+0.5)
		if n == 1 {
			x += width
		}
		who := p.d.Signers[s.Code]
		y := top
		for _, line := range strings.Split(p.or(who.Title, s.Title), "\n") {
			y, _, _ = p.column(x, y, width-4, strings.ToUpper(clean(line)), bold, bodySize, 5.8)
		}
		if who.Name == "" && s.Note != "" { // words for the hand; a picture takes the place otherwise
			y, _, _ = p.column(x, y, width-4, s.Note, italic, 12, 5.4)
		}
		names[i] = place{x, y}
		deepest = max(deepest, y)
	}
	for i, s := range p.f.Signatures {
		if who := p.d.Signers[s.Code]; who.Name != "" {
			p.column(names[i].x, deepest+signRoom, width-4, who.Name, bold, bodySize, 5.8)
		}
	}
	p.y = deepest + signRoom + lead
}
