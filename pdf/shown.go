package pdf

// Shown gives the width and height of the page as a viewer shows it: the crop
// box, turned by /Rotate.
func (p *Page) Shown() (width, height float64) {
	box := p.shownBox()
	if p.Rotate%180 != 0 {
		return box.Height(), box.Width()
	}
	return box.Width(), box.Height()
}

func (p *Page) shownBox() Rect {
	if p.CropBox.Empty() {
		return p.MediaBox
	}
	return p.CropBox
}

// FromShown turns a rectangle on the page as shown, counted from its bottom
// left corner, into user space, where annotations are placed (ISO 32000-2,
// 8.3.2.3 and 14.11.2).
func (p *Page) FromShown(r Rect) Rect {
	box := p.shownBox()
	w, h := box.Width(), box.Height()
	switch ((p.Rotate % 360) + 360) % 360 {
	case 90: // shown x runs up the page, shown y runs to the left
		return Rect{box.X0 + w - r.Y1, box.Y0 + r.X0, box.X0 + w - r.Y0, box.Y0 + r.X1}
	case 180:
		return Rect{box.X0 + w - r.X1, box.Y0 + h - r.Y1, box.X0 + w - r.X0, box.Y0 + h - r.Y0}
	case 270:
		return Rect{box.X0 + r.Y0, box.Y0 + h - r.X1, box.X0 + r.Y1, box.Y0 + h - r.X0}
	}
	return Rect{box.X0 + r.X0, box.Y0 + r.Y0, box.X0 + r.X1, box.Y0 + r.Y1}
}
