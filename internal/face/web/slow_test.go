package web_test

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"antin/internal/face/web"
)

// pipes is a listener without a network: the clock of the test drives its
// deadlines, so that the real limits are tested without waiting.
type pipes struct {
	once  sync.Once
	conns chan net.Conn
	done  chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}
func (p *pipes) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// stall sends the words, then nothing, and gives what came back and after how long.
func stall(t *testing.T, s *site, words string) (answer string, after time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		line := &pipes{conns: make(chan net.Conn), done: make(chan struct{})}
		server := web.HTTPServer("", s.shell)
		go func() { _ = server.Serve(line) }() // ends with Close
		here, there := net.Pipe()
		line.conns <- there
		began := time.Now()
		go func() { _, _ = io.WriteString(here, words) }() // the server may hang up before all is said
		raw, err := io.ReadAll(here)
		if err != nil {
			t.Error(err)
		}
		answer, after = string(raw), time.Since(began)
		_ = here.Close()
		_ = server.Close()
		synctest.Wait()
	})
	return answer, after
}

func TestSlowHeaderIsCutOff(t *testing.T) {
	t.Parallel()
	answer, after := stall(t, open(t, nil), "GET /login HTTP/1.1\r\nHost: x\r\nX-Slow: ")
	if after > 11*time.Second || strings.Contains(answer, "200 OK") {
		t.Errorf("after %v: %q", after, answer)
	}
}

func TestSlowFormIsRefusedInWords(t *testing.T) {
	t.Parallel()
	answer, after := stall(t, open(t, nil), "POST /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nname=vanthu")
	if !strings.Contains(answer, "503 Service Unavailable") || !strings.Contains(answer, "Dữ liệu gửi đến quá chậm") {
		t.Errorf("answered %.300q", answer)
	}
	if after < 29*time.Second || after > 40*time.Second {
		t.Errorf("held for %v", after)
	}
}
