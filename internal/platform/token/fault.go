package token

import (
	"fmt"

	"antin/internal/fault"
)

// Codes of the refusals of this package.
const (
	CodeAbsent    = "token.absent"     // not plugged in
	CodeRemoved   = "token.removed"    // pulled out while at work
	CodeWrongPIN  = "token.wrong-pin"  // this PIN was refused: one try is gone
	CodeLocked    = "token.locked"     // no PIN is taken any more
	CodeLastTry   = "token.last-try"   // one try is left, and nobody said to take it
	CodeMustSet   = "token.must-set"   // the first PIN must be changed, or none is set
	CodePINForm   = "token.pin-form"   // too short, too long
	CodeNoKey     = "token.no-key"     // no private key to this certificate
	CodeAlgorithm = "token.algorithm"  // the device does not do it
	CodeWrong     = "token.wrong"      // the value does not fit the certificate
	CodeDriver    = "token.driver"     // the driver reported a failure
	CodeMissing   = "token.no-driver"  // the library cannot be loaded
	CodeHangs     = "token.hangs"      // the driver did not answer in time
	CodeFell      = "token.fell"       // the driver took its process down
	CodeNoDrivers = "token.no-drivers" // this build has no PKCS#11
)

// words are the messages, with the way out.
var words = map[string][2]string{
	CodeAbsent:    {"Không thấy thiết bị lưu khóa.", "Cắm thiết bị vào máy rồi làm lại."},
	CodeRemoved:   {"Thiết bị lưu khóa đã bị rút ra giữa chừng.", "Cắm lại thiết bị rồi ký tiếp những mục chưa ký."},
	CodeWrongPIN:  {"Mã PIN không đúng.", "Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi nhập lại. Nhập sai nhiều lần thiết bị sẽ tự khóa."},
	CodeLocked:    {"Thiết bị đã bị khóa do nhập sai mã PIN quá số lần cho phép.", "Báo người quản lý thuê bao để đề nghị khôi phục thiết bị."},
	CodeLastTry:   {"Chỉ còn một lần nhập mã PIN; nhập sai lần này thiết bị sẽ bị khóa.", "Nếu chắc chắn nhớ mã PIN, đánh dấu đồng ý dùng lần nhập cuối."},
	CodeMustSet:   {"Thiết bị còn dùng mã PIN ban đầu, phải đổi trước khi ký.", "Đổi mã PIN rồi ký lại."},
	CodePINForm:   {"Mã PIN không đúng độ dài mà thiết bị yêu cầu.", "Nhập lại mã PIN."},
	CodeNoKey:     {"Thiết bị không có khóa bí mật của chứng thư số này.", "Chọn chứng thư số khác hoặc cắm đúng thiết bị."},
	CodeAlgorithm: {"Thiết bị không hỗ trợ thuật toán ký được yêu cầu.", "Báo quản trị hệ thống kèm tên thiết bị."},
	CodeWrong:     {"Thiết bị trả về chữ ký không khớp chứng thư số; chữ ký này không được dùng.", "Chạy antin-agent doctor và báo quản trị hệ thống."},
	CodeDriver:    {"Trình điều khiển thiết bị báo lỗi.", "Rút thiết bị ra, cắm lại rồi thử lần nữa."},
	CodeMissing:   {"Không nạp được trình điều khiển thiết bị.", "Cài lại trình điều khiển đúng với hệ điều hành (bản 64 bit)."},
	CodeHangs:     {"Trình điều khiển thiết bị không trả lời nên đã bị dừng.", "Rút thiết bị ra, cắm lại rồi thử lần nữa."},
	CodeFell:      {"Trình điều khiển thiết bị gặp sự cố và đã dừng; chương trình ký vẫn chạy.", "Thử lại; nếu lặp lại thì cài bản trình điều khiển mới."},
	CodeNoDrivers: {"Bản chương trình này không kèm phần đọc thiết bị lưu khóa.", "Cài bản antin-agent đầy đủ."},
}

// refuse makes the refusal of a code; detail is the name of a PKCS#11 result
// or a path, never anything that a person typed.
func refuse(code, detail string) *fault.Fault {
	kind := fault.Unready
	switch code {
	case CodeWrongPIN, CodeLocked, CodeLastTry, CodeMustSet, CodePINForm:
		kind = fault.Forbidden
	case CodeNoKey, CodeAlgorithm, CodeWrong:
		kind = fault.Signed
	}
	w, known := words[code]
	if !known {
		w, code = words[CodeDriver], CodeDriver
	}
	message := w[0]
	if detail != "" {
		message = fmt.Sprintf("%s (%s)", message, detail)
	}
	return fault.New(kind, code, message).Do(w[1])
}
