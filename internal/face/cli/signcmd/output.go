package signcmd

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// OutputFlags say where the new files go.
type OutputFlags struct {
	Out     string `short:"o" placeholder:"DIR" help:"Ghi tệp mới vào thư mục này, giữ nguyên tên. Không có thì ghi cạnh tệp gốc với tên thêm đuôi."`
	InPlace bool   `help:"Thay chính tệp gốc bằng tệp mới: nội dung cũ vẫn nằm nguyên ở đầu tệp mới."`
}

// check refuses flags that contradict each other, and makes the folder.
func (o OutputFlags) check() error {
	if o.Out == "" {
		return nil
	}
	if o.InPlace {
		return refuse("Chỉ dùng một trong hai: --out hoặc --in-place.")
	}
	return os.MkdirAll(o.Out, 0o755)
}

// What the names of new files end with, beside the old ones.
const (
	madeBySign      = ".da-ky"
	madeByExtend    = ".nang-muc"
	madeByTimestamp = ".dau-thoi-gian"
)

// target is the name of the new file. In place, a link stays a link: the file
// that it leads to is the one replaced.
func (o OutputFlags) target(name, suffix string) string {
	switch {
	case o.InPlace:
		if real, err := filepath.EvalSymlinks(name); err == nil {
			return real
		}
		return name
	case o.Out != "":
		return filepath.Join(o.Out, filepath.Base(name))
	}
	ext := filepath.Ext(name)
	return strings.TrimSuffix(name, ext) + suffix + ext
}

// errExists is a target that is there already; it is never overwritten.
var errExists = refuse("Tệp đích đã có, không ghi đè.")

// errChanged is a file that somebody writes to at the same time.
var errChanged = refuse("Tệp gốc thay đổi trong lúc đang đọc, hãy chạy lại.")

// draft is a new file in the making; nobody sees it before it has its name.
type draft struct {
	file    *os.File
	size    int64
	target  string
	replace bool
}

// begin copies the base beside the target.
func (o OutputFlags) begin(target string, base *os.File, size int64) (*draft, error) {
	if _, err := os.Lstat(target); err == nil && !o.InPlace {
		return nil, errExists
	}
	f, err := os.CreateTemp(filepath.Dir(target), ".antin-*.tmp")
	if err != nil {
		return nil, err
	}
	d := &draft{f, size, target, o.InPlace}
	if err := d.copy(base); err != nil {
		d.drop()
		return nil, err
	}
	return d, nil
}

func (d *draft) copy(base *os.File) error {
	if _, err := base.Seek(0, io.SeekStart); err != nil {
		return err
	}
	// Between two files the copy is the system's: no byte passes through here.
	if n, err := io.CopyN(d.file, base, d.size); err != nil {
		return fmt.Errorf("after %d bytes: %w", n, err)
	}
	info, err := base.Stat()
	if err != nil {
		return err
	}
	if info.Size() != d.size {
		return errChanged
	}
	return d.file.Chmod(info.Mode().Perm())
}

// add appends a revision.
func (d *draft) add(tail []byte) error {
	n, err := d.file.WriteAt(tail, d.size)
	d.size += int64(n)
	return err
}

// finish puts the bytes on the disk, then gives the file its name.
func (d *draft) finish() error {
	defer d.drop()
	if err := d.file.Sync(); err != nil {
		return err
	}
	if err := name(d.file.Name(), d.target, d.replace); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(d.target))
}

// drop forgets what has no name yet.
func (d *draft) drop() {
	_ = d.file.Close()
	_ = os.Remove(d.file.Name()) // gone already after a rename
}

// name gives the finished file its name. A link fails where a file of that name
// has come meanwhile; not every file system has links.
func name(temporary, target string, replace bool) error {
	if replace {
		return os.Rename(temporary, target)
	}
	err := os.Link(temporary, target)
	switch {
	case errors.Is(err, fs.ErrExist):
		return errExists
	case err == nil:
		return nil
	}
	if _, err := os.Lstat(target); err == nil {
		return errExists
	}
	return os.Rename(temporary, target)
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
