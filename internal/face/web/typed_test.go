package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"antin/internal/testkit/htmlcheck"
)

func TestCharactersThatNobodyTypesAreRefusedInWords(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	g := s.as(t, "vanthu")
	for _, bad := range []string{"rà soát\x00", "rà \x1b[31msoát", "rà so\xffát"} {
		_, status, page := g.post("/note", url.Values{"subject": {bad}})
		if status != http.StatusUnprocessableEntity || s.got() != "" {
			t.Errorf("%q: %d, stored %q", bad, status, s.got())
		}
		htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Ô “Trích yếu” có ký tự điều khiển"))
	}
	if _, status, _ := g.post("/note", url.Values{"subject": {"dòng 1\r\ndòng 2 \u202efdp\u2069"}}); status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	if got := s.got(); got != "dòng 1\r\ndòng 2 fdp" {
		t.Errorf("stored %q", got)
	}
	for _, path := range []string{"/drafts?q=%00", "/drafts?q=%ff", "/%00"} {
		if _, status, _ := g.get(path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}
