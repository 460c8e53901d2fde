package pdf

// readTable reads a cross-reference table (ISO 32000-1, 7.5.4) whose first
// subsection stands at pos, and its trailer.
func (f *File) readTable(off, pos int64, budget *int) (*section, error) {
	s := &section{off: off}
	for {
		first, count, next, err := f.subsectionHeader(pos)
		if err != nil {
			return nil, err
		}
		if first < 0 { // the trailer
			return s, f.readTrailer(s, next)
		}
		if err := take(budget, count); err != nil {
			return nil, err
		}
		if first+count > maxObjectNumber+1 {
			return nil, malformed(pos, "object number above %d", maxObjectNumber)
		}
		start := len(s.slots)
		if pos, err = f.subsection(s, first, count, next); err != nil {
			return nil, err
		}
		f.fixTableStart(s.slots[start:], off)
	}
}

// fixTableStart repairs a known slip: the head of the free list, numbered 1.
func (f *File) fixTableStart(s []slot, off int64) {
	if len(s) == 0 || s[0].num != 1 || s[0].kind != Free || s[0].gen != 65535 || s[0].at != 0 {
		return
	}
	f.tolerate(TolerateTableStart, off)
	for i := range s {
		s[i].num--
	}
}

// subsectionHeader reads "first count"; first is -1 at the word "trailer".
func (f *File) subsectionHeader(pos int64) (first, count, next int64, err error) {
	err = f.parseAt(pos, func(p *parser) error {
		p.space()
		if p.pos+8 >= len(p.b) && p.more {
			return errShort
		}
		if p.keyword("trailer") || p.gluedTrailer() {
			first, next = -1, p.at(p.pos)
			return nil
		}
		var ok, ok2 bool
		first, ok = p.natural()
		p.space()
		count, ok2 = p.natural()
		if !ok || !ok2 {
			return p.bad("a subsection of the table or \"trailer\" was expected")
		}
		// The line ends here; the entries begin at the next digit.
		p.space()
		if p.pos+20 >= len(p.b) && p.more {
			return errShort
		}
		next = p.at(p.pos)
		return nil
	})
	return first, count, next, err
}

func (p *parser) gluedTrailer() bool {
	end := p.pos + len("trailer")
	if end < len(p.b) && string(p.b[p.pos:end]) == "trailer" && p.b[end] == '<' {
		p.pos = end
		return true
	}
	return false
}

// subsection reads the entries from pos on and gives the place after them.
func (f *File) subsection(s *section, first, count, pos int64) (int64, error) {
	const block = 512
	for done := int64(0); done < count; {
		n := min(block, count-done)
		b, _, err := f.bytesAt(pos, int(n)*20)
		if err != nil {
			return 0, err
		}
		var got int64
		for got < n && int64(len(b)) >= (got+1)*20 {
			e, ok := f.entry20(b[got*20:], uint32(first+done+got))
			if !ok {
				break
			}
			s.slots = append(s.slots, e)
			got++
		}
		pos += got * 20
		done += got
		if got == n {
			continue
		}
		if pos, err = f.looseEntry(s, uint32(first+done), pos); err != nil {
			return 0, err
		}
		done++
	}
	return pos, nil
}

// entry20 reads an entry of exactly 20 bytes: "nnnnnnnnnn ggggg n" and two
// bytes of end of line.
func (f *File) entry20(b []byte, num uint32) (slot, bool) {
	if len(b) < 20 || b[10] != ' ' || b[16] != ' ' || !isSpace(b[18]) || !isSpace(b[19]) {
		return slot{}, false
	}
	var at, gen int64
	for _, c := range b[:10] {
		if !isDigit(c) {
			return slot{}, false
		}
		at = at*10 + int64(c-'0')
	}
	for _, c := range b[11:16] {
		if !isDigit(c) {
			return slot{}, false
		}
		gen = gen*10 + int64(c-'0')
	}
	return f.tableSlot(num, at, gen, b[17])
}

const maxGeneration = 65535

func (f *File) tableSlot(num uint32, at, gen int64, kind byte) (slot, bool) {
	if gen > maxGeneration {
		if kind != 'f' {
			return slot{}, false
		}
		f.tolerate(TolerateTable, -1) // some write 65536 for the head of the free list, which leads nowhere
		gen = maxGeneration
	}
	switch kind {
	case 'n':
		return slot{at: at + f.shift, num: num, kind: InUse, gen: uint16(gen)}, true
	case 'f':
		return slot{at: at, num: num, kind: Free, gen: uint16(gen)}, true
	}
	return slot{}, false
}

// looseEntry reads an entry by its words, whatever the spacing.
func (f *File) looseEntry(s *section, num uint32, pos int64) (next int64, err error) {
	f.tolerate(TolerateTable, pos)
	err = f.parseAt(pos, func(p *parser) error {
		p.space()
		at, ok := p.natural()
		p.space()
		gen, ok2 := p.natural()
		p.space()
		if p.pos+20 >= len(p.b) && p.more {
			return errShort
		}
		if !ok || !ok2 || p.pos >= len(p.b) {
			return p.bad("not an entry of a cross-reference table")
		}
		e, ok := f.tableSlot(num, at, gen, p.b[p.pos])
		if !ok {
			return p.bad("not an entry of a cross-reference table")
		}
		p.pos++
		for p.pos < len(p.b) && isSpace(p.b[p.pos]) {
			p.pos++
		}
		s.slots = append(s.slots, e)
		next = p.at(p.pos)
		return nil
	})
	return next, err
}

func (f *File) readTrailer(s *section, pos int64) error {
	s.slots = f.sortSlots(s.slots, s.off)
	return f.parseAt(pos, func(p *parser) error {
		o, err := p.value()
		if err != nil {
			return err
		}
		d, ok := o.(Dict)
		if !ok {
			return p.bad("the trailer is not a dictionary")
		}
		s.trailer, s.end = d, p.at(p.pos)
		s.hybrid = d.Has("XRefStm")
		return nil
	})
}
