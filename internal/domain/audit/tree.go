package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/bits"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Node is one inner hash of the tree: level 1 and up, N counted from 0 within
// its level.
type Node struct {
	Level int
	N     int64
	Hash  tlog.Hash
}

// Edge is what appending needs to know of the tree: the hashes of its complete
// subtrees from left to right. The zero value is the empty tree.
type Edge struct {
	size  int64
	peaks []tlog.Hash
}

// Size is the number of leaves.
func (e *Edge) Size() int64 { return e.size }

// Append adds one leaf and gives the inner nodes that it completes.
func (e *Edge) Append(leaf tlog.Hash) []Node {
	var nodes []Node
	hash := leaf
	for level := 0; e.size>>level&1 == 1; level++ {
		last := len(e.peaks) - 1
		hash = tlog.NodeHash(e.peaks[last], hash)
		e.peaks = e.peaks[:last]
		nodes = append(nodes, Node{level + 1, e.size >> (level + 1), hash})
	}
	e.peaks = append(e.peaks, hash)
	e.size++
	return nodes
}

// Root is the hash of the whole tree; that of no leaves is SHA-256 of nothing.
func (e *Edge) Root() tlog.Hash {
	if len(e.peaks) == 0 {
		return sha256.Sum256(nil)
	}
	root := e.peaks[len(e.peaks)-1]
	for i := len(e.peaks) - 2; i >= 0; i-- {
		root = tlog.NodeHash(e.peaks[i], root)
	}
	return root
}

// String writes the peaks in hex, as the head row keeps them.
func (e *Edge) String() string {
	words := make([]string, len(e.peaks))
	for i, p := range e.peaks {
		words[i] = hex.EncodeToString(p[:])
	}
	return strings.Join(words, " ")
}

// ParseEdge reads what String wrote for a tree of that size.
func ParseEdge(size int64, text string) (*Edge, error) {
	e := &Edge{size: size}
	for _, word := range strings.Fields(text) {
		h, err := ParseHash(word)
		if err != nil {
			return nil, fmt.Errorf("reading the edge of the audit tree: %w", err)
		}
		e.peaks = append(e.peaks, h)
	}
	if size < 0 || bits.OnesCount64(uint64(size)) != len(e.peaks) {
		return nil, fmt.Errorf("the edge of the audit tree has %d hashes, which cannot be of %d entries", len(e.peaks), size)
	}
	return e, nil
}

// ParseHash reads 64 hex digits.
func ParseHash(text string) (tlog.Hash, error) {
	var h tlog.Hash
	if len(text) != 2*len(h) {
		return h, errors.New("a hash has 64 hex digits")
	}
	_, err := hex.Decode(h[:], []byte(text))
	return h, err
}

// HashText writes a hash as the tables keep it.
func HashText(h tlog.Hash) string { return hex.EncodeToString(h[:]) }
