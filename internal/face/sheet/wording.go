package sheet

import (
	"strings"

	"antin/pades"
)

// headlines are the verdicts as a whole sentence.
var headlines = map[Verdict]string{
	Valid:      "Văn bản hợp lệ",
	NotEnough:  "Chưa đủ căn cứ để kết luận",
	Invalid:    "Văn bản không hợp lệ",
	NoneSigned: "Văn bản không có chữ ký số",
	Unreadable: "Không đọc được tệp",
}

const headlineSealedOff = "Không thấy chữ ký số, tệp bị mã hóa"

const (
	whyAllValid    = "Cả %d chữ ký số đều đúng, nội dung không bị thay đổi trái phép sau khi ký và chứng thư còn hiệu lực tại thời điểm kiểm tra."
	whyOneValid    = "Chữ ký số đúng, nội dung không bị thay đổi trái phép sau khi ký và chứng thư còn hiệu lực tại thời điểm kiểm tra."
	whyStamp       = "Dấu thời gian đúng, nội dung không bị thay đổi trái phép sau đó. Tệp không có chữ ký của ai."
	whyAllStamped  = "Cả %d chữ ký số và dấu thời gian của tệp đều đúng, nội dung không bị thay đổi trái phép sau khi ký và chứng thư còn hiệu lực tại thời điểm kiểm tra."
	whyOneStamped  = "Chữ ký số và dấu thời gian của tệp đều đúng, nội dung không bị thay đổi trái phép sau khi ký và chứng thư còn hiệu lực tại thời điểm kiểm tra."
	whyOf          = "Chữ ký của %s: %s"
	whyOfStamp     = "Dấu thời gian do %s cấp: %s"
	whyNoSignature = "Tệp không mang chữ ký số nào nên không kiểm tra được ai đã ký và nội dung có bị sửa hay không."
	whySealedOff   = "Tệp đặt mật khẩu hoặc mã hóa nên không đọc hết được; ở phần đọc được không thấy chữ ký số nào."
	whyNoFile      = "Không có tệp này, hoặc không được quyền đọc."
	whyEmpty       = "Tệp rỗng, không có nội dung nào."
	whyUnreadable  = "Tệp không phải PDF hoặc đã hỏng đến mức không đọc được."
	whyCut         = "Tệp có dấu vết của chữ ký số đã bị cắt mất hoặc bị gỡ khỏi văn bản."
	whyIntact      = "Phần tệp mà chữ ký này bao trùm còn nguyên vẹn."
	whyRemoved     = "Một lần ghi sau đã gỡ chữ ký này khỏi văn bản."
	whyTrusted     = "Chứng thư do cơ quan chứng thực được tin cậy cấp, còn hiệu lực và chưa bị thu hồi."
	whyTrustedPath = "Chứng thư do cơ quan chứng thực được tin cậy cấp và còn hiệu lực; chưa hỏi tình trạng thu hồi."

	whyTrustUnknown = "Chưa đủ căn cứ để tin chứng thư của người ký."

	doKeep        = "Dùng được văn bản này. Khi lưu, giữ nguyên tệp; bản in không thay cho tệp."
	doNoSignature = "Chỉ dùng để biết, tham khảo. Cần bản có giá trị thì đề nghị nơi gửi gửi lại bản đã ký số."
	doSealedOff   = "Chưa dùng làm căn cứ. Đề nghị nơi gửi gửi lại bản không đặt mật khẩu."
	doNoFile      = "Xem lại tên tệp và thư mục."
	doUnreadable  = "Đề nghị nơi gửi gửi lại tệp. Nếu tải về từ mạng, hãy tải lại rồi kiểm tra lần nữa."
	doAskAgain    = "Không dùng văn bản này. Báo nơi gửi và đề nghị gửi lại bản gốc đã ký số."
	doAskSender   = "Chưa dùng làm căn cứ. Hỏi lại nơi gửi rồi kiểm tra lần nữa."
	doAnchors     = "Chưa dùng làm căn cứ. Hỏi nơi gửi chứng thư do ai cấp; tin nơi đó thì đề nghị người quản trị nạp chứng thư gốc rồi kiểm tra lại."
	doRevocation  = "Chưa dùng làm căn cứ. Kiểm tra lại sau; vẫn vậy thì đề nghị người quản trị nạp danh sách thu hồi (CRL) mới của cơ quan chứng thực."
	doTime        = "Chưa dùng làm căn cứ. Kiểm tra lại vào thời điểm nhận văn bản nếu sổ đến còn ghi, hoặc đề nghị nơi gửi gửi bản có dấu thời gian."
	doNewKey      = "Không dùng văn bản này. Đề nghị nơi gửi ký lại bằng chứng thư còn hiệu lực."

	noName            = "Không rõ người ký"
	asTimestamp       = "Dấu thời gian"
	claimedNote       = " (do người ký ghi, chưa có bằng chứng)"
	claimedBesides    = " (do người ký ghi)"
	noteUnknownHolder = "Sổ đăng ký chứng thư ở đây không có một hay nhiều chứng thư đã ký nên không nêu giá trị pháp lý: chưa rõ đó là người có thẩm quyền hay cơ quan."
	noteOffline       = "Kiểm tra không dùng mạng: chỉ xét chứng cứ có sẵn trong tệp và được nạp vào."
	noteSources       = "Việc thu hồi chứng thư được xét theo chứng cứ có trong tệp, đã nạp vào hệ thống và, nếu máy được nối mạng với cơ quan chứng thực, câu trả lời lấy lúc kiểm tra."
	notePractice      = "Chữ ký và chứng thư trong tệp này là của tỉnh thực hành, không có giá trị pháp lý."
	noteEncrypted     = "Tệp được mã hóa; một số nội dung không đọc được nên không xét hết."
	notePages         = "Tệp có %d trang. Một chữ ký số bao trùm mọi trang, kể cả phụ lục cùng tệp; không cần ký từng trang."

	labelProven      = "Đã có lúc"
	labelClaimed     = "Ghi ký lúc"
	labelCoverage    = "Phạm vi"
	labelIssuer      = "Cơ quan cấp chứng thư"
	labelCertificate = "Chứng thư"
	labelRevocation  = "Thu hồi"
	labelAlgorithm   = "Thuật toán"
	labelField       = "Trường ký"

	certificateText  = "số sê-ri %s, hiệu lực từ %s đến %s"
	coversAll        = "toàn bộ tệp, %d trang"
	coversRevision   = "toàn bộ bản ghi lần thứ %d, %d trang; phần ghi thêm sau đó nêu ở mục thay đổi"
	revokedSince     = "từ %s"
	revocationSource = "theo %s phát hành lúc %s"
	moreChanges      = "và %d thay đổi khác (xem bản chi tiết)"
)

