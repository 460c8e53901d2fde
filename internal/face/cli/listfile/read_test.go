package listfile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antin/algorithm"
	"antin/internal/face/cli/listfile"
)

func TestListIsReadOrRefusedInWords(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "algorithms.toml")
	if _, err := listfile.Read(path); err == nil || !strings.Contains(err.Error(), "không mở được danh mục") {
		t.Errorf("no file: %v", err)
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(algorithm.DefaultText())
	if list, err := listfile.Read(path); err != nil || list.SHA256() != algorithm.Default().SHA256() {
		t.Errorf("the embedded list: %v", err)
	}
	write(strings.Replace(algorithm.DefaultText(), `name = "SHA-224"
until = "2029-01-01"`, `name = "SHA-224"
until = "someday"`, 1))
	if _, err := listfile.Read(path); err == nil || !strings.Contains(err.Error(), "không dùng được") || !strings.Contains(err.Error(), "SHA-224") {
		t.Errorf("a bad date: %v", err)
	}
}
