//go:build cgo

package lockingtoken

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// softHSM is where Debian puts it.
const softHSM = "/usr/lib/softhsm/libsofthsm2.so"

//go:embed shim/lock.c
var shim []byte

// Bench is a reader with its tokens, of one test.
type Bench struct {
	t      testing.TB
	module string
	folder string
}

// New builds the module once for the test process and gives the test a folder
// of its own. A missing compiler or SoftHSM fails the test with the package to
// install.
func New(t testing.TB) *Bench {
	t.Helper()
	module, err := build()
	if err != nil {
		t.Fatal(err)
	}
	b := &Bench{t: t, module: module, folder: t.TempDir()}
	tokens := filepath.Join(b.folder, "tokens")
	if err := os.Mkdir(tokens, 0o700); err != nil {
		t.Fatal(err)
	}
	b.write("softhsm2.conf", "directories.tokendir = "+tokens+"\nobjectstore.backend = file\nlog.level = ERROR\n")
	return b
}

// Module is the path of the driver.
func (b *Bench) Module() string { return b.module }

// Copy is the path of the same driver in another file.
func (b *Bench) Copy() string {
	b.t.Helper()
	raw, err := os.ReadFile(b.module)
	if err != nil {
		b.t.Fatal(err)
	}
	b.write("copy.so", string(raw))
	return filepath.Join(b.folder, "copy.so")
}

// Environment is what a process needs to find the tokens of this bench.
func (b *Bench) Environment() []string {
	return []string{"SOFTHSM2_CONF=" + filepath.Join(b.folder, "softhsm2.conf"), "LOCKINGTOKEN_DIR=" + b.folder, "LOCKINGTOKEN_MODULE=" + softHSM}
}

// Limit is after how many wrong PINs in a row a token locks; 5 unless said.
func (b *Bench) Limit(n int) { b.write("limit", strconv.Itoa(n)) }

// Hang lets a PKCS#11 function never return, until Heal.
func (b *Bench) Hang(function string) { b.write("hang-"+function, "1") }

// Fall lets a PKCS#11 function take its process down, until Heal.
func (b *Bench) Fall(function string) { b.write("fall-"+function, "1") }

// Spoil lets every signature value come out wrong, until Heal.
func (b *Bench) Spoil() { b.write("spoil", "1") }

// Vague lets the driver answer with a general failure where a token is gone, as
// some do.
func (b *Bench) Vague() { b.write("vague", "1") }

// Heal ends Hang, Fall, Spoil and Vague.
func (b *Bench) Heal() {
	for _, pattern := range []string{"hang-*", "fall-*", "spoil", "vague"} {
		names, err := filepath.Glob(filepath.Join(b.folder, pattern))
		if err != nil {
			b.t.Fatal(err)
		}
		for _, name := range names {
			b.remove(filepath.Base(name))
		}
	}
}

func (b *Bench) write(name, text string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.folder, name), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

func (b *Bench) remove(name string) {
	b.t.Helper()
	if err := os.Remove(filepath.Join(b.folder, name)); err != nil && !os.IsNotExist(err) {
		b.t.Fatal(err)
	}
}

func (b *Bench) number(name string) int {
	b.t.Helper()
	raw, err := os.ReadFile(filepath.Join(b.folder, name))
	if os.IsNotExist(err) {
		return 0
	}
	if err != nil {
		b.t.Fatal(err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(raw)))
	if err != nil {
		b.t.Fatal(err)
	}
	return n
}

// build compiles the module once in a process; the file outlives it in the
// folder for temporary files, under the name of its process.
var build = sync.OnceValues(func() (string, error) {
	if _, err := os.Stat(softHSM); err != nil {
		return "", fmt.Errorf("no SoftHSM here: apt-get install softhsm2 (%w)", err)
	}
	list := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/miekg/pkcs11")
	headers, err := list.Output()
	if err != nil {
		return "", fmt.Errorf("finding the headers of PKCS#11: %w", err)
	}
	folder, err := os.MkdirTemp("", "antin-lockingtoken-")
	if err != nil {
		return "", err
	}
	source, module := filepath.Join(folder, "lock.c"), filepath.Join(folder, "lock.so")
	if err := os.WriteFile(source, shim, 0o600); err != nil {
		return "", err
	}
	out, err := exec.Command("gcc", "-shared", "-fPIC", "-O1", "-Wall", "-I", strings.TrimSpace(string(headers)), "-o", module, source, "-ldl").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building the locking token (apt-get install gcc): %w\n%s", err, out)
	}
	return module, nil
})
