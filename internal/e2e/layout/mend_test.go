package layout_test

import (
	"strings"
	"testing"

	"antin/docx"
	"antin/layout"
)

// TestMendLeavesOnlyWhatPeopleMustDecide: after the repair nothing that could be
// mended is left, and no wording changed but leading zeros, signs of capacity
// and capitals.
func TestMendLeavesOnlyWhatPeopleMustDecide(t *testing.T) {
	t.Parallel()
	mended := 0
	for _, g := range set() {
		raw, err := docx.Write(g.content())
		if err != nil {
			t.Fatal(err)
		}
		f, err := docx.Open(raw)
		if err != nil {
			t.Fatal(err)
		}
		before := f.Content().Texts()
		mended += len(layout.Mend(f, g.options))
		if raw, err = f.Bytes(); err != nil {
			t.Fatal(err)
		}
		again, err := docx.Open(raw)
		if err != nil {
			t.Fatalf("%s: %v", g.name, err)
		}
		for _, left := range layout.Check(layout.FromDOCX(again.Content()), g.options) {
			if left.Mends {
				t.Errorf("%s: %s is still there: %s", g.name, left.Rule.Code, left.Is)
			}
		}
		for _, c := range docx.Compare(before, again.Content().Texts()) {
			for _, p := range c.Pieces {
				if p.Kind == docx.Added && !allowed(p.Text, c) && !stood(before, p.Text) {
					t.Errorf("%s: the words changed: %+v", g.name, c)
				}
			}
		}
	}
	t.Logf("%d faults mended", mended)
	if mended < 25 {
		t.Errorf("only %d faults were mended", mended)
	}
}

func allowed(added string, c docx.Change) bool {
	removed := ""
	for _, p := range c.Pieces {
		if p.Kind != docx.Added {
			removed += p.Text
		}
	}
	added = strings.TrimSpace(added)
	return strings.EqualFold(removed, added) || strings.HasPrefix(added, "0") || strings.Contains("TM. KT. TL. TUQ. Q.", added) ||
		strings.Contains(strings.ToLower(removed), strings.ToLower(added))
}

func stood(before []string, text string) bool {
	for _, b := range before {
		if strings.EqualFold(strings.TrimSpace(b), strings.TrimSpace(text)) {
			return true
		}
	}
	return false
}
