package exchangeweb

import (
	"strconv"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/face/web/ui"
)

func (m *module) tasks(d *document.Document) []taskLine {
	out := make([]taskLine, 0, len(d.Assignments))
	today := document.Day(m.Now())
	for _, a := range d.Assignments {
		t := taskLine{Person: a.PersonName, Direction: a.Direction, Due: dayText(a.DueOn), Result: a.Result, Chip: ui.Chip{Text: "Đang xử lý"}}
		switch {
		case !a.DoneAt.IsZero():
			t.Chip = ui.Chip{Tone: ui.Good, Text: "Xong " + ui.When(a.DoneAt)}
		case a.DueOn != "" && a.DueOn < today:
			t.Chip = ui.Chip{Tone: ui.Bad, Text: "Quá hạn"}
		case a.DueOn == today:
			t.Chip = ui.Chip{Tone: ui.Warn, Text: "Hạn hôm nay"}
		}
		out = append(out, t)
	}
	return out
}

func (m *module) about(d *document.Document, law *profile.Profile) []ui.Pair {
	from := d.FromName
	if d.From != "" {
		from = strings.TrimSpace(from + " (mã " + d.From + ")")
	}
	out := []ui.Pair{
		{Label: "Nơi gửi", Value: orDash(from, "Không ghi"), Strong: true},
		{Label: "Số, ký hiệu", Value: orDash(d.SenderRef, "Không ghi"), Symbol: true},
		{Label: "Ngày văn bản", Value: orDash(dayText(d.IssuedOn), "Không ghi")},
		{Label: "Loại", Value: typeName(law, d.Type)},
	}
	if d.Signer.Name != "" {
		out = append(out, ui.Pair{Label: "Người ký", Value: d.Signer.Name})
	}
	out = append(out, ui.Pair{Label: "Đến lúc", Value: ui.Exact(d.ArrivedAt) + " (giờ hệ thống ghi)"})
	if d.Arrival > 0 {
		out = append(out, ui.Pair{Label: "Số đến", Value: strconv.Itoa(d.Arrival), Strong: true})
	}
	return out
}

// crumbs lead back to the work list where this document stands.
func crumbs(by org.Actor, d *document.Document) []ui.Link {
	var code, title string
	switch d.State {
	case document.Valid:
		code, title = "den-cho-vao-so", "Văn bản đến chờ vào sổ"
	case document.Arrived, document.Held:
		code, title = "den-cho-kiem-tra", "Văn bản đến chờ kiểm tra lại"
	case document.Refused:
		code, title = "den-tu-choi", "Văn bản đến đã từ chối"
	default:
		code, title = "den-cho-vao-so", "Văn bản đến chờ vào sổ"
	}
	switch {
	case by.Has(org.Clerk):
	case by.Has(org.Leader):
		code, title = "den-cho-phan-cong", "Văn bản đến chờ phân công"
	default:
		return []ui.Link{{Text: "Việc của tôi", Href: "/cong-viec"}}
	}
	return []ui.Link{{Text: title, Href: "/viec/" + code}}
}
