package revocation

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// reasons is a set of bits of ReasonFlags (RFC 5280, 4.2.1.13), bit 1 to 8.
type reasons uint16

const allReasons reasons = 0x1fe

// holdBit is certificateHold in ReasonFlags.
const holdBit = 6

// scope is an IssuingDistributionPoint (RFC 5280, 5.2.5); the zero value speaks
// for all certificates of the issuer.
type scope struct {
	names       []string // of the place, by nameKey; nil if not stated
	users       bool
	authorities bool
	attributes  bool
	indirect    bool
	some        reasons // 0: all
}

// point is one DistributionPoint of a certificate or a freshestCRL extension.
type point struct {
	names   []string
	issuers [][]byte // cRLIssuer: DER of names
	reasons reasons
}

var (
	errScope  = errors.New("issuing distribution point unreadable")
	errPoints = errors.New("distribution points unreadable")
)

const (
	maxPoints = 64
	maxNames  = 64
)

func readScope(in cryptobyte.String, issuer []byte) (scope, error) {
	var s scope
	var body cryptobyte.String
	if !in.ReadASN1(&body, casn1.SEQUENCE) || !in.Empty() {
		return s, errScope
	}
	for !body.Empty() {
		var value cryptobyte.String
		var tag casn1.Tag
		if !body.ReadAnyASN1(&value, &tag) {
			return s, errScope
		}
		var ok bool
		switch tag {
		case casn1.Tag(0).Constructed().ContextSpecific():
			s.names, ok = readPlace(value, issuer)
		case casn1.Tag(1).ContextSpecific():
			s.users, ok = readFlag(value)
		case casn1.Tag(2).ContextSpecific():
			s.authorities, ok = readFlag(value)
		case casn1.Tag(3).ContextSpecific():
			s.some, ok = readReasons(value)
		case casn1.Tag(4).ContextSpecific():
			s.indirect, ok = readFlag(value)
		case casn1.Tag(5).ContextSpecific():
			s.attributes, ok = readFlag(value)
		}
		if !ok {
			return s, errScope
		}
	}
	return s, nil
}

func readFlag(in cryptobyte.String) (value, ok bool) {
	if len(in) != 1 {
		return false, false
	}
	return in[0] != 0, true
}

// readReasons reads ReasonFlags; none at all is nothing that a list could be
// good for, and refused.
func readReasons(in cryptobyte.String) (reasons, bool) {
	if len(in) < 2 || in[0] > 7 {
		return 0, false
	}
	bits := asn1.BitString{Bytes: in[1:], BitLength: 8*(len(in)-1) - int(in[0])}
	var r reasons
	for i := 1; i <= 8; i++ {
		if bits.At(i) == 1 {
			r |= 1 << i
		}
	}
	return r, r != 0
}

// readPlace reads a DistributionPointName. A name relative to the issuer is
// completed.
func readPlace(in cryptobyte.String, issuer []byte) ([]string, bool) {
	var value cryptobyte.String
	var tag casn1.Tag
	if !in.ReadAnyASN1(&value, &tag) || !in.Empty() {
		return nil, false
	}
	switch tag {
	case casn1.Tag(0).Constructed().ContextSpecific():
		return readNames(value)
	case casn1.Tag(1).Constructed().ContextSpecific():
		base := cryptobyte.String(issuer)
		var parts cryptobyte.String
		if !base.ReadASN1(&parts, casn1.SEQUENCE) {
			return nil, false
		}
		var b cryptobyte.Builder
		b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddBytes(parts)
			b.AddASN1(casn1.SET, func(b *cryptobyte.Builder) { b.AddBytes(value) })
		})
		full, err := b.Bytes()
		return []string{nameKey(tagDirectory, full)}, err == nil
	}
	return nil, false
}

const (
	tagDirectory = casn1.Tag(4 | 0xa0)
	tagURI       = casn1.Tag(6 | 0x80)
)

// nameKey is a GeneralName as compared: its tag and bytes.
func nameKey(tag casn1.Tag, value []byte) string { return string(append([]byte{byte(tag)}, value...)) }

func readNames(in cryptobyte.String) ([]string, bool) {
	out := []string{}
	for !in.Empty() {
		var value cryptobyte.String
		var tag casn1.Tag
		if !in.ReadAnyASN1(&value, &tag) || len(out) >= maxNames {
			return nil, false
		}
		out = append(out, nameKey(tag, value))
	}
	return out, len(out) > 0
}

