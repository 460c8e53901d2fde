//go:build unix

package pades_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"antin/pades"
	"antin/pdf"
)

const speedChild = "ANTIN_PADES_SPEED_CHILD"

// used is the memory that a process had at most, in bytes.
type used struct{ resident, heap int64 }

// inProcess verifies or signs a file in a process of its own, which then tells
// how much memory it had at most.
func inProcess(t testing.TB, deed, path string) used {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestSpeedChild$", "-test.v")
	child.Env = append(os.Environ(), speedChild+"="+deed+":"+path)
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var u used
	_, line, _ := strings.Cut(string(out), "\nmemory ")
	if n, _ := fmt.Sscan(line, &u.resident, &u.heap); n < 2 {
		t.Fatalf("no answer in %s", out)
	}
	return u
}

// TestSpeedChild is the child process of inProcess.
func TestSpeedChild(t *testing.T) {
	deed, path, ok := strings.Cut(os.Getenv(speedChild), ":")
	if !ok {
		t.Skip("runs in a process of its own")
	}
	f := must(os.OpenFile(path, os.O_RDWR, 0))(t)
	defer f.Close()
	size := must(f.Stat())(t).Size()
	switch deed {
	case "verify":
		r := must(pades.Verify(f, size, pades.Options{At: signedAt, WithoutRevocation: true}))(t)
		if len(r.Signatures) == 0 || r.Signatures[0].Integrity != pades.Passed {
			t.Fatal(summary(r))
		}
	case "sign":
		file := must(pdf.Open(f, size))(t)
		o := theOffice()
		prepared := must(pades.Prepare(file, pades.Signing{
			Field: fmt.Sprint("s", size), Spot: &pades.Spot{Page: 1}, Certificate: o.cert, Chain: o.chain, At: signedAt,
		}))(t)
		tail := must(prepared.Complete(o.sign(t, prepared)))(t)
		must(f.WriteAt(tail, size))(t) // appended in place, nothing is copied
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Printf("\nmemory %d %d\n", peakResident(t), m.HeapSys)
}

// peakResident asks Linux; elsewhere what Go has of the machine stands for it.
func peakResident(t *testing.T) int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.Sys)
	}
	_, line, _ := strings.Cut(string(status), "VmHWM:")
	var kB int64
	if _, err := fmt.Sscan(line, &kB); err != nil {
		t.Fatal(err)
	}
	return kB << 10
}

// TestLargeFilesNeedLittleMemory: a file of 500 MB is signed, appended to in
// place and verified in a process that never has more than 64 MB.
func TestLargeFilesNeedLittleMemory(t *testing.T) {
	t.Parallel()
	const most = 64 << 20
	for _, mb := range []int64{50, 500} {
		t.Run(fmt.Sprintf("%d MB", mb), func(t *testing.T) {
			t.Parallel()
			path := largeFile(t, mb<<20)
			for _, deed := range []string{"sign", "sign", "verify"} {
				u := inProcess(t, deed, path)
				t.Logf("%s: %d MB resident, %d MB of heap", deed, u.resident>>20, u.heap>>20)
				if max(u.heap, u.resident) > most {
					t.Errorf("%s: %d MB resident, %d MB of heap, at most %d", deed, u.resident>>20, u.heap>>20, most>>20)
				}
			}
		})
	}
}

// largeFile has a stream of that many zeros, which take no room on most disks.
func largeFile(t testing.TB, size int64) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "large.pdf")
	f := must(os.Create(path))(t)
	base := tablePDF(0)
	head := fmt.Appendf(bytes.Clone(base), "\n6 0 obj\n<</Length %d>>\nstream\n", size)
	must(f.Write(head))(t)
	must(f.Seek(size, io.SeekCurrent))(t)
	at := int64(len(head)) + size + int64(len("\nendstream\nendobj\n"))
	prev := bytes.LastIndex(base, []byte("xref\n0 "))
	must(fmt.Fprintf(f, "\nendstream\nendobj\nxref\n6 1\n%010d 00000 n \ntrailer\n<</Size 7 /Root 1 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n", len(base)+1, prev, at))(t)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestRevisionsDoNotMultiply counts what a verification asks of the memory,
// which is the same on every machine: twice the revisions may ask for twice as
// much, not for four times.
func TestRevisionsDoNotMultiply(t *testing.T) {
	base := manyObjects(t, 5000)
	pieces := map[int]float64{}
	for _, n := range []int{10, 20, 40} {
		file := signedTimes(t, base, n)
		pieces[n] = testing.AllocsPerRun(1, func() { mustPass(t, file) })
	}
	first, second := pieces[20]-pieces[10], pieces[40]-pieces[20]
	t.Logf("%v", pieces)
	if second > 3*first { // the report itself lists for each signature all changes after it
		t.Errorf("10 revisions more ask for %.0f pieces, 20 more for %.0f", first, second)
	}
}
