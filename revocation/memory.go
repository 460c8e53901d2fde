package revocation

import (
	"bytes"
	"crypto/sha256"
	"sync"
)

// Bounds of a Memory: the largest national list fits, and so do those of all
// authorities in use.
const (
	maxRememberedBytes = 16 << 20 // of lists as given; what is kept beside them is a third of that
	maxRememberedLists = 64
)

// Memory keeps lists that were read, by the digest of their bytes, so that the
// same list is not read and verified again for each document. Times and
// purposes are judged anew each time. The zero value is ready, nil remembers
// nothing, and it may be used by many goroutines at once.
type Memory struct {
	mu    sync.Mutex
	lists map[[sha256.Size]byte]*list
	bytes int
}

func (m *Memory) read(der []byte, sum [sha256.Size]byte) (*list, error) {
	if m == nil || len(der) > maxRememberedBytes {
		return readList(der, false)
	}
	m.mu.Lock()
	l := m.lists[sum]
	m.mu.Unlock()
	if l != nil {
		return l, nil
	}
	l, err := readList(bytes.Clone(der), true) // what is kept points into it
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lists == nil || len(m.lists) >= maxRememberedLists || m.bytes+len(der) > maxRememberedBytes {
		m.lists, m.bytes = map[[sha256.Size]byte]*list{}, 0 // what is still in use comes back
	}
	if m.lists[sum] == nil {
		m.lists[sum] = l
		m.bytes += len(der)
	}
	return m.lists[sum], nil
}
