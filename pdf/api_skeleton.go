package pdf

import (
	"errors"
	"io"
)

var errSkeleton = errors.New("pdf: not built yet")

// File is an opened PDF file.
type File struct {
	r    io.ReaderAt
	size int64
	revs []*Revision
}

// Open reads the cross-references of a file of that size and nothing more.
func Open(r io.ReaderAt, size int64) (*File, error) { return nil, errSkeleton }

// Revisions lists the revisions of the file, oldest first; never empty.
func (f *File) Revisions() []*Revision { return f.revs }

// Last is the newest revision.
func (f *File) Last() *Revision { return f.revs[len(f.revs)-1] }

// Size is the length of the file in bytes.
func (f *File) Size() int64 { return f.size }

// Reader is the reader the file was opened with.
func (f *File) Reader() io.ReaderAt { return f.r }

// Encrypted reports whether any revision's trailer has /Encrypt; strings and streams are then given as stored.
func (f *File) Encrypted() bool { return false }

// Repaired reports whether the cross-references were rebuilt by scanning.
func (f *File) Repaired() bool { return false }

// Linearized reports whether the file begins with linearization parameters.
func (f *File) Linearized() bool { return false }

// Tolerance names one departure from the format that the reader let pass.
type Tolerance struct {
	Code   string
	Offset int64
}

// Tolerances lists what the reader let pass so far.
func (f *File) Tolerances() []Tolerance { return nil }

// Version is a PDF version such as {1, 7}.
type Version struct{ Major, Minor int }

// Version is the later of the header's version and the last catalog's.
func (f *File) Version() Version { return Version{} }

// EntryKind says what a cross-reference entry is.
type EntryKind uint8

// The kinds of cross-reference entries.
const (
	Free EntryKind = iota
	InUse
	Compressed
)

// XrefEntry is one entry of a cross-reference section.
type XrefEntry struct {
	Num, Gen int
	Kind     EntryKind
	Offset   int64 // of "N G obj" when in use
	Stream   int   // number of the object stream when compressed
	Index    int   // place in that stream
}

// Revision is the file as it was when one update had been written.
type Revision struct {
	Number    int   // 0 for the first
	Start     int64 // the End of the revision before, 0 for the first
	End       int64 // length of the prefix that is this revision, with %%EOF and its end of line
	StartXref int64 // offset of its newest cross-reference section
}

// Trailer is the trailer dictionary of this revision.
func (r *Revision) Trailer() Dict { return nil }

// Entries lists the cross-reference entries that this revision wrote itself, by number.
func (r *Revision) Entries() []XrefEntry { return nil }

// Lookup finds the entry of an object number that holds in this revision, and the number of the revision that wrote it.
func (r *Revision) Lookup(num int) (e XrefEntry, writtenBy int, ok bool) { return }

// Get reads an indirect object as of this revision; Null when there is none.
func (r *Revision) Get(ref Ref) (Object, error) { return nil, errSkeleton }

// Indirect is an indirect object with its place in the file.
type Indirect struct {
	Ref    Ref
	Object Object
	Bytes  Extent // from "N" of "N G obj" to after "endobj"; of the object stream when compressed
	Stream Ref    // the object stream it came out of, if any
}

// Locate reads an indirect object together with its place.
func (r *Revision) Locate(ref Ref) (Indirect, error) { return Indirect{}, errSkeleton }

// Resolve follows references until something else is found.
func (r *Revision) Resolve(o Object) (Object, error) { return nil, errSkeleton }

// Dict resolves to a dictionary (a stream gives its own); an empty Dict with ok false when it is something else.
func (r *Revision) Dict(o Object) (d Dict, ok bool, err error) { return }

// Array resolves to an array; ok is false when it is something else.
func (r *Revision) Array(o Object) (a Array, ok bool, err error) { return }

// Catalog is the document catalog of this revision.
func (r *Revision) Catalog() (Dict, error) { return nil, errSkeleton }

// Page is one page with what it inherits from the page tree.
type Page struct {
	Number    int // 1 for the first
	Ref       Ref // zero when the page is not an indirect object
	Dict      Dict
	MediaBox  Rect
	CropBox   Rect
	Rotate    int // 0, 90, 180 or 270, clockwise
	Resources Dict
}

// Pages lists the pages in order.
func (r *Revision) Pages() ([]*Page, error) { return nil, errSkeleton }

// Found is an object met by scanning.
type Found struct {
	Ref    Ref
	Bytes  Extent
	Object Object // nil when Err is set
	Err    error
}

// Scan looks for "N G obj" in the bytes this revision added, without the cross-references, and reads what it finds.
func (r *Revision) Scan() ([]Found, error) { return nil, errSkeleton }

// Stream is a dictionary with a body.
type Stream struct {
	Dict  Dict
	Bytes Extent // of the raw body; zero for a stream made by a program
	data  []byte
}

// NewStream makes a stream for writing; /Length is set when it is written.
func NewStream(d Dict, body []byte) *Stream { return &Stream{Dict: d, data: body} }

// Raw is the body as stored.
func (s *Stream) Raw() ([]byte, error) { return nil, errSkeleton }

// Decode undoes the filters; rest names those that were left on (images, encryption).
func (s *Stream) Decode() (body []byte, rest []Name, err error) { return nil, nil, errSkeleton }

// Update collects objects to append to a file as one revision.
type Update struct{}

// NewUpdate begins an update of the last revision; refused for encrypted and repaired files.
func (f *File) NewUpdate() (*Update, error) { return nil, errSkeleton }

// Reserve takes the next free object number.
func (u *Update) Reserve() Ref { return Ref{} }

// Set writes or overwrites an object.
func (u *Update) Set(ref Ref, o Object) {}

// Tail is what to append to the file.
func (u *Update) Tail() ([]byte, error) { return nil, errSkeleton }

// Append writes an object as it stands in a file.
func Append(b []byte, o Object) ([]byte, error) { return nil, errSkeleton }

// Text decodes a text string (UTF-16, UTF-8 or PDFDocEncoding).
func Text(s String) string { return "" }

// TextString encodes a text string, as ASCII or UTF-16.
func TextString(s string) String { return String{} }
