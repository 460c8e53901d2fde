package auditsql

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"antin/internal/domain/audit"
)

// maxHeadsFile bounds reading: 256 MB hold more than a million heads.
const maxHeadsFile = 256 << 20

// HeadsFile collects signed heads outside the database, each on the disk when
// Write returns. Keep it on another disk, or copy it away, to make it worth more.
type HeadsFile struct {
	mu   sync.Mutex
	file *os.File
	size int64 // of the newest head written
}

// OpenHeads opens or makes the file. A head torn by a crash is cut off.
func OpenHeads(path string) (*HeadsFile, error) {
	heads, whole, err := readHeads(path)
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the file of audit heads: %w", err)
	}
	if err := errors.Join(file.Truncate(int64(whole)), file.Sync(), syncDir(filepath.Dir(path))); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the file of audit heads: %w", err), file.Close())
	}
	h := &HeadsFile{file: file, size: -1}
	if len(heads) > 0 {
		h.size = audit.HeadSize(heads[len(heads)-1])
	}
	return h, nil
}

// ReadHeads gives all whole heads of a file for Check; none when it is absent.
func ReadHeads(path string) ([][]byte, error) {
	heads, _, err := readHeads(path)
	return heads, err
}

func readHeads(path string) (heads [][]byte, whole int, err error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("reading the file of audit heads: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	text, err := io.ReadAll(io.LimitReader(f, maxHeadsFile+1))
	if err != nil {
		return nil, 0, fmt.Errorf("reading the file of audit heads: %w", err)
	}
	if len(text) > maxHeadsFile {
		return nil, 0, fmt.Errorf("the file of audit heads is over %d bytes: move its older part away", maxHeadsFile)
	}
	heads, whole = audit.SplitHeads(text)
	return heads, whole, nil
}

// Write appends a head of that size unless one at least as new stands there.
func (h *HeadsFile) Write(size int64, signed []byte) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if size <= h.size {
		return nil
	}
	if _, err := h.file.Write(audit.JoinHead(signed)); err != nil {
		return fmt.Errorf("writing the audit head: %w", err)
	}
	if err := h.file.Sync(); err != nil {
		return fmt.Errorf("writing the audit head: %w", err)
	}
	h.size = size
	return nil
}

// Close closes the file.
func (h *HeadsFile) Close() error { return h.file.Close() }

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
