package documentweb

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/face/web/ui"
)

func orDash(text, instead string) string {
	if strings.TrimSpace(text) == "" {
		return instead
	}
	return text
}

func typeName(law *profile.Profile, code string) string {
	if t, ok := law.Documents.Type(code); ok {
		return t.Name
	}
	return orDash(code, "Chưa chọn loại")
}

func urgencyName(law *profile.Profile, code string) string {
	if u, ok := law.Documents.Urgency(code); ok {
		return u.Label
	}
	return code
}

// symbolText is number and symbol as on paper; without a number it says so.
func symbolText(law *profile.Profile, number int, symbol string) string {
	if number == 0 {
		return "Chưa có số"
	}
	return document.WholeSymbol(law.Numbering, number, symbol)
}

func stateChip(s document.State) ui.Chip {
	c := ui.Chip{Text: s.Name()}
	switch s {
	case document.Released, document.Attested, document.Completed, document.Valid, document.Registered:
		c.Tone = ui.Good
	case document.Faulty, document.Refused, document.CancelledState:
		c.Tone = ui.Bad
	case document.Held, document.Numbered:
		c.Tone = ui.Warn
	case document.Drafting, document.Consulting:
		c.Tone, c.Sign = ui.Wait, "file"
	default:
	}
	return c
}

// dayText turns YYYY-MM-DD into the day as people write it.
func dayText(iso string) string {
	t, err := time.ParseInLocation("2006-01-02", iso, ui.Hanoi)
	if err != nil {
		return iso
	}
	return ui.Day(t)
}

// signerText is who signs and as what: "Trần Thị Minh, Phó Giám đốc (KT.)".
func signerText(s document.Signer) string {
	if s.Person == "" {
		return ""
	}
	out := s.Name
	if s.Title != "" {
		out += ", " + s.Title
	}
	if s.Capacity != org.InOwnRight {
		out += " (" + string(s.Capacity) + ")"
	}
	return out
}

var roleNames = map[document.Role]string{
	document.Main: "Văn bản", document.Source: "Tệp soạn thảo", document.Attachment: "Văn bản kèm theo", document.Appendix: "Phụ lục",
}

var stageNames = map[document.Stage]string{
	document.Uploaded: "Bản gốc đã tải lên", document.Converted: "Bản PDF chuyển từ tệp soạn thảo", document.Prepared: "Bản trình ký (đã đặt ô ký)",
	document.StepStage: "Bản có thêm một chữ ký trong chuỗi", document.Signed: "Bản người có thẩm quyền đã ký", document.Sealed: "Bản đã ký cơ quan",
}

func orgAction(name string) org.Action { return org.Action(name) }

// decimal writes a number with a comma, as people here do.
func decimal(text string) string { return strings.Replace(text, ".", ",", 1) }

// subjectName is the common name in the subject of a certificate.
func subjectName(subject string) string {
	for part := range strings.SplitSeq(subject, ",") {
		if name, ok := strings.CutPrefix(strings.TrimSpace(part), "CN="); ok {
			return name
		}
	}
	return subject
}

// lower begins a label in the middle of a sentence.
func lower(label string) string {
	first, size := utf8.DecodeRuneInString(label)
	return string(unicode.ToLower(first)) + label[size:]
}
