package pades

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"antin/pdf"
)

// markedFile has one page with that content.
func markedFile(t *testing.T, content string) (*pdf.File, pdf.Dict) {
	t.Helper()
	out := bytes.NewBufferString("%PDF-1.7\n")
	at := []int{}
	for i, o := range []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>", "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
	} {
		at = append(at, out.Len())
		fmt.Fprintf(out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(out, "xref\n0 5\n0000000000 65535 f \n")
	for _, n := range at {
		fmt.Fprintf(out, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(out, "trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", start)
	file, err := pdf.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	page, err := file.Last().Dict(pdf.Ref{Num: 3})
	if err != nil {
		t.Fatal(err)
	}
	return file, page
}

func TestPageIsReadOnceForAllItsAnnotations(t *testing.T) {
	t.Parallel()
	for _, k := range []struct {
		name, content string
		fails         bool
	}{
		{"an ordinary page", strings.Repeat("0 0 9 9 re f ", 100), false},
		{"a page that cannot be read", strings.Repeat("q Q ", 100) + "[", true},
	} {
		file, page := markedFile(t, k.content)
		left := maxWork
		s := &step{c: &comparer{left: &left, file: file}, old: file.Last()}
		_, first := s.pageMarks(page)
		once := maxWork - left
		for range 399 {
			if _, err := s.pageMarks(page); (err != nil) != k.fails || (first != nil) != k.fails {
				t.Fatalf("%s: %v", k.name, err)
			}
		}
		if s.marks.read != 1 || once < len(k.content)/bytesPerUnit || maxWork-left > once+400*10 {
			t.Errorf("%s: read %d times, %d units for one annotation, %d for 400", k.name, s.marks.read, once, maxWork-left)
		}
	}
}

// Two pages that begin with the same part are two pages.
func TestKeptMarksAreOfThePageAskedFor(t *testing.T) {
	t.Parallel()
	file, page := markedFile(t, "0 0 9 9 re f")
	left := maxWork
	s := &step{c: &comparer{left: &left, file: file}, old: file.Last()}
	one, err := s.pageMarks(page)
	two, err2 := s.pageMarks(page.With("Contents", pdf.Array{pdf.Ref{Num: 4}, pdf.Ref{Num: 4}}))
	if err != nil || err2 != nil || len(one) != 1 || len(two) != 2 {
		t.Errorf("%v %v, %v %v", one, err, two, err2)
	}
}

func TestReadingContentTakesWorkUnits(t *testing.T) {
	t.Parallel()
	none := func(string, []pdf.Object) error { return nil }
	for _, content := range []string{strings.Repeat("q Q ", 1000), strings.Repeat(" ", 64_000), "[" + strings.Repeat("1 ", 2000) + "] TJ"} {
		left := maxWork
		if err := operators([]byte(content), &left, none); err != nil || maxWork-left < 1000 {
			t.Errorf("%d units, %v", maxWork-left, err)
		}
		left = 100
		if err := operators([]byte(content), &left, none); !errors.Is(err, errWork) {
			t.Errorf("read without work units left: %v", err)
		}
	}
}
