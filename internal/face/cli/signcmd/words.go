package signcmd

import (
	"errors"
	"io/fs"

	"antin/internal/face/sheet"
	"antin/pades"
	"antin/pdf"
)

// refusals are the reasons of package pades in the words of a person at the
// terminal.
var refusals = map[pades.RefusalCode]string{
	pades.RefusedEncrypted:   "Tệp đặt mật khẩu hoặc mã hóa, không ký được. Hãy mở bằng mật khẩu và lưu lại không mật khẩu.",
	pades.RefusedDamaged:     "Tệp bị hỏng cấu trúc, không ký được. Hãy xuất lại PDF từ văn bản gốc.",
	pades.RefusedSigned:      "Tệp đã có chữ ký số.",
	pades.RefusedCertified:   "Tệp đã được chứng nhận không cho thay đổi, không ký thêm được.",
	pades.RefusedXFA:         "Tệp là biểu mẫu XFA, không ký được. Hãy in ra PDF thường rồi ký.",
	pades.RefusedNoPages:     "Tệp không có trang nào.",
	pades.RefusedPage:        "Trang đã nêu không có trong tệp.",
	pades.RefusedPlace:       "Chỗ đặt chữ ký rỗng hoặc nằm ngoài trang.",
	pades.RefusedVersion:     "Tệp phải là PDF phiên bản 1.4 trở lên.",
	pades.RefusedNoField:     "Tệp không có ô chữ ký tên này, và chưa nêu chỗ đặt.",
	pades.RefusedFieldName:   "Tên ô chữ ký mới không được trống và không được có dấu chấm.",
	pades.RefusedFieldKind:   "Ô tên này không phải ô chữ ký.",
	pades.RefusedFieldExists: "Ô tên này đã có trong tệp.",
	pades.RefusedFieldSigned: "Ô chữ ký này đã ký rồi.",
	pades.RefusedFieldFilled: "Ô này đã có nội dung.",
	pades.RefusedFieldLocked: "Một chữ ký trước đã khóa ô này.",
	pades.RefusedText:        "Có chữ không vẽ được bằng phông nhúng sẵn.",
	pades.RefusedImage:       "Hình không phải PNG, hoặc quá lớn (tối đa 4 MB).",
	pades.RefusedCertificate: "Chứng thư số này không dùng để ký văn bản được.",
	pades.RefusedValue:       "Khóa ký không phải của chứng thư số.",
	pades.RefusedStamp:       "Dịch vụ trả về dấu thời gian không đúng cho tệp này.",
	pades.RefusedRoom:        "Chỗ chừa trong chữ ký không đủ cho dấu thời gian.",
	pades.RefusedUnsigned:    "Tệp chưa có chữ ký nào để nâng mức.",
}

// explain says why nothing was written for a file.
func explain(err error) string {
	var told *refusal
	if errors.As(err, &told) {
		return told.text
	}
	if text, ok := refusals[pades.RefusalOf(err)]; ok {
		return text
	}
	switch {
	case errors.Is(err, pades.ErrUnstamped):
		return "Chưa lấy được dấu thời gian: các dịch vụ đã nêu không trả lời hoặc trả lời sai. Hãy thử lại sau."
	case errors.Is(err, errNotRegular) && !errors.Is(err, fs.ErrNotExist):
		return "Không phải một tệp thường."
	case errors.Is(err, fs.ErrNotExist):
		return "Không có tệp này."
	case errors.Is(err, fs.ErrPermission):
		return "Không có quyền đọc hoặc ghi tệp."
	case pdf.IsMalformed(err):
		return "Không phải tệp PDF đọc được."
	}
	return "Không làm được: " + err.Error()
}

func gapWords(g pades.Gap) string { return sheet.GapText(g) }
