package manual

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// States holds the subject's part of docs/manual/trang-thai.md against text, or
// writes it there when update is set; a part that is not there yet goes to the
// end of the page. It is for tests in internal/domain/X, whose working folder
// is three levels below the root.
func States(t testing.TB, subject, text string, update bool) {
	t.Helper()
	path := filepath.Join("..", "..", "..", "docs", "manual", "trang-thai.md")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page, begin, end := string(raw), "<!-- "+subject+" -->\n", "<!-- /"+subject+" -->\n"
	want := begin + strings.Trim(text, "\n") + "\n" + end
	before, rest, found := strings.Cut(page, begin)
	got, after, closed := strings.Cut(rest, end)
	if found && !closed {
		t.Fatalf("%s: %q is not closed", path, subject)
	}
	if !found {
		before, got = strings.TrimRight(page, "\n")+"\n\n", ""
	}
	if begin+got+end == want {
		return
	}
	if !update {
		t.Fatalf("%s: the part of %s is not what the code says; run this test with -update and read the difference", path, subject)
	}
	if err := os.WriteFile(path, []byte(before+want+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
