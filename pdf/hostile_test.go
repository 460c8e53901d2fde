package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestLoopsEndInATypedError(t *testing.T) {
	t.Parallel()
	prev := simple()
	prev.table(fmt.Sprintf("/Size 5 /Root 1 0 R /Prev %d", prev.Len()), 1, 2, 3, 4)
	f := mustOpen(t, prev.Bytes())
	if !f.Repaired() || !strings.Contains(f.RepairCause().Error(), "loop in /Prev") || !IsMalformed(f.RepairCause()) {
		t.Errorf("/Prev: %v", f.RepairCause())
	}

	kids := newBuilder()
	kids.object(1, "<</Type /Catalog /Pages 2 0 R>>")
	kids.object(2, "<</Kids [2 0 R]>>")
	kids.table("/Size 3 /Root 1 0 R", 1, 2)
	if _, err := mustOpen(t, kids.Bytes()).Last().Pages(); !IsMalformed(err) {
		t.Errorf("/Kids: %v", err)
	}

	refs := simple()
	refs.object(5, "6 0 R")
	refs.object(6, "5 0 R")
	refs.table("/Size 7 /Root 1 0 R", 1, 2, 3, 4, 5, 6)
	if _, err := mustOpen(t, refs.Bytes()).Last().Resolve(Ref{Num: 5}); !IsMalformed(err) {
		t.Errorf("references: %v", err)
	}

	length := simple()
	length.object(5, "<</Length 5 0 R>>\nstream\nabc\nendstream")
	length.table("/Size 6 /Root 1 0 R", 1, 2, 3, 4, 5)
	f = mustOpen(t, length.Bytes())
	raw, err := mustGet(t, f.Last(), 5).(*Stream).Raw()
	if err != nil || string(raw) != "abc" || !tolerated(f, TolerateLength) {
		t.Errorf("/Length: %q, %v", raw, err)
	}
}

func TestBombsMeetTheirLimit(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	w, err := zlib.NewWriterLevel(&packed, zlib.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, maxInflated+10)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b := simple()
	b.stream(5, "/Filter /FlateDecode", packed.String())
	b.object(6, strings.Repeat("[", 1e6))
	b.object(7, strings.Repeat("<</A ", 1e5))
	b.table("/Size 8 /Root 1 0 R", 1, 2, 3, 4, 5, 6, 7)
	r := mustOpen(t, b.Bytes()).Last()
	if _, _, err := mustGet(t, r, 5).(*Stream).Decode(); !IsLimit(err) {
		t.Errorf("bomb: %v", err)
	}
	for _, n := range []int{6, 7} {
		if _, err := r.Get(Ref{Num: n}); !IsLimit(err) {
			t.Errorf("nesting: %v", err)
		}
	}
}

func TestCrossReferencesOfMillionsAreRefused(t *testing.T) {
	t.Parallel()
	b := newBuilder()
	start := b.Len()
	fmt.Fprintf(b, "xref\n0 99999999\n0000000000 65535 f \ntrailer\n<</Root 1 0 R>>\nstartxref\n%d\n%%%%EOF", start)
	if _, err := Open(bytes.NewReader(b.Bytes()), int64(b.Len())); !IsMalformed(err) {
		t.Errorf("%v", err)
	}
}

func TestManyObjectsCannotEachReadTheWholeFile(t *testing.T) {
	t.Parallel()
	for name, piece := range map[string]string{
		"strings": "1 0 obj (", "streams": "1 0 obj <<>> stream\n", "names": "1 0 obj /", "arrays": "1 0 obj [", "headers": "1 0 obj ",
	} {
		b := []byte("%PDF-1.7\n" + strings.Repeat(piece, 1<<20/len(piece)))
		// Most of the budget is spent already, to keep the test short.
		spent := workBudget(int64(len(b))) - 4<<20
		f := &File{r: bytes.NewReader(b), size: int64(len(b)), parsed: spent, searched: spent}
		_, err := f.ScanRange(Extent{0, f.size}, nil)
		if f.parsed > workBudget(f.size)+4<<20 || f.searched > workBudget(f.size)+1<<20 {
			t.Errorf("%s: %d bytes parsed, %d searched, %v", name, f.parsed, f.searched, err)
		}
	}
}

