package blob

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"antin/internal/fault"
)

// ErrMissing says that no blob has this hash.
var ErrMissing = errors.New("no such blob")

// ErrDamaged says that the stored bytes no longer have their hash.
var ErrDamaged = errors.New("blob is damaged")

// Store is a folder of blobs. It is safe for concurrent use by one process.
type Store struct {
	dir string
	// mu keeps Sweep from removing what Put makes young at the same moment.
	mu sync.RWMutex
}

// Open opens or makes the folder.
func Open(dir string) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("finding the blob folder: %w", err)
	}
	s := &Store{dir: dir}
	if err := makeDirs(s.temp()); err != nil {
		return nil, fmt.Errorf("making the blob folder: %w", err)
	}
	return s, nil
}

func (s *Store) temp() string { return filepath.Join(s.dir, "tmp") }

func (s *Store) path(sum string) string { return filepath.Join(s.dir, sum[:2], sum) }

// valid keeps hashes from outside from becoming paths.
func valid(sum string) bool {
	if len(sum) != 2*sha256.Size {
		return false
	}
	for _, c := range sum {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// Put stores what r gives and returns its SHA-256 in hex and its size. A file
// of more than limit bytes is refused (fault blob.too-large) as soon as the
// first byte over it is read; a full disk is fault blob.no-space.
func (s *Store) Put(ctx context.Context, r io.Reader, limit int64) (sum string, size int64, err error) {
	return s.write(ctx, func(w *writer) error {
		n, err := io.Copy(w, io.LimitReader(r, limit))
		if err != nil {
			return err
		}
		if n < limit {
			return nil
		}
		more, err := io.ReadFull(r, make([]byte, 1))
		if more > 0 {
			return tooLarge(limit)
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		return nil
	})
}

// copyStep is read and written at once; most documents are shorter.
const copyStep = 256 << 10

// Append stores a new blob: the bytes of base and then tail. The base is
// checked against its hash on the way, without being held in memory.
func (s *Store) Append(ctx context.Context, base string, tail []byte) (sum string, size int64, err error) {
	f, err := s.Open(ctx, base)
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = f.Close() }() // only read
	return s.write(ctx, func(w *writer) error {
		buffer := make([]byte, min(max(f.Size(), 1), copyStep))
		if _, err := io.CopyBuffer(w, io.NewSectionReader(f, 0, f.Size()), buffer); err != nil {
			return err
		}
		if w.sum() != base {
			return fmt.Errorf("%w: %s", ErrDamaged, base)
		}
		_, err := w.Write(tail)
		return err
	})
}

// write fills a temporary file and moves it to its hash when it is on the disk.
func (s *Store) write(ctx context.Context, fill func(*writer) error) (sum string, size int64, err error) {
	f, err := os.CreateTemp(s.temp(), "put-")
	if err != nil {
		return "", 0, broken("making a file", err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()           // the first error says more
			_ = os.Remove(f.Name()) // Sweep takes what stays
		}
	}()
	w := &writer{ctx: ctx, file: f, hash: sha256.New()}
	if err := fill(w); err != nil {
		return "", 0, broken("writing", err)
	}
	if err := errors.Join(f.Chmod(0o400), f.Sync(), f.Close()); err != nil {
		return "", 0, broken("writing", err)
	}
	sum = w.sum()
	if err := s.settle(f.Name(), sum); err != nil {
		return "", 0, broken("keeping", err)
	}
	return sum, w.size, nil
}

// settle renames over an older copy on purpose: it has the same bytes, or heals
// a damaged one, and gets the new age.
func (s *Store) settle(temp, sum string) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	to := s.path(sum)
	if err := makeDirs(filepath.Dir(to)); err != nil {
		return err
	}
	if err := os.Rename(temp, to); err != nil {
		return err
	}
	return syncDir(filepath.Dir(to))
}

func tooLarge(limit int64) error {
	return fault.New(fault.TooLarge, "blob.too-large",
		fmt.Sprintf("Tệp quá lớn nên chưa được nhận. Mỗi lần gửi tối đa %s.", sizeText(limit))). // the words of the pages
		Do("Giảm dung lượng tệp (quét ở 200 dpi, bỏ ảnh thừa) hoặc tách phụ lục thành tệp riêng rồi gửi lại.")
}

func sizeText(n int64) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d byte", n)
}

// broken makes a refusal of a full disk, also of a file-size limit or quota.
func broken(doing string, err error) error {
	if _, ok := fault.From(err); ok {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG) {
		return fmt.Errorf("%w (%s a blob: %w)", fault.New(fault.Unready, "blob.no-space",
			"Máy chủ đã hết chỗ lưu nên tệp chưa được nhận; không có gì bị mất.").
			Do("Báo quản trị hệ thống thêm chỗ lưu rồi gửi lại."), doing, err)
	}
	return fmt.Errorf("%s a blob: %w", doing, err)
}
