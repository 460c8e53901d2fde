package ticket

import "slices"

// Help is one entry of the list of help codes that the doctor at the desk and
// the page of the server share: a code is never given to another matter.
type Help struct {
	Code  string // AT-xx
	Title string // what is looked at
	Mend  string // what to do first when it is not well
}

// Codes of the list.
const (
	HelpDriver     = "AT-01"
	HelpToken      = "AT-02"
	HelpPIN        = "AT-03"
	HelpFirstPIN   = "AT-04"
	HelpNone       = "AT-05"
	HelpDates      = "AT-06"
	HelpPurpose    = "AT-07"
	HelpPath       = "AT-08"
	HelpCRL        = "AT-09"
	HelpOCSP       = "AT-10"
	HelpTSA        = "AT-11"
	HelpClock      = "AT-12"
	HelpServer     = "AT-13"
	HelpUnpaired   = "AT-14"
	HelpVersion    = "AT-15"
	HelpConfigured = "AT-16"
	HelpRegister   = "AT-17"
)

func knownHelp(code string) bool {
	return slices.ContainsFunc(Helps(), func(h Help) bool { return h.Code == code })
}

// Helps lists all help codes in their order.
func Helps() []Help {
	return []Help{
		{HelpDriver, "Trình điều khiển thiết bị", "Cài lại phần mềm đi kèm thiết bị."},
		{HelpToken, "Thiết bị lưu khóa", "Cắm thiết bị; thử cổng USB khác."},
		{HelpPIN, "Số lần nhập mã PIN", "Chỉ nhập khi chắc chắn nhớ; thiết bị đã khóa thì đề nghị khôi phục."},
		{HelpFirstPIN, "Mã PIN ban đầu", "Đổi mã PIN trong Máy ký số."},
		{HelpNone, "Chứng thư số", "Người quản lý thuê bao đề nghị cấp chứng thư số và ghi vào sổ."},
		{HelpDates, "Thời hạn chứng thư số", "Đề nghị gia hạn chứng thư số."},
		{HelpPurpose, "Mục đích sử dụng", "Chọn chứng thư số đúng mục đích."},
		{HelpPath, "Tổ chức chứng thực", "Báo quản trị hệ thống kiểm tra danh sách tổ chức chứng thực tin cậy."},
		{HelpCRL, "Danh sách thu hồi (CRL)", "Báo quản trị mạng mở đường tới địa chỉ danh sách thu hồi."},
		{HelpOCSP, "Tra cứu trạng thái (OCSP)", "Báo quản trị mạng mở đường tới địa chỉ tra cứu."},
		{HelpTSA, "Dấu thời gian (TSA)", "Báo quản trị hệ thống xem đường tới máy chủ dấu thời gian."},
		{HelpClock, "Đồng hồ", "Đặt máy tự lấy giờ."},
		{HelpServer, "Máy chủ", "Kiểm tra mạng và proxy."},
		{HelpUnpaired, "Ghép nối", "Ghép nối Máy ký số với hệ thống này."},
		{HelpVersion, "Phiên bản", "Cài bản mới."},
		{HelpConfigured, "Cấu hình Máy ký số", "Sửa tệp cấu hình của Máy ký số."},
		{HelpRegister, "Tình trạng trong sổ thuê bao", "Liên hệ người quản lý thuê bao của cơ quan."},
	}
}
