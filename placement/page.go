package placement

import (
	"errors"
	"math"
)

// Word is one word and its box in points from the top left corner.
type Word struct {
	Text           string
	X0, Y0, X1, Y1 float64
}

// Page is what is printed on one page; Number counts from 1.
type Page struct {
	Number        int
	Width, Height float64
	Words         []Word
}

// Rect is a box in PDF points from the bottom left corner of the page.
type Rect struct{ X0, Y0, X1, Y1 float64 }

// Width of the box.
func (r Rect) Width() float64 { return r.X1 - r.X0 }

// Height of the box.
func (r Rect) Height() float64 { return r.Y1 - r.Y0 }

// Empty boxes cover nothing.
func (r Rect) Empty() bool { return !(r.X1 > r.X0 && r.Y1 > r.Y0) }

// Overlap is the part that both boxes cover, empty when they do not meet.
func (r Rect) Overlap(s Rect) Rect {
	return Rect{math.Max(r.X0, s.X0), math.Max(r.Y0, s.Y0), math.Min(r.X1, s.X1), math.Min(r.Y1, s.Y1)}
}

// Shift moves the box by points: right and up are positive.
func (r Rect) Shift(dx, dy float64) Rect { return Rect{r.X0 + dx, r.Y0 + dy, r.X1 + dx, r.Y1 + dy} }

// Spot is one place on one page.
type Spot struct {
	Page    int // from 1
	Rect    Rect
	Found   bool   // the words of the page lead here; otherwise a default place
	Why     string // Vietnamese, for the person who checks the place
	Printed bool   // a value is printed here already: nothing may be laid over it
	Dots    bool   // the blank is drawn as dots or a line
	Prefix  string // digits printed before the blank and part of the value: "20" in "20…"
}

// Plan has every place of one document.
type Plan struct {
	Number, Day, Month, Year Spot
	Signer                   Spot // picture of the hand signature
	Seal                     Spot // real size of the seal
	Copy                     Spot // text of copies, separate attachments and appendices: top right of page 1
}

// Hints are preferences, never conditions: the names on a user's page need not
// be those of the people who sign. Zero sizes take the defaults.
type Hints struct {
	SignerName  string // "Nguyễn Văn A"
	SignerTitle string // "Phó Giám đốc"
	Capacity    string // "KT.", "TM.", "TL.", "TUQ.", "Q." or empty

	SignatureWidth, SignatureHeight float64 // mm, largest size of the picture
	SealWidth, SealHeight           float64 // mm, real size of the seal
	Overlap                         Overlap // of the seal with the picture
}

// Default sizes in millimetres: a hand signature as it is usually written, and a
// seal for agencies that have not yet given the real size of theirs.
const (
	DefaultSignatureWidth  = 42
	DefaultSignatureHeight = 18
	DefaultSeal            = 36
)

// PointsPerMM turns millimetres into PDF points.
const PointsPerMM = 72 / 25.4

// Limits of what Find reads. A page of small print has about 1,500 words; the
// words beyond are left out of sight, pages beyond likewise.
const (
	MaxPages        = 2000
	MaxWordsPerPage = 20000
	maxWordBytes    = 400
)

// ErrNoPages says that there is nothing to place anything on.
var ErrNoPages = errors.New("placement: the document has no pages")

// withDefaults fills missing or senseless sizes.
func (h Hints) withDefaults() Hints {
	size := func(v *float64, otherwise float64) {
		if !(*v >= 5 && *v <= 150) {
			*v = otherwise
		}
	}
	size(&h.SignatureWidth, DefaultSignatureWidth)
	size(&h.SignatureHeight, DefaultSignatureHeight)
	size(&h.SealWidth, DefaultSeal)
	size(&h.SealHeight, DefaultSeal)
	return h
}

// sound drops what cannot be a printed word, so that the rest may count with
// boxes that are finite, upright and near the page.
func (p Page) sound() Page {
	out := Page{Number: p.Number, Width: p.Width, Height: p.Height}
	if !(p.Width >= 36 && p.Width <= 20000) || !(p.Height >= 36 && p.Height <= 20000) {
		out.Width, out.Height = 595.28, 841.89
	}
	for _, w := range p.Words {
		if len(out.Words) == MaxWordsPerPage {
			break
		}
		inside := w.X0 >= -out.Width && w.Y0 >= -out.Height && w.X1 <= 2*out.Width && w.Y1 <= 2*out.Height
		if inside && w.X1 > w.X0 && w.Y1 > w.Y0 && w.Text != "" && len(w.Text) <= maxWordBytes {
			out.Words = append(out.Words, w)
		}
	}
	return out
}

// flip turns a box from the top left into one from the bottom left.
func (p Page) flip(x0, y0, x1, y1 float64) Rect { return Rect{x0, p.Height - y1, x1, p.Height - y0} }
