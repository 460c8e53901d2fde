package document

import (
	"context"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/pades"
	"antin/pdf"
)

// open gives the PDF under a hash for reading.
func (s *Service) open(ctx context.Context, sha256 string) (*pdf.File, Blob, error) {
	blob, err := s.Blobs.Open(ctx, sha256)
	if err != nil {
		return nil, nil, fmt.Errorf("opening %s: %w", sha256, err)
	}
	file, err := pdf.Open(blob, blob.Size())
	if err != nil {
		blob.Close()
		return nil, nil, fmt.Errorf("reading %s: %w", sha256, err)
	}
	return file, blob, nil
}

// layFields appends the empty fields at their places and stores the result.
func (s *Service) layFields(ctx context.Context, d *Document, base File, places []Place) (File, error) {
	file, blob, err := s.open(ctx, base.SHA256)
	if err != nil {
		return File{}, err
	}
	defer blob.Close()
	pages, err := file.Last().Pages()
	if err != nil {
		return File{}, fmt.Errorf("reading the pages of %s: %w", base.SHA256, err)
	}
	var fields pades.Fields
	for _, p := range places {
		if p.Absent {
			continue
		}
		spot, err := spotOf(pages, p)
		if err != nil {
			return File{}, err
		}
		switch p.Field {
		case PlaceNumber:
			fields.Number = spot
		case PlaceDay:
			fields.Day = spot
		case PlaceMonth:
			fields.Month = spot
		case PlaceYear:
			fields.Year = spot
		case PlaceSigner:
			fields.Signer = spot
		case PlaceSeal:
			fields.Seal = spot
		}
	}
	if err := layChain(d.Chain, places, pages, &fields); err != nil {
		return File{}, err
	}
	tail, err := pades.Lay(file, fields, s.Now())
	if err != nil {
		return File{}, unsignable(err)
	}
	out := File{Pages: len(pages)}
	out.SHA256, out.Size, err = s.Blobs.Append(ctx, base.SHA256, tail)
	return out, err
}

// spotOf turns a place as shown on the page picture into user space: the
// picture shows the crop box, turned by /Rotate.
func spotOf(pages []*pdf.Page, p Place) (*pades.Spot, error) {
	if p.Page < 1 || p.Page > len(pages) {
		return nil, fault.New(fault.Invalid, "place.page", "Chỗ đặt nằm ở trang không có trong văn bản.").At(p.Field, "Chọn lại trang.")
	}
	return &pades.Spot{Page: p.Page, Rect: pages[p.Page-1].FromShown(pdf.Rect{X0: p.X0, Y0: p.Y0, X1: p.X1, Y1: p.Y1})}, nil
}

// refusals are the signing engine's answers in the clerk's words.
var refusals = map[pades.RefusalCode]string{
	pades.RefusedEncrypted: "Tệp PDF đặt mật khẩu hoặc mã hóa, không ký được.",
	pades.RefusedDamaged:   "Tệp PDF bị hỏng cấu trúc, không ký được.",
	pades.RefusedSigned:    "Tệp PDF đã có chữ ký số từ trước, không dùng làm dự thảo được.",
	pades.RefusedCertified: "Tệp PDF đã được chứng nhận, không cho thêm chữ ký.",
	pades.RefusedXFA:       "Tệp PDF là biểu mẫu XFA, không ký được.",
	pades.RefusedVersion:   "Phải là .pdf phiên bản 1.4 trở lên",
	pades.RefusedNoPages:   "Tệp PDF không có trang nào.",
	pades.RefusedPage:      "Chỗ đặt nằm ở trang không có trong văn bản.",
	pades.RefusedPlace:     "Chỗ đặt nằm ngoài trang.",
	pades.RefusedValue:     "Khóa ký không phải của chứng thư số đã chọn.",
}

// unsignable turns a refusal of the signing engine into the clerk's words.
func unsignable(err error) error {
	code := pades.RefusalOf(err)
	if code == "" {
		return fmt.Errorf("writing the PDF: %w", err)
	}
	text, ok := refusals[code]
	if !ok {
		text = "Không ký được tệp PDF này (" + string(code) + ")."
	}
	return fault.New(fault.Invalid, "file."+string(code), text).At("main", text).Do("Xuất lại PDF từ phần mềm soạn thảo rồi tải lên bản mới.")
}

