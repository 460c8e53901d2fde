package web_test

import (
	"net/http"
	"os"
	"testing"
	"time"

	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/internal/testkit/browser"
)

type partRow struct {
	Due, Signature                    ui.Chip
	Subject, Kind, Symbol, Recipients string
}

type partsList struct {
	ui.Page
	Rows  []partRow
	Pager ui.Pager
	Empty ui.Empty
}

type partsDocument struct {
	ui.Page
	Due        ui.Chip
	Facts      []ui.Pair
	Deed       ui.Deed
	Signatures []ui.Signature
	Steps      []ui.Step
}

type partsVerdict struct {
	ui.Page
	Verdicts []ui.Chip
	Choices  []ui.Choice
	Confirm  ui.Confirm
}

// parts shows every part of ui with the words of the drawings in the design.
func parts() web.Module {
	at := time.Date(2026, 11, 22, 2, 41, 7, 0, time.UTC)
	list := func(w http.ResponseWriter, r *web.Request) error {
		ok, soon, late := ui.Chip{Tone: ui.Good, Text: "Hợp lệ"}, ui.Chip{Tone: ui.Warn, Text: "Còn 1 giờ 20 phút", Sign: "clock"}, ui.Chip{Tone: ui.Bad, Text: "Quá hạn 25 phút"}
		return r.Render(w, &partsList{Page: ui.Page{Picks: true, Title: "Chờ cấp số và ký cơ quan", Lead: "3 văn bản đã có chữ ký của người có thẩm quyền. Sổ văn bản đi 2026, số tiếp theo 1285."},
			Rows: []partRow{
				{soon, ok, "V/v rà soát chứng thư chữ ký số tại các xã, phường", "Công văn · người ký: KT. Giám đốc", "…/SKHCN-CĐS", "26 nơi nhận"},
				{late, ui.Chip{Tone: ui.Warn, Text: "Chưa đủ căn cứ"}, "Ban hành Quy chế quản lý, sử dụng chữ ký số chuyên dùng công vụ", "Tờ trình · người ký: Giám đốc", "…/TTr-SKHCN", "1 nơi nhận"},
				{ui.Chip{Text: "Trong hôm nay"}, ok, "Tập huấn sử dụng chữ ký số năm 2027 (kèm 2 phụ lục)", "Kế hoạch · người ký: TL. Giám đốc", "…/KH-SKHCN", "31 nơi nhận"},
			},
			Pager: ui.Pager{Next: "/parts/list?after=3", Shown: "3 văn bản đầu"},
			Empty: ui.Empty{Title: "Chưa có văn bản nào.", From: "Văn bản đã có chữ ký của người có thẩm quyền sẽ hiện ở đây."}})
	}
	document := func(w http.ResponseWriter, r *web.Request) error {
		return r.Render(w, &partsDocument{Page: ui.Page{Title: "V/v rà soát chứng thư chữ ký số tại các xã, phường", Crumbs: []ui.Link{{Text: "Chờ cấp số và ký cơ quan", Href: "/parts/list"}}},
			Due: ui.Chip{Tone: ui.Warn, Text: "Còn 1 giờ 20 phút", Sign: "clock"}, Deed: ui.Deed{Label: "Cấp số và ký cơ quan", Press: "Ctrl S", Seals: true},
			Facts: []ui.Pair{{Label: "Số sẽ cấp", Value: "1285/SKHCN-CĐS", Strong: true}, {Label: "Ngày", Value: ui.Day(at)}, {Label: "Dấu", Value: "Sở Khoa học và Công nghệ, 36 mm, trùm 1/3 chữ ký"}},
			Signatures: []ui.Signature{
				{Tone: ui.Good, Verdict: "Hợp lệ", Who: "Phó Giám đốc", As: "ký thay Giám đốc (KT.)", Detail: []string{ui.Exact(at), "Chứng thư cá nhân, hiệu lực đến 14/03/2029"}, Links: []ui.Link{{Text: "Xem bản tại thời điểm ký", Href: "/parts/list"}}},
				{Tone: ui.Wait, Verdict: "Chưa ký", Who: "Sở Khoa học và Công nghệ", Detail: []string{"Chờ văn thư ký, sau khi cấp số"}}},
			Steps: []ui.Step{{Stage: ui.Done, Title: "Dự thảo", Rest: "trình lãnh đạo phòng", At: at, Detail: "Phòng Chuyển đổi số"}, {Stage: ui.Now, Title: "Cấp số, ký cơ quan", Detail: "Chậm nhất 11:30 hôm nay (NĐ 30/2020, Điều 4)"},
				{Stage: ui.Stopped, Title: "Bị trả lại"}, {Title: "Vào sổ và gửi 26 nơi nhận"}}})
	}
	verdict := func(w http.ResponseWriter, r *web.Request) error {
		page := &partsVerdict{Page: ui.Page{Title: "Kết quả kiểm tra chữ ký", Public: true},
			Verdicts: []ui.Chip{{Tone: ui.Good, Text: "Văn bản hợp lệ"}, {Tone: ui.Warn, Text: "Chưa đủ căn cứ"}, {Tone: ui.Bad, Text: "Văn bản không hợp lệ"}},
			Choices:  []ui.Choice{{Value: "0", Text: "Thường"}, {Value: "1", Text: "Khẩn"}},
			Confirm:  ui.Confirm{Question: "Hủy số 1285?", Effects: []string{"Số này không được dùng lại."}, Post: "/note", Hidden: []ui.Hidden{{Name: "id", Value: "1"}}, Deed: ui.Deed{Label: "Hủy số 1285"}, Back: ui.Link{Text: "Giữ lại", Href: "/"}}}
		return r.Refuse(w, fault.New(fault.Invalid, "test.why", "Chưa nêu lý do trả lại.").At("why", "Nêu lý do để người soạn sửa.").Do("Nhập lý do rồi gửi lại.").Under("NA-16.1b-2"), page)
	}
	return web.Module{Templates: os.DirFS("testdata/parts"),
		Pages: []ui.File{{Name: "list.html", Page: &partsList{}}, {Name: "document.html", Page: &partsDocument{}}, {Name: "verdict.html", Page: &partsVerdict{}}},
		Routes: []web.Route{
			{Method: "GET", Pattern: "/parts/list", Action: "register.read", Handler: list},
			{Method: "GET", Pattern: "/parts/document", Action: "register.read", Handler: document},
			{Method: "GET", Pattern: "/parts/verdict", Action: "verify.public", Public: true, Handler: verdict},
		}}
}

