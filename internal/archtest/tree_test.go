package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// source is one Go file of the module.
type source struct {
	name      string // from the root, with slashes
	dir       string
	test      bool
	generated bool
	lines     int
	text      string
	file      *ast.File
	set       *token.FileSet
}

// root is the folder of go.mod.
func root(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the tests")
		}
		dir = filepath.Dir(dir)
	}
}

// skipped are folders that are not ours to judge: output, other modules,
// other people's files.
var skipped = []string{".git", "build", "data", "tmp", "tools", "third_party", "testdata", "node_modules"}

// files lists the files with one of the endings, from the root, with slashes.
func files(t *testing.T, endings ...string) []string {
	t.Helper()
	var list []string
	top := root(t)
	err := filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains(skipped, d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(top, name)
		if err == nil && slices.Contains(endings, filepath.Ext(name)) {
			list = append(list, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func text(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root(t), name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

var (
	readOnce sync.Once
	tree     []source
)

// sources reads and parses every Go file once for all tests.
func sources(t *testing.T) []source {
	t.Helper()
	readOnce.Do(func() {
		for _, name := range files(t, ".go") {
			content := text(t, name)
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, name, content, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			tree = append(tree, source{
				name: name, dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go"),
				generated: ast.IsGenerated(file), lines: strings.Count(content, "\n"),
				text: content, file: file, set: set,
			})
		}
	})
	if len(tree) == 0 {
		t.Fatal("no source was read")
	}
	return tree
}

func (s source) imports() []string {
	var list []string
	for _, spec := range s.file.Imports {
		if name, err := strconv.Unquote(spec.Path.Value); err == nil {
			list = append(list, name)
		}
	}
	return list
}

func (s source) at(pos token.Pos) string { return s.set.Position(pos).String() }
