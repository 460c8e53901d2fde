package pdf

// value reads one object, references included.
func (p *parser) value() (Object, error) {
	p.space()
	if p.pos >= len(p.b) {
		return nil, p.bad("an object was expected, the data ended")
	}
	if p.nodes++; p.nodes > maxObjectNodes {
		return nil, overLimit("more than %d values in one object", maxObjectNodes)
	}
	switch c := p.b[p.pos]; {
	case c == '/':
		return wrap(p.name())
	case c == '(':
		return wrap(p.literal())
	case c == '[':
		return p.nested(p.array)
	case c == '<':
		if p.pos+1 >= len(p.b) {
			p.pos++
			return nil, p.bad("a string or dictionary without end")
		}
		if p.b[p.pos+1] == '<' {
			return p.nested(p.dict)
		}
		return wrap(p.hexString())
	case isDigit(c):
		return p.numberOrRef()
	case c == '+' || c == '-' || c == '.':
		return p.number()
	}
	return p.constant()
}

func wrap[T Object](o T, err error) (Object, error) {
	if err != nil {
		return nil, err
	}
	return o, nil
}

func (p *parser) nested(read func() (Object, error)) (Object, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, overLimit("arrays and dictionaries nested deeper than %d", maxDepth)
	}
	o, err := read()
	p.depth--
	return o, err
}

func (p *parser) constant() (Object, error) {
	start := p.pos
	tok, short := p.regular()
	if short {
		return nil, errShort
	}
	switch string(tok) {
	case "true":
		return Bool(true), nil
	case "false":
		return Bool(false), nil
	case "null":
		return Null{}, nil
	}
	p.pos = start
	return nil, malformed(p.at(start), "not an object: %.20q", p.b[start:min(len(p.b), start+20)])
}

// numberOrRef reads "12" or "12 0 R".
func (p *parser) numberOrRef() (Object, error) {
	start := p.pos
	num, ok := p.natural()
	if ok && num <= maxObjectNumber && p.pos < len(p.b) && isSpace(p.b[p.pos]) {
		after := p.pos
		p.space()
		gen, ok := p.natural()
		p.space()
		if p.pos >= len(p.b)-1 && p.more {
			return nil, errShort
		}
		if ok && gen <= 65535 && p.keyword("R") {
			return Ref{int(num), int(gen)}, nil
		}
		p.pos = after
		return Integer(num), nil
	}
	p.pos = start
	return p.number()
}

func (p *parser) array() (Object, error) {
	p.pos++
	out := Array{}
	for {
		p.space()
		if p.pos >= len(p.b) {
			return nil, p.bad("array without end")
		}
		if p.b[p.pos] == ']' {
			p.pos++
			return out, nil
		}
		o, err := p.value()
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
}

func (p *parser) dict() (Object, error) {
	p.pos += 2
	out := make(Dict, 0, 8)
	for {
		p.space()
		if p.pos+1 >= len(p.b) {
			p.pos = len(p.b)
			return nil, p.bad("dictionary without end")
		}
		if p.b[p.pos] == '>' && p.b[p.pos+1] == '>' {
			p.pos += 2
			return out, nil
		}
		if p.b[p.pos] != '/' {
			return nil, p.bad("a key was expected in the dictionary")
		}
		key, err := p.name()
		if err != nil {
			return nil, err
		}
		p.space()
		start := p.pos
		v, err := p.value()
		if err != nil {
			return nil, err
		}
		e := Entry{Key: key, Value: v}
		if p.base >= 0 {
			e.Bytes = Extent{p.at(start), p.at(p.pos)}
		}
		out = append(out, e)
	}
}

// header reads "N G obj".
func (p *parser) header() (Ref, error) {
	p.space()
	num, ok := p.natural()
	if !ok {
		return Ref{}, p.bad("an object number was expected")
	}
	p.space()
	gen, ok := p.natural()
	if !ok || gen > 65535 || num > maxObjectNumber {
		return Ref{}, p.bad("not the beginning of an object")
	}
	p.space()
	if p.pos+3 >= len(p.b) && p.more {
		return Ref{}, errShort
	}
	// "obj" may be followed at once by a number, in files of old producers.
	if p.pos+3 > len(p.b) || string(p.b[p.pos:p.pos+3]) != "obj" {
		return Ref{}, p.bad("\"obj\" was expected")
	}
	p.pos += 3
	return Ref{int(num), int(gen)}, nil
}
