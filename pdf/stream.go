package pdf

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
)

// Stream is a dictionary with a body.
type Stream struct {
	Dict  Dict
	Bytes Extent // of the body as stored; unknown for a stream made by a program
	f     *File
	data  []byte
}

// NewStream makes a stream for writing. The body is written as it is, so the
// dictionary must name the filters that were applied to it; /Length is set by
// the writer.
func NewStream(d Dict, body []byte) *Stream { return &Stream{Dict: d, data: body} }

// Raw is the body as stored, read anew at each call.
func (s *Stream) Raw() ([]byte, error) {
	if s.f == nil {
		return s.data, nil
	}
	if s.Bytes.Len() > maxRaw {
		return nil, overLimit("stream of more than %d bytes", maxRaw)
	}
	b := make([]byte, s.Bytes.Len())
	if err := readFull(s.f.r, b, s.Bytes.Start); err != nil {
		return nil, err
	}
	return b, nil
}

// Reader reads the body as stored, however large it is.
func (s *Stream) Reader() io.Reader {
	if s.f == nil {
		return bytes.NewReader(s.data)
	}
	return io.NewSectionReader(s.f.r, s.Bytes.Start, s.Bytes.Len())
}

// Decode undoes the filters Flate (with predictors), LZW, ASCIIHex, ASCII85 and
// RunLength. At any other filter it stops and gives the names of those still
// on; the body is then as that filter left it.
func (s *Stream) Decode() (body []byte, rest []Name, err error) {
	filters, params, err := s.filters()
	if err != nil {
		return nil, nil, err
	}
	if body, err = s.Raw(); err != nil {
		return nil, nil, err
	}
	for i, name := range filters {
		var out []byte
		var known bool
		if out, known, err = s.unfilter(name, params[i], body); err != nil {
			return nil, nil, within(err, "filter %s", name)
		}
		if !known {
			return body, filters[i:], nil
		}
		if s.f != nil {
			if s.f.inflated += int64(len(body) + len(out)); s.f.inflated > maxInflatedTotal {
				return nil, nil, overLimit("more than %d bytes decoded", maxInflatedTotal)
			}
		}
		body = out
	}
	return body, nil, nil
}

// filters reads /Filter and /DecodeParms, which may be indirect.
func (s *Stream) filters() (names []Name, params []Dict, err error) {
	filter, err := s.resolve(s.Dict.Get("Filter"))
	if err != nil {
		return nil, nil, err
	}
	parms, err := s.resolve(s.Dict.Get("DecodeParms"))
	if err != nil {
		return nil, nil, err
	}
	switch v := filter.(type) {
	case nil, Null:
		return nil, nil, nil
	case Name:
		d, _ := parms.(Dict)
		if a, ok := parms.(Array); ok && len(a) > 0 {
			d, _ = a[0].(Dict)
		}
		return []Name{v}, []Dict{d}, nil
	case Array:
		if len(v) > maxFilters {
			return nil, nil, overLimit("more than %d filters on one stream", maxFilters)
		}
		a, _ := parms.(Array)
		for i := range v {
			o, err := s.resolve(v[i])
			if err != nil {
				return nil, nil, err
			}
			n, ok := o.(Name)
			if !ok {
				return nil, nil, malformed(s.Bytes.Start, "a filter is not a name")
			}
			var d Dict
			if i < len(a) {
				if o, err = s.resolve(a[i]); err != nil {
					return nil, nil, err
				}
				d, _ = o.(Dict)
			}
			names, params = append(names, n), append(params, d)
		}
		return names, params, nil
	}
	return nil, nil, malformed(s.Bytes.Start, "/Filter is neither a name nor an array")
}

// resolve looks references up in the newest revision: no writer in use changes
// the filters of a stream without writing the stream anew.
func (s *Stream) resolve(o Object) (Object, error) {
	if _, ok := o.(Ref); !ok {
		return o, nil
	}
	if s.f == nil || len(s.f.revs) == 0 {
		return nil, malformed(s.Bytes.Start, "a filter is indirect")
	}
	return s.f.Last().Resolve(o)
}

func (s *Stream) unfilter(name Name, params Dict, in []byte) (out []byte, known bool, err error) {
	switch name {
	case "FlateDecode", "Fl":
		out, err = s.inflate(in)
		if err == nil {
			out, err = unpredict(out, params)
		}
	case "LZWDecode", "LZW":
		early := params.Get("EarlyChange") != Integer(0)
		out, err = unLZW(in, early)
		if err == nil {
			out, err = unpredict(out, params)
		}
	case "ASCIIHexDecode", "AHx":
		out, err = unHexAll(in)
	case "ASCII85Decode", "A85":
		out, err = unASCII85(in)
	case "RunLengthDecode", "RL":
		out, err = unRunLength(in)
	default:
		return nil, false, nil
	}
	return out, true, err
}

// inflate decodes zlib data. The checksum at the end is not looked at, as no
// reader does, and data cut short are given as far as they go.
func (s *Stream) inflate(in []byte) ([]byte, error) {
	if len(in) < 2 || in[0]&15 != 8 || (int(in[0])<<8|int(in[1]))%31 != 0 {
		if len(bytes.TrimSpace(in)) == 0 {
			return nil, nil
		}
		return nil, malformed(s.Bytes.Start, "not compressed data")
	}
	r := flate.NewReader(bytes.NewReader(in[2:]))
	var out bytes.Buffer
	out.Grow(min(len(in)*3, 1<<20))
	n, err := io.Copy(&out, io.LimitReader(r, maxInflated+1))
	if n > maxInflated {
		return nil, overLimit("stream of more than %d bytes when decoded", maxInflated)
	}
	if err != nil {
		var corrupt flate.CorruptInputError
		if !errors.Is(err, io.ErrUnexpectedEOF) && !errors.As(err, &corrupt) {
			return nil, err
		}
		if n == 0 {
			return nil, malformed(s.Bytes.Start, "broken compressed data")
		}
		if s.f != nil {
			s.f.tolerate(TolerateTruncatedData, s.Bytes.Start)
		}
	}
	return out.Bytes(), nil
}
