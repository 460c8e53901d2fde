package sheet

import (
	"fmt"
	"strings"

	"antin/pades"
)

// fieldNames are our own fields as the clerk calls them.
var fieldNames = map[string]string{
	pades.FieldNumber: "số văn bản",
	pades.FieldDay:    "ngày",
	pades.FieldMonth:  "tháng",
	pades.FieldYear:   "năm",
	pades.FieldSigner: "ô ký của người có thẩm quyền",
	pades.FieldSeal:   "ô ký của cơ quan",
}

func fieldName(name string) string {
	if v := fieldNames[name]; v != "" {
		return v
	}
	return "ô “" + name + "”"
}

// signers are the holders of the certificates that signed, by field. The name of
// a field says for whom a place was laid, never who signed there.
type signers map[string]signer

type signer struct {
	name  string
	stamp bool // an authority that gave a time-stamp
}

func signersOf(r *pades.Report, holders func(string) Holder) signers {
	out := signers{}
	for _, sig := range r.Signatures {
		name := sig.Signer
		if sig.Certificate != nil {
			if h := holders(sig.Certificate.SHA256); h.Name != "" {
				name = h.Name
			}
		}
		one := signer{name, sig.Kind == "timestamp"}
		if had, ok := out[sig.Field]; ok && had != one {
			one = signer{} // two have signed there, so the field names neither
		}
		out[sig.Field] = one
	}
	return out
}

// signature names the signature in a field by who made it.
func (s signers) signature(field string) string {
	switch who := s[field]; {
	case who.stamp && who.name != "":
		return "dấu thời gian do " + who.name + " cấp"
	case who.name != "":
		return "chữ ký của " + who.name
	}
	return "chữ ký ở " + fieldName(field)
}

// changeWords say what a change was; an empty text is not shown.
var changeWords = map[string]string{
	"field-filled":              "điền %s",
	"signature-field-signed":    "thêm %s",
	"signature-added":           "thêm %s",
	"timestamp-added":           "thêm dấu thời gian",
	"evidence-added":            "thêm chứng cứ kiểm tra lâu dài",
	"evidence-removed":          "gỡ chứng cứ kiểm tra lâu dài",
	"evidence-changed":          "sửa chứng cứ kiểm tra lâu dài",
	"metadata-changed":          "ghi thông tin mô tả tệp",
	"information-changed":       "ghi thông tin mô tả tệp",
	"info-changed":              "sửa thông tin mô tả tệp",
	"extensions-changed":        "ghi phần mở rộng của định dạng",
	"identifier-changed":        "đổi mã nhận dạng của tệp",
	"blank-after-end":           "",
	"object-freed":              "",
	"unused-object-changed":     "",
	"resources-gained":          "",
	"page-changed":              "sửa trang",
	"page-tree-changed":         "thêm, bớt hoặc đổi thứ tự trang",
	"annotation-added":          "thêm ghi chú lên trang",
	"annotation-reused":         "đưa phần có sẵn lên trang thành ghi chú",
	"annotation-changed":        "sửa ghi chú trên trang",
	"annotation-noted":          "ghi thông tin phụ của ghi chú trên trang",
	"annotation-removed":        "gỡ ghi chú khỏi trang",
	"page-noted":                "ghi thông tin phụ của trang",
	"structure-changed":         "sửa cây cấu trúc của văn bản",
	"structure-grown":           "thêm ghi chú vào cây cấu trúc của văn bản",
	"annotations-removed":       "gỡ ghi chú khỏi trang",
	"annotations-moved":         "đổi thứ tự ghi chú trên trang",
	"annotations-changed":       "sửa ghi chú trên trang",
	"annotations-unreadable":    "ghi chú trên trang không đọc được",
	"field-added":               "thêm ô nhập %s",
	"field-removed":             "gỡ hoặc đổi tên %s",
	"field-changed":             "sửa %s",
	"field-closed":              "khóa %s",
	"appearance-changed":        "đổi hình hiển thị của %s",
	"appearance-shared":         "hình hiển thị của %s dùng chung với nơi khác",
	"signature-field-changed":   "sửa %s",
	"signature-removed":         "gỡ %s",
	"signature-reused":          "dùng lại chữ ký cũ ở %s",
	"form-changed":              "sửa biểu mẫu",
	"form-damaged":              "biểu mẫu bị sửa sai cấu trúc",
	"form-removed":              "gỡ biểu mẫu",
	"catalog-changed":           "sửa cấu trúc gốc của tệp",
	"catalog-unreadable":        "cấu trúc gốc của tệp không đọc được",
	"trailer-changed":           "sửa phần cuối của tệp",
	"object-changed":            "sửa nội dung đã ký",
	"object-removed":            "gỡ nội dung đã ký",
	"object-stream-replaced":    "thay khối nội dung đã ký",
	"object-unreadable":         "có phần không đọc được",
	"object-stream-unreadable":  "có khối nội dung không đọc được",
	"numbers-moved":             "làm tròn số nhiều lần đến khi lệch với lúc ký",
	"dangling-reference-filled": "chèn nội dung vào chỗ để sẵn",
	"object-not-listed":         "giấu nội dung ngoài mục lục của tệp",
	"entry-points-elsewhere":    "mục lục của tệp trỏ sang chỗ khác",
	"entry-without-object":      "mục lục của tệp trỏ vào chỗ trống",
	"readings-differ":           "nội dung đọc được theo hai cách khác nhau",
	"repeated-keys":             "nội dung ghi trùng, đọc được theo hai cách",
	"unreadable-revision":       "bản ghi thêm không đọc được",
	"references-unknown":        "có phần đã ký không đọc được nên không biết thay đổi chạm tới đâu",
	"bytes-after-end":           "có dữ liệu lạ ở cuối tệp",
}

