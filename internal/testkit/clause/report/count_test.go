package main

import (
	"strings"
	"testing"
)

const twoProofs = `{"id":"NA-16.1b-2","package":"antin/internal/e2e","test":"TestMain","saw":["POST /sign"]}
{"id":"HD2-05.3","package":"antin/internal/e2e","test":"TestMain","saw":["verify"]}
{"id":"NA-16.1b-2","package":"antin/internal/e2e","test":"TestOther","saw":["POST /sign"]}
`

func counted(t *testing.T) proven {
	t.Helper()
	found, err := read(strings.NewReader(twoProofs))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestTableCountsEachRowOnce(t *testing.T) {
	t.Parallel()
	found := counted(t)
	for _, line := range found.cells() {
		if line[0] == "all" && (line[1] != "1/102" || line[6] != "1/87" || line[7] != "2/572") {
			t.Errorf("sums %v", line)
		}
	}
	if page := found.page(); !strings.Contains(page, "| NA-16.1b-2 |") || !strings.Contains(page, "TestMain, internal/e2e TestOther") {
		t.Error("the page does not name the row with both tests")
	}
}

func TestReadRefusesBadProofs(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"unknown row": `{"id":"NA-99","test":"T","saw":["x"]}`,
		"saw nothing": `{"id":"NA-16.1b-2","test":"T"}`,
		"no JSON":     `NA-16.1b-2`,
	} {
		if _, err := read(strings.NewReader(line)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestFloorHolds(t *testing.T) {
	t.Parallel()
	found := counted(t)
	if err := found.above("# least\nNA 1\nHD 1 verification\n"); err != nil {
		t.Error(err)
	}
	for _, rules := range []string{"NA 2", "NA 1 exchange", "XX 0", "NA", "NA many"} {
		if err := found.above(rules); err == nil {
			t.Errorf("floor %q held", rules)
		}
	}
}