var holderKinds = map[HolderKind]string{
	Person:  "Người có thẩm quyền",
	Agency:  "Cơ quan, tổ chức",
	Unknown: "Chưa rõ là cá nhân hay cơ quan",
}

var revocationStatus = map[string]string{
	"good":    "chưa bị thu hồi",
	"revoked": "đã bị thu hồi",
	"unknown": "không xác định",
}

var modificationWhy = map[pades.Modification]string{
	pades.Unchanged:          "Không có gì được ghi thêm sau chữ ký này.",
	pades.AllowedChange:      "Sau chữ ký này chỉ có những thay đổi được phép.",
	pades.SuspiciousChange:   "Sau chữ ký này tệp đã bị thay đổi trái phép.",
	pades.UnclassifiedChange: "Sau chữ ký này tệp có thay đổi chưa xác định được là được phép hay không.",
}

// subWhy explains why trust did not pass; a full stop is added where it is used.
var subWhy = map[pades.SubIndication]string{
	pades.NoSigningCertificate:    "Không có chứng thư của người ký nên không kiểm tra được chữ ký",
	pades.NoCertificateChain:      "Chưa dẫn được chứng thư về một chứng thư gốc được tin cậy",
	pades.ChainConstraintsFailure: "Chứng thư không được dùng để ký văn bản",
	pades.ChainGeneralFailure:     "Đường dẫn chứng thực sai quy tắc",
	pades.Revoked:                 "Chứng thư đã bị thu hồi trước khi ký",
	pades.RevokedNoPOE:            "Chứng thư đã bị thu hồi và không có bằng chứng là đã ký trước đó",
	pades.RevokedCANoPOE:          "Chứng thư của cơ quan cấp đã bị thu hồi và không có bằng chứng là đã ký trước đó",
	pades.OutOfBoundsNoPOE:        "Chứng thư không còn hoặc chưa có hiệu lực lúc kiểm tra và không có bằng chứng về lúc ký",
	pades.Expired:                 "Chứng thư đã hết hạn khi ký",
	pades.NotYetValid:             "Chứng thư chưa có hiệu lực khi ký",
	pades.CryptoConstraintsFail:   "Thuật toán hoặc độ dài khóa đã quá yếu",
	pades.TryLater:                "Không xác định được chứng thư đã bị thu hồi hay chưa vì thiếu chứng cứ còn mới",
	pades.NoPOE:                   "Không có bằng chứng về lúc ký",
	pades.OutOfBoundsNotRevoked:   "Chứng thư đã hết hạn lúc kiểm tra và không có bằng chứng đã ký khi còn hạn; không thấy bị thu hồi",
	pades.CryptoConstraintsNoPOE:  "Thuật toán hoặc độ dài khóa nay đã quá yếu và không có bằng chứng đã ký khi còn đủ mạnh",
	pades.TimestampOrder:          "Các dấu thời gian mâu thuẫn nhau về thứ tự",
	pades.FormatFailure:           "Gói chữ ký sai định dạng",
	pades.HashFailure:             "Nội dung đã bị sửa sau khi ký",
	pades.SigCryptoFailure:        "Giá trị chữ ký không đúng với chứng thư của người ký",
	pades.SigConstraintsFailure:   "Chữ ký không theo đúng quy tắc của kiểu chữ ký này",
	pades.SignedDataNotFound:      "Không tìm thấy nội dung đã ký",
}

