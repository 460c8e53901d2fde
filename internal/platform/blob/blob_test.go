package blob_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"antin/internal/fault"
	"antin/internal/platform/blob"
)

const limit = 1 << 20

func open(t testing.TB) (*blob.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a", "blobs")
	s, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

func put(t testing.TB, s *blob.Store, content string) string {
	t.Helper()
	sum, size, err := s.Put(t.Context(), strings.NewReader(content), limit)
	if err != nil || size != int64(len(content)) || sum != hash(content) {
		t.Fatalf("%s %d %v", sum, size, err)
	}
	return sum
}

func hash(content string) string {
	h := sha256.Sum256([]byte(content))
	return hex.EncodeToString(h[:])
}

func files(t testing.TB, dir string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestPutKeepsBytesOnce(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	for _, content := range []string{"", "x", strings.Repeat("đ", limit/2)} {
		sum := put(t, s, content)
		put(t, s, content)
		f, err := s.Open(t.Context(), sum)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(io.NewSectionReader(f, 0, f.Size()))
		if err != nil || string(got) != content || f.Close() != nil {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		if err := s.Verify(t.Context(), sum); err != nil {
			t.Error(err)
		}
	}
	if n := len(files(t, dir)); n != 3 {
		t.Errorf("%d files", n)
	}
}

func TestPutAtOnceByMany(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	var all sync.WaitGroup
	for i := range 32 {
		all.Go(func() { put(t, s, strings.Repeat("same", 1000+i%4)) })
	}
	all.Wait()
	if n := len(files(t, dir)); n != 4 {
		t.Errorf("%d files", n)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the line broke") }

func TestPutRefusesAndLeavesNothing(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	_, _, err := s.Put(t.Context(), strings.NewReader(strings.Repeat("x", limit+1)), limit)
	f, ok := fault.From(err)
	if !ok || f.Kind != fault.TooLarge || !strings.Contains(f.Message, "1 MB") {
		t.Error(err)
	}
	_, _, err = s.Put(t.Context(), io.MultiReader(strings.NewReader("begin"), failing{}), limit)
	if _, ok := fault.From(err); err == nil || ok {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err = s.Put(ctx, strings.NewReader("x"), limit); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if left := files(t, dir); len(left) != 0 {
		t.Error(left)
	}
}

func TestAppendMakesANewBlobAndChecksItsBase(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	base := put(t, s, "first revision")
	sum, size, err := s.Append(t.Context(), base, []byte(" and second"))
	if err != nil || sum != hash("first revision and second") || size != 25 {
		t.Errorf("%s %d %v", sum, size, err)
	}
	if err := errors.Join(s.Verify(t.Context(), base), s.Verify(t.Context(), sum)); err != nil {
		t.Error(err)
	}
	damage(t, dir, base)
	if _, _, err := s.Append(t.Context(), base, []byte("x")); !errors.Is(err, blob.ErrDamaged) {
		t.Error(err)
	}
	if err := s.Verify(t.Context(), base); !errors.Is(err, blob.ErrDamaged) {
		t.Error(err)
	}
	put(t, s, "first revision") // heals
	if err := s.Verify(t.Context(), base); err != nil {
		t.Error(err)
	}
}

func damage(t *testing.T, dir, sum string) {
	t.Helper()
	path := filepath.Join(dir, sum[:2], sum)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[0] ^= 1
	if err := errors.Join(os.Chmod(path, 0o600), os.WriteFile(path, content, 0o600)); err != nil {
		t.Fatal(err)
	}
}

func TestOpenRefusesWhatIsNoHash(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for _, sum := range []string{"", "..", "../../etc/passwd", hash("absent"), strings.ToUpper(hash("x")), strings.Repeat("/", 64)} {
		if _, err := s.Open(t.Context(), sum); !errors.Is(err, blob.ErrMissing) {
			t.Errorf("%q: %v", sum, err)
		}
	}
}

func TestSweepTakesOnlyOldAndUnreferenced(t *testing.T) {
	t.Parallel()
	s, dir := open(t)
	old, needed, young := put(t, s, "old"), put(t, s, "needed"), put(t, s, "young")
	again := put(t, s, "put again")
	torn := filepath.Join(dir, "tmp", "put-1")
	if err := os.WriteFile(torn, []byte("killed"), 0o600); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for _, path := range []string{torn, filepath.Join(dir, old[:2], old), filepath.Join(dir, needed[:2], needed), filepath.Join(dir, again[:2], again)} {
		if err := os.Chtimes(path, now, now.Add(-48*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	asked := 0
	swept, err := s.Sweep(t.Context(), func(_ context.Context, sum string) (bool, error) {
		asked++
		if sum == again {
			put(t, s, "put again") // while the answer is on its way
		}
		return sum == needed, nil
	}, now.Add(-24*time.Hour))
	if err != nil || swept.Blobs != 1 || swept.Temporary != 1 || swept.Bytes != 9 || asked != 3 {
		t.Errorf("%+v, asked %d, %v", swept, asked, err)
	}
	if err := s.Verify(t.Context(), old); !errors.Is(err, blob.ErrMissing) {
		t.Error(err)
	}
	for _, sum := range []string{needed, young, again} {
		if err := s.Verify(t.Context(), sum); err != nil {
			t.Error(err)
		}
	}
}

// The disk is full in a child process, which may write no file over 64 KiB.
func TestPutOnAFullDiskIsARefusal(t *testing.T) {
	t.Parallel()
	if dir := os.Getenv("BLOB_TEST_FULL"); dir != "" {
		full(t, dir)
		return
	}
	_, dir := open(t)
	child := exec.Command(os.Args[0], "-test.run=^TestPutOnAFullDiskIsARefusal$", "-test.v")
	child.Env = append(os.Environ(), "BLOB_TEST_FULL="+dir)
	out, err := child.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("refused as it should")) {
		t.Errorf("%v\n%s", err, out)
	}
	if left := files(t, dir); len(left) != 1 {
		t.Error(left)
	}
}

func full(t *testing.T, dir string) {
	t.Helper()
	s, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	sum := put(t, s, "small")
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 64 << 10, Max: 64 << 10}); err != nil {
		t.Fatal(err)
	}
	_, _, err = s.Put(t.Context(), strings.NewReader(strings.Repeat("x", 200<<10)), limit)
	if f, ok := fault.From(err); !ok || f.Kind != fault.Unready || f.Code != "blob.no-space" {
		t.Fatal(err)
	}
	_, _, err = s.Append(t.Context(), sum, make([]byte, 200<<10))
	if !fault.Is(err, "blob.no-space") {
		t.Fatal(err)
	}
	t.Log("refused as it should")
}
