package pades_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"antin/pades"
	"antin/pdf"
)

// crowd is a form of many fields, packed into object streams so that some
// megabytes hold hundreds of thousands.
func crowd(fields int, field string) []byte {
	const base, perStream = 10_000, 20_000
	list := make([]string, fields)
	for i := range list {
		list[i] = fmt.Sprintf("%d 0 R", base+i)
	}
	objects := map[int]string{1: "<</Type/Catalog/Pages 2 0 R/AcroForm 3 0 R>>", 2: "<</Type/Pages/Kids[]/Count 0>>"}
	packed := map[int][2]int{}
	for stm, from := 100, -1; from < fields; stm++ {
		var head, body bytes.Buffer
		n := 0
		put := func(num int, text string) {
			fmt.Fprintf(&head, "%d %d ", num, body.Len())
			body.WriteString(text + " ")
			packed[num] = [2]int{stm, n}
			n++
		}
		for ; n < perStream && from < fields; from++ {
			if from < 0 {
				put(3, "<</Fields["+strings.Join(list, " ")+"]>>")
				continue
			}
			put(base+from, fmt.Sprintf(field, from))
		}
		data := deflated(append(bytes.Clone(head.Bytes()), body.Bytes()...))
		objects[stm] = fmt.Sprintf("<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", n, head.Len(), len(data), data)
	}
	return withXrefStream(objects, packed, base+fields)
}

func withXrefStream(objects map[int]string, packed map[int][2]int, size int) []byte {
	out := bytes.NewBufferString("%PDF-1.7\n")
	rows := make([]byte, 8*size)
	row := func(num int, kind byte, a, b int) {
		copy(rows[8*num:], []byte{kind, byte(a >> 24), byte(a >> 16), byte(a >> 8), byte(a), byte(b >> 16), byte(b >> 8), byte(b)})
	}
	for num, text := range objects {
		row(num, 1, out.Len(), 0)
		fmt.Fprintf(out, "%d 0 obj\n%s\nendobj\n", num, text)
	}
	for num, at := range packed {
		row(num, 2, at[0], at[1])
	}
	data := deflated(rows)
	at := out.Len()
	fmt.Fprintf(out, "99 0 obj\n<</Type/XRef/Size %d/W[1 4 3]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", size, len(data), data, at)
	return out.Bytes()
}

func deflated(b []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write(b) // into memory
	_ = w.Close()
	return out.Bytes()
}

// growing is a form written anew in each of many revisions.
func growing(t testing.TB, fields, revisions int) []byte {
	file := manyRevisions(t, fields, 0)
	for i := range revisions {
		file = update(t, file, func(rev *pdf.Revision, u *pdf.Update) {
			form := dictionaryAt(t, rev, must(rev.Catalog())(t).Get("AcroForm"))
			ref := must(rev.Array(form.dict.Get("Fields")))(t)[0].(pdf.Ref)
			u.Set(ref, must(rev.Dict(ref))(t).With("TU", pdf.TextString(fmt.Sprint(i))))
		})
	}
	return file
}

const memoryChild = "ANTIN_PADES_MEMORY_CHILD"

// TestMemoryChild is the child process of the test below.
func TestMemoryChild(t *testing.T) {
	name := os.Getenv(memoryChild)
	if name == "" {
		t.Skip("runs in a process of its own")
	}
	f := must(os.Open(name))(t)
	defer f.Close()
	info := must(f.Stat())(t)
	r := must(pades.Verify(f, info.Size(), pades.Options{At: signedAt, WithoutRevocation: true}))(t)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Printf("\nheap %d %s %s\n", m.HeapSys, r.Indication, r.SubIndication)
}

// heapOf verifies a file in a process of its own and gives the heap that it
// asked of the machine.
func heapOf(t testing.TB, file []byte) (heap int64, indication, sub string) {
	t.Helper()
	at := filepath.Join(t.TempDir(), "file.pdf")
	if err := os.WriteFile(at, file, 0o600); err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0], "-test.run=^TestMemoryChild$", "-test.v")
	child.Env = append(os.Environ(), memoryChild+"="+at)
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	_, line, _ := strings.Cut(string(out), "\nheap ")
	if n, _ := fmt.Sscan(line, &heap, &indication, &sub); n < 2 {
		t.Fatalf("no answer in %s", out)
	}
	return heap, indication, sub
}

// TestMemoryIsBounded: the heap that a verdict ever asked of the machine, for
// files that are small and hold much.
func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	withoutRace(t)
	const most = 200 << 20
	for name, c := range map[string]struct {
		file []byte
		want pades.Indication
	}{
		"400,000 text fields":      {crowd(400_000, "<</FT/Tx/T(a%d)/V(x)/AP<</N 4 0 R>>/Rect[0 0 1 1]/Kids[]>>"), pades.Indeterminate},
		"1,500,000 text fields":    {crowd(1_500_000, "<</T(a%d)>>"), pades.Indeterminate},
		"200,000 signature fields": {crowd(200_000, "<</FT/Sig/T(a%d)/V<</ByteRange[0 1 2 3]/Contents<00>>>>>"), pades.Indeterminate},
		"fields that hold much":    {crowd(15_000, "<</FT/Tx/T(a%d)/Opt["+strings.Repeat("(a)", 200)+"]>>"), pades.Indeterminate},
		"a form read many times":   {growing(t, 3_000, 40), pades.TotalFailed},
		"an honest large form":     {crowd(3_000, "<</FT/Tx/T(a%d)/V(x)/Rect[0 0 1 1]>>"), pades.NoSignature},
	} {
		t.Run(name, func(t *testing.T) {
			heap, indication, sub := heapOf(t, c.file)
			t.Logf("%d bytes of file, %d MB of heap, %s %s", len(c.file), heap>>20, indication, sub)
			if heap > most {
				t.Errorf("%d MB of heap, at most %d", heap>>20, most>>20)
			}
			if indication != string(c.want) || c.want == pades.Indeterminate && sub != string(pades.FormatFailure) {
				t.Errorf("%s %s, expected %s", indication, sub, c.want)
			}
		})
	}
}

// TestTooManySignaturesAndAnotherRevision: what was not read is not compared.
func TestTooManySignaturesAndAnotherRevision(t *testing.T) {
	t.Parallel()
	file := update(t, copies(t, 400), func(rev *pdf.Revision, u *pdf.Update) { u.Add(pdf.Dictionary("A", pdf.Integer(1))) })
	file = update(t, file, func(rev *pdf.Revision, u *pdf.Update) {
		form := dictionaryAt(t, rev, must(rev.Catalog())(t).Get("AcroForm"))
		u.Set(form.ref, form.dict.With("Q", pdf.Integer(1)))
	})
	if r := verify(t, file, trusting()); r.Indication == pades.TotalPassed || r.Indication == pades.NoSignature {
		t.Error(summary(r))
	}
}
