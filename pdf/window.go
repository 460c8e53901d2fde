package pdf

import (
	"bytes"
	"errors"
	"io"
)

// window is the number of bytes read at a time; most objects are smaller.
const window = 16 << 10

// bytesAt gives the bytes from off on: at least n of them, or up to the end of
// the file. The slice holds until the next call.
func (f *File) bytesAt(off int64, n int) (b []byte, more bool, err error) {
	if off < 0 || off > f.size {
		return nil, false, malformed(off, "outside the file")
	}
	end := f.winOff + int64(len(f.win))
	if off < f.winOff || off+int64(n) > end && end < f.size || off > end || f.win == nil {
		if err := f.fill(off, max(n, window)); err != nil {
			return nil, false, err
		}
		end = f.winOff + int64(len(f.win))
	}
	return f.win[off-f.winOff:], end < f.size, nil
}

func (f *File) fill(off int64, n int) error {
	if left := f.size - off; int64(n) > left {
		n = int(left)
	}
	if cap(f.buf) < n {
		f.buf = make([]byte, n)
	}
	f.win, f.winOff = nil, 0
	b := f.buf[:n]
	if err := readFull(f.r, b, off); err != nil {
		return err
	}
	f.win, f.winOff = b, off
	if len(b) > 1<<20 {
		f.buf = nil // a large window is not worth keeping for the next one
	}
	return nil
}

func readFull(r io.ReaderAt, b []byte, off int64) error {
	n, err := r.ReadAt(b, off)
	if n == len(b) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// parseAt runs a reading function over growing windows from off.
func (f *File) parseAt(off int64, read func(p *parser) error) error {
	for n := 2048; ; n *= 4 {
		b, more, err := f.bytesAt(off, n)
		if err != nil {
			return err
		}
		p := &parser{b: b, base: off, more: more, intern: f.intern, lenient: f.tolerate}
		err = read(p)
		if f.nodes += int64(p.nodes); f.nodes > maxNodes {
			return overLimit("more than %d values read from the file", maxNodes)
		}
		if f.parsed += int64(p.pos); f.parsed > workBudget(f.size) {
			return overLimit("too much of the file had to be read")
		}
		if !errors.Is(err, errShort) {
			return err
		}
		if len(b) >= maxObjectBytes {
			return overLimit("object at byte %d larger than %d bytes", off, maxObjectBytes)
		}
		n = max(n, len(b))
	}
}

// search finds the word in [from, to); -1 when it is not there. The budget of
// the file bounds all searches together.
func (f *File) search(word string, from, to int64) (int64, error) {
	overlap := int64(len(word) - 1)
	step := int64(512)
	f.searched += leastSearch
	for off := from; off < to; {
		n := min(step+overlap, to-off)
		if int64(cap(f.scratch)) < n {
			f.scratch = make([]byte, n)
		}
		buf := f.scratch[:n]
		if err := readFull(f.r, buf, off); err != nil {
			return -1, err
		}
		i := bytes.Index(buf, []byte(word))
		if i >= 0 {
			n = int64(i)
		}
		if f.searched += n; f.searched > workBudget(f.size) {
			return -1, overLimit("too much of the file had to be searched")
		}
		if i >= 0 {
			return off + n, nil
		}
		off += step
		step = min(step*2, 64<<10)
	}
	return -1, nil
}

// searchBack finds the last occurrence of the word in [from, to).
func (f *File) searchBack(word string, from, to int64) (int64, error) {
	from = max(from, 0)
	if to <= from {
		return -1, nil
	}
	buf := make([]byte, to-from)
	if err := readFull(f.r, buf, from); err != nil {
		return -1, err
	}
	if i := bytes.LastIndex(buf, []byte(word)); i >= 0 {
		return from + int64(i), nil
	}
	return -1, nil
}
