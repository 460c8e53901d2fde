package pdf

// Indirect is an indirect object with its place in the file.
type Indirect struct {
	Ref    Ref
	Object Object
	// Bytes runs from the number of "N G obj" to the end of "endobj". For an
	// object of an object stream it is the extent of that whole stream object.
	Bytes Extent
	// Container is the object stream it came out of, if any.
	Container Ref
}

// Get reads an indirect object as of this revision. An object that does not
// exist, or exists in another generation, is Null, as ISO 32000-1, 7.3.10 has
// it.
func (r *Revision) Get(ref Ref) (Object, error) {
	in, err := r.Locate(ref)
	return in.Object, err
}

// Locate reads an indirect object together with its place; the place is zero
// when the object does not exist.
func (r *Revision) Locate(ref Ref) (Indirect, error) {
	none := Indirect{Ref: ref, Object: Null{}}
	e, _, ok := r.Lookup(ref.Num)
	if !ok || e.Kind == Free || ref.Gen != e.Gen {
		return none, nil
	}
	if e.Kind == Compressed {
		in, err := r.compressed(e)
		return in, within(err, "object %d", ref.Num)
	}
	in, err := r.indirectAt(e.Offset)
	if err != nil {
		return none, within(err, "object %d", ref.Num)
	}
	if in.Ref != ref {
		return none, within(malformed(e.Offset, "object %d %d stands there", in.Ref.Num, in.Ref.Gen), "object %d", ref.Num)
	}
	return in, nil
}

// Resolve follows references until something else is found. A loop of
// references is a MalformedError. A nil Object stays nil.
func (r *Revision) Resolve(o Object) (Object, error) {
	for range maxDepth {
		ref, ok := o.(Ref)
		if !ok {
			return o, nil
		}
		var err error
		if o, err = r.Get(ref); err != nil {
			return nil, err
		}
	}
	return nil, malformed(-1, "references lead to references without end")
}

// Dict resolves to a dictionary; a stream gives its own. It is nil, without an
// error, when the object is something else.
func (r *Revision) Dict(o Object) (Dict, error) {
	o, err := r.Resolve(o)
	if err != nil {
		return nil, err
	}
	if s, ok := o.(*Stream); ok {
		return s.Dict, nil
	}
	d, _ := o.(Dict)
	return d, nil
}

// Array resolves to an array; nil, without an error, when the object is
// something else.
func (r *Revision) Array(o Object) (Array, error) {
	o, err := r.Resolve(o)
	if err != nil {
		return nil, err
	}
	a, _ := o.(Array)
	return a, nil
}

// Rect resolves to a rectangle with its corners in order; ok is false when
// the object is something else.
func (r *Revision) Rect(o Object) (rect Rect, ok bool, err error) {
	a, err := r.Array(o)
	if err != nil || len(a) != 4 {
		return Rect{}, false, err
	}
	direct := make(Array, 4)
	for i := range a {
		if direct[i], err = r.Resolve(a[i]); err != nil {
			return Rect{}, false, err
		}
	}
	rect, ok = rectOf(direct)
	return rect, ok, nil
}

// indirectAt reads the object at an offset. What does not depend on the
// revision is kept.
func (r *Revision) indirectAt(off int64) (Indirect, error) {
	f := r.f
	if c, ok := f.objects[off]; ok {
		return c, nil
	}
	in, nodes, err := f.parseIndirect(off, r)
	if err != nil {
		return Indirect{}, err
	}
	if s, ok := in.Object.(*Stream); ok {
		if _, byRef := s.Dict.Get("Length").(Ref); byRef {
			return in, nil // another revision may give it another length
		}
	}
	if f.cachedNodes += nodes + 8; f.cachedNodes > maxCachedNodes {
		f.forget()
		f.cachedNodes = nodes + 8
	}
	f.objects[off] = in
	return in, nil
}

// parseIndirect reads "N G obj … endobj". The revision resolves an indirect
// /Length; without one the end of a stream is searched.
func (f *File) parseIndirect(off int64, r *Revision) (in Indirect, nodes int, err error) {
	var body, end int64
	err = f.parseAt(off, func(p *parser) error {
		body = 0
		p.space()
		start := p.pos
		var err error
		if in.Ref, err = p.header(); err != nil {
			return err
		}
		p.space()
		if p.keyword("endobj") { // an empty object is null
			in.Object, end = Null{}, p.at(p.pos)
			in.Bytes = Extent{p.at(start), end}
			return nil
		}
		if in.Object, err = p.value(); err != nil {
			return err
		}
		in.Bytes.Start, nodes = p.at(start), p.nodes+(p.pos-start)/64 // long strings count by their bytes
		body, end, err = p.trailerOf(in.Object)
		return err
	})
	if err != nil {
		return Indirect{}, 0, err
	}
	if body > 0 {
		s, e, err := f.streamAt(in.Object.(Dict), body, r)
		if err != nil {
			return Indirect{}, 0, within(err, "object %d", in.Ref.Num)
		}
		in.Object, end = s, e
	}
	in.Bytes.End = end
	return in, nodes, nil
}

