package pades

import "antin/pdf"

func (g *store) vri(a, b pdf.Object, parent int) bool {
	x, y, at, ok := g.resolve(a, b, parent)
	if !ok {
		return false
	}
	before, _ := dictOrNothing(x)
	after, ok := y.(pdf.Dict)
	if !ok || len(after.Repeated()) > 0 {
		return g.no("/VRI is not a dictionary")
	}
	for _, key := range keysOf(g.s.c.left, before, after) {
		if !after.Has(key) {
			g.gone("an entry of /VRI was removed")
			continue
		}
		if key != "Type" && !isVRIKey(string(key)) {
			return g.no("the key /%s of /VRI is no fingerprint", key)
		}
		if key != "Type" && !g.vriEntry(before.Get(key), after.Get(key), at) {
			return false
		}
	}
	return true
}

// isVRIKey: the fingerprint is SHA-1 (ISO 32000-2, table 261). Some programs
// take a longer digest; what such an entry holds is evidence all the same.
func isVRIKey(s string) bool {
	switch len(s) {
	case 40, 64, 96, 128:
	default:
		return false
	}
	for _, c := range s {
		if !(c >= '0' && c <= '9' || c >= 'A' && c <= 'F' || c >= 'a' && c <= 'f') {
			return false
		}
	}
	return true
}

func (g *store) vriEntry(a, b pdf.Object, parent int) bool {
	x, y, at, ok := g.resolve(a, b, parent)
	if !ok {
		return false
	}
	before, _ := dictOrNothing(x)
	after, ok := y.(pdf.Dict)
	if !ok || len(after.Repeated()) > 0 {
		return g.no("an entry of /VRI is not a dictionary")
	}
	for _, key := range keysOf(g.s.c.left, before, after) {
		switch key {
		case "Cert", "CRL", "OCSP":
			// An entry is an index into the store and may be written anew.
			if after.Has(key) && !g.streams(nil, after.Get(key), at, string(key)) {
				return false
			}
		case "TS":
			if ref, isRef := after.Get(key).(pdf.Ref); isRef && !g.stream(ref) {
				return g.no("/TS is no new stream")
			}
		case "TU", "Type":
		default:
			return g.no("unknown key /%s in an entry of /VRI", key)
		}
	}
	return true
}
