package signcmd

import (
	"net/url"
	"strings"

	"antin/pades"
)

// silence is why one time-stamp authority gave nothing.
type silence struct {
	Authority string `json:"authority"`
	Code      string `json:"code"` // stable
	Text      string `json:"text"`
}

// telling is an error about one authority, as whoever asks the network gives it.
type telling interface {
	error
	Authority() string
	Code() string
}

const (
	silenceForbidden = "forbidden"
	silenceOther     = "unreachable"
)

// silences are the reasons in the words of a person at the terminal.
var silences = map[string]string{
	silenceForbidden: "địa chỉ nằm trong mạng nội bộ nên chưa được hỏi. Nếu đúng là dịch vụ của cơ quan, thêm --allow",
	"redirects":      "máy chủ chuyển sang địa chỉ khác quá nhiều lần.",
	"too-large":      "câu trả lời dài quá mức cho phép.",
	"status":         "máy chủ trả lời lỗi. Kiểm tra lại địa chỉ.",
	"rejected":       "dịch vụ từ chối cấp dấu thời gian.",
	"content":        "câu trả lời không phải dấu thời gian đúng cho tệp này.",
	"unknown-host":   "không tìm thấy máy chủ tên này.",
	"refused":        "máy chủ không nhận kết nối: dịch vụ chưa chạy hoặc sai cổng.",
	"untrusted":      "không tin được chứng thư của máy chủ (https).",
	"timeout":        "hết thời gian chờ mà chưa trả lời. Thử lại sau hoặc tăng --patience.",
	silenceOther:     "không kết nối được.",
}

// silencesIn finds what an error tells of each authority that was asked, each
// once.
func silencesIn(err error) []silence {
	var out []silence
	seen := map[silence]bool{}
	var walk func(error)
	walk = func(err error) {
		if t, ok := err.(telling); ok { //nolint:errorlint // every one in the tree is wanted, not the first
			s := silence{Authority: t.Authority(), Code: t.Code(), Text: silenceText(t)}
			if !seen[s] {
				seen[s], out = true, append(out, s)
			}
			return
		}
		switch u := err.(type) { //nolint:errorlint // as above
		case interface{ Unwrap() error }:
			walk(u.Unwrap())
		case interface{ Unwrap() []error }:
			for _, one := range u.Unwrap() {
				walk(one)
			}
		}
	}
	walk(err)
	return out
}

func silenceText(t telling) string {
	text, ok := silences[t.Code()]
	if !ok {
		text = silences[silenceOther]
	}
	if t.Code() == silenceForbidden {
		host := t.Authority()
		if u, err := url.Parse(host); err == nil && u.Hostname() != "" {
			host = u.Hostname()
		}
		text += " " + host
	}
	return text
}

// unstamped notes why a time-stamp is missing: for each authority, or what is
// wrong with the token that came.
func (r *result) unstamped(err error, flags NetworkFlags) {
	if err == nil {
		return
	}
	r.Silent = silencesIn(err)
	switch {
	case len(r.Silent) > 0:
	case flags.Offline:
		r.Unstamped = "Không lấy dấu thời gian vì dùng --offline."
	case len(flags.TSA) == 0:
		r.Unstamped = "Chưa nêu dịch vụ dấu thời gian: thêm --tsa URL."
	default:
		r.Unstamped = refusals[pades.RefusalOf(err)]
	}
}

// silent prints the reasons, a line each.
func (r result) silent(b *strings.Builder) {
	if r.Unstamped != "" {
		b.WriteString("\n    " + r.Unstamped)
	}
	for _, s := range r.Silent {
		b.WriteString("\n    " + s.Authority + ": " + s.Text)
	}
}
