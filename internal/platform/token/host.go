package token

import (
	"bufio"
	"io"
	"runtime"
)

// HostCommand is the hidden command under which the program runs as a child
// that holds a driver.
const HostCommand = "token-host"

// engine is a loaded driver; there is one in a build with cgo.
type engine interface {
	look() (*Library, error)
	open(id ID, lastTry bool, pin []byte) error
	sign(r request) ([]byte, error)
	change(id ID, lastTry bool, old, fresh []byte) error
	unlock(id ID, lastTry bool, so, fresh []byte) error
	end()
}

// refused is a refusal inside the child.
type refused struct{ code, detail string }

func (r refused) Error() string { return r.code + " " + r.detail }

// Host is the child: it loads the driver that the first request names and
// answers until the pipe is closed. Its return value is the exit status.
func Host(in io.Reader, out io.Writer) int {
	runtime.LockOSThread() // a driver may hang state on the thread
	r := bufio.NewReader(in)
	h := host{}
	defer h.end()
	for {
		var q request
		if err := readLine(r, &q); err != nil {
			if err == io.EOF {
				return 0
			}
			return 1
		}
		secrets, err := readSecrets(r, q.Secrets)
		if err != nil {
			return 1
		}
		answer := h.answer(q, secrets)
		Wipe(secrets...)
		if err := writeLine(out, answer); err != nil {
			return 1
		}
	}
}

type host struct {
	module string
	engine engine
}

func (h *host) end() {
	if h.engine != nil {
		h.engine.end()
	}
}

func (h *host) answer(q request, secrets [][]byte) reply {
	value, library, err := h.do(q, secrets)
	if err == nil {
		return reply{Value: value, Library: library}
	}
	if f, ok := err.(refused); ok { //nolint:errorlint // made in this package, never wrapped
		return reply{Code: f.code, Detail: f.detail}
	}
	return reply{Code: CodeDriver, Detail: err.Error()}
}

func (h *host) do(q request, secrets [][]byte) ([]byte, *Library, error) {
	if h.engine == nil {
		e, err := load(q.Module)
		if err != nil {
			return nil, nil, err
		}
		h.engine, h.module = e, q.Module
	}
	if q.Module != h.module {
		return nil, nil, refused{CodeDriver, "another module"}
	}
	one, two := []byte(nil), []byte(nil)
	if len(secrets) > 0 {
		one = secrets[0]
	}
	if len(secrets) > 1 {
		two = secrets[1]
	}
	switch q.Do {
	case doLook:
		library, err := h.engine.look()
		return nil, library, err
	case doOpen:
		return nil, nil, h.engine.open(q.Token, q.LastTry, one)
	case doSign:
		value, err := h.engine.sign(q)
		return value, nil, err
	case doChange:
		return nil, nil, h.engine.change(q.Token, q.LastTry, one, two)
	case doUnlock:
		return nil, nil, h.engine.unlock(q.Token, q.LastTry, one, two)
	}
	return nil, nil, refused{CodeDriver, "unknown deed"}
}
