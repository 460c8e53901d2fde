package ticketweb

import (
	"antin/internal/domain/document"
	"antin/internal/face/web/ui"
	"antin/ticket"
)

// wayOut says what to do about a refusal of the agent.
func wayOut(code ticket.Code) string {
	switch code {
	case ticket.Declined:
		return "Bấm “Ký lại” khi sẵn sàng."
	case ticket.WrongPIN:
		return "Xem số lần thử còn lại trong Máy ký số, rồi ký lại với đúng mã PIN."
	case ticket.Locked:
		return "Thiết bị đã khóa. Đề nghị người quản lý thuê bao mở khóa thiết bị."
	case ticket.Removed, ticket.NoToken:
		return "Cắm thiết bị, chờ đèn sáng, rồi ký lại."
	case ticket.NoCertificate:
		return "Cắm đúng thiết bị có chứng thư số đã chọn, hoặc chọn chứng thư số khác."
	case ticket.WrongCertificate:
		return "Xem trang Kiểm tra thiết bị ký để biết chứng thư số nào dùng được."
	case ticket.NotReached:
		return "Văn bản này chưa được ký vì lượt ký dừng trước đó. Ký lại."
	case ticket.Expired:
		return "Tạo lượt ký mới."
	case ticket.Malformed, ticket.Failed:
	}
	return "Xem trang Kiểm tra thiết bị ký; nếu vẫn vậy thì báo cán bộ công nghệ thông tin."
}

func itemChip(t *document.Ticket, standing document.TicketState, i document.TicketItem) ui.Chip {
	switch {
	case i.State == document.ItemCompleted && sealing(t):
		return ui.Chip{Tone: ui.Good, Text: "Đã ký cơ quan"}
	case i.State == document.ItemCompleted:
		return ui.Chip{Tone: ui.Good, Text: "Đã ký"}
	case i.State == document.ItemRefused:
		return ui.Chip{Tone: ui.Bad, Text: "Chưa ký"}
	case standing == document.TicketExpired:
		return ui.Chip{Tone: ui.Warn, Text: "Hết hạn"}
	case i.State == document.ItemPrepared:
		return ui.Chip{Tone: ui.Plain, Text: "Đang ký"}
	}
	return ui.Chip{Tone: ui.Wait, Text: "Chờ thiết bị"}
}

func sealing(t *document.Ticket) bool {
	return t.Action == document.TicketSeal
}
