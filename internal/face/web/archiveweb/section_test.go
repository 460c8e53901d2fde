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
	e.State, e.Editions, e.Summary.Copy = archive.Kept, []archive.Edition{{No: 1}}, &archive.Copy{}
	f = fileOf(&document.Document{ID: "d", Direction: document.Incoming}, e)
	if len(f.Links) != 2 || f.Links[0].Href != "/den/d/bang-chung/b" || f.State.Tone != ui.Good {
		t.Errorf("%+v", f)
	}
}
