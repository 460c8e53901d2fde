package archtest

import (
	"strings"
	"testing"
)

func TestFloorsImportOnlyDownward(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if floorOf(s.dir) == unknown {
			t.Errorf("%s stands on no floor", s.name)
			continue
		}
		if s.test {
			continue // tests may wire what they need
		}
		for _, name := range s.imports() {
			if to, ours := strings.CutPrefix(name, "antin/"); ours {
				if why := whyNot(s.dir, to); why != "" {
					t.Errorf("%s imports %s: %s", s.name, to, why)
				}
				continue
			}
			if why, banned := bans[floorOf(s.dir)][name]; banned {
				t.Errorf("%s imports %s: %s", s.name, name, why)
			}
		}
	}
}

// Packages of the test kit would otherwise end up in the program.
func TestTestkitIsImportedByTestsOnly(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		floor := floorOf(s.dir)
		if s.test || floor == testkit || floor == suite {
			continue
		}
		for _, name := range s.imports() {
			to := strings.TrimPrefix(name, "antin/")
			if to != name && (floorOf(to) == testkit || floorOf(to) == suite) {
				t.Errorf("%s imports %s outside a test", s.name, to)
			}
		}
	}
}

func TestRulesOfTheFloors(t *testing.T) {
	t.Parallel()
	cases := []struct {
		from, to string
		may      bool
	}{
		{"pades", "pdf", true},
		{"pades/internal/check", "cms", true},
		{"pdf", "internal/fault", false},
		{"internal/domain/document", "internal/domain/org", true},
		{"internal/domain/org", "internal/domain/document", false},
		{"internal/domain/document", "internal/domain/document/documentsql", false},
		{"internal/domain/document/documentsql", "internal/platform/sqldb", true},
		{"internal/domain/document/documentsql", "internal/domain/document/documentsql/db", true},
		{"internal/domain/document", "internal/platform/sqldb", false},
		{"internal/domain/profile", "profiles", true},
		{"internal/domain/org", "profiles", false},
		{"internal/platform/blob", "internal/domain/org", false},
		{"internal/face/web", "internal/platform/sqldb", false},
		{"internal/face/web/documentweb", "internal/domain/document", true},
		{"internal/face/agent", "internal/platform/token", true},
		{"internal/face/agent", "internal/platform/sqldb", false},
		{"internal/app", "internal/face/web", true},
		{"internal/app", "internal/testkit/browser", false},
		{"cmd/antin", "internal/app", true},
		{"cmd/antin", "internal/domain/org", false},
		{"internal/util", "pdf", false},
	}
	for _, c := range cases {
		if why := whyNot(c.from, c.to); (why == "") != c.may {
			t.Errorf("%s → %s: %q", c.from, c.to, why)
		}
	}
}
