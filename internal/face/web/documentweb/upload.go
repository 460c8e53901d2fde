package documentweb

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"strings"
	"sync"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/fault"
	"antin/vntext"
)

// Limits of the typed part of the form; files have their own in the service.
const (
	maxText  = 16 << 10 // of one field
	maxTyped = 4096     // fields, most of them recipients
)

// form is what was typed. In the stream it stands before the first file.
type form struct {
	Token, Version string
	Secrecy        string
	Type, Subject  string
	Area, Urgency  string
	Origin         string
	Signer         string // "person/post"
	Capacity       string
	Recipients     []string
	Drop           []document.FileID // files that the next version leaves out
	Compose        bool              // the text is made by the template of the type
}

// fileRoles are the file fields of the form.
var fileRoles = map[string]document.Role{
	"file": document.Main, "source": document.Source, "attachments": document.Attachment, "appendices": document.Appendix,
}

// files gives the files of the form one by one, as they come in.
type files struct {
	parts *multipart.Reader
	first *multipart.Part
}

// readForm reads the typed fields and stops before the first file; nothing of
// any file is read. What is typed after a file does not count.
func readForm(parts *multipart.Reader) (form, *files, error) {
	var f form
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return f, &files{}, nil
		}
		if err != nil {
			return f, nil, web.Broken(err)
		}
		if n == maxTyped {
			return f, nil, fault.New(fault.TooLarge, "web.form-too-large", "Biểu mẫu có quá nhiều mục.")
		}
		if _, isFile := fileRoles[part.FormName()]; isFile || part.FileName() != "" {
			if part.FileName() != "" {
				return f, &files{parts: parts, first: part}, nil
			}
			continue
		}
		text, err := io.ReadAll(io.LimitReader(part, maxText+1))
		if err != nil {
			return f, nil, web.Broken(err)
		}
		if len(text) > maxText {
			return f, nil, fault.New(fault.TooLarge, "web.form-too-large", "Nội dung một mục quá dài.").Do("Rút ngắn rồi gửi lại.")
		}
		typed, ok := vntext.TypedLine(string(text))
		if !ok {
			return f, nil, web.Untypable(part.FormName(), labels()[part.FormName()])
		}
		f.set(part.FormName(), strings.TrimSpace(typed))
	}
}

func (f *form) set(name, value string) {
	switch name {
	case "draft":
		f.Token = value
	case "version":
		f.Version = value
	case "secrecy":
		f.Secrecy = value
	case "type":
		f.Type = value
	case "subject":
		f.Subject = value
	case "field":
		f.Area = value
	case "urgency":
		f.Urgency = value
	case "form":
		f.Origin = value
	case "signer":
		f.Signer = value
	case "capacity":
		f.Capacity = value
	case "compose":
		f.Compose = true
	case "drop":
		f.Drop = append(f.Drop, document.FileID(value))
	case "recipients":
		f.Recipients = append(f.Recipients, value)
	}
}

// fields is the form as the service takes it: ids and codes, no names.
func (f form) fields() document.Fields {
	person, post, _ := strings.Cut(f.Signer, "/")
	out := document.Fields{
		Type: f.Type, Subject: f.Subject, Area: f.Area, Urgency: f.Urgency, Secrecy: document.Secrecy(f.Secrecy), Origin: document.Origin(f.Origin),
		Signer: document.Signer{Person: org.PersonID(person), Post: org.PostID(post), Capacity: org.Capacity(f.Capacity)},
	}
	for _, code := range f.Recipients {
		if code != "" {
			out.Recipients = append(out.Recipients, document.Recipient{Code: code})
		}
	}
	return out
}

func (f *files) any() bool { return f.first != nil }

// next is the following file, or io.EOF.
func (f *files) next() (document.Upload, error) {
	for {
		part := f.first
		f.first = nil
		if part == nil {
			if f.parts == nil {
				return document.Upload{}, io.EOF
			}
			var err error
			if part, err = f.parts.NextPart(); errors.Is(err, io.EOF) {
				return document.Upload{}, io.EOF
			} else if err != nil {
				return document.Upload{}, web.Broken(err)
			}
		}
		role, ok := fileRoles[part.FormName()]
		if ok && part.FileName() != "" {
			return document.Upload{Role: role, Name: part.FileName(), Body: body{part}}, nil
		}
	}
}

// body tells a broken stream in the words of the page.
type body struct{ io.Reader }

func (b body) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		return n, web.Broken(err)
	}
	return n, err
}

// sending lets the same form in once at a time: the second of a double click
// waits for the first and then finds the draft made.
type sending struct {
	mu   sync.Mutex
	busy map[string]chan struct{}
}

func newSending() *sending { return &sending{busy: map[string]chan struct{}{}} }

func (s *sending) take(ctx context.Context, key string) (release func(), err error) {
	for {
		s.mu.Lock()
		other, taken := s.busy[key]
		if !taken {
			mine := make(chan struct{})
			s.busy[key] = mine
			s.mu.Unlock()
			return func() {
				s.mu.Lock()
				delete(s.busy, key)
				s.mu.Unlock()
				close(mine)
			}, nil
		}
		s.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
