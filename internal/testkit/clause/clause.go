package clause

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Env names the variable with the file that proven rows are appended to. Rows
// are checked without it, too; they are then written nowhere.
const Env = "ANTIN_CLAUSES"

// Proof is one line of that file.
type Proof struct {
	ID      string   `json:"id"`
	Package string   `json:"package"`
	Test    string   `json:"test"`
	Saw     []string `json:"saw"` // what the harness saw under the row's profile
}

// Covers declares the rows that the test proves. An unknown id fails the test
// at once; a row without anything seen under its profile fails it at the end.
func Covers(t testing.TB, ids ...string) {
	t.Helper()
	for _, id := range ids {
		row, ok := Find(id)
		if !ok {
			t.Fatalf("clause: %q is no row of requirements.csv", id)
			return
		}
		if row.Kind == "parameter" {
			t.Fatalf("clause: %s is a parameter row; prove it with clause.Parameter", id)
			return
		}
		prove(t, row)
	}
}

// Parameter proves a parameter row: behaviour runs with both values, which
// stand for two settings of the profile, and must end differently. The outcome
// is what a user would see, e.g. a state or a refusal code. Parameter returns
// both outcomes so that the test can say which is right for which.
func Parameter[V any](t testing.TB, id string, behaviour func(value V) string, a, b V) (outcomeA, outcomeB string) {
	t.Helper()
	row, ok := Find(id)
	if !ok {
		t.Fatalf("clause: %q is no row of requirements.csv", id)
		return "", ""
	}
	if row.Kind != "parameter" {
		t.Fatalf("clause: %s is no parameter row but %s; prove it with clause.Covers", id, row.Kind)
		return "", ""
	}
	outcomeA, outcomeB = behaviour(a), behaviour(b)
	if outcomeA == outcomeB {
		t.Fatalf("clause: %s does not change with its value: both %v and %v give %q", id, a, b, outcomeA)
		return "", ""
	}
	prove(t, row)
	return outcomeA, outcomeB
}

// Saw records that the product acted under a profile: what is the request, the
// command or the service action. Fixtures call it, tests do not.
func Saw(t testing.TB, province, what string) { sightings.add(t.Name(), province, what) }

func prove(t testing.TB, row Row) {
	t.Helper()
	from := sightings.count()
	pkg := callerPackage()
	t.Cleanup(func() {
		if t.Failed() || t.Skipped() {
			return
		}
		saw := sightings.of(t.Name(), row.Profile(), from)
		if len(saw) == 0 {
			t.Errorf("clause: %s claims a row of %s, but the harness saw no request, command or service call under that profile", row.ID, row.Profile())
			return
		}
		if err := write(Proof{ID: row.ID, Package: pkg, Test: t.Name(), Saw: saw}); err != nil {
			t.Errorf("clause: recording %s: %v", row.ID, err)
		}
	})
}

func write(p Proof) error {
	name := os.Getenv(Env)
	if name == "" {
		return nil
	}
	line, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("writing a proof: %w", err)
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("opening the file of proofs: %w", err)
	}
	_, err = f.Write(append(line, '\n')) // one write, so that packages tested at once do not mix lines
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// callerPackage finds the first package on the stack that is not this one.
func callerPackage() string {
	pcs := make([]uintptr, 16)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	for {
		frame, more := frames.Next()
		slash := strings.LastIndex(frame.Function, "/")
		name, _, _ := strings.Cut(frame.Function[slash+1:], ".")
		pkg := strings.TrimSuffix(frame.Function[:slash+1]+name, "_test")
		if pkg != "antin/internal/testkit/clause" || strings.HasSuffix(frame.File, "_test.go") {
			return pkg
		}
		if !more {
			return "unknown"
		}
	}
}

// sighting is one act of the product.
type sighting struct{ test, province, what string }

// sightings is shared by the whole test binary: fixtures and tests meet only
// through the name of the test.
var sightings ledger

type ledger struct {
	mu   sync.Mutex
	list []sighting
}

func (l *ledger) add(test, province, what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, sighting{test, province, what})
}

func (l *ledger) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.list)
}

// of lists what a test and its subtests saw under a province, each thing once.
// A fixture of a parent test counts for a subtest only from the moment at
// which the subtest made its claim.
func (l *ledger) of(test, province string, from int) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var saw []string
	for i, s := range l.list {
		own := s.test == test || strings.HasPrefix(s.test, test+"/")
		parent := i >= from && strings.HasPrefix(test, s.test+"/")
		if s.province == province && (own || parent) && !slices.Contains(saw, s.what) && len(saw) < maxSaw {
			saw = append(saw, s.what)
		}
	}
	return saw
}

// maxSaw keeps a line of proof short: a few acts show what was exercised.
const maxSaw = 8
