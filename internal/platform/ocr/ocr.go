package ocr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"antin/internal/fault"
	"antin/metadata"
)

// Config has the limits of the child process; zero values take the defaults.
type Config struct {
	Tool      string        // path or name; "tesseract"
	Language  string        // of the trained data; "vie"
	Processes int           // at most this many at once; 1
	Timeout   time.Duration // of one page; 60 s
	MemoryMB  int           // address space of one process; 1024
	MaxOutput int           // bytes of words of one page; 8 MB
}

// Reader runs tesseract. It is safe for use from many goroutines.
type Reader struct {
	config Config
	slots  chan struct{}
}

// New makes a reader; it starts nothing and needs no tool yet.
func New(c Config) *Reader {
	if c.Tool == "" {
		c.Tool = "tesseract"
	}
	if c.Language == "" {
		c.Language = "vie"
	}
	if c.Processes <= 0 {
		c.Processes = 1
	}
	if c.Timeout <= 0 {
		c.Timeout = time.Minute
	}
	if c.MemoryMB <= 0 {
		c.MemoryMB = 1024
	}
	if c.MaxOutput <= 0 {
		c.MaxOutput = 8 << 20
	}
	return &Reader{config: c, slots: make(chan struct{}, c.Processes)}
}

// MaxPicture bounds the PNG of one page.
const MaxPicture = 32 << 20

// limited sets the limits of the process and then becomes the tool.
const limited = `ulimit -v "$1" && ulimit -t "$2" && ulimit -c 0 && ulimit -f 0 && shift 2 && exec "$@"`

// Words reads one page; scale is points per pixel of the picture, so that the
// boxes come out in points of the page.
func (r *Reader) Words(ctx context.Context, png []byte, scale float64) ([]metadata.Word, error) {
	if len(png) > MaxPicture {
		return nil, errTooHeavy()
	}
	path, err := exec.LookPath(r.config.Tool)
	if err != nil {
		return nil, errMissing()
	}
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	timed, cancel := context.WithTimeout(ctx, r.config.Timeout)
	defer cancel()
	cmd := r.command(timed, path)
	cmd.Stdin = bytes.NewReader(png)
	out, said := &capped{left: r.config.MaxOutput}, &capped{left: 16 << 10}
	cmd.Stdout, cmd.Stderr = out, said
	if err := cmd.Run(); err != nil {
		return nil, r.judge(ctx, timed, err, said.kept.String())
	}
	if out.over {
		return nil, errTooHeavy()
	}
	return ParseTSV(out.kept.Bytes(), scale)
}

func (r *Reader) command(ctx context.Context, path string) *exec.Cmd {
	seconds := int(r.config.Timeout/time.Second) + 1
	cmd := exec.CommandContext(ctx, "/bin/sh", "-c", limited, "sh", strconv.Itoa(r.config.MemoryMB*1024), strconv.Itoa(seconds), path,
		"stdin", "stdout", "-l", r.config.Language, "--psm", "4", "-c", "tessedit_create_tsv=1")
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "HOME=/nonexistent", "OMP_THREAD_LIMIT=1"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 2 * time.Second
	return cmd
}

// judge turns the end of the tool into a refusal.
func (r *Reader) judge(ctx, timed context.Context, err error, said string) error {
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(timed.Err(), context.DeadlineExceeded):
		return errTooHeavy()
	case strings.Contains(said, "Failed loading language"), strings.Contains(said, "Error opening data file"):
		return errMissing()
	case !errors.As(err, &exit):
		return fmt.Errorf("running tesseract: %w", err)
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return errTooHeavy()
	}
	return fault.New(fault.Invalid, "ocr.unreadable", "Không nhận dạng được chữ trên ảnh của trang.").Do("Văn thư tự ghi thông tin của văn bản.")
}

func errMissing() error {
	return fault.New(fault.Unready, "ocr.no-tesseract", "Máy này chưa có công cụ nhận dạng chữ tiếng Việt (tesseract), nên chưa tự đọc được văn bản quét.").
		Do("Văn thư tự ghi thông tin; báo quản trị hệ thống cài gói tesseract-ocr và tesseract-ocr-vie.")
}

func errTooHeavy() error {
	return fault.New(fault.TooLarge, "ocr.too-heavy", "Trang quét quá nặng, vượt giới hạn nhận dạng chữ.").Do("Văn thư tự ghi thông tin, hoặc quét lại ở 200-300 dpi.")
}

// capped keeps output until it is too long.
type capped struct {
	kept bytes.Buffer
	left int
	over bool
}

// Write takes what fits; the tool is not stopped for its messages.
func (c *capped) Write(p []byte) (int, error) {
	if len(p) > c.left {
		c.over = true
		return 0, io.ErrShortWrite
	}
	c.left -= len(p)
	return c.kept.Write(p)
}
