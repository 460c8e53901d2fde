package device

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

const maxFile = 20 << 20

// KeepFile stores an attachment of at most 20 MB (PDF, PNG or JPEG) for the
// minutes that name it next.
func (s *Service) KeepFile(ctx context.Context, by org.Actor, name string, r io.Reader) (File, error) {
	if err := s.guard.Allow(ctx, by, "home.view"); err != nil {
		return File{}, err
	}
	name, err := text("file", name, maxName, "Chọn tệp đính kèm.")
	if err != nil {
		return File{}, err
	}
	head := make([]byte, 8)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return File{}, fmt.Errorf("reading the attachment: %w", err)
	}
	head = head[:n]
	if !strings.HasPrefix(string(head), "%PDF-") && !strings.HasPrefix(string(head), "\x89PNG") && !strings.HasPrefix(string(head), "\xff\xd8\xff") {
		return File{}, fault.New(fault.Invalid, "device.file", "Tệp đính kèm phải là PDF hoặc ảnh PNG, JPEG.").At("file", "Chọn tệp PDF, PNG hoặc JPEG.")
	}
	sum, size, err := s.files.Put(ctx, io.MultiReader(strings.NewReader(string(head)), r), maxFile)
	if err != nil {
		return File{}, fmt.Errorf("keeping the attachment: %w", err)
	}
	id, err := newID()
	if err != nil {
		return File{}, err
	}
	f := File{Name: name, SHA256: sum, Size: size}
	return f, s.store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.AddFile(ctx, id, f, by.Person, s.now()); err != nil {
			return err
		}
		return tx.Audit(ctx, by.Entry(s.now(), "device-file.kept", id, "sha256", sum))
	})
}

// OpenFile opens an attachment of the device's minutes or incidents for who may
// read about the device; the caller closes it.
func (s *Service) OpenFile(ctx context.Context, by org.Actor, id ID, sha256 string) (io.ReadSeekCloser, File, error) {
	if err := s.readable(ctx, by, id); err != nil {
		return nil, File{}, err
	}
	f, err := s.attached(ctx, id, sha256)
	if err != nil {
		return nil, f, err
	}
	r, err := s.files.Open(ctx, f.SHA256)
	if err != nil {
		return nil, f, fmt.Errorf("opening attachment %s: %w", f.SHA256, err)
	}
	return r, f, nil
}

func (s *Service) attached(ctx context.Context, id ID, sha256 string) (File, error) {
	handovers, err := s.store.Handovers(ctx, id)
	if err != nil {
		return File{}, err
	}
	incidents, err := s.store.Incidents(ctx, id)
	if err != nil {
		return File{}, err
	}
	events, err := s.store.History(ctx, id)
	if err != nil {
		return File{}, err
	}
	files := make([]File, 0, len(handovers)+len(incidents)+len(events))
	for _, e := range events {
		files = append(files, e.File)
	}
	for _, h := range handovers {
		files = append(files, h.Paper.File)
	}
	for _, i := range incidents {
		files = append(files, i.Minutes)
	}
	for _, f := range files {
		if f.SHA256 == sha256 && sha256 != "" {
			return f, nil
		}
	}
	return File{}, fault.New(fault.NotFound, "device.no-file", "Thiết bị này không có tệp đính kèm đó.")
}

// Attached says that an attachment with these bytes was kept, so that the blob
// stays.
func (s *Service) Attached(ctx context.Context, sha256 string) (bool, error) {
	return s.store.FileReferenced(ctx, sha256)
}
