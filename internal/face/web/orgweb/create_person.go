package orgweb

import (
	"net/http"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

func (m *module) personForm(r *web.Request) *formPage {
	page := &formPage{Page: ui.Page{Title: "Thêm người", Lead: "Ghi người trước, bổ nhiệm vào chức vụ ở bước sau."}, Post: "/to-chuc/them-nguoi",
		Hidden: []ui.Hidden{{Name: "agency", Value: value(r, "agency")}}, Deed: ui.Deed{Label: "Thêm người", Press: "Ctrl S"}, Back: ui.Link{Text: "Thôi", Href: "/to-chuc"}}
	if agency := value(r, "agency"); agency != "" {
		page.Back.Href = "/to-chuc/co-quan/" + agency
	}
	page.Fields = []ui.Input{page.Input("name", "Họ và tên", value(r, "name")).Focused(), page.Input("email", "Thư điện tử công vụ", value(r, "email")).As("email"),
		page.Input("phone", "Điện thoại", value(r, "phone")).As("tel").Optional(),
		page.Input("employment", "Diện", value(r, "employment")).OneOf(choices(org.Employments, employmentWords))}
	return page
}

func (m *module) newPerson(w http.ResponseWriter, r *web.Request) error {
	return r.Render(w, m.personForm(r))
}

// addPerson goes on to the first appointment, in the agency it came from.
func (m *module) addPerson(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	p, err := m.Org.CreatePerson(r.Context(), r.Actor, org.Person{Name: r.Text("name"), Email: r.Text("email"), Phone: r.Text("phone"), Employment: org.Employment(r.Text("employment"))})
	if err != nil {
		return m.personForm(r).refuse(w, r, err)
	}
	agency := r.Text("agency")
	if agency == "" {
		agency = string(r.Actor.Agency)
	}
	return r.Done(w, "/to-chuc/quyet-dinh/appoint?person="+string(p.ID)+"&agency="+agency, "Đã thêm "+p.Name+". Ghi bổ nhiệm, phân công để người này có chức vụ.")
}

func (m *module) contactForm(r *web.Request, p org.Person) *formPage {
	here := "/to-chuc/nguoi/" + string(p.ID)
	page := &formPage{Page: ui.Page{Title: "Sửa thông tin", Lead: p.Name + ". Họ tên và thư điện tử đứng trong chứng thư số nên thay đổi bằng quyết định."}, Post: here + "/sua",
		Deed: ui.Deed{Label: "Lưu thông tin", Press: "Ctrl S"}, Back: ui.Link{Text: "Thôi", Href: here}}
	page.Fields = []ui.Input{page.Input("phone", "Điện thoại", p.Phone).As("tel").Optional(),
		page.Input("employment", "Diện", string(p.Employment)).OneOf(choices(org.Employments, employmentWords))}
	return page
}

func (m *module) editPerson(w http.ResponseWriter, r *web.Request) error {
	p, err := m.Org.Person(r.Context(), org.PersonID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if err := m.Org.MayDo(r.Context(), r.Actor, org.ActPeople, p.ID); err != nil {
		return err
	}
	return r.Render(w, m.contactForm(r, p))
}

func (m *module) savePerson(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	p, err := m.Org.Person(r.Context(), org.PersonID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if err := m.Org.MayDo(r.Context(), r.Actor, org.ActPeople, p.ID); err != nil {
		return err // the form would show what was typed beside another's name
	}
	p.Phone, p.Employment = r.Text("phone"), org.Employment(r.Text("employment"))
	if err := m.Org.SaveContact(r.Context(), r.Actor, p.ID, p.Phone, p.Employment); err != nil {
		return m.contactForm(r, p).refuse(w, r, err)
	}
	return r.Done(w, "/to-chuc/nguoi/"+string(p.ID), "Đã lưu thông tin.")
}

// identityForm is shown to those who may; opening it is written into the log.
func (m *module) identityForm(r *web.Request, p org.Person, card org.Identity, birth, issued dayParts) *formPage {
	here := "/to-chuc/nguoi/" + string(p.ID)
	page := &formPage{Page: ui.Page{Title: "Số định danh cá nhân", Lead: p.Name + ". Mỗi lần mở trang này được ghi vào nhật ký."}, Post: here + "/dinh-danh",
		Deed: ui.Deed{Label: "Lưu số định danh", Press: "Ctrl S"}, Back: ui.Link{Text: "Về trang của người này", Href: here}}
	page.Fields = []ui.Input{page.Input("number", "Số định danh cá nhân", card.Number).Hinted("12 chữ số, có thể gõ cách.").Completed("off")}
	page.Days = []dayField{{Name: "birth", Label: "Ngày sinh", Value: birth}, {Name: "issued", Label: "Ngày cấp", Value: issued, Optional: true}}
	page.Rest = []ui.Input{page.Input("issued_by", "Nơi cấp", card.IssuedBy).Optional()}
	return page
}

func (m *module) identity(w http.ResponseWriter, r *web.Request) error {
	p, err := m.Org.Person(r.Context(), org.PersonID(r.PathValue("id")))
	if err != nil {
		return err
	}
	card, err := m.Org.Identity(r.Context(), r.Actor, p.ID)
	if err != nil && !fault.Is(err, "person.no-identity") {
		return err
	}
	var birth, issued dayParts
	if !card.Birth.IsZero() {
		birth = partsOf(card.Birth)
	}
	if !card.IssuedAt.IsZero() {
		issued = partsOf(card.IssuedAt)
	}
	return r.Render(w, m.identityForm(r, p, card, birth, issued))
}

func (m *module) saveIdentity(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	p, err := m.Org.Person(r.Context(), org.PersonID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if err := m.Org.MayDo(r.Context(), r.Actor, org.ActIdentity, p.ID); err != nil {
		return err // before what was typed is judged
	}
	birth, issued := typedDay(r, "birth"), typedDay(r, "issued")
	card := org.Identity{Person: p.ID, Number: r.Text("number"), IssuedBy: r.Text("issued_by")}
	card.Birth, err = birth.read("birth", 1900)
	if err == nil && !issued.empty() {
		card.IssuedAt, err = issued.read("issued", 1900)
	}
	if err == nil {
		err = m.Org.SaveIdentity(r.Context(), r.Actor, card)
	}
	if err != nil {
		return m.identityForm(r, p, card, birth, issued).refuse(w, r, err)
	}
	return r.Done(w, "/to-chuc/nguoi/"+string(p.ID), "Đã lưu số định danh.")
}
