package convert

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"antin/internal/fault"
)

// Config has the limits of LibreOffice; zero values take the defaults.
type Config struct {
	TempDir   string        // for the folder of each call; the system's when empty
	Binary    string        // "soffice" of the search path when empty
	Processes int           // at most this many at once; 1
	Timeout   time.Duration // of one conversion; 90 s, the first start is slow
	MemoryMB  int           // address space of each of its processes; 4096
	MaxOutput int64         // bytes of the PDF, and of any file that is written; 256 MB
}

// Converter runs LibreOffice. It is safe for use from many goroutines; calls
// beyond Processes wait.
type Converter struct {
	config Config
	slots  chan struct{}
}

// Result is a PDF and the tool that made it, for the record of the conversion.
type Result struct {
	PDF  []byte
	Tool string // "LibreOffice 7.4.7.2 …"
}

// New makes a converter; it starts nothing and needs no tool yet.
func New(c Config) *Converter {
	if c.Binary == "" {
		c.Binary = "soffice"
	}
	if c.Processes <= 0 {
		c.Processes = 1
	}
	if c.Timeout <= 0 {
		c.Timeout = 90 * time.Second
	}
	if c.MemoryMB <= 0 {
		c.MemoryMB = 4096
	}
	if c.MaxOutput <= 0 {
		c.MaxOutput = 256 << 20
	}
	return &Converter{config: c, slots: make(chan struct{}, c.Processes)}
}

// Ready reports whether LibreOffice is on this machine.
func (c *Converter) Ready() bool {
	_, err := exec.LookPath(c.config.Binary)
	return err == nil
}

// PDF converts one DOCX. Refusals are faults of CheckDOCX, fault.Unready
// without LibreOffice, and "convert.failed" or "convert.too-slow".
func (c *Converter) PDF(ctx context.Context, docx []byte) (Result, error) {
	if err := CheckDOCX(docx); err != nil {
		return Result{}, err
	}
	binary, err := exec.LookPath(c.config.Binary)
	if err != nil {
		return Result{}, refuse(fault.Unready, "convert.no-libreoffice",
			"Không chuyển được DOCX sang PDF vì máy này chưa có LibreOffice; hãy tải lên bản PDF.",
			"Tải lên bản PDF, hoặc báo quản trị hệ thống cài LibreOffice Writer.")
	}
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return Result{}, ctx.Err()
	}
	dir, err := os.MkdirTemp(c.config.TempDir, "antin-convert-*")
	if err != nil {
		return Result{}, fmt.Errorf("making a folder for the conversion: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // a folder left behind is swept with the parent
	return c.convert(ctx, binary, dir, docx)
}

func (c *Converter) convert(ctx context.Context, binary, dir string, docx []byte) (Result, error) {
	in := filepath.Join(dir, "source.docx")
	if err := errors.Join(os.WriteFile(in, docx, 0o600), writeProfile(dir)); err != nil {
		return Result{}, fmt.Errorf("preparing the conversion: %w", err)
	}
	said, err := c.run(ctx, binary, dir, "--convert-to",
		`pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},"ExportBookmarks":{"type":"boolean","value":"false"}}`,
		"--outdir", dir, in)
	if err != nil {
		return Result{}, err
	}
	pdf, err := readLimited(filepath.Join(dir, "source.pdf"), c.config.MaxOutput)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !bytes.HasPrefix(pdf, []byte("%PDF-1.")) {
		return Result{}, errFailed(said)
	}
	if err != nil {
		return Result{}, err
	}
	return Result{PDF: pdf, Tool: c.version(ctx, binary, dir)}, nil
}

// limited sets the limits of the process (memory in kB, files in blocks of 512
// bytes, no core) and then becomes LibreOffice.
const limited = `ulimit -v "$1" && ulimit -f "$2" && ulimit -c 0 && shift 2 && exec "$@"`

// run starts LibreOffice in its own process group and kills the group when the
// time is up or the caller gives up: soffice is a script with children.
func (c *Converter) run(ctx context.Context, binary, dir string, args ...string) (string, error) {
	timed, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	profile := url.URL{Scheme: "file", Path: filepath.Join(dir, "profile")}
	args = append([]string{"-c", limited, "sh", strconv.Itoa(c.config.MemoryMB * 1024), strconv.FormatInt(c.config.MaxOutput/512+1, 10),
		binary, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard",
		"-env:UserInstallation=" + profile.String()}, args...)
	cmd := exec.CommandContext(timed, "/bin/sh", args...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "LC_ALL=C.UTF-8", "SAL_USE_VCLPLUGIN=svp",
		"http_proxy=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 2 * time.Second
	var said tail
	cmd.Stdout, cmd.Stderr = &said, &said
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case timed.Err() != nil:
		return "", refuse(fault.TooLarge, "convert.too-slow", "Chuyển DOCX sang PDF quá lâu nên đã dừng.", "Làm gọn tệp rồi thử lại, hoặc tải lên bản PDF.")
	case err != nil:
		return "", errFailed(said.String())
	}
	return said.String(), nil
}

// version asks the tool for its name; a conversion does not fail for it.
func (c *Converter) version(ctx context.Context, binary, dir string) string {
	said, err := c.run(ctx, binary, dir, "--version")
	line, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	if err != nil || line == "" {
		return "LibreOffice"
	}
	return strings.TrimSpace(line)
}

func errFailed(said string) error {
	return fmt.Errorf("%w (%.200s)", refuse(fault.Invalid, "convert.failed", "LibreOffice không chuyển được tệp này sang PDF.",
		"Mở tệp, lưu lại dạng DOCX rồi thử lại, hoặc tải lên bản PDF."), strings.TrimSpace(said))
}

func readLimited(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > limit {
		return nil, errTooLarge()
	}
	return os.ReadFile(path)
}

// tail keeps the first four kilobytes that a process says.
type tail struct{ kept []byte }

// Write never fails, so that a talkative process is not stopped.
func (t *tail) Write(p []byte) (int, error) {
	t.kept = append(t.kept, p[:min(len(p), 4096-len(t.kept))]...)
	return len(p), nil
}

// String gives what was kept.
func (t *tail) String() string { return string(t.kept) }
