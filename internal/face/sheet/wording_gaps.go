package sheet

import (
	"fmt"

	"antin/pades"
)

// gapWords says what keeps a signature from being checked for long out of the
// file alone.
var gapWords = map[string]string{
	pades.GapNoStamp:         "chưa có dấu thời gian chứng minh chữ ký có từ lúc nào",
	pades.GapNoIssuer:        "thiếu chứng thư của nơi cấp",
	pades.GapBrokenPath:      "đường dẫn chứng thực trong tệp sai quy tắc hoặc đã hết hạn",
	pades.GapBadStamp:        "có dấu thời gian không dùng làm bằng chứng được",
	pades.GapNoRevocation:    "thiếu trạng thái thu hồi",
	pades.GapRevoked:         "chứng thư đã bị thu hồi",
	pades.GapOlder:           "trạng thái thu hồi có từ trước lúc ký",
	pades.GapResponder:       "chưa rõ chứng thư của nơi trả lời OCSP có bị thu hồi không",
	pades.GapNoDocumentStamp: "chưa có dấu thời gian lưu trữ giữ cho các bằng chứng",
	pades.GapUnreadable:      "không đọc được chữ ký",
}

// GapText says one gap in words, with the certificate that it is about.
func GapText(g pades.Gap) string {
	text, ok := gapWords[g.Code]
	if !ok {
		text = gapUnknown
	}
	if g.Certificate != "" {
		text += fmt.Sprintf(gapOf, commonName(g.Certificate))
	}
	return text
}
