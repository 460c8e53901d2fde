package exchange

import (
	"context"
	"errors"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/metadata"
	"antin/pades"
	"antin/placement"
	"antin/vntext"
)

// Recogniser reads the words of pages that are pictures (OCR). A fault.Unready
// says in words what is missing on this machine.
type Recogniser interface {
	// Recognise reads these pages of a PDF, counted from 1.
	Recognise(ctx context.Context, pdf document.Blob, pages []int) ([]metadata.Page, error)
}

// fewWords is the number of words below which a page counts as a picture.
const fewWords = 12

// find reads the fields from every source there is; nil when they were read
// before.
func (s *Service) find(ctx context.Context, d *document.Document, p *profile.Profile, a *assessment) *document.ReadOut {
	if d.State == document.Held && d.Intake != nil && len(d.Intake.Reading) > 0 {
		return &document.ReadOut{Reading: d.Intake.Reading, Failed: d.Intake.ReadFailed, Basis: a.basis, Why: a.why}
	}
	page, failed := s.readPages(ctx, d, p)
	fields := metadata.Merge(announced(d), s.signed(ctx, a.main), page)
	return &document.ReadOut{Reading: fields, Failed: failed, Basis: a.basis, Why: a.why}
}

// readPages reads the words of the main file, by recognition where it is a
// picture. What fails leaves the fields to the clerk and says why.
func (s *Service) readPages(ctx context.Context, d *document.Document, p *profile.Profile) ([]metadata.Field, string) {
	main, ok := d.Current(document.Main)
	if !ok || main.Pages == 0 {
		return nil, ""
	}
	blob, err := s.Documents.Blobs.Open(ctx, main.SHA256)
	if err != nil {
		return nil, "Không mở được tệp để đọc thông tin."
	}
	defer blob.Close()
	how := metadata.Options{Today: s.Now()}
	for _, t := range p.Documents.Types {
		how.Types = append(how.Types, t.Name)
	}
	for _, u := range p.Documents.Urgencies {
		how.Urgencies = append(how.Urgencies, u.Label)
	}
	words, err := s.Documents.Pages.Words(ctx, blob)
	if err == nil && len(words) > 0 && len(words[0].Words) >= fewWords {
		return metadata.Read(pagesOf(words), how), ""
	}
	if s.Recognise == nil {
		return nil, "Trang là ảnh; máy này chưa có công cụ nhận dạng chữ, Văn thư tự ghi thông tin."
	}
	pages, err := s.Recognise.Recognise(ctx, blob, ends(main.Pages))
	if err != nil {
		return nil, inWords(err)
	}
	how.Scanned = true
	return metadata.Read(pages, how), ""
}

// ends are the pages with the header and the signature: the first, and the last
// ones.
func ends(n int) []int {
	switch {
	case n <= 1:
		return []int{1}
	case n == 2:
		return []int{1, 2}
	}
	return []int{1, n - 1, n}
}

func inWords(err error) string {
	var f *fault.Fault
	if errors.As(err, &f) {
		return strings.TrimSpace(f.Message + " " + f.Action)
	}
	return "Không nhận dạng được chữ trên ảnh; Văn thư tự ghi thông tin."
}

func pagesOf(list []placement.Page) []metadata.Page {
	out := make([]metadata.Page, len(list))
	for i, p := range list {
		out[i] = metadata.Page{Number: p.Number, Width: p.Width, Height: p.Height, Words: make([]metadata.Word, len(p.Words))}
		for j, w := range p.Words {
			out[i].Words[j] = metadata.Word{Text: w.Text, X0: w.X0, Y0: w.Y0, X1: w.X1, Y1: w.Y1, Certainty: 1}
		}
	}
	return out
}

// announced are the fields of the message that the file came with.
func announced(d *document.Document) []metadata.Field {
	var out []metadata.Field
	add := func(name metadata.Name, value string) {
		if value != "" {
			out = append(out, metadata.Field{Name: name, Value: value, Confidence: 0.95, Source: metadata.FromMessage, Reason: "Thông tin gửi kèm văn bản"})
		}
	}
	if ref, err := vntext.ParseSymbol(d.SenderRef); err == nil {
		number, rest, _ := strings.Cut(ref.String(), "/")
		add(metadata.Number, strings.TrimLeft(number, "0"))
		add(metadata.Notation, rest)
	}
	add(metadata.Date, d.IssuedOn)
	add(metadata.Agency, d.FromName)
	add(metadata.Subject, d.Subject)
	add(metadata.Signer, d.Signer.Name)
	add(metadata.Position, d.Signer.Title)
	return out
}

// signed are the fields that the signatures prove: who signed, for which agency,
// and what was filled under the seal.
func (s *Service) signed(ctx context.Context, r *pades.Report) []metadata.Field {
	if r == nil || r.Indication != pades.TotalPassed {
		return nil
	}
	var out []metadata.Field
	add := func(name metadata.Name, value, reason string) {
		if value != "" && metadata.Find(out, name).Value == "" {
			out = append(out, metadata.Field{Name: name, Value: value, Confidence: 0.98, Source: metadata.FromSignature, Reason: reason})
		}
	}
	for _, sig := range r.Signatures {
		if sig.Certificate == nil || sig.Indication != pades.TotalPassed {
			continue
		}
		c, err := s.Signing.ByFingerprint(ctx, sig.Certificate.SHA256)
		switch {
		case err != nil:
		case c.Class == signing.ClassPerson:
			add(metadata.Signer, sig.Signer, "Tên trên chứng thư của người ký")
		case c.Class == signing.ClassAgency:
			if agency, err := s.Org.Agency(ctx, c.Agency); err == nil {
				add(metadata.Agency, agency.Name, "Cơ quan của chứng thư ký số")
			}
		}
	}
	for _, v := range r.Values {
		if v.Field == pades.FieldNumber {
			add(metadata.Number, strings.TrimLeft(strings.TrimSpace(v.Value), "0"), "Ô số đã ký")
		}
	}
	return out
}
