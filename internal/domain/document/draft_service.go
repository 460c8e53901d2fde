package document

import (
	"bytes"
	"context"
	"io"
	"path"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/fault"
	"antin/vntext"
)

// MaxUpload is the largest file that is taken, in bytes; one text for the page
// and for the refusal.
const MaxUpload = 512 << 20

// Upload is one file as it comes in; Body is read only after the secrecy of
// the document was found to be Ordinary.
type Upload struct {
	Role Role
	Name string
	Body io.Reader
}

// Door refuses before anything is read: the level of secrecy is asked on the
// page before the upload.
func (s *Service) Door(ctx context.Context, by org.Actor, level Secrecy) error {
	if err := s.Guard.Allow(ctx, by, "document.draft", org.OfAgency); err != nil {
		return err
	}
	p, err := s.Profile(by.Province)
	if err != nil {
		return err
	}
	if err := RefuseSecret(p, level); err != nil {
		return traced(err, s.secretTried(ctx, by, p, level))
	}
	return nil
}

// secretTried leaves a trace of the attempt, without anything of its content
// (LD-01.2, HT-01.1b).
func (s *Service) secretTried(ctx context.Context, by org.Actor, p *profile.Profile, level Secrecy) error {
	if level == "" {
		return nil
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		e := s.entry(by, "document.secret-refused", string(by.Agency), p, map[string]string{"level": levelOnly(p, level)})
		e.Clause = p.Clause("documents.secret_refusal")
		return tx.Audit(ctx, e)
	})
}

// Create makes a draft, without files yet.
func (s *Service) Create(ctx context.Context, by org.Actor, f Fields) (ID, error) {
	if err := s.Door(ctx, by, f.Secrecy); err != nil {
		return "", err
	}
	p, err := s.Profile(by.Province)
	if err != nil {
		return "", err
	}
	if err := s.complete(ctx, by.Agency, &f); err != nil {
		return "", err
	}
	d := NewDraft(by, f, s.Now())
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		return s.save(ctx, tx, by, d, p, "document.draft")
	})
	return d.ID, err
}

// complete fills names and codes from the directory, so that a form carries
// ids only and nobody types another agency's name.
func (s *Service) complete(ctx context.Context, agency org.AgencyID, f *Fields) error {
	if f.Signer.Person != "" {
		person, err := s.Org.Person(ctx, f.Signer.Person)
		if err != nil {
			return err
		}
		f.Signer.Name = person.Name
		posts, err := s.Org.PostsOf(ctx, f.Signer.Person, agency, s.Now())
		if err != nil {
			return err
		}
		for _, post := range posts {
			if f.Signer.Post == post.ID || f.Signer.Post == "" {
				f.Signer.Post, f.Signer.Title = post.ID, post.Title
				break
			}
		}
	}
	for i, r := range f.Recipients {
		if r.Code == "" {
			continue
		}
		a, err := s.Org.AgencyByCode(ctx, r.Code, s.Now())
		if err != nil {
			return fault.New(fault.Invalid, "recipient.unknown", "Không có cơ quan với mã định danh "+r.Code+".").At("recipients", r.Code)
		}
		f.Recipients[i] = Recipient{Code: a.Code, Name: a.Name, Agency: a.ID}
	}
	f.Subject = strings.TrimSpace(f.Subject)
	return notToSelf(agency, f.Recipients)
}

// Edit replaces the fields of a draft.
func (s *Service) Edit(ctx context.Context, by org.Actor, id ID, f Fields) error {
	if err := s.Door(ctx, by, f.Secrecy); err != nil {
		return err
	}
	if err := s.complete(ctx, by.Agency, &f); err != nil {
		return err
	}
	return s.act(ctx, by, id, "document.edit", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.Edit(by, f, at)
	})
}

// AddVersion stores all the files of a new version; Revise keeps some of the
// former one. A DOCX alone is turned into
// the PDF that will be signed; with both, the PDF is the document and the DOCX
// its editable source. The files are on the disk before the transaction.
func (s *Service) AddVersion(ctx context.Context, by org.Actor, id ID, uploads []Upload) error {
	next := func() (Upload, error) {
		if len(uploads) == 0 {
			return Upload{}, io.EOF
		}
		u := uploads[0]
		uploads = uploads[1:]
		return u, nil
	}
	return s.addVersion(ctx, by, id, next, func(*Document, []File) []File { return nil })
}

