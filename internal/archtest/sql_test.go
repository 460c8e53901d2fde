package archtest

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

var comment = regexp.MustCompile(`--[^\n]*`)

// One line of numbers, forward only: foreign keys cross subjects, and a
// migration that went out is never taken back.
func TestMigrationsGoForwardInOneLine(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^(\d{4})_[a-z0-9_]+\.sql$`)
	numbers := map[int]map[string]string{} // number → folder → name
	highest := 0
	for _, name := range files(t, ".sql") {
		dir, ok := strings.CutPrefix(path.Dir(name), "internal/schema")
		if !ok {
			continue
		}
		m := form.FindStringSubmatch(path.Base(name))
		if m == nil {
			t.Errorf("%s is not named 0000_subject.sql", name)
			continue
		}
		if regexp.MustCompile(`(?i)\+goose\s+down`).MatchString(text(t, name)) {
			t.Errorf("%s goes backward: migrations are forward only", name)
		}
		n, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		if other := numbers[n][dir]; other != "" {
			t.Errorf("%s has the number of %s", name, other)
		}
		if numbers[n] == nil {
			numbers[n] = map[string]string{}
		}
		numbers[n][dir] = path.Base(name)
		highest = max(highest, n)
	}
	for n := 1; n <= highest; n++ {
		if numbers[n] == nil {
			t.Errorf("number %04d is missing", n)
			continue
		}
		both, lite, big := numbers[n][""], numbers[n]["/sqlite"], numbers[n]["/postgres"]
		if both == "" && (lite == "" || big == "") {
			t.Errorf("%04d stands for one engine only: %v", n, numbers[n])
		}
	}
}

// One text serves SQLite and PostgreSQL.
func TestSharedSQLRunsOnBothEngines(t *testing.T) {
	t.Parallel()
	banned := map[string]*regexp.Regexp{
		"a cast (:: is a parameter name on SQLite)": regexp.MustCompile(`::`),
		"any($n), which SQLite does not know":       regexp.MustCompile(`(?i)\bany\s*\(\s*\$`),
		"a row lock, which SQLite does not know":    regexp.MustCompile(`(?i)\bfor\s+update\b|\bskip\s+locked\b`),
		"a column typed uuid, mangled by SQLite":    regexp.MustCompile(`(?im)^\s*\w+\s+uuid\b`),
	}
	for _, name := range files(t, ".sql") {
		if strings.Contains(name, "/postgres/") || strings.Contains(name, "/sqlite/") || strings.HasSuffix(name, "_postgres.sql") {
			continue // one engine's own statements
		}
		sql := comment.ReplaceAllString(withoutPairs(t, name), "")
		for what, pattern := range banned {
			if pattern.MatchString(sql) {
				t.Errorf("%s has %s", name, what)
			}
		}
	}
}

// withoutPairs leaves out the statements that have one text for each engine:
// their names end in Postgres and SQLite, and both must be there.
func withoutPairs(t *testing.T, name string) string {
	t.Helper()
	parts := regexp.MustCompile(`(?m)^-- name: (\w+)`).Split(text(t, name), -1)
	names := regexp.MustCompile(`(?m)^-- name: (\w+)`).FindAllStringSubmatch(text(t, name), -1)
	engines := map[string]int{}
	rest := parts[0]
	for i, n := range names {
		stem, big := strings.CutSuffix(n[1], "Postgres")
		if !big {
			stem, big = strings.CutSuffix(n[1], "SQLite")
		}
		if !big {
			rest += parts[i+1]
			continue
		}
		engines[stem]++
	}
	for stem, n := range engines {
		if n != 2 {
			t.Errorf("%s: %s stands for one engine only", name, stem)
		}
	}
	return rest
}

// modernc's SQLite is translated C and runs only with the libc it was
// translated for.
func TestLibcIsTheOneThatSQLiteAsksFor(t *testing.T) {
	t.Parallel()
	ours := requires(t, filepath.Join(root(t), "go.mod"), "modernc.org/libc")
	command := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "modernc.org/sqlite")
	command.Dir = root(t)
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	asked := requires(t, filepath.Join(strings.TrimSpace(string(out)), "go.mod"), "modernc.org/libc")
	if ours != asked {
		t.Errorf("go.mod has modernc.org/libc %s, modernc.org/sqlite asks for %s", ours, asked)
	}
}

func requires(t *testing.T, name, module string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := modfile.ParseLax(name, raw, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range file.Require {
		if r.Mod.Path == module {
			return r.Mod.Version
		}
	}
	t.Fatalf("%s does not require %s", name, module)
	return ""
}
