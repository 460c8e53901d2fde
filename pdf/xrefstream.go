package pdf

import "slices"

// readXrefStream reads a cross-reference stream (ISO 32000-1, 7.5.8).
func (f *File) readXrefStream(off int64, budget *int) (*section, error) {
	in, _, err := f.parseIndirect(off, nil)
	if err != nil {
		return nil, err
	}
	st, ok := in.Object.(*Stream)
	if !ok || st.Dict.Name("Type") != "XRef" {
		return nil, malformed(off, "neither a cross-reference table nor a cross-reference stream")
	}
	data, rest, err := st.Decode()
	if err != nil {
		return nil, err
	}
	if len(rest) > 0 {
		return nil, malformed(off, "cross-reference stream with filter %s", rest[0])
	}
	s := &section{off: off, end: in.Bytes.End, stream: true, trailer: st.Dict}
	w, err := fieldWidths(st.Dict, off)
	if err != nil {
		return nil, err
	}
	ranges, err := indexRanges(st.Dict, off)
	if err != nil {
		return nil, err
	}
	for i := 0; i+1 < len(ranges); i += 2 {
		if data, err = f.streamEntries(s, data, w, ranges[i], ranges[i+1], budget); err != nil {
			return nil, err
		}
	}
	s.slots = f.sortSlots(s.slots, off)
	return s, nil
}

func fieldWidths(d Dict, off int64) (w [3]int, err error) {
	a, _ := d.Get("W").(Array)
	if len(a) < 3 {
		return w, malformed(off, "cross-reference stream without /W")
	}
	total := 0
	for i := range w {
		n, ok := a[i].(Integer)
		if !ok || n < 0 || n > 8 {
			return w, malformed(off, "cross-reference stream with a wrong /W")
		}
		w[i] = int(n)
		total += w[i]
	}
	if total == 0 {
		return w, malformed(off, "cross-reference stream with entries of no bytes")
	}
	return w, nil
}

func indexRanges(d Dict, off int64) ([]int64, error) {
	index, ok := d.Get("Index").(Array)
	if !ok {
		size, ok := d.Get("Size").(Integer)
		if !ok {
			return nil, malformed(off, "cross-reference stream without /Size")
		}
		return []int64{0, int64(size)}, nil
	}
	out := make([]int64, 0, len(index))
	for _, o := range index {
		n, ok := o.(Integer)
		if !ok || n < 0 || n > maxObjectNumber+1 {
			return nil, malformed(off, "cross-reference stream with a wrong /Index")
		}
		out = append(out, int64(n))
	}
	return out, nil
}

func (f *File) streamEntries(s *section, data []byte, w [3]int, first, count int64, budget *int) ([]byte, error) {
	width := w[0] + w[1] + w[2]
	if count < 0 || first+count > maxObjectNumber+1 {
		return nil, malformed(s.off, "object number above %d", maxObjectNumber)
	}
	if int64(len(data)) < count*int64(width) {
		f.tolerate(TolerateTruncatedData, s.off)
		count = int64(len(data) / width)
	}
	if err := take(budget, count); err != nil {
		return nil, err
	}
	s.slots = slices.Grow(s.slots, int(count))
	for i := range count {
		kind := uint64(1)
		if w[0] > 0 {
			kind = bigEndian(data[:w[0]])
		}
		a, b := bigEndian(data[w[0]:w[0]+w[1]]), bigEndian(data[w[0]+w[1]:width])
		data = data[width:]
		if e, ok := f.streamSlot(uint32(first+i), kind, a, b); ok {
			s.slots = append(s.slots, e)
		}
	}
	return data, nil
}

func (f *File) streamSlot(num uint32, kind, a, b uint64) (slot, bool) {
	switch {
	case kind == 0:
		return slot{num: num, kind: Free, gen: uint16(min(b, 65535))}, true
	case kind == 1 && a < 1<<62 && b <= 65535:
		return slot{at: int64(a) + f.shift, num: num, kind: InUse, gen: uint16(b)}, true
	case kind == 2 && a <= maxObjectNumber && b < 1<<24:
		return slot{at: int64(a<<24 | b), num: num, kind: Compressed}, true
	}
	// An unknown kind is a reference to null (7.5.8.3); so is one out of range.
	return slot{num: num, kind: Free}, true
}

func bigEndian(b []byte) (v uint64) {
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return v
}
