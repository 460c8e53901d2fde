package pagediff

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"strings"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"antin/internal/face/sheet"
	"antin/pades"
	"antin/pdf"
)

var when = time.Date(2026, 11, 22, 11, 45, 12, 0, time.UTC)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// laid is a file of two pages with a number on page 2 that was filled in the
// revision after the fields were laid.
func laid(t testing.TB, rotate int) *pdf.File {
	t.Helper()
	d := fpdf.New("P", "pt", "A4", "")
	d.AddPage()
	d.AddPage()
	var b bytes.Buffer
	must(t, d.Output(&b))
	raw := bytes.Replace(b.Bytes(), []byte("%PDF-1.3"), []byte("%PDF-1.7"), 1) // what may be signed
	file := open(t, raw)
	spot := &pades.Spot{Page: 2, Rect: pdf.Rect{X0: 100, Y0: 700, X1: 200, Y1: 720}}
	tail, err := pades.Lay(file, pades.Fields{Number: spot}, when)
	must(t, err)
	raw = append(raw, tail...)
	file = open(t, raw)
	pages, err := file.Last().Pages()
	must(t, err)
	u, err := file.NewUpdate()
	must(t, err)
	u.Set(pages[1].Ref, pages[1].Dict.With("Rotate", pdf.Integer(rotate)))
	tail, err = u.Tail()
	must(t, err)
	return open(t, append(raw, tail...))
}

func open(t testing.TB, raw []byte) *pdf.File {
	t.Helper()
	f, err := pdf.Open(bytes.NewReader(raw), int64(len(raw)))
	must(t, err)
	return f
}

// paper is a white page with black rectangles.
func paper(marks ...image.Rectangle) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, Width, 1018))
	draw.Draw(m, m.Bounds(), image.White, image.Point{}, draw.Src)
	for _, r := range marks {
		draw.Draw(m, r, image.NewUniform(color.Black), image.Point{}, draw.Src)
	}
	return m
}

func coded(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, png.Encode(&b, m))
	return b.Bytes()
}

func report(changes ...pades.Change) *pades.Report {
	s := pades.Signature{Field: pades.FieldSigner, Integrity: pades.Passed, Modification: pades.AllowedChange, Revision: 1, Changes: changes}
	for _, c := range changes {
		if c.Verdict == pades.ChangeSuspicious {
			s.Modification = pades.SuspiciousChange
		}
	}
	return &pades.Report{Signatures: []pades.Signature{s}, Pages: 2, JudgedAt: when}
}

func filled(verdict pades.ChangeVerdict) pades.Change {
	return pades.Change{Kind: "field-filled", Field: pades.FieldNumber, Revision: 2, Verdict: verdict, Detail: `"01"`}
}

func input(t testing.TB, r *pades.Report, then, now image.Image) Input {
	file := laid(t, 0)
	return Input{File: file, Sheet: sheet.Input{Report: r}, Titles: []string{"Trần Thị Minh"},
		Page: func(_ context.Context, end int64, page, width int) ([]byte, error) {
			if page < 1 || page > 2 || width != Width {
				return nil, errors.New("no such page")
			}
			if end == file.Size() {
				return coded(t, now), nil
			}
			return coded(t, then), nil
		}}
}

// TestChangedFieldIsBoxedWhereItStands: on the page as it is now, with its words.
func TestChangedFieldIsBoxedWhereItStands(t *testing.T) {
	t.Parallel()
	field := image.Rect(121, 147, 242, 171) // 100…200, 700…720 of 595 × 842 points
	got := Draw(t.Context(), input(t, report(filled(pades.ChangeAllowed)), paper(), paper(image.Rect(130, 150, 230, 168))))
	if len(got) != 2 || got[0].Now || !got[1].Now || got[1].Page != 2 || got[0].Caption != "Khi Trần Thị Minh ký, trang 2" || len(got[0].Boxes) != 0 {
		t.Fatalf("%+v", captions(got))
	}
	boxes := got[1].Boxes
	if len(boxes) != 1 || boxes[0].Number != 1 || boxes[0].Text != "Điền số văn bản: 01" || boxes[0].Verdict != pades.ChangeAllowed {
		t.Fatalf("%+v", boxes)
	}
	if b := boxes[0]; math.Abs(b.X*Width-float64(field.Min.X)) > 2 || math.Abs(b.Y*1018-float64(field.Min.Y)) > 3 || math.Abs(b.W*Width-float64(field.Dx())) > 2 {
		t.Errorf("%+v", b)
	}
}