func TestPartsLookAndKeysMoveThroughAList(t *testing.T) {
	s := open(t, func(c *web.Config) { c.Modules = append(c.Modules, parts()) })
	p := browser.New(t, s.URL)
	p.Open("/parts/verdict")
	p.Axe()
	p.Shots("parts-verdict")
	if got := browser.Eval[string](p, "document.activeElement.getAttribute('role')"); got != "alert" {
		t.Errorf("the focus is on %q, not on the refusal", got)
	}
	p.Open("/login?next=/parts/list")
	p.Fill("#name", "vanthu")
	p.Fill("#password", password)
	p.PressThrough("Enter")
	p.Axe()
	p.Shots("parts-list")
	p.Press("j")
	p.Press("j")
	p.Press("x")
	p.Press("k")
	focus := browser.Eval[string](p, "document.activeElement.textContent")
	if picked := browser.Eval[string](p, "document.querySelector(':checked').value"); picked != "1" || focus != "V/v rà soát chứng thư chữ ký số tại các xã, phường" {
		t.Errorf("row %s is picked, the focus is on %q", picked, focus)
	}
	p.Shot("parts-list-picked-1440")
	p.PressThrough("Enter")
	if p.Path() != "/parts/document" {
		t.Fatalf("Enter led to %s", p.Path())
	}
	p.Axe()
	p.Shots("parts-document")
	p.PressThrough("Ctrl+S")
	p.See("Đã ghi.")
}
