package document

import "antin/pades"

// subWords say a sub-indication of ETSI EN 319 102-1 as a clerk would; the code
// itself stays in the stored report.
var subWords = map[pades.SubIndication]string{
	pades.FormatFailure:           "cấu trúc tệp hoặc nội dung đã bị thay đổi trái phép sau khi ký",
	pades.HashFailure:             "nội dung không còn nguyên vẹn",
	pades.SigCryptoFailure:        "giá trị chữ ký không đúng",
	pades.SigConstraintsFailure:   "chữ ký không theo đúng quy cách",
	pades.CryptoConstraintsFail:   "thuật toán ký không còn an toàn",
	pades.NoSigningCertificate:    "không có chứng thư của người ký",
	pades.SignedDataNotFound:      "không tìm thấy phần nội dung đã ký",
	pades.NoCertificateChain:      "chưa dẫn được chứng thư về gốc tin cậy",
	pades.ChainConstraintsFailure: "đường dẫn chứng thực không hợp lệ",
	pades.ChainGeneralFailure:     "đường dẫn chứng thực không hợp lệ",
	pades.Revoked:                 "chứng thư đã bị thu hồi khi ký",
	pades.RevokedNoPOE:            "chứng thư đã bị thu hồi, chưa chứng minh được chữ ký có trước đó",
	pades.RevokedCANoPOE:          "chứng thư của cơ quan cấp đã bị thu hồi",
	pades.OutOfBoundsNoPOE:        "chứng thư hết hạn, chưa chứng minh được chữ ký có trước đó",
	pades.Expired:                 "chứng thư đã hết hạn khi ký",
	pades.NotYetValid:             "chứng thư chưa có hiệu lực khi ký",
	pades.NoPOE:                   "chưa có bằng chứng về thời điểm ký",
	pades.OutOfBoundsNotRevoked:   "chứng thư hết hạn, chưa chứng minh được chữ ký có trước đó",
	pades.CryptoConstraintsNoPOE:  "thuật toán ký không còn an toàn, chưa chứng minh được chữ ký có trước đó",
	pades.TimestampOrder:          "các dấu thời gian mâu thuẫn với nhau",
	pades.TryLater:                "chưa có dữ liệu thu hồi còn mới",
}

// InWords says a sub-indication as a clerk would read it, without the code.
func InWords(s pades.SubIndication) string {
	if text, ok := subWords[s]; ok {
		return text
	}
	return "không đọc hoặc không kiểm tra được tệp"
}
