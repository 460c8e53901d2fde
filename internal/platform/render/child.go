package render

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
)

// limited sets the limits of the process and then becomes the tool. File names
// come as arguments and are never read by the shell.
const limited = `ulimit -v "$1" && ulimit -t "$2" && ulimit -c 0 && ulimit -f 0 && shift 2 && exec "$@"`

// run starts one tool and gives what it printed.
func (r *Renderer) run(ctx context.Context, tool string, args ...string) ([]byte, error) {
	path, err := exec.LookPath(tool)
	if err != nil {
		return nil, errMissing(tool)
	}
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	timed, cancel := context.WithTimeout(ctx, r.config.Timeout)
	defer cancel()
	cmd := r.command(timed, path, args)
	out := &capped{left: r.config.MaxOutput, full: cancel}
	said := &capped{left: 16 << 10}
	cmd.Stdout, cmd.Stderr = out, said
	err = cmd.Run()
	switch {
	case out.over || errors.Is(timed.Err(), context.DeadlineExceeded) && ctx.Err() == nil:
		return nil, errTooHeavy()
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err == nil:
		return out.kept.Bytes(), nil
	}
	return nil, judge(tool, err, said.kept.String())
}

func (r *Renderer) command(ctx context.Context, path string, args []string) *exec.Cmd {
	seconds := int(r.config.Timeout/time.Second) + 1
	full := append([]string{"-c", limited, "sh", strconv.Itoa(r.config.MemoryMB * 1024), strconv.Itoa(seconds), path}, args...)
	cmd := exec.CommandContext(ctx, "/bin/sh", full...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "HOME=/nonexistent"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 2 * time.Second
	return cmd
}

// judge turns the end of a tool into a refusal. Poppler exits with 1 for files
// that it cannot open, 3 for what the file forbids, and dies by a signal or
// with 99 or 127 when memory or processor seconds run out.
func judge(tool string, err error, said string) error {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return fmt.Errorf("running %s: %w", tool, err)
	}
	status, _ := exit.Sys().(syscall.WaitStatus)
	switch {
	case strings.Contains(said, "Incorrect password"), strings.Contains(said, "encrypted"):
		return errEncrypted()
	case status.Signaled(), strings.Contains(said, "Out of memory"), strings.Contains(said, "bad_alloc"):
		return errTooHeavy()
	case exit.ExitCode() == 126 || exit.ExitCode() == 127:
		return fmt.Errorf("running %s: exit %d: %s", tool, exit.ExitCode(), firstLine(said))
	}
	return errUnreadable()
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// capped keeps the output of a process until it is too long; then it stops the
// process. The buffer is a field, not embedded: its ReadFrom would go round Write.
type capped struct {
	kept bytes.Buffer
	left int64
	over bool
	full func()
}

// Write takes what fits.
func (c *capped) Write(p []byte) (int, error) {
	if int64(len(p)) > c.left {
		c.over = true
		if c.full == nil {
			return len(p), nil // of messages the beginning is enough
		}
		c.full()
		return 0, io.ErrShortWrite
	}
	c.left -= int64(len(p))
	return c.kept.Write(p)
}
