package pdf

import (
	"bytes"
	"compress/lzw"
	"math"
	"strings"
	"testing"
)

func parseText(s string) (Object, error) {
	p := &parser{b: []byte(s), base: -1}
	o, err := p.value()
	return o, err
}

func TestObjectsAreReadAsTheyAreMeant(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]Object{
		"12 ": Integer(12), "-7": Integer(-7), "+3": Integer(3), "1.50": Real(1.5), ".5": Real(.5), "-.5": Real(-.5), "4.": Real(4),
		"12 0 R": Ref{12, 0}, "12 0": Integer(12), "12 0 Rx": Integer(12), "true": Bool(true), "null": Null{},
		"/A#20B": Name("A B"), "/": Name(""), "(a(b)c)": String{Bytes: []byte("a(b)c")},
		"(\\101\\n\\\r\nx\\9)": String{Bytes: []byte("A\nx9")}, "(a\r\nb)": String{Bytes: []byte("a\nb")},
		"<414 2 4>": String{Bytes: []byte("AB@")}, "[1 2 R 0 R]": nil, "[1 % c\n2]": Array{Integer(1), Integer(2)},
		"[1 0 R 2]": Array{Ref{1, 0}, Integer(2)}, "<</A/B/C<</D[]>>>>": Dictionary("A", Name("B"), "C", Dictionary("D", Array{})),
		"99999999999999999999": Real(1e20), "<4G>": nil, "(open": nil, "<<1 2>>": nil, "foo": nil, "": nil, ">>": nil,
	} {
		got, err := parseText(in)
		if want == nil {
			if !IsMalformed(err) {
				t.Errorf("%q: read as %v, %v", in, got, err)
			}
			continue
		}
		if err != nil || !Equal(got, want) {
			t.Errorf("%q: %#v, %v, want %#v", in, got, err, want)
		}
	}
}

func TestWriterRefusesWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, o := range []Object{nil, Real(math.NaN()), Real(math.Inf(1)), Dict{{Key: "A", Value: Null{}}, {Key: "A", Value: Null{}}}, Array{nil}, NewStream(Dict{}, nil)} {
		if b, err := Append(nil, o); err == nil {
			t.Errorf("%#v was written as %q", o, b)
		}
	}
}

// FuzzObject holds that an object read, written and read again is the same, and
// that writing it again gives the same bytes.
func FuzzObject(f *testing.F) {
	for _, s := range []string{"12 0 R", "[1 .5 (a\\)) <4142> /N#20 true null]", "<</A <</B [<<>>]>> /C -1.25>>", "(\\000\\377\r\n)", "1e5", "--1", "12.3-4"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		one, err := parseText(s)
		if err != nil {
			return
		}
		if d, ok := one.(Dict); ok && len(d.Repeated()) > 0 {
			return
		}
		b, err := Append(nil, one)
		if err != nil {
			return // a repeated key further inside
		}
		two, err := parseText(string(b))
		if err != nil || !Equal(one, two) {
			t.Fatalf("%q was written as %q and read as %v, %v", s, b, two, err)
		}
		if c, err := Append(nil, two); err != nil || !bytes.Equal(b, c) {
			t.Fatalf("%q was written as %q, then as %q", s, b, c)
		}
	})
}

func TestFilters(t *testing.T) {
	t.Parallel()
	decode := func(d Dict, body string) string {
		t.Helper()
		out, rest, err := NewStream(d, []byte(body)).Decode()
		if err != nil || len(rest) > 0 {
			t.Errorf("%v: %v, left %v", d, err, rest)
		}
		return string(out)
	}
	filter := func(names ...Name) Dict {
		var a Array
		for _, n := range names {
			a = append(a, n)
		}
		return Dictionary("Filter", a)
	}
	// The example of ISO 32000-1, 7.4.4.2.
	if got := decode(filter("AHx", "LZW"), "800B6050220C0C8501>"); got != "-----A---B" {
		t.Errorf("LZW: %q", got)
	}
	if got := decode(filter("A85"), "87cURD]i,\"Ebo80~>"); got != "Hello World!" {
		t.Errorf("base 85: %q", got)
	}
	if got := decode(filter("RL"), "\x02abc\xfed\x80zzz"); got != "abcddd" {
		t.Errorf("run length: %q", got)
	}
	if got := decode(filter("ASCIIHexDecode"), "4 1 4>"); got != "A@" {
		t.Errorf("hexadecimal: %q", got)
	}
	long := strings.Repeat("Quyết định của Ủy ban nhân dân tỉnh. ", 3000)
	var packed bytes.Buffer
	w := lzw.NewWriter(&packed, lzw.MSB, 8) // the width changes late, as with /EarlyChange 0
	if _, err := w.Write([]byte(long)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	late := filter("LZW").With("DecodeParms", Array{Dictionary("EarlyChange", Integer(0))})
	if got := decode(late, packed.String()); got != long {
		t.Errorf("late LZW: %d bytes of %d", len(got), len(long))
	}
	rows := "\x00\x01\x02\x03" + "\x01\x01\x01\x01" + "\x02\x01\x01\x01" + "\x03\x02\x02\x02" + "\x04\x01\x01\x01"
	out, err := unpredict([]byte(rows), Dictionary("Predictor", Integer(15), "Columns", Integer(3)))
	want := []byte{1, 2, 3, 1, 2, 3, 2, 3, 4, 3, 5, 6, 4, 6, 7}
	if err != nil || !bytes.Equal(out, want) {
		t.Errorf("PNG predictors: %v, %v, want %v", out, err, want)
	}
	if _, rest, err := NewStream(filter("DCTDecode"), nil).Decode(); err != nil || len(rest) != 1 {
		t.Errorf("a picture: left %v, %v", rest, err)
	}
}

func TestTextStrings(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "Field 1", "Ủy ban nhân dân 🏛", "a\nb"} {
		if got := Text(TextString(s)); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	}
	for in, want := range map[string]string{"\xef\xbb\xbfs\xe1\xbb\x91": "số", "\x80\xa0\x18\xe9": "•€˘é", "\xff\xfea\x00": "a"} {
		if got := Text(String{Bytes: []byte(in)}); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
