package pdf

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestUpdateKeepsTheKindOfCrossReferences(t *testing.T) {
	t.Parallel()
	table := simpleFile()
	for name, b := range map[string][]byte{
		"table": table, "stream": qpdf(t, table, "--object-streams=generate"), "no end of line": bytes.TrimRight(table, "\n"),
	} {
		more := appended(t, b, func(u *Update) { u.Add(TextString("số")) })
		more = appended(t, more, func(u *Update) { u.Add(TextString("ngày")) })
		if !bytes.HasPrefix(more, b) {
			t.Fatalf("%s: earlier bytes changed", name)
		}
		f := mustOpen(t, more)
		for _, r := range f.Revisions() {
			if r.XrefStream() != (name == "stream") {
				t.Errorf("%s: revision %d, stream %v", name, r.Number, r.XrefStream())
			}
		}
		if len(f.Tolerances()) > 0 || len(f.Revisions()) != 3 {
			t.Errorf("%s: %d revisions, tolerances %v", name, len(f.Revisions()), f.Tolerances())
		}
		qpdfCheck(t, more)
	}
}

func TestUpdateChangesTheSecondID(t *testing.T) {
	t.Parallel()
	set := func(u *Update) { u.Add(Integer(1)) }
	one, again := appended(t, simpleFile(), set), appended(t, simpleFile(), set)
	if !bytes.Equal(one, again) {
		t.Error("the same update gives other bytes")
	}
	id := mustOpen(t, one).Last().Trailer().Get("ID").(Array)
	if text(t, id[0]) != "<AA>" || text(t, id[1]) == "<BB>" {
		t.Errorf("/ID %s", text(t, id))
	}
}

func TestValueIsWhereUpdateSays(t *testing.T) {
	t.Parallel()
	u, err := mustOpen(t, simpleFile()).NewUpdate()
	if err != nil {
		t.Fatal(err)
	}
	ref := u.Add(Dictionary("A", Integer(1), "Hole", String{Bytes: make([]byte, 4), Hex: true}))
	tail, err := u.Tail()
	if err != nil {
		t.Fatal(err)
	}
	x, ok := u.Value(ref, "Hole")
	whole := append(simpleFile(), tail...)
	if !ok || string(whole[x.Start:x.End]) != "<00000000>" {
		t.Errorf("%v %v", x, ok)
	}
	d, err := mustOpen(t, whole).Last().Dict(ref)
	if err != nil || d[1].Bytes != x {
		t.Errorf("read at %v, written at %v, %v", d[1].Bytes, x, err)
	}
}

func TestUpdateIsRefused(t *testing.T) {
	t.Parallel()
	encrypted := strings.Replace(string(simpleFile()), "/Root", "/Encrypt 9 0 R /Root", 1)
	for want, b := range map[error]string{
		ErrEncrypted: encrypted,
		ErrDamaged:   string(simpleFile()) + "9 0 obj 1 endobj",
	} {
		if _, err := mustOpen(t, []byte(b)).NewUpdate(); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
	if _, err := mustOpen(t, append(simpleFile(), "\r\n \n"...)).NewUpdate(); err != nil {
		t.Errorf("white space at the end: %v", err)
	}
}
