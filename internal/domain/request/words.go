package request

// Name is the state as a clerk calls it.
func (s State) Name() string {
	switch s {
	case Draft:
		return "Nháp"
	case Confirmed:
		return "Thuê bao đã xác nhận"
	case Signing:
		return "Đã trình thủ trưởng"
	case HeadSigned:
		return "Thủ trưởng đã ký"
	case Sent:
		return "Đã gửi"
	case Received:
		return "Đã tiếp nhận"
	case Valid:
		return "Hợp lệ"
	case Returned:
		return "Trả lại"
	case Approved:
		return "Đã duyệt"
	case Forwarded:
		return "Đã chuyển Cục"
	case AtAuthority:
		return "Cục đã tiếp nhận"
	case Granted:
		return "Cục đã trả kết quả"
	case Refused:
		return "Không chấp nhận"
	case Restored:
		return "Đã khôi phục"
	case HandedOver:
		return "Đã bàn giao"
	case Closed:
		return "Đã đóng"
	case Withdrawn:
		return "Đã rút"
	}
	return string(s)
}

// Name is the kind as a clerk calls it.
func (k Kind) Name() string {
	switch k {
	case New:
		return "Cấp mới chứng thư số"
	case Renew:
		return "Gia hạn chứng thư số"
	case Change:
		return "Thay đổi thông tin chứng thư số"
	case Revoke:
		return "Thu hồi chứng thư số"
	case ReturnDevice:
		return "Thu hồi thiết bị"
	case Recover:
		return "Khôi phục thiết bị"
	}
	return string(k)
}

// Name is the subject as a clerk calls it.
func (s Subject) Name() string {
	switch s {
	case ForPerson:
		return "Cá nhân"
	case ForAgency:
		return "Cơ quan, tổ chức"
	case ForService:
		return "Thiết bị, dịch vụ, phần mềm"
	}
	return string(s)
}

// Name is the deed as a button says it.
func (d Deed) Name() string {
	switch d {
	case Made:
		return "Lập hồ sơ"
	case Edited:
		return "Sửa hồ sơ"
	case Confirming:
		return "Xác nhận thông tin"
	case ToHead:
		return "Trình ký"
	case HeadSigns:
		return "Thủ trưởng ký xác nhận"
	case Back:
		return "Văn bản bị trả lại hoặc hủy"
	case Sending:
		return "Gửi hồ sơ"
	case PaperIn:
		return "Nhận hồ sơ giấy"
	case Receiving:
		return "Tiếp nhận"
	case Accepting:
		return "Xác nhận hợp lệ"
	case Returning:
		return "Trả lại"
	case Contacting:
		return "Ghi liên hệ với đầu mối"
	default:
		return d.laterName()
	}
}

func (d Deed) laterName() string {
	switch d {
	case Approving:
		return "Duyệt"
	case Forwarding:
		return "Chuyển Cục"
	case Restoring:
		return "Ghi đã khôi phục"
	case Declining:
		return "Không chấp nhận"
	case Reaching:
		return "Ghi Cục đã tiếp nhận"
	case Granting:
		return "Nhập kết quả"
	case Refusing:
		return "Ghi Cục từ chối"
	case Handing:
		return "Bàn giao thiết bị"
	case Closing:
		return "Đóng hồ sơ"
	case Taking:
		return "Rút hồ sơ"
	case Routed:
		return "Phân công theo dõi"
	case Attached:
		return "Thêm giấy tờ"
	case Reminded:
		return "Nhắc hạn"
	}
	return string(d)
}
