package subscriberweb

import (
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/face/web/ui"
)

func stateChip(s subscriber.State) ui.Chip {
	c := ui.Chip{Text: s.Name()}
	switch s {
	case subscriber.InForce:
		c.Tone = ui.Good
	case subscriber.Blocked, subscriber.Withdraw:
		c.Tone = ui.Bad
	case subscriber.Paused, subscriber.Expired:
		c.Tone = ui.Warn
	case subscriber.Early:
		c.Tone = ui.Wait
	}
	if s == subscriber.Blocked {
		c.Text = "Đang chặn ký"
	}
	return c
}

// leftChip says how long a certificate lasts; nil while there is time.
func leftChip(l subscriber.Line, now time.Time) *ui.Chip {
	days := int(l.NotAfter.Sub(now).Hours() / 24)
	switch {
	case l.State != subscriber.InForce || l.Renewed || days > 90:
		return nil
	case days < 1:
		return &ui.Chip{Tone: ui.Bad, Text: "Hết hạn trong 24 giờ"}
	case days <= 30:
		return &ui.Chip{Tone: ui.Bad, Text: fmt.Sprintf("Còn %d ngày", days)}
	}
	return &ui.Chip{Tone: ui.Warn, Text: fmt.Sprintf("Còn %d ngày", days)}
}

func keyName(k signing.KeyKind) string {
	switch k {
	case signing.KeyToken:
		return "Thiết bị (PKI Token)"
	case signing.KeySIM:
		return "SIM PKI"
	case signing.KeyHSM:
		return "Máy ký (HSM)"
	case signing.KeyRemote:
		return "Ký số từ xa"
	case signing.KeyPractice:
		return "Khóa thực hành"
	}
	return string(k)
}

func statusName(s signing.Status) string {
	switch s {
	case signing.Active:
		return "Có hiệu lực"
	case signing.Suspended:
		return "Tạm dừng"
	case signing.RevocationPending:
		return "Đang chặn ký tại hệ thống này, chờ Cục xác nhận thu hồi"
	case signing.Revoked:
		return "Đã thu hồi (Cục xác nhận)"
	}
	return string(s)
}

func orDash(text, instead string) string {
	if strings.TrimSpace(text) == "" {
		return instead
	}
	return text
}

// dayText turns YYYY-MM-DD into the day as people write it.
func dayText(iso string) string {
	t, err := time.ParseInLocation(time.DateOnly, iso, ui.Hanoi)
	if err != nil {
		return iso
	}
	return ui.Day(t)
}

// money groups đồng by dots.
func money(amount int64) string { return ui.Number(int(amount)) + " đ" }
