package adminweb

import "strings"

// subjectWords name what an action is about, deedWords what was done to it. An
// action is "subject.deed".
var subjectWords = map[string]string{
	"account": "tài khoản", "agency": "cơ quan", "unit": "đơn vị", "person": "người", "post": "chức vụ", "role": "vai trò", "authority": "thẩm quyền ký",
	"deed": "quyết định tổ chức", "session": "phiên làm việc", "profile": "giá trị của quy chế", "document": "văn bản", "incoming": "văn bản đến",
	"delivery": "việc gửi", "register": "sổ đăng ký", "certificate": "chứng thư số", "custody": "việc giữ chứng thư số", "image": "hình ảnh chữ ký, con dấu",
	"practice-key": "khóa thực hành", "signing": "việc ký", "signing-ticket": "lượt ký", "device": "thiết bị", "incident": "sự cố", "duty": "nhiệm vụ",
	"request": "hồ sơ yêu cầu", "registration": "dòng sổ thuê bao", "registry-import": "việc nhập sổ", "expiry": "việc nhắc hết hạn", "information": "yêu cầu thông tin",
	"external-registration": "đăng ký ở hệ thống khác", "migration-plan": "kế hoạch chuyển đổi", "budget": "đơn giá", "form": "biểu mẫu", "evidence": "bằng chứng",
	"archive": "lưu trữ", "task": "việc được giao", "workfile": "hồ sơ công việc", "fileplan": "danh mục hồ sơ", "search": "tìm kiếm", "template": "mẫu văn bản",
	"document-type": "loại văn bản", "copy": "bản sao", "recall": "thu hồi văn bản",
	"certificate-hold": "tạm dừng chứng thư số", "device-book": "sổ thiết bị", "device-export": "bản xuất sổ thiết bị", "device-file": "tệp của thiết bị",
	"device-notice": "thông báo thiết bị", "request-officer": "cán bộ theo dõi thuê bao",
}

var deedWords = map[string]string{
	"created": "Tạo", "changed": "Sửa", "saved": "Lưu", "disabled": "Khóa", "enabled": "Mở lại", "password-changed": "Đổi mật khẩu", "merged": "Sáp nhập",
	"granted": "Cấp", "revoked": "Thu hồi", "appointed": "Bổ nhiệm", "ended": "Kết thúc", "started": "Bắt đầu", "decided": "Ghi", "done": "Cho có hiệu lực", "cancelled": "Hủy",
	"impossible": "Không thực hiện được", "signed-in": "Đăng nhập", "refused": "Từ chối", "set": "Đặt", "arrived": "Nhận", "judged": "Kiểm tra", "register": "Vào sổ",
	"draft": "Soạn", "seal": "Ký cơ quan", "sign": "Ký", "release": "Phát hành", "number": "Cấp số", "cancel": "Hủy số", "identity-read": "Xem số định danh",
	"identity-saved": "Ghi số định danh", "opened": "Mở", "released": "Đóng", "stored": "Cất", "fetched": "Lấy", "added": "Thêm", "entered": "Ghi", "confirmed": "Xác nhận",
	"adopted": "Nhận", "accepted": "Nhận", "asked": "Hỏi", "answered": "Trả lời", "reminded": "Nhắc", "closed": "Đóng", "used": "Dùng", "altered": "Ghi thay đổi",
	"secret-refused": "Từ chối vì độ mật", "signing-failed": "Ký không thành", "handover-approved": "Duyệt bàn giao", "handover-confirmed": "Xác nhận bàn giao",
	"handover-withdrawn": "Rút bàn giao", "price-set": "Đặt", "log-taken": "Xuất nhật ký", "not-holder": "Ký bằng khóa không giữ", "time-refused": "Từ chối vì giờ lệch",
	"submit": "Trình", "return": "Trả lại", "approve": "Duyệt", "recheck": "Kiểm tra lại", "assign": "Phân công", "complete": "Hoàn thành", "refuse": "Từ chối",
	"opinion": "Góp ý", "viewed": "Xem", "exported": "Xuất", "assigned": "Giao", "completed": "Hoàn thành", "extended": "Gia hạn", "filed": "Lập hồ sơ", "transferred": "Nộp lưu",
	"imported": "Nhập", "edited": "Sửa", "approved": "Duyệt", "sent": "Gửi", "returned": "Trả lại", "restored": "Khôi phục", "sealed": "Ký cơ quan", "made": "Làm",
	"kept": "Giữ bằng chứng của", "written": "Ghi", "view": "Xem", "seen": "Xem", "serial-viewed": "Xem số sê-ri của", "self-check": "Tự kiểm tra", "put": "Đưa vào",
	"attach": "Đưa vào hệ thống", "decline": "Từ chối ký", "delegate": "Ủy quyền phân", "delegation-ended": "Kết thúc ủy quyền phân", "direct": "Chỉ đạo", "discard": "Bỏ dự thảo",
	"edit": "Sửa", "flow": "Chọn quy trình ký", "pass-on": "Chuyển", "place": "Đặt vị trí chữ ký trên", "opinion-ask": "Xin ý kiến về", "opinion-give": "Góp ý",
	"unit-approve": "Duyệt ở đơn vị", "format-check": "Kiểm tra thể thức", "handover-drafted": "Lập biên bản bàn giao", "incident-minutes": "Lập biên bản sự cố",
	"taken-out": "Mang ra ngoài", "return-due": "Nhắc trả", "contact-set": "Ghi liên lạc của", "bundled": "Đóng gói", "phrases": "Đặt câu mẫu cho",
}

// actionWords is an action of the log in words; one without words stays as it is
// written, so that nothing hides.
func actionWords(action string) string {
	subject, deed, _ := strings.Cut(action, ".")
	about, known := subjectWords[subject]
	did, done := deedWords[deed]
	if !known || !done {
		return action
	}
	return did + " " + about
}
