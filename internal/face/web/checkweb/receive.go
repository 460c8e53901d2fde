package checkweb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"os"
	"path"
	"strings"
	"sync"
	"time"

	"antin/internal/face/web"
	"antin/internal/fault"
)

// Bounds over everybody: two verdicts at a time, two gigabytes of files that
// wait for theirs, ten seconds to wait for a turn.
const (
	atOnce  = 2
	onDisk  = 2 << 30
	turn    = 10 * time.Second
	maxName = 200
)

// received is a file while it is judged.
type received struct {
	*os.File
	name string
	size int64
	done func()
}

// Size is the length of the file.
func (f *received) Size() int64 { return f.size }

// Close removes the file: nothing of it is kept.
func (f *received) Close() error {
	err := errors.Join(f.File.Close(), os.Remove(f.Name()))
	f.done()
	return err
}

// fromForm takes the first file of the form, whatever else stands in it.
func (m *module) fromForm(r *web.Request) (*received, error) {
	parts, err := r.Parts()
	if err != nil {
		return nil, err
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, nothingChosen()
		}
		if err != nil {
			return nil, web.Broken(err)
		}
		if part.FormName() == "file" && part.FileName() != "" {
			return m.store(part, part.FileName())
		}
	}
}

// fromProgram takes a form or the bare bytes of a PDF.
func (m *module) fromProgram(r *web.Request) (*received, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err == nil && kind == "multipart/form-data" {
		return m.fromForm(r)
	}
	name := r.URL.Query().Get("ten")
	if name == "" {
		name = "van-ban.pdf"
	}
	return m.store(r.Body, name)
}

// store streams what comes into a temporary file that only this process reads.
func (m *module) store(in io.Reader, name string) (*received, error) {
	f, err := os.CreateTemp(m.TempDir, "antin-kiem-tra-*.pdf")
	if err != nil {
		return nil, fmt.Errorf("making a temporary file: %w", err)
	}
	out := &metered{file: f, space: m.space}
	file := &received{File: f, name: cleanName(name), done: out.giveBack}
	file.size, err = io.Copy(out, io.LimitReader(in, web.FileLimit+1))
	if err == nil && file.size > web.FileLimit {
		err = tooLarge()
	}
	if err == nil {
		return file, nil
	}
	_ = file.Close() // the first error is the one to tell
	if _, ours := fault.From(err); ours {
		return nil, err
	}
	var path *os.PathError
	if errors.As(err, &path) {
		return nil, fmt.Errorf("writing a temporary file: %w", err)
	}
	return nil, web.Broken(err)
}

// cleanName is the last part of a name from outside, short and without
// characters that would steer a terminal or a header.
func cleanName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfffd {
			return -1
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[:maxName])
	}
	if name = strings.TrimSpace(name); name == "" || name == "." || name == "/" {
		return "tệp không tên"
	}
	return name
}

// space counts the bytes of all files that are being judged now.
type space struct {
	mu   sync.Mutex
	used int64
	all  int64
}

func (s *space) take(n int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.used+n > s.all {
		return false
	}
	s.used += n
	return true
}

func (s *space) giveBack(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used -= n
}

// metered writes as long as there is room for everybody's files.
type metered struct {
	file  *os.File
	space *space
	taken int64
}

// Write takes room before it writes.
func (w *metered) Write(p []byte) (int, error) {
	if !w.space.take(int64(len(p))) {
		return 0, busy()
	}
	w.taken += int64(len(p))
	return w.file.Write(p)
}

func (w *metered) giveBack() { w.space.giveBack(w.taken) }

// waitTurn gives one of the few places, or says that all are taken.
func (m *module) waitTurn(ctx context.Context) (done func(), err error) {
	timed, cancel := context.WithTimeout(ctx, m.patience)
	defer cancel()
	select {
	case m.turns <- struct{}{}:
		return func() { <-m.turns }, nil
	case <-timed.Done():
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return nil, busy()
}

func busy() error {
	return fault.New(fault.Unready, "check.busy", "Hệ thống đang bận kiểm tra các tệp khác nên chưa kiểm tra được tệp này.").
		Do("Chờ một phút rồi gửi lại tệp.")
}

func nothingChosen() error {
	return fault.New(fault.Invalid, "check.no-file", "Chưa có tệp nào được gửi.").At("file", "Chọn tệp PDF cần kiểm tra.")
}

func tooLarge() error {
	return fault.New(fault.TooLarge, "web.file-too-large", "Tệp quá lớn nên chưa được nhận. "+web.FileLimitText+".").
		At("file", "Chọn tệp nhỏ hơn.").Do("Nếu văn bản có phụ lục nặng, kiểm tra riêng tệp văn bản.")
}
