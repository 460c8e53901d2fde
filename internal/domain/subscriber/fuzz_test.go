package subscriber_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
)

// FuzzHeadings: whatever stands in the first rows of a list, the columns are
// found or the list is refused in words; nothing panics.
func FuzzHeadings(f *testing.F) {
	f.Add("Loại thuê bao|Mã định danh cơ quan|Chứng thư số", "Cá nhân|H41.37|MIIB")
	f.Add("loai|ma co quan|chung thu|loai", "||")
	f.Add("", "x")
	f.Fuzz(func(t *testing.T, first, second string) {
		rows, err := subscriber.ReadRows([][]string{strings.Split(first, "|"), strings.Split(second, "|")})
		if err == nil && len(rows) != 1 {
			t.Errorf("%d rows of one", len(rows))
		}
	})
}

// FuzzCertificateFile: a file gives one certificate that nobody can take for an
// authority's, or a refusal.
func FuzzCertificateFile(f *testing.F) {
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"))
	f.Add([]byte("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"))
	f.Add([]byte("MIIB"))
	f.Add([]byte{0x30, 0x82, 0x01, 0x00, 0x06, 0x09})
	f.Fuzz(func(t *testing.T, raw []byte) {
		leaf, chain, err := signing.ReadCertificateFile(raw)
		if err != nil {
			return
		}
		if len(leaf) == 0 || slices.ContainsFunc(chain, func(der []byte) bool { return len(der) == 0 }) {
			t.Error("an empty certificate")
		}
	})
}

// FuzzCalendar: lines of a calendar stay within 75 octets and whole letters.
func FuzzCalendar(f *testing.F) {
	f.Add("Hết hạn chứng thư số: Nguyễn Thị Ánh Tuyết, Sở Khoa học và Công nghệ; phòng Chuyển đổi số")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		for line := range strings.SplitSeq(subscriber.ContentLine("SUMMARY", text), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) {
				t.Errorf("%q", line)
			}
		}
	})
}
