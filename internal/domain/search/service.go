package search

import (
	"context"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
)

// Documents is what the index is made from.
type Documents interface {
	Load(ctx context.Context, id document.ID) (*document.Document, error)
	Visible(ctx context.Context, ids []document.ID, readers []document.Reader) (map[document.ID]bool, error)
}

// Reader reads the text of a stored PDF in a limited process outside. Files
// without a text layer give an empty text.
type Reader func(ctx context.Context, sha256 string) (string, error)

// Config is what the Service needs; everything is required.
type Config struct {
	Store     Store
	Documents Documents
	Text      Reader
	Guard     *org.Guard
	Profiles  *profile.Set
	Now       func() time.Time
}

// Service finds documents and keeps the index.
type Service struct{ Config }

// NewService checks that nothing is missing.
func NewService(c Config) (*Service, error) {
	if c.Store == nil || c.Documents == nil || c.Text == nil || c.Guard == nil || c.Profiles == nil || c.Now == nil {
		return nil, errors.New("search service: a part is missing")
	}
	return &Service{c}, nil
}

const (
	look  = 300 * time.Millisecond
	batch = 200
)

// Run keeps the index abreast until ctx ends; failed hears of errors of ours.
func (s *Service) Run(ctx context.Context, failed func(error)) {
	tick := time.NewTicker(look)
	defer tick.Stop()
	for ctx.Err() == nil {
		more, err := s.Index(ctx)
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
		if more && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
}

// Index takes a batch of changed documents into the index, their fields first;
// then it reads the pages of one of them that were not read yet. It reports
// whether there is more to do.
func (s *Service) Index(ctx context.Context) (more bool, err error) {
	behind, err := s.Store.Behind(ctx, batch)
	if err != nil || len(behind) == 0 {
		return false, err
	}
	entries := make([]Entry, 0, len(behind))
	var unread []unreadFile
	for _, b := range behind {
		d, err := s.Documents.Load(ctx, b.Document)
		if err != nil {
			return false, fmt.Errorf("reading document %s for the search: %w", b.Document, err)
		}
		e, files, err := s.entry(ctx, d)
		if err != nil {
			return false, err
		}
		entries, unread = append(entries, e), append(unread, files...)
	}
	if err := s.Store.Put(ctx, entries, behind); err != nil {
		return false, fmt.Errorf("writing the search index: %w", err)
	}
	for _, f := range unread {
		if err := s.read(ctx, f); err != nil {
			return false, err
		}
	}
	return len(behind) == batch || len(unread) > 0, nil
}

type unreadFile struct {
	document document.ID
	sha256   string
}

func (s *Service) entry(ctx context.Context, d *document.Document) (Entry, []unreadFile, error) {
	p, err := s.Profiles.At(d.Province, s.Now())
	if err != nil {
		return Entry{}, nil, err
	}
	files := readable(d)
	known, err := s.Store.Content(ctx, files)
	if err != nil {
		return Entry{}, nil, fmt.Errorf("reading the text of document %s: %w", d.ID, err)
	}
	var text string
	var unread []unreadFile
	for _, sha := range files {
		content, ok := known[sha]
		if !ok {
			unread = append(unread, unreadFile{d.ID, sha})
		}
		if content != "" {
			text += content + "\n"
		}
	}
	return makeEntry(d, p, text), unread, nil
}

// readable are the PDFs of the current version, each as it first came: what is
// appended later, number and signatures, is in the fields.
func readable(d *document.Document) []string {
	var out []string
	seen := map[string]bool{}
	for _, f := range d.Files {
		place := fmt.Sprint(f.Role, f.Order)
		if f.Version != d.Version || f.Pages == 0 || seen[place] {
			continue
		}
		seen[place] = true
		out = append(out, f.SHA256)
	}
	return out
}

// read takes the text of one file. A file that cannot be read stays without
// text, and is not tried again.
func (s *Service) read(ctx context.Context, f unreadFile) error {
	text, err := s.Text(ctx, f.sha256)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		text = ""
	}
	if err := s.Store.PutContent(ctx, f.sha256, text, f.document, s.Now()); err != nil {
		return fmt.Errorf("keeping the text of document %s: %w", f.document, err)
	}
	return nil
}
