package checkweb

import (
	"encoding/base64"
	"html/template"

	"antin/internal/face/sheet"
	"antin/internal/face/web/ui"
)

// shown is a picture of a page with what changed marked on it.
type shown struct {
	Caption, Alt  string
	Data          template.URL
	Width, Height int
	Now           bool
	Marks         []mark
}

// mark is a frame on a picture and its line below it.
type mark struct {
	Number     int
	X, Y, W, H float64
	DotX, DotY float64 // of the number
	Text       string
	Chip       ui.Chip
}

const dotSize = 13.0 // radius of the number, in points of the picture

func show(p sheet.Picture) shown {
	out := shown{Caption: p.Caption, Alt: p.Alt, Width: p.Width, Height: p.Height, Now: p.Now,
		Data: template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(p.PNG))}
	w, h := float64(p.Width), float64(p.Height)
	for _, b := range p.Boxes {
		m := mark{Number: b.Number, X: b.X*w - 3, Y: b.Y*h - 3, W: b.W*w + 6, H: b.H*h + 6, Text: b.Text, Chip: ui.Chip{Tone: ToneOf(b.Grade()), Text: b.VerdictText()}}
		m.DotX, m.DotY = min(max(m.X+m.W+dotSize/2, dotSize), w-dotSize), min(max(m.Y-dotSize/2, dotSize), h-dotSize)
		out.Marks = append(out.Marks, m)
	}
	return out
}

// ToneOf shows a grade as the pages do.
func ToneOf(g sheet.Grade) ui.Tone {
	switch g {
	case sheet.Good:
		return ui.Good
	case sheet.Bad:
		return ui.Bad
	case sheet.Doubtful:
	}
	return ui.Warn
}

// StepChip is the result of one step of the detailed report.
func StepChip(s sheet.Step) ui.Chip { return ui.Chip{Tone: ToneOf(s.Grade), Text: s.Result} }

// stepView is one step of the detailed report.
type stepView struct {
	sheet.Step
	Chip     ui.Chip
	Revision int
	Object   string
}

func viewsOf(steps []sheet.Step) []stepView {
	out := make([]stepView, len(steps))
	for i, s := range steps {
		out[i] = stepView{Step: s, Chip: StepChip(s)}
	}
	return out
}

// Checks are the steps of integrity.
func (c Card) Checks() []stepView { return viewsOf(c.Detail.Checks) }

// Path leads from the signer's certificate to the anchor.
func (c Card) Path() []stepView { return viewsOf(c.Detail.Path) }

// Proofs are the time-stamps.
func (c Card) Proofs() []stepView { return viewsOf(c.Stamps) }

// AllChanges are those after the signature with their rules.
func (c Card) AllChanges() []stepView {
	out := make([]stepView, len(c.Detail.Changes))
	for i, s := range c.Detail.Changes {
		out[i] = stepView{Step: s.Step, Chip: StepChip(s.Step), Revision: s.Revision, Object: s.Object}
	}
	return out
}
