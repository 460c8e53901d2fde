package app

import (
	"context"
	"crypto"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/platform/practice"
	"antin/internal/platform/sample"
)

// cheap makes passwords and key boxes cost little and opens each key once, so
// that tests measure the journey and not argon2id.
func cheap() Options {
	return Options{
		Hashing: org.Hashing{MemoryKiB: 64, Passes: 1, Lanes: 1, AtOnce: 4}, KeyCost: practice.Cost{Passes: 1, MemoryKiB: 1 << 10, Lanes: 1},
		Keys: func(inner document.Keys) document.Keys { return &openKeys{inner: inner} }, Lease: 400 * time.Millisecond, Look: 50 * time.Millisecond,
	}
}

// openKeys keeps a key that was opened once, as a token stays open in its slot.
type openKeys struct {
	inner document.Keys
	mu    sync.Mutex
	open  map[signing.CertificateID]*signing.Key
}

func (k *openKeys) Unlock(ctx context.Context, by org.Actor, id signing.CertificateID, password string) (*signing.Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if key := k.open[id]; key != nil {
		return key, nil
	}
	key, err := k.inner.Unlock(ctx, by, id, password)
	if err == nil {
		if k.open == nil {
			k.open = map[signing.CertificateID]*signing.Key{}
		}
		k.open[id] = key
	}
	return key, err
}

var _ crypto.Signer = (*signing.Key)(nil)

// saved is what a test needs to act as the people of a province on disk.
type saved struct {
	Logins   []Login
	Accounts map[string]org.AccountID
}

// prepare makes a practice province in dir and writes down its people.
func prepare(t testing.TB, dir string) {
	t.Helper()
	ctx := context.Background()
	a, err := Open(ctx, DefaultPractice(dir), cheap())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	p, err := makeProvince(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(saved{p.logins, p.accounts})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "people.json"), raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

// reopen opens a prepared province with its people.
func reopen(dir string) (*province, error) { return reopenWith(dir, cheap()) }

func reopenWith(dir string, o Options) (*province, error) {
	a, err := Open(context.Background(), DefaultPractice(dir), o)
	if err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(filepath.Join(dir, "people.json"))
	if err != nil {
		return nil, err
	}
	var s saved
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, err
	}
	return &province{app: a, by: org.Installer("NA"), logins: s.Logins, accounts: s.Accounts, agencies: map[string]org.Agency{}}, nil
}

var template struct {
	once sync.Once
	dir  string
}

// fresh gives a copy of one province that is made once for the whole run.
func fresh(t testing.TB) string {
	t.Helper()
	template.once.Do(func() {
		dir, err := os.MkdirTemp("", "antin-template-*")
		if err != nil {
			t.Fatal(err)
		}
		template.dir = dir
		prepare(t, dir)
	})
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(template.dir)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestMain(m *testing.M) {
	code := m.Run()
	if template.dir != "" {
		_ = os.RemoveAll(template.dir) // a folder left in the temp folder harms nobody
	}
	os.Exit(code)
}

// samplePDF is a letter of the department as its officer would draw it up.
func samplePDF(t testing.TB) []byte {
	t.Helper()
	doc := sample.Drafts()[0]
	now := time.Now().In(hanoi)
	doc.Month, doc.Year = int(now.Month()), now.Year()
	raw, err := sample.PDF(doc)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func letterOf(raw []byte) draft {
	return draft{typeCode: "CV", subject: "V/v rà soát chứng thư chữ ký số", area: "Chuyển đổi số", capacity: org.Deputy, name: "du-thao.pdf", main: raw}
}

// toClerk carries a new letter to the clerk's desk, rechecked.
func toClerk(ctx context.Context, p *province, raw []byte) (*play, error) {
	r := &play{province: p, cast: department}
	if err := r.write(ctx, letterOf(raw)); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context) error{r.submit, r.consent, r.format, r.approve, r.sign, r.recheck} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func blobPath(t testing.TB, dir, sum string) string {
	t.Helper()
	path := filepath.Join(dir, "blobs", sum[:2], sum)
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	return path
}
