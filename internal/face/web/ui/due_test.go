package ui_test

import (
	"strings"
	"testing"
	"time"

	"antin/internal/face/web/ui"
	"antin/workday"
)

func TestDueChip(t *testing.T) {
	t.Parallel()
	c, err := workday.New(workday.Options{Plans: []workday.Plan{workday.OfficeWeek()}})
	if err != nil {
		t.Fatal(err)
	}
	due := time.Date(2026, 11, 25, 17, 0, 0, 0, ui.Hanoi) // a Wednesday, after the holiday 24/11
	for _, test := range []struct {
		now  string
		tone ui.Tone
		text string
	}{
		{"19 08:00", ui.Plain, "còn 3 ngày làm việc"},
		{"23 16:30", ui.Plain, "còn 1 ngày làm việc"},
		{"25 10:00", ui.Warn, "còn 5 giờ làm việc"},
		{"25 16:35", ui.Warn, "còn 25 phút làm việc"},
		{"25 17:00", ui.Warn, "đến hạn"},
		{"25 20:00", ui.Bad, "vừa quá hạn"},
		{"26 09:30", ui.Bad, "quá hạn 2 giờ làm việc"},
		{"27 16:30", ui.Bad, "quá hạn 1 ngày làm việc"},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-"+test.now, ui.Hanoi)
		if err != nil {
			t.Fatal(err)
		}
		if got := ui.DueChip(c.Left(now, due)); got.Tone != test.tone || got.Text != test.text {
			t.Errorf("%s: %q %q, want %q", test.now, got.Tone, got.Text, test.text)
		}
	}
	why := strings.Join(ui.DueWhy(c.Explain(time.Date(2026, 11, 20, 9, 0, 0, 0, ui.Hanoi), due)), "\n")
	if !strings.Contains(why, "24/11/2026 không tính: Ngày Văn hóa Việt Nam (Nghị quyết 28/2026/QH16, Điều 2).") {
		t.Errorf("why: %s", why)
	}
}
