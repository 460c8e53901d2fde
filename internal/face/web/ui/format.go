package ui

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Hanoi is the zone of every time on screen. It is fixed at +07:00, which it
// has been since 1975, so that a machine without zone files shows the same.
var Hanoi = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)

// When shows a time as the clerk writes it: 22/11/2026 09:41. Zero is "".
func When(t time.Time) string { return inHanoi(t, "02/01/2006 15:04") }

// Exact shows seconds and zone, for signatures: 22/11/2026 09:41:07 +07:00.
func Exact(t time.Time) string { return inHanoi(t, "02/01/2006 15:04:05 -07:00") }

// Day shows the date alone: 22/11/2026.
func Day(t time.Time) string { return inHanoi(t, "02/01/2006") }

// Clock shows the hour alone: 09:41.
func Clock(t time.Time) string { return inHanoi(t, "15:04") }

// Machine is the value of a datetime attribute.
func Machine(t time.Time) string { return inHanoi(t, time.RFC3339) }

func inHanoi(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.In(Hanoi).Format(layout)
}

// Number groups digits by dots: 1.284.
func Number(n int) string {
	text := strconv.Itoa(n)
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "." + text[i:]
	}
	return sign + text
}

// Size shows bytes as people say them: 1,4 MB.
func Size(bytes int64) string {
	units := []struct {
		name string
		size float64
	}{{"GB", 1 << 30}, {"MB", 1 << 20}, {"KB", 1 << 10}}
	for _, u := range units {
		if float64(bytes) >= u.size {
			text := strconv.FormatFloat(float64(bytes)/u.size, 'f', 1, 64)
			return strings.Replace(strings.TrimSuffix(text, ".0"), ".", ",", 1) + " " + u.name
		}
	}
	return strconv.FormatInt(bytes, 10) + " byte"
}

var clauseID = regexp.MustCompile(`^(NA|LD|HT|BG|HD[12]?)-(\d+)(?:\.(\d+)([a-zđ])?)?(?:-[\d.]+)?$`)

// ClauseText turns the id of a requirement ("NA-16.1b-2") into words; anything
// else is already words and stays.
func ClauseText(clause string) string {
	m := clauseID.FindStringSubmatch(clause)
	if m == nil {
		return clause
	}
	article, _ := strconv.Atoi(m[2]) // the pattern admits digits alone
	text := fmt.Sprintf("Điều %d", article)
	if m[3] != "" {
		text += " khoản " + m[3]
	}
	if m[4] != "" {
		text += " điểm " + m[4]
	}
	return text + " Quy chế của tỉnh " + provinceName(m[1])
}

// foreign reports a requirement's id that is of another province's regulation;
// HD1 and HD2 are the two of Hải Dương.
func foreign(clause, province string) bool {
	m := clauseID.FindStringSubmatch(clause)
	return m != nil && province != "" && strings.TrimRight(m[1], "12") != province
}

// Serial writes the serial number of a certificate in groups of four, so that
// two people can compare it by voice and a phone can wrap it.
func Serial(hex string) string {
	var b strings.Builder
	for i, r := range strings.ToUpper(hex) {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func provinceName(code string) string {
	switch code {
	case "NA":
		return "Nghệ An"
	case "LD":
		return "Lâm Đồng"
	case "HT":
		return "Hà Tĩnh"
	case "BG":
		return "Bắc Giang"
	}
	return "Hải Dương"
}
