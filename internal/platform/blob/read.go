package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// File is an open blob. It stays readable after a Sweep.
type File struct {
	file *os.File
	size int64
}

// ReadAt is an io.ReaderAt.
func (f *File) ReadAt(p []byte, off int64) (int, error) { return f.file.ReadAt(p, off) }

// Size is the length in bytes.
func (f *File) Size() int64 { return f.size }

// Close frees the file.
func (f *File) Close() error { return f.file.Close() }

// Open opens a blob without reading it; see Verify for its bytes. ErrMissing
// when there is none, also when sum is not a hash at all.
func (s *Store) Open(_ context.Context, sum string) (*File, error) {
	if !valid(sum) {
		return nil, fmt.Errorf("%w: %.80q", ErrMissing, sum)
	}
	f, err := os.Open(s.path(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrMissing, sum)
	}
	if err != nil {
		return nil, fmt.Errorf("opening blob %s: %w", sum, err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening blob %s: %w", sum, err), f.Close())
	}
	return &File{f, info.Size()}, nil
}

// Verify reads the whole blob and compares it with its hash: ErrMissing,
// ErrDamaged or nil.
func (s *Store) Verify(ctx context.Context, sum string) error {
	f, err := s.Open(ctx, sum)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read
	h := sha256.New()
	r := io.NewSectionReader(f, 0, f.Size())
	for buffer := make([]byte, 1<<20); ; {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		n, err := r.Read(buffer)
		h.Write(buffer[:n])
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("reading blob %s: %w", sum, err)
		}
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return fmt.Errorf("%w: %s", ErrDamaged, sum)
	}
	return nil
}

// Swept counts what Sweep removed.
type Swept struct {
	Blobs, Temporary int
	Bytes            int64
}

// Sweep removes blobs that were put before olderThan and that referenced
// denies, and temporary files of that age. olderThan lies well behind the
// longest time between Put and the commit that refers to it: a day.
func (s *Store) Sweep(ctx context.Context, referenced func(ctx context.Context, sum string) (bool, error), olderThan time.Time) (Swept, error) {
	var swept Swept
	err := filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a temporary file that was finished meanwhile
		}
		if err != nil || entry.IsDir() {
			return err
		}
		if filepath.Dir(path) == s.temp() {
			return remove(path, olderThan, &swept.Temporary, &swept.Bytes)
		}
		if !valid(entry.Name()) || s.path(entry.Name()) != path {
			return nil // not ours
		}
		return s.sweepOne(ctx, path, referenced, olderThan, &swept)
	})
	if err != nil {
		return swept, fmt.Errorf("sweeping blobs: %w", err)
	}
	return swept, nil
}

func (s *Store) sweepOne(ctx context.Context, path string, referenced func(context.Context, string) (bool, error), olderThan time.Time, swept *Swept) error {
	if info, err := os.Stat(path); err != nil || !info.ModTime().Before(olderThan) {
		return ignoreMissing(err)
	}
	needed, err := referenced(ctx, filepath.Base(path))
	if err != nil || needed {
		return err
	}
	// Asked without the lock; whoever puts the same bytes now makes it young,
	// and remove looks at the age again.
	s.mu.Lock()
	defer s.mu.Unlock()
	return remove(path, olderThan, &swept.Blobs, &swept.Bytes)
}

func remove(path string, olderThan time.Time, count *int, size *int64) error {
	info, err := os.Stat(path)
	if err != nil || !info.ModTime().Before(olderThan) {
		return ignoreMissing(err)
	}
	if err := os.Remove(path); err != nil {
		return ignoreMissing(err)
	}
	*count++
	*size += info.Size()
	return nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
