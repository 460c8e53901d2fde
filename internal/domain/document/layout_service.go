package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"
	"time"

	"antin/docx"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/fault"
	"antin/layout"
	"antin/vntext"
)

// LayoutReport is what the check of the form (thể thức) found in the current
// version.
type LayoutReport struct {
	File     File // the PDF that was looked at
	Findings []layout.Finding
	Concerns []docx.Concern // of the Word file
	Mends    int            // how many can be mended by the system
	Word     bool           // there is a Word file
	Rule     string         // act that fixes the form
	Clause   string
}

// maxReports of checks that are kept, since a page is looked at more often than
// changed.
const maxReports = 128

type reports struct {
	mu   sync.Mutex
	list map[string]LayoutReport
}

func (r *reports) get(key string) (LayoutReport, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	out, ok := r.list[key]
	return out, ok
}

func (r *reports) put(key string, report LayoutReport) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.list == nil || len(r.list) >= maxReports {
		r.list = map[string]LayoutReport{}
	}
	r.list[key] = report
}

// LayoutOf checks the form of the current version: the Word file for what it
// knows, the PDF for where it stands. The document was read with permission
// already.
func (s *Service) LayoutOf(ctx context.Context, d *Document) (LayoutReport, error) {
	base, ok := d.Base()
	if !ok || d.Direction != Outgoing {
		return LayoutReport{}, nil
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return LayoutReport{}, err
	}
	options, err := s.layoutOptions(ctx, d, p)
	if err != nil {
		return LayoutReport{}, err
	}
	key := base.SHA256 + d.fieldsDigest() + p.Version
	if known, ok := s.checked.get(key); ok {
		return known, nil
	}
	out := LayoutReport{File: base, Rule: p.Documents.FormatRule, Clause: p.Clause("documents.format_rule")}
	printed, err := s.printed(ctx, base)
	if err != nil {
		return out, err
	}
	if printed != nil {
		out.Findings = layout.Check(printed, options)
	}
	if word, err := s.word(ctx, d); err != nil {
		return out, err
	} else if word != nil {
		out.Word, out.Concerns = true, word.Concerns()
		out.Findings = layout.Join(layout.Check(layout.FromDOCX(word.Content()), options), out.Findings, printed)
	}
	for _, f := range out.Findings {
		if f.Mends {
			out.Mends++
		}
	}
	s.checked.put(key, out)
	return out, nil
}

func (s *Service) printed(ctx context.Context, f File) (*layout.Document, error) {
	blob, err := s.Blobs.Open(ctx, f.SHA256)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", f.SHA256, err)
	}
	defer blob.Close()
	pages, err := s.Pages.Styled(ctx, blob)
	if _, refused := fault.From(err); refused {
		return nil, nil // a reader is missing or gave up: the Word file is checked alone
	}
	if err != nil {
		return nil, err
	}
	return layout.FromPDF(pages), nil
}

// word opens the Word file of the current version; nil when there is none that
// can be read.
func (s *Service) word(ctx context.Context, d *Document) (*docx.File, error) {
	source, ok := d.Current(Source)
	if !ok {
		return nil, nil
	}
	blob, err := s.Blobs.Open(ctx, source.SHA256)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", source.SHA256, err)
	}
	defer blob.Close()
	word, err := readWord(blob)
	if errors.Is(err, docx.ErrMalformed) || errors.Is(err, docx.ErrTooLarge) {
		return nil, nil
	}
	return word, err
}

func (s *Service) layoutOptions(ctx context.Context, d *Document, p *profile.Profile) (layout.Options, error) {
	out := layout.Options{Headings: p.Documents.RecipientBlocks, Clause: p.Clause("documents.recipient_blocks")}
	if u, ok := p.Documents.Urgency(d.Urgency); ok && d.Urgency != "normal" {
		out.Urgency = strings.ToUpper(u.Label)
	}
	paper, online, err := s.split(ctx, d)
	out.Paper, out.Online = paper, online
	return out, err
}

// split tells who gets paper and who the electronic document.
func (s *Service) split(ctx context.Context, d *Document) (paper, online []string, err error) {
	if d.Type == "" {
		for _, r := range d.Recipients {
			online = append(online, r.Name)
		}
		return nil, online, nil
	}
	needs, _, err := s.PaperNeeds(ctx, d)
	if err != nil {
		return nil, nil, err
	}
	for _, n := range needs {
		if n.Paper {
			paper = append(paper, n.Recipient.Name)
		}
		if n.Recipient.Agency != "" && n.Recipient.Kind == ToAgency {
			online = append(online, n.Recipient.Name)
		}
	}
	return paper, online, nil
}

