package convert

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"antin/internal/fault"
)

const contentTypes = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
const relations = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`

type part struct{ name, text string }

func docx(t testing.TB, text string, more ...part) []byte {
	t.Helper()
	body := `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/></w:rPr><w:t>` + text + `</w:t></w:r></w:p></w:body></w:document>`
	return pack(t, append([]part{{"[Content_Types].xml", contentTypes}, {"_rels/.rels", relations}, {mainPart, body}}, more...)...)
}

func pack(t testing.TB, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRealConversionKeepsVietnamese(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := New(Config{TempDir: dir, Processes: 2})
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			text := fmt.Sprintf("Ủy ban nhân dân tỉnh Nghệ An, lần %d", i)
			got, err := c.PDF(context.Background(), docx(t, text))
			if err != nil {
				t.Error(err)
				return
			}
			if !strings.Contains(got.Tool, "LibreOffice") {
				t.Errorf("tool %q", got.Tool)
			}
			file := filepath.Join(t.TempDir(), "out.pdf")
			if err := os.WriteFile(file, got.PDF, 0o600); err != nil {
				t.Error(err)
			}
			said, err := exec.Command("pdftotext", file, "-").Output()
			if err != nil || strings.TrimSpace(string(said)) != text {
				t.Errorf("got %q, %v", said, err)
			}
		})
	}
	wg.Wait()
	if left, _ := filepath.Glob(dir + "/*"); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestWhatIsNoPlainDOCXIsRefused(t *testing.T) {
	t.Parallel()
	zeros := strings.Repeat("\x00", 8<<20)
	var many []part
	for i := range maxEntries {
		many = append(many, part{fmt.Sprintf("word/media/%d", i), ""})
	}
	for name, c := range map[string]struct {
		raw  []byte
		code string
	}{
		"empty":             {nil, "convert.empty"},
		"pdf":               {[]byte("%PDF-1.7 named .docx"), "convert.not-docx"},
		"encrypted or old":  {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"), "convert.ole"},
		"zip of other kind": {pack(t, part{"a.txt", "x"}), "convert.not-docx"},
		"truncated":         {docx(t, "x")[:200], "convert.not-docx"},
		"macros":            {docx(t, "x", part{"word/vbaProject.bin", "x"}), "convert.macro"},
		"bomb":              {docx(t, "x", part{"word/media/a.bmp", zeros}), "convert.too-large"},
		"too many parts":    {docx(t, "x", many...), "convert.too-large"},
		"climbing name":     {docx(t, "x", part{"word/../../etc/x", "x"}), "convert.not-docx"},
		"same name twice":   {docx(t, "x", part{"Word/Document.xml", "y"}), "convert.not-docx"},
		"over 64 MB":        {make([]byte, MaxFile+1), "convert.too-large"},
	} {
		if _, err := New(Config{}).PDF(context.Background(), c.raw); !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestWithoutLibreOfficeItAsksForAPDF(t *testing.T) {
	t.Parallel()
	c := New(Config{Binary: filepath.Join(t.TempDir(), "soffice")})
	_, err := c.PDF(context.Background(), docx(t, "x"))
	f, ok := fault.From(err)
	if !ok || f.Kind != fault.Unready || !strings.Contains(f.Message, "máy này chưa có LibreOffice; hãy tải lên bản PDF") || c.Ready() {
		t.Errorf("got %v", err)
	}
}

// script stands for a LibreOffice that hangs or breaks. Its tests are not
// parallel: a file just written cannot be run while another test forks.
func script(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "soffice")
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"+text), 0o700); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestSlowConversionIsKilledWithItsChildren(t *testing.T) {
	pidFile := filepath.Join(t.TempDir(), "pid")
	c := New(Config{Binary: script(t, "sleep 300 &\necho $! >"+pidFile+"\nwait\n"), Timeout: 300 * time.Millisecond})
	_, err := c.PDF(context.Background(), docx(t, "x"))
	if !fault.Is(err, "convert.too-slow") {
		t.Fatalf("got %v", err)
	}
	raw, err := os.ReadFile(pidFile)
	if err != nil {
		t.Skip("killed before it could say its number")
	}
	var pid int
	if _, err := fmt.Sscan(string(raw), &pid); err != nil {
		t.Fatal(err)
	}
	if stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err == nil && !strings.Contains(string(stat), ") Z ") {
		if syscall.Kill(pid, 0) == nil {
			t.Errorf("child %d still runs: %s", pid, stat)
		}
	}
}

func TestOutputBeyondTheLimitIsStopped(t *testing.T) {
	big := script(t, `while [ "$1" != --outdir ]; do shift; done; head -c 3000000 /dev/zero >"$2/source.pdf"`)
	_, err := New(Config{Binary: big, MaxOutput: 1 << 20}).PDF(context.Background(), docx(t, "x"))
	if f, ok := fault.From(err); !ok || f.Code != "convert.failed" && f.Code != "convert.too-large" {
		t.Errorf("got %v", err)
	}
}

func TestFailureAndWithdrawal(t *testing.T) {
	for name, text := range map[string]string{"exit 1": "exit 1", "no output": "exit 0", "no pdf": `while [ "$1" != --outdir ]; do shift; done; echo x >"$2/source.pdf"`} {
		if _, err := New(Config{Binary: script(t, text)}).PDF(context.Background(), docx(t, "x")); !fault.Is(err, "convert.failed") {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := New(Config{Binary: script(t, "exit 0")}).PDF(ctx, docx(t, "x")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func FuzzCheckDOCX(f *testing.F) {
	f.Add(docx(f, "x"))
	f.Add(docx(f, "x", part{"word/vbaProject.bin", "x"}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if err := CheckDOCX(raw); err != nil {
			if _, ok := fault.From(err); !ok {
				t.Fatalf("not a refusal: %v", err)
			}
		}
	})
}
