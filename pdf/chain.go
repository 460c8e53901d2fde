package pdf

import "sort"

// readChain follows startxref and /Prev and groups the sections to revisions.
func (f *File) readChain() error {
	start, err := f.lastStartXref()
	if err != nil {
		return err
	}
	sections, err := f.sections(start)
	if err != nil && IsMalformed(err) && f.prefix > 0 && f.shift == 0 {
		f.shift = f.prefix
		if sections, err = f.sections(start + f.shift); err == nil {
			f.tolerate(TolerateShift, 0)
		} else {
			f.shift = 0
		}
	}
	if err != nil {
		return err
	}
	if err := f.group(sections); err != nil {
		return err
	}
	f.indexLater()
	root, err := f.Last().Catalog()
	if err != nil {
		return err
	}
	if root == nil {
		return malformed(-1, "no catalog")
	}
	return nil
}

func (f *File) lastStartXref() (int64, error) {
	at, err := f.searchBack("startxref", f.size-tailWindow, f.size)
	if err != nil {
		return 0, err
	}
	if at < 0 { // much junk after the end
		if at, err = f.searchBack("startxref", f.size-1<<20, f.size); err != nil {
			return 0, err
		}
	}
	if at < 0 {
		return 0, malformed(f.size, "no startxref")
	}
	v, _, _, err := f.readStartXref(at)
	return v, err
}

// readStartXref reads "startxref N %%EOF" at an offset; end is after the end of
// line that follows, eof says whether %%EOF was there.
func (f *File) readStartXref(at int64) (v, end int64, eof bool, err error) {
	err = f.parseAt(at, func(p *parser) error {
		if len(p.b) < 128 && p.more {
			return errShort
		}
		p.pos += len("startxref")
		for p.pos < len(p.b) && isSpace(p.b[p.pos]) {
			p.pos++
		}
		var ok bool
		if v, ok = p.natural(); !ok {
			return p.bad("startxref without a number")
		}
		mark := p.pos
		for p.pos < len(p.b) && isSpace(p.b[p.pos]) {
			p.pos++
		}
		eof = p.pos+5 <= len(p.b) && string(p.b[p.pos:p.pos+5]) == "%%EOF"
		if eof {
			mark = p.pos + 5
		}
		end = p.at(endOfLine(p.b, mark))
		return nil
	})
	return v, end, eof, err
}

// endOfLine skips one end of line.
func endOfLine(b []byte, pos int) int {
	if pos < len(b) && b[pos] == '\r' {
		pos++
		if pos < len(b) && b[pos] == '\n' {
			pos++
		}
		return pos
	}
	if pos < len(b) && b[pos] == '\n' {
		pos++
	}
	return pos
}

// sections follows /Prev from an offset, newest first.
func (f *File) sections(off int64) ([]*section, error) {
	var out []*section
	seen := make(map[int64]bool)
	budget := maxEntries
	for off >= 0 {
		if seen[off] {
			return nil, malformed(off, "loop in /Prev")
		}
		if len(out) == maxSections {
			return nil, overLimit("more than %d cross-reference sections", maxSections)
		}
		seen[off] = true
		s, err := f.readSection(off, &budget)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
		off = s.prev
		if off == f.shift && len(out) > 0 && s.prev >= 0 && off == 0 {
			break // "/Prev 0" is written by some producers for "none"
		}
	}
	return out, nil
}

// group makes revisions of the sections. A linearized file has two sections in
// its first revision: the one that is read first stands before the other
// (annex F.3.2).
func (f *File) group(sections []*section) error {
	last := len(sections) - 1
	if last > 0 && sections[last-1].off < sections[last].off {
		var err error
		if f.linearized, err = f.isLinearized(); err != nil {
			return err
		}
	}
	var start int64
	for i := last; i >= 0; i-- {
		rev := &Revision{f: f, Number: len(f.revs), Start: start}
		newest, end := sections[i], sections[i].end
		slots := newest.slots
		for i > 0 && sections[i-1].off < newest.off {
			if !f.linearized || i != last {
				f.tolerate(TolerateForwardPrev, sections[i-1].off)
			}
			i--
			newest = sections[i]
			end = max(end, newest.end)
			slots = merge(newest.slots, slots)
		}
		rev.StartXref, rev.section, rev.trailer = newest.off, newest, newest.trailer
		rev.slots = slots
		if err := rev.findEnd(end); err != nil {
			return err
		}
		start = rev.End
		f.revs = append(f.revs, rev)
	}
	return nil
}

// isLinearized reads the first object of the file.
func (f *File) isLinearized() (bool, error) {
	in, _, err := f.parseIndirect(f.prefix+8, nil)
	if err != nil {
		if IsMalformed(err) {
			err = nil
		}
		return false, err
	}
	d, _ := in.Object.(Dict)
	return d.Has("Linearized"), nil
}

// findEnd sets the End of a revision whose last section ends at pos.
func (r *Revision) findEnd(pos int64) error {
	f := r.f
	at, err := f.search("startxref", pos, min(f.size, pos+tailWindow))
	if err != nil {
		return err
	}
	if at < 0 {
		f.tolerate(TolerateNoEOF, pos)
		r.End = max(pos, r.Start)
		return nil
	}
	v, end, eof, err := f.readStartXref(at)
	if err != nil {
		if !IsMalformed(err) {
			return err
		}
		v, end = -1, at+int64(len("startxref"))
	}
	if !eof {
		f.tolerate(TolerateNoEOF, at)
	}
	if v+f.shift != r.StartXref {
		f.tolerate(TolerateStartXref, at)
	}
	r.End = max(end, r.Start)
	return nil
}

// indexLater makes the list of entries written after the first revision.
func (f *File) indexLater() {
	f.over = nil
	for i, rev := range f.revs[1:] {
		for _, s := range rev.slots {
			f.over = append(f.over, touch{i + 1, s})
		}
	}
	sort.SliceStable(f.over, func(i, j int) bool { return f.over[i].num < f.over[j].num })
}
