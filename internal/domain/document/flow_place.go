package document

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/pades"
	"antin/pdf"
	"antin/placement"
)

// fieldPrefix stands before the names of places in the PDF.
const fieldPrefix = "antin."

// Measures of the places of the chain, in millimetres.
const (
	checkWidth, checkHeight = 42.0, 14.0 // of checks and initials, along the lower edge
	stepMargin, stepGap     = 12.0, 4.0
	markWidth, markHeight   = 46.0, 7.0
)

// markText stands on documents that people sign for themselves (HD2-11.3d).
const markText = "KHÔNG PHÁT HÀNH"

// chainPlaces adds a place for each further signature of the chain: a leader
// whose name stands on the page signs over it, others in columns beside the
// signer; checks and initials stand along the lower edge of that page.
func (s *Service) chainPlaces(ctx context.Context, d *Document, p *profile.Profile, pages []placement.Page, places []Place) ([]Place, error) {
	if !d.Flow().Releases() {
		for i := range places {
			if places[i].Field != PlaceSigner {
				places[i] = Place{Field: places[i].Field, Page: 1, Absent: true, Why: "văn bản không phát hành"}
			}
		}
	}
	main := places[4]
	row, column, last := 0, 0, Place{}
	for _, step := range d.Chain.Steps {
		if step.Field == pades.FieldSigner || step.Field == pades.FieldSeal {
			continue
		}
		at := Place{Field: strings.TrimPrefix(step.Field, fieldPrefix), Page: main.Page, Why: step.Kind.Name()}
		switch {
		case step.Kind == StepSign:
			found, err := s.leaderPlace(ctx, p, pages, step)
			if err != nil {
				return nil, err
			}
			if !found.Found {
				column++
				found = besides(main, column)
			}
			found.Field = at.Field
			at, last = found, found
		case step.Kind == StepSeal && p.Signing.VisiblePlace.Mode == "over-person":
			at = s.sealBeside(ctx, d, p, pages, step, last, at.Field)
		case step.Kind == StepSeal:
			at.X0, at.Y0, at.X1, at.Y1 = last.X0, last.Y0, last.X1, last.Y1
			at.Page = last.Page
		default:
			at = along(pages[main.Page-1], row, at)
			row++
		}
		places = append(places, at)
	}
	return places, nil
}

// leaderPlace looks for the signer's name and title on the page.
func (s *Service) leaderPlace(ctx context.Context, p *profile.Profile, pages []placement.Page, step Step) (Place, error) {
	width, height := s.imageSize(ctx, step, p)
	found, err := placement.Find(pages, placement.Hints{
		SignerName: step.Name, SignerTitle: step.Title, Capacity: string(step.Capacity), SignatureWidth: width, SignatureHeight: height,
	})
	if errors.Is(err, placement.ErrNoPages) {
		return Place{}, nil
	}
	if err != nil {
		return Place{}, fmt.Errorf("finding the place of a signer: %w", err)
	}
	return place(PlaceSigner, found.Signer), nil
}

func (s *Service) imageSize(ctx context.Context, step Step, p *profile.Profile) (width, height float64) {
	d := &Document{Fields: Fields{Signer: Signer{Person: step.Person}}}
	return s.signatureSize(ctx, d, p)
}

// besides are the columns to the left of the signer, each as wide.
func besides(main Place, column int) Place {
	width := main.X1 - main.X0
	shift := float64(column) * (width + stepGap*placement.PointsPerMM)
	if main.X0-shift < stepMargin*placement.PointsPerMM { // no room at the left: another row above
		shift = 0
	}
	out := main
	out.X0, out.X1, out.Found = main.X0-shift, main.X1-shift, false
	out.Why = "bên trái chữ ký của người ký chính"
	if shift == 0 {
		height := main.Y1 - main.Y0
		out.Y0, out.Y1 = main.Y0-float64(column)*height, main.Y1-float64(column)*height
		out.Why = "dưới chữ ký của người ký chính"
	}
	return out
}

// sealBeside puts the seal of another agency over its leader's signature.
func (s *Service) sealBeside(ctx context.Context, d *Document, p *profile.Profile, pages []placement.Page, step Step, leader Place, field string) Place {
	width, height := p.Signing.SealImage.SizeMM, p.Signing.SealImage.SizeMM
	if img, err := s.Signing.CurrentImage(ctx, signing.SealImage, string(step.Agency)); err == nil {
		width, height = img.WidthMM, img.HeightMM
	}
	spot := placement.SealOver(pages[leader.Page-1], placement.Spot{
		Page: leader.Page, Rect: placement.Rect{X0: leader.X0, Y0: leader.Y0, X1: leader.X1, Y1: leader.Y1}, Found: leader.Found,
	}, width, height, placement.Overlap{Min: p.Signing.SealImage.OverlapMin, Max: p.Signing.SealImage.OverlapMax})
	out := place(field, spot)
	out.Field = field
	return out
}

// along are the boxes of checks along the lower edge of a page, from the left.
func along(page placement.Page, n int, at Place) Place {
	const mm = placement.PointsPerMM
	perRow := max(1, int((page.Width-2*stepMargin*mm+stepGap*mm)/((checkWidth+stepGap)*mm)))
	x := stepMargin*mm + float64(n%perRow)*(checkWidth+stepGap)*mm
	y := stepMargin*mm/2 + float64(n/perRow)*(checkHeight+1)*mm
	at.X0, at.Y0, at.X1, at.Y1 = x, y, x+checkWidth*mm, y+checkHeight*mm
	at.Why += ", lề dưới của trang ký"
	return at
}

// layChain adds the fields of the chain, each with its turn, and the mark of
// what is never released.
func layChain(c Chain, places []Place, pages []*pdf.Page, fields *pades.Fields) error {
	if len(c.Steps) == 0 {
		return nil
	}
	for _, step := range c.Steps {
		turn := pades.Turn{Order: step.Order, Need: step.Need, Kind: string(step.Kind)}
		switch step.Field {
		case pades.FieldSigner:
			fields.SignerTurn = turn
			continue
		case pades.FieldSeal:
			fields.SealTurn = turn
			continue
		}
		name := strings.TrimPrefix(step.Field, fieldPrefix)
		for _, p := range places {
			if p.Field != name || p.Absent {
				continue
			}
			spot, err := spotOf(pages, p)
			if err != nil {
				return err
			}
			fields.Steps = append(fields.Steps, pades.StepField{Name: name, Hint: step.Kind.Name(), Spot: spot, Turn: turn})
		}
	}
	if c.Flow.Releases() || len(pages) == 0 {
		return nil
	}
	const mm = placement.PointsPerMM
	width, height := pages[0].Shown()
	shown := pdf.Rect{X0: width - (stepMargin+markWidth)*mm, Y0: height - (markHeight+2)*mm, X1: width - stepMargin*mm, Y1: height - 2*mm}
	fields.Mark, fields.MarkText = &pades.Spot{Page: 1, Rect: pages[0].FromShown(shown)}, markText
	return nil
}

// sameFields reports whether the chain still has the fields that were laid.
func (c Chain) sameFields(o Chain) bool {
	if len(c.Steps) != len(o.Steps) || c.Flow != o.Flow {
		return false
	}
	for i, s := range c.Steps {
		t := o.Steps[i]
		if s.Field != t.Field || s.Order != t.Order || s.Need != t.Need || s.Kind != t.Kind {
			return false
		}
	}
	return true
}
