package certpath

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// maxRDNs bounds a distinguished name; the longest seen has 9 parts.
const maxRDNs = 64

// EqualNames compares two distinguished names in DER as RFC 5280, 7.1 does:
// the sort of string, case and runs of spaces do not count. Names that cannot
// be read are equal only if their bytes are.
func EqualNames(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	x, ok := rdns(a)
	if !ok {
		return false
	}
	y, ok := rdns(b)
	return ok && len(x) == len(y) && len(x) > 0 && startsWith(x, y)
}

// withinSubtree tells whether a name lies at or below a base (RFC 5280,
// 4.2.1.10: an initial sequence of its parts).
func withinSubtree(name, base []byte) (within, readable bool) {
	x, ok := rdns(name)
	if !ok {
		return false, false
	}
	y, ok := rdns(base)
	return ok && startsWith(x, y), ok
}

func startsWith(name, start []string) bool {
	if len(start) > len(name) {
		return false
	}
	for i := range start {
		if name[i] != start[i] {
			return false
		}
	}
	return true
}

// rdns gives each part of a distinguished name in one spelling.
func rdns(der []byte) ([]string, bool) {
	in := cryptobyte.String(der)
	var name cryptobyte.String
	if !in.ReadASN1(&name, casn1.SEQUENCE) || !in.Empty() {
		return nil, false
	}
	var out []string
	for !name.Empty() {
		var set cryptobyte.String
		if !name.ReadASN1(&set, casn1.SET) || len(out) >= maxRDNs {
			return nil, false
		}
		part, ok := rdn(set)
		if !ok {
			return nil, false
		}
		out = append(out, part)
	}
	return out, true
}

func rdn(set cryptobyte.String) (string, bool) {
	var b strings.Builder
	for !set.Empty() {
		var pair, oid, value cryptobyte.String
		var tag casn1.Tag
		if !set.ReadASN1(&pair, casn1.SEQUENCE) || !pair.ReadASN1(&oid, casn1.OBJECT_IDENTIFIER) ||
			!pair.ReadAnyASN1(&value, &tag) || !pair.Empty() {
			return "", false
		}
		kind, text := tag, string(value)
		if s, ok := stringOf(tag, value); ok {
			kind, text = casn1.UTF8String, fold(s)
		}
		fmt.Fprintf(&b, "%x %d %d:%s;", []byte(oid), kind, len(text), text)
	}
	return b.String(), b.Len() > 0
}

// Tags of RFC 5280, 4.1.2.4 that cryptobyte has no name for.
const (
	tagNumericString   = casn1.Tag(18)
	tagVisibleString   = casn1.Tag(26)
	tagUniversalString = casn1.Tag(28)
	tagBMPString       = casn1.Tag(30)
)

func stringOf(tag casn1.Tag, value []byte) (string, bool) {
	switch tag {
	case casn1.UTF8String, casn1.PrintableString, casn1.IA5String, tagNumericString, tagVisibleString:
		return string(value), utf8.Valid(value)
	case tagBMPString:
		if len(value)%2 != 0 {
			return "", false
		}
		units := make([]uint16, len(value)/2)
		for i := range units {
			units[i] = uint16(value[2*i])<<8 | uint16(value[2*i+1])
		}
		return string(utf16.Decode(units)), true
	case tagUniversalString:
		if len(value)%4 != 0 {
			return "", false
		}
		var b strings.Builder
		for i := 0; i < len(value); i += 4 {
			b.WriteRune(rune(value[i])<<24 | rune(value[i+1])<<16 | rune(value[i+2])<<8 | rune(value[i+3]))
		}
		return b.String(), true
	}
	return "", false
}

func fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), unicode.IsSpace), " ")
}
