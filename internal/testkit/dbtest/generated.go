package dbtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Generated fails t when the committed query code is not what its SQL
// generates. It needs the tool that "tools/build" makes: without it the check
// is skipped on a laptop, and an error where CI or ANTIN_TEST_ALL is set. root
// is the folder of go.mod; names restrict it to some blocks of sqlc.yaml.
func Generated(t testing.TB, root string, names ...string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(root, "build", "bin", "sqlc")); err != nil {
		if os.Getenv("CI") != "" || os.Getenv("ANTIN_TEST_ALL") != "" {
			t.Fatal(`build/bin/sqlc is missing, and here nothing may be skipped: run "tools/build"`)
		}
		t.Skip(`no build/bin/sqlc: run "tools/build" to check generated code`)
	}
	if len(names) == 0 {
		names = []string{""}
	}
	for _, name := range names {
		args := []string{"-check"}
		if name != "" {
			args = append(args, name)
		}
		check := exec.CommandContext(t.Context(), filepath.Join(root, "tools", "generate"), args...)
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("generated code is stale, run tools/generate %s: %v\n%s", name, err, out)
		}
	}
}
