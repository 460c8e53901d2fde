package metadata

import (
	"strings"
	"unicode"

	"antin/vntext"
)

// small are the words that stay small inside the name of an agency or a post.
var small = map[string]bool{
	"và": true, "của": true, "về": true, "tỉnh": true, "xã": true, "phường": true, "huyện": true, "thị": true, "nhân": true, "dân": true,
	"ban": true, "thành": true, "phố": true, "trấn": true, "doc": true, "tịch": true, "đốc": true, "phòng": true, "trưởng": true, "hội": true, "đồng": true,
	"thông": true, "tin": true, "truyền": true, "khoa": false, "nghệ": true, "vụ": true, "chính": true, "hoạch": true, "đầu": true, "tư": true,
	"dục": true, "đào": true, "tạo": true, "tế": true, "nguyên": true, "môi": true, "trường": true, "pháp": true, "thương": true,
	"hóa": true, "thể": true, "thao": true, "du": true, "lịch": true, "dựng": true, "vận": true, "tải": true, "nghiệp": true, "triển": true,
	"nông": true, "thôn": true, "học": true, "quản": false, "lý": true,
}

// provinces keep both capitals though their words are small elsewhere.
var provinces = []string{"Nghệ An", "Hà Tĩnh", "Lâm Đồng", "Bắc Giang", "Hải Dương", "Thanh Hóa", "Hòa Bình", "Khánh Hòa", "Bắc Ninh"}

// titled writes a line of capitals as it stands in running text: "SỞ KHOA HỌC VÀ
// CÔNG NGHỆ" becomes "Sở Khoa học và Công nghệ". It is a proposal for a person;
// names of places keep their capitals where it can be told.
func titled(s string) string {
	words := strings.Fields(strings.ToLower(s))
	for i, w := range words {
		place := i > 0 && placeBefore(words[i-1]) || i > 1 && placeBefore(words[i-2])
		if i == 0 || place || !small[strings.Trim(w, ",.")] {
			words[i] = capital(w)
		}
	}
	out := strings.Join(words, " ")
	for _, p := range provinces {
		if i := strings.Index(vntext.Fold(out), vntext.Fold(p)); i >= 0 {
			out = replaceFold(out, p)
		}
	}
	return out
}

// placeBefore: the words after it are a name.
func placeBefore(w string) bool {
	switch w {
	case "xã", "phường", "tỉnh", "huyện", "trấn", "phố", "quận", "Xã", "Phường", "Tỉnh", "Huyện":
		return true
	}
	return false
}

func capital(w string) string {
	r := []rune(w)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

func replaceFold(s, name string) string {
	for i := range s {
		if end := i + len(name); end <= len(s) && strings.EqualFold(s[i:end], name) {
			return s[:i] + name + s[end:]
		}
	}
	return s
}
