package pades_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// overLast writes over the last occurrence of a text, keeping every offset.
func overLast(t testing.TB, file []byte, old, fresh string) []byte {
	t.Helper()
	at := bytes.LastIndex(file, []byte(old))
	if at < 0 || len(fresh) > len(old) {
		t.Fatalf("%q does not stand there, or is shorter than %q", old, fresh)
	}
	copy(file[at:], fresh+strings.Repeat(" ", len(old)-len(fresh)))
	return file
}

func writes(old, fresh string) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte { return overLast(t, file, old, fresh) }
}

// ranged writes another /ByteRange in the place of the last one; %d are its
// four numbers.
func ranged(change func(n []int, size int) string) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte {
		all := rangePattern.FindAllSubmatchIndex(file, -1)
		m := all[len(all)-1]
		n := make([]int, 4)
		for i := range n {
			fmt.Sscan(string(file[m[2+2*i]:m[3+2*i]]), &n[i])
		}
		text := change(n, len(file))
		if len(text) > m[1]-m[0] {
			t.Fatalf("%q does not fit", text)
		}
		copy(file[m[0]:m[1]], text+strings.Repeat(" ", m[1]-m[0]-len(text)))
		return file
	}
}

// contents writes other bytes in the place of the last /Contents.
func contents(change func(old string) string) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte {
		all := contentsPattern.FindAllIndex(file, -1)
		m := all[len(all)-1]
		text := change(string(file[m[0]:m[1]]))
		if len(text) > m[1]-m[0] {
			t.Fatalf("%d bytes do not fit", len(text))
		}
		copy(file[m[0]:m[1]], text+strings.Repeat(" ", m[1]-m[0]-len(text)))
		return file
	}
}

// flipped changes the printed number of the page as well: what a forgery is for.
func flipped(then func(testing.TB, []byte) []byte) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte {
		file[bytes.Index(file, []byte("QD-UBND"))]++
		return then(t, file)
	}
}

func forgery(name string, make func(testing.TB, []byte) []byte) assault {
	return assault{name: name, base: sealedOffice, make: flipped(make), axis: "integrity"}
}

func rangeForgery(name string, change func(n []int, size int) string) assault {
	return forgery(name, ranged(change))
}

// universalForgeries: the signature says nothing that could be checked, and a
// careless reader finds nothing wrong.
var universalForgeries = []assault{
	forgery("/ByteRange under another key", writes("/ByteRange", "/ByteRangX")),
	forgery("/Contents under another key", writes("/Contents", "/ContentX")),
	rangeForgery("/ByteRange null", func([]int, int) string { return "/ByteRange null" }),
	rangeForgery("/ByteRange empty", func([]int, int) string { return "/ByteRange []" }),
	rangeForgery("/ByteRange zero", func([]int, int) string { return "/ByteRange [0 0 0 0]" }),
	rangeForgery("/ByteRange of one pair", func(n []int, _ int) string { return fmt.Sprintf("/ByteRange [0 %d]", n[1]) }),
	rangeForgery("/ByteRange of three pairs", func(n []int, _ int) string { return fmt.Sprintf("/ByteRange [0 9 9 %d %d %d]", n[1]-9, n[2], 9) }),
	rangeForgery("/ByteRange negative start", func(n []int, _ int) string { return fmt.Sprintf("/ByteRange [-%d %d %d %d]", 1, n[1], n[2], n[3]) }),
	rangeForgery("/ByteRange negative length", func(n []int, _ int) string { return fmt.Sprintf("/ByteRange [0 %d %d -%d]", n[1], n[2], 9) }),
	rangeForgery("/ByteRange all minus one", func([]int, int) string { return "/ByteRange [-1 -1 -1 -1]" }),
	rangeForgery("/ByteRange of real numbers", func(n []int, _ int) string { return fmt.Sprintf("/ByteRange [0.5 %d %d %d]", n[1], n[2], n[3]) }),
	rangeForgery("/ByteRange of names", func([]int, int) string { return "/ByteRange [/a /b /c /d]" }),
	rangeForgery("/ByteRange beyond the file", func(n []int, size int) string { return fmt.Sprintf("/ByteRange [0 %d %d %d]", n[1], n[2], size) }),
	rangeForgery("/ByteRange that overflows", func(n []int, _ int) string { return "/ByteRange [0 9223372036854775807 1 1]" }),
	rangeForgery("/ByteRange overlapping", func(n []int, _ int) string { return fmt.Sprintf("/ByteRange [0 %d %d %d]", n[1], n[1]-50, n[3]) }),
	rangeForgery("/ByteRange turned round", func(n []int, _ int) string { return fmt.Sprintf("/ByteRange [%d %d 0 %d]", n[2], n[3], n[1]) }),
	rangeForgery("/ByteRange over /Contents too", func(n []int, size int) string { return fmt.Sprintf("/ByteRange [0 %d %d %d]", n[2], n[2], size-n[2]) }),
	rangeForgery("/ByteRange of the head alone", func(n []int, _ int) string { return fmt.Sprintf("/ByteRange [0 %d %d 0]", n[1], n[2]) }),
	rangeForgery("/ByteRange that leaves the page out", func(n []int, _ int) string { return fmt.Sprintf("/ByteRange [0 9 %d %d]", n[2], n[3]) }),
	forgery("/Contents null", contents(func(string) string { return "null" })),
	forgery("/Contents of zeros", contents(func(old string) string { return "<" + strings.Repeat("0", len(old)-2) + ">" })),
	forgery("/Contents empty", contents(func(string) string { return "<>" })),
	forgery("/Contents zero", contents(func(string) string { return "0" })),
	forgery("/Contents a reference", contents(func(string) string { return "4 0 R" })),
	forgery("/Contents in parentheses", contents(func(old string) string { return "(" + old[1:len(old)-1] + ")" })),
	forgery("/Contents in an array", contents(func(old string) string { return "[" + strings.TrimRight(old, "0>") + ">]" })),
	forgery("/SubFilter of nobody", writes("/ETSI.CAdES.detached", "/ETSI.CAdES.attached")),
	forgery("/SubFilter under another key", writes("/SubFilter", "/SubFiltex")),
	forgery("/Filter under another key", writes("/Filter /Adobe.PPKLite", "/Filtex /Adobe.PPKLite")),
}
