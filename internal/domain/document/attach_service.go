package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
	"antin/pdf"
)

// BringIn is how the clerk brings files in that did not come by the exchange.
type BringIn struct {
	Form     ID      // of the form, so that a second sending makes nothing new
	Channel  Channel // ByUpload or ByPaper
	Source   string  // code of the profile's list, for uploads
	Address  string  // page or mail address where the files were taken from
	Transfer string  // line of the transfer log of the clerk mailbox
	Secrecy  Secrecy
	Together bool // the first file is the document, the others are its attachments
}

// Brought is what became of one file.
type Brought struct {
	Name string
	ID   ID    // of the incoming document; empty with Err
	Err  error // a refusal in words
}

// Attach brings files in: each becomes an incoming document that waits for its
// check. Only the clerk of the agency may (BG-05.2); a secret one is refused
// before any file is read (BG-16.7). Refused files do not stop the others.
func (s *Service) Attach(ctx context.Context, by org.Actor, in BringIn, next func() (Upload, error)) ([]Brought, error) {
	p, err := s.mayAttach(ctx, by, in)
	if err != nil {
		return nil, err
	}
	var out []Brought
	var together []File
	for n := 0; ; n++ {
		u, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return out, err
		}
		if n == MaxFiles {
			return out, tooManyFiles()
		}
		f, err := s.takeIn(ctx, u)
		switch {
		case err != nil:
			if _, refusal := fault.From(err); !refusal {
				return out, err
			}
			out = append(out, Brought{Name: u.Name, Err: err})
		case in.Together:
			if len(together) > 0 {
				f.Role = Attachment
			}
			together = append(together, f)
		default:
			id, err := s.attach(ctx, by, in, p, n, []File{f})
			if err != nil {
				return out, err
			}
			out = append(out, Brought{Name: u.Name, ID: id})
		}
	}
	if len(together) > 0 {
		id, err := s.attach(ctx, by, in, p, 0, together)
		if err != nil {
			return out, err
		}
		out = append(out, Brought{Name: together[0].Name, ID: id})
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "incoming.no-file", "Chưa có tệp nào.").At("file", "Chọn ít nhất một tệp.")
	}
	return out, nil
}

// mayAttach asks everything that is known before the first file is read.
func (s *Service) mayAttach(ctx context.Context, by org.Actor, in BringIn) (*profile.Profile, error) {
	p, err := s.Profile(by.Province)
	if err != nil {
		return nil, err
	}
	if p.Documents.OnlyClerkAttaches && by.Account != "" && !s.Guard.Can(by, "incoming.attach", org.OfAgency) {
		return nil, fault.New(fault.Forbidden, "incoming.not-clerk", p.Incoming.AttachRefusal).Under(p.Clause("incoming.attach_refusal")).
			Do("Chuyển tệp cho Văn thư của cơ quan.")
	}
	if err := s.Guard.Allow(ctx, by, "incoming.attach", org.OfAgency); err != nil {
		return nil, err
	}
	if err := RefuseSecret(p, in.Secrecy); err != nil {
		return nil, traced(err, s.secretTried(ctx, by, p, in.Secrecy))
	}
	if in.Channel == ByPaper {
		return p, nil
	}
	refuse := func(field, text string) error {
		return fault.New(fault.Invalid, "incoming.source", "Tệp lấy từ ngoài phải ghi rõ nguồn.").Under(p.Clause("incoming.outside_refusal")).At(field, text)
	}
	if _, ok := p.Incoming.Source(in.Source); !ok {
		return nil, refuse("source", "Chọn nguồn của tệp.")
	}
	if strings.TrimSpace(in.Address) == "" {
		return nil, refuse("address", "Ghi địa chỉ trang, hộp thư hoặc nơi đã lấy tệp.")
	}
	return p, nil
}

func (s *Service) attach(ctx context.Context, by org.Actor, in BringIn, p *profile.Profile, n int, files []File) (ID, error) {
	at := s.Now()
	a := Arrival{
		Agency: by.Agency, Province: by.Province, Delivery: fmt.Sprintf("%s/%d", in.Form, n), Files: files, ReceivedAt: at,
		Intake: Intake{
			Channel: in.Channel, Source: in.Source, Address: clip(in.Address), Paper: in.Channel == ByPaper,
			By: by.Person, ByName: by.Name, At: at,
		},
	}
	if in.Channel == ByPaper {
		a.Intake.Source, a.Intake.Address = "", ""
	} else if in.Source == SourceMail {
		a.Intake.Transfer = clip(in.Transfer)
	}
	return s.arrive(ctx, by, a, p)
}

// takeIn stores one file as it came. What it says is judged later; here it only
// has to be a PDF that opens.
func (s *Service) takeIn(ctx context.Context, u Upload) (File, error) {
	u.Name = clip(u.Name)
	sum, size, err := s.Blobs.Put(ctx, u.Body, MaxUpload)
	if err != nil {
		return File{}, err
	}
	f := File{Role: Main, Stage: Sealed, Name: u.Name, SHA256: sum, Size: size}
	blob, err := s.Blobs.Open(ctx, sum)
	if err != nil {
		return File{}, fmt.Errorf("opening %s: %w", sum, err)
	}
	defer blob.Close()
	file, err := pdf.Open(blob, blob.Size())
	if err != nil {
		return File{}, fault.New(fault.Invalid, "incoming.no-pdf", "Tệp “"+u.Name+"” không phải PDF đọc được.").At("file", "Chọn tệp PDF.").
			Do("Quét hoặc lưu văn bản thành PDF rồi chọn lại.")
	}
	if file.Encrypted() {
		return File{}, fault.New(fault.Invalid, "incoming.encrypted", "Tệp “"+u.Name+"” đặt mật khẩu nên không đọc được.").At("file", "Chọn tệp không có mật khẩu.").
			Do("Hỏi nơi gửi tệp không đặt mật khẩu.")
	}
	pages, err := file.Last().Pages()
	if err != nil || len(pages) == 0 {
		return File{}, fault.New(fault.Invalid, "incoming.no-page", "Tệp “"+u.Name+"” không có trang nào.").At("file", "Chọn tệp PDF khác.")
	}
	f.Pages = len(pages)
	return f, nil
}
