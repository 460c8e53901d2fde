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
	if err = s.charge(0); err != nil {
		return nil, nil, err
	}
	if body, err = s.Raw(); err != nil {
		return nil, nil, err
	}
	if err = s.charge(len(body)); err != nil {
		return nil, nil, err
	}
	for i, name := range filters {
		out, known, err := s.unfilter(name, params[i], body)
		if over := s.charge(len(body) + len(out)); over != nil && known {
			return nil, nil, over
		}
		if err != nil {
			return nil, nil, within(err, "filter %s", name)
		}
		if !known {
			return body, filters[i:], nil
		}
		body = out
	}
	return body, nil, nil
}

func (s *Stream) length() int64 {
	if s.f == nil {
		return int64(len(s.data))
	}
	return s.Bytes.Len()
}

// mayCompare counts the bytes that comparing streams has read.
func (s *Stream) mayCompare(n int64) bool {
	if s.f == nil {
		return true
	}
	s.f.compared += n
	return s.f.compared <= workBudget(s.f.size)
}

// charge counts bytes read and decoded, those of failures too, and says when the
// file has used up what it may.
func (s *Stream) charge(n int) error {
	if s.f == nil {
		return nil
	}
	if s.f.inflated += int64(n); s.f.inflated > maxInflatedTotal {
		return overLimit("more than %d bytes decoded", maxInflatedTotal)
	}
	return nil
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
	out, err := readUpTo(r, maxInflated, len(in)*3)
	n := len(out)
	if n > maxInflated {
		return out, overLimit("stream of more than %d bytes when decoded", maxInflated)
	}
	if err != nil {
		var corrupt flate.CorruptInputError
		if !errors.Is(err, io.ErrUnexpectedEOF) && !errors.As(err, &corrupt) {
			return out, err
		}
		if n == 0 {
			return nil, malformed(s.Bytes.Start, "broken compressed data")
		}
		if s.f != nil {
			s.f.tolerate(TolerateTruncatedData, s.Bytes.Start)
		}
	}
	return out, nil
}

// readUpTo reads at most one byte more than the limit, and never makes room for
// more than that. What is much shorter than its room is copied, since it may be
// kept.
func readUpTo(r io.Reader, limit, guess int) ([]byte, error) {
	out := make([]byte, 0, max(512, min(guess, 1<<20)))
	for len(out) <= limit {
		n, err := r.Read(out[len(out):min(cap(out), limit+1)])
		out = out[:len(out)+n]
		if err == io.EOF {
			err = nil
			if cap(out)-len(out) > max(4<<10, len(out)/4) {
				out = bytes.Clone(out)
			}
			return out, err
		}
		if err != nil {
			return out, err
		}
		if len(out) == cap(out) {
			grown := make([]byte, len(out), min(2*cap(out), limit+1))
			copy(grown, out)
			out = grown
		}
	}
	return out, nil
}
