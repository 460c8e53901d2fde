package archive

import (
	"strings"
	"testing"

	"antin/pades"
)

func TestMissingSpeaksOfTheCertificateByName(t *testing.T) {
	t.Parallel()
	got := missing([]pades.Gap{
		{Code: pades.GapNoRevocation, Certificate: `CN=Sở Nội vụ\, cơ sở 2,O=X,C=VN`, Serial: "1"}, {Code: pades.GapNoRevocation, Certificate: `CN=Sở Nội vụ\, cơ sở 2,O=X,C=VN`, Serial: "1"},
		{Code: pades.GapNoDocumentStamp}, {Code: "something-new", Certificate: "O=Y"},
	})
	want := []string{
		"Chưa lấy được tình trạng thu hồi của “Sở Nội vụ, cơ sở 2”.", "Chưa có dấu thời gian bảo toàn cả tệp.", "Còn thiếu bằng chứng (something-new) của “O=Y”.",
	}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i, w := range want {
		if got[i].Text != w {
			t.Errorf("%q, want %q", got[i].Text, w)
		}
	}
}

func TestEachGapOfAFileHasASentence(t *testing.T) {
	t.Parallel()
	for _, code := range []string{
		pades.GapNoStamp, pades.GapNoIssuer, pades.GapBrokenPath, pades.GapBadStamp, pades.GapNoRevocation, pades.GapRevoked,
		pades.GapOlder, pades.GapResponder, pades.GapNoDocumentStamp, pades.GapUnreadable,
	} {
		if text := words(code, "CA"); strings.Contains(text, code) {
			t.Errorf("a clerk reads %q", text)
		}
	}
}

func TestDelayGrowsToItsEnd(t *testing.T) {
	t.Parallel()
	last := delay(1)
	if last != firstDelay {
		t.Error(last)
	}
	for attempt := 2; attempt < 100; attempt++ {
		next := delay(attempt)
		if next < last || next > lastDelay {
			t.Errorf("attempt %d: %v after %v", attempt, next, last)
		}
		last = next
	}
	if last != lastDelay {
		t.Error(last)
	}
}