// readPoints reads CRLDistributionPoints (RFC 5280, 4.2.1.13).
func readPoints(in cryptobyte.String, issuer []byte) ([]point, error) {
	var list cryptobyte.String
	if !in.ReadASN1(&list, casn1.SEQUENCE) || !in.Empty() {
		return nil, errPoints
	}
	var out []point
	for !list.Empty() {
		var body cryptobyte.String
		if !list.ReadASN1(&body, casn1.SEQUENCE) || len(out) >= maxPoints {
			return nil, errPoints
		}
		p, err := readPoint(body, issuer)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func readPoint(body cryptobyte.String, issuer []byte) (point, error) {
	p := point{reasons: allReasons}
	var place, some, issuers cryptobyte.String
	var hasPlace, hasSome, hasIssuers bool
	if !body.ReadOptionalASN1(&place, &hasPlace, casn1.Tag(0).Constructed().ContextSpecific()) ||
		!body.ReadOptionalASN1(&some, &hasSome, casn1.Tag(1).ContextSpecific()) ||
		!body.ReadOptionalASN1(&issuers, &hasIssuers, casn1.Tag(2).Constructed().ContextSpecific()) || !body.Empty() {
		return p, errPoints
	}
	ok := true
	if hasSome {
		p.reasons, ok = readReasons(some)
	}
	for ok && hasIssuers && !issuers.Empty() {
		var value cryptobyte.String
		var tag casn1.Tag
		if ok = issuers.ReadAnyASN1(&value, &tag); ok && tag == tagDirectory {
			p.issuers = append(p.issuers, value)
		}
	}
	if ok && hasPlace {
		if len(p.issuers) > 0 {
			issuer = p.issuers[0]
		}
		p.names, ok = readPlace(place, issuer)
	}
	if !ok {
		return p, errPoints
	}
	return p, nil
}

var oidPoints, oidFreshest = asn1.ObjectIdentifier{2, 5, 29, 31}, asn1.ObjectIdentifier{2, 5, 29, 46}

// pointsOf lists the distribution points of a certificate, and the one that is
// meant when it names none: its issuer (RFC 5280, 6.3.3).
func pointsOf(cert *x509.Certificate) []point {
	var out []point
	for _, x := range cert.Extensions {
		if x.Id.Equal(oidPoints) {
			if points, err := readPoints(x.Value, cert.RawIssuer); err == nil {
				out = points
			}
		}
	}
	return append(out, point{names: []string{nameKey(tagDirectory, cert.RawIssuer)}, reasons: allReasons})
}

// covers tells for which reasons the list speaks about the certificate, or why
// it does not (RFC 5280, 6.3.3, b and d).
func (l *list) covers(cert *x509.Certificate, points []point) (reasons, Why, string) {
	var covered reasons
	why, detail := WhyOther, "" // nobody named this producer
	for _, p := range points {
		switch {
		case len(p.issuers) > 0:
			if !slices.ContainsFunc(p.issuers, func(n []byte) bool { return sameName(n, l.issuer) }) {
				continue
			}
			if !l.scope.indirect && !sameName(l.issuer, cert.RawIssuer) {
				why, detail = WhyScope, "the list is not indirect"
				continue
			}
		case !sameName(l.issuer, cert.RawIssuer):
			continue
		}
		if d := l.scope.misses(cert, p); d != "" {
			why, detail = WhyScope, d
			continue
		}
		some := l.scope.some
		if some == 0 {
			some = allReasons
		}
		covered |= some & p.reasons
	}
	if covered != 0 {
		return covered, "", ""
	}
	return 0, why, detail
}

func (s scope) misses(cert *x509.Certificate, p point) string {
	authority := cert.BasicConstraintsValid && cert.IsCA
	switch {
	case s.users && authority:
		return "list of user certificates only"
	case s.authorities && !authority:
		return "list of authority certificates only"
	case s.attributes:
		return "list of attribute certificates only"
	case s.names == nil:
		return ""
	}
	names := p.names
	if names == nil {
		for _, n := range p.issuers {
			names = append(names, nameKey(tagDirectory, n))
		}
	}
	if !slices.ContainsFunc(names, func(n string) bool {
		return slices.ContainsFunc(s.names, func(o string) bool { return sameGeneralName(n, o) })
	}) {
		return "list of another distribution point"
	}
	return ""
}

func sameGeneralName(a, b string) bool {
	if a == b {
		return true
	}
	return a[0] == byte(tagDirectory) && b[0] == byte(tagDirectory) && sameName([]byte(a[1:]), []byte(b[1:]))
}

func urls(points []point) []string {
	var out []string
	for _, p := range points {
		for _, n := range p.names {
			if n[0] == byte(tagURI) && !slices.Contains(out, n[1:]) {
				out = append(out, n[1:])
			}
		}
	}
	return out
}
