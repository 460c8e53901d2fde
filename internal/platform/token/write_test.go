package token_test

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"os"
	"slices"
	"strings"
	"testing"
)

// calls are the PKCS#11 functions that this program may call. InitPIN and SetPIN
// change a PIN by its holder; all others read, log in or sign.
var calls = []string{
	"CloseSession", "Destroy", "Finalize", "FindObjects", "FindObjectsFinal", "FindObjectsInit", "GetAttributeValue", "GetInfo", "GetSlotList",
	"GetTokenInfo", "InitPIN", "Initialize", "Login", "Logout", "OpenSession", "SetPIN", "Sign", "SignInit",
}

// forbidden write what stands on a token: import, make, change or erase an
// object, or set the token up anew (HT-10.5).
var forbidden = []string{
	"InitToken", "CreateObject", "CopyObject", "DestroyObject", "SetAttributeValue", "GenerateKey", "GenerateKeyPair", "UnwrapKey", "DeriveKey",
	"SetOperationState", "WrapKey",
}

func TestNothingOnATokenIsWritten(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(gotoken.NewFileSet(), e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			outer, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if slices.Contains(forbidden, outer.Sel.Name) {
				t.Errorf("%s uses %s, which writes on the token", e.Name(), outer.Sel.Name)
			}
			if inner, ok := outer.X.(*ast.SelectorExpr); ok && inner.Sel.Name == "p11" {
				seen[outer.Sel.Name] = true
			}
			return true
		})
	}
	for name := range seen {
		if !slices.Contains(calls, name) {
			t.Errorf("%s is not on the list of PKCS#11 functions that may be called", name)
		}
	}
	if !seen["Sign"] || !seen["InitPIN"] {
		t.Error("the list was not read: no call of Sign or InitPIN seen")
	}
}
