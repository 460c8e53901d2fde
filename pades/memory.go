package pades

import (
	"antin/certpath"
	"antin/revocation"
	"antin/typeface"
)

// Memory keeps what is the same in every document: which key signed which
// certificate, lists that were read, letters that were drawn. No verdict is
// kept and none depends on it: the same file has the same report with and
// without. The zero value is ready, nil remembers nothing, and many goroutines
// may use it at once.
type Memory struct {
	paths certpath.Memory
	lists revocation.Memory
	fonts typeface.Memory
}

// Paths is for those who judge a certificate beside a document.
func (m *Memory) Paths() *certpath.Memory {
	if m == nil {
		return nil
	}
	return &m.paths
}

// Revocation is the default policy with the lists of this memory.
func (m *Memory) Revocation() revocation.Policy {
	p := revocation.DefaultPolicy()
	if m != nil {
		p.Memory = &m.lists
	}
	return p
}

func (m *Memory) letters() *typeface.Memory {
	if m == nil {
		return nil
	}
	return &m.fonts
}
