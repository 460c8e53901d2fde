package typeface

import (
	"errors"
	"fmt"
)

var errFont = errors.New("typeface: broken font file")

func u16(s string, at int) int {
	if at < 0 || at+2 > len(s) {
		return 0
	}
	return int(s[at])<<8 | int(s[at+1])
}

func i16(s string, at int) int { return int(int16(u16(s, at))) }

func u32(s string, at int) uint32 { return uint32(u16(s, at))<<16 | uint32(u16(s, at+2)) }

// directory cuts a TrueType file into its tables.
func directory(data string) (map[string]string, error) {
	if len(data) < 12 || u32(data, 0) != 0x00010000 {
		return nil, fmt.Errorf("%w: not TrueType", errFont)
	}
	tables := make(map[string]string)
	for i := range u16(data, 4) {
		at := 12 + 16*i
		if at+16 > len(data) {
			return nil, fmt.Errorf("%w: directory cut short", errFont)
		}
		start, size := int64(u32(data, at+8)), int64(u32(data, at+12))
		if start+size > int64(len(data)) {
			return nil, fmt.Errorf("%w: table %s outside the file", errFont, data[at:at+4])
		}
		tables[data[at:at+4]] = data[start : start+size]
	}
	for _, name := range []string{"head", "hhea", "maxp", "hmtx", "loca", "glyf", "OS/2", "post"} {
		if len(tables[name]) == 0 {
			return nil, fmt.Errorf("%w: no table %s", errFont, name)
		}
	}
	return tables, nil
}

// outline is the entry of one glyph in the table glyf; empty for a space.
func (f *Face) outline(g int) (string, error) {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	var start, end int
	if i16(f.tables["head"], 50) == 0 {
		start, end = 2*u16(loca, 2*g), 2*u16(loca, 2*g+2)
	} else {
		start, end = int(u32(loca, 4*g)), int(u32(loca, 4*g+4))
	}
	if g < 0 || g >= u16(f.tables["maxp"], 4) || start > end || end > len(glyf) {
		return "", fmt.Errorf("%w: glyph %d", errFont, g)
	}
	return glyf[start:end], nil
}

// Flags of a part of a composite glyph (OpenType, glyf).
const (
	argsAreWords   = 0x0001
	haveScale      = 0x0008
	moreComponents = 0x0020
	haveXYScale    = 0x0040
	haveTwoByTwo   = 0x0080
)

// components gives the places within an outline where numbers of other glyphs
// stand.
func components(outline string) ([]int, error) {
	if len(outline) < 10 || i16(outline, 0) >= 0 {
		return nil, nil
	}
	var places []int
	for at := 10; ; {
		if at+4 > len(outline) {
			return nil, fmt.Errorf("%w: composite glyph cut short", errFont)
		}
		flags := u16(outline, at)
		places = append(places, at+2)
		at += 6
		if flags&argsAreWords != 0 {
			at += 2
		}
		switch {
		case flags&haveScale != 0:
			at += 2
		case flags&haveXYScale != 0:
			at += 4
		case flags&haveTwoByTwo != 0:
			at += 8
		}
		if flags&moreComponents == 0 {
			return places, nil
		}
	}
}