// TestWhatLooksDifferentElsewhereIsBoxedToo: the eye finds what no object told.
func TestWhatLooksDifferentElsewhereIsBoxedToo(t *testing.T) {
	t.Parallel()
	stroke := image.Rect(300, 600, 420, 640)
	changed := pades.Change{Kind: "trailer-changed", Revision: 2, Verdict: pades.ChangeSuspicious}
	got := Draw(t.Context(), input(t, report(filled(pades.ChangeAllowed), changed), paper(), paper(image.Rect(130, 150, 230, 168), stroke)))
	boxes := got[len(got)-1].Boxes
	if len(boxes) != 2 || boxes[1].Text != textSeen || boxes[1].Verdict != pades.ChangeSuspicious || boxes[1].Number != 2 {
		t.Fatalf("%+v", boxes)
	}
	if b := boxes[1]; math.Abs(b.X*Width-300) > cell || math.Abs(b.Y*1018-600) > cell || math.Abs(b.W*Width-120) > 2*cell || math.Abs(b.H*1018-40) > 2*cell {
		t.Errorf("%+v", b)
	}
}

func TestForbiddenChangeIsShownFirst(t *testing.T) {
	t.Parallel()
	onOne := pades.Change{Kind: "page-changed", Object: "3 0", Revision: 2, Verdict: pades.ChangeSuspicious}
	in := input(t, report(filled(pades.ChangeAllowed), onOne), paper(), paper())
	pages, err := in.File.Last().Pages()
	must(t, err)
	in.Sheet.Report.Signatures[0].Changes[1].Object = fmt.Sprintf("%d 0", pages[0].Ref.Num)
	if got := Draw(t.Context(), in); len(got) != 4 || got[0].Page != 1 || got[2].Page != 2 {
		t.Errorf("%v", captions(got))
	}
}

// TestOfABrokenFileNothingIsSaidToBeWhatTheSignerSaw.
func TestOfABrokenFileNothingIsSaidToBeWhatTheSignerSaw(t *testing.T) {
	t.Parallel()
	r := report()
	r.Signatures[0].Integrity = pades.Failed
	got := Draw(t.Context(), input(t, r, paper(), paper()))
	if len(got) != 1 || got[0].Signature != -1 || !strings.Contains(got[0].Caption, "không bảo đảm") {
		t.Errorf("%v", captions(got))
	}
	r.Signatures = nil
	if got = Draw(t.Context(), input(t, r, paper(), paper())); len(got) != 1 || got[0].Caption != "Trang 1 của tệp" {
		t.Errorf("%v", captions(got))
	}
}

// TestWithoutPicturesThereIsNoError: the drawing tool may be absent or slow.
func TestWithoutPicturesThereIsNoError(t *testing.T) {
	t.Parallel()
	for _, raw := range [][]byte{nil, []byte("no picture")} {
		in := input(t, report(filled(pades.ChangeAllowed)), paper(), paper())
		in.Page = func(context.Context, int64, int, int) ([]byte, error) {
			if raw == nil {
				return nil, errors.New("absent")
			}
			return raw, nil
		}
		if got := Draw(t.Context(), in); len(got) != 0 {
			t.Errorf("%v", captions(got))
		}
	}
}

func TestTurnedPagesKeepTheirPlaces(t *testing.T) {
	t.Parallel()
	for rotate, want := range map[int][2]float64{ // middle of the field, in parts from the top left
		0: {150.0 / 595.28, 1 - 710.0/841.89}, 90: {710.0 / 841.89, 150.0 / 595.28},
		180: {1 - 150.0/595.28, 710.0 / 841.89}, 270: {1 - 710.0/841.89, 1 - 150.0/595.28},
	} {
		at := locate(laid(t, rotate).Last()).fields[pades.FieldNumber]
		if len(at) != 1 || at[0].page != 2 || math.Abs(at[0].x+at[0].w/2-want[0]) > 0.01 || math.Abs(at[0].y+at[0].h/2-want[1]) > 0.01 {
			t.Errorf("%d: %+v, expected %v", rotate, at, want)
		}
	}
}

func TestManySmallDifferencesAreOneArea(t *testing.T) {
	t.Parallel()
	var marks []image.Rectangle
	for i := range 12 {
		marks = append(marks, image.Rect(20+i*55, 100+i*70, 40+i*55, 110+i*70))
	}
	if got := differences(paper(), paper(marks...)); len(got) != 1 {
		t.Errorf("%v", got)
	}
	if got := differences(paper(), paper()); len(got) != 0 {
		t.Errorf("%v", got)
	}
	if got := differences(image.NewRGBA(image.Rect(0, 0, 9, 9)), paper()); len(got) != 1 || got[0] != paper().Bounds() {
		t.Errorf("of another size: %v", got)
	}
}

func captions(list []sheet.Picture) []string {
	var out []string
	for _, p := range list {
		out = append(out, p.Caption)
	}
	return out
}
