package revocation

import (
	"bytes"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"hash/maphash"
	"math/big"
	"sort"
	"sync"
	"time"

	"antin/algorithm"
	"antin/certpath"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// list is a CRL as read, whoever it is asked about. It points into the bytes
// given; only signers changes after readList.
//
// crypto/x509 makes an object of each entry, a few hundred bytes each, and
// hides delta and indirect lists; so lists are read here.
type list struct {
	body       []byte // tbsCertList: the bytes under the signature
	algorithm  pkix.AlgorithmIdentifier
	signature  []byte
	issuer     []byte // DER of the name
	thisUpdate time.Time
	nextUpdate time.Time
	entries    cryptobyte.String
	index      *index // nil: entries are gone through

	number      *big.Int
	base        *big.Int // of a delta list: the number of the list that it continues
	keyID       []byte   // authority key identifier extension, as it stands
	scope       scope
	scopeRaw    []byte
	freshest    []point
	keptSince   time.Time // expiredCertsOnCRL: revocations of certificates that expired later are kept
	unsupported string

	mu      sync.Mutex
	signers map[[32]byte]struct{} // keys that were seen to have signed it
}

var (
	errList  = errors.New("no revocation list")
	errTwice = errors.New("an extension stands twice in the list")
)

// readList reads a CRL and looks at every entry once (RFC 5280, 5.1). With
// indexed it remembers where they are.
func readList(der []byte, indexed bool) (*list, error) {
	in := cryptobyte.String(der)
	var outer, inner, id, again cryptobyte.String
	var signature asn1.BitString
	l := &list{}
	if !in.ReadASN1(&outer, casn1.SEQUENCE) || !in.Empty() || !outer.ReadASN1Element(&inner, casn1.SEQUENCE) ||
		!outer.ReadASN1Element(&id, casn1.SEQUENCE) || !outer.ReadASN1BitString(&signature) || !outer.Empty() {
		return nil, errList
	}
	l.body, l.signature = inner, signature.RightAlign()
	if rest, err := asn1.Unmarshal(id, &l.algorithm); err != nil || len(rest) > 0 {
		return nil, errList
	}
	var body cryptobyte.String
	var version int
	if !inner.ReadASN1(&body, casn1.SEQUENCE) ||
		body.PeekASN1Tag(casn1.INTEGER) && (!body.ReadASN1Integer(&version) || version != 1) ||
		!body.ReadASN1Element(&again, casn1.SEQUENCE) {
		return nil, errList
	}
	if !bytes.Equal(id, again) { // RFC 5280, 5.1.1.2
		return nil, errors.New("two signature algorithms in one list")
	}
	var issuer cryptobyte.String
	if !body.ReadASN1Element(&issuer, casn1.SEQUENCE) || !readTime(&body, &l.thisUpdate) {
		return nil, errList
	}
	l.issuer = issuer
	if (body.PeekASN1Tag(casn1.UTCTime) || body.PeekASN1Tag(casn1.GeneralizedTime)) && !readTime(&body, &l.nextUpdate) {
		return nil, errList
	}
	if body.PeekASN1Tag(casn1.SEQUENCE) && !body.ReadASN1(&l.entries, casn1.SEQUENCE) {
		return nil, errList
	}
	if err := l.readExtensions(body); err != nil {
		return nil, err
	}
	return l, l.readEntries(indexed)
}

func (l *list) readExtensions(in cryptobyte.String) error {
	if in.Empty() {
		return nil
	}
	var wrapped, extensions cryptobyte.String
	if !in.ReadASN1(&wrapped, casn1.Tag(0).Constructed().ContextSpecific()) || !in.Empty() ||
		!wrapped.ReadASN1(&extensions, casn1.SEQUENCE) || !wrapped.Empty() {
		return errList
	}
	seen := map[string]bool{}
	for !extensions.Empty() {
		oid, value, critical, ok := readExtension(&extensions)
		if !ok {
			return errList
		}
		if seen[string(oid)] {
			return errTwice
		}
		seen[string(oid)] = true
		if err := l.readExtension(string(oid), value, critical); err != nil {
			return err
		}
	}
	return nil
}

func (l *list) readExtension(oid string, value cryptobyte.String, critical bool) error {
	var err error
	switch oid {
	case "\x55\x1d\x14": // cRLNumber
		l.number, err = readNumber(value)
	case "\x55\x1d\x1b": // deltaCRLIndicator
		l.base, err = readNumber(value)
	case "\x55\x1d\x1c": // issuingDistributionPoint
		l.scopeRaw = value
		l.scope, err = readScope(value, l.issuer)
	case "\x55\x1d\x23": // authorityKeyIdentifier
		l.keyID = value
	case "\x55\x1d\x2e": // freshestCRL
		l.freshest, err = readPoints(value, l.issuer)
	case "\x55\x1d\x3c": // expiredCertsOnCRL (X.509, 9.5.2.8)
		if !readTime(&value, &l.keptSince) {
			err = errors.New("expiredCertsOnCRL unreadable")
		}
	default:
		if critical && l.unsupported == "" {
			l.unsupported = "critical extension " + oidText([]byte(oid))
		}
	}
	return err
}

func readNumber(in cryptobyte.String) (*big.Int, error) {
	n := new(big.Int)
	if !in.ReadASN1Integer(n) || !in.Empty() || n.Sign() < 0 || n.BitLen() > 256 {
		return nil, errors.New("number of the list unreadable")
	}
	return n, nil
}

// readEntries looks at every entry: one that cannot be read or has an unknown
// critical extension makes the whole list useless (RFC 5280, 5.3).
func (l *list) readEntries(indexed bool) error {
	if indexed && !l.scope.indirect {
		l.index = &index{seed: maphash.MakeSeed()}
	}
	for in := l.entries; !in.Empty(); {
		place := len(l.entries) - len(in)
		e, err := readEntry(&in)
		if err != nil {
			return fmt.Errorf("%w, at byte %d", err, place)
		}
		if e.unknown != "" && l.unsupported == "" {
			l.unsupported = "an entry with critical extension " + e.unknown
		}
		if e.issuer != nil && !l.scope.indirect && l.unsupported == "" {
			l.unsupported = "an entry of another issuer in a list that is not indirect"
		}
		if l.index != nil {
			l.index.add(e.serial, place)
		}
	}
	if l.index != nil {
		sort.Sort(l.index)
	}
	return nil
}

// maxSigners: a list has one signer; a second key of that name is an oddity.
const maxSigners = 4

// signedBy asks the key, unless it is known to have signed. Only a yes is kept.
func (l *list) signedBy(c *signerKey) error {
	l.mu.Lock()
	_, known := l.signers[c.sum]
	l.mu.Unlock()
	if known {
		return nil
	}
	if err := algorithm.Verify(l.algorithm, c.key, l.body, l.signature); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.signers == nil || len(l.signers) >= maxSigners {
		l.signers = map[[32]byte]struct{}{}
	}
	l.signers[c.sum] = struct{}{}
	return nil
}

func sameName(a, b []byte) bool { return certpath.EqualNames(a, b) }

func oidText(content []byte) string {
	var b cryptobyte.Builder
	b.AddASN1(casn1.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) { b.AddBytes(content) })
	var oid asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(b.BytesOrPanic(), &oid); err != nil {
		return "?"
	}
	return oid.String()
}
