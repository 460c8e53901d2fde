package archiveweb

import (
	"strings"
	"testing"
	"time"

	"antin/internal/domain/archive"
	"antin/internal/domain/document"
	"antin/internal/face/web/ui"
	"antin/pades"
)

var noon = time.Date(2026, 11, 22, 5, 0, 0, 0, time.UTC)

// A clerk reads why there is no time-stamp yet, and when the next try is.
func TestSilentAuthorityIsSaidWithTheNextTry(t *testing.T) {
	t.Parallel()
	e := archive.Entry{Bundle: archive.Bundle{
		ID: "b", State: archive.Waiting, Level: pades.LevelB, Attempts: 2, NextAt: noon, Why: "Chưa có dấu thời gian: nơi cấp dấu thời gian chưa trả lời.",
		Summary: archive.Summary{
			Missing:    []archive.Missing{{Code: pades.GapNoStamp, Text: "Chưa có dấu thời gian: nơi cấp dấu thời gian chưa trả lời."}},
			Signatures: []archive.Signature{{Signer: "An", Kind: "approval", Level: pades.LevelB, Missing: []archive.Missing{{Code: pades.GapNoStamp, Text: "Thiếu."}, {Code: pades.GapOlder, Text: "Cũ."}}}, {Kind: "timestamp"}},
		},
	}}
	f := fileOf(&document.Document{ID: "d", Direction: document.Outgoing}, e)
	if f.Why != e.Why || len(f.Missing) != 0 || f.Next != "Thử lại lúc "+ui.When(noon)+"." || !strings.HasPrefix(f.Level, "B-B") || f.State.Tone != ui.Wait || len(f.Links) != 0 {
		t.Errorf("%+v", f)
	}
	if len(f.Signatures) != 1 || len(f.Signatures[0].Missing) != 1 || len(f.Signatures[0].Notes) != 1 {
		t.Errorf("%+v", f.Signatures)
	}
	e.Overdue = true
	if f = fileOf(&document.Document{ID: "d", Direction: document.Outgoing}, e); !strings.Contains(f.Why, "báo người quản trị") {
		t.Error(f.Why)
	}
	e.Overdue = false
	e.State, e.Editions, e.Summary.Copy = archive.Kept, []archive.Edition{{No: 1}}, &archive.Copy{}
	f = fileOf(&document.Document{ID: "d", Direction: document.Incoming}, e)
	if len(f.Links) != 2 || f.Links[0].Href != "/den/d/bang-chung/b" || f.State.Tone != ui.Good {
		t.Errorf("%+v", f)
	}
}

// A clerk reads how long what is kept can be verified, and when it is renewed.
func TestRenewalIsSaid(t *testing.T) {
	t.Parallel()
	until := noon.AddDate(3, 0, 0)
	for name, c := range map[string]struct {
		change func(*archive.Entry)
		want   string
	}{
		"renews":    {func(*archive.Entry) {}, "Bảo đảm kiểm tra được đến 22/11/2029, sẽ tự gia hạn từ ngày 22/11/2028."},
		"newer":     {func(e *archive.Entry) { e.Attempts = 1 }, "Bảo đảm kiểm tra được đến 22/11/2029. Lấy lại tình trạng thu hồi mới hơn lúc 22/11/2028 12:00."},
		"hindered":  {func(e *archive.Entry) { e.Attempts, e.Why = 1, "Chưa gia hạn được." }, "Bảo đảm kiểm tra được đến 22/11/2029. Thử gia hạn lại lúc 22/11/2028 12:00."},
		"before":    {func(e *archive.Entry) { e.Until = time.Time{} }, "Sẽ tự gia hạn ngày 22/11/2028."},
		"undecided": {func(e *archive.Entry) { e.Until, e.NextAt = time.Time{}, time.Time{} }, ""},
	} {
		e := archive.Entry{Until: until, Bundle: archive.Bundle{ID: "b", State: archive.Kept, NextAt: noon.AddDate(2, 0, 0)}}
		c.change(&e)
		if f := fileOf(&document.Document{ID: "d", Direction: document.Outgoing}, e); f.Next != c.want {
			t.Errorf("%s: %s", name, f.Next)
		}
	}
}
