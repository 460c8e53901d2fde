package pdf

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// builder writes small files by hand, right or wrong.
type builder struct {
	bytes.Buffer
	at map[int]int
}

func newBuilder() *builder {
	b := &builder{at: map[int]int{}}
	b.WriteString("%PDF-1.5\n")
	return b
}

func (b *builder) object(num int, text string) {
	b.at[num] = b.Len()
	fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", num, text)
}

func (b *builder) stream(num int, dict, body string) {
	b.object(num, fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", dict, len(body), body))
}

// table writes the entries of these objects, a trailer and the end, and gives
// the offset of the table.
func (b *builder) table(trailer string, nums ...int) int {
	start := b.Len()
	b.WriteString("xref\n0 1\n0000000000 65535 f \n")
	for _, n := range nums {
		fmt.Fprintf(b, "%d 1\n%010d 00000 n \n", n, b.at[n])
	}
	fmt.Fprintf(b, "trailer\n<<%s>>\nstartxref\n%d\n%%%%EOF\n", trailer, start)
	return start
}

// simple is a file of one page.
func simple() *builder {
	b := newBuilder()
	b.object(1, "<</Type /Catalog /Pages 2 0 R>>")
	b.object(2, "<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] /Rotate 90>>")
	b.object(3, "<</Type /Page /Parent 2 0 R /Contents 4 0 R>>")
	b.stream(4, "", "BT ET")
	return b
}

func simpleFile() []byte {
	b := simple()
	b.table("/Size 5 /Root 1 0 R /ID [<AA> <BB>]", 1, 2, 3, 4)
	return b.Bytes()
}

func mustOpen(t testing.TB, b []byte) *File {
	t.Helper()
	f, err := Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func mustGet(t testing.TB, r *Revision, num int) Object {
	t.Helper()
	o, err := r.Get(Ref{Num: num})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func text(t testing.TB, o Object) string {
	t.Helper()
	b, err := Append(nil, o)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// appended gives the file with an update.
func appended(t testing.TB, file []byte, set func(*Update)) []byte {
	t.Helper()
	u, err := mustOpen(t, file).NewUpdate()
	if err != nil {
		t.Fatal(err)
	}
	set(u)
	tail, err := u.Tail()
	if err != nil {
		t.Fatal(err)
	}
	return append(bytes.Clone(file), tail...)
}

func qpdf(t testing.TB, b []byte, options ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath("qpdf"); err != nil {
		if os.Getenv("ANTIN_TEST_ALL") != "" {
			t.Fatal("qpdf is not installed")
		}
		t.Skip("qpdf is not installed")
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(in, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command("qpdf", append(options, in, out)...).CombinedOutput(); err != nil {
		t.Fatalf("qpdf: %v\n%s", err, said)
	}
	res, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func qpdfCheck(t testing.TB, b []byte) {
	t.Helper()
	if _, err := exec.LookPath("qpdf"); err != nil {
		if os.Getenv("ANTIN_TEST_ALL") != "" {
			t.Fatal("qpdf is not installed")
		}
		t.Skip("qpdf is not installed")
	}
	in := filepath.Join(t.TempDir(), "in.pdf")
	if err := os.WriteFile(in, b, 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command("qpdf", "--check", in).CombinedOutput()
	if err != nil || !strings.Contains(string(said), "No syntax or stream encoding errors") {
		t.Errorf("qpdf --check: %v\n%s", err, said)
	}
}

func tolerated(f *File, code string) bool {
	for _, t := range f.Tolerances() {
		if t.Code == code {
			return true
		}
	}
	return false
}
