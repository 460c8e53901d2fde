package requestweb

import (
	"context"
	"embed"
	"net/http"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/request"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

//go:embed *.html
var templates embed.FS

// Config names the services behind the pages; everything is required.
type Config struct {
	Requests  *request.Service
	Documents *document.Service
	Devices   *device.Service
	Signing   *signing.Service
	Org       *org.Service
	Profiles  *profile.Set
	Now       func() time.Time
}

type module struct{ Config }

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	m := &module{Config: c}
	return web.Module{
		Templates: templates,
		Pages: []ui.File{
			{Name: "list.html", Page: &listPage{}},
			{Name: "today.html", Page: &todayPage{}},
			{Name: "new_kind.html", Page: &kindPage{}},
			{Name: "new_whom.html", Page: &whomPage{}},
			{Name: "system.html", Page: &systemPage{}},
			{Name: "edit.html", Page: &editPage{}},
			{Name: "confirm.html", Page: &confirmPage{}},
			{Name: "request.html", Page: &requestPage{}},
			{Name: "forms.html", Page: &formsPage{}},
			{Name: "dispatch.html", Page: &dispatchPage{}},
			{Name: "officers.html", Page: &officersPage{}},
		},
		Queues: m.queues,
		Labels: labels(),
		Routes: append(m.reading(), m.deeds()...),
	}
}

func (m *module) reading() []web.Route {
	get := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: path, Action: action, Handler: do}
	}
	large := func(r web.Route) web.Route { r.Slow = true; return r }
	return []web.Route{
		get("/yeu-cau", request.ActRead, m.work),
		get("/yeu-cau/hom-nay", request.ActRead, m.today),
		get("/yeu-cau/cho-toi", request.ActRead, m.mine),
		get("/yeu-cau/moi", request.ActDraft, m.newDraft),
		get("/yeu-cau/tiep-nhan", request.ActDesk, m.desk),
		get("/yeu-cau/tong-hop", request.ActDesk, m.dispatches),
		get("/yeu-cau/tong-hop/mau", request.ActDesk, m.formsOfList),
		large(get("/yeu-cau/tong-hop/mau/{n}", request.ActDesk, m.form)),
		get("/yeu-cau/tong-hop/mau/{n}/trang/{page}", request.ActDesk, m.formPicture),
		get("/yeu-cau/can-bo", request.ActDesk, m.officers),
		large(get("/yeu-cau/danh-sach.xlsx", request.ActApprove, m.export)),
		get("/yeu-cau/{id}", request.ActRead, m.show),
		get("/yeu-cau/{id}/sua", request.ActDraft, m.editForm),
		get("/yeu-cau/{id}/xac-nhan", request.ActRead, m.confirmForm),
		get("/yeu-cau/{id}/mau", request.ActRead, m.forms),
		large(get("/yeu-cau/{id}/mau/{n}", request.ActRead, m.form)),
		get("/yeu-cau/{id}/mau/{n}/trang/{page}", request.ActRead, m.formPicture),
		large(get("/yeu-cau/{id}/tep/{file}", request.ActRead, m.download)),
	}
}

func (m *module) deeds() []web.Route {
	post := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: path, Action: action, Handler: do}
	}
	withFiles := func(r web.Route) web.Route { r.Body = fileLimit + web.Envelope; return r }
	return []web.Route{
		post("/yeu-cau", request.ActSubmit, m.batchWork),
		post("/yeu-cau/moi", request.ActDraft, m.saveNew),
		post("/yeu-cau/tiep-nhan", request.ActDesk, m.batchDesk),
		post("/yeu-cau/tong-hop", request.ActApprove, m.forward),
		post("/yeu-cau/can-bo", request.ActOfficer, m.assign),
		post("/yeu-cau/can-bo/{officer}/ket-thuc", request.ActOfficer, m.endOfficer),
		post("/yeu-cau/{id}/sua", request.ActDraft, m.saveEdit),
		post("/yeu-cau/{id}/xac-nhan", request.ActConfirm, m.confirm),
		post("/yeu-cau/{id}/trinh", request.ActSubmit, m.toHead),
		post("/yeu-cau/{id}/rut", request.ActDraft, m.withdraw),
		post("/yeu-cau/{id}/lap-lai", request.ActDraft, m.again),
		post("/yeu-cau/{id}/dong", request.ActSubmit, m.closeRequest),
		withFiles(post("/yeu-cau/{id}/tep", request.ActRead, m.attach)),
		withFiles(post("/yeu-cau/{id}/giay", request.ActDesk, m.receivePaper)),
		post("/yeu-cau/{id}/tiep-nhan", request.ActDesk, m.receive),
		post("/yeu-cau/{id}/hop-le", request.ActDesk, m.accept),
		post("/yeu-cau/{id}/tra-lai", request.ActDesk, m.giveBack),
		post("/yeu-cau/{id}/lien-he", request.ActDesk, m.contact),
		post("/yeu-cau/{id}/duyet", request.ActApprove, m.approve),
		post("/yeu-cau/{id}/giao", request.ActApprove, m.route),
		post("/yeu-cau/{id}/cuc-nhan", request.ActResult, m.reached),
		withFiles(post("/yeu-cau/{id}/ket-qua", request.ActResult, m.grant)),
		post("/yeu-cau/{id}/cuc-tu-choi", request.ActResult, m.refused),
		post("/yeu-cau/{id}/khoi-phuc", request.ActRead, m.restore),
		post("/yeu-cau/{id}/khong-chap-nhan", request.ActDesk, m.decline),
	}
}

