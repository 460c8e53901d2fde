package archtest

import (
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"antin/internal/failpoint"
)

// Limits of CONTRIBUTING.md; the aims are half of them.
const (
	fileLimit     = 600
	testFileLimit = 1000
	funcLimit     = 100
)

func TestFilesAndFunctionsStaySmall(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.generated {
			continue
		}
		limit := fileLimit
		if s.test {
			limit = testFileLimit
		}
		if s.lines > limit {
			t.Errorf("%s has %d lines, limit %d: look for the second subject", s.name, s.lines, limit)
		}
		for _, decl := range s.file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			if n := s.set.Position(f.End()).Line - s.set.Position(f.Pos()).Line + 1; n > funcLimit {
				t.Errorf("%s: %s has %d lines, limit %d", s.at(f.Pos()), f.Name.Name, n, funcLimit)
			}
		}
	}
}

func TestEachPackageIsDocumentedOnceInDocGo(t *testing.T) {
	t.Parallel()
	documented, seen := map[string]int{}, map[string]bool{}
	for _, s := range sources(t) {
		if s.test || s.generated || floorOf(s.dir) == command || path.Base(s.dir) == "db" {
			continue
		}
		seen[s.dir] = true
		if s.file.Doc == nil {
			continue
		}
		documented[s.dir]++
		if path.Base(s.name) != "doc.go" {
			t.Errorf("%s documents its package: that belongs in doc.go", s.name)
		}
		first := "Package " + s.file.Name.Name + " "
		if s.file.Name.Name == "main" {
			first = "Command " + path.Base(s.dir) + " "
		}
		if !strings.HasPrefix(s.file.Doc.Text(), first) {
			t.Errorf("%s does not begin with %q", s.name, first)
		}
	}
	for dir := range seen {
		if documented[dir] != 1 {
			t.Errorf("%s is documented %d times, want once in doc.go", dir, documented[dir])
		}
	}
}

func TestNoEmptyNames(t *testing.T) {
	t.Parallel()
	vague := regexp.MustCompile(`(^|/)(utils?|common|helpers?|managers?|models?|misc|shared|base)$`)
	for _, s := range sources(t) {
		if vague.MatchString(s.dir) {
			t.Errorf("%s: the name of the folder says nothing", s.name)
		}
	}
}

// Each mark of a step stands in failpoint.Names, and the other way round: the
// crash test kills at each name. A mark may take its name from a variable; the
// literals of its package then count as marks.
func TestFailpointMarksEqualTheirList(t *testing.T) {
	t.Parallel()
	marks, variable := map[string]string{}, map[string]bool{}
	for _, s := range sources(t) {
		if s.test || floorOf(s.dir) == words {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !isHit(call) {
				return true
			}
			name, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				variable[s.dir] = true
				return true
			}
			key := strings.Trim(name.Value, `"`)
			if where, twice := marks[key]; twice {
				t.Errorf("%s: %q is also marked at %s", s.at(call.Pos()), key, where)
			}
			marks[key] = s.at(call.Pos())
			return true
		})
	}
	for _, s := range sources(t) {
		if s.test || !variable[s.dir] {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if name, ok := n.(*ast.BasicLit); ok {
				if key := strings.Trim(name.Value, `"`); slices.Contains(failpoint.Names, key) && marks[key] == "" {
					marks[key] = s.at(name.Pos())
				}
			}
			return true
		})
	}
	for _, name := range failpoint.Names {
		if marks[name] == "" {
			t.Errorf("failpoint %q is listed and marked nowhere", name)
		}
	}
	for name, where := range marks {
		if !slices.Contains(failpoint.Names, name) {
			t.Errorf("%s: failpoint %q is not in failpoint.Names", where, name)
		}
	}
}

func isHit(call *ast.CallExpr) bool {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "Hit" || len(call.Args) != 1 {
		return false
	}
	pkg, ok := selector.X.(*ast.Ident)
	return ok && pkg.Name == "failpoint"
}

// mayName are files that name provinces, each with its reason.
var mayName = map[string]string{
	"internal/face/web/ui/format.go": "tells readers from which regulation a clause comes",
}

// Rules and pages ask the profile, never the name of a province.
func TestNoProvinceByName(t *testing.T) {
	t.Parallel()
	code := regexp.MustCompile(`^"(NA|LD|HT|BG|HD|HD1|HD2)"$`)
	for _, s := range sources(t) {
		floor := floorOf(s.dir)
		if s.test || s.generated || mayName[s.name] != "" || (floor != domain && floor != face && floor != store) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && code.MatchString(lit.Value) {
				t.Errorf("%s: %s names a province; ask the profile", s.at(lit.Pos()), lit.Value)
			}
			return true
		})
	}
}

func TestNoNakedTodo(t *testing.T) {
	t.Parallel()
	// Written apart, so that this file does not break its own rule.
	word := regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`)
	issue := regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\(#\d+\)`)
	for _, name := range files(t, ".go", ".html", ".css", ".js", ".sql", ".toml", ".sh") {
		for i, line := range strings.Split(text(t, name), "\n") {
			if word.MatchString(line) && !issue.MatchString(line) {
				t.Errorf("%s:%d: name the issue that will do it", name, i+1)
			}
		}
	}
}
