package document

import (
	"fmt"
	"strings"

	"antin/internal/fault"
	"antin/pades"
	"antin/pdf"
)

// findingWords say what was found in a PDF that nobody could stand behind with
// a signature, as a clerk would.
var findingWords = map[pades.FindingCode]string{
	pades.FoundOpenAction:    "lệnh tự chạy khi mở tệp",
	pades.FoundEventAction:   "lệnh tự chạy khi xem hoặc in trang",
	pades.FoundScript:        "mã lệnh JavaScript",
	pades.FoundLaunch:        "lệnh mở chương trình khác",
	pades.FoundAction:        "lệnh gửi dữ liệu hoặc ẩn, hiện nội dung",
	pades.FoundEmbeddedFile:  "tệp khác đính bên trong",
	pades.FoundMedia:         "phim, âm thanh hoặc hình động",
	pades.FoundHiddenLayer:   "lớp nội dung bị ẩn",
	pades.FoundExternal:      "nội dung lấy từ tệp khác",
	pades.FoundXFA:           "biểu mẫu XFA",
	pades.FoundSignatureSpot: "ô chữ ký có sẵn",
	pades.FoundSignature:     "chữ ký số có sẵn",
	pades.FoundUnreadable:    "phần không đọc được",
	pades.FoundTooMuch:       "quá nhiều thành phần, không xét hết được",
	pades.FoundHiddenPage:    "trang giấu trong tệp, không thuộc văn bản",
	pades.FoundUnused:        "nội dung thừa không trang nào dùng",
	pades.FoundFieldOver:     "ô nhập nằm đè lên chữ",
	pades.FoundNoteOver:      "ghi chú hoặc hình nằm đè lên chữ",
	pades.FoundCover:         "chữ bị hình hoặc mảng màu che",
	pades.FoundFontMissing:   "phông chữ không nhúng trong tệp",
	pades.FoundFontStandard:  "phông chữ chuẩn không nhúng trong tệp",
	pades.FoundFontTwice:     "hai bộ phông chữ trùng tên",
	pades.FoundNotFollowed:   "trang chưa xét hết được",
}

// refuseActive refuses a draft whose look may change by itself, or by who opens
// it: what is signed must be what everyone sees. A file of others that is signed
// already and only goes along stays as it came.
func refuseActive(file *pdf.File, f File) error {
	list, err := pades.Presign(file)
	if err != nil {
		return fmt.Errorf("looking through %s: %w", f.SHA256, err)
	}
	var found []string
	said := map[pades.FindingCode]bool{}
	for _, one := range list {
		if one.Code == pades.FoundSignature && f.Role != Main {
			return nil
		}
		if said[one.Code] || one.Code.Gravity() < pades.Refuse { // those are shown before signing (Concerns)
			continue
		}
		said[one.Code] = true
		words := findingWords[one.Code]
		if one.Page > 0 {
			words += fmt.Sprintf(" (trang %d)", one.Page)
		}
		found = append(found, words)
	}
	if len(found) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "file.active-content", "Tệp “"+f.Name+"” có "+strings.Join(found, ", ")+", không ký được.").
		At("main", "Chọn tệp PDF chỉ có nội dung để đọc và in.").
		Do("In lại ra PDF từ phần mềm soạn thảo (Lưu thành PDF hoặc In ra PDF) rồi tải lên.")
}
