package document

import (
	"context"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/event"
	"antin/internal/fault"
	"antin/placement"
)

// Prepare finds the places on the page, unless they are set already, and lays
// the fields on the PDF. It does nothing when that was done for these places.
func (s *Service) Prepare(ctx context.Context, by org.Actor, id ID) error {
	d, err := s.load(ctx, by, id, "document.place")
	if err != nil {
		return err
	}
	_, err = s.prepare(ctx, by, d)
	return err
}

// prepare gives the PDF with fields of a document that was loaded.
func (s *Service) prepare(ctx context.Context, by org.Actor, d *Document) (File, error) {
	if err := s.mayPlace(by, d); err != nil {
		return File{}, err
	}
	base, ok := d.Base()
	if !ok {
		return File{}, fault.New(fault.Conflict, "document.no-pdf", "Chưa có bản PDF để trình ký.").Under("NA-16.1a-3.2")
	}
	if err := s.versionFits(ctx, d, base); err != nil {
		return File{}, err
	}
	places := d.Places
	if f, laid := d.AtStage(Prepared); laid && len(places) > 0 && f.From == base.SHA256 {
		return f, nil
	}
	if len(places) == 0 {
		var err error
		if places, err = s.plan(ctx, d, base); err != nil {
			return File{}, err
		}
	}
	return s.lay(ctx, by, d, base, places, false)
}

// lay stores the PDF with fields at the places; the bytes are on the disk
// before the transaction that refers to them.
func (s *Service) lay(ctx context.Context, by org.Actor, seen *Document, base File, places []Place, moved bool) (File, error) {
	f, err := s.layFields(ctx, seen, base, places)
	if err != nil {
		return f, err
	}
	return f, s.act(ctx, by, seen.ID, "document.place", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		if err := s.mayPlace(by, d); err != nil {
			return nil, err
		}
		if now, ok := d.Base(); !ok || now.SHA256 != base.SHA256 || !d.Chain.sameFields(seen.Chain) {
			return nil, fault.New(fault.Conflict, "document.changed", "Nội dung đã thay đổi sau khi bạn mở văn bản.").Do("Mở lại văn bản.")
		}
		if err := d.Laid(f, at); err != nil {
			return nil, err
		}
		return nil, d.SetPlaces(by, places, moved, at)
	})
}

// Plan gives the places as they stand, or as they would be found now.
func (s *Service) Plan(ctx context.Context, by org.Actor, id ID) ([]Place, error) {
	d, err := s.load(ctx, by, id, "document.place")
	if err != nil {
		return nil, err
	}
	if len(d.Places) > 0 {
		return d.Places, nil
	}
	base, ok := d.Base()
	if !ok {
		return nil, fault.New(fault.Conflict, "document.no-pdf", "Chưa có bản PDF của văn bản.")
	}
	return s.plan(ctx, d, base)
}

// Replace forgets the moved places and takes those of the page's words again.
func (s *Service) Replace(ctx context.Context, by org.Actor, id ID) error {
	d, err := s.load(ctx, by, id, "document.place")
	if err != nil {
		return err
	}
	if err := s.mayPlace(by, d); err != nil {
		return err
	}
	base, ok := d.Base()
	if !ok {
		return fault.New(fault.Conflict, "document.no-pdf", "Chưa có bản PDF của văn bản.")
	}
	places, err := s.plan(ctx, d, base)
	if err != nil {
		return err
	}
	_, err = s.lay(ctx, by, d, base, places, true)
	return err
}

// MovePlaces puts fields where the person wants them, within the profile's
// rule for the seal and off the printed words, and lays the PDF anew; what was
// approved of the former PDF falls (SetPlaces).
func (s *Service) MovePlaces(ctx context.Context, by org.Actor, id ID, moved []Place) error {
	d, err := s.load(ctx, by, id, "document.place")
	if err != nil {
		return err
	}
	if err := s.mayPlace(by, d); err != nil {
		return err
	}
	base, ok := d.Base()
	if !ok {
		return fault.New(fault.Conflict, "document.no-pdf", "Chưa có bản PDF của văn bản.")
	}
	places, err := s.Plan(ctx, by, id)
	if err != nil {
		return err
	}
	for _, m := range moved {
		for i := range places {
			if places[i].Field == m.Field {
				m.Found, m.Why = false, "chỉnh bằng tay bởi "+by.Name
				places[i] = m
			}
		}
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return err
	}
	if err := s.checkMoved(ctx, d, base, moved, places, p); err != nil {
		return err
	}
	_, err = s.lay(ctx, by, d, base, places, true)
	return err
}

