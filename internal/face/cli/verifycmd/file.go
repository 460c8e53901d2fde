package verifycmd

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"antin/pades"
)

// maxFiles bounds what one command takes on; a year of a province's outgoing
// documents is about 60,000.
const maxFiles = 200_000

// expand turns folders into the PDF files in them and patterns into the files
// they fit. A name that fits nothing stays, to be reported as unreadable.
func expand(names []string) ([]string, error) {
	if len(names) == 0 {
		return nil, wrongUse("Chưa nêu tệp nào để kiểm tra.")
	}
	var out []string
	for _, name := range names {
		more, err := expandOne(name)
		if err != nil {
			return nil, err
		}
		if out = append(out, more...); len(out) > maxFiles {
			return nil, wrongUse("Quá %d tệp trong một lần kiểm tra.", maxFiles)
		}
	}
	if len(out) == 0 {
		return nil, wrongUse("Không có tệp PDF nào trong nơi đã nêu.")
	}
	return out, nil
}

func expandOne(name string) ([]string, error) {
	info, err := os.Stat(name)
	if err == nil && info.IsDir() {
		return folder(name)
	}
	if err != nil && errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(name, "*?[") {
		found, err := filepath.Glob(name)
		if err != nil {
			return nil, wrongUse("Mẫu tên %q viết sai.", name)
		}
		if len(found) > 0 {
			return found, nil
		}
	}
	return []string{name}, nil
}

func folder(dir string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			out = append(out, path)
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.Type().IsRegular() && strings.EqualFold(filepath.Ext(path), ".pdf") {
			out = append(out, path)
		}
		return nil
	})
	sort.Strings(out)
	return out, err
}

// judge verifies one file from the disk.
func judge(name string, o pades.Options) (*pades.Report, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	return pades.Verify(f, info.Size(), o)
}

// cannotOpen is the report on a file that could not be read at all.
func cannotOpen(err error, at time.Time) *pades.Report {
	return &pades.Report{Indication: pades.Unreadable, SubIndication: pades.FormatFailure, Detail: err.Error(), Signatures: []pades.Signature{}, JudgedAt: at.UTC()}
}
