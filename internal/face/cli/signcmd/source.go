package signcmd

import (
	"errors"
	"os"

	"antin/pdf"
)

// source is a file that is read and never written.
type source struct {
	*os.File
	name string
	size int64
	pdf  *pdf.File
}

// errBusy is a file that another run is about to replace.
var errBusy = refuse("Tệp đang được một lệnh khác ký, hãy chạy lại sau.")

// errNotRegular is a folder, a pipe or a device.
var errNotRegular = errors.New("not a regular file")

// openBase opens a file to be signed. One that is to be replaced is locked, and must
// still be the one of that name.
func (o OutputFlags) openBase(name string) (*source, error) {
	// Asked by name first: opening a pipe waits for its other end.
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, errNotRegular)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	s := &source{File: f, name: name}
	if err := s.read(o.InPlace); err != nil {
		_ = f.Close()
		return nil, err
	}
	return s, nil
}

func (s *source) read(alone bool) error {
	if alone && !lock(s.File) {
		return errBusy
	}
	if alone && !s.current() {
		return errChanged
	}
	info, err := s.Stat()
	if err != nil {
		return err
	}
	if s.size = info.Size(); !info.Mode().IsRegular() {
		return errNotRegular
	}
	s.pdf, err = pdf.Open(s.File, s.size)
	return err
}

// current reports whether the name still leads to the file that was opened, of
// the length it had.
func (s *source) current() bool {
	named, err := os.Stat(s.name)
	if err != nil {
		return false
	}
	opened, err := s.Stat()
	return err == nil && os.SameFile(named, opened) && (s.pdf == nil || opened.Size() == s.size)
}
