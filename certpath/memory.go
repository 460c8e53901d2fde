package certpath

import (
	"crypto/sha256"
	"crypto/x509"
	"sync"
	"time"
)

// maxRemembered bounds a Memory: a province has a few thousand certificates.
const maxRemembered = 8192

// Memory remembers which key signed which certificate, so that the same
// certificates are not multiplied out again at each document. It holds what is
// true for ever, one fact of a pair of bytes; times, names and purposes are
// judged anew each time. The zero value is ready, nil remembers nothing, and it
// may be used by many goroutines at once.
type Memory struct {
	mu    sync.Mutex
	holds map[[sha256.Size]byte]struct{}
}

// Build is the function of that name, with what was seen before.
func (m *Memory) Build(leaf *x509.Certificate, intermediates, anchors []*x509.Certificate, at time.Time) Result {
	return build(leaf, intermediates, anchors, at, m)
}

// signed reports whether the key of parent signed child. Only a yes is kept:
// signatures that do not hold can be made without end.
func (m *Memory) signed(child, parent *x509.Certificate) bool {
	if m == nil {
		return checkSignature(child, parent) == nil
	}
	key := pair(child, parent)
	m.mu.Lock()
	_, known := m.holds[key]
	m.mu.Unlock()
	if known {
		return true
	}
	if checkSignature(child, parent) != nil {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.holds == nil || len(m.holds) >= maxRemembered {
		m.holds = map[[sha256.Size]byte]struct{}{} // what is still in use comes back
	}
	m.holds[key] = struct{}{}
	return true
}

// pair names all that checkSignature looks at, each part by its own digest, so
// that no bytes can move from one to the other.
func pair(child, parent *x509.Certificate) [sha256.Size]byte {
	key := []byte{byte(child.SignatureAlgorithm), byte(parent.PublicKeyAlgorithm)}
	for _, part := range [][]byte{child.RawTBSCertificate, child.Signature, parent.RawSubjectPublicKeyInfo} {
		sum := sha256.Sum256(part)
		key = append(key, sum[:]...)
	}
	return sha256.Sum256(key)
}

// Signed reports whether the key of parent signed child, whatever else may be
// wrong with either.
func (m *Memory) Signed(child, parent *x509.Certificate) bool { return m.signed(child, parent) }
