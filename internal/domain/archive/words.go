package archive

import (
	"strings"

	"antin/pades"
)

// Codes of what is missing, beside those of package pades.
const (
	codeNoAnswer     = "authority-silent"
	codeNoAuthority  = "no-authority"
	codeUntrusted    = "authority-untrusted"
	codeUnextendable = "not-extendable"
	codeIncomplete   = "incomplete"
	codeUnsigned     = "unsigned"

	codeNotRenewed    = "not-renewed"
	codeRenewalSilent = "renewal-silent"
	codeRenewalLate   = "renewal-late"
)

var sentences = map[string]string{
	codeNoAnswer:             "Chưa có dấu thời gian: nơi cấp dấu thời gian chưa trả lời.",
	codeNoAuthority:          "Chưa có dấu thời gian: hệ thống chưa khai báo nơi cấp dấu thời gian.",
	codeUntrusted:            "Chưa có dấu thời gian: nơi cấp dấu thời gian không thuộc gốc tin cậy của hệ thống. Báo người quản trị.",
	codeUnextendable:         "Tệp không cho ghi thêm nên không làm được bản lưu lâu dài; bằng chứng được giữ rời.",
	codeIncomplete:           "Bằng chứng chưa đủ để kiểm tra lâu dài.",
	codeUnsigned:             "Tệp không có chữ ký số; chỉ giữ dấu thời gian của tệp.",
	codeNotRenewed:           "Chưa gia hạn được: dấu thời gian mới không giữ được lâu hơn dấu đang có. Báo người quản trị hỏi nơi cấp dấu thời gian về chứng thư mới.",
	codeRenewalSilent:        "Chưa gia hạn được: nơi cấp dấu thời gian chưa trả lời.",
	codeRenewalLate:          "Đã quá hạn mà chưa gia hạn được bản lưu trữ. Báo người quản trị ngay.",
	pades.GapNoStamp:         "Chưa có dấu thời gian chứng minh lúc ký.",
	pades.GapNoIssuer:        "Thiếu chứng thư số của nơi cấp chứng thư",
	pades.GapBrokenPath:      "Sai quy tắc hoặc đã hết hạn: đường dẫn chứng thực",
	pades.GapBadStamp:        "Không dùng làm bằng chứng được: dấu thời gian",
	pades.GapNoRevocation:    "Chưa lấy được tình trạng thu hồi",
	pades.GapRevoked:         "Đã bị thu hồi: chứng thư số",
	pades.GapOlder:           "Được lập trước lúc ký: tình trạng thu hồi",
	pades.GapResponder:       "Không rõ tình trạng của nơi trả lời OCSP",
	pades.GapNoDocumentStamp: "Chưa có dấu thời gian bảo toàn cả tệp.",
	pades.GapUnreadable:      "Không đọc được chữ ký.",
}

// words says what is missing, of which certificate.
func words(code, certificate string) string {
	text, ok := sentences[code]
	if !ok {
		text = "Còn thiếu bằng chứng (" + code + ")"
	}
	if text[len(text)-1] == '.' {
		return text
	}
	if certificate != "" {
		text += " của “" + certificate + "”"
	}
	return text + "."
}

func missing(gaps []pades.Gap) []Missing {
	var out []Missing
	seen := map[string]bool{}
	for _, g := range gaps {
		key := g.Code + "\n" + g.Certificate + "\n" + g.Serial
		if seen[key] {
			continue
		}
		seen[key] = true
		name := commonName(g.Certificate)
		out = append(out, Missing{Code: g.Code, Certificate: name, Text: words(g.Code, name)})
	}
	return out
}

// Lasts reports whether the evidence is whole for all that: an answer that could
// be newer, a responder that nothing is known of.
func (m Missing) Lasts() bool { return m.Code == pades.GapOlder || m.Code == pades.GapResponder }

// commonName takes CN out of a distinguished name in text; what has none stays
// as it is.
func commonName(name string) string {
	for part := range strings.SplitSeq(strings.ReplaceAll(name, `\,`, "\x00"), ",") {
		if cn, ok := strings.CutPrefix(strings.TrimSpace(part), "CN="); ok {
			return strings.ReplaceAll(cn, "\x00", ",")
		}
	}
	return name
}
