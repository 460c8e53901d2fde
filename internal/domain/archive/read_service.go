package archive

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"reflect"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/fault"
)

// Entry is a bundle with its editions, as a page shows it.
type Entry struct {
	Bundle
	Editions []Edition
	// Until is how long the copy of a whole bundle can be verified as it is; zero
	// without a copy.
	Until time.Time
	// Overdue says that it waits for more than a day.
	Overdue bool
}

// Newest is the last edition; false before the first one.
func (e Entry) Newest() (Edition, bool) {
	if len(e.Editions) == 0 {
		return Edition{}, false
	}
	return e.Editions[len(e.Editions)-1], true
}

// OfDocument lists the evidence of a document for somebody who may read it.
func (s *Service) OfDocument(ctx context.Context, by org.Actor, id document.ID) ([]Entry, error) {
	if _, err := s.Documents.Get(ctx, by, id); err != nil {
		return nil, err
	}
	bundles, err := s.Store.OfDocument(ctx, id)
	if err != nil {
		return nil, err
	}
	out := make([]Entry, len(bundles))
	for i, b := range bundles {
		out[i].Bundle = b
		out[i].Overdue = b.State == Waiting && s.Now().Sub(b.CreatedAt) > LongWait
		if p := b.Summary.Protection; p != nil && b.State == Kept {
			out[i].Until = p.until(s.algorithms())
		}
		if out[i].Editions, err = s.Store.Editions(ctx, b.ID); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// entry finds a bundle by its document, which the actor must be allowed to read.
func (s *Service) entry(ctx context.Context, by org.Actor, id document.ID, bundle BundleID) (Bundle, Edition, error) {
	list, err := s.OfDocument(ctx, by, id)
	if err != nil {
		return Bundle{}, Edition{}, err
	}
	for _, e := range list {
		if newest, ok := e.Newest(); ok && e.ID == bundle {
			return e.Bundle, newest, nil
		}
	}
	return Bundle{}, Edition{}, fault.New(fault.NotFound, "archive.absent", "Chưa có hồ sơ bằng chứng này.")
}

// Open gives the newest edition as zip.
func (s *Service) Open(ctx context.Context, by org.Actor, id document.ID, bundle BundleID) (Bundle, document.Blob, error) {
	b, e, err := s.entry(ctx, by, id, bundle)
	if err != nil {
		return b, nil, err
	}
	blob, err := s.Documents.Blobs.Open(ctx, e.SHA256)
	if err != nil {
		return b, nil, fmt.Errorf("opening evidence %s: %w", e.SHA256, err)
	}
	return b, blob, nil
}

// Copy gives the file with all evidence embedded (PAdES B-LTA); a bundle without
// one is a refusal.
func (s *Service) Copy(ctx context.Context, by org.Actor, id document.ID, bundle BundleID) (Bundle, document.Blob, error) {
	b, e, err := s.entry(ctx, by, id, bundle)
	if err != nil {
		return b, nil, err
	}
	m, found, err := s.read(ctx, b, e)
	if err != nil {
		return b, nil, fmt.Errorf("reading evidence of %s: %w", b.ID, err)
	}
	if m.Copy == nil {
		return b, nil, fault.New(fault.NotFound, "archive.no-copy", "Tệp này không có bản lưu trữ lâu dài.")
	}
	base, err := s.Documents.Blobs.Open(ctx, m.Copy.Base)
	if err != nil {
		return b, nil, fmt.Errorf("opening %s: %w", m.Copy.Base, err)
	}
	return b, &grown{Blob: base, tail: found[tailName]}, nil
}

// Check holds every edition against its row and the file it speaks of, and
// gives a line for each that is not as it was written.
func (s *Service) Check(ctx context.Context) ([]string, error) {
	var lines []string
	err := s.Store.Walk(ctx, func(e Edition) error {
		b, err := s.Store.Bundle(ctx, e.Bundle)
		if err != nil {
			return err
		}
		all, err := s.Store.Editions(ctx, e.Bundle)
		if err != nil {
			return err
		}
		if why := s.fault(ctx, b, e, e.No == len(all)); why != nil {
			lines = append(lines, fmt.Sprintf("văn bản %s: hồ sơ bằng chứng %s, bản %d: %v", b.Document, b.ID, e.No, why))
		}
		return nil
	})
	return lines, err
}

// read opens an edition, if it is still as it was written and of this bundle.
func (s *Service) read(ctx context.Context, b Bundle, e Edition) (Manifest, pieces, error) {
	blob, err := s.Documents.Blobs.Open(ctx, e.SHA256)
	if err != nil {
		return Manifest{}, nil, errors.New("tệp đã mất hoặc không mở được")
	}
	defer blob.Close()
	sum, err := hashOf(blob)
	if err != nil || hex.EncodeToString(sum) != e.SHA256 || blob.Size() != e.Size {
		return Manifest{}, nil, errors.New("tệp đã bị thay đổi")
	}
	m, found, err := readEdition(blob, blob.Size())
	if err != nil {
		return m, nil, fmt.Errorf("không đọc được (%w)", err)
	}
	if m.Bundle != b.ID || m.File != b.SHA256 || m.Document != string(b.Document) || m.Copy != nil && m.Copy.Base != b.SHA256 {
		return m, nil, errors.New("là của tệp khác")
	}
	return m, found, nil
}

// fault says in words what is wrong with an edition.
func (s *Service) fault(ctx context.Context, b Bundle, e Edition, newest bool) error {
	m, found, err := s.read(ctx, b, e)
	if err != nil {
		return err
	}
	if newest && !reflect.DeepEqual(m.Summary, b.Summary) {
		return errors.New("phần tóm tắt trong cơ sở dữ liệu không như trong hồ sơ")
	}
	if m.Copy == nil {
		return nil
	}
	base, err := s.Documents.Blobs.Open(ctx, m.Copy.Base)
	if err != nil {
		return errors.New("tệp gốc đã mất hoặc không mở được")
	}
	defer base.Close()
	if sum, err := hashOf(&grown{Blob: base, tail: found[tailName]}); err != nil || hex.EncodeToString(sum) != m.Copy.SHA256 {
		return errors.New("bản lưu trữ lâu dài không còn khớp với tệp gốc")
	}
	return nil
}

var _ io.ReaderAt = (*grown)(nil)
