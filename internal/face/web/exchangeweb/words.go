package exchangeweb

import (
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/domain/profile"
	"antin/internal/face/web/ui"
)

func orDash(text, instead string) string {
	if strings.TrimSpace(text) == "" {
		return instead
	}
	return text
}

func typeName(law *profile.Profile, code string) string {
	if t, ok := law.Documents.Type(code); ok {
		return t.Name
	}
	return orDash(code, "Không ghi")
}

// dayText turns YYYY-MM-DD into the day as people write it.
func dayText(iso string) string {
	t, err := time.ParseInLocation("2006-01-02", iso, ui.Hanoi)
	if err != nil {
		return iso
	}
	return ui.Day(t)
}

func reasonLabel(law *profile.Profile, code string) string {
	if r, ok := law.Documents.RefusalReason(code); ok {
		return r.Label
	}
	if code == "indeterminate" {
		return "Chưa đủ căn cứ"
	}
	return orDash(code, "Không ghi lý do")
}

func stateChip(s document.State) ui.Chip {
	c := ui.Chip{Text: s.Name()}
	switch s {
	case document.Valid, document.Registered, document.Completed:
		c.Tone = ui.Good
	case document.Held:
		c.Tone = ui.Warn
	case document.Refused:
		c.Tone = ui.Bad
	case document.Arrived:
		c.Tone = ui.Wait
	default:
	}
	return c
}

func deliveryChip(s exchange.State) ui.Chip {
	c := ui.Chip{Text: s.Name()}
	switch s {
	case exchange.Accepted:
		c.Tone = ui.Good
	case exchange.RefusedBy:
		c.Tone = ui.Bad
	case exchange.Unreached, exchange.HeldBy:
		c.Tone = ui.Warn
	case exchange.Waiting:
		c.Tone = ui.Wait
	case exchange.Sent, exchange.Received:
	}
	return c
}

// steps tell what happened, and what comes now.
func (m *module) steps(d *document.Document, law *profile.Profile) []ui.Step {
	out := []ui.Step{{Stage: ui.Done, Title: "Hệ thống nhận", Rest: "từ " + orDash(d.FromName, "nơi gửi"), At: d.ArrivedAt}}
	out = append(out, checkSteps(d)...)
	for _, dec := range d.Decisions {
		s := ui.Step{Stage: ui.Done, At: dec.At, Detail: dec.ByName}
		switch dec.Kind {
		case document.ArrivalEntered:
			s.Title, s.Rest = "Vào sổ đến", "số "+strconv.Itoa(d.Arrival)
		case document.ArrivalRefused:
			s.Stage, s.Title, s.Rest = ui.Stopped, "Từ chối", reasonLabel(law, d.Refusal.Code)
		case document.TaskAssigned:
			s.Title, s.Rest = "Phân công", assignedTo(d, dec)
		case document.TaskCompleted:
			s.Title = "Hoàn thành phần việc"
		default:
			continue
		}
		out = append(out, s)
	}
	if now := nowStep(d); now != "" {
		out = append(out, ui.Step{Stage: ui.Now, Title: now})
	}
	return out
}

// checkSteps shows one line for each time the signatures were checked.
func checkSteps(d *document.Document) []ui.Step {
	var out []ui.Step
	for _, c := range d.Checks {
		if c.Gate != "intake" {
			continue
		}
		if n := len(out); n > 0 && out[n-1].At.Sub(c.At).Abs() < time.Minute {
			out[n-1].Rest = worse(out[n-1].Rest, indicationWord(c.Indication))
			continue
		}
		out = append(out, ui.Step{Stage: ui.Done, Title: "Kiểm tra chữ ký:", Rest: indicationWord(c.Indication), At: c.At, Detail: "hệ thống tự đọc tệp đã nhận"})
	}
	return out
}

// worse keeps the graver of two words.
func worse(a, b string) string {
	for _, w := range []string{"không hợp lệ", "không đọc được", "chưa đủ căn cứ", "không có chữ ký số"} {
		if a == w || b == w {
			return w
		}
	}
	return a
}

func indicationWord(indication string) string {
	switch indication {
	case "TOTAL-PASSED":
		return "hợp lệ"
	case "TOTAL-FAILED":
		return "không hợp lệ"
	case "NO-SIGNATURE":
		return "không có chữ ký số"
	case "UNREADABLE":
		return "không đọc được"
	}
	return "chưa đủ căn cứ"
}

// assignedTo names whom a decision handed the document to.
func assignedTo(d *document.Document, dec document.Decision) string {
	for _, a := range d.Assignments {
		if a.At.Equal(dec.At) {
			return "cho " + a.PersonName
		}
	}
	return ""
}

func nowStep(d *document.Document) string {
	switch d.State {
	case document.Arrived:
		return "Kiểm tra chữ ký số"
	case document.Held:
		return "Chờ kiểm tra lại"
	case document.Valid:
		return "Chờ vào sổ đến"
	case document.Registered:
		return "Chờ phân công"
	case document.Assigned:
		return "Đang xử lý"
	default:
	}
	return ""
}
