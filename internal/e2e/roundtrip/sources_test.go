package roundtrip

import (
	"bytes"
	_ "embed" // the list
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"antin/pades"
	"antin/pdf"
)

//go:embed testdata/sources.csv
var list string

const root = "../../.."

// source is one PDF to sign, and what must come of it.
type source struct {
	name, from, path, licence string
	refused                   pades.RefusalCode // empty where it is signed
}

func sources(t testing.TB) []source {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(list)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []source
	for _, l := range lines[1:] {
		out = append(out, source{l[0], l[1], l[2], l[3], pades.RefusalCode(l[4])})
	}
	return out
}

func named(t testing.TB, name string) source {
	t.Helper()
	for _, s := range sources(t) {
		if s.name == name {
			return s
		}
	}
	t.Fatalf("no source %q", name)
	return source{}
}

// absent ends a test for want of a tool or a file: that is a failure where
// everything has to be there.
func absent(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("ANTIN_TEST_ALL") != "" || os.Getenv("CI") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// read gives the bytes of a source.
func (s source) read(t testing.TB) []byte {
	t.Helper()
	var path string
	switch s.from {
	case "made":
		return made(t, s.name)
	case "project":
		path = filepath.Join(root, s.path)
	case "fpdf":
		path = filepath.Join(fpdfFolder(t), s.path)
	default:
		path = filepath.Join(root, "build/pdf-sources", s.from, s.path)
	}
	b, err := os.ReadFile(path)
	if os.IsNotExist(err) && s.from != "project" {
		absent(t, "%s: run tools/pdf-sources: %v", s.name, err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var fpdfDir = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "codeberg.org/go-pdf/fpdf").Output()
	return strings.TrimSpace(string(out)), err
})

func fpdfFolder(t testing.TB) string {
	t.Helper()
	dir, err := fpdfDir()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// run runs a program of another maker; its status is the caller's to judge.
func run(t testing.TB, name string, args ...string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		absent(t, "%s is not installed", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	return string(out), err
}

func mustRun(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := run(t, name, args...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return out
}

func write(t testing.TB, dir, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const page = `<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Quyết định</title></head>
<body><h1>QUYẾT ĐỊNH</h1><p>Số: &nbsp;&nbsp;&nbsp;&nbsp; /QĐ-UBND</p><p>Về việc ban hành quy chế ký số</p>
<table><tr><th>Việc</th><th>Hạn</th></tr><tr><td>Cấp số</td><td>một ngày</td></tr></table></body></html>`

// made makes a source with a tool of this machine.
func made(t testing.TB, name string) []byte {
	t.Helper()
	dir := t.TempDir()
	html, out := write(t, dir, "draft.html", []byte(page)), filepath.Join(dir, "draft.pdf")
	switch name {
	case "libreoffice":
		mustRun(t, "soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to",
			`pdf:writer_web_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},"SelectPdfVersion":{"type":"long","value":"2"}}`,
			"--outdir", dir, html)
	case "chromium":
		mustRun(t, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+dir+"/profile",
			"--no-pdf-header-footer", "--print-to-pdf="+out, "file://"+html)
	case "linearized":
		mustRun(t, "qpdf", "--linearize", write(t, dir, "in.pdf", named(t, "order").read(t)), out)
	case "object-streams":
		mustRun(t, "qpdf", "--object-streams=generate", write(t, dir, "in.pdf", named(t, "no-marks").read(t)), out)
	case "pages-500":
		a, b := write(t, dir, "a.pdf", named(t, "gnuplot").read(t)), write(t, dir, "b.pdf", named(t, "policy").read(t))
		if _, err := run(t, "qpdf", "--empty", "--pages", a, b, "--", out); err != nil && err.(*exec.ExitError).ExitCode() != 3 { // 3: warnings
			t.Fatal(err)
		}
	case "broken":
		b := named(t, "order").read(t)
		return b[:len(b)*3/4]
	default:
		t.Fatalf("nobody makes %q", name)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// features of a file, as the table shows them.
type features struct {
	producer, version string
	pages             int
	marks             []string
}

func featuresOf(b []byte) features {
	f, err := pdf.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return features{producer: "unreadable"}
	}
	last := f.Last()
	out := features{version: f.Version().String(), producer: producer(f)}
	if pages, err := last.Pages(); err == nil {
		out.pages = len(pages)
	}
	mark := func(is bool, name string) {
		if is {
			out.marks = append(out.marks, name)
		}
	}
	catalog, _ := last.Catalog() // what cannot be read has no features
	marked, _ := last.Dict(catalog.Get("MarkInfo"))
	form, _ := last.Dict(catalog.Get("AcroForm"))
	fields, _ := last.Array(form.Get("Fields"))
	mark(f.Encrypted(), "encrypted")
	mark(f.Repaired(), "broken")
	mark(f.Linearized(), "linearized")
	mark(last.XrefStream(), "xref stream")
	mark(compressed(f), "object streams")
	for _, tolerated := range f.Tolerances() {
		mark(tolerated.Code == pdf.TolerateHybrid, "hybrid")
	}
	mark(len(f.Revisions()) > 1, fmt.Sprintf("%d revisions", len(f.Revisions())))
	mark(pdf.Equal(marked.Get("Marked"), pdf.Bool(true)), "tagged")
	mark(form.Has("XFA"), "XFA")
	mark(len(fields) > 0, "form")
	return out
}

func compressed(f *pdf.File) bool {
	for _, rev := range f.Revisions() {
		for _, e := range rev.Entries() {
			if e.Kind == pdf.Compressed {
				return true
			}
		}
	}
	return false
}

func producer(f *pdf.File) string {
	info, _ := f.Last().Dict(f.Last().Trailer().Get("Info"))
	o, _ := f.Last().Resolve(info.Get("Producer"))
	if s, ok := o.(pdf.String); ok && !f.Encrypted() {
		if text := strings.Join(strings.Fields(pdf.Text(s)), " "); text != "" {
			return text
		}
	}
	return "not said"
}
