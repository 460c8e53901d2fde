package audit_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"antin/internal/domain/audit"
	"antin/internal/domain/audit/audittest"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func entry() audit.Entry {
	return audittest.Entry("document.sealed", "d")
}

func TestLeafHasOneSpelling(t *testing.T) {
	t.Parallel()
	leaf, err := entry().Leaf()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"v":1,"at":1760000000123,"account":"account","person":"person","agency":"agency","action":"document.sealed","subject":"d","profile":"NA@1","clause":"NA-16","data":{"a":"2","z":"<1>"}}`
	if leaf != want {
		t.Errorf("got  %s\nwant %s", leaf, want)
	}
	if _, err := audit.ParseLeaf(leaf); err != nil {
		t.Error(err)
	}
	for _, other := range []string{leaf + " ", strings.Replace(leaf, `"v":1`, `"v":2`, 1), strings.Replace(leaf, `"z"`, `"\u007a"`, 1), leaf + leaf, "{}", ""} {
		if _, err := audit.ParseLeaf(other); err == nil {
			t.Errorf("accepted %s", other)
		}
	}
}

func TestLeafRefusesText(t *testing.T) {
	t.Parallel()
	e := entry()
	e.Data = map[string]string{"note": strings.Repeat("x", 2000)}
	if _, err := e.Leaf(); err == nil {
		t.Error("accepted a long text")
	}
	if _, err := (audit.Entry{Action: "x"}).Leaf(); err == nil {
		t.Error("accepted an entry without time")
	}
}

// What is not UTF-8 is replaced, or nobody could read the entry again.
func TestLeafOfBrokenTextIsReadAgain(t *testing.T) {
	t.Parallel()
	e := entry()
	e.Clause, e.Data = "a\xff", map[string]string{"note": "b\xff"}
	leaf, err := e.Leaf()
	if err != nil {
		t.Fatal(err)
	}
	again, err := audit.ParseLeaf(leaf)
	if err != nil || again.Data["note"] != "b\uFFFD" {
		t.Errorf("%q, %v", again, err)
	}
	e.Subject = "\xff"
	if _, err := e.Leaf(); err == nil {
		t.Error("accepted a subject that is not UTF-8")
	}
}

func FuzzLeaf(f *testing.F) {
	leaf, _ := entry().Leaf()
	f.Add(leaf)
	f.Add(`{"v":1,"at":0,"account":"","person":"","agency":"","action":"a","subject":"","profile":"","clause":"","data":{}}`)
	f.Fuzz(func(t *testing.T, text string) {
		e, err := audit.ParseLeaf(text)
		if err != nil {
			return
		}
		again, err := e.Leaf()
		if err != nil || again != text {
			t.Errorf("%q became %q, %v", text, again, err)
		}
	})
}

// The edge grows the same tree as the reference implementation.
func TestEdgeAgreesWithTlog(t *testing.T) {
	t.Parallel()
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var out []tlog.Hash
		for _, i := range indexes {
			out = append(out, stored[i])
		}
		return out, nil
	})
	edge := &audit.Edge{}
	for n := range int64(300) {
		leaf := fmt.Sprint("leaf ", n)
		hashes, err := tlog.StoredHashes(n, []byte(leaf), reader)
		if err != nil {
			t.Fatal(err)
		}
		nodes := edge.Append(audit.LeafHash(leaf))
		if len(nodes) != len(hashes)-1 {
			t.Fatalf("leaf %d completes %d nodes, want %d", n, len(nodes), len(hashes)-1)
		}
		for i, node := range nodes {
			if node.Hash != hashes[i+1] || tlog.StoredHashIndex(node.Level, node.N) != int64(len(stored)+i+1) {
				t.Fatalf("leaf %d, node %d differs", n, i)
			}
		}
		stored = append(stored, hashes...)
		root, err := tlog.TreeHash(n+1, reader)
		if err != nil || root != edge.Root() {
			t.Fatalf("root of %d: %v", n+1, err)
		}
		if edge, err = audit.ParseEdge(edge.Size(), edge.String()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := audit.ParseEdge(edge.Size()+1, edge.String()); err == nil {
		t.Error("an edge of another size")
	}
}

func TestHeadIsSignedAndTornOnesAreLeftOut(t *testing.T) {
	t.Parallel()
	signer, verifier := audittest.Keys(t)
	_, stranger := audittest.Keys(t)
	head := audit.Head{Origin: audittest.Origin, Size: 12, Root: audit.LeafHash("x")}
	signed, err := audit.SignHead(head, signer)
	if err != nil {
		t.Fatal(err)
	}
	got, err := audit.OpenHead(signed, verifier)
	if err != nil || got != head || audit.HeadSize(signed) != 12 {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := audit.OpenHead(signed, stranger); err == nil {
		t.Error("a stranger's key opened it")
	}
	for i := range signed {
		bad := append([]byte(nil), signed...)
		bad[i] ^= byte(1 + rand.IntN(255))
		if h, err := audit.OpenHead(bad, verifier); err == nil && h != head {
			t.Errorf("byte %d changed and accepted", i)
		}
	}
	file := append(audit.JoinHead(signed), audit.JoinHead(signed)...)
	for cut := range file {
		heads, whole := audit.SplitHeads(file[:cut])
		if want := cut / (len(file) / 2); len(heads) != want || whole != want*len(file)/2 {
			t.Fatalf("cut at %d: %d heads, %d bytes", cut, len(heads), whole)
		}
	}
}

func FuzzOpenHead(f *testing.F) {
	s, v, err := audit.NewKey("fuzz")
	if err != nil {
		f.Fatal(err)
	}
	signer, _ := note.NewSigner(s)
	verifier, err := note.NewVerifier(v)
	if err != nil {
		f.Fatal(err)
	}
	signed, _ := audit.SignHead(audit.Head{Size: 3}, signer)
	f.Add(signed)
	f.Add([]byte("fuzz\n1\nAAAA\n\n— fuzz AAAA\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		_ = audit.HeadSize(text)
		_, _ = audit.SplitHeads(text)
		if h, err := audit.OpenHead(text, verifier); err == nil && h.Size != 3 {
			t.Errorf("forged %q", text)
		}
	})
}
