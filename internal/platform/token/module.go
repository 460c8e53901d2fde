package token

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/BurntSushi/toml"
)

//go:embed modules.toml
var knownModules string

// Mark says how sure the name of a known driver is.
type Mark string

// Marks.
const (
	Standard Mark = "standard" // documents of the maker or of the distribution
	Seen     Mark = "seen"     // seen in programs that use it
	Recalled Mark = "recalled" // from memory
	Own      Mark = "own"      // of the configuration
)

// Module is a PKCS#11 driver: a library at an absolute path.
type Module struct {
	Name string `json:"name"`
	Path string `json:"path"`
	Mark Mark   `json:"mark"`
}

// Known is one driver of the list, with the places where it may stand.
type Known struct {
	Name    string   `toml:"name"`
	Mark    Mark     `toml:"mark"`
	Linux   []string `toml:"linux"`
	Windows []string `toml:"windows"`
}

// KnownModules is the list of drivers that the agent looks for.
func KnownModules() ([]Known, error) {
	var list struct {
		Module []Known `toml:"module"`
	}
	meta, err := toml.Decode(knownModules, &list)
	if err != nil {
		return nil, fmt.Errorf("reading the list of drivers: %w", err)
	}
	if left := meta.Undecoded(); len(left) > 0 {
		return nil, fmt.Errorf("reading the list of drivers: unknown key %s", left[0])
	}
	return list.Module, nil
}

// FindModules gives the known drivers that stand on this machine, and before
// them those at the given paths, which are taken as they are: that one of them
// is missing shows when it is asked. A driver comes once, also under two names.
func FindModules(own []string) ([]Module, error) {
	known, err := KnownModules()
	if err != nil {
		return nil, err
	}
	var found []Module
	add := func(m Module) {
		same := func(o Module) bool { return sameFile(o.Path, m.Path) }
		if !slices.ContainsFunc(found, same) {
			found = append(found, m)
		}
	}
	for _, path := range own {
		if !filepath.IsAbs(path) {
			return nil, fmt.Errorf("driver %q: the path must be absolute", path)
		}
		add(Module{Name: filepath.Base(path), Path: path, Mark: Own})
	}
	for _, k := range known {
		names := k.Linux
		if runtime.GOOS == "windows" {
			names = k.Windows
		}
		for _, path := range places(names) {
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				add(Module{Name: k.Name, Path: path, Mark: k.Mark})
			}
		}
	}
	return found, nil
}

// places are the paths at which a driver of one of these names may stand.
// Folders that anybody may write to, the current one above all, are none.
func places(names []string) []string {
	folders := []string{"/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu/pkcs11", "/usr/lib/pkcs11", "/usr/lib/aarch64-linux-gnu"}
	if runtime.GOOS == "windows" {
		windows := os.Getenv("SystemRoot")
		if windows == "" {
			windows = `C:\Windows`
		}
		folders = []string{filepath.Join(windows, "System32")}
	}
	var all []string
	for _, name := range names {
		if filepath.IsAbs(name) {
			all = append(all, name)
			continue
		}
		for _, folder := range folders {
			all = append(all, filepath.Join(folder, name))
		}
	}
	return all
}

func sameFile(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}
