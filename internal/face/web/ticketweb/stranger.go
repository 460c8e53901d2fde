package ticketweb

import (
	"sync"
	"time"
)

// tooMany is the code of the answer to an address that guesses.
const tooMany = "ticket.too-many"

// Limits of asking for tickets that are not there. Nobody guesses 256 bits; what
// is limited is how long a program goes on guessing. All who come through one
// proxy share an address, so that the limit is far above what mistakes make and
// never stands before a ticket that is there.
const (
	strangerTries  = 60
	strangerWindow = time.Minute
	maxStrangers   = 4096
)

// strangers counts wrong tickets by address within the window.
type strangers struct {
	now func() time.Time
	mu  sync.Mutex
	by  map[string]tries
}

type tries struct {
	since time.Time
	n     int
}

func newStrangers(now func() time.Time) *strangers {
	return &strangers{now: now, by: map[string]tries{}}
}

func (s *strangers) may(address string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.by[address]
	return t.n < strangerTries || s.now().Sub(t.since) >= strangerWindow
}

func (s *strangers) note(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if len(s.by) >= maxStrangers {
		clear(s.by)
	}
	t := s.by[address]
	if now.Sub(t.since) >= strangerWindow {
		t = tries{since: now}
	}
	t.n++
	s.by[address] = t
}
