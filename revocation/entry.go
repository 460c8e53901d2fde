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
	when       moment
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
	if !e.when.read(&body) {
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

// listed tells whether the next entry has the serial.
func listed(in cryptobyte.String, serial []byte) bool {
	var body, found cryptobyte.String
	return !in.ReadASN1(&body, casn1.SEQUENCE) || !body.ReadASN1(&found, casn1.INTEGER) || bytes.Equal(shortest(found), serial)
}

func readExtension(in *cryptobyte.String) (oid, value cryptobyte.String, critical, ok bool) {
	var body cryptobyte.String
	if !in.ReadASN1(&body, casn1.SEQUENCE) || !body.ReadASN1(&oid, casn1.OBJECT_IDENTIFIER) ||
		body.PeekASN1Tag(casn1.BOOLEAN) && !body.ReadASN1Boolean(&critical) || !body.ReadASN1(&value, casn1.OCTET_STRING) || !body.Empty() {
		return nil, nil, false, false
	}
	return oid, value, critical, true
}

// moment is a time whose digits were checked; Time works it out, for the few
// that are asked about.
type moment struct {
	year, month, day, hour, minute, second int16
}

// read takes a Time as RFC 5280, 4.1.2.5 wants it, in Greenwich time to the
// second.
func (m *moment) read(in *cryptobyte.String) bool {
	var b cryptobyte.String
	var tag casn1.Tag
	if !in.ReadAnyASN1(&b, &tag) {
		return false
	}
	if len(b) == 0 || b[len(b)-1] != 'Z' {
		return false
	}
	for _, c := range b[:len(b)-1] {
		if c < '0' || c > '9' {
			return false
		}
	}
	year := int16(0)
	switch {
	case tag == casn1.UTCTime && len(b) == 13:
		if year = two(b) + 1900; year < 1950 {
			year += 100
		}
		b = b[2:]
	case tag == casn1.GeneralizedTime && len(b) == 15:
		year = two(b)*100 + two(b[2:])
		b = b[4:]
	default:
		return false
	}
	*m = moment{year, two(b), two(b[2:]), two(b[4:]), two(b[6:]), two(b[8:])}
	return year >= 1900 && m.month >= 1 && m.month <= 12 && m.day >= 1 && m.day <= 31 && m.hour < 24 && m.minute < 60 && m.second < 60
}

func two(b []byte) int16 { return int16(b[0]-'0')*10 + int16(b[1]-'0') }

// Time is the moment as a time.
func (m moment) Time() time.Time {
	return time.Date(int(m.year), time.Month(m.month), int(m.day), int(m.hour), int(m.minute), int(m.second), 0, time.UTC)
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
		if !found || best.reason == reasonRemove && e.reason != reasonRemove || e.reason != reasonRemove && e.when.Time().Before(best.when.Time()) {
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
		if !l.scope.indirect && !listed(in, serial) {
			var skipped cryptobyte.String
			in.ReadASN1(&skipped, casn1.SEQUENCE)
			continue
		}
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
