package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// FuzzFilters holds that no filters, parameters and data make decoding panic,
// give more than its limit, or fail with anything but its own error.
func FuzzFilters(f *testing.F) {
	for _, s := range [][2]string{
		{"/Filter/FlateDecode", "\x78\x9c\x4b\x04\x00\x00\x62\x00\x62"},
		{"/Filter[/ASCIIHexDecode/LZWDecode]/DecodeParms[null<</Predictor 12/Columns 3>>]", "800B6050220C0C8501>"},
		{"/Filter[/ASCII85Decode/RunLengthDecode]", "!<<*\"~>"},
		{"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 33000000/Colors 64/BitsPerComponent 16>>", "\x78\x9c\x4b\x04\x00\x00\x62\x00\x62"},
		{"/Filter/FlateDecode/DecodeParms<</Predictor 2/Columns 3/Colors 3>>", "\x78\x9c\x4b\x04\x00\x00\x62\x00\x62"},
		{"/Filter/LZWDecode/DecodeParms<</EarlyChange 0>>", "\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01"},
		{"/Filter[/Fl/Fl/Fl/Fl/Fl/Fl/Fl/Fl/Fl]", ""},
		{"/Filter/DCTDecode", "\xff\xd8"},
		{"/Filter 9 0 R", "x"},
		{"/Filter[/A85/AHx/RL/LZW/Fl]/DecodeParms<<>>", "~>"},
	} {
		f.Add(s[0], []byte(s[1]))
	}
	f.Fuzz(func(t *testing.T, dict string, data []byte) {
		o, err := parseText("<<" + dict + ">>")
		d, ok := o.(Dict)
		if err != nil || !ok {
			return
		}
		body, _, err := NewStream(d, data).Decode()
		if err != nil && !IsMalformed(err) {
			t.Fatalf("not a MalformedError: %v", err)
		}
		if len(body) > maxInflated && len(body) > len(data) {
			t.Fatalf("%d bytes out of %d", len(body), len(data))
		}
	})
}

// scaffold puts a section where startxref leads, behind some objects.
func scaffold(section []byte) []byte {
	head := "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" +
		"3 0 obj<</Type/ObjStm/N 1/First 4/Length 6>>stream\n4 0 <<>>\nendstream endobj\n"
	return fmt.Appendf(nil, "%s%s\nstartxref\n%d\n%%%%EOF\n", head, section, len(head))
}

// FuzzXref holds that no cross-reference section makes the reader panic, and
// that what it lists can be looked up and walked.
func FuzzXref(f *testing.F) {
	stream := func(dict, data string) string {
		return fmt.Sprintf("9 0 obj<</Type/XRef/Root 1 0 R%s/Length %d>>stream\n%s\nendstream endobj", dict, len(data), data)
	}
	for _, s := range []string{
		"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \ntrailer<</Size 3/Root 1 0 R>>",
		"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \ntrailer<</Size 3/Root 1 0 R/XRefStm 9/Prev 9>>",
		"xref\n0 8000000\n0000000000 65535 f \ntrailer<</Size 3/Root 1 0 R>>",
		"xref\n1 2\n0000000009 00000 n\n0000000054 00000 n\ntrailer<</Size 3/Root 1 0 R>>",
		stream("/W[1 1 1]/Size 5", "\x00\x00\x00\x01\x09\x00\x01\x36\x00\x01\x67\x00\x02\x03\x00"),
		stream("/W[8 8 8]/Size 9223372036854775807", strings.Repeat("\x01", 48)),
		stream("/W[0 1 0]/Index[1 2 1 2 8388607 9]", "\x09\x36\x09\x36"),
		stream("/W[1 1 1]/Index[3 1 4 1]/Prev -1", "\x01\x67\x00\x02\x04\x00"),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, section []byte) {
		b := scaffold(section)
		file, err := Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			if !IsMalformed(err) {
				t.Fatalf("not a MalformedError: %v", err)
			}
			return
		}
		for _, rev := range file.Revisions() {
			if rev.End < rev.Start || rev.End > file.Size() {
				t.Fatalf("revision from %d to %d of %d", rev.Start, rev.End, file.Size())
			}
			for i, e := range rev.Entries() {
				if _, _, ok := rev.Lookup(e.Num); !ok {
					t.Fatalf("entry %d of %d is listed and not found", i, e.Num)
				}
			}
		}
		walk(file)
	})
}

// FuzzObjectStream holds that no object stream makes the reader panic, whatever
// its index says, and that each of its objects is read alike by two ways.
func FuzzObjectStream(f *testing.F) {
	for _, s := range []struct {
		dict string
		data string
	}{
		{"/N 2/First 8", "5 0 6 5 <<>> (a)"},
		{"/N 2/First 8", "5 0 5 5 <<>> (a)"},
		{"/N 262145/First 0", "5 0"},
		{"/N 1/First 4", "5 9 <<>>"},
		{"/N 1/First 999", "5 0 <<>>"},
		{"/N 1/First 4/Extends 3 0 R", "3 0 3 0 R"},
		{"/N -1/First -1", ""},
	} {
		f.Add(s.dict, []byte(s.data))
	}
	f.Fuzz(func(t *testing.T, dict string, data []byte) {
		head := "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
		stm := len(head)
		head += fmt.Sprintf("3 0 obj<</Type/ObjStm%s/Length %d>>stream\n%s\nendstream endobj\n", dict, len(data), data)
		at := len(head)
		if at > 0xffff {
			return
		}
		rows := []byte{0, 0, 0, 0, 1, 0, 9, 0, 2, 0, 3, 0, 1, byte(stm >> 8), byte(stm), 0, 0, 0, 0, 0, 2, 0, 3, 0, 2, 0, 3, 1}
		b := fmt.Appendf(nil, "%s9 0 obj<</Type/XRef/W[1 2 1]/Size 7/Root 1 0 R/Length %d>>stream\n%s\nendstream endobj\nstartxref\n%d\n%%%%EOF\n", head, len(rows), rows, at)
		file, err := Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		for num := 2; num < 7; num++ {
			one, errOne := file.Last().Get(Ref{Num: num})
			two, errTwo := file.Last().Get(Ref{Num: num})
			if (errOne == nil) != (errTwo == nil) || errOne != nil && !IsMalformed(errOne) {
				t.Fatalf("object %d: %v, then %v", num, errOne, errTwo)
			}
			if d, ok := one.(Dict); errOne == nil && (!ok || len(d.Repeated()) == 0) && !Equal(one, two) && !repeatedWithin(one) {
				t.Fatalf("object %d was %v, then %v", num, one, two)
			}
		}
		walk(file)
	})
}

// repeatedWithin: a dictionary with a key twice is equal to nothing, itself
// included.
func repeatedWithin(o Object) bool {
	switch v := o.(type) {
	case Array:
		for _, e := range v {
			if repeatedWithin(e) {
				return true
			}
		}
	case Dict:
		for _, e := range v {
			if repeatedWithin(e.Value) {
				return true
			}
		}
		return len(v.Repeated()) > 0
	}
	return false
}
