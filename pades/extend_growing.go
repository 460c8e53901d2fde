package pades

import (
	"crypto"
	"hash"
	"io"

	"antin/pdf"
)

// growing is a file with what was appended to it so far. The base is neither
// copied nor hashed twice.
type growing struct {
	base      *pdf.File
	file      *pdf.File // base and tail
	tail      []byte
	revisions int
	prefix    map[crypto.Hash]hash.Hash // over the base
}

func newGrowing(base *pdf.File) *growing {
	return &growing{base: base, file: base, prefix: make(map[crypto.Hash]hash.Hash)}
}

// add appends one revision.
func (g *growing) add(tail []byte) error {
	g.tail = append(g.tail, tail...)
	size := g.base.Size() + int64(len(g.tail))
	f, err := pdf.Open(joined{g.base.Reader(), g.base.Size(), g.tail}, size)
	if err != nil {
		return err
	}
	g.file = f
	g.revisions++
	return nil
}

// digest is that of the file with one more tail, without the hole in it.
func (g *growing) digest(alg crypto.Hash, tail []byte, from, to int) ([]byte, error) {
	if g.prefix[alg] == nil {
		h := alg.New()
		if err := hashFile(h, g.base); err != nil {
			return nil, err
		}
		g.prefix[alg] = h
	}
	h, err := cloneHash(g.prefix[alg])
	if err != nil {
		return nil, err
	}
	h.Write(g.tail)
	h.Write(tail[:from])
	h.Write(tail[to:])
	return h.Sum(nil), nil
}

// joined reads a file and what was appended to it as one.
type joined struct {
	base io.ReaderAt
	size int64
	tail []byte
}

func (j joined) ReadAt(b []byte, at int64) (int, error) {
	n := 0
	if at < j.size {
		want := int(min(int64(len(b)), j.size-at))
		got, err := j.base.ReadAt(b[:want], at)
		if got < want {
			return got, err
		}
		n, at = got, at+int64(got)
	}
	if n == len(b) {
		return n, nil
	}
	if rest := at - j.size; rest < int64(len(j.tail)) {
		n += copy(b[n:], j.tail[rest:])
	}
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}
