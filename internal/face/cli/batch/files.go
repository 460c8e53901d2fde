package batch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

// MaxFiles bounds what one command takes on; a year of a province's outgoing
// documents is about 60,000.
const MaxFiles = 200_000

// WrongUse is a command line that names no work that can be done. Its text is
// for the person who typed it.
type WrongUse string

func (w WrongUse) Error() string { return string(w) }

// Files turns folders into the PDF files in and below them, and patterns into
// the files they fit. A name that fits nothing stays, to be reported as
// unreadable. Files in folders whose names end with made are left out: they are
// what the same command made there before.
func Files(names []string, made ...string) ([]string, error) {
	if len(names) == 0 {
		return nil, WrongUse("Chưa nêu tệp nào.")
	}
	var out []string
	for _, name := range names {
		more, err := expand(name, made)
		if err != nil {
			return nil, err
		}
		if out = append(out, more...); len(out) > MaxFiles {
			return nil, WrongUse(fmt.Sprintf("Quá %d tệp trong một lần chạy.", MaxFiles))
		}
	}
	if len(out) == 0 {
		return nil, WrongUse("Không có tệp PDF nào trong nơi đã nêu.")
	}
	return out, nil
}

func expand(name string, made []string) ([]string, error) {
	info, err := os.Stat(name)
	if err == nil && info.IsDir() {
		return folder(name, made)
	}
	if err != nil && errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(name, "*?[") {
		found, err := filepath.Glob(name)
		if err != nil {
			return nil, WrongUse(fmt.Sprintf("Mẫu tên %q viết sai.", name))
		}
		if len(found) > 0 {
			return found, nil
		}
	}
	return []string{name}, nil
}

func folder(dir string, made []string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			out = append(out, path)
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.Type().IsRegular() && strings.EqualFold(filepath.Ext(path), ".pdf") && !slices.ContainsFunc(made, func(m string) bool { return strings.HasSuffix(path, m) }) {
			out = append(out, path)
		}
		return nil
	})
	sort.Strings(out)
	return out, err
}
