package clauses

import (
	"bytes"
	"context"
	"crypto/x509"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/testkit/clause"
	"antin/pades"
	"antin/placement"
)

// proves claims those of the rows that are of the province's profile.
func proves(t *testing.T, province string, ids ...string) {
	t.Helper()
	var own []string
	for _, id := range ids {
		row, ok := clause.Find(id)
		if !ok {
			t.Fatalf("%q is no row", id)
		}
		if row.Profile() == province {
			own = append(own, id)
		}
	}
	clause.Covers(t, own...)
}

// memory is a PDF that lies nowhere.
type memory struct{ *bytes.Reader }

func (m memory) Close() error { return nil }

func (w *world) verify(raw []byte) *pades.Report {
	w.t.Helper()
	r, err := w.Documents.Verify(w.ctx, memory{bytes.NewReader(raw)}, time.Time{})
	w.must(err)
	return r
}

// path is where the bytes of a hash lie on the disk.
func (w *world) path(sha256 string) string {
	w.t.Helper()
	var found string
	err := filepath.WalkDir(filepath.Join(w.Config.Dir, "blobs"), func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && strings.HasSuffix(strings.ReplaceAll(path, string(filepath.Separator), ""), sha256) {
			found = path
		}
		return err
	})
	w.must(err)
	if found == "" {
		w.t.Fatalf("no file of hash %s", sha256)
	}
	return found
}

// count is how many files are stored.
func (w *world) count() int {
	w.t.Helper()
	n := 0
	w.must(filepath.WalkDir(filepath.Join(w.Config.Dir, "blobs"), func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	}))
	return n
}

// tamper swaps the stored bytes of a hash behind the program's back.
func (w *world) tamper(sha256 string, with []byte) {
	w.t.Helper()
	path := w.path(sha256)
	w.must(os.Chmod(path, 0o600))
	w.must(os.WriteFile(path, with, 0o600))
}

// flipped is the file with one byte of its body changed.
func flipped(raw []byte) []byte {
	out := slices.Clone(raw)
	at := bytes.Index(out, []byte("/MediaBox"))
	if at < 0 {
		at = len(out) / 3
	}
	out[at+1] ^= 1
	return out
}

// silent is evidence that has no answer about revocation.
type silent struct{ document.Evidence }

func (silent) Revocation(context.Context, *x509.Certificate, *x509.Certificate) (crls, ocsps [][]byte, err error) {
	return nil, nil, nil
}

func (silent) Bundle(context.Context) (crls, ocsps [][]byte, err error) { return nil, nil, nil }

// text is what poppler reads on a page; a box in points from the top left
// restricts it.
func text(t *testing.T, raw []byte, page string, box ...string) string {
	t.Helper()
	args := []string{"-f", page, "-l", page, "-layout"}
	if len(box) == 4 {
		args = append(args, "-x", box[0], "-y", box[1], "-W", box[2], "-H", box[3])
	}
	return tool(t, raw, "pdftotext", append(args, "-", "-")...)
}

func tool(t *testing.T, raw []byte, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Stdin = bytes.NewReader(raw)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}

// words are the words of the pages with their boxes from the bottom left.
func (w *world) words(sha256 string) []placement.Page {
	w.t.Helper()
	blob, err := w.Blobs.Open(w.ctx, sha256)
	w.must(err)
	defer blob.Close()
	pages, err := w.Documents.Pages.Words(w.ctx, blob)
	w.must(err)
	for _, p := range pages {
		for i, word := range p.Words { // poppler counts from the top
			p.Words[i].Y0, p.Words[i].Y1 = p.Height-word.Y1, p.Height-word.Y0
		}
	}
	return pages
}

// line finds the box of consecutive words on a page.
func line(t *testing.T, page placement.Page, words string) placement.Rect {
	t.Helper()
	want := strings.Fields(words)
	for i := range page.Words {
		if i+len(want) > len(page.Words) {
			break
		}
		same := true
		for k, word := range want {
			same = same && page.Words[i+k].Text == word
		}
		if same {
			first, last := page.Words[i], page.Words[i+len(want)-1]
			return placement.Rect{X0: first.X0, Y0: min(first.Y0, last.Y0), X1: last.X1, Y1: max(first.Y1, last.Y1)}
		}
	}
	t.Fatalf("%q is not on page %d", words, page.Number)
	return placement.Rect{}
}

func placeOf(t *testing.T, d *document.Document, field string) document.Place {
	t.Helper()
	p, ok := d.Place(field)
	if !ok {
		t.Fatalf("document has no place %q", field)
	}
	return p
}

// kept is the revocation data of an earlier day.
type kept struct {
	document.Evidence
	crls, ocsps [][]byte
}

func (k kept) Bundle(context.Context) (crls, ocsps [][]byte, err error) { return k.crls, k.ocsps, nil }

// flaky loses its answers between the check before signing and the one after.
type flaky struct {
	document.Evidence
	asked *int
}

func (flaky) Bundle(context.Context) (crls, ocsps [][]byte, err error) { return nil, nil, nil }

// images counts the pictures on all pages and in their annotations.
func images(t *testing.T, raw []byte) int {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("qpdf", "--json", name).Output()
	if err != nil {
		t.Fatalf("qpdf: %v", err)
	}
	return strings.Count(string(out), `"/Subtype": "/Image"`) - strings.Count(string(out), `"/SMask": "`)
}

// opaque is the picture on white.
func opaque(t *testing.T, raw []byte) []byte {
	t.Helper()
	src, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	dst := image.NewRGBA(src.Bounds())
	draw.Draw(dst, dst.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(dst, dst.Bounds(), src, src.Bounds().Min, draw.Over)
	var b bytes.Buffer
	if err := png.Encode(&b, dst); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// releasedEvent is what the outbox hands to the delivery to the receiver.
func releasedEvent(j *journey) event.Event {
	return event.New(document.EventReleased, string(j.id), document.ReleaseMessage{Code: receiver})
}

// labelOf finds the words of a choice.
func labelOf(list []profile.Choice, code string) string {
	for _, c := range list {
		if c.Code == code {
			return c.Label
		}
	}
	return ""
}

// turned appends a revision in which the first page stands on its head.
func turned(t *testing.T, raw []byte) []byte {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	page := strings.Fields(tool(t, nil, "qpdf", "--show-pages", name))
	// "page 1: 5 0 R"
	object := page[2] + " " + page[3]
	body := tool(t, nil, "qpdf", "--show-object="+page[2], name)
	body = strings.TrimSuffix(strings.TrimSpace(body), ">>") + "/Rotate 180 >>"
	at := bytes.LastIndex(raw, []byte("startxref"))
	var prev int
	if _, err := fmt.Sscan(strings.Fields(string(raw[at:]))[1], &prev); err != nil {
		t.Fatal(err)
	}
	trailer := tool(t, nil, "qpdf", "--show-object=trailer", name)
	trailer = strings.TrimSuffix(strings.TrimSpace(trailer), ">>")
	var b bytes.Buffer
	b.Write(raw)
	start := b.Len()
	fmt.Fprintf(&b, "%s obj\n%s\nendobj\n", object, body)
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n%s 1\n%010d 00000 n \ntrailer\n%s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n", page[2], start, stripPrev(trailer), prev, xref)
	return b.Bytes()
}

func stripPrev(trailer string) string {
	fields := strings.Fields(trailer)
	for i, f := range fields {
		if f == "/Prev" {
			return strings.Join(append(fields[:i:i], fields[i+2:]...), " ")
		}
	}
	return trailer
}
