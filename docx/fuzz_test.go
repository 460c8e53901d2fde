package docx_test

import (
	"reflect"
	"strings"
	"testing"

	"antin/docx"
)

// FuzzOpen: any bytes are read or refused; what is read can be saved, and the
// saved file says the same.
func FuzzOpen(f *testing.F) {
	raw, err := docx.Write(sample())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := docx.Open(raw)
		if err != nil {
			return
		}
		check(t, file)
	})
}

// FuzzDocument is FuzzOpen with the zip around the text already right.
func FuzzDocument(f *testing.F) {
	w := `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	f.Add(w + `<w:p><w:r><w:t>a &amp; b</w:t></w:r></w:p><w:sectPr><w:pgSz w:w="11906"/></w:sectPr></w:body></w:document>`)
	f.Add(w + `<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>`)
	f.Fuzz(func(t *testing.T, text string) {
		file, err := docx.Open(zipped(t, map[string]string{"word/document.xml": text}))
		if err != nil {
			return
		}
		check(t, file)
	})
}

func check(t *testing.T, file *docx.File) {
	t.Helper()
	c := file.Content()
	raw, err := file.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	again, err := docx.Open(raw)
	if err != nil {
		t.Fatalf("what was saved is not read: %v", err)
	}
	if !reflect.DeepEqual(c, again.Content()) {
		t.Fatal("the saved file says something else")
	}
	yes := true
	for _, p := range c.Paragraphs() {
		if err := file.Format(p.Index, docx.Look{Size: 14, Bold: &yes}); err != nil {
			t.Fatal(err)
		}
	}
	if raw, err = file.Bytes(); err != nil {
		t.Fatal(err)
	}
	if _, err := docx.Open(raw); err != nil {
		t.Fatalf("what was formatted is not read: %v", err)
	}
}

// FuzzCompare: the pieces give both texts back.
func FuzzCompare(f *testing.F) {
	f.Add("một hai ba\nbốn năm", "một ba\nbốn năm sáu")
	f.Add("", "a")
	f.Add("a b\n\nc", "a c\nb\nc d")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
		var before, after strings.Builder
		for _, c := range docx.Compare(x, y) {
			for _, p := range c.Pieces {
				if p.Kind != docx.Added {
					before.WriteString(p.Text)
				}
				if p.Kind != docx.Removed {
					after.WriteString(p.Text)
				}
			}
		}
		// Same shows the second text, whose blanks and spelling count as equal.
		for got, want := range map[string][]string{before.String(): x, after.String(): y} {
			if squeeze(got) != squeeze(strings.Join(docxNormal(want), "")) {
				t.Fatalf("%q gives back %q", want, got)
			}
		}
	})
}

func docxNormal(list []string) []string { return docx.Normal(list) }

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