var subDo = map[pades.SubIndication]string{
	pades.NoCertificateChain: doAnchors, pades.NoSigningCertificate: doAnchors,
	pades.TryLater:         doRevocation,
	pades.OutOfBoundsNoPOE: doTime, pades.NoPOE: doTime, pades.RevokedNoPOE: doTime, pades.RevokedCANoPOE: doTime,
	pades.Revoked: doNewKey, pades.Expired: doNewKey, pades.NotYetValid: doNewKey,
	pades.ChainConstraintsFailure: doNewKey, pades.ChainGeneralFailure: doNewKey, pades.CryptoConstraintsFail: doNewKey,
	pades.OutOfBoundsNotRevoked: doTime, pades.CryptoConstraintsNoPOE: doTime, pades.TimestampOrder: doAskSender,
	pades.FormatFailure: doAskAgain, pades.HashFailure: doAskAgain, pades.SigCryptoFailure: doAskAgain, pades.SigConstraintsFailure: doAskAgain, pades.SignedDataNotFound: doAskAgain,
}

const stampUnsound = "Không dùng dấu thời gian này làm bằng chứng được."

// stampWhys explain why a time-stamp proves nothing, where the words for a
// signer's certificate do not fit.
var stampWhys = map[pades.SubIndication]string{
	pades.FormatFailure:           "Dấu thời gian sai định dạng.",
	pades.HashFailure:             "Dấu thời gian không phải của nội dung này.",
	pades.SigCryptoFailure:        "Chữ ký của cơ quan cấp dấu thời gian không đúng.",
	pades.SigConstraintsFailure:   "Dấu thời gian không theo đúng quy tắc.",
	pades.NoCertificateChain:      "Chưa dẫn được chứng thư của cơ quan cấp dấu thời gian về một chứng thư gốc được tin cậy.",
	pades.NoSigningCertificate:    "Không có chứng thư của cơ quan cấp dấu thời gian.",
	pades.TryLater:                "Chưa rõ chứng thư của cơ quan cấp dấu thời gian đã bị thu hồi hay chưa.",
	pades.Revoked:                 "Chứng thư của cơ quan cấp dấu thời gian đã bị thu hồi.",
	pades.RevokedNoPOE:            "Chứng thư của cơ quan cấp dấu thời gian đã bị thu hồi.",
	pades.OutOfBoundsNoPOE:        "Chứng thư của cơ quan cấp dấu thời gian đã hết hạn và không có bằng chứng mới hơn.",
	pades.Expired:                 "Chứng thư của cơ quan cấp dấu thời gian đã hết hạn.",
	pades.ChainConstraintsFailure: "Chứng thư này không được dùng để cấp dấu thời gian.",
	pades.CryptoConstraintsFail:   "Thuật toán của dấu thời gian đã quá yếu.",
	pades.CryptoConstraintsNoPOE:  "Thuật toán của dấu thời gian nay đã quá yếu và không có bằng chứng mới hơn.",
	pades.TimestampOrder:          "Các dấu thời gian mâu thuẫn nhau về thứ tự.",
}

