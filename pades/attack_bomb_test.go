package pades_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"antin/pades"
	"antin/pdf"
)

// bomb is a small file that asks for much, or a large one that says little.
type bomb struct {
	name  string
	file  func(t testing.TB) []byte
	large bool // slow to build or to read: only in the whole run
}

// body puts objects behind a header, with a table and a trailer.
func body(extra string, objects ...string) []byte {
	out := bytes.NewBufferString("%PDF-1.7\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = out.Len()
		fmt.Fprintf(out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(out, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(out, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, extra, start)
	return out.Bytes()
}

const (
	plainCatalog = "<</Type/Catalog/Pages 2 0 R>>"
	noPages      = "<</Type/Pages/Kids[]/Count 0>>"
	formCatalog  = "<</Type/Catalog/Pages 2 0 R/AcroForm 3 0 R>>"
)

func packed(dict string, data []byte, times int) string {
	filters := ""
	for range times {
		data = deflated(data)
		filters += "/FlateDecode "
	}
	return fmt.Sprintf("<<%s/Filter[%s]/Length %d>>\nstream\n%s\nendstream", dict, filters, len(data), data)
}

// signedOn appends an honest signature, so that nothing is passed over for want
// of one.
func signedOn(t testing.TB, file []byte) []byte { return handSigned{field: "one"}.on(t, file) }

// revisions appends many revisions that each write something.
func revisions(t testing.TB, file []byte, n int, object func(i int) (num int, text string)) []byte {
	rev := open(t, file).Last()
	out := bytes.NewBuffer(bytes.Clone(file))
	prev, size, root := rev.StartXref, rev.MaxNumber()+n+1, rootOf(rev)
	for i := range n {
		num, text := object(i)
		at := out.Len()
		fmt.Fprintf(out, "%d 0 obj\n%s\nendobj\n", num, text)
		start := int64(out.Len())
		fmt.Fprintf(out, "xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %v/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", num, at, size, root, prev, start)
		prev = start
	}
	return out.Bytes()
}

func many(n int, text func(i int) string) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = text(i)
	}
	return out
}

func references(from, n int) string {
	return strings.Join(many(n, func(i int) string { return fmt.Sprintf("%d 0 R", from+i) }), " ")
}

// streamFile is one stream with other dictionaries.
func streamFile(dict string, data []byte, times int) func(testing.TB) []byte {
	return func(t testing.TB) []byte {
		return signedOn(t, body("", "<</Type/Catalog/Pages 2 0 R/Metadata 3 0 R>>", "<</Type/Pages/Kids[4 0 R]/Count 1/MediaBox[0 0 9 9]>>",
			packed(dict, data, times), "<</Type/Page/Parent 2 0 R/Contents 3 0 R>>"))
	}
}

// pointless is a file whose only table is an xref stream of another dictionary.
func xrefOnly(dict string, data []byte, times int) func(testing.TB) []byte {
	return func(testing.TB) []byte {
		head := "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
		return fmt.Appendf(nil, "%s9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n", head, packed("/Type/XRef/Root 1 0 R"+dict, data, times), len(head))
	}
}

// storeOfLists is a signed file whose store holds many inflated pieces.
func storeOfLists(pieces int, data []byte, times int) func(testing.TB) []byte {
	return func(t testing.TB) []byte {
		return revisionsOfStore(t, pieces, packed("", data, times))
	}
}

func revisionsOfStore(t testing.TB, pieces int, piece string) []byte {
	file := signedOn(t, tablePDF(0))
	rev := open(t, file).Last()
	h := handmade{objects: []handObject{{40, strings.Replace(spelled(must(rev.Catalog())(t)), "/Catalog", "/Catalog/DSS 41 0 R", 1)}}, root: "40 0 R"}
	h.objects = append(h.objects, handObject{41, fmt.Sprintf("<</Certs[%s]/CRLs[%s]/OCSPs[%s]>>", references(50, pieces), references(50, pieces), references(50, pieces))})
	for i := range pieces {
		h.objects = append(h.objects, handObject{50 + i, piece})
	}
	h.root = "" // written over the old one instead
	h.objects[0].num = rootOf(rev).Num
	return h.on(t, file)
}

// giantCMS is a signed file whose /Contents holds other DER.
func giantCMS(der []byte) func(testing.TB) []byte {
	return func(t testing.TB) []byte {
		return handSigned{field: "one", room: len(der) + 16, der: func(testing.TB, person, []byte) []byte { return der }}.on(t, tablePDF(0))
	}
}

// nestedDER is a sequence within a sequence, and so on.
func nestedDER(depth int) []byte { return bytes.Repeat([]byte{0x30, 0x80}, depth) }

func zeros(n int) []byte { return make([]byte, n) }

func bombs() []bomb {
	return slices.Concat(inflatingBombs(), objectBombs(), revisionBombs(), fillingBombs())
}

// inflatingBombs are small files that claim or unpack much.
func inflatingBombs() []bomb {
	return []bomb{
		{name: "PNG predictor with rows of 4 GB", file: streamFile("/DecodeParms<</Predictor 12/Columns 33000000/Colors 64/BitsPerComponent 16>>", zeros(100), 1)},
		{name: "xref stream with rows of 4 GB", file: xrefOnly("/W[1 2 1]/Size 3/DecodeParms[<</Predictor 12/Columns 33000000/Colors 64/BitsPerComponent 16>>]", zeros(100), 1)},
		{name: "inflate bomb, one filter", file: streamFile("", zeros(100<<20), 1)},
		{name: "inflate bomb, eight filters", file: streamFile("", zeros(30<<20), 8)},
		{name: "xref stream that inflates", file: xrefOnly("/W[1 2 1]/Size 8000000", zeros(31<<20), 2)},
		{name: "xref stream of 2,000,000 entries", file: xrefOnly("/W[1 2 1]/Size 2000000", bytes.Repeat([]byte{1, 0, 9, 0}, 2_000_000), 1)},
		{name: "xref stream with wide entries", file: xrefOnly("/W[8 8 8]/Size 1300000", bytes.Repeat([]byte{0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0}, 1_300_000), 1)},
		{name: "xref stream with a huge /Index", file: xrefOnly("/W[1 2 1]/Size 9/Index["+strings.Repeat("5 1 ", 400_000)+"]", zeros(4_000_000), 1)},
		{name: "xref stream with /Size beyond all", file: xrefOnly("/W[1 2 1]/Size 9223372036854775807", zeros(100), 1)},
		{name: "table that claims 8,000,000 entries", file: func(testing.TB) []byte {
			return []byte("%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 8000000\n0000000000 65535 f \ntrailer\n<</Size 9/Root 1 0 R>>\nstartxref\n43\n%%EOF\n")
		}},
		{name: "thousand small inflate bombs", file: func(t testing.TB) []byte {
			list := many(1000, func(int) string {
				return packed("/Type/ObjStm/N 1/First 4", append([]byte("9 0 "), zeros(3<<20)...), 1)
			})
			return signedOn(t, body("", append([]string{plainCatalog, noPages}, list...)...))
		}},
		{name: "objects that alternate between large object streams", file: alternating(60, 40)},
		{name: "store of evidence that inflates", file: storeOfLists(200, zeros(30<<20), 1)},
		{name: "store of evidence that inflates twice", file: storeOfLists(200, zeros(30<<20), 2)},
	}
}

// objectBombs have values larger or deeper than any document.
func objectBombs() []bomb {
	return []bomb{
		{name: "array of a million values", file: func(t testing.TB) []byte {
			return signedOn(t, body("", plainCatalog, noPages, "["+strings.Repeat("1 ", 1_000_000)+"]"))
		}},
		{name: "ten arrays of a million values", file: func(t testing.TB) []byte {
			return signedOn(t, body("", append([]string{plainCatalog, noPages}, many(10, func(int) string { return "[" + strings.Repeat("1 ", 1_000_000) + "]" })...)...))
		}},
		{name: "dictionary of 300,000 keys", file: func(t testing.TB) []byte {
			return signedOn(t, body("", plainCatalog, noPages, "<<"+strings.Join(many(300_000, func(i int) string { return fmt.Sprintf("/k%d 1", i) }), "")+">>"))
		}},
		{name: "catalog of 300,000 keys, and another revision", file: func(t testing.TB) []byte {
			keys := strings.Join(many(300_000, func(i int) string { return fmt.Sprintf("/k%d 1", i) }), "")
			file := signedOn(t, body("", "<</Type/Catalog/Pages 2 0 R"+keys+">>", noPages))
			return revisions(t, file, 3, func(int) (int, string) { return 90, "(x)" })
		}},
		{name: "nested arrays of 8 MB", file: func(t testing.TB) []byte {
			return signedOn(t, body("", plainCatalog, noPages, strings.Repeat("[", 8<<20)))
		}},
		{name: "nested dictionaries", file: func(t testing.TB) []byte {
			return signedOn(t, body("", plainCatalog, noPages, strings.Repeat("<</a", 2<<20)))
		}},
		{name: "parentheses of 15 MB", file: func(t testing.TB) []byte {
			return signedOn(t, body("", plainCatalog, noPages, strings.Repeat("(", 15<<20)))
		}},
		{name: "name of 15 MB", file: func(t testing.TB) []byte {
			return signedOn(t, body("", plainCatalog, noPages, "/"+strings.Repeat("n", 15<<20)))
		}},
		{name: "name of 15 MB escaped", file: func(t testing.TB) []byte {
			return signedOn(t, body("", plainCatalog, noPages, "/"+strings.Repeat("#6e", 5<<20)))
		}},
		{name: "field with a name of 10 MB, many revisions", file: func(t testing.TB) []byte {
			file := signedOn(t, body("", formCatalog, noPages, "<</Fields[4 0 R]>>", "<</FT/Tx/T("+strings.Repeat("n", 10<<20)+")>>"))
			return revisions(t, file, 300, func(i int) (int, string) { return 4, fmt.Sprintf("<</FT/Tx/T(x)/V(%d)>>", i) })
		}},
		{name: "value of 10 MB in many revisions", file: func(t testing.TB) []byte {
			file := signedOn(t, body("", formCatalog, noPages, "<</Fields[4 0 R]>>", "<</FT/Tx/T(x)>>"))
			return revisions(t, file, 12, func(i int) (int, string) { return 4, "<</FT/Tx/T(x)/V(" + strings.Repeat("v", 10<<20) + ")>>" })
		}, large: true},
		{name: "200,000 pages", file: func(t testing.TB) []byte {
			return signedOn(t, withXrefPages(200_000))
		}},
	}
}

// revisionBombs have more fields, revisions or signatures, or more
// in one signature.
func revisionBombs() []bomb {
	return []bomb{
		{name: "page tree that shares its kids", file: func(t testing.TB) []byte {
			levels := many(60, func(i int) string { return fmt.Sprintf("<</Type/Pages/Count 9/Kids[%d 0 R %d 0 R]>>", i+4, i+4) })
			return signedOn(t, body("", append([]string{plainCatalog, "<</Type/Pages/Kids[3 0 R]/Count 9>>"}, append(levels, "<</Type/Page>>")...)...))
		}},
		{name: "fields that share their kids", file: func(t testing.TB) []byte {
			levels := many(60, func(i int) string { return fmt.Sprintf("<</T(a)/Kids[%d 0 R %d 0 R]>>", i+5, i+5) })
			return signedOn(t, body("", append([]string{formCatalog, noPages, "<</Fields[4 0 R]>>"}, append(levels, "<</T(x)>>")...)...))
		}},
		{name: "2,000 revisions", file: func(t testing.TB) []byte {
			return revisions(t, signedOn(t, tablePDF(0)), 1990, func(i int) (int, string) { return 20 + i, "(x)" })
		}},
		{name: "3,000 revisions", file: func(t testing.TB) []byte {
			return revisions(t, signedOn(t, tablePDF(0)), 3000, func(i int) (int, string) { return 20 + i, "(x)" })
		}},
		{name: "2,000 revisions of the catalog", file: func(t testing.TB) []byte {
			file := signedOn(t, formPDF(t))
			text := spelled(must(open(t, file).Last().Catalog())(t))
			return revisions(t, file, 1990, func(int) (int, string) { return 1, text })
		}},
		{name: "5,000 signatures in one form", file: func(t testing.TB) []byte { return copies(t, 5000) }},
		{name: "100,000 fields under a signature", file: func(t testing.TB) []byte {
			return append(crowd(100_000, "<</T(a%d)>>"), signedOn(t, tablePDF(0))...)
		}},
		{name: "giant CMS of zeros", file: giantCMS(append([]byte{0x30, 0x84, 0x01, 0, 0, 0}, zeros(16<<20)...))},
		{name: "CMS nested without end", file: giantCMS(nestedDER(4 << 20))},
		{name: "CMS of many small parts", file: giantCMS(append([]byte{0x30, 0x80}, bytes.Repeat([]byte{0x31, 0x80, 0x05, 0x00, 0, 0}, 2<<20)...))},
		{name: "/Contents with blanks, 40 MB", file: func(t testing.TB) []byte {
			return append(signedOn(t, tablePDF(0)), "\n90 0 obj\n<</Contents <"+strings.Repeat(" ", 14<<20)+">>>\nendobj\n"...)
		}},
		{name: "streams without end", file: func(t testing.TB) []byte {
			return signedOn(t, body("", append([]string{plainCatalog, noPages}, many(20_000, func(int) string { return "<</Length 99>>\nstream\nx" })...)...))
		}},
		{name: "page content of many operators", file: func(t testing.TB) []byte {
			return overContent(t, strings.Repeat("0 0 1 1 re f ", 800_000))
		}},
		{name: "400 annotations over a full page", file: func(t testing.TB) []byte { return annotatedPages(t, 1, 400, strings.Repeat("q Q ", 240_000)) }},
		{name: "400 annotations over a page that is too full", file: func(t testing.TB) []byte { return annotatedPages(t, 1, 400, strings.Repeat("q Q ", 990_000)) }},
		{name: "annotations on 400 pages that share full content", file: func(t testing.TB) []byte { return annotatedPages(t, 400, 1, strings.Repeat("q Q ", 240_000)) }},
		{name: "annotations on 400 pages that share blanks", file: func(t testing.TB) []byte { return annotatedPages(t, 400, 1, strings.Repeat(" ", 4_000_000)) }},
		{name: "page content of deep lists", file: func(t testing.TB) []byte { return overContent(t, strings.Repeat("[", 3<<20)) }},
		{name: "table cut into subsections", file: func(testing.TB) []byte {
			return []byte("%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n" + strings.Repeat("0 0\n", 2<<20) + "0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Size 9/Root 1 0 R>>\nstartxref\n43\n%%EOF\n")
		}},
	}
}

// fillingBombs are much of one thing.
func fillingBombs() []bomb {
	return []bomb{
		{name: "nothing but object headers", file: filling("1 0 obj ", 8<<20)},
		{name: "nothing but dictionaries", file: filling("1 0 obj<</A 1>>endobj ", 20<<20)},
		{name: "nothing but trailers", file: filling("trailer ", 20<<20)},
		{name: "nothing but trailers with a root", file: filling("trailer<</Root 9 0 R>>", 20<<20)},
		{name: "nothing but streams", file: filling("1 0 obj<</Length 9>>stream ", 8<<20)},
		{name: "nothing but object streams", file: filling("1 0 obj<</Type/ObjStm/N 1/First 4/Length 6>>stream\n1 0 <<>>\nendstream endobj ", 16<<20)},
		{name: "200 MB on one line", file: filling(" ", 200<<20), large: true},
		{name: "200 MB of digits", file: filling("1", 200<<20), large: true},
		{name: "200 MB of a comment", file: filling("%", 200<<20), large: true},
		{name: "200 MB of object headers", file: filling("1 0 obj ", 200<<20), large: true},
		{name: "200 MB of small objects", file: filling("1 0 obj<<>>endobj ", 200<<20), large: true},
		{name: "200 MB of small objects behind a signed file", file: func(t testing.TB) []byte {
			return append(signedOn(t, tablePDF(0)), bytes.Repeat([]byte("1 0 obj<<>>endobj\n"), 200<<20/18)...)
		}, large: true},
	}
}

// filling is a header, much of one thing, and no cross-references.
func filling(word string, size int) func(testing.TB) []byte {
	return func(testing.TB) []byte {
		out := append(make([]byte, 0, size+len(word)+64), "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n"...)
		return append(out, bytes.Repeat([]byte(word), size/len(word))...)
	}
}

// alternating has objects in turn in object streams that do not fit into the
// memory together.
func alternating(streams, rounds int) func(testing.TB) []byte {
	return func(t testing.TB) []byte {
		objects, at := map[int]string{1: plainCatalog, 2: noPages}, map[int][2]int{}
		for s := range streams {
			var head, data strings.Builder
			for r := range rounds {
				num := 1000 + r*streams + s
				fmt.Fprintf(&head, "%d %d ", num, data.Len())
				data.WriteString("(x) ")
				at[num] = [2]int{100 + s, r}
			}
			text := head.String() + data.String() + strings.Repeat(" ", 4<<20)
			objects[100+s] = packed(fmt.Sprintf("/Type/ObjStm/N %d/First %d", rounds, head.Len()), []byte(text), 1)
		}
		return signedOn(t, withXrefStream(objects, at, 1000+streams*rounds))
	}
}

func withXrefPages(n int) []byte {
	objects, at := map[int]string{1: plainCatalog}, map[int][2]int{}
	var head, data strings.Builder
	for i := range n {
		fmt.Fprintf(&head, "%d %d ", 1000+i, data.Len())
		data.WriteString("<</Type/Page>> ")
		at[1000+i] = [2]int{50, i}
	}
	objects[2] = "<</Type/Pages/Count " + fmt.Sprint(n) + "/Kids[" + references(1000, n) + "]>>"
	objects[50] = packed(fmt.Sprintf("/Type/ObjStm/N %d/First %d", n, head.Len()), []byte(head.String()+data.String()), 1)
	return withXrefStream(objects, at, 1000+n)
}

// overContent lays a further visible signature over a page of that content.
func overContent(t testing.TB, content string) []byte {
	base := signedOn(t, body("", plainCatalog, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>", "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>", packed("", []byte(content), 1)))
	return handSigned{field: "two", rect: layout().Seal.Rect}.on(t, base)
}

// annotatedPages has filled squares on certified pages that share nearly all of
// their content.
func annotatedPages(t testing.TB, pages, squares int, content string) []byte {
	leaves := many(pages, func(i int) string { return fmt.Sprintf("<</Type/Page/Parent 2 0 R/Contents[3 0 R %d 0 R]>>", 4+i) })
	tree := fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d/MediaBox[0 0 595 842]>>", references(4, pages), pages)
	base := handSigned{field: "one", dict: certifies(3)}.on(t, body("", append([]string{plainCatalog, tree, packed("", []byte(content), 1)}, leaves...)...))
	return update(t, base, func(rev *pdf.Revision, u *pdf.Update) {
		look := u.Add(pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"), "BBox", pdf.Rect{X1: 9, Y1: 9}.Array()), []byte("0 0 9 9 re f")))
		for i := range pages {
			ref := pdf.Ref{Num: 4 + i}
			page := must(rev.Dict(ref))(t)
			list := must(rev.Array(page.Get("Annots")))(t)
			for range squares {
				at := pdf.Rect{X0: 300, Y0: 300, X1: 400, Y1: 400}
				list = append(list, u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Square"), "Rect", at.Array(), "AP", pdf.Dictionary("N", look))))
			}
			u.Set(ref, page.With("Annots", list))
		}
	})
}

// slow are those that take a second or more, built and read.
var slow = []string{
	"256 signatures with many authorities each", "256 signatures with many time-stamps each", "catalog of 300,000 keys, and another revision",
	"200,000 pages", "nothing but dictionaries", "nothing but object headers", "nothing but object streams", "nothing but streams",
	"objects that alternate between large object streams", "store of evidence that inflates twice", "5,000 signatures in one form",
	"100,000 fields under a signature", "table cut into subsections",
}

const bombChild = "ANTIN_PADES_BOMB_CHILD"

// TestBombChild is the child process of the test below.
func TestBombChild(t *testing.T) {
	name := os.Getenv(bombChild)
	if name == "" {
		t.Skip("runs in a process of its own")
	}
	f := must(os.Open(name))(t)
	defer f.Close()
	info := must(f.Stat())(t)
	before := cpu()
	r := must(pades.Verify(f, info.Size(), pades.Options{At: signedAt, WithoutRevocation: true}))(t)
	spent := cpu() - before
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	text := must(jsonSize(r))(t)
	fmt.Printf("\nbomb %d %d %d %s %s\n", m.HeapSys, spent.Milliseconds(), text, r.Indication, r.SubIndication)
}

// cpu is the time this process has worked.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// TestBombsStayBounded: whatever a file holds, a verdict takes less than 256 MB
// of heap, its report stays small, and it is never valid. The time is measured
// and said, not asserted: it is bounded by counted work.
func TestBombsStayBounded(t *testing.T) {
	t.Parallel()
	withoutRace(t)
	const most, mostReport = 256 << 20, 16 << 20
	only := os.Getenv("ANTIN_BOMB")
	for _, b := range append(bombs(), trustBombs()...) {
		if (b.large || slices.Contains(slow, b.name)) && os.Getenv("ANTIN_TEST_ALL") == "" || only != "" && !strings.Contains(b.name, only) {
			continue
		}
		t.Run(b.name, func(t *testing.T) {
			file := b.file(t)
			at := filepath.Join(t.TempDir(), "file.pdf")
			if err := os.WriteFile(at, file, 0o600); err != nil {
				t.Fatal(err)
			}
			size := len(file)
			file = nil
			child := exec.Command(os.Args[0], "-test.run=^TestBombChild$", "-test.v")
			child.Env = append(os.Environ(), bombChild+"="+at)
			out, err := child.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out[:min(len(out), 3000)])
			}
			var heap, ms, report int64
			var indication, sub string
			_, line, _ := strings.Cut(string(out), "\nbomb ")
			if n, _ := fmt.Sscan(line, &heap, &ms, &report, &indication, &sub); n < 4 {
				t.Fatalf("no answer in %s", out)
			}
			t.Logf("%9d bytes, %3d MB of heap, %5d ms of work, report of %d bytes, %s %s", size, heap>>20, ms, report, indication, sub)
			if heap > most || report > mostReport {
				t.Errorf("%d MB of heap, at most %d; report of %d bytes", heap>>20, most>>20, report)
			}
			if indication == string(pades.TotalPassed) {
				t.Error("a bomb passes")
			}
		})
	}
}

// jsonSize is how long the report is when it is sent.
func jsonSize(r *pades.Report) (int, error) {
	b, err := json.Marshal(r)
	return len(b), err
}
