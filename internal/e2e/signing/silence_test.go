package signing

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"antin/internal/platform/practice"
)

// authorities answer each in a wrong way; the key is the code of the reason.
func authorities(t *testing.T, d *desk) map[string][]string {
	t.Helper()
	serve := func(h http.HandlerFunc) string {
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s.URL
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	allow := []string{"--allow", "127.0.0.1"}
	return map[string][]string{
		"forbidden": {"--tsa", d.tsa},
		"refused":   append([]string{"--tsa", gone.URL}, allow...),
		"status":    append([]string{"--tsa", serve(http.NotFound)}, allow...),
		"content":   append([]string{"--tsa", serve(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("chào")) })}, allow...),
		"timeout":   append([]string{"--patience", "100ms", "--tsa", serve(asleep)}, allow...),
	}
}

// asleep answers nothing until the client is gone, which the server sees once
// it has read the question.
func asleep(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

// TestMissingTimeStampSaysWhy: for signing, stamping and extending, in words a
// person can act on, and as a code.
func TestMissingTimeStampSaysWhy(t *testing.T) {
	t.Parallel()
	d := newDesk(t, practice.WithECDSA())
	words := map[string]string{
		"forbidden": "mạng nội bộ", "refused": "không nhận kết nối", "status": "trả lời lỗi", "content": "không phải dấu thời gian", "timeout": "hết thời gian chờ",
	}
	file := d.path("drafts/pa-baocao.pdf")
	if status, out := d.sign("--level", "B", "--out", d.path("b"), file); status != 0 {
		t.Fatal(status, out)
	}
	for code, flags := range authorities(t, d) {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			for command, args := range map[string][]string{
				"sign":      {"sign", "--key", d.path("key.pem"), "--cert", d.path("cert.pem"), "--out", d.path(code), file},
				"timestamp": {"timestamp", "--out", d.path(code), file},
				"extend":    {"extend", "--level", "T", "--out", d.path(code), d.path("b/pa-baocao.pdf")},
			} {
				status, out := d.run(append(args, flags...)...)
				if status == 0 || !strings.Contains(out, words[code]) || code == "forbidden" && !strings.Contains(out, "--allow 127.0.0.1") {
					t.Errorf("%s: %d %s", command, status, out)
				}
				if _, said := d.run(append(append(args, "--json"), flags...)...); command != "sign" && !strings.Contains(said, `"code":"`+code+`"`) {
					t.Errorf("%s: %s", command, said)
				}
			}
			if left, err := os.ReadDir(d.path(code)); err != nil || len(left) != 1 {
				t.Errorf("signing keeps its file, the others write none: %v %v", left, err)
			}
		})
	}
	status, out := d.run("extend", "--level", "T", d.path("b/pa-baocao.pdf"))
	if status == 0 || !strings.Contains(out, "thêm --tsa") {
		t.Errorf("%d %s", status, out)
	}
}