// checkSeal holds the seal to the share of the signature that the profile
// allows (NA-15.1b-2).
func checkSeal(places []Place, p *profile.Profile) error {
	if p.Signing.VisiblePlace.Mode != "over-person" {
		return nil
	}
	var signer, seal *Place
	for i := range places {
		switch places[i].Field {
		case PlaceSigner:
			signer = &places[i]
		case PlaceSeal:
			seal = &places[i]
		}
	}
	if signer == nil || seal == nil || signer.Absent || seal.Absent {
		return nil
	}
	rule := p.Signing.SealImage
	share := (seal.X1 - signer.X0) / (signer.X1 - signer.X0)
	const slack = 0.005
	apart := seal.Page != signer.Page || seal.Y0 >= signer.Y1 || seal.Y1 <= signer.Y0
	if apart || seal.X0 > signer.X0 || share < rule.OverlapMin-slack || share > rule.OverlapMax+slack {
		return fault.New(fault.Invalid, "place.seal", rule.OverlapText).Under(p.Clause("signing.seal_image.overlap_min")).
			At(PlaceSeal, rule.OverlapText).Do("Dời dấu, hoặc bấm “Tự đặt lại”.")
	}
	return nil
}

// plan asks the words of the page.
func (s *Service) plan(ctx context.Context, d *Document, base File) ([]Place, error) {
	p, err := s.Profile(d.Province)
	if err != nil {
		return nil, err
	}
	pdf, err := s.Blobs.Open(ctx, base.SHA256)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", base.SHA256, err)
	}
	defer pdf.Close()
	pages, err := s.Pages.Words(ctx, pdf)
	if err != nil {
		return nil, err
	}
	width, height := s.sealSize(ctx, d, p)
	penWidth, penHeight := s.signatureSize(ctx, d, p)
	found, err := placement.Find(pages, placement.Hints{
		SignerName: d.Signer.Name, SignerTitle: d.Signer.Title, Capacity: string(d.Signer.Capacity),
		SignatureWidth: penWidth, SignatureHeight: penHeight, SealWidth: width, SealHeight: height,
		Overlap: placement.Overlap{Min: p.Signing.SealImage.OverlapMin, Max: p.Signing.SealImage.OverlapMax},
	})
	if errors.Is(err, placement.ErrNoPages) {
		return nil, fault.New(fault.Invalid, "file.no-page", "Tệp PDF không có trang nào.")
	}
	if err != nil {
		return nil, err
	}
	places := []Place{
		place(PlaceNumber, found.Number), place(PlaceDay, found.Day), place(PlaceMonth, found.Month),
		place(PlaceYear, found.Year), place(PlaceSigner, found.Signer), place(PlaceSeal, found.Seal),
	}
	if p.Signing.VisiblePlace.Mode == "corner" {
		places[5] = cornerPlace(pages[0], p, width, height)
	}
	return s.chainPlaces(ctx, d, p, pages, places)
}

// sealSize is the real size of the agency's seal, or the profile's where the
// agency gave no image yet.
func (s *Service) sealSize(ctx context.Context, d *Document, p *profile.Profile) (width, height float64) {
	img, err := s.Signing.CurrentImage(ctx, signing.SealImage, string(d.Agency))
	if err != nil {
		return p.Signing.SealImage.SizeMM, p.Signing.SealImage.SizeMM
	}
	return img.WidthMM, img.HeightMM
}

// signatureSize is the size in which the signer's picture is drawn, within the
// profile's largest; its proportions are those of the picture, because the
// seal's share is measured on it.
func (s *Service) signatureSize(ctx context.Context, d *Document, p *profile.Profile) (width, height float64) {
	most := p.Signing.PersonImage
	img, err := s.Signing.CurrentImage(ctx, signing.PersonImage, string(d.Signer.Person))
	if err != nil || img.WidthMM <= 0 || img.HeightMM <= 0 {
		return most.MaxWidthMM, most.MaxHeightMM
	}
	scale := min(1, most.MaxWidthMM/img.WidthMM, most.MaxHeightMM/img.HeightMM)
	return img.WidthMM * scale, img.HeightMM * scale
}

func place(field string, s placement.Spot) Place {
	return Place{
		Field: field, Page: s.Page, X0: s.Rect.X0, Y0: s.Rect.Y0, X1: s.Rect.X1, Y1: s.Rect.Y1,
		Found: s.Found, Why: s.Why, Absent: s.Printed, Prefix: s.Prefix,
	}
}

// cornerPlace is the place of the agency's signature in the provinces that
// want it in a corner of the first page (BG-15.2a).
func cornerPlace(page placement.Page, p *profile.Profile, width, height float64) Place {
	margin := p.Signing.VisiblePlace.MarginMM * placement.PointsPerMM
	w, h := width*placement.PointsPerMM, height*placement.PointsPerMM
	out := Place{Field: PlaceSeal, Page: 1, X0: margin, Y0: margin, Found: true, Why: "góc dưới bên trái trang đầu, theo " + p.Clause("signing.visible_place.corner")}
	if p.Signing.VisiblePlace.Corner == "top-right" {
		out.X0, out.Y0, out.Why = page.Width-margin-w, page.Height-margin-h, "góc trên bên phải trang đầu, theo "+p.Clause("signing.visible_place.corner")
	}
	out.X1, out.Y1 = out.X0+w, out.Y0+h
	return out
}
