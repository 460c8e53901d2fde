package pdf

import (
	"io"
	"strconv"
)

// File is an opened PDF file.
type File struct {
	r    io.ReaderAt
	size int64

	prefix     int64 // bytes before "%PDF-"
	shift      int64 // added to offsets that count from "%PDF-"
	header     Version
	revs       []*Revision
	linearized bool
	encrypted  bool
	repaired   error // why the cross-references had to be rebuilt
	tolerated  []Tolerance
	over       []touch // entries written after the first revision, by number, then revision

	win     []byte // the window in use, from winOff on
	winOff  int64
	buf     []byte
	scratch []byte // of search
	intern  map[string]Name

	nodes, searched, parsed, inflated int64
	scanned                           int64 // words "obj" met by scanning
	compared                          int64 // bytes of stream bodies held against each other
	noEndstream                       int64 // no "endstream" from here on, when > 0

	objects     map[int64]Indirect
	cachedNodes int
	streams     map[int64]*objectStream
	streamBytes int
}

// touch says that a revision wrote an entry.
type touch struct {
	rev int
	slot
}

// Open reads the cross-references of a file of that size and nothing more. It
// fails with a [MalformedError] when no revision can be read, not even by
// scanning for objects; a file read by scanning is marked [File.Repaired].
func Open(r io.ReaderAt, size int64) (*File, error) {
	f := &File{
		r: r, size: size,
		intern:  make(map[string]Name, 128),
		objects: make(map[int64]Indirect),
		streams: make(map[int64]*objectStream),
	}
	if err := f.readHeader(); err != nil {
		return nil, err
	}
	err := f.readChain()
	if err != nil {
		if !IsMalformed(err) {
			return nil, err
		}
		if again := f.repair(err); again != nil {
			return nil, err
		}
	}
	for _, rev := range f.revs {
		if rev.trailer.Has("Encrypt") {
			f.encrypted = true
		}
	}
	return f, nil
}

func (f *File) readHeader() error {
	at, err := f.findHeader()
	if err != nil {
		return err
	}
	if at < 0 {
		return malformed(0, "no %%PDF- header in the first %d bytes", headerWindow)
	}
	if at > 0 {
		f.prefix = at
		f.tolerate(TolerateHeaderPrefix, 0)
	}
	b, _, err := f.bytesAt(at, 64)
	if err != nil {
		return err
	}
	f.header = parseVersion(string(b[5:min(len(b), 8)]))
	return nil
}

func (f *File) findHeader() (int64, error) {
	if f.size < 16 {
		return -1, nil
	}
	return f.search("%PDF-", 0, min(f.size, headerWindow))
}

// Version is a PDF version such as {1, 7}; the zero Version is an unreadable
// one.
type Version struct{ Major, Minor int }

// Less reports whether the version is older than the other.
func (v Version) Less(o Version) bool {
	return v.Major < o.Major || v.Major == o.Major && v.Minor < o.Minor
}

func (v Version) String() string {
	return strconv.Itoa(v.Major) + "." + strconv.Itoa(v.Minor)
}

func parseVersion(s string) Version {
	if len(s) < 3 || !isDigit(s[0]) || s[1] != '.' || !isDigit(s[2]) {
		return Version{}
	}
	return Version{int(s[0] - '0'), int(s[2] - '0')}
}

// Version is the later of the header's version and that of the last catalog.
func (f *File) Version() Version {
	v := f.header
	cat, err := f.Last().Catalog()
	if err != nil {
		return v
	}
	if c := parseVersion(string(cat.Name("Version"))); v.Less(c) {
		return c
	}
	return v
}

// Revisions lists the revisions of the file, oldest first; never empty.
func (f *File) Revisions() []*Revision { return f.revs }

// Last is the newest revision.
func (f *File) Last() *Revision { return f.revs[len(f.revs)-1] }

// Size is the length of the file in bytes. It may be more than the End of the
// last revision: what stands between belongs to no revision.
func (f *File) Size() int64 { return f.size }

// Reader is the reader the file was opened with.
func (f *File) Reader() io.ReaderAt { return f.r }

// Encrypted reports whether the trailer of a revision has /Encrypt. Strings
// and streams are then given as stored, and objects in object streams cannot
// be read.
func (f *File) Encrypted() bool { return f.encrypted }

// Repaired reports whether the cross-references were rebuilt by scanning. The
// file then has one revision only, and its history cannot be judged.
func (f *File) Repaired() bool { return f.repaired != nil }

// RepairCause is the fault that made it necessary to scan, or nil.
func (f *File) RepairCause() error { return f.repaired }

// Linearized reports whether the first revision is written for the web, with
// its cross-references in two parts (annex F).
func (f *File) Linearized() bool { return f.linearized }

// Prefix is the number of bytes before the header.
func (f *File) Prefix() int64 { return f.prefix }

// A Tolerance names one departure from the format that the reader let pass.
type Tolerance struct {
	Code   string
	Offset int64 // where, or -1 within an object stream
}

// The tolerances of the reader. Each is harmless to the meaning of an ordinary
// file; under a signature a verifier may judge otherwise.
const (
	TolerateHeaderPrefix  = "header-prefix"     // bytes before %PDF-
	TolerateShift         = "shifted-offsets"   // offsets count from %PDF-, not from the first byte
	TolerateNumber        = "number"            // a number written in no known way
	TolerateNoEOF         = "no-eof"            // a revision without %%EOF
	TolerateStartXref     = "startxref"         // startxref of a revision does not point to its own section
	TolerateXrefOffset    = "xref-offset"       // an offset leads into the word xref, not to its first letter
	TolerateForwardPrev   = "forward-prev"      // /Prev points to later bytes without linearization
	TolerateHybrid        = "hybrid"            // cross-reference table with /XRefStm
	TolerateTable         = "xref-table-format" // entries of a table not 20 bytes each
	TolerateTableStart    = "xref-table-start"  // first object numbered 1 where the table means 0
	TolerateBeyondSize    = "beyond-size"       // entry with a number not below /Size
	TolerateLength        = "stream-length"     // /Length does not lead to endstream
	TolerateNoEndobj      = "no-endobj"         // object without endobj
	TolerateStreamIndex   = "object-stream-index"
	TolerateTruncatedData = "truncated-data" // compressed data without its end
	TolerateRepeatedEntry = "repeated-entry" // two entries for one object in one section
)

// tolerate notes a tolerance; each code is noted a few times at most, since a
// file is no better known by more of them.
func (f *File) tolerate(code string, off int64) {
	same := 0
	for _, t := range f.tolerated {
		if t.Code == code {
			same++
		}
	}
	if same < 8 {
		f.tolerated = append(f.tolerated, Tolerance{code, off})
	}
}

// Tolerances lists what the reader let pass so far; the list grows as more of
// the file is read.
func (f *File) Tolerances() []Tolerance { return f.tolerated }
