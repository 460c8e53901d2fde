package exchange

// Remedy says what the sender does about a delivery that did not end well;
// empty where there is nothing to do.
func (d Delivery) Remedy() string {
	switch d.State {
	case Waiting:
		return "Hệ thống đang tự gửi. Nếu sau 15 phút vẫn chờ, báo quản trị hệ thống."
	case Unreached:
		return "Nơi nhận chưa kết nối với hệ thống này. Gửi theo kênh khác mà quy chế cho phép và ghi lại."
	case HeldBy:
		return "Nơi nhận đang giữ lại, chưa vào sổ. Xem lý do, liên hệ nơi nhận; cần thì phát hành văn bản thay thế."
	case RefusedBy:
		return remedyOf(d.Reason.Code)
	}
	return ""
}

func remedyOf(reason string) string {
	switch reason {
	case reasonBroken, reasonUnreadable:
		return "Kiểm tra chữ ký của bản đang lưu ở đây. Nếu hợp lệ, tệp đã hỏng trên đường gửi: báo quản trị hệ thống để gửi lại."
	case reasonExpired, reasonRevoked:
		return "Người ký và văn thư ký bản mới bằng chứng thư còn hiệu lực, rồi phát hành văn bản thay thế."
	case reasonUntrusted:
		return "Liên hệ nơi nhận: bên đó chưa tin cậy chứng thư của cơ quan ta hoặc thiếu chứng thư gốc."
	case reasonUnsigned:
		return "Bổ sung chữ ký số còn thiếu bằng văn bản phát hành mới."
	case reasonIncomplete:
		return "Bổ sung tệp hoặc thông tin còn thiếu bằng văn bản phát hành mới."
	case "wrong-recipient":
		return "Đối chiếu nơi nhận. Nếu gửi nhầm thì không phải làm gì thêm với cơ quan này; cơ quan đúng chưa có trong nơi nhận thì phát hành cho cơ quan đó."
	}
	return "Liên hệ nơi nhận theo lý do đã ghi; cần thì phát hành văn bản thay thế."
}
