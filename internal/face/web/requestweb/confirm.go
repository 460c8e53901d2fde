package requestweb

import (
	"net/http"
	"slices"

	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// confirmPage is where a subscriber reads what is asked in the own name and
// says that it is right (LD Điều 19 khoản 1, HT Điều 10 khoản 1).
type confirmPage struct {
	ui.Page
	Done    string // what stands instead of the form
	Back    string
	Post    string
	Rev     int
	What    string
	Facts   []ui.Pair
	Changes []change
	Clause  string
	Wrong   string // whom to tell of a mistake
}

func (m *module) confirmForm(w http.ResponseWriter, r *web.Request) error {
	v, err := m.Requests.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	return r.Render(w, m.confirmPage(r, v))
}

func (m *module) confirmPage(r *web.Request, v request.View) *confirmPage {
	page := &confirmPage{Page: ui.Page{Title: "Đọc và xác nhận", Crumbs: []ui.Link{{Text: "Xác nhận thông tin chứng thư", Href: "/yeu-cau/cho-toi"}}},
		Back: href(v.ID), Post: href(v.ID, "xac-nhan"), Rev: v.Rev, What: lower(v.Kind.Name())}
	if !slices.Contains(v.Deeds, request.Confirming) {
		page.Done = "Yêu cầu đang ở bước “" + v.State.Name() + "”, bạn không cần xác nhận gì thêm."
		return page
	}
	page.Facts = []ui.Pair{{Label: "Mã yêu cầu", Value: v.Code, Symbol: true}, {Label: "Cho", Value: v.Whom, Strong: true}}
	if reason := reasonName(v); reason != "" {
		page.Facts = append(page.Facts, ui.Pair{Label: "Lý do", Value: reason})
	}
	if v.Serial != "" {
		page.Facts = append(page.Facts, ui.Pair{Label: "Số chứng thư", Value: ui.Serial(v.Serial)})
	}
	if v.DeviceSerial != "" {
		page.Facts = append(page.Facts, ui.Pair{Label: "Số thiết bị", Value: v.DeviceSerial})
	}
	changes, fields := fieldsOf(v)
	page.Changes, page.Facts = changes, append(page.Facts, fields...)
	page.Wrong = "Nếu có chỗ chưa đúng, đừng xác nhận; báo người lập yêu cầu sửa."
	if by, err := m.Org.Person(r.Context(), v.CreatedBy); err == nil && v.CreatedBy != r.Actor.Person {
		page.Wrong = "Nếu có chỗ chưa đúng, đừng xác nhận; báo " + by.Name + " (người lập yêu cầu) sửa rồi bạn xác nhận sau."
	}
	return page
}

func (m *module) confirm(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	v, err := m.fresh(r)
	if err == nil && r.Text("dung") != "co" {
		err = fault.New(fault.Invalid, "request.not-read", "Chưa đánh dấu đã đọc thông tin.").At("dung", "Đọc từng dòng rồi đánh dấu ô này.")
	}
	if err == nil {
		err = m.Requests.Confirm(r.Context(), r.Actor, v.ID, v.Rev)
	}
	if err != nil {
		now, broken := m.Requests.Get(r.Context(), r.Actor, idOf(r))
		if broken != nil {
			return err
		}
		return r.Refuse(w, err, m.confirmPage(r, now))
	}
	return r.Done(w, href(v.ID), "Đã xác nhận. Cơ quan trình thủ trưởng ký văn bản đề nghị.")
}