func stampWhy(sub pades.SubIndication) string {
	if w := stampWhys[sub]; w != "" {
		return w
	}
	return stampUnsound
}

// checkWhys explains a check that did not pass.
var checkWhys = map[string]string{
	"signature-dictionary": "Phần ghi chữ ký trong tệp sai cấu trúc.",
	"sub-filter":           "Kiểu chữ ký không thuộc các kiểu được chấp nhận.",
	"reachable":            "Chữ ký không gắn với một ô ký nào của văn bản.",
	"one-reading":          "Phần ghi chữ ký có thể đọc theo nhiều cách nên không tin được.",
	"byte-range":           "Phạm vi được ký ghi sai, không biết chữ ký bao trùm phần nào.",
	"byte-range-start":     "Phần đầu của tệp không được ký.",
	"contents":             "Giá trị chữ ký bị thiếu hoặc sai dạng.",
	"gap":                  "Khoảng trống trong phần được ký không khớp với chữ ký: có phần nội dung không được ký.",
	"covers-revision":      "Có nội dung thêm vào cuối phần đã ký mà chữ ký không bao trùm.",
	"no-overlap":           "Phạm vi của hai chữ ký chồng lên nhau.",
	"padding":              "Sau giá trị chữ ký có dữ liệu lạ không được ký.",
	"contents-spelling":    "Giá trị chữ ký được viết khác thường, có chỗ cho dữ liệu không được ký.",
	"cms":                  "Không đọc được gói chữ ký.",
	"one-signer":           "Gói chữ ký không có đúng một người ký.",
	"signer-certificate":   "Không có chứng thư của người ký.",
	"content":              "Gói chữ ký chứa nội dung lạ thay cho văn bản.",
	"signed-attributes":    "Các thuộc tính được ký bị thiếu hoặc sai.",
	"digest":               "Nội dung đã bị sửa sau khi ký.",
	"signing-certificate":  "Chữ ký không chỉ rõ chứng thư đã dùng, hoặc chỉ tới chứng thư khác.",
	"algorithms":           "Các thuật toán ghi trong chữ ký không khớp nhau.",
	"signature-value":      "Giá trị chữ ký không đúng với chứng thư của người ký.",
	"file-structure":       "Cấu trúc tệp hỏng hoặc quá phức tạp nên không xét được lịch sử thay đổi.",
	"strength":             "Thuật toán hoặc độ dài khóa quá yếu vào lúc xét.",
	"time-stamp":           "Dấu thời gian trong chữ ký không dùng làm bằng chứng được.",
	"claimed-time":         "Giờ người ký ghi mâu thuẫn với dấu thời gian.",
}

const checkUnknown = "Một bước kiểm tra toàn vẹn không đạt."

func checkWhy(name string) string {
	if w := checkWhys[name]; w != "" {
		return w
	}
	return checkUnknown
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return s
	}
	r := []rune(s)
	s = strings.ToUpper(string(r[:1])) + string(r[1:])
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}
