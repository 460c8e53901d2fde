package revocation

import (
	"bytes"
	"errors"
	"hash/maphash"
	"math/big"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// entry is one revoked certificate of a list. It points into the list.
type entry struct {
	serial     []byte // content of the INTEGER, shortest form
	at         time.Time
	reason     int
	invalidity time.Time
	issuer     []byte // name that certificateIssuer states from this entry on; nil if it does not
	unknown    string // critical extension that is not known here
}

var errEntry = errors.New("an entry of the list is unreadable")

// Content bytes of the identifiers below 2.5.29.
const (
	extReason      = "\x55\x1d\x15"
	extHold        = "\x55\x1d\x17"
	extInvalidity  = "\x55\x1d\x18"
	extCertificate = "\x55\x1d\x1d"
)

// readEntry takes the next entry off the list (RFC 5280, 5.1.2.6). It allocates
// nothing, since lists have up to a million of them.
func readEntry(in *cryptobyte.String) (entry, error) {
	var e entry
	var body, serial cryptobyte.String
	if !in.ReadASN1(&body, casn1.SEQUENCE) || !body.ReadASN1(&serial, casn1.INTEGER) || len(serial) == 0 {
		return e, errEntry
	}
	e.serial = shortest(serial)
	if !readTime(&body, &e.at) {
		return e, errEntry
	}
	if body.Empty() {
		return e, nil
	}
	var extensions cryptobyte.String
	if !body.ReadASN1(&extensions, casn1.SEQUENCE) || !body.Empty() {
		return e, errEntry
	}
	for !extensions.Empty() {
		if err := e.extension(&extensions); err != nil {
			return e, err
		}
	}
	return e, nil
}

func (e *entry) extension(in *cryptobyte.String) error {
	oid, value, critical, ok := readExtension(in)
	if !ok {
		return errEntry
	}
	switch string(oid) {
	case extReason:
		if !value.ReadASN1Enum(&e.reason) {
			return errEntry
		}
	case extInvalidity:
		if !readTime(&value, &e.invalidity) {
			return errEntry
		}
	case extCertificate:
		if e.issuer = directoryName(value); e.issuer == nil {
			return errEntry
		}
	case extHold:
	default:
		if critical && e.unknown == "" {
			e.unknown = oidText(oid)
		}
	}
	return nil
}

func readExtension(in *cryptobyte.String) (oid, value cryptobyte.String, critical, ok bool) {
	var body cryptobyte.String
	if !in.ReadASN1(&body, casn1.SEQUENCE) || !body.ReadASN1(&oid, casn1.OBJECT_IDENTIFIER) ||
		body.PeekASN1Tag(casn1.BOOLEAN) && !body.ReadASN1Boolean(&critical) || !body.ReadASN1(&value, casn1.OCTET_STRING) || !body.Empty() {
		return nil, nil, false, false
	}
	return oid, value, critical, true
}

func readTime(in *cryptobyte.String, to *time.Time) bool {
	if in.PeekASN1Tag(casn1.UTCTime) {
		return in.ReadASN1UTCTime(to)
	}
	return in.ReadASN1GeneralizedTime(to)
}

// directoryName finds the distinguished name in GeneralNames.
func directoryName(in cryptobyte.String) []byte {
	var names cryptobyte.String
	if !in.ReadASN1(&names, casn1.SEQUENCE) {
		return nil
	}
	for !names.Empty() {
		var value cryptobyte.String
		var tag casn1.Tag
		if !names.ReadAnyASN1(&value, &tag) {
			return nil
		}
		if tag == casn1.Tag(4).Constructed().ContextSpecific() {
			return value
		}
	}
	return nil
}

// shortest drops the superfluous bytes before an INTEGER, so that a serial has
// one spelling.
func shortest(b []byte) []byte {
	for len(b) > 1 && (b[0] == 0 && b[1] < 0x80 || b[0] == 0xff && b[1] >= 0x80) {
		b = b[1:]
	}
	return b
}

// serialOf is the content of the INTEGER n.
func serialOf(n *big.Int) []byte {
	var b cryptobyte.Builder
	b.AddASN1BigInt(n)
	in := cryptobyte.String(b.BytesOrPanic())
	var content cryptobyte.String
	in.ReadASN1(&content, casn1.INTEGER)
	return content
}

// index finds entries by serial: 12 bytes for each, so that the lists kept in
// memory stay small.
type index struct {
	seed  maphash.Seed
	hash  []uint64 // ascending
	place []uint32 // offset in the entries
}

func (x *index) Len() int           { return len(x.hash) }
func (x *index) Less(i, j int) bool { return x.hash[i] < x.hash[j] }
func (x *index) Swap(i, j int) {
	x.hash[i], x.hash[j] = x.hash[j], x.hash[i]
	x.place[i], x.place[j] = x.place[j], x.place[i]
}

func (x *index) add(serial []byte, place int) {
	x.hash = append(x.hash, maphash.Bytes(x.seed, serial))
	x.place = append(x.place, uint32(place))
}

// find gives what the list says of the serial among the certificates of an
// issuer. Of several entries that contradict each other, the gravest counts.
func (l *list) find(serial, issuer []byte) (entry, bool) {
	var best entry
	found := false
	weigh := func(e entry) {
		if !found || best.reason == reasonRemove && e.reason != reasonRemove || e.reason != reasonRemove && e.at.Before(best.at) {
			best, found = e, true
		}
	}
	if l.index != nil {
		h := maphash.Bytes(l.index.seed, serial)
		for i, _ := slices.BinarySearch(l.index.hash, h); i < len(l.index.hash) && l.index.hash[i] == h; i++ {
			at := l.entries[l.index.place[i]:]
			if e, err := readEntry(&at); err == nil && bytes.Equal(e.serial, serial) {
				weigh(e)
			}
		}
		return best, found
	}
	of := l.issuer
	for in := l.entries; !in.Empty(); {
		e, err := readEntry(&in)
		if err != nil {
			break // not possible: read once before
		}
		if e.issuer != nil {
			of = e.issuer // sticky: RFC 5280, 5.3.3
		}
		if bytes.Equal(e.serial, serial) && sameName(of, issuer) {
			weigh(e)
		}
	}
	return best, found
}
