package document

import (
	"context"
	"fmt"
	"math"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
	"antin/pdf"
	"antin/placement"
)

// versionFits refuses a PDF older than the profile asks for (NA-16.1a-3.2).
func (s *Service) versionFits(ctx context.Context, d *Document, base File) error {
	p, err := s.Profile(d.Province)
	if err != nil {
		return err
	}
	file, blob, err := s.open(ctx, base.SHA256)
	if err != nil {
		return err
	}
	defer blob.Close()
	var least pdf.Version
	if _, err := fmt.Sscanf(p.Documents.PDFMinVersion, "%d.%d", &least.Major, &least.Minor); err != nil {
		return fmt.Errorf("reading the least PDF version %q: %w", p.Documents.PDFMinVersion, err)
	}
	if file.Version().Less(least) {
		return fault.New(fault.Invalid, "file.old-version", p.Documents.PDFRefusal).Under(p.Clause("documents.pdf_min_version")).
			At("main", p.Documents.PDFRefusal).Do("Xuất lại PDF từ phần mềm soạn thảo rồi tải lên bản mới.")
	}
	return nil
}

// MayPlace reports whether it is the actor's turn to place fields; pages use it
// to leave the button out.
func (s *Service) MayPlace(by org.Actor, d *Document) bool {
	return s.Can(by, d, "document.place") && s.mayPlace(by, d) == nil
}

// mayPlace asks whose turn it is: the drafter's while the draft is in the
// drafter's hands, then also the unit leader's, then of those who check the
// format, at last the signer's or the checker's.
func (s *Service) mayPlace(by org.Actor, d *Document) error {
	drafter := by.Person == d.Drafter && by.Agency == d.Agency
	checker := by.Has(org.FormatChecker) && by.Agency == d.Agency
	turn := false
	switch d.State {
	case Drafting, Consulting:
		turn = drafter
	case UnitReview:
		turn = drafter || s.Can(by, d, "document.unit-approve")
	case Formatting:
		turn = s.Can(by, d, "document.format-check")
	case AwaitingApproval, AwaitingSignature:
		turn = checker || by.Person == d.Signer.Person
	default:
		return d.at(Drafting, Consulting, UnitReview, Formatting, AwaitingApproval, AwaitingSignature)
	}
	if turn {
		return nil
	}
	return fault.New(fault.Forbidden, "place.not-yours", "Văn bản đang ở bước của người khác; bạn không chỉnh chỗ đặt được.").
		Do("Đề nghị người đang giữ văn bản chỉnh, hoặc trả lại.")
}

// offWords refuses a box of number or date over printed words: what the clerk
// fills in there would change what the signer approved (dots may be covered).
func (s *Service) offWords(ctx context.Context, base File, moved []Place) error {
	var pages []placement.Page
	for _, m := range moved {
		name, blank := blankNames[m.Field]
		if !blank || m.Absent {
			continue
		}
		if pages == nil {
			pdf, err := s.Blobs.Open(ctx, base.SHA256)
			if err != nil {
				return fmt.Errorf("opening %s: %w", base.SHA256, err)
			}
			defer pdf.Close()
			if pages, err = s.Pages.Words(ctx, pdf); err != nil {
				return err
			}
		}
		if m.Page < 1 || m.Page > len(pages) {
			return fault.New(fault.Invalid, "place.page", "Chỗ đặt nằm ở trang không có trong văn bản.").At(m.Field, "Chọn lại trang.")
		}
		under := placement.WordsUnder(pages[m.Page-1], placement.Rect{X0: m.X0, Y0: m.Y0, X1: m.X1, Y1: m.Y1})
		if len(under) > 0 {
			text := "Chỗ đặt " + name + " đè lên chữ “" + strings.Trim(under[0].Text, ".…_") + "” đã in trên trang."
			return fault.New(fault.Invalid, "place.over-words", text).At(m.Field, text).Do("Dời ô vào chỗ trống hoặc chỗ chấm, hay bấm “Tự đặt lại”.")
		}
	}
	return nil
}

