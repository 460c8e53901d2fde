package sheet

import (
	"regexp"
	"strings"

	"antin/pades"
)

const (
	labelLevel = "Mức chữ ký"

	gapUnknown     = "còn thiếu chứng cứ khác để kiểm tra về sau"
	gapOf          = " (chứng thư của %s)"
	pathAnchor     = "Chứng thư gốc được tin cậy"
	pathSound      = "Đạt"
	pathUnknown    = "không đạt yêu cầu"
	checkUnknownAs = "Bước kiểm tra khác"
)

// levelWords: ETSI EN 319 142-1, 6.
var levelWords = map[pades.Level]string{
	pades.LevelB:   "B-B: có chữ ký, chưa có bằng chứng về lúc ký",
	pades.LevelT:   "B-T: có dấu thời gian chứng minh lúc ký",
	pades.LevelLT:  "B-LT: có dấu thời gian và chứng cứ thu hồi trong tệp",
	pades.LevelLTA: "B-LTA: đủ chứng cứ trong tệp, kiểm tra được lâu dài",
}

var stampKinds = map[string]string{
	"signature": "Dấu thời gian của chữ ký",
	"document":  "Dấu thời gian của cả tệp",
	"archive":   "Dấu thời gian lưu trữ",
	"content":   "Dấu thời gian của nội dung trước khi ký",
}

// checkNames say what each check asks.
var checkNames = map[string]string{
	"signature-dictionary": "Phần ghi chữ ký đúng cấu trúc",
	"sub-filter":           "Kiểu chữ ký được chấp nhận",
	"reachable":            "Chữ ký gắn với một ô ký của văn bản",
	"one-reading":          "Phần ghi chữ ký chỉ đọc được theo một cách",
	"byte-range":           "Phạm vi được ký ghi đúng",
	"byte-range-start":     "Phạm vi được ký bắt đầu từ đầu tệp",
	"contents":             "Có giá trị chữ ký đúng dạng",
	"gap":                  "Khoảng trống trong phần được ký chỉ chứa chữ ký",
	"covers-revision":      "Chữ ký phủ hết bản ghi của nó",
	"no-overlap":           "Phạm vi không chồng lên chữ ký khác",
	"padding":              "Không có dữ liệu lạ sau giá trị chữ ký",
	"contents-spelling":    "Giá trị chữ ký viết đúng cách",
	"cms":                  "Gói chữ ký (CMS) đọc được",
	"one-signer":           "Gói chữ ký có đúng một người ký",
	"signer-certificate":   "Có chứng thư của người ký",
	"content":              "Gói chữ ký không chứa nội dung lạ",
	"signed-attributes":    "Các thuộc tính được ký đầy đủ và đúng",
	"digest":               "Nội dung đúng với giá trị băm đã ký",
	"signing-certificate":  "Chữ ký chỉ rõ chứng thư đã dùng",
	"algorithms":           "Các thuật toán ghi trong chữ ký khớp nhau",
	"signature-value":      "Giá trị chữ ký đúng với chứng thư của người ký",
	"file-structure":       "Cấu trúc tệp đọc được, đủ lịch sử các lần ghi",
	"strength":             "Thuật toán và độ dài khóa đủ mạnh vào lúc xét",
	"time-stamp":           "Dấu thời gian dùng làm bằng chứng được",
	"claimed-time":         "Giờ người ký ghi không mâu thuẫn với dấu thời gian",
}

// checkResults are the words for the outcome of a check.
var checkResults = map[string]string{
	"passed":        "Đạt",
	"failed":        "Không đạt",
	"indeterminate": "Chưa đủ căn cứ",
}

