package clause_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antin/internal/testkit/clause"
)

// stage plays a test: it keeps what the test would be told.
type stage struct {
	testing.TB
	name     string
	failed   bool
	skipped  bool
	messages []string
	cleanups []func()
}

func (s *stage) Helper()                   {}
func (s *stage) Name() string              { return s.name }
func (s *stage) Failed() bool              { return s.failed }
func (s *stage) Skipped() bool             { return s.skipped }
func (s *stage) Cleanup(f func())          { s.cleanups = append(s.cleanups, f) }
func (s *stage) fail(text string)          { s.failed, s.messages = true, append(s.messages, text) }
func (s *stage) Errorf(f string, a ...any) { s.fail(fmt.Sprintf(f, a...)) }
func (s *stage) Fatalf(f string, a ...any) { s.fail(fmt.Sprintf(f, a...)) }

func (s *stage) end() {
	for i := len(s.cleanups) - 1; i >= 0; i-- {
		s.cleanups[i]()
	}
}

// proofs runs a played test and reads what it wrote.
func proofs(t *testing.T, name string, play func(s *stage)) (*stage, []clause.Proof) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "clauses.jsonl")
	t.Setenv(clause.Env, file)
	s := &stage{TB: t, name: name}
	play(s)
	s.end()
	raw, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var list []clause.Proof
	for line := range strings.Lines(string(raw)) {
		var p clause.Proof
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	return s, list
}

func TestCoversWritesAProofOfAPassedTest(t *testing.T) {
	s, got := proofs(t, "TestA", func(s *stage) {
		clause.Covers(s, "NA-16.1b-2")
		clause.Saw(s, "NA", "signing.sign")
		clause.Saw(s, "NA", "signing.sign")
	})
	if s.failed || len(got) != 1 || got[0].ID != "NA-16.1b-2" || got[0].Test != "TestA" || len(got[0].Saw) != 1 {
		t.Errorf("failed %v %v, proofs %+v", s.failed, s.messages, got)
	}
	if got[0].Package != "antin/internal/testkit/clause_test" && got[0].Package != "antin/internal/testkit/clause" {
		t.Errorf("package %q", got[0].Package)
	}
}

func TestCoversRefusesAnUnknownRow(t *testing.T) {
	s, got := proofs(t, "TestB", func(s *stage) { clause.Covers(s, "NA-99.9") })
	if !s.failed || len(got) != 0 {
		t.Errorf("unknown row accepted: %+v", got)
	}
}

func TestCoversFailsWithoutAnActUnderThatProfile(t *testing.T) {
	s, got := proofs(t, "TestC", func(s *stage) {
		clause.Covers(s, "LD-14.0")
		clause.Saw(s, "NA", "exchange.verify")
	})
	if !s.failed || len(got) != 0 || !strings.Contains(strings.Join(s.messages, " "), "under that profile") {
		t.Errorf("proofs %+v, messages %v", got, s.messages)
	}
}

func TestFailedAndSkippedTestsProveNothing(t *testing.T) {
	for _, s := range []*stage{{failed: true}, {skipped: true}} {
		_, got := proofs(t, "TestD", func(played *stage) {
			clause.Covers(played, "NA-04.1")
			clause.Saw(played, "NA", "document.create")
			played.failed, played.skipped = s.failed, s.skipped
		})
		if len(got) != 0 {
			t.Errorf("failed %v skipped %v proved %+v", s.failed, s.skipped, got)
		}
	}
}

func TestRowsOfBothDraftsBelongToHaiDuong(t *testing.T) {
	s, got := proofs(t, "TestE", func(s *stage) {
		clause.Covers(s, "HD2-05.3")
		clause.Saw(s, "HD", "verify.file")
	})
	if s.failed || len(got) != 1 {
		t.Errorf("messages %v", s.messages)
	}
}

func TestSubtestsCountForTheirParentAndNotForEachOther(t *testing.T) {
	s, _ := proofs(t, "TestF", func(s *stage) {
		clause.Covers(s, "NA-04.1")
		clause.Saw(&stage{TB: t, name: "TestF/secret"}, "NA", "document.create")
	})
	if s.failed {
		t.Errorf("an act in a subtest did not count: %v", s.messages)
	}
	s, _ = proofs(t, "TestG/two", func(s *stage) {
		clause.Saw(&stage{TB: t, name: "TestG/one"}, "NA", "document.create")
		clause.Saw(&stage{TB: t, name: "TestG"}, "NA", "document.create")
		clause.Covers(s, "NA-04.1")
	})
	if !s.failed {
		t.Error("an act of the parent before the claim, or of a sister, counted")
	}
}

func TestParameterRowsNeedAChange(t *testing.T) {
	set := func(min string) string { return "refused below " + min }
	s, got := proofs(t, "TestH", func(s *stage) {
		a, b := clause.Parameter(s, "NA-16.1a-3.2", set, "1.4", "1.7")
		if a != "refused below 1.4" || b != "refused below 1.7" {
			t.Errorf("outcomes %q %q", a, b)
		}
		clause.Saw(s, "NA", "document.submit")
	})
	if s.failed || len(got) != 1 {
		t.Errorf("messages %v", s.messages)
	}
	s, got = proofs(t, "TestI", func(s *stage) {
		clause.Saw(s, "NA", "document.submit")
		clause.Parameter(s, "NA-16.1a-3.2", func(string) string { return "always" }, "1.4", "1.7")
	})
	if !s.failed || len(got) != 0 {
		t.Error("a parameter without effect was proven")
	}
	if s, _ := proofs(t, "TestJ", func(s *stage) { clause.Covers(s, "NA-16.1a-3.2") }); !s.failed {
		t.Error("a parameter row was covered without Parameter")
	}
	if s, _ := proofs(t, "TestK", func(s *stage) { clause.Parameter(s, "NA-04.1", set, "a", "b") }); !s.failed {
		t.Error("a functional row was proven as a parameter")
	}
}

func TestTableIsWhole(t *testing.T) {
	t.Parallel()
	if n := len(clause.Rows()); n != 572 {
		t.Errorf("%d rows, want 572", n)
	}
	if row, ok := clause.Find("HD1-Q2"); !ok || row.Profile() != "HD" || row.Kind != "parameter" {
		t.Errorf("row %+v", row)
	}
}
