package deviceweb

import (
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/signing"
	"antin/internal/face/web/ui"
)

func labels() map[string]string {
	return map[string]string{
		"serial": "Số sê-ri", "model": "Kiểu thiết bị", "place": "Nơi bàn giao", "storage": "Nơi cất giữ", "system": "Hệ thống, dịch vụ", "condition": "Tình trạng thiết bị",
		"paper-number": "Số văn bản", "paper-signer": "Người ký văn bản", "tracking": "Số hiệu bưu gửi", "serials": "Số sê-ri đã nhận", "note": "Ghi chú",
		"reason": "Lý do", "consent": "Số văn bản đồng ý của Cục", "minutes-number": "Số biên bản", "q": "Tìm",
	}
}

// kinds of devices in the order in which they are offered.
func kinds() []ui.Choice {
	var out []ui.Choice
	for _, k := range []device.Kind{device.Token, device.SIM, device.HSM, device.Remote} {
		out = append(out, ui.Choice{Value: string(k), Text: kindName(k)})
	}
	return out
}

func kindName(k device.Kind) string {
	switch k {
	case device.Token:
		return "USB PKI"
	case device.SIM:
		return "SIM PKI"
	case device.HSM:
		return "HSM"
	case device.Remote:
		return "Ký số từ xa"
	}
	return string(k)
}

func stateChip(s device.State) ui.Chip {
	c := ui.Chip{Text: s.Name()}
	switch s {
	case device.InUse:
		c.Tone = ui.Good
	case device.Lost, device.Broken:
		c.Tone = ui.Bad
	case device.Locked:
		c.Tone, c.Sign = ui.Bad, "lock"
	case device.ReturnDue, device.Awaiting:
		c.Tone, c.Sign = ui.Warn, "clock"
	case device.Returned, device.HandedBack:
		c.Tone, c.Sign = ui.Wait, "check"
	case device.AtAuthority, device.AtDepartment:
		c.Tone = ui.Wait
	}
	return c
}

func minutesChip(h device.Handover, now time.Time) ui.Chip {
	switch {
	case h.State == device.HandoverApproval:
		return ui.Chip{Tone: ui.Warn, Text: "Chờ thủ trưởng duyệt", Sign: "clock"}
	case h.State == device.HandoverOpen:
		return ui.Chip{Tone: ui.Warn, Text: "Chờ xác nhận", Sign: "clock"}
	case h.State == device.HandoverWithdrawn:
		return ui.Chip{Tone: ui.Wait, Text: "Đã hủy", Sign: "stop"}
	case h.Temporary() && h.To.After(now):
		return ui.Chip{Tone: ui.Warn, Text: "Đang tạm giao", Sign: "clock"}
	case h.Temporary():
		return ui.Chip{Tone: ui.Wait, Text: "Hết tạm giao", Sign: "check"}
	}
	return ui.Chip{Tone: ui.Good, Text: "Đã bàn giao"}
}

// dueChip says how long is left for a return or a check.
func (m *module) dueChip(province string, due time.Time) (*ui.Chip, error) {
	if due.IsZero() {
		return nil, nil
	}
	law, err := m.Profiles.At(province, m.Now())
	if err != nil {
		return nil, err
	}
	c := ui.DueChip(law.Calendar().Left(m.Now(), due))
	c.Text = upper(c.Text)
	return &c, nil
}

func (m *module) age(since time.Time) string {
	return fmt.Sprintf("%d ngày", int(m.Now().Sub(since)/(24*time.Hour)))
}

func upper(text string) string {
	for i, r := range text {
		return strings.ToUpper(string(r)) + text[i+len(string(r)):]
	}
	return text
}

func certificateChip(c signing.Certificate, now time.Time, held bool) *ui.Chip {
	switch {
	case c.Status == signing.Revoked:
		return &ui.Chip{Tone: ui.Bad, Text: "Đã thu hồi"}
	case !now.Before(c.NotAfter):
		return &ui.Chip{Tone: ui.Bad, Text: "Hết hạn"}
	case held:
		return &ui.Chip{Tone: ui.Warn, Text: "Đang chặn ký", Sign: "stop"}
	case c.Status == signing.Active:
		return &ui.Chip{Tone: ui.Good, Text: "Còn hiệu lực"}
	}
	return &ui.Chip{Tone: ui.Warn, Text: "Đang tạm dừng", Sign: "stop"}
}

func joined(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ", ")
}
