package render

import (
	"errors"
	"io"
	"os"
	"time"

	"antin/internal/fault"
)

// Config has the limits of the child processes; zero values take the defaults.
type Config struct {
	TempDir   string        // for stashed files; the system's when empty
	Processes int           // at most this many at once; 2
	Timeout   time.Duration // of one process; 30 s
	MemoryMB  int           // address space of one process; 1024
	MaxOutput int64         // bytes read from one process; 96 MB
}

// Renderer runs poppler. It is safe for use from many goroutines.
type Renderer struct {
	config Config
	slots  chan struct{}
}

// New makes a renderer; it starts nothing and needs no tool yet.
func New(c Config) *Renderer {
	if c.Processes <= 0 {
		c.Processes = 2
	}
	if c.Timeout <= 0 {
		c.Timeout = 30 * time.Second
	}
	if c.MemoryMB <= 0 {
		c.MemoryMB = 1024
	}
	if c.MaxOutput <= 0 {
		c.MaxOutput = 96 << 20
	}
	return &Renderer{config: c, slots: make(chan struct{}, c.Processes)}
}

// Stash copies a reader into a temporary file for the other calls and refuses
// more than limit bytes. Done removes the file; call it always.
func (r *Renderer) Stash(in io.Reader, limit int64) (path string, done func(), err error) {
	f, err := os.CreateTemp(r.config.TempDir, "antin-*.pdf")
	if err != nil {
		return "", nil, err
	}
	done = func() { _ = os.Remove(f.Name()) } // a file left behind is swept with the folder
	n, err := io.Copy(f, io.LimitReader(in, limit+1))
	if err = errors.Join(err, f.Close()); err != nil {
		done()
		return "", nil, err
	}
	if n > limit {
		done()
		return "", nil, fault.New(fault.TooLarge, "render.too-large", "Tệp lớn hơn mức cho phép.")
	}
	return f.Name(), done, nil
}

func errMissing(tool string) error {
	return fault.New(fault.Unready, "render.no-poppler",
		"Máy này chưa có công cụ đọc trang PDF ("+tool+"), nên chưa xem được trang và chưa tìm được chỗ đặt số, ngày và chữ ký.").
		Do("Báo quản trị hệ thống cài gói poppler-utils rồi làm lại.")
}

func errUnreadable() error {
	return fault.New(fault.Invalid, "render.unreadable", "Không đọc được trang của tệp PDF này: tệp hỏng hoặc không phải PDF.").
		Do("Xuất lại tệp PDF từ phần mềm soạn thảo rồi tải lên lại.")
}

func errEncrypted() error {
	return fault.New(fault.Invalid, "render.encrypted", "Tệp PDF có mật khẩu nên không đọc được trang.").
		Do("Bỏ mật khẩu của tệp rồi tải lên lại.")
}

func errTooHeavy() error {
	return fault.New(fault.TooLarge, "render.too-heavy", "Trang của tệp PDF này quá nặng, vượt giới hạn xử lý.").
		Do("Xuất lại tệp với hình ảnh nhỏ hơn.")
}