// pathFaults explain the fault of a step of the path by how it begins.
var pathFaults = []struct{ begins, words string }{
	{"expired", "đã hết hạn"},
	{"revocation: revoked", "đã bị thu hồi"},
	{"revocation: key lost", "đã bị thu hồi vì lộ khóa"},
	{"revocation", "chưa rõ đã bị thu hồi hay chưa"},
	{"issuer", "không có chứng thư của cơ quan cấp"},
	{"signature", "chữ ký của cơ quan cấp không đúng"},
	{"validity", "ngoài thời hạn hiệu lực"},
	{"basic-constraints", "cơ quan cấp không phải cơ quan chứng thực"},
	{"path-length", "đường dẫn chứng thực dài quá mức cho phép"},
	{"key-usage", "khóa không được dùng vào việc này"},
	{"extended-key-usage", "chứng thư không được dùng vào việc này"},
	{"name-constraints", "tên không thuộc phạm vi được cấp"},
	{"critical-extension", "có phần mở rộng bắt buộc mà chương trình không hiểu"},
	{"certificate-policy", "không theo chính sách chứng thực được yêu cầu"},
	{"search-limit", "quá nhiều đường dẫn chứng thực để xét"},
}

func pathWords(fault string) string {
	for _, f := range pathFaults {
		if strings.HasPrefix(fault, f.begins) {
			return f.words
		}
	}
	return pathUnknown
}

// ruleNames are the engine's rules by the name before the clause.
var ruleNames = map[string]string{
	"two-readings":      "hai cách đọc tệp phải như nhau",
	"rounding":          "số được viết lại phải bằng số đã ký",
	"trailer":           "phần cuối của tệp",
	"bytes-after-end":   "dữ liệu sau cuối tệp",
	"freed-object":      "bỏ phần không còn dùng",
	"repeated-keys":     "nội dung ghi trùng",
	"unexplained":       "không quy tắc nào cho phép",
	"catalog":           "cấu trúc gốc của tệp",
	"private-data":      "dữ liệu riêng của phần mềm",
	"extensions":        "phần mở rộng của định dạng",
	"information":       "thông tin mô tả tệp",
	"metadata":          "thông tin mô tả tệp",
	"security-store":    "chứng cứ kiểm tra lâu dài",
	"pages":             "nội dung và thứ tự các trang",
	"structure-tree":    "cây cấu trúc của văn bản",
	"annotations":       "ghi chú trên trang",
	"form":              "biểu mẫu",
	"form-filling":      "điền biểu mẫu",
	"appearance":        "hình hiển thị của ô",
	"fields-closed":     "ô đã khóa",
	"signing":           "ký thêm",
	"signature-overlay": "chữ ký không được đè lên nội dung",
	"doc-mdp":           "mức thay đổi mà chữ ký chứng nhận cho phép",
	"field-mdp":         "các ô mà chữ ký khóa",
	"approval-default":  "mặc định cho chữ ký phê duyệt",
}

// ruleProse is what the engine says in rules besides names and clauses.
var ruleProse = map[string]string{
	"changes that no rule allows": "thay đổi mà không quy tắc nào cho phép",
	"flow template: number and date once, after the leader and no later than the seal": "quy trình của cơ quan: số và ngày chỉ điền một lần, sau người ký và không muộn hơn dấu cơ quan",
}

var clauseLinks = strings.NewReplacer(" and ", " và ", "table ", "bảng ", "annex ", "phụ lục ", ", step ", ", bước ", ", as P ", ", như mức P ")

var (
	standards = regexp.MustCompile(`^(ISO|ETSI|RFC|ITU|X\.)`)
	papers    = regexp.MustCompile(` \([^()]* [0-9]{4}\)`) // "(Rohlmann and others, IEEE S&P 2021)"
	ruleName  = regexp.MustCompile(`^([a-z-]+): `)
)

// clauseText shows a clause or a rule of the engine: the names of standards as
// they are, the rest in Vietnamese, and nothing of what has no words here.
func clauseText(rule string) string {
	var out []string
	for _, part := range strings.Split(papers.ReplaceAllString(rule, ""), "; ") {
		if words := ruleProse[part]; words != "" {
			out = append(out, words)
			continue
		}
		text := ""
		if m := ruleName.FindStringSubmatch(part); m != nil {
			part = strings.TrimPrefix(part, m[0])
			if text = ruleNames[m[1]]; text != "" {
				text += ": "
			}
		}
		clause, prose, _ := strings.Cut(part, ": ")
		if !standards.MatchString(clause) {
			continue
		}
		text += clauseLinks.Replace(clause)
		if words := ruleProse[prose]; words != "" {
			text += ": " + words
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}