func TestNotAPDF(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "x", "%PDF-", "%PDF-1.7", "%PDF-1.7\n%%EOF", strings.Repeat("obj ", 1000), "PK\x03\x04 and more of a zip file"} {
		if _, err := Open(strings.NewReader(s), int64(len(s))); !IsMalformed(err) {
			t.Errorf("%.20q: %v", s, err)
		}
	}
}

type failing struct{ io.ReaderAt }

var errWorld = errors.New("the disk is gone")

func (f failing) ReadAt(b []byte, off int64) (int, error) {
	if off > 100 {
		return 0, errWorld
	}
	return f.ReaderAt.ReadAt(b, off)
}

func TestErrorsOfTheWorldAreNotTheFiles(t *testing.T) {
	t.Parallel()
	b := append(simpleFile(), bytes.Repeat([]byte(" "), 2000)...)
	_, err := Open(failing{bytes.NewReader(b)}, int64(len(b)))
	if !errors.Is(err, errWorld) || IsMalformed(err) {
		t.Errorf("%v", err)
	}
	_, err = Open(bytes.NewReader(b), int64(len(b)+10))
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("file shorter than said: %v", err)
	}
}

// walk reads everything a file has.
func walk(f *File) {
	f.Version()
	for _, r := range f.Revisions() {
		for i, e := range r.Entries() {
			if i > 2000 {
				break
			}
			o, err := r.Get(Ref{e.Num, e.Gen})
			if s, ok := o.(*Stream); ok && err == nil {
				_, _, _ = s.Decode() // only that it ends
			}
		}
		_, _ = r.Pages()
		_, _ = r.Scan()
	}
}

func seeds(f *testing.F) {
	f.Add(simpleFile())
	two := appended(f, simpleFile(), func(u *Update) { u.Set(Ref{Num: 4}, NewStream(Dict{}, []byte("x"))) })
	f.Add(two)
	f.Add(qpdf(f, simpleFile(), "--object-streams=generate"))
	f.Add(qpdf(f, simpleFile(), "--linearize"))
	f.Add(qpdf(f, simpleFile(), "--linearize", "--object-streams=generate"))
	f.Add(appended(f, qpdf(f, simpleFile(), "--object-streams=generate"), func(u *Update) { u.Add(Integer(1)) }))
	f.Add(append([]byte("x\n"), simpleFile()...))
	f.Add(simpleFile()[:300])
	lzw := simple()
	lzw.stream(5, "/Filter [/ASCIIHexDecode /LZWDecode] /DecodeParms [null <</Predictor 12 /Columns 3>>]", "800B6050220C0C8501>")
	lzw.stream(6, "/Filter [/ASCII85Decode /RunLengthDecode]", "!<<*\"~>")
	lzw.table("/Size 7 /Root 1 0 R", 1, 2, 3, 4, 5, 6)
	f.Add(lzw.Bytes())
}

// FuzzOpen holds that no file makes the reader panic, hang, or fail with
// anything but its own error.
func FuzzOpen(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			if !IsMalformed(err) {
				t.Fatalf("not a MalformedError: %v", err)
			}
			return
		}
		walk(file)
	})
}

// FuzzUpdate holds that what is appended to any file that may be updated is read
// again as it was meant, and that the revision before stays as it was.
func FuzzUpdate(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		u, err := file.NewUpdate()
		if err != nil {
			return
		}
		want := Dictionary("K", Array{Real(1.5), String{Bytes: []byte("(\r\\"), Hex: false}, Name("a b#/")})
		ref := u.Add(want)
		tail, err := u.Tail()
		if err != nil {
			return
		}
		whole := append(bytes.Clone(b), tail...)
		again := mustOpen(t, whole)
		if again.Repaired() {
			t.Fatalf("our own update had to be repaired: %v", again.RepairCause())
		}
		got, err := again.Last().Get(ref)
		if err != nil || !Equal(got, want) {
			t.Fatalf("read %v, %v", got, err)
		}
		if n := len(file.Revisions()); len(again.Revisions()) != n+1 || again.Revisions()[n-1].StartXref != file.Last().StartXref {
			t.Fatalf("%d revisions became %d", n, len(again.Revisions()))
		}
	})
}
