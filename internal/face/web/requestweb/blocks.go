package requestweb

import (
	"antin/internal/domain/device"
	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// blocks are the forms of one deed; deeds that are done on other pages or by
// the system have none.
func (m *module) blocks(r *web.Request, p *ui.Page, v request.View, d request.Deed) ([]block, error) {
	q := &v.Request
	switch d {
	case request.ToHead:
		signers, err := m.signers(r)
		return []block{at(q, "trinh", "Trình thủ trưởng ký").says("Hệ thống lập văn bản đề nghị kèm các mẫu đã điền và trình người ký.").
			with(p.Input("nguoi-ky", "Người ký văn bản đề nghị", "").OneOf(signers))}, err
	case request.Taking:
		return []block{at(q, "rut", "Rút yêu cầu").with(p.Input("ly-do-rut", "Lý do rút", "").Area(2))}, nil
	case request.PaperIn:
		return []block{paperBlock(q, p)}, nil
	case request.Receiving:
		return []block{at(q, "tiep-nhan", "Tiếp nhận").says("Chữ ký trên văn bản đề nghị được kiểm tra khi tiếp nhận.")}, nil
	case request.Accepting:
		return []block{at(q, "hop-le", "Xác nhận hồ sơ hợp lệ").says("Thời hạn xử lý tính từ lúc này.")}, nil
	case request.Returning:
		return []block{at(q, "tra-lai", "Trả lại").with(p.Input("ly-do-tra", "Lý do trả lại", "").Area(3).Hinted("Nêu cụ thể thiếu gì, sai ở đâu; cơ quan gửi đọc được nguyên văn."))}, nil
	case request.Approving:
		return []block{at(q, "duyet", "Duyệt").says("Người trình yêu cầu không được tự duyệt.")}, nil
	case request.Contacting:
		return []block{at(q, "lien-he", "Ghi liên hệ với đầu mối").with(
			p.Input("dau-moi", "Đã liên hệ với ai", "").Hinted("Họ tên, chức vụ và số điện thoại hoặc nơi gặp."),
			p.Input("ket-qua", "Kết quả liên hệ", "").Area(2))}, nil
	case request.Closing:
		return []block{at(q, "dong", "Đóng hồ sơ").says("Kết quả đã được đưa vào sử dụng.")}, nil
	default:
		return resultBlocks(q, p, v, d), nil
	}
}

// resultBlocks are the forms by which results come in.
func resultBlocks(q *request.Request, p *ui.Page, v request.View, d request.Deed) []block {
	switch d {
	case request.Restoring:
		b := at(q, "khoi-phuc", "Ghi đã khôi phục").with(p.Input("ket-qua-kp", "Kết quả khôi phục", "").Area(2).Hinted("Ví dụ: đã mở khóa bằng mã SO-PIN, thuê bao đã đổi PIN."))
		if !own(v) {
			b = b.with(answerInput(p, "van-ban-kp").Optional())
		}
		return []block{b.says("Cơ quan quản lý được thông báo ngay khi ghi kết quả.")}
	case request.Declining:
		return []block{at(q, "khong-chap-nhan", "Không chấp nhận").says("Phải có văn bản đã phát hành nêu rõ lý do.").with(
			p.Input("ly-do-kcn", "Lý do không chấp nhận", "").Area(3),
			p.Input("van-ban-kcn", "Số văn bản thông báo", "").Hinted("Số trong sổ văn bản đi của cơ quan trong năm nay."))}
	case request.Reaching:
		return []block{at(q, "cuc-nhan", "Ghi Cục đã tiếp nhận").with(p.Input("luc-nhan", "Cục tiếp nhận lúc", "").Optional().Hinted(clockHint + " Để trống là ngay bây giờ."))}
	case request.Granting:
		return []block{grantBlock(q, p, v)}
	case request.Refusing:
		return []block{at(q, "cuc-tu-choi", "Ghi Cục từ chối").with(answerInput(p, "van-ban-tc"), p.Input("ly-do-tc", "Lý do Cục từ chối", "").Area(3))}
	default:
	}
	return nil
}

// own says that the department itself restores, without an answer from outside.
func own(v request.View) bool {
	return v.Terms.Route == request.RouteDelegated && v.Terms.To == request.ToDepartment
}

func answerInput(p *ui.Page, name string) ui.Input {
	return p.Input(name, "Số đến của văn bản trả lời", "").Hinted("Số trong sổ văn bản đến của cơ quan; trả lời năm trước ghi thêm năm, ví dụ 12/2025.")
}

// grantBlock is the form for what the authority gave.
func grantBlock(q *request.Request, p *ui.Page, v request.View) block {
	b := at(q, "ket-qua", "Nhập kết quả của Cục").uploads().with(answerInput(p, "van-ban-kq"))
	switch v.Kind {
	case request.New, request.Renew, request.Change:
		known := v.DeviceSerial
		if known == device.Masked {
			known = "" // who may not see it types what stands on the device
		}
		b = b.with(p.Input("so-thiet-bi", "Số thiết bị lưu khóa", known).Optional().Hinted("Để trống khi ký từ xa hoặc không có thiết bị."),
			p.Input("chung-thu", "Tệp chứng thư mới", "").Accept(".cer,.crt,.der,.pem"))
	case request.Revoke:
		b = b.with(p.Input("hieu-luc", "Thu hồi có hiệu lực từ", "").Hinted(clockHint + " Thời điểm Cục ghi trong thông báo thu hồi."))
	case request.ReturnDevice, request.Recover:
	}
	return b
}

func paperBlock(q *request.Request, p *ui.Page) block {
	return at(q, "giay", "Nhận hồ sơ giấy").uploads().says("Chỉ khi cơ quan gửi bằng giấy: kèm bản quét, ngày nhận và số văn bản.").with(
		p.Input("so-den-giay", "Số, ký hiệu văn bản đề nghị", ""),
		p.Input("ngay-van-ban", "Ngày văn bản", "").Hinted(dayHint),
		p.Input("ngay-nhan", "Ngày nhận hồ sơ", "").Hinted(dayHint),
		p.Input("ban-quet", "Bản quét hồ sơ", "").Accept(".pdf"))
}