var changeVerdicts = map[pades.ChangeVerdict]string{
	pades.ChangeAllowed:      "được phép",
	pades.ChangeSuspicious:   "trái phép",
	pades.ChangeUnclassified: "chưa xác định",
}

// changeText says what was done, in the middle of a sentence.
func (s signers) changeText(c pades.Change) string {
	text := changeWords[c.Kind]
	switch {
	case text == "":
		text = "sửa nội dung"
	case c.Kind == "field-filled" && c.Verdict == pades.ChangeSuspicious:
		text = "điền hoặc sửa %s"
	}
	if !strings.Contains(text, "%s") {
		return text
	}
	switch c.Kind {
	case "signature-field-signed", "signature-added", "signature-removed", "signature-field-changed":
		return fmt.Sprintf(text, s.signature(c.Field))
	}
	return fmt.Sprintf(text, fieldName(c.Field))
}

// changeLine says one change in a line; empty for what nobody can see.
func (s signers) changeLine(c pades.Change) string {
	if changeWords[c.Kind] == "" && c.Verdict == pades.ChangeAllowed {
		return ""
	}
	return sentence(fmt.Sprintf("Lần ghi %d: %s (%s)", c.Revision, s.changeWhole(c), changeVerdicts[c.Verdict]))
}

// changeWhole says it with the value that was filled in; also what nobody can
// see has words.
func (s signers) changeWhole(c pades.Change) string {
	text := s.changeText(c)
	if quiet := unseenWords[c.Kind]; quiet != "" {
		text = quiet
	}
	if value, ok := strings.CutPrefix(c.Detail, `"`); ok && c.Kind == "field-filled" && c.Verdict == pades.ChangeAllowed {
		text += ": " + strings.TrimSuffix(value, `"`) // anything else is a note for programs
	}
	return text
}

// unseenWords are for the detailed report; the plain one leaves them out.
var unseenWords = map[string]string{
	"blank-after-end":       "thêm khoảng trắng ở cuối tệp",
	"object-freed":          "bỏ phần không còn dùng",
	"unused-object-changed": "sửa phần không nơi nào dùng",
	"resources-gained":      "thêm phông chữ hoặc hình mà không trang nào dùng",
}
