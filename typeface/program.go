package typeface

import (
	"encoding/binary"
	"sort"
)

// advance is the advance of a glyph by its number in the file.
func (f *Face) advance(g int) int {
	n := u16(f.tables["hhea"], 34)
	return u16(f.tables["hmtx"], 4*min(g, n-1))
}

func (f *Face) bearing(g int) int {
	n := u16(f.tables["hhea"], 34)
	if g < n {
		return u16(f.tables["hmtx"], 4*g+2)
	}
	return u16(f.tables["hmtx"], 4*n+2*(g-n))
}

// assemble writes the tables that a CIDFontType2 needs (ISO 32000-1, 9.9).
func (f *Face) assemble(glyphs []int, glyf []byte, loca []uint32) []byte {
	head := []byte(f.tables["head"])
	binary.BigEndian.PutUint32(head[8:], 0)  // the sum, filled in below
	binary.BigEndian.PutUint16(head[50:], 1) // long loca
	maxp := []byte(f.tables["maxp"])
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(glyphs)))
	hhea := []byte(f.tables["hhea"])
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(glyphs)))
	var hmtx, offsets []byte
	for _, g := range glyphs {
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.advance(g)))
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.bearing(g)))
	}
	for _, o := range loca {
		offsets = binary.BigEndian.AppendUint32(offsets, o)
	}
	tables := map[string][]byte{
		"head": head, "maxp": maxp, "hhea": hhea, "hmtx": hmtx, "loca": offsets, "glyf": glyf,
	}
	for _, name := range []string{"cvt ", "fpgm", "prep"} {
		if t, ok := f.tables[name]; ok {
			tables[name] = []byte(t)
		}
	}
	return file(tables)
}

// file writes a TrueType file with its sums (OpenType, font file).
func file(tables map[string][]byte) []byte {
	names := make([]string, 0, len(tables))
	for n := range tables {
		names = append(names, n)
	}
	sort.Strings(names)
	power, log := 1, 0
	for power*2 <= len(names) {
		power, log = power*2, log+1
	}
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []int{len(names), power * 16, log, (len(names) - power) * 16} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at, head := len(out)+16*len(names), 0
	var body []byte
	for _, n := range names {
		t := tables[n]
		if n == "head" {
			head = at
		}
		out = append(out, n...)
		for _, v := range []uint32{sum(t), uint32(at), uint32(len(t))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		body = append(body, t...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
		at = 12 + 16*len(names) + len(body)
	}
	out = append(out, body...)
	binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-sum(out))
	return out
}

func sum(b []byte) (total uint32) {
	for ; len(b) >= 4; b = b[4:] {
		total += binary.BigEndian.Uint32(b)
	}
	var last [4]byte
	copy(last[:], b)
	return total + binary.BigEndian.Uint32(last[:])
}
