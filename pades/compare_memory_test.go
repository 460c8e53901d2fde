package pades_test

import (
	"bytes"
	"fmt"
	"testing"

	"antin/pades"
	"antin/pdf"
)

// shelf is a file of one page and many small objects, packed into object
// streams, that it refers to through a list in the catalog or not at all.
func shelf(many int, object string) []byte {
	const base, perStream = 10_000, 20_000
	objects := map[int]string{
		1: "<</Type/Catalog/Pages 2 0 R>>", 2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
	}
	packed := map[int][2]int{}
	for stm, from := 100, 0; from < many; stm++ {
		var head, body bytes.Buffer
		n := 0
		for ; n < perStream && from < many; from++ {
			fmt.Fprintf(&head, "%d %d ", base+from, body.Len())
			fmt.Fprintf(&body, object+" ", base+(from+1)%many)
			packed[base+from] = [2]int{stm, n}
			n++
		}
		data := deflated(append(bytes.Clone(head.Bytes()), body.Bytes()...))
		objects[stm] = fmt.Sprintf("<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", n, head.Len(), len(data), data)
	}
	return withXrefStream(objects, packed, base+many)
}

// TestComparingManyObjectsTakesLittleMemory: what refers to what is kept of the
// whole signed revision.
func TestComparingManyObjectsTakesLittleMemory(t *testing.T) {
	t.Parallel()
	withoutRace(t)
	const most = 240 << 20
	signed := leader().appendSigned(t, shelf(1_200_000, "<</A %d 0 R>>"), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}})
	file := update(t, signed, func(rev *pdf.Revision, u *pdf.Update) {
		u.Add(pdf.Dictionary("A", pdf.Integer(1)))
	})
	heap, indication, sub := heapOf(t, file)
	t.Logf("%d bytes of file, %d MB of heap, %s %s", len(file), heap>>20, indication, sub)
	if heap > most {
		t.Errorf("%d MB of heap, at most %d", heap>>20, most>>20)
	}
}

// TestRewritingManyObjectsTakesLittleMemory: what a revision changes is kept
// until it is judged.
func TestRewritingManyObjectsTakesLittleMemory(t *testing.T) {
	t.Parallel()
	withoutRace(t)
	const most = 200 << 20
	heap, indication, _ := heapOf(t, rewriting(t, 60_000, 1, false))
	t.Logf("%d MB of heap, %s", heap>>20, indication)
	if heap > most {
		t.Errorf("%d MB of heap, at most %d", heap>>20, most>>20)
	}
	if indication == string(pades.TotalPassed) {
		t.Error(indication)
	}
}

// TestManyRevisionsOverManyObjects: each revision is compared once, with the one
// before it.
func TestManyRevisionsOverManyObjects(t *testing.T) {
	t.Parallel()
	r := verify(t, rewriting(t, 500, 50, true), trusting())
	if r.Indication != pades.TotalPassed || r.Revisions != 52 {
		t.Error(summary(r))
	}
}

// rewriting is a signed file of many objects that later revisions write anew.
func rewriting(t testing.TB, many, revisions int, same bool) []byte {
	file := leader().appendSigned(t, shelf(many, "<</A %d 0 R>>"), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}})
	for r := range revisions {
		file = update(t, file, func(rev *pdf.Revision, u *pdf.Update) {
			for i := range many {
				next := pdf.Ref{Num: 10_000 + (i+1)%many}
				if d := pdf.Dictionary("A", next); same {
					u.Set(pdf.Ref{Num: 10_000 + i}, d)
				} else {
					u.Set(pdf.Ref{Num: 10_000 + i}, d.With("B", pdf.Integer(r)))
				}
			}
		})
	}
	return file
}