// MendLayout makes a version in which everything that can be mended safely is,
// and tells what was changed. The version before it stays.
func (s *Service) MendLayout(ctx context.Context, by org.Actor, id ID) ([]layout.Finding, error) {
	d, err := s.load(ctx, by, id, "document.edit")
	if err != nil {
		return nil, err
	}
	word, err := s.word(ctx, d)
	if err != nil {
		return nil, err
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return nil, err
	}
	if word == nil {
		return nil, fault.New(fault.Conflict, "layout.no-word", "Dự thảo không có tệp Word đọc được nên hệ thống không sửa giúp được.").
			Under(p.Clause("documents.format_rule")).Do("Sửa trong phần mềm soạn thảo rồi tải bản mới lên.")
	}
	options, err := s.layoutOptions(ctx, d, p)
	if err != nil {
		return nil, err
	}
	done := layout.Mend(word, options)
	if len(done) == 0 {
		return nil, fault.New(fault.Conflict, "layout.nothing", "Không có lỗi thể thức nào hệ thống tự sửa được.").Do("Sửa các lỗi còn lại trong Word.")
	}
	raw, err := word.Bytes()
	if err != nil {
		return nil, err
	}
	source, _ := d.Current(Source)
	return done, s.replaceSource(ctx, by, d, source.Name, raw)
}

// replaceSource makes a version whose text is the given Word file; what is
// attached goes on.
func (s *Service) replaceSource(ctx context.Context, by org.Actor, d *Document, name string, raw []byte) error {
	sent := false
	next := func() (Upload, error) {
		if sent {
			return Upload{}, io.EOF
		}
		sent = true
		return Upload{Role: Source, Name: name, Body: bytes.NewReader(raw)}, nil
	}
	return s.Revise(ctx, by, d.ID, nil, next)
}

// wordName is the name of a Word file by the subject of its document.
func wordName(d *Document) string {
	name := vntext.Fold(d.Subject)
	var b strings.Builder
	for _, r := range name {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
			b.WriteByte('-')
		}
		if b.Len() > 60 {
			break
		}
	}
	out := strings.Trim(b.String(), "-")
	if out == "" {
		out = "du-thao"
	}
	return path.Base(out) + ".docx"
}

// Restore makes a version of the files of an earlier one.
func (s *Service) Restore(ctx context.Context, by org.Actor, id ID, version int) error {
	return s.act(ctx, by, id, "document.edit", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		var files []File
		for _, f := range d.Files {
			if f.Version == version && (f.Stage == Uploaded || f.Stage == Converted) {
				files = append(files, File{Role: f.Role, Stage: f.Stage, Name: f.Name, SHA256: f.SHA256, Size: f.Size, Pages: f.Pages, From: f.From})
			}
		}
		if version >= d.Version || len(files) == 0 {
			return nil, fault.New(fault.NotFound, "version.absent", "Không có phiên bản này để lấy lại.")
		}
		return nil, d.NewVersion(by, files, at)
	})
}

// CompareVersions tells the words that differ between two versions. Word files
// are compared by paragraphs; where one is missing the printed lines are.
func (s *Service) CompareVersions(ctx context.Context, by org.Actor, id ID, before, after int) ([]docx.Change, error) {
	d, err := s.Get(ctx, by, id)
	if err != nil {
		return nil, err
	}
	a, b := d.textOf(before), d.textOf(after)
	if a.SHA256 == "" || b.SHA256 == "" {
		return nil, fault.New(fault.NotFound, "version.absent", "Không có phiên bản này.")
	}
	if a.Role != Source || b.Role != Source {
		a, b = d.printOf(before), d.printOf(after)
	}
	left, err := s.textLines(ctx, a)
	if err != nil {
		return nil, err
	}
	right, err := s.textLines(ctx, b)
	if err != nil {
		return nil, err
	}
	return docx.Compare(left, right), nil
}

// textOf is the file that says the text of a version best.
func (d *Document) textOf(version int) File {
	var out File
	for _, f := range d.Files {
		if f.Version == version && f.Stage == Uploaded && (f.Role == Source || f.Role == Main && out.Role != Source) {
			out = f
		}
	}
	return out
}

func (d *Document) printOf(version int) File {
	for _, f := range d.Files {
		if f.Version == version && f.Role == Main && (f.Stage == Converted || f.Stage == Uploaded) {
			return f
		}
	}
	return File{}
}

func (s *Service) textLines(ctx context.Context, f File) ([]string, error) {
	if f.Role != Source {
		return s.lines(ctx, f)
	}
	blob, err := s.Blobs.Open(ctx, f.SHA256)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", f.SHA256, err)
	}
	defer blob.Close()
	word, err := readWord(blob)
	if err != nil {
		return nil, fault.New(fault.Invalid, "version.unreadable", "Không đọc được tệp Word của một trong hai phiên bản.").Do("Tải hai tệp về và so sánh trong Word.")
	}
	return word.Content().Texts(), nil
}
