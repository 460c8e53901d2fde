package sheet

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"antin/pades"
)

// source is the text of the engine's files whose names match.
func source(t *testing.T, patterns ...string) string {
	t.Helper()
	var out strings.Builder
	for _, pattern := range patterns {
		files, err := filepath.Glob(filepath.Join("..", "..", "..", "pades", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			out.Write(raw)
		}
	}
	return out.String()
}

// literals are the distinct matches of a pattern's first group, at least so many.
func literals(t *testing.T, text, pattern string, atLeast int) []string {
	t.Helper()
	seen := map[string]bool{}
	var out []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		if !seen[m[1]] {
			seen[m[1]] = true
			out = append(out, m[1])
		}
	}
	if len(out) < atLeast {
		t.Errorf("%s: only %d", pattern, len(out))
	}
	return out
}

// TestEveryWordOfTheEngineHasVietnamese reads the engine's source: kinds of
// changes, checks, gaps, levels, sub-indications and kinds of time-stamps.
func TestEveryWordOfTheEngineHasVietnamese(t *testing.T) {
	t.Parallel()
	for _, kind := range literals(t, source(t, "compare*.go", "flow*.go", "verify_hidden.go", "verify_modification.go", "verify_form*.go", "verify_resolve.go", "polic*.go"), `"([a-z]+(?:-[a-z]+)+)"`, 45) {
		if words, ok := changeWords[kind]; !ok || words == "" && unseenWords[kind] == "" {
			t.Errorf("the change %q has no words", kind)
		}
	}
	checks := literals(t, source(t, "internal/check/*.go"), `check\{"([a-z-]+)"`, 20)
	checks = append(checks, literals(t, source(t, "verify*.go"), `Finding\{+Name: "([a-z-]+)"`, 3)...)
	for _, name := range checks {
		if checkNames[name] == "" || checkWhys[name] == "" {
			t.Errorf("the check %q has no words", name)
		}
	}
	for _, code := range literals(t, source(t, "*.go"), `Gap[A-Z]\w*\s*=\s*"([a-z-]+)"`, 10) {
		if gapWords[code] == "" {
			t.Errorf("the gap %q has no words", code)
		}
	}
	for _, code := range []string{pades.GapBrokenPath, pades.GapBadStamp} {
		if got := GapText(pades.Gap{Code: code}); got == gapUnknown {
			t.Errorf("%s: %q", code, got)
		}
	}
	for _, level := range literals(t, source(t, "level.go"), `Level = "([A-Z-]+)"`, 4) {
		if levelWords[pades.Level(level)] == "" {
			t.Errorf("the level %q has no words", level)
		}
	}
	for _, sub := range literals(t, source(t, "report.go"), `SubIndication = "([A-Z_]+)"`, 14) {
		if subWhy[pades.SubIndication(sub)] == "" || subDo[pades.SubIndication(sub)] == "" {
			t.Errorf("the sub-indication %q has no words", sub)
		}
	}
	for _, kind := range literals(t, source(t, "verify_stamp.go"), `stamp[A-Z]\w*\s*=\s*"([a-z]+)"`, 3) {
		if stampKinds[kind] == "" {
			t.Errorf("the time-stamp %q has no words", kind)
		}
	}
}

// TestFaultsOfAPathHaveVietnamese: the checks of package certpath.
func TestFaultsOfAPathHaveVietnamese(t *testing.T) {
	t.Parallel()
	for _, name := range literals(t, source(t, "../certpath/result.go"), `Check\s*= "([a-z-]+)"`, 10) {
		if pathWords(name+": some detail") == pathUnknown {
			t.Errorf("the fault %q has no words", name)
		}
	}
}

// english finds words of small letters that are no Vietnamese syllable: with a
// letter or an ending that Vietnamese does not have.
var english = regexp.MustCompile(`\b(?:[a-z]*(?:[fjwz]|sh|ed|ck|ee|oo|ing|tion|ss|st|nt|ld|rd|le|re|er|or|ll|sed)[a-z]*|the|no|that|rule|must|any|allows|table|annex|and|step|of|is|not)\b`)

// TestRulesAndClausesAreShownInVietnamese: every rule and clause that stands in
// the engine's source.
func TestRulesAndClausesAreShownInVietnamese(t *testing.T) {
	t.Parallel()
	rules := literals(t, source(t, "*.go", "internal/check/*.go"), `"((?:[a-z-]+: )?(?:ISO 32000|ETSI EN|ETSI TS|RFC )[^"]*)"`, 40)
	rules = append(rules, literals(t, source(t, "flow.go"), `flowRule = "([^"]+)"`, 1)...)
	for _, rule := range rules {
		got := clauseText(rule)
		if got == "" {
			t.Errorf("nothing is left of %q", rule)
		}
		if m := ruleName.FindStringSubmatch(rule); m != nil && ruleNames[m[1]] == "" {
			t.Errorf("the rule %q has no words", m[1])
		}
		if word := english.FindString(got); word != "" {
			t.Errorf("%q is shown as %q: %q", rule, got, word)
		}
	}
	if got := clauseText("ISO 32000-2, 12.8.1: some new prose of the engine; another; RFC 5652, 5.3 and 11"); got != "ISO 32000-2, 12.8.1; RFC 5652, 5.3 và 11" {
		t.Errorf("%q", got)
	}
	for prose := range ruleProse {
		if english.FindString(prose) == "" {
			t.Errorf("the test would not see %q", prose)
		}
	}
}
