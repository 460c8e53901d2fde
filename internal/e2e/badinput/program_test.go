package badinput

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"antin/internal/testkit/site"
)

// program is the binary, built once for the tests of this package, and a folder
// that its tour made.
var program struct {
	once sync.Once
	root string
	path string
	base string
	said string
	err  error
}

// binary is the program itself.
func binary(t *testing.T) string {
	t.Helper()
	program.once.Do(build)
	if program.err != nil {
		t.Fatal(program.err)
	}
	return program.path
}

func build() {
	p := &program
	if p.root, p.err = os.MkdirTemp("", "antin-program-"); p.err != nil {
		return
	}
	p.path, p.base = filepath.Join(p.root, "antin"), filepath.Join(p.root, "base")
	out, err := exec.Command("go", "build", "-o", p.path, "antin/cmd/antin").CombinedOutput()
	if err != nil {
		p.err = fmt.Errorf("building the program: %w\n%s", err, out)
		return
	}
	out, err = exec.Command(p.path, "tour", "--in", "../../../placement/testdata/lo-congvan.pdf", "--out", p.base).CombinedOutput()
	if p.said = string(out); err != nil {
		p.err = fmt.Errorf("touring: %w\n%s", err, out)
	}
}

// finish removes what the tests of this package shared.
func finish(code int) int {
	if program.root != "" {
		_ = os.RemoveAll(program.root) // the system clears what is left
	}
	return site.Done(code)
}

// folder is a copy of the folder that the tour made.
func folder(t *testing.T) string {
	t.Helper()
	binary(t)
	dir := filepath.Join(t.TempDir(), "data")
	site.Must(t, os.CopyFS(dir, os.DirFS(program.base)))
	return dir
}

// run is one command with its exit status.
func run(t *testing.T, args ...string) (status int, out string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	raw, err := exec.CommandContext(ctx, binary(t), args...).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if exit != nil {
		status = exit.ExitCode()
	}
	return status, string(raw)
}

// server is a child that serves.
type server struct {
	t    *testing.T
	cmd  *exec.Cmd
	url  string
	done chan error

	mu  sync.Mutex
	out bytes.Buffer
}

func (s *server) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.Write(p)
}

func (s *server) said() string { s.mu.Lock(); defer s.mu.Unlock(); return s.out.String() }

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// start runs a command line that serves, and waits until it answers.
func start(t *testing.T, name string, args ...string) *server {
	t.Helper()
	s := &server{t: t, done: make(chan error, 1)}
	s.cmd = exec.Command(name, args...)
	s.cmd.Stdout, s.cmd.Stderr = s, s
	site.Must(t, s.cmd.Start())
	go func() { s.done <- s.cmd.Wait() }()
	t.Cleanup(func() { _ = s.cmd.Process.Kill() }) // it may have ended
	for began := time.Now(); time.Since(began) < 2*time.Minute; {
		if s.url = address.FindString(s.said()); s.url != "" && strings.Contains(s.said(), "Ctrl-C") {
			return s
		}
		select {
		case err := <-s.done:
			t.Fatalf("the server ended: %v\n%s", err, s.said())
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Fatalf("the server does not answer:\n%s", s.said())
	return nil
}

// stop asks it to end and gives how it ended.
func (s *server) stop() error {
	s.t.Helper()
	site.Must(s.t, s.cmd.Process.Signal(syscall.SIGTERM))
	select {
	case err := <-s.done:
		return err
	case <-time.After(time.Minute):
		s.t.Fatalf("it did not end:\n%s", s.said())
		return nil
	}
}

var login = regexp.MustCompile(`(?m)^(\S+) .*?(thuchanh-\d+) *(khoa-\d+)?`)

// as signs in with what the server printed.
func (s *server) as(account string) *site.Person {
	s.t.Helper()
	for _, m := range login.FindAllStringSubmatch(s.said(), -1) {
		if m[1] == account {
			p := site.Guest(s.t, s.url)
			p.SignIn(account, m[2])
			return p
		}
	}
	s.t.Fatalf("no account %s is printed:\n%s", account, s.said())
	return nil
}
