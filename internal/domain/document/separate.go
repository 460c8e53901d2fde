package document

import (
	"context"
	"strings"
	"time"

	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/pades"
	"antin/pdf"
)

// separateField is the signature field of an attachment in its own file, and of
// a scan.
const separateField = "antin_seal"

// separatePlan signs an attachment or appendix in its own file: text only, in
// the corner of the first page (NA Điều 15 khoản 4b, 5b). A file that is no
// PDF goes along by its hash in the manifest.
func (s *Service) separatePlan(ctx context.Context, d *Document, p *profile.Profile, f File, name string) (plan, error) {
	if d.Number == 0 {
		return plan{}, fault.New(fault.Conflict, "seal.no-number", "Văn bản chưa có số").Under("NA-15.4b-2")
	}
	if f.Pages == 0 {
		return plan{base: f, plain: true}, nil
	}
	now := s.Now()
	lines := attachmentLines(d, p, now)
	file, blob, err := s.open(ctx, f.SHA256)
	if err != nil {
		return plan{}, err
	}
	defer blob.Close()
	pages, err := file.Last().Pages()
	if err != nil || len(pages) == 0 {
		return plan{}, fault.New(fault.Invalid, "file.no-page", "Tệp PDF không có trang nào.")
	}
	look, err := s.separateLook(ctx, d, p, lines)
	if err != nil {
		return plan{}, err
	}
	return plan{base: f, how: pades.Signing{
		Field: separateField, Spot: &pades.Spot{Page: 1, Rect: textCorner(p)(pages[0], lines)}, At: now,
		Name: name, Reason: "Ký văn bản kèm theo", Appearance: look,
	}}, nil
}

// attachmentLines are the text of the agency's signature outside the main
// document: number and symbol, and the time of this very signature.
func attachmentLines(d *Document, p *profile.Profile, at time.Time) []string {
	lines := make([]string, len(p.Signing.Text.AttachmentLines))
	for i, line := range p.Signing.Text.AttachmentLines {
		lines[i] = strings.NewReplacer(
			"{symbol}", WholeSymbol(p.Numbering, d.Number, d.Symbol), "{time}", at.In(zone).Format(p.Signing.TimeFormat)).Replace(line)
	}
	return lines
}

// separateLook is text alone unless the profile lets the seal be shown (NA-15.5b-2).
func (s *Service) separateLook(ctx context.Context, d *Document, p *profile.Profile, lines []string) (pades.Appearance, error) {
	if !p.Signing.Text.ImageAllowed {
		return pades.Appearance{Lines: lines}, nil
	}
	image, err := s.Signing.CurrentImage(ctx, signing.SealImage, string(d.Agency))
	if err != nil {
		return pades.Appearance{}, err
	}
	picture, err := s.drawn.of(image)
	return pades.Appearance{Image: picture}, err
}

// textCorner finds the corner of the text form on a page.
func textCorner(p *profile.Profile) func(page *pdf.Page, lines []string) pdf.Rect {
	if p.Signing.Text.Corner == "bottom-left" {
		return pades.BottomLeft
	}
	return pades.TopRight
}
