package requestweb

import (
	"slices"
	"strings"

	"antin/internal/domain/request"
	"antin/internal/face/web/ui"
)

// columnGroup asks what the form of the law asks.
func columnGroup(page *editPage, columns []request.Column, in request.Input) inputGroup {
	g := inputGroup{Title: "Thông tin trên mẫu", Hint: "Điền sẵn từ hồ sơ; sửa chỗ sai. Thuê bao xem lại và xác nhận trước khi trình ký."}
	for _, c := range columns {
		if typed, ok := in.Fields[c.Code]; ok {
			c.Value = typed
		}
		i := page.Input(fieldPrefix+c.Code, columnLabel(c), c.Value).Hinted(c.Hint)
		if in.Kind == request.Change && c.Old != "" && c.Old != c.Value {
			i.Hint = strings.TrimSpace(c.Hint + " Đang ghi: " + c.Old)
		}
		if !c.Required {
			i = i.Optional()
		}
		g.Inputs = append(g.Inputs, i)
	}
	return g
}

// conditionGroup asks for the proof of each condition of the law.
func conditionGroup(page *editPage, conditions []request.Condition, in request.Input) inputGroup {
	g := inputGroup{Title: "Điều kiện", Hint: "Ghi giấy tờ hoặc thông tin chứng minh từng điều kiện; thiếu điều nào thì chưa trình ký được."}
	for _, c := range conditions {
		value := c.Evidence
		if i := slices.IndexFunc(in.Ticks, func(t request.Tick) bool { return t.Code == c.Code }); i >= 0 {
			value = in.Ticks[i].Evidence
		}
		g.Inputs = append(g.Inputs, page.Input(conditionPrefix+c.Code, c.Label, value))
	}
	return g
}

// revokeGroup asks from when, and for the minutes of a loss where the profile
// wants them.
func revokeGroup(page *editPage, in request.Input, minutes bool) inputGroup {
	g := inputGroup{Title: "Thu hồi"}
	at := ""
	if !in.EffectiveAt.IsZero() {
		at = in.EffectiveAt.In(ui.Hanoi).Format(dayForm)
	}
	g.Inputs = append(g.Inputs, page.Input("thu-hoi-tu", "Đề nghị thu hồi từ ngày", at).Optional().Hinted(dayHint+" Để trống là thu hồi ngay."))
	if minutes {
		g.Inputs = append(g.Inputs,
			page.Input("bb-ngay", "Biên bản thất lạc: ngày lập", shownDay(in.Minutes.Date)).Optional().Hinted(dayHint+" Bắt buộc khi lý do là mất, thất lạc thiết bị."),
			page.Input("bb-noi", "Biên bản thất lạc: nơi lập", in.Minutes.Place).Optional(),
			page.Input("bb-nguoi", "Biên bản thất lạc: người tham gia", in.Minutes.Participants).Optional(),
			page.Input("bb-thiet-bi", "Biên bản thất lạc: số thiết bị", in.Minutes.DeviceSerial).Optional(),
			page.Input("bb-tep", "Biên bản thất lạc: bản quét", in.Minutes.File).OneOf(lossFiles(in.Minutes.File)).Optional().Hinted("Đính kèm bản quét ở trang yêu cầu sau khi lưu nháp; bản mới nhất được dùng."))
	}
	return g
}
