package algorithm

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/BurntSushi/toml"
)

// Digest is a hash function by the name that the list uses.
type Digest string

// The digests that a list may name.
const (
	MD5        Digest = "MD5"
	SHA1       Digest = "SHA-1"
	RIPEMD160  Digest = "RIPEMD-160"
	SHA224     Digest = "SHA-224"
	SHA256     Digest = "SHA-256"
	SHA384     Digest = "SHA-384"
	SHA512     Digest = "SHA-512"
	SHA512t224 Digest = "SHA-512/224"
	SHA512t256 Digest = "SHA-512/256"
	SHA3t224   Digest = "SHA3-224"
	SHA3t256   Digest = "SHA3-256"
	SHA3t384   Digest = "SHA3-384"
	SHA3t512   Digest = "SHA3-512"
)

// Scheme is a way to sign.
type Scheme string

// The schemes that a list may name.
const (
	RSAPKCS1 Scheme = "RSA-PKCS1-v1.5"
	RSAPSS   Scheme = "RSA-PSS"
	ECDSA    Scheme = "ECDSA"
	EdDSA    Scheme = "EdDSA"
	DSA      Scheme = "DSA"
)

// Family is a sort of public key.
type Family string

// The keys that a list may name, each with a least size.
const (
	RSA     Family = "RSA"
	EC      Family = "EC"
	Ed25519 Family = "Ed25519"
	DSAKey  Family = "DSA"
)

var (
	digestNames = []Digest{MD5, SHA1, RIPEMD160, SHA224, SHA256, SHA384, SHA512, SHA512t224, SHA512t256, SHA3t224, SHA3t256, SHA3t384, SHA3t512}
	schemeNames = []Scheme{RSAPKCS1, RSAPSS, ECDSA, EdDSA, DSA}
	familyNames = []Family{RSA, EC, Ed25519, DSAKey}
)

// ErrList: the file is not a list of algorithms. The text says which line or
// entry.
var ErrList = errors.New("list of algorithms")

// Bounds of a list: the embedded one has 29 entries in 5 kB.
const (
	MaxList    = 64 << 10
	maxEntries = 400
	maxText    = 400
)

// List says until when each algorithm is accepted. It does not change and may
// be used by many goroutines at once.
type List struct {
	name    string
	sha256  string
	digests map[Digest]limit
	schemes map[Scheme]limit
	keys    map[Family][]limit // by bits, the largest first
}

type limit struct {
	bits   int
	until  time.Time // zero: open
	source string
}

// Name is what the file calls itself, for reports.
func (l *List) Name() string { return l.name }

// SHA256 of the file in hexadecimal: what was reckoned with another list is to
// be reckoned anew.
func (l *List) SHA256() string { return l.sha256 }

//go:embed default.toml
var defaultText string

var parseDefault = sync.OnceValue(func() *List {
	l, err := Read(strings.NewReader(defaultText))
	if err != nil {
		panic(err) // the embedded file is part of the program
	}
	return l
})

// Default is the embedded list.
func Default() *List { return parseDefault() }

// DefaultText is the embedded list as a file, to begin one's own with.
func DefaultText() string { return defaultText }

type file struct {
	Name   string
	Digest []entry
	Scheme []entry
	Key    []entry
}

type entry struct {
	Name, Until, Source string
	Bits                int
}

// Read reads a list in TOML. A name that this package does not know, a missing
// date or source, and an entry given twice are errors, since each would let
// through, or refuse, something nobody decided on. Every error is ErrList, but
// for those of r.
func Read(r io.Reader) (*List, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxList+1))
	if err != nil {
		return nil, fmt.Errorf("reading the list of algorithms: %w", err)
	}
	if len(raw) > MaxList {
		return nil, fmt.Errorf("%w: over %d bytes", ErrList, MaxList)
	}
	var f file
	meta, err := toml.Decode(string(raw), &f)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrList, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("%w: unknown key %s", ErrList, unknown[0])
	}
	if len(f.Digest)+len(f.Scheme)+len(f.Key) > maxEntries {
		return nil, fmt.Errorf("%w: over %d entries", ErrList, maxEntries)
	}
	if f.Name == "" || len(f.Name) > maxText {
		return nil, fmt.Errorf("%w: no name, or a long one", ErrList)
	}
	l, err := f.list()
	if err == nil {
		sum := sha256.Sum256(raw)
		l.sha256 = hex.EncodeToString(sum[:])
	}
	return l, err
}

func (f file) list() (*List, error) {
	l := &List{name: f.Name, digests: map[Digest]limit{}, schemes: map[Scheme]limit{}, keys: map[Family][]limit{}}
	for _, e := range f.Digest {
		if err := add(l.digests, digestNames, e); err != nil {
			return nil, fmt.Errorf("%w: digest %q: %w", ErrList, e.Name, err)
		}
	}
	for _, e := range f.Scheme {
		if err := add(l.schemes, schemeNames, e); err != nil {
			return nil, fmt.Errorf("%w: scheme %q: %w", ErrList, e.Name, err)
		}
	}
	for _, e := range f.Key {
		if err := l.addKey(e); err != nil {
			return nil, fmt.Errorf("%w: key %q of %d bits: %w", ErrList, e.Name, e.Bits, err)
		}
	}
	if len(l.digests) == 0 || len(l.schemes) == 0 || len(l.keys) == 0 {
		return nil, fmt.Errorf("%w: it names no digest, no scheme or no key", ErrList)
	}
	return l, nil
}

func add[N ~string](to map[N]limit, known []N, e entry) error {
	name := N(e.Name)
	if !slices.Contains(known, name) {
		return errors.New("unknown name")
	}
	if _, twice := to[name]; twice {
		return errors.New("given twice")
	}
	if e.Bits != 0 {
		return errors.New("has bits, which belong to keys")
	}
	end, err := e.limit()
	to[name] = end
	return err
}

func (l *List) addKey(e entry) error {
	name := Family(e.Name)
	if !slices.Contains(familyNames, name) {
		return errors.New("unknown name")
	}
	if e.Bits < 1 || e.Bits > 1<<17 {
		return errors.New("bits out of range")
	}
	if slices.ContainsFunc(l.keys[name], func(k limit) bool { return k.bits == e.Bits }) {
		return errors.New("given twice")
	}
	end, err := e.limit()
	if err != nil {
		return err
	}
	l.keys[name] = append(l.keys[name], end)
	slices.SortFunc(l.keys[name], func(a, b limit) int { return b.bits - a.bits })
	return nil
}

func (e entry) limit() (limit, error) {
	if e.Source == "" || len(e.Source) > maxText {
		return limit{}, errors.New("no source, or a long one")
	}
	if e.Until == "open" {
		return limit{e.Bits, time.Time{}, e.Source}, nil
	}
	until, err := time.Parse(time.DateOnly, e.Until)
	if err != nil || until.Year() < 1990 || until.Year() > 2200 {
		return limit{}, fmt.Errorf("until %.20q is neither a day nor \"open\"", e.Until)
	}
	return limit{e.Bits, until, e.Source}, nil
}
