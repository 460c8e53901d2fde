package pades

import (
	"crypto"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"sort"

	"antin/pades/internal/check"
)

// digestJob asks for the digest of a byte range under one algorithm.
type digestJob struct {
	alg    crypto.Hash
	r      check.Range
	digest []byte
	err    error
}

// hashAll computes the SHA-256 of the whole file and the digest of every job.
// The file is read once: nested signatures share the prefix up to their hole,
// where the running state is cloned; only what lies behind the hole is read
// again.
func hashAll(r io.ReaderAt, size int64, jobs []*digestJob) (string, error) {
	h := &hasher{r: r, states: map[crypto.Hash]hash.Hash{crypto.SHA256: sha256.New()}, buf: make([]byte, 64<<10), left: maxHashed * size}
	for _, j := range jobs {
		if h.states[j.alg] == nil {
			h.states[j.alg] = j.alg.New()
		}
	}
	order := append([]*digestJob(nil), jobs...)
	sort.SliceStable(order, func(a, b int) bool { return order[a].r.Gap().Start < order[b].r.Gap().Start })
	for _, j := range order {
		if err := h.forward(j.r.Gap().Start); err != nil {
			return "", err
		}
		if err := h.finish(j); err != nil {
			return "", err
		}
	}
	if err := h.forward(size); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.states[crypto.SHA256].Sum(nil)), nil
}

type hasher struct {
	r      io.ReaderAt
	at     int64
	states map[crypto.Hash]hash.Hash
	buf    []byte
	left   int64
}

// forward feeds the running states up to an offset.
func (h *hasher) forward(to int64) error {
	for h.at < to {
		n, err := h.read(h.at, to)
		if err != nil {
			return err
		}
		for _, s := range h.states {
			s.Write(h.buf[:n])
		}
		h.at += int64(n)
	}
	return nil
}

func (h *hasher) read(from, to int64) (int, error) {
	n := min(int64(len(h.buf)), to-from)
	got, err := h.r.ReadAt(h.buf[:n], from)
	if int64(got) == n {
		return got, nil
	}
	if err == nil || err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return got, err
}

// finish clones the state at the hole and adds what lies behind it.
func (h *hasher) finish(j *digestJob) error {
	if h.left -= j.r.Len2; h.left < 0 {
		j.err = errWork
		return nil
	}
	cloner, ok := h.states[j.alg].(hash.Cloner)
	if !ok {
		j.err = errors.New("pades: " + j.alg.String() + " cannot be continued")
		return nil
	}
	state, err := cloner.Clone()
	if err != nil {
		j.err = err
		return nil
	}
	for at := j.r.Start2; at < j.r.End(); {
		n, err := h.read(at, j.r.End())
		if err != nil {
			return err
		}
		state.Write(h.buf[:n])
		at += int64(n)
	}
	j.digest = state.Sum(nil)
	return nil
}
