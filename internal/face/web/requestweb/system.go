package requestweb

import (
	"net/http"

	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// systemPage asks for which device, service or software a new certificate is,
// and who answers for it (LD Điều 20 khoản 3, NA Điều 22 khoản 2).
type systemPage struct {
	ui.Page
	System, Person string
	Hidden         []ui.Hidden
	People         []ui.Choice
}

func (m *module) askSystem(w http.ResponseWriter, r *web.Request, a asked) error {
	page := &systemPage{Page: ui.Page{Title: a.Kind.Name() + ": cho hệ thống nào?", Crumbs: []ui.Link{{Text: "Lập yêu cầu mới", Href: "/yeu-cau/moi"}}},
		System: a.System, Person: string(a.Person), Hidden: []ui.Hidden{{Name: "loai", Value: string(a.Kind)}, {Name: "cho", Value: string(request.ForService)}}}
	people, err := m.Org.PeopleOf(r.Context(), r.Actor.Agency, m.Now())
	if err != nil {
		return err
	}
	page.People = []ui.Choice{{Value: "", Text: "Chọn cán bộ phụ trách"}}
	for _, p := range people {
		page.People = append(page.People, ui.Choice{Value: string(p.ID), Text: p.Name})
	}
	if r.URL.Query().Has("he-thong") {
		return r.Refuse(w, fault.New(fault.Invalid, "request.system", "Chưa ghi tên thiết bị, dịch vụ, phần mềm.").At("he-thong", "Ghi tên như trên giấy tờ quản lý."), page)
	}
	return r.Render(w, page)
}