// signPlan is the person's signature on the prepared PDF.
func (s *Service) signPlan(ctx context.Context, d *Document, prepared File) (plan, error) {
	image, err := s.Signing.CurrentImage(ctx, signing.PersonImage, string(d.Signer.Person))
	if err != nil {
		return plan{}, err
	}
	picture, err := s.drawn.of(image)
	if err != nil {
		return plan{}, err
	}
	return plan{base: prepared, how: pades.Signing{
		Field: pades.FieldSigner, At: s.Now(), Name: d.Signer.Name, Reason: strings.TrimSpace("Ký " + string(d.Signer.Capacity)),
		Appearance: pades.Appearance{Image: picture},
	}}, nil
}

// signMain makes the person's signature on the prepared PDF.
func (s *Service) signMain(ctx context.Context, d *Document, prepared File, key *signing.Key) (File, error) {
	work, err := s.signPlan(ctx, d, prepared)
	if err != nil {
		return File{}, err
	}
	return s.append(ctx, work, key, "sign.built")
}

// sealPlans are the signatures of one seal: number, date and seal on the main
// file, then every separate file in the text form; name is who signs.
func (s *Service) sealPlans(ctx context.Context, d *Document, p *profile.Profile, name string) ([]plan, error) {
	signed, _ := d.sealBase()
	how, err := s.sealing(ctx, d, p)
	if err != nil {
		return nil, err
	}
	if signed.Stage == Uploaded {
		if how, err = s.sealedScan(ctx, d, p, signed, how); err != nil {
			return nil, err
		}
	}
	out := []plan{{base: signed, how: how}}
	for _, f := range d.Separate() {
		work, err := s.separatePlan(ctx, d, p, f, name)
		if err != nil {
			return nil, withName(err, f.Name)
		}
		out = append(out, work)
	}
	return out, nil
}

// sealFiles makes all signatures of one seal with an opened key.
func (s *Service) sealFiles(ctx context.Context, d *Document, p *profile.Profile, key *signing.Key) (File, []File, error) {
	plans, err := s.sealPlans(ctx, d, p, key.Certificate.Subject.CommonName)
	if err != nil {
		return File{}, nil, err
	}
	var made []File
	for i, work := range plans {
		out, err := s.append(ctx, work, key, "seal.built")
		if err != nil && i > 0 {
			err = withName(err, work.base.Name)
		}
		if err != nil {
			return File{}, nil, err
		}
		made = append(made, out)
	}
	return made[0], made[1:], nil
}

func withName(err error, name string) error {
	if f, ok := fault.From(err); ok {
		return fault.New(f.Kind, f.Code, "Tệp “"+name+"”: "+f.Message).Under("NA-15.5b-1").Do(f.Action)
	}
	return fmt.Errorf("signing %s: %w", name, err)
}

// sealing is the clerk's one revision: the values, their lock and the seal.
func (s *Service) sealing(ctx context.Context, d *Document, p *profile.Profile) (pades.Signing, error) {
	agency, err := s.Org.Agency(ctx, d.Agency)
	if err != nil {
		return pades.Signing{}, err
	}
	image, err := s.Signing.CurrentImage(ctx, signing.SealImage, string(d.Agency))
	if err != nil {
		return pades.Signing{}, err
	}
	picture, err := s.drawn.of(image)
	if err != nil {
		return pades.Signing{}, err
	}
	how := pades.Signing{
		Field: pades.FieldSeal, At: s.Now(), Name: agency.Name, Reason: "Cấp số và ký cơ quan",
		Appearance: pades.Appearance{Image: picture}, Fill: map[string]string{},
	}
	day, err := time.ParseInLocation("2006-01-02", d.IssuedOn, zone)
	if err != nil {
		return how, fmt.Errorf("date of document %s: %w", d.ID, err)
	}
	for field, v := range map[string]struct{ name, text string }{
		PlaceNumber: {pades.FieldNumber, NumberText(p.Numbering, d.Number)},
		PlaceDay:    {pades.FieldDay, day.Format("02")},
		PlaceMonth:  {pades.FieldMonth, monthText(day.Month())},
		PlaceYear:   {pades.FieldYear, day.Format("2006")},
	} {
		if place, ok := d.Place(field); ok {
			how.Fill[v.name] = strings.TrimPrefix(v.text, place.Prefix)
			how.Lock = append(how.Lock, v.name)
		}
	}
	return how, nil
}

// monthText writes January and February with a zero (NĐ 30/2020, Phụ lục I,
// phần II, mục 4).
func monthText(m time.Month) string {
	if m < 3 {
		return fmt.Sprintf("%02d", int(m))
	}
	return fmt.Sprint(int(m))
}
