package pagediff

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"

	"antin/internal/face/sheet"
	"antin/pades"
	"antin/pdf"
)

// Input is what pictures are made of.
type Input struct {
	File  *pdf.File
	Sheet sheet.Input // whose report and words are used
	// Titles name the signers in the order of the report's signatures.
	Titles []string
	// Page draws one page of the file cut off at end, as PNG of the width in
	// pixels.
	Page func(ctx context.Context, end int64, page, width int) ([]byte, error)
}

// Bounds: a sheet with more is not read.
const (
	// Width of a picture in pixels.
	Width     = 720
	maxSigned = 3 // signatures shown
	maxPages  = 2 // pages of each
	maxDraws  = 8
	maxBoxes  = 12
)

// Draw makes the pictures, in the order of the signatures: the page as the
// signer left it, then as it is now, with boxes where it changed. A file without
// a signature that can be shown gives page 1 alone.
func Draw(ctx context.Context, in Input) []sheet.Picture {
	d := &drawer{Input: in, done: map[string]drawn{}, places: locate(in.File.Last())}
	revisions := in.File.Revisions()
	shown := 0
	for i, s := range in.Sheet.Report.Signatures {
		if s.Kind == "timestamp" || s.Integrity != pades.Passed || s.Revision < 1 || s.Revision > len(revisions) || i >= len(in.Titles) {
			continue
		}
		if shown++; shown > maxSigned {
			break
		}
		d.signature(ctx, i, s, revisions[s.Revision-1].End)
	}
	if len(d.out) == 0 {
		if p, ok := d.page(ctx, in.File.Size(), 1); ok {
			d.out = append(d.out, p.picture(-1, captionNow(in.Sheet.Report), 1, true))
		}
	}
	return d.out
}

const captionSame = "; hiện nay vẫn như vậy"

// captionNow promises of the file as it is no more than the signatures do.
func captionNow(r *pades.Report) string {
	if len(r.Signatures) == 0 {
		return "Trang 1 của tệp"
	}
	for _, sig := range r.Signatures {
		if sig.Integrity != pades.Passed {
			return "Nội dung đang có trong tệp (không bảo đảm là nội dung người ký đã thấy)"
		}
	}
	return "Bản cuối cùng"
}

type drawer struct {
	Input
	places places
	done   map[string]drawn
	draws  int
	out    []sheet.Picture
}

// drawn is a picture and, where it is needed, its points.
type drawn struct {
	png  []byte
	pic  image.Image
	w, h int
}

func (p drawn) picture(signature int, caption string, page int, now bool) sheet.Picture {
	return sheet.Picture{Signature: signature, Caption: caption, Alt: fmt.Sprintf("Hình trang %d: %s", page, caption), Page: page, Now: now, Width: p.w, Height: p.h, PNG: p.png}
}

// page draws each page of each moment once.
func (d *drawer) page(ctx context.Context, end int64, page int) (drawn, bool) {
	key := fmt.Sprint(end, " ", page)
	if had, ok := d.done[key]; ok {
		return had, had.png != nil
	}
	var out drawn
	if d.draws < maxDraws {
		d.draws++
		raw, err := d.Page(ctx, end, page, Width)
		if err == nil {
			out.pic, err = png.Decode(bytes.NewReader(raw))
		}
		if err == nil {
			out.png, out.w, out.h = raw, out.pic.Bounds().Dx(), out.pic.Bounds().Dy()
		}
	}
	d.done[key] = out
	return out, out.png != nil
}

// signature shows the pages that changed after it, or the one with its field.
func (d *drawer) signature(ctx context.Context, i int, s pades.Signature, end int64) {
	spots, pages := d.spots(s)
	later := end < d.File.Revisions()[len(d.File.Revisions())-1].End
	for _, page := range pages {
		then, ok := d.page(ctx, end, page)
		if !ok {
			continue
		}
		d.out = append(d.out, then.picture(i, fmt.Sprintf("Khi %s ký, trang %d", d.Titles[i], page), page, false))
		if !later {
			continue
		}
		now, ok := d.page(ctx, d.File.Size(), page)
		if !ok {
			continue
		}
		p := now.picture(i, fmt.Sprintf("Hiện nay, trang %d", page), page, true)
		p.Boxes = boxes(spots, page, then.pic, now.pic, s)
		if s.Modification == pades.AllowedChange && len(p.Boxes) == 0 && bytes.Equal(then.png, now.png) { // one picture says as much as two
			d.out[len(d.out)-1].Caption += captionSame
			continue
		}
		d.out = append(d.out, p)
	}
}

// spots are the changes whose place is known, and the pages to show.
func (d *drawer) spots(s pades.Signature) (spots []spot, pages []int) {
	add := func(page int) {
		for _, p := range pages {
			if p == page {
				return
			}
		}
		if page > 0 && len(pages) < maxPages {
			pages = append(pages, page)
		}
	}
	for _, grave := range []bool{true, false} { // a forbidden change is shown before an allowed one
		for _, c := range s.Changes {
			if (c.Verdict != pades.ChangeAllowed) != grave {
				continue
			}
			for _, at := range d.places.of(c) {
				if add(at.page); at.has {
					spots = append(spots, spot{at, sheet.ChangeText(d.Sheet, c), c.Verdict})
				}
			}
		}
	}
	for _, at := range d.places.fields[s.Field] {
		add(at.page)
	}
	if len(pages) == 0 {
		add(1)
	}
	return spots, pages
}
