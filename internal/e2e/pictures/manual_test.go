package pictures

import (
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// top is the folder of the project as seen from here.
const top = "../../.."

// largest is what one picture may weigh.
const largest = 200 << 10

var (
	bold    = regexp.MustCompile(`\*\*([^*\n]+)\*\*`)
	picture = regexp.MustCompile(`!\[([^\]]*)\]\(([^)\s]+\.(?:png|svg))\)`)
)

// said is every text that the program can show: templates, Go sources outside
// tests, and the words of the profiles.
func said(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, folder := range []string{"internal/face", "internal/domain", "internal/platform", "internal/app", "profiles"} {
		err := filepath.WalkDir(filepath.Join(top, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && (d.Name() == "testdata" || d.Name() == "third_party") {
				return fs.SkipDir
			}
			ext := filepath.Ext(path)
			if d.IsDir() || strings.HasSuffix(path, "_test.go") || !slices.Contains([]string{".html", ".go", ".toml"}, ext) {
				return nil
			}
			raw, err := os.ReadFile(path)
			b.Write(raw)
			b.WriteByte('\n')
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// pages are the texts of the manual, by name.
func pages(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(top, "docs", "manual", "*.md"))
	if err != nil || len(names) < 5 {
		t.Fatalf("the manual has %d pages (%v)", len(names), err)
	}
	out := map[string]string{}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(raw)
	}
	return out
}

// TestManualNamesOnlyWhatStandsOnTheScreen finds each bold word of the manual
// in the program; "…" stands for what changes.
func TestManualNamesOnlyWhatStandsOnTheScreen(t *testing.T) {
	t.Parallel()
	words := said(t)
	found := 0
	for name, text := range pages(t) {
		for _, m := range bold.FindAllStringSubmatch(text, -1) {
			for part := range strings.SplitSeq(m[1], "…") {
				part = strings.TrimSpace(part)
				if part == "" {
					continue
				}
				found++
				if !strings.Contains(words, part) {
					t.Errorf("%s: “%s” stands nowhere in the program", filepath.Base(name), part)
				}
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d bold words were found: is the pattern still right?", found)
	}
}

// TestPicturesOfTheDocumentsExist also refuses a picture that nobody shows and
// one that is too heavy.
func TestPicturesOfTheDocumentsExist(t *testing.T) {
	t.Parallel()
	shown := map[string]bool{}
	texts := pages(t)
	for _, name := range []string{"README.md", "README.vi.md", "ARCHITECTURE.md"} {
		raw, err := os.ReadFile(filepath.Join(top, name))
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Join(top, name)] = string(raw)
	}
	for name, text := range texts {
		for _, m := range picture.FindAllStringSubmatch(text, -1) {
			path := filepath.Join(filepath.Dir(name), m[2])
			shown[path] = true
			if strings.TrimSpace(m[1]) == "" {
				t.Errorf("%s: the picture %s says nothing to who cannot see it", filepath.Base(name), m[2])
			}
			checkPicture(t, path)
		}
	}
	for _, folder := range []string{"docs/pictures", "docs/manual/pictures"} {
		kept, err := filepath.Glob(filepath.Join(top, folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range kept {
			if !shown[path] {
				t.Errorf("%s is shown nowhere", path)
			}
		}
	}
}

func checkPicture(t *testing.T, path string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Error(err)
		return
	}
	defer func() { _ = f.Close() }() // only read
	if info, err := f.Stat(); err != nil || info.Size() > largest {
		t.Errorf("%s weighs more than %d bytes (%v)", path, largest, err)
	}
	if filepath.Ext(path) != ".png" {
		return
	}
	head, err := png.DecodeConfig(f)
	if err != nil || head.Width != 1440 && head.Width != 390 {
		t.Errorf("%s is %d wide (%v), not 1440 or 390", path, head.Width, err)
	}
}

// TestLinksBetweenDocumentsHold follows every relative link to a page.
func TestLinksBetweenDocumentsHold(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\(([^)#:\s]+)(?:#[^)]*)?\)`)
	seen := 0
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != top || d.Name() == "build" || d.Name() == "third_party" || d.Name() == "data") {
			return fs.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".md" {
			return nil
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range link.FindAllStringSubmatch(string(raw), -1) {
			seen++
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), m[1])); err != nil {
				t.Errorf("%s leads to %s, which is not there", path, m[1])
			}
		}
		return nil
	})
	if err != nil || seen < 20 {
		t.Errorf("%d links seen, %v", seen, err)
	}
}

// TestArchitectureNamesWhatExists looks for each name of code in the page: in
// backquotes, beginning with a capital, in the source outside tests.
func TestArchitectureNamesWhatExists(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(top, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	source := said(t)
	for _, ground := range []string{"pades", "placement", "certpath", "revocation", "ticket", "workday"} {
		files, err := filepath.Glob(filepath.Join(top, ground, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			code, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			source += string(code)
		}
	}
	seen := 0
	for _, m := range regexp.MustCompile("`((?:[a-z]+\\.)?(?:[A-Z][A-Za-z]+\\.)?([A-Z][A-Za-z]+))`").FindAllStringSubmatch(string(raw), -1) {
		seen++
		if !regexp.MustCompile(`(?m)(^func (\([^)]*\) )?|^\s*(type )?)` + m[2] + `\b`).MatchString(source) {
			t.Errorf("ARCHITECTURE.md names %s, which no code declares", m[1])
		}
	}
	if seen < 30 {
		t.Errorf("only %d names were found: is the pattern still right?", seen)
	}
}
