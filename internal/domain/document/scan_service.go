package document

import (
	"context"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/fault"
	"antin/pades"
)

// NumberPaper takes the next number of the register for a document that will be
// signed and sealed on paper, and tells it with its symbol.
func (s *Service) NumberPaper(ctx context.Context, by org.Actor, id ID) (number int, symbol string, err error) {
	d, err := s.load(ctx, by, id, "document.seal")
	if err != nil {
		return 0, "", err
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return 0, "", err
	}
	if err := d.onPaper(p); err != nil {
		return 0, "", err
	}
	authority, err := s.authority(ctx, d, d.Signer.Person)
	if err != nil {
		return 0, "", err
	}
	d, err = s.reserveBy(ctx, by, d, p, func(d *Document, number int, symbol string, at time.Time) error {
		d.Signer.Authority = authority.ID
		return d.NumberedOnPaper(by, number, symbol, p, at)
	})
	if err != nil {
		return 0, "", err
	}
	return d.Number, d.Symbol, nil
}

// AttachScan stores the scan of the signed paper; attested is the clerk's word.
func (s *Service) AttachScan(ctx context.Context, by org.Actor, id ID, uploads []Upload, attested bool) error {
	d, err := s.load(ctx, by, id, "document.seal")
	if err != nil {
		return err
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return err
	}
	if err := RefuseSecret(p, d.Secrecy); err != nil {
		return err
	}
	if len(uploads) == 0 {
		return fault.New(fault.Invalid, "document.no-file", "Chưa có tệp nào.").At("main", "Chọn tệp PDF đã quét.")
	}
	var files []File
	for _, u := range uploads {
		f, err := s.store(ctx, u)
		if err != nil {
			return err
		}
		if f.Role == Source {
			f.Role = Main // a scan has no editable source: the rule refuses it in the profile's words
		}
		files = append(files, f)
	}
	return s.act(ctx, by, id, "document.seal", func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.ScanStored(by, files, attested, p, at)
	})
}

// sealedScan is how the agency signs a scan: in the corner that the profile
// fixes with the picture of the seal, elsewhere as text, for the paper shows a
// seal already.
func (s *Service) sealedScan(ctx context.Context, d *Document, p *profile.Profile, base File, how pades.Signing) (pades.Signing, error) {
	file, blob, err := s.open(ctx, base.SHA256)
	if err != nil {
		return how, err
	}
	defer blob.Close()
	pages, err := file.Last().Pages()
	if err != nil || len(pages) == 0 {
		return how, fault.New(fault.Invalid, "file.no-page", "Tệp PDF không có trang nào.")
	}
	how.Field, how.Fill, how.Lock = separateField, nil, nil
	if p.Signing.VisiblePlace.Mode == "corner" {
		width, height := s.sealSize(ctx, d, p)
		how.Spot, err = spotOf(pages, cornerPlace(shownPage(pages[0]), p, width, height))
		return how, err
	}
	lines := attachmentLines(d, p, how.At)
	how.Appearance = pades.Appearance{Lines: lines}
	how.Spot = &pades.Spot{Page: 1, Rect: textCorner(p)(pages[0], lines)}
	return how, nil
}
