package blob

import (
	"context"
	"encoding/hex"
	"errors"
	"hash"
	"os"
	"path/filepath"
)

// writer counts and hashes what goes into the file, and stops with ctx.
type writer struct {
	ctx  context.Context
	file *os.File
	hash hash.Hash
	size int64
}

// Write is an io.Writer for io.Copy.
func (w *writer) Write(p []byte) (int, error) {
	if w.ctx.Err() != nil {
		return 0, context.Cause(w.ctx)
	}
	n, err := w.file.Write(p)
	w.hash.Write(p[:n])
	w.size += int64(n)
	return n, err
}

func (w *writer) sum() string { return hex.EncodeToString(w.hash.Sum(nil)) }

// makeDirs is os.MkdirAll that has every new folder on the disk.
func makeDirs(dir string) error {
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if err := makeDirs(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return syncDir(parent)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
