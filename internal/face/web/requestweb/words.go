package requestweb

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"antin/internal/domain/request"
	"antin/internal/face/web/ui"
)

// kinds in the order in which they are offered.
func kinds() []request.Kind {
	return []request.Kind{request.New, request.Renew, request.Change, request.Recover, request.Revoke, request.ReturnDevice}
}

func subjects() []request.Subject {
	return []request.Subject{request.ForPerson, request.ForAgency, request.ForService}
}

func stateChip(s request.State) ui.Chip {
	c := ui.Chip{Text: s.Name()}
	switch s {
	case request.Granted, request.Restored, request.HandedOver, request.Closed:
		c.Tone = ui.Good
	case request.Refused:
		c.Tone = ui.Bad
	case request.Returned:
		c.Tone = ui.Warn
	case request.Withdrawn:
		c.Tone, c.Sign = ui.Wait, "stop"
	case request.Draft:
		c.Tone, c.Sign = ui.Wait, "file"
	case request.Signing:
		c.Sign = "sign"
	case request.Sent, request.Forwarded:
		c.Sign = "send"
	case request.Confirmed, request.HeadSigned, request.Received, request.Valid, request.Approved, request.AtAuthority:
	}
	return c
}

// waitsFor says who has the next deed.
func waitsFor(q *request.Request) string {
	switch q.State {
	case request.Draft:
		return "Chờ thuê bao xác nhận"
	case request.Confirmed:
		return "Chờ người lập trình ký"
	case request.Signing:
		return "Chờ thủ trưởng ký văn bản"
	case request.HeadSigned:
		return "Chờ văn thư phát hành"
	case request.Sent:
		if q.Terms.To == request.ToDepartment {
			return "Chờ tiếp nhận"
		}
		return "Chờ Cục"
	case request.Received:
		return "Chờ kiểm tra hồ sơ"
	case request.Valid:
		if q.Kind == request.Recover && q.Terms.Route == request.RouteDelegated {
			return "Chờ khôi phục"
		}
		return "Chờ duyệt"
	case request.Approved:
		return "Chờ tổng hợp gửi Cục"
	case request.Forwarded, request.AtAuthority:
		return "Chờ kết quả của Cục"
	case request.Granted:
		return "Chờ bàn giao"
	case request.Restored, request.HandedOver:
		return "Chờ đóng hồ sơ"
	case request.Returned, request.Refused, request.Closed, request.Withdrawn:
	}
	return ""
}

func orElse(text, instead string) string {
	if strings.TrimSpace(text) == "" {
		return instead
	}
	return text
}

// lower begins a label in the middle of a sentence.
func lower(label string) string {
	first, size := utf8.DecodeRuneInString(label)
	return string(unicode.ToLower(first)) + label[size:]
}
