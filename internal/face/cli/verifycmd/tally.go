package verifycmd

import (
	"fmt"
	"strings"

	"antin/pades"
)

// tally counts files by their indication.
type tally map[pades.Indication]int

// worst decides the exit status over several files.
func (t tally) worst() pades.Indication {
	worst := pades.TotalPassed
	for i := range t {
		if i.Severity() > worst.Severity() {
			worst = i
		}
	}
	return worst
}

// String is the last line of a run over several files.
func (t tally) String() string {
	all := 0
	var parts []string
	for _, w := range []struct {
		is   pades.Indication
		text string
	}{
		{pades.TotalPassed, "hợp lệ"}, {pades.Indeterminate, "chưa đủ căn cứ"}, {pades.TotalFailed, "không hợp lệ"},
		{pades.NoSignature, "không có chữ ký"}, {pades.Unreadable, "không đọc được"},
	} {
		all += t[w.is]
		if n := t[w.is]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, w.text))
		}
	}
	return fmt.Sprintf("Đã kiểm tra %d tệp: %s.", all, strings.Join(parts, ", "))
}
