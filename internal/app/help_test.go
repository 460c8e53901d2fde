package app

import (
	"bytes"
	"strings"
	"testing"
)

// TestHelpIsVietnamese: also what the library of the command line writes.
func TestHelpIsVietnamese(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--help"}, {"verify", "--help"}, {"sign", "--help"}, {"tour", "--help"}} {
		var out, errs bytes.Buffer
		if status := Main(args, &out, &errs); status != 0 || !strings.HasPrefix(out.String(), "Cách dùng: antin") {
			t.Errorf("%q: status %d, %s", args, status, out.String())
		}
		for _, foreign := range []string{"Usage", "Flags", "Commands", "Arguments", "Show ", "Run \"", "command", "[flags]"} {
			if strings.Contains(out.String(), foreign) {
				t.Errorf("%q says %q:\n%s", args, foreign, out.String())
			}
		}
	}
	for want, args := range map[string][]string{
		"không có tùy chọn --la":    {"verify", "--la", "x.pdf"},
		"thiếu <FILE> ...":          {"verify"},
		"không có lệnh hay tham số": {"khong-co"},
		"thiếu tùy chọn --key=FILE": {"sign", "x.pdf"},
		"thiếu tên lệnh":            {},
		"giá trị của --workers":     {"verify", "--workers", "x", "x.pdf"},
	} {
		var out, errs bytes.Buffer
		if status := Main(args, &out, &errs); status != wrongUse || !strings.Contains(errs.String(), want) {
			t.Errorf("%q: status %d, no %q in %s", args, status, want, errs.String())
		}
	}
}
