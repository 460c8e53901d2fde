package archtest

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/profile"
)

// Profile.Clause and Profile.Source panic on a key that does not exist; here
// every key that the code names is held against the profile.
func TestKeysOfTheProfileExist(t *testing.T) {
	t.Parallel()
	set, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := set.At(set.Provinces()[0], time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources(t) {
		if floorOf(s.dir) == ground || strings.HasSuffix(s.name, "internal/domain/profile/profile_test.go") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			key, ok := namedKey(n)
			if ok && !slices.Contains(p.Keys(), key) {
				t.Errorf("%s: the profile has no key %q", s.at(n.Pos()), key)
			}
			return true
		})
	}
}

// namedKey finds x.Clause("section.key") and x.Source("section.key").
func namedKey(n ast.Node) (string, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return "", false
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || (selector.Sel.Name != "Clause" && selector.Sel.Name != "Source") {
		return "", false
	}
	lit, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		return "", false
	}
	return strings.Trim(lit.Value, `"`), true
}