// store reads the head of a file, finds its kind from the bytes, never from
// the name, and puts it away.
func (s *Service) store(ctx context.Context, u Upload) (File, error) {
	name, ok := vntext.TypedLine(path.Base(strings.ReplaceAll(u.Name, `\`, "/")))
	if !ok {
		return File{}, fault.New(fault.Invalid, "file.name", "Tên tệp có ký tự điều khiển hoặc ký tự lỗi.").
			At("main", "Đổi tên tệp.").Do("Đổi tên tệp rồi chọn lại.")
	}
	u.Name = name
	head := make([]byte, 1024)
	n, err := io.ReadFull(u.Body, head)
	head = head[:n]
	if n == 0 {
		return File{}, fault.New(fault.Invalid, "file.empty", "Tệp “"+u.Name+"” rỗng.").At("main", "Chọn tệp khác.")
	}
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return File{}, unfinished(err)
	}
	f := File{Role: u.Role, Stage: Uploaded, Name: u.Name}
	isPDF, isZip := bytes.Contains(head, []byte("%PDF-")), bytes.HasPrefix(head, []byte("PK\x03\x04"))
	switch {
	case u.Role == Main && isZip:
		f.Role = Source
	case u.Role == Source && isPDF:
		f.Role = Main
	case (u.Role == Main || u.Role == Source) && !isPDF && !isZip:
		return File{}, fault.New(fault.Invalid, "file.kind", "Tệp “"+u.Name+"” không phải PDF hoặc DOCX.").
			At("main", "Chọn tệp PDF hoặc DOCX.").Do("Lưu văn bản thành PDF hoặc DOCX rồi tải lên lại.")
	}
	f.SHA256, f.Size, err = s.Blobs.Put(ctx, io.MultiReader(bytes.NewReader(head), u.Body), MaxUpload)
	if err != nil {
		return File{}, unfinished(err)
	}
	if isPDF {
		f.Pages, err = s.inspect(ctx, f)
	}
	return f, err
}

// unfinished passes refusals on and names the rest.
func unfinished(err error) error {
	if _, ok := fault.From(err); ok {
		return err
	}
	return fault.New(fault.Invalid, "file.unfinished", "Tệp chưa tải lên xong: "+err.Error()).Do("Tải lên lại.")
}

// convertSource makes the PDF of a DOCX that came without one.
func (s *Service) convertSource(ctx context.Context, files []File) ([]File, error) {
	var source *File
	for i := range files {
		if files[i].Role == Main {
			return files, nil
		}
		if files[i].Role == Source {
			source = &files[i]
		}
	}
	if source == nil {
		return nil, fault.New(fault.Invalid, "document.no-file", "Chưa có tệp văn bản.").At("main", "Chọn tệp PDF hoặc DOCX.")
	}
	docx, err := s.Blobs.Open(ctx, source.SHA256)
	if err != nil {
		return nil, err
	}
	defer docx.Close()
	pdf, _, err := s.Convert.PDF(ctx, docx)
	if err != nil {
		return nil, err
	}
	defer pdf.Close()
	out := File{Role: Main, Stage: Converted, From: source.SHA256, Name: strings.TrimSuffix(source.Name, path.Ext(source.Name)) + ".pdf"}
	if out.SHA256, out.Size, err = s.Blobs.Put(ctx, pdf, MaxUpload); err != nil {
		return nil, err
	}
	if out.Pages, err = s.inspect(ctx, out); err != nil {
		return nil, err
	}
	return append(files, out), nil
}

// Submit (Trình): what is required is there, the signer may sign in that
// capacity, and the PDF can be signed.
func (s *Service) Submit(ctx context.Context, by org.Actor, id ID) error {
	d, err := s.load(ctx, by, id, "document.submit")
	if err != nil {
		return err
	}
	var authority org.Authority
	if d.Signer.Person != "" {
		if authority, err = s.authority(ctx, d, d.Signer.Person); err != nil {
			return err
		}
	}
	if d.signsAtOnce() && d.Drafter == by.Person && d.State == Drafting && d.Version > 0 {
		if _, err := s.prepare(ctx, by, d); err != nil {
			return err
		}
	}
	return s.act(ctx, by, id, "document.submit", func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error) {
		if err := d.Submit(by, p, at); err != nil {
			return nil, err
		}
		d.Signer.Authority = authority.ID
		return nil, nil
	})
}

// AskOpinions opens a round of comments by people of the agency.
func (s *Service) AskOpinions(ctx context.Context, by org.Actor, id ID, people []org.PersonID, due time.Time) error {
	var asked []org.Person
	colleagues, err := s.Org.PeopleOf(ctx, by.Agency, s.Now())
	if err != nil {
		return err
	}
	for _, c := range colleagues {
		if oneOf(c.ID, people) && c.ID != by.Person {
			asked = append(asked, c)
		}
	}
	return s.act(ctx, by, id, "document.opinion-ask", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.AskOpinions(by, asked, due, at)
	})
}

// GiveOpinion stores the comment of the actor.
func (s *Service) GiveOpinion(ctx context.Context, by org.Actor, id ID, text string) error {
	return s.act(ctx, by, id, "document.opinion-give", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.GiveOpinion(by, text, at)
	})
}

// AnswerOpinion records how one comment was taken.
func (s *Service) AnswerOpinion(ctx context.Context, by org.Actor, id ID, opinion OpinionID, answer, text string) error {
	return s.act(ctx, by, id, "document.edit", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.AnswerOpinion(by, opinion, answer, text, at)
	})
}

// CloseOpinions ends the round.
func (s *Service) CloseOpinions(ctx context.Context, by org.Actor, id ID) error {
	return s.act(ctx, by, id, "document.edit", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.CloseOpinions(by, at)
	})
}
