package profile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"antin/internal/fault"
)

// Limits of one template; beyond them the table does not fit on A4.
const (
	MaxFormColumns = 14
	maxBlockFields = 30
	maxLabel       = 160
	maxFormText    = 1000
)

var fieldCode = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// Check refuses a template that could not be printed or filled: no title, no
// signature, blank labels, over-long or duplicate codes. The refusal is a
// fault.Fault whose field names the line, such as "columns.2.code".
func (f Form) Check() error {
	switch {
	case f.Number < 1 || f.Number > 99:
		return formFault("number", "Số của mẫu phải từ 1 đến 99.")
	case strings.TrimSpace(f.Title) == "":
		return formFault("title", "Chưa ghi tên mẫu.")
	case utf8.RuneCountInString(f.Title) > 300:
		return formFault("title", "Tên mẫu dài quá 300 ký tự.")
	case f.Maker != MadeBySubscriber && f.Maker != MadeByAgency:
		return formFault("maker", "Chưa chọn bên lập mẫu.")
	case len(f.Columns) > MaxFormColumns:
		return formFault("columns", fmt.Sprintf("Bảng có tối đa %d cột mới vừa khổ A4.", MaxFormColumns))
	case len(f.Columns) == 0 && len(f.Blocks) == 0:
		return formFault("columns", "Mẫu chưa có dòng hoặc cột nào để điền.")
	case len(f.Signatures) == 0 || len(f.Signatures) > 3:
		return formFault("signatures", "Mẫu cần từ 1 đến 3 chỗ ký.")
	}
	if err := f.checkTexts(); err != nil {
		return err
	}
	if err := checkFields("columns", f.Columns); err != nil {
		return err
	}
	var all []FormField
	for i, b := range f.Blocks {
		if len(b.Fields) > maxBlockFields {
			return formFault(fmt.Sprintf("blocks.%d", i), fmt.Sprintf("Một phần có tối đa %d dòng.", maxBlockFields))
		}
		all = append(all, b.Fields...)
	}
	return checkFields("fields", all)
}

func (f Form) checkTexts() error {
	texts := map[string]string{"opening": f.Opening, "closing": f.Closing, "table_title": f.TableTitle, "basis": f.Basis,
		"note": f.Note, "to": strings.Join(f.To, "")}
	for _, name := range []string{"basis", "closing", "note", "opening", "table_title", "to"} {
		if utf8.RuneCountInString(texts[name]) > maxFormText {
			return formFault(name, fmt.Sprintf("Đoạn này dài quá %d ký tự.", maxFormText))
		}
	}
	for i, s := range f.Signatures {
		if strings.TrimSpace(s.Title) == "" || utf8.RuneCountInString(s.Title+s.Note) > maxLabel {
			return formFault(fmt.Sprintf("signatures.%d", i), "Chỗ ký cần chức danh, không quá dài.")
		}
		if slices.ContainsFunc(f.Signatures[:i], func(o Signature) bool { return o.Code == s.Code }) {
			return formFault(fmt.Sprintf("signatures.%d", i), "Hai chỗ ký có cùng mã.")
		}
	}
	return nil
}

func checkFields(where string, fields []FormField) error {
	for i, field := range fields {
		at := fmt.Sprintf("%s.%d", where, i)
		switch {
		case strings.TrimSpace(field.Label) == "":
			return formFault(at+".label", "Tên cột hoặc dòng không được để trống.")
		case utf8.RuneCountInString(field.Label) > maxLabel:
			return formFault(at+".label", fmt.Sprintf("Tên cột hoặc dòng dài quá %d ký tự.", maxLabel))
		case !fieldCode.MatchString(field.Code):
			return formFault(at+".code", "Mã gồm chữ thường không dấu, chữ số, dấu gạch dưới; tối đa 40 ký tự.")
		case field.Width < 0 || field.Width > 100:
			return formFault(at+".width", "Độ rộng từ 0 đến 100.")
		case slices.ContainsFunc(fields[:i], func(o FormField) bool { return o.Code == field.Code }):
			return formFault(at+".code", fmt.Sprintf("Mã “%s” đã dùng cho dòng hoặc cột khác.", field.Code))
		}
	}
	return nil
}

func formFault(field, message string) error {
	return fault.New(fault.Invalid, "form.bad-template", "Mẫu chưa dùng được: "+message).At(field, message).Do("Sửa lại rồi lưu.")
}
