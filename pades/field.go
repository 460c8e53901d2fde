package pades

import (
	"fmt"
	"time"

	"antin/pdf"
)

// The names of the fields that [Lay] makes, as a reader shows them. They hang
// under one field "antin" without a place, since a full stop cannot be part of a
// partial name (ISO 32000-1, 12.7.3.2).
const (
	FieldNumber = "antin.number"
	FieldDay    = "antin.day"
	FieldMonth  = "antin.month"
	FieldYear   = "antin.year"
	FieldSigner = "antin.signer" // signature of the competent person
	FieldSeal   = "antin.seal"   // seal of the agency
	FieldStep   = "antin.step"   // with a number: another signature of the chain
	FieldMark   = "antin.mark"   // a text that stands on the first page for good
)

// fieldGroup is the parent of these fields.
const fieldGroup = "antin"

// Spot is a place on a page.
type Spot struct {
	Page int      // 1 for the first
	Rect pdf.Rect // in the user space of the page as stored, /Rotate not applied
}

// Fields are the places of the fields of one document; nil where it has none.
// The rectangle of a text field is the blank on the printed line: its lower
// edge is the lower edge of the words beside it.
type Fields struct {
	Number, Day, Month, Year *Spot
	Signer, Seal             *Spot
	Size                     float64 // of number and date in points; 0 is 13 (NĐ 30/2020, annex I)

	// A chain of more signatures than these two: its other fields, and the
	// places in the order of the two. [ReadChain] reads it again.
	Steps                []StepField
	SignerTurn, SealTurn Turn
	// Mark is a text that stands on a page from the beginning, such as "KHÔNG
	// PHÁT HÀNH"; nobody fills it in again.
	Mark     *Spot
	MarkText string
}

// StepField is the place of one more signature: Name is partial ("step3").
type StepField struct {
	Name, Hint string
	Spot       *Spot
	Turn       Turn
}

const defaultTextSize = 13

// fieldPlan is one field to lay.
type fieldPlan struct {
	name string // partial
	hint string // what a screen reader says
	spot *Spot
	text bool
	turn Turn
}

func (f Fields) plans() []fieldPlan {
	all := []fieldPlan{
		{"number", "Số văn bản", f.Number, true, Turn{}},
		{"day", "Ngày", f.Day, true, Turn{}},
		{"month", "Tháng", f.Month, true, Turn{}},
		{"year", "Năm", f.Year, true, Turn{}},
		{"signer", "Chữ ký của người có thẩm quyền", f.Signer, false, f.SignerTurn},
		{"seal", "Chữ ký của cơ quan, tổ chức", f.Seal, false, f.SealTurn},
	}
	for _, s := range f.Steps {
		all = append(all, fieldPlan{s.Name, s.Hint, s.Spot, false, s.Turn})
	}
	var out []fieldPlan
	for _, p := range all {
		if p.spot != nil {
			out = append(out, p)
		}
	}
	return out
}

// Lay gives the bytes to append to a file that is not signed yet: one revision
// with the empty fields. Text fields are read-only for people, all fields
// print, each has an empty appearance of its own, and the field of the seal
// carries the lock on the text fields. at goes into the annotations as their
// time.
func Lay(base *pdf.File, f Fields, at time.Time) (tail []byte, err error) {
	s, err := newSignUpdate(base)
	if err != nil {
		return nil, asRefusal(err)
	}
	if err := s.layAll(f, at); err != nil {
		return nil, asRefusal(err)
	}
	tail, err = s.u.Tail()
	return tail, asRefusal(err)
}