// blankNames are the blanks as a clerk calls them.
var blankNames = map[string]string{PlaceNumber: "số", PlaceDay: "ngày", PlaceMonth: "tháng", PlaceYear: "năm"}

// checkMoved holds the places against the profile after a person moved some.
func (s *Service) checkMoved(ctx context.Context, d *Document, base File, moved, places []Place, p *profile.Profile) error {
	if err := s.offWords(ctx, base, moved); err != nil {
		return err
	}
	if err := sealOnce(moved, places, p); err != nil {
		return err
	}
	seal, ok := movedSeal(moved)
	if !ok {
		return checkSeal(places, p)
	}
	width, height := s.sealSize(ctx, d, p)
	if err := realSize(seal, width, height, p); err != nil {
		return err
	}
	if p.Signing.VisiblePlace.Mode == "corner" && p.Signing.VisiblePlace.Fixed {
		return s.inCorner(ctx, base, seal, width, height, p)
	}
	return checkSeal(places, p)
}

func shownPage(page *pdf.Page) placement.Page {
	var out placement.Page
	out.Width, out.Height = page.Shown()
	return out
}

func movedSeal(moved []Place) (Place, bool) {
	for _, m := range moved {
		if m.Field == PlaceSeal && !m.Absent {
			return m, true
		}
	}
	return Place{}, false
}

// sealOnce: the pages of attachments and appendices behind the signature in the
// same file get no signature of their own (NA-15.4a, NA-15.5a).
func sealOnce(moved, places []Place, p *profile.Profile) error {
	seals, page := 0, 0
	for _, m := range moved {
		if m.Field == PlaceSeal && !m.Absent {
			seals, page = seals+1, max(page, m.Page)
		}
	}
	behind := false
	for _, s := range places {
		behind = behind || s.Field == PlaceSigner && !s.Absent && page > s.Page
	}
	if seals < 2 && !behind {
		return nil
	}
	text := p.Signing.SameFileRefusal
	return fault.New(fault.Invalid, "place.same-file", text).Under(p.Clause("signing.same_file_refusal")).At(PlaceSeal, text)
}

// realSize refuses a seal that is drawn smaller or larger than it is
// (NA-15.1b-1).
func realSize(seal Place, width, height float64, p *profile.Profile) error {
	rule := p.Signing.SealImage
	off := max(math.Abs((seal.X1-seal.X0)/placement.PointsPerMM-width), math.Abs((seal.Y1-seal.Y0)/placement.PointsPerMM-height))
	if !rule.RealSize || off <= rule.ToleranceMM+0.01 {
		return nil
	}
	return fault.New(fault.Invalid, "place.seal-size", "Dấu phải hiển thị đúng kích thước thật, không phóng to, thu nhỏ.").
		Under(p.Clause("signing.seal_image.real_size")).At(PlaceSeal, "Chỉ dời dấu, không đổi kích thước.")
}

// inCorner refuses another place than the corner that the profile fixes
// (BG-15.2a).
func (s *Service) inCorner(ctx context.Context, base File, seal Place, width, height float64, p *profile.Profile) error {
	file, blob, err := s.open(ctx, base.SHA256)
	if err != nil {
		return err
	}
	defer blob.Close()
	pages, err := file.Last().Pages()
	if err != nil || len(pages) == 0 {
		return fault.New(fault.Invalid, "file.no-page", "Tệp PDF không có trang nào.")
	}
	want := cornerPlace(shownPage(pages[0]), p, width, height)
	const slack = 1 // point: what rounding on the page may make
	if seal.Page == want.Page && math.Abs(seal.X0-want.X0) <= slack && math.Abs(seal.Y0-want.Y0) <= slack {
		return nil
	}
	text := p.Signing.VisiblePlace.Refusal
	return fault.New(fault.Invalid, "place.corner", text).Under(p.Clause("signing.visible_place.corner")).At(PlaceSeal, text)
}
