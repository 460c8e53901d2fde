package orgweb

import (
	"net/http"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// within reports that an address is one of this module's pages.
func within(address string) bool {
	return strings.HasPrefix(address, "/to-chuc") && !strings.Contains(address, "//")
}

func (m *module) newAgency(w http.ResponseWriter, r *web.Request) error {
	page, err := m.agencyForm(r, org.Agency{Kind: org.KindDepartment, Level: org.LevelProvince, Parent: org.AgencyID(value(r, "parent"))}, true)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

// agencyForm has the facts of an agency; a new one has name, code and superior too.
func (m *module) agencyForm(r *web.Request, a org.Agency, isNew bool) (*formPage, error) {
	page := &formPage{Page: ui.Page{Title: "Sửa thông tin cơ quan", Lead: a.Name}, Post: r.URL.Path, Deed: ui.Deed{Label: "Lưu thông tin", Press: "Ctrl S"},
		Back: ui.Link{Text: "Thôi", Href: "/to-chuc/co-quan/" + string(a.ID)}}
	if isNew {
		page.Title, page.Lead, page.Deed.Label = "Thêm cơ quan", "Mã định danh không trùng với cơ quan đang hoạt động.", "Thêm cơ quan"
		page.Back.Href = "/to-chuc"
		above, err := m.agencyChoices(r.Context(), r.Actor, "Không có (cao nhất)", "")
		if err != nil {
			return nil, err
		}
		page.Fields = append(page.Fields, page.Input("name", "Tên cơ quan", a.Name).Focused(), page.Input("code", "Mã định danh", a.Code).Hinted("Ví dụ: H41.37"),
			page.Input("short_name", "Tên viết tắt trong ký hiệu", a.ShortName), page.Input("superior", "Dòng cơ quan cấp trên trên văn bản", a.Superior).Optional(),
			page.Input("parent", "Cơ quan chủ quản", string(a.Parent)).OneOf(above))
	}
	yes := []ui.Choice{{Value: "yes", Text: "Có"}, {Value: "no", Text: "Không"}}
	page.Fields = append(page.Fields,
		page.Input("kind", "Loại", string(a.Kind)).OneOf(choices(org.Kinds, kindWords)), page.Input("level", "Cấp", string(a.Level)).OneOf(choices(org.Levels, levelWords)),
		page.Input("legal_entity", "Có tư cách pháp nhân", yesNo(a.LegalEntity())).OneOf(yes), page.Input("own_seal", "Có con dấu riêng", yesNo(a.OwnSeal())).OneOf(yes),
		page.Input("locality", "Địa danh trước ngày tháng trên văn bản", a.Place).Optional(), page.Input("tax_code", "Mã số thuế", a.TaxCode).Optional(),
		page.Input("budget_code", "Mã số đơn vị có quan hệ với ngân sách", a.BudgetCode).Optional(),
		page.Input("address", "Địa chỉ", a.Address).Optional(), page.Input("email", "Thư điện tử của cơ quan", a.Email).As("email").Optional())
	return page, nil
}

func yesNo(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

// typedFacts reads the form over what the agency is.
func typedFacts(r *web.Request, a org.Agency) org.Agency {
	a.Kind, a.Level = org.Kind(r.Text("kind")), org.Level(r.Text("level"))
	a.Dependent, a.Sealless = r.Text("legal_entity") == "no", r.Text("own_seal") == "no"
	a.TaxCode, a.BudgetCode, a.Address, a.Email, a.Place = r.Text("tax_code"), r.Text("budget_code"), r.Text("address"), r.Text("email"), r.Text("locality")
	return a
}

func (m *module) addAgency(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	a := typedFacts(r, org.Agency{Name: r.Text("name"), Code: r.Text("code"), ShortName: r.Text("short_name"), Superior: r.Text("superior"),
		Parent: org.AgencyID(r.Text("parent")), Province: r.Actor.Province})
	saved, err := m.Org.CreateAgency(r.Context(), r.Actor, a)
	if err != nil {
		page, broken := m.agencyForm(r, a, true)
		if broken != nil {
			return broken
		}
		return page.refuse(w, r, err)
	}
	return r.Done(w, "/to-chuc/co-quan/"+string(saved.ID), "Đã thêm cơ quan.")
}

func (m *module) editAgency(w http.ResponseWriter, r *web.Request) error {
	a, err := m.Org.Agency(r.Context(), org.AgencyID(r.PathValue("id")))
	if err != nil {
		return err
	}
	page, err := m.agencyForm(r, a, false)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) saveAgency(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	old, err := m.Org.Agency(r.Context(), org.AgencyID(r.PathValue("id")))
	if err != nil {
		return err
	}
	a := typedFacts(r, old)
	if err := m.Org.SaveAgencyFacts(r.Context(), r.Actor, a); err != nil {
		page, broken := m.agencyForm(r, a, false)
		if broken != nil {
			return broken
		}
		return page.refuse(w, r, err)
	}
	return r.Done(w, "/to-chuc/co-quan/"+string(a.ID), "Đã lưu thông tin cơ quan.")
}

func (m *module) unitForm(r *web.Request) (*formPage, error) {
	a, err := m.Org.Agency(r.Context(), org.AgencyID(value(r, "agency")))
	if err != nil {
		return nil, err
	}
	units, err := m.Org.UnitsAt(r.Context(), a.ID, m.Now())
	if err != nil {
		return nil, err
	}
	above := []ui.Choice{{Value: "", Text: "Thuộc thẳng cơ quan"}}
	for _, u := range units {
		above = append(above, ui.Choice{Value: string(u.ID), Text: u.Name})
	}
	page := &formPage{Page: ui.Page{Title: "Thêm đơn vị", Lead: a.Name}, Post: "/to-chuc/them-don-vi", Hidden: []ui.Hidden{{Name: "agency", Value: string(a.ID)}},
		Deed: ui.Deed{Label: "Thêm đơn vị", Press: "Ctrl S"}, Back: ui.Link{Text: "Thôi", Href: "/to-chuc/co-quan/" + string(a.ID)}}
	page.Fields = []ui.Input{page.Input("name", "Tên đơn vị", value(r, "name")).Focused(), page.Input("short_name", "Tên viết tắt trong ký hiệu", value(r, "short_name")),
		page.Input("parent", "Đơn vị cấp trên", value(r, "parent")).OneOf(above)}
	return page, nil
}

func (m *module) newUnit(w http.ResponseWriter, r *web.Request) error {
	page, err := m.unitForm(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) addUnit(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	u, err := m.Org.CreateUnit(r.Context(), r.Actor, org.Unit{Agency: org.AgencyID(r.Text("agency")), Name: r.Text("name"), ShortName: r.Text("short_name"), Parent: org.UnitID(r.Text("parent"))})
	if err != nil {
		page, broken := m.unitForm(r)
		if broken != nil {
			return broken
		}
		return page.refuse(w, r, err)
	}
	return r.Done(w, "/to-chuc/co-quan/"+string(u.Agency), "Đã thêm đơn vị.")
}