// trailerOf reads what follows the value: "endobj", or "stream" and then body
// is where its data begin.
func (p *parser) trailerOf(o Object) (body, end int64, err error) {
	valueEnd := p.pos
	p.space()
	if p.pos+8 >= len(p.b) && p.more {
		return 0, 0, errShort
	}
	if _, ok := o.(Dict); ok && p.keyword("stream") {
		switch {
		case p.pos+1 < len(p.b) && p.b[p.pos] == '\r' && p.b[p.pos+1] == '\n':
			p.pos += 2
		case p.pos < len(p.b) && (p.b[p.pos] == '\n' || p.b[p.pos] == '\r'):
			p.pos++
		}
		return p.at(p.pos), 0, nil
	}
	if p.keyword("endobj") {
		return 0, p.at(p.pos), nil
	}
	p.tolerate(TolerateNoEndobj, valueEnd)
	return 0, p.at(valueEnd), nil
}

// streamAt finds the end of a stream whose data begin at body, and the end of
// its object.
func (f *File) streamAt(d Dict, body int64, r *Revision) (*Stream, int64, error) {
	length, ok, err := f.streamLength(d, r)
	if err != nil {
		return nil, 0, err
	}
	if ok && length >= 0 && length <= f.size-body {
		if end, ok, err := f.afterStream(body + length); err != nil || ok {
			return &Stream{Dict: d, Bytes: Extent{body, body + length}, f: f}, end, err
		}
	}
	f.tolerate(TolerateLength, body)
	if f.noEndstream > 0 && body >= f.noEndstream {
		return nil, 0, malformed(body, "stream without end")
	}
	at, err := f.search("endstream", body, f.size)
	if err != nil {
		return nil, 0, err
	}
	if at < 0 {
		f.noEndstream = body
		return nil, 0, malformed(body, "stream without end")
	}
	dataEnd, err := f.trimEOL(body, at)
	if err != nil {
		return nil, 0, err
	}
	end, _, err := f.afterStream(at)
	return &Stream{Dict: d, Bytes: Extent{body, dataEnd}, f: f}, end, err
}

func (f *File) trimEOL(from, to int64) (int64, error) {
	b, _, err := f.bytesAt(max(from, to-2), 2)
	if err != nil {
		return 0, err
	}
	b = b[:to-max(from, to-2)]
	if n := len(b); n > 0 && b[n-1] == '\n' {
		if n > 1 && b[n-2] == '\r' {
			return to - 2, nil
		}
		return to - 1, nil
	}
	if n := len(b); n > 0 && b[n-1] == '\r' {
		return to - 1, nil
	}
	return to, nil
}

// streamLength reads /Length. The object it may point to must itself be a
// plain number, so that no loop can arise.
func (f *File) streamLength(d Dict, r *Revision) (int64, bool, error) {
	switch v := d.Get("Length").(type) {
	case Integer:
		return int64(v), true, nil
	case Ref:
		if r == nil {
			return 0, false, nil
		}
		e, _, ok := r.Lookup(v.Num)
		if !ok || e.Kind == Free || e.Gen != v.Gen {
			return 0, false, nil
		}
		return r.plainNumber(e)
	}
	return 0, false, nil
}

func (r *Revision) plainNumber(e XrefEntry) (int64, bool, error) {
	if e.Kind == Compressed {
		// Not allowed for the object stream's own length; the guard against a
		// loop is that object streams are read with direct lengths only.
		in, err := r.compressed(e)
		n, ok := in.Object.(Integer)
		return int64(n), ok && err == nil, nil
	}
	var n int64
	var ok bool
	err := r.f.parseAt(e.Offset, func(p *parser) error {
		ok = false
		ref, err := p.header()
		if err != nil || ref.Num != e.Num {
			return err
		}
		p.space()
		n, ok = p.natural()
		if p.pos >= len(p.b) && p.more {
			return errShort
		}
		return nil
	})
	if err != nil && !IsMalformed(err) {
		return 0, false, err
	}
	return n, ok && err == nil, nil
}

// afterStream reads "endstream" and "endobj" at an offset, after at most one
// end of line.
func (f *File) afterStream(off int64) (end int64, ok bool, err error) {
	err = f.parseAt(off, func(p *parser) error {
		if len(p.b) < 32 && p.more {
			return errShort
		}
		for i := 0; i < 2 && p.pos < len(p.b) && isSpace(p.b[p.pos]); i++ {
			p.pos++
		}
		ok = p.keyword("endstream") || p.glued("endstream")
		if !ok {
			return nil
		}
		end = p.at(p.pos)
		p.space()
		if p.pos+8 >= len(p.b) && p.more {
			return errShort
		}
		if p.keyword("endobj") {
			end = p.at(p.pos)
		} else {
			p.tolerate(TolerateNoEndobj, p.pos)
		}
		return nil
	})
	return end, ok, err
}

// glued accepts "endstreamendobj", which some producers write.
func (p *parser) glued(word string) bool {
	end := p.pos + len(word)
	if end+6 > len(p.b) || string(p.b[p.pos:end]) != word || string(p.b[end:end+6]) != "endobj" {
		return false
	}
	p.pos = end
	return true
}