func (s *signUpdate) layAll(f Fields, at time.Time) error {
	if err := s.mustBeUnsigned(); err != nil {
		return err
	}
	plans := f.plans()
	if len(plans) == 0 {
		return refuse(RefusedPlace, "no field has a place")
	}
	if s.form.byName[fieldGroup] != nil {
		return refuse(RefusedFieldExists, "the file has a field %q", fieldGroup)
	}
	group := s.u.Reserve()
	var kids, lock pdf.Array
	annots := make(map[int][]pdf.Object)
	var pages []int
	put := func(ref pdf.Ref, page *pdf.Page) {
		kids = append(kids, ref)
		if annots[page.Number] == nil {
			pages = append(pages, page.Number)
		}
		annots[page.Number] = append(annots[page.Number], ref)
	}
	for _, p := range plans {
		page, err := s.page(*p.spot)
		if err != nil {
			return fmt.Errorf("field %s: %w", p.name, err)
		}
		if p.text {
			lock = append(lock, pdf.TextString(fieldGroup+"."+p.name))
		}
		d := s.widget(p.name, p.hint, p.spot.Rect, page, at).With("Parent", group)
		if p.text {
			d = textField(d, f.Size)
		} else if p.name == "seal" && len(lock) > 0 {
			d = d.With("Lock", s.u.Add(lockDict(lock)))
		}
		if p.turn.Order > 0 {
			d = d.With("TM", pdf.TextString(p.turn.String()))
		}
		put(s.u.Add(d), page)
	}
	if f.Mark != nil {
		page, d, err := s.markField(f, at)
		if err != nil {
			return fmt.Errorf("field mark: %w", err)
		}
		put(s.u.Add(d.With("Parent", group)), page)
	}
	s.u.Set(group, pdf.Dictionary("T", pdf.TextString(fieldGroup), "Kids", kids))
	for _, n := range pages {
		if err := s.addAnnots(s.pages[n-1], annots[n]); err != nil {
			return err
		}
	}
	return s.addToForm(group, len(lock) > 0 || f.Mark != nil)
}

// widget is a signature field and its widget in one, with an empty appearance.
func (s *signUpdate) widget(name, hint string, rect pdf.Rect, page *pdf.Page, at time.Time) pdf.Dict {
	empty := s.u.Add(formXObject(rect, page.Rotate, pdf.Dict{}, nil))
	d := pdf.Dictionary(
		"Type", pdf.Name("Annot"), "Subtype", pdf.Name("Widget"), "FT", pdf.Name("Sig"),
		"T", pdf.TextString(name), "Rect", rect.Array(), "P", page.Ref, "F", pdf.Integer(flagPrint),
		"M", dateString(at), "AP", pdf.Dictionary("N", empty))
	if hint != "" {
		d = d.With("TU", pdf.TextString(hint))
	}
	if page.Rotate != 0 {
		d = d.With("MK", pdf.Dictionary("R", pdf.Integer(page.Rotate)))
	}
	return d
}

// Flags of annotations and fields (ISO 32000-1, tables 165 and 221).
const (
	flagPrint    = 4
	flagReadOnly = 1
)

// textField makes the widget a text field. /DA names a standard font because a
// viewer wants one; what is drawn comes from the appearance alone.
func textField(d pdf.Dict, size float64) pdf.Dict {
	if size <= 0 {
		size = defaultTextSize
	}
	return d.With("FT", pdf.Name("Tx")).With("Ff", pdf.Integer(flagReadOnly)).
		With("Q", pdf.Integer(1)).
		With("DA", pdf.TextString(fmt.Sprintf("/Helv %s Tf 0 g", decimal(size))))
}

func lockDict(names pdf.Array) pdf.Dict {
	return pdf.Dictionary("Type", pdf.Name("SigFieldLock"), "Action", pdf.Name("Include"), "Fields", names)
}

// inVietnam is the one zone in which times are shown.
var inVietnam = time.FixedZone("+07:00", 7*60*60)

// dateString writes a time to the second with its offset (ISO 32000-1, 7.9.4).
func dateString(at time.Time) pdf.String {
	return pdf.TextString(at.In(inVietnam).Format("D:20060102150405") + "+07'00'")
}