// labels name what is kept when a session ends in the middle of a form.
func labels() map[string]string {
	return map[string]string{
		"ghi-chu": "Ghi chú", "ly-do": "Lý do", "dau-moi": "Đầu mối đã liên hệ", "ket-qua": "Kết quả liên hệ",
		"so-thiet-bi": "Số thiết bị", "so-van-ban": "Số văn bản trả lời", "quyet-dinh": "Văn bản phân công",
	}
}

// href is the address of a request's page or of one of its deeds.
func href(id request.ID, rest ...string) string {
	out := "/yeu-cau/" + string(id)
	for _, r := range rest {
		out += "/" + r
	}
	return out
}

func idOf(r *web.Request) request.ID { return request.ID(r.PathValue("id")) }

// can says whether to show what leads to an action; the service decides. The
// department is the receiver of every request of its province.
func (m *module) can(ctx context.Context, by org.Actor, action org.Action) bool {
	return m.Requests.Guard.Can(by, action, m.relations(ctx, by)...)
}

func (m *module) relations(ctx context.Context, by org.Actor) []org.Relation {
	rel := []org.Relation{org.OfAgency}
	department, err := m.Requests.Department(ctx, by.Province)
	if err == nil && by.Agency != "" && department.ID == by.Agency {
		rel = append(rel, org.OfRecipient)
	}
	return rel
}

// atDesk reports that the actor works at the department that receives requests.
func (m *module) atDesk(ctx context.Context, by org.Actor) bool {
	return m.can(ctx, by, request.ActDesk)
}

// queues are the rooms of the navigation.
func (m *module) queues(ctx context.Context, by org.Actor) ([]web.Queue, error) {
	const group = "Yêu cầu chứng thực"
	if by.Person == "" || !m.Requests.Guard.Can(by, request.ActRead, org.Own, org.OfAgency) {
		return nil, nil
	}
	counts, err := m.counts(ctx, by)
	if err != nil {
		return nil, err
	}
	var out []web.Queue
	add := func(title, href string, n int, hot bool) {
		out = append(out, web.Queue{Group: group, Title: title, Href: href, Count: n, Hot: hot && n > 0})
	}
	if m.atDesk(ctx, by) {
		add("Việc thuê bao hôm nay", "/yeu-cau/hom-nay", -1, false)
		add("Tiếp nhận yêu cầu chứng thực", "/yeu-cau/tiep-nhan", counts.of(request.Sent, request.Received, request.Valid), true)
		add("Tổng hợp gửi Cục", "/yeu-cau/tong-hop", counts.of(request.Approved), false)
		add("Phân công theo dõi thuê bao", "/yeu-cau/can-bo", -1, false)
	}
	if m.can(ctx, by, request.ActDraft) {
		n := -1 // at the desk the counts are those of the province
		if !m.atDesk(ctx, by) {
			add("Việc thuê bao hôm nay", "/yeu-cau/hom-nay", -1, false)
			n = counts.of(request.Draft, request.Confirmed)
		}
		add("Yêu cầu chứng thực", "/yeu-cau", n, false)
	}
	waiting, err := m.toConfirm(ctx, by)
	if err != nil {
		return nil, err
	}
	if n := len(waiting); n > 0 {
		add("Xác nhận thông tin chứng thư", "/yeu-cau/cho-toi", n, true)
	}
	return out, nil
}
