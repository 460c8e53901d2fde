package render

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"antin/placement"
)

var update = flag.Bool("update", false, "write what poppler says into placement/testdata")

const layouts = "../../../placement/testdata"

// TestWordsAreThoseOfTheLayouts holds the stored words, from which placement is
// tested without tools, against poppler itself.
func TestWordsAreThoseOfTheLayouts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(layouts, "*.pdf"))
	if err != nil || len(files) < 12 {
		t.Fatalf("layouts: %d files, %v", len(files), err)
	}
	r := New(Config{})
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			got, err := r.Words(context.Background(), file)
			if err != nil {
				t.Fatal(err)
			}
			stored := strings.TrimSuffix(file, ".pdf") + ".json"
			if *update {
				writeWords(t, stored, got)
			}
			raw, err := os.ReadFile(stored)
			if err != nil {
				t.Fatal(err)
			}
			var want []placement.Page
			if err := json.Unmarshal(raw, &want); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("poppler says something else than %s", stored)
			}
		})
	}
}

// writeWords puts one word on a line, so that a change can be reviewed.
func writeWords(t *testing.T, file string, pages []placement.Page) {
	t.Helper()
	raw, err := json.Marshal(pages)
	if err != nil {
		t.Fatal(err)
	}
	raw = []byte(strings.ReplaceAll(string(raw), `{"Text"`, "\n"+`{"Text"`) + "\n")
	if err := os.WriteFile(file, raw, 0o644); err != nil {
		t.Fatal(err)
	}
}
