package pades

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"antin/pdf"
	"antin/typeface"
)

// Appearance is what a signature shows on its page: a picture, or lines of
// text, or nothing. Items are drawn besides, where number and date have no
// fields of their own.
type Appearance struct {
	Image *Image
	Lines []string // Tinos upright 10 pt, black
	Items []Item
}

// Item is a text at a place of its own on the page of the signature; the
// rectangle of the signature's field grows to hold it.
type Item struct {
	Text string
	Rect pdf.Rect // the blank on the printed line, as for the text fields
	Size float64  // 0 is 13 points
}

func (a Appearance) empty() bool {
	return a.Image == nil && len(a.Lines) == 0 && len(a.Items) == 0
}

// Measures of the text form (NĐ 30/2020, annex I: Times New Roman, upright, 10,
// black).
const (
	lineSize    = 10.0
	lineLeading = 12.0
	linePadding = 1.0
)

// descent is how far Tinos, as Times, reaches below its baseline, in ems, and
// lineHeight its whole height; poppler's word boxes have the same measures.
const (
	descent    = 0.216
	lineHeight = 1.107
)

// letters is the one font of a revision.
type letters struct {
	subset *typeface.Subset
	font   pdf.Ref
}

// allDigits are embedded together: every number and date is then drawn with the
// same font, which is made once.
const allDigits = "0123456789"

// newLetters embeds the letters of the texts, and no font when there are none.
func newLetters(u *pdf.Update, memory *typeface.Memory, texts []string) (*letters, error) {
	if len(texts) == 0 {
		return &letters{}, nil
	}
	if slices.ContainsFunc(texts, func(t string) bool { return strings.ContainsAny(t, allDigits) }) {
		texts = append(texts, allDigits)
	}
	subset, err := memory.Subset(typeface.Regular, texts...)
	if err != nil {
		return nil, err
	}
	font, err := subset.Embed(u)
	if err != nil {
		return nil, err
	}
	return &letters{subset, font}, nil
}

func (l *letters) resources() pdf.Dict {
	return pdf.Dictionary("Font", pdf.Dictionary("F0", l.font))
}

// show writes the operators that set a text with its baseline beginning at a
// point.
func (l *letters) show(b *bytes.Buffer, text string, size, x, y float64) error {
	code, err := l.subset.Encode(text)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "BT /F0 %s Tf 0 g %s %s Td <%X> Tj ET\n", decimal(size), decimal(x), decimal(y), code)
	return nil
}

// showIn sets a text on the line of a blank: centred, its baseline above the
// lower edge by the depth of the letters, smaller when the blank is too small.
func (l *letters) showIn(b *bytes.Buffer, text string, size float64, r pdf.Rect) error {
	if size <= 0 {
		size = defaultTextSize
	}
	size = min(size, r.Height()/lineHeight*1.15) // a box may be drawn a little tight
	if w := l.subset.Width(text, size); w > r.Width() {
		size *= r.Width() / w
	}
	size = math.Floor(size*100) / 100
	x := r.X0 + (r.Width()-l.subset.Width(text, size))/2
	return l.show(b, text, size, x, r.Y0+descent*min(size, r.Height()/lineHeight))
}

// formXObject wraps operators drawn upright in a space of the size that the
// reader of the page sees (ISO 32000-1, 12.5.5).
func formXObject(rect pdf.Rect, rotate int, resources pdf.Dict, content []byte) *pdf.Stream {
	w, h := uprightSize(rect, rotate)
	d := pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"),
		"BBox", pdf.Rect{X1: w, Y1: h}.Array())
	if m := uprightMatrix(rotate); m != nil {
		d = append(d, pdf.Entry{Key: "Matrix", Value: m})
	}
	return pdf.NewStream(append(d, pdf.Entry{Key: "Resources", Value: resources}), content)
}

// drawSignature makes the appearance of a signature field of that rectangle;
// picture is where the image or the lines go.
func (s *signUpdate) drawSignature(a Appearance, field, picture pdf.Rect, rotate int, l *letters) (pdf.Ref, error) {
	var b bytes.Buffer
	resources := pdf.Dict{}
	place := upright(picture, field, rotate)
	if a.Image != nil {
		im := a.Image.embed(s.u)
		resources = resources.With("XObject", pdf.Dictionary("Im0", im))
		box := a.Image.fit(place)
		fmt.Fprintf(&b, "q %s 0 0 %s %s %s cm /Im0 Do Q\n", decimal(box.Width()), decimal(box.Height()), decimal(box.X0), decimal(box.Y0))
	}
	if l.subset != nil {
		resources = resources.With("Font", pdf.Dictionary("F0", l.font))
	}
	for i, line := range a.Lines {
		y := place.Y1 - linePadding - lineSize*(lineHeight-descent) - float64(i)*lineLeading
		if err := l.show(&b, norm.NFC.String(line), lineSize, place.X0+linePadding, y); err != nil {
			return pdf.Ref{}, err
		}
	}
	for _, it := range a.Items {
		if err := l.showIn(&b, norm.NFC.String(it.Text), it.Size, upright(it.Rect, field, rotate)); err != nil {
			return pdf.Ref{}, err
		}
	}
	return s.u.Add(formXObject(field, rotate, resources, b.Bytes())), nil
}

// decimal writes a number for a content stream, to a thousandth of a point.
func decimal(v float64) string {
	v = math.Round(v*1000) / 1000
	if v == 0 {
		return "0"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
