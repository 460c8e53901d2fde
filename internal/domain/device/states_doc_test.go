package device_test

import (
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/profile"
	"antin/internal/testkit/manual"
)

var update = flag.Bool("update", false, "write the page of the manual anew")

var deedNames = map[device.Deed]string{
	device.DeedReceive: "Đầu mối xác nhận đã nhận từ Cục", device.DeedDeliver: "Cơ quan xác nhận đã nhận", device.DeedConfirm: "Hai bên xác nhận biên bản bàn giao",
	device.DeedLock: "Báo bị khóa", device.DeedRestore: "Khôi phục", device.DeedBreak: "Báo hỏng, bị can thiệp", device.DeedLose: "Báo mất",
	device.DeedRecall: "Hết chứng thư số còn hiệu lực", device.DeedSpare: "Không thu hồi chứng thư số nữa",
	device.DeedTakeBack: "Nhận lại, có biên bản", device.DeedHandBack: "Giao Cục, có biên bản",
}

// TestManualTellsEveryMove keeps the part of the manual equal to the table of
// moves, with the national deadline and clause; -update writes it.
func TestManualTellsEveryMove(t *testing.T) {
	t.Parallel()
	laws, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	law, err := laws.At(laws.Provinces()[0], time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	days := map[string]int{
		"subscribers.device_return_working_days": law.Subscribers.DeviceReturnDays, "subscribers.recovery_working_days": law.Subscribers.RecoveryDays,
	}
	var b strings.Builder
	b.WriteString("## Thiết bị lưu khóa\n\nThời hạn và căn cứ là của quy định chung; tỉnh có quy chế riêng thì theo quy chế.\n\n")
	b.WriteString("| Đang ở | Việc | Chuyển sang | Ai làm | Thời hạn | Căn cứ |\n|---|---|---|---|---|---|\n")
	for _, m := range device.Moves() {
		if deedNames[m.Deed] == "" || m.From.Name() == "" || m.To.Name() == "" || m.Who == "" {
			t.Errorf("move %+v has no words", m)
		}
		deadline := ""
		if m.Deadline != "" {
			n, ok := days[m.Deadline]
			if !ok {
				t.Errorf("deadline %q is not in this test", m.Deadline)
			}
			deadline = strconv.Itoa(n) + " ngày làm việc"
		}
		fmt.Fprintf(&b, "| **%s** | %s | %s | %s | %s | %s |\n", m.From.Name(), deedNames[m.Deed], m.To.Name(), m.Who, deadline, law.Clause(m.Clause))
	}
	manual.States(t, "device", b.String(), *update)
}

// Every state can be reached and left, but the two ends.
func TestStatesLeadFromTheAuthorityToTheEnd(t *testing.T) {
	t.Parallel()
	reached := []device.State{device.AtAuthority}
	for range device.States() {
		for _, m := range device.Moves() {
			if slices.Contains(reached, m.From) && !slices.Contains(reached, m.To) {
				reached = append(reached, m.To)
			}
		}
	}
	for _, s := range device.States() {
		if !slices.Contains(reached, s) {
			t.Errorf("%s is never reached", s)
		}
		if (len(s.Allowed()) == 0) != s.Ended() {
			t.Errorf("%s: %d moves, ended %v", s, len(s.Allowed()), s.Ended())
		}
	}
}
