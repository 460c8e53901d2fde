package pdf

import "bytes"

// Found is an object met by scanning.
type Found struct {
	Ref    Ref
	Bytes  Extent
	Object Object // nil when Err is set
	Err    error  // why the object could not be read
}

// Scan looks for "N G obj" in the bytes this revision added, from Start to End,
// without the cross-references, and reads what it finds; what is within an
// object found is not scanned again. It is the second reading to hold against
// [Revision.Entries].
func (r *Revision) Scan() ([]Found, error) {
	return r.f.ScanRange(Extent{r.Start, r.End}, r)
}

// ScanRange does the same for any range of bytes, such as what stands after
// the last revision. The revision resolves lengths of streams; it may be nil.
func (f *File) ScanRange(x Extent, r *Revision) ([]Found, error) {
	var out []Found
	before := f.nodes
	err := f.scan(x, r, func(found Found) error {
		if len(out) == maxScanned || f.nodes-before > maxScannedNodes {
			return overLimit("more than %d objects in one revision", maxScanned)
		}
		out = append(out, found)
		return nil
	})
	return out, err
}

func (f *File) scan(x Extent, r *Revision, meet func(Found) error) error {
	for pos := x.Start; pos < x.End; {
		at, err := f.search("obj", pos, x.End)
		if err != nil {
			return err
		}
		if at < 0 {
			return nil
		}
		if f.scanned++; f.scanned > maxScannedInAll {
			return overLimit("more than %d objects to be scanned", maxScannedInAll)
		}
		start, ref, ok, err := f.headerBefore(at, pos)
		if err != nil {
			return err
		}
		pos = at + 3
		if !ok {
			continue
		}
		found := Found{Ref: ref, Bytes: Extent{start, pos}}
		in, _, err := f.parseIndirect(start, r)
		switch {
		case err != nil && !IsMalformed(err) || f.exhausted():
			return err
		case err != nil:
			found.Err = err
		default:
			found.Object, found.Bytes = in.Object, in.Bytes
			pos = max(pos, in.Bytes.End)
		}
		if err := meet(found); err != nil {
			return err
		}
	}
	return nil
}

// exhausted reports whether a limit of the whole file was met.
func (f *File) exhausted() bool {
	return f.nodes > maxNodes || max(f.searched, f.parsed) > workBudget(f.size)
}

// headerBefore looks for "N G " right before the word "obj", not before from.
func (f *File) headerBefore(at, from int64) (start int64, ref Ref, ok bool, err error) {
	lo := max(from, at-32)
	b, _, err := f.bytesAt(lo, int(at-lo))
	if err != nil {
		return 0, Ref{}, false, err
	}
	b = b[:at-lo]
	i := len(b)
	back := func(is func(byte) bool) bool {
		end := i
		for i > 0 && is(b[i-1]) {
			i--
		}
		return i < end
	}
	if !back(isSpace) || !back(isDigit) || !back(isSpace) || !back(isDigit) {
		return 0, Ref{}, false, nil
	}
	p := &parser{b: b[i:], base: lo + int64(i)}
	num, _ := p.natural()
	p.space()
	gen, ok := p.natural()
	if !ok || num > maxObjectNumber || gen > 65535 {
		return 0, Ref{}, false, nil
	}
	return lo + int64(i), Ref{int(num), int(gen)}, true, nil
}

// repair rebuilds the cross-references by scanning the whole file; the last
// object of a number counts, as with readers that do the same.
func (f *File) repair(cause error) error {
	f.over, f.shift, f.linearized = nil, 0, false
	f.forget()
	rev := &Revision{f: f, End: f.size, section: &section{prev: -1}}
	f.revs = []*Revision{rev}
	latest := make(map[int]slot)
	var trailer, scanned Dict
	err := f.scan(Extent{0, f.size}, nil, func(found Found) error {
		if len(latest) >= maxScanned {
			return overLimit("more than %d objects found by scanning", maxScanned)
		}
		if found.Err != nil {
			return nil
		}
		latest[found.Ref.Num] = slot{at: found.Bytes.Start, num: uint32(found.Ref.Num), kind: InUse, gen: uint16(found.Ref.Gen)}
		trailer = f.repairFrom(found, latest, trailer)
		if d, ok := found.Object.(Dict); ok && d.Name("Type") == "Catalog" {
			scanned = Dictionary("Root", found.Ref)
		}
		return nil
	})
	if err != nil {
		return err
	}
	last, err := f.lastTrailer()
	if err != nil {
		return err
	}
	for _, s := range latest {
		rev.slots = append(rev.slots, s)
	}
	rev.slots = f.sortSlots(rev.slots, 0)
	f.repaired = cause
	return rev.takeTrailer(last, trailer, scanned)
}

// takeTrailer keeps the first trailer that leads to a catalog: a later one that
// leads to nothing must not make a signed file unreadable.
func (r *Revision) takeTrailer(candidates ...Dict) error {
	for _, r.trailer = range candidates {
		if root, err := r.Catalog(); err == nil && root != nil {
			return nil
		}
	}
	return malformed(-1, "no catalog found by scanning")
}

// repairFrom takes from an object what helps the repair: the members of an
// object stream, the dictionary of a cross-reference stream, a catalog.
func (f *File) repairFrom(found Found, latest map[int]slot, trailer Dict) Dict {
	switch o := found.Object.(type) {
	case *Stream:
		switch o.Dict.Name("Type") {
		case "XRef":
			if o.Dict.Has("Root") {
				return o.Dict
			}
		case "ObjStm":
			s, err := f.decodeObjectStream(Indirect{Ref: found.Ref, Object: o, Bytes: found.Bytes})
			if err != nil {
				return trailer
			}
			for i, num := range s.numbers {
				latest[num] = slot{at: int64(found.Ref.Num)<<24 | int64(i), num: uint32(num), kind: Compressed}
			}
		}
	case Dict:
		if o.Name("Type") == "Catalog" && !trailer.Has("Root") {
			return Dictionary("Root", found.Ref)
		}
	}
	return trailer
}

// lastTrailer finds the last trailer dictionary that names a catalog.
func (f *File) lastTrailer() (Dict, error) {
	const step = 1 << 20
	tried := 0
	for to := f.size; to > 0; to -= step {
		from := max(0, to-step)
		buf := make([]byte, min(f.size, to+16)-from)
		if f.searched += int64(len(buf)); f.searched > workBudget(f.size) {
			return nil, overLimit("too much of the file had to be searched")
		}
		if err := readFull(f.r, buf, from); err != nil {
			return nil, err
		}
		for end := len(buf); end > 0; {
			i := bytes.LastIndex(buf[:end], []byte("trailer"))
			if i < 0 {
				break
			}
			if tried++; tried > maxTrailers {
				return nil, overLimit("more than %d trailers", maxTrailers)
			}
			s := &section{off: from}
			if err := f.readTrailer(s, from+int64(i)+7); err == nil && s.trailer.Has("Root") {
				return s.trailer, nil
			} else if err != nil && !IsMalformed(err) {
				return nil, err
			}
			end = i
		}
	}
	return nil, nil
}
