package pdf

// objectStream is a decoded object stream (ISO 32000-1, 7.5.7).
type objectStream struct {
	ref     Ref
	bytes   Extent
	data    []byte
	numbers []int
	offsets []int
	objects map[int]Object
	byNum   map[int]int // made when an index of the cross-references is wrong
}

func (r *Revision) compressed(e XrefEntry) (Indirect, error) {
	ref := Ref{Num: e.Num}
	none := Indirect{Ref: ref, Object: Null{}}
	s, err := r.objectStream(e.Stream)
	if err != nil {
		return none, within(err, "object stream %d", e.Stream)
	}
	i := e.Index
	if i >= len(s.numbers) || s.numbers[i] != e.Num {
		r.f.tolerate(TolerateStreamIndex, s.bytes.Start)
		if i = s.find(e.Num); i < 0 {
			return none, malformed(s.bytes.Start, "not in object stream %d", e.Stream)
		}
	}
	o, err := s.object(r.f, i)
	if err != nil {
		return none, err
	}
	return Indirect{Ref: ref, Object: o, Bytes: s.bytes, Container: s.ref}, nil
}

// kept is what the stream takes in memory, the objects parsed from it aside:
// the data as they were decoded, and the index, with the map that a wrong one
// asks for.
func (s *objectStream) kept() int { return cap(s.data) + 64*len(s.numbers) }

func (s *objectStream) find(num int) int {
	if s.byNum == nil {
		s.byNum = make(map[int]int, len(s.numbers))
		for i, n := range s.numbers {
			s.byNum[n] = i
		}
	}
	if i, ok := s.byNum[num]; ok {
		return i
	}
	return -1
}

func (s *objectStream) object(f *File, i int) (Object, error) {
	if o, ok := s.objects[i]; ok {
		return o, nil
	}
	if s.offsets[i] > len(s.data) {
		return nil, malformed(-1, "offset outside the object stream")
	}
	p := &parser{b: s.data, pos: s.offsets[i], base: -1, intern: f.intern, lenient: f.tolerate}
	o, err := p.value()
	if err != nil {
		return nil, err
	}
	if f.nodes += int64(p.nodes); f.nodes > maxNodes {
		return nil, overLimit("more than %d values read from the file", maxNodes)
	}
	if f.cachedNodes += p.nodes + (p.pos-s.offsets[i])/64; f.cachedNodes > maxCachedNodes {
		f.forget()
	}
	s.objects[i] = o
	return o, nil
}

// forget empties what is kept of parsed objects.
func (f *File) forget() {
	f.objects = make(map[int64]Indirect)
	f.streams = make(map[int64]*objectStream)
	f.cachedNodes, f.streamBytes = 0, 0
}

// objectStream finds and decodes the object stream of that number.
func (r *Revision) objectStream(num int) (*objectStream, error) {
	f := r.f
	e, _, ok := r.Lookup(num)
	if !ok || e.Kind != InUse {
		return nil, malformed(-1, "no such object stream")
	}
	if s, ok := f.streams[e.Offset]; ok {
		return s, nil
	}
	if f.encrypted {
		return nil, malformed(e.Offset, "the object stream is encrypted")
	}
	// Without a revision: an object stream whose length stands elsewhere, which
	// could be in itself, is ended by its "endstream".
	in, _, err := f.parseIndirect(e.Offset, nil)
	if err != nil {
		return nil, err
	}
	if in.Ref != (Ref{num, e.Gen}) {
		return nil, malformed(e.Offset, "object %d stands there", in.Ref.Num)
	}
	s, err := f.decodeObjectStream(in)
	if err != nil {
		return nil, err
	}
	if f.streamBytes += s.kept(); f.streamBytes > maxStreamCache {
		f.forget()
		f.streamBytes = s.kept()
	}
	f.streams[e.Offset] = s
	return s, nil
}

func (f *File) decodeObjectStream(in Indirect) (*objectStream, error) {
	st, ok := in.Object.(*Stream)
	if !ok || st.Dict.Name("Type") != "ObjStm" {
		return nil, malformed(in.Bytes.Start, "not an object stream")
	}
	n, okN := st.Dict.Get("N").(Integer)
	first, okFirst := st.Dict.Get("First").(Integer)
	data, rest, err := st.Decode()
	if err != nil {
		return nil, err
	}
	if !okN || !okFirst || n < 0 || first < 0 || int64(first) > int64(len(data)) || n > maxStreamObjects || len(rest) > 0 {
		return nil, malformed(in.Bytes.Start, "object stream with a wrong /N, /First or /Filter")
	}
	s := &objectStream{
		ref: in.Ref, bytes: in.Bytes, data: data,
		numbers: make([]int, 0, n), offsets: make([]int, 0, n), objects: make(map[int]Object),
	}
	p := &parser{b: data[:first], base: -1}
	for range n {
		p.space()
		num, ok := p.natural()
		p.space()
		off, ok2 := p.natural()
		if !ok || !ok2 || num > maxObjectNumber || off > int64(len(data)) {
			return nil, malformed(in.Bytes.Start, "object stream with a broken index")
		}
		s.numbers = append(s.numbers, int(num))
		s.offsets = append(s.offsets, int(first)+int(off))
	}
	return s, nil
}
