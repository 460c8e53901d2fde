package orgweb

import (
	"context"
	"net/http"
	"time"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// authoritiesPage is the table of who may sign what, and how, in one agency.
type authoritiesPage struct {
	ui.Page
	Rows  []authorityLine
	Add   string
	Empty ui.Empty
}

type authorityLine struct {
	Who, Href, Title string
	Type, Capacity   string
	From, To         string
}

// capacityWords name the capacities as a clerk calls them.
var capacityWords = map[org.Capacity]string{
	org.InOwnRight: "ký trực tiếp", org.Deputy: "ký thay (KT.)", org.Collective: "thay mặt tập thể (TM.)",
	org.ByOrder: "thừa lệnh (TL.)", org.Authorised: "thừa ủy quyền (TUQ.)", org.Acting: "quyền cấp trưởng (Q.)",
}

func authoritiesOf(id org.AgencyID) string { return "/to-chuc/co-quan/" + string(id) + "/tham-quyen" }

func (m *module) authorities(w http.ResponseWriter, r *web.Request) error {
	ctx := r.Context()
	a, err := m.agencyHere(r, org.AgencyID(r.PathValue("id")))
	if err != nil {
		return err
	}
	page := &authoritiesPage{Page: ui.Page{Title: "Thẩm quyền ký", Lead: a.Name + ", tại ngày " + ui.Day(m.Now()), Crumbs: crumbsOf(a)},
		Empty: ui.Empty{Title: "Chưa ai có thẩm quyền ký ở cơ quan này.", From: "Mỗi dòng gắn với một chức vụ và hết hiệu lực cùng ngày thôi giữ chức vụ đó."}}
	if r.Can(org.ActManage) {
		page.Add = "/to-chuc/them-tham-quyen?agency=" + string(a.ID)
	}
	posts, err := m.Org.PostsIn(ctx, a.ID, m.Now())
	if err != nil {
		return err
	}
	types := m.typeNames(r.Actor.Province)
	seen := map[org.PersonID]bool{}
	for _, post := range posts {
		if seen[post.Person] {
			continue
		}
		seen[post.Person] = true
		lines, err := m.authorityLines(ctx, a.ID, post.Person, posts, types)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, lines...)
	}
	return r.Render(w, page)
}

func (m *module) authorityLines(ctx context.Context, agency org.AgencyID, person org.PersonID, posts []org.Post, types map[string]string) ([]authorityLine, error) {
	rows, err := m.Org.AuthoritiesOf(ctx, person, agency, m.Now())
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	p, err := m.Org.Person(ctx, person)
	if err != nil {
		return nil, err
	}
	titles := map[org.PostID]string{}
	for _, post := range posts {
		titles[post.ID] = post.Title
	}
	var out []authorityLine
	for _, row := range rows {
		line := authorityLine{Who: p.Name, Href: "/to-chuc/nguoi/" + string(p.ID), Title: titles[row.Post], Type: types[row.Type],
			Capacity: capacityWords[row.Capacity], From: ui.Day(row.From), To: ui.Day(row.To)}
		if row.Type == "*" {
			line.Type = "mọi loại văn bản"
		}
		out = append(out, line)
	}
	return out, nil
}

// typeNames are the names of the types of documents by code.
func (m *module) typeNames(province string) map[string]string {
	names := map[string]string{}
	p, err := m.Profiles.At(province, m.Now())
	if err != nil {
		return names
	}
	for _, t := range p.Documents.Types {
		names[t.Code] = t.Name
	}
	return names
}

func (m *module) authorityForm(r *web.Request) (*formPage, error) {
	ctx := r.Context()
	a, err := m.agencyHere(r, org.AgencyID(value(r, "agency")))
	if err != nil {
		return nil, err
	}
	posts, err := m.Org.PostsIn(ctx, a.ID, m.Now())
	if err != nil {
		return nil, err
	}
	holders := []ui.Choice{{Text: "Chọn chức vụ"}}
	for _, post := range posts {
		p, err := m.Org.Person(ctx, post.Person)
		if err != nil {
			return nil, err
		}
		holders = append(holders, ui.Choice{Value: string(post.ID), Text: p.Name + ", " + post.Title})
	}
	types := []ui.Choice{{Value: "*", Text: "Mọi loại văn bản"}}
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return nil, err
	}
	for _, t := range law.Documents.Types {
		types = append(types, ui.Choice{Value: t.Code, Text: t.Name})
	}
	order := []org.Capacity{org.InOwnRight, org.Deputy, org.Collective, org.ByOrder, org.Authorised, org.Acting}
	page := &formPage{Page: ui.Page{Title: "Thêm thẩm quyền ký", Lead: a.Name, Crumbs: crumbsOf(a)}, Post: "/to-chuc/them-tham-quyen",
		Hidden: []ui.Hidden{{Name: "agency", Value: string(a.ID)}}, Deed: ui.Deed{Label: "Thêm thẩm quyền", Press: "Ctrl S"}, Back: ui.Link{Text: "Thôi", Href: authoritiesOf(a.ID)}}
	page.Fields = []ui.Input{page.Input("post", "Người giữ chức vụ", value(r, "post")).OneOf(holders).Focused(),
		page.Input("type", "Loại văn bản", value(r, "type")).OneOf(types), page.Input("capacity", "Tư cách ký", value(r, "capacity")).OneOf(choices(order, capacityWords))}
	page.Days = []dayField{{Name: "from", Label: "Từ ngày", Optional: true, Value: typedDay(r, "from")}, {Name: "to", Label: "Đến hết ngày", Optional: true, Value: typedDay(r, "to")}}
	return page, nil
}

func (m *module) newAuthority(w http.ResponseWriter, r *web.Request) error {
	page, err := m.authorityForm(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) addAuthority(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	row := org.Authority{Agency: org.AgencyID(r.Text("agency")), Post: org.PostID(r.Text("post")), Type: r.Text("type"), Capacity: org.Capacity(r.Text("capacity"))}
	var err error
	if from := typedDay(r, "from"); !from.empty() {
		row.From, err = from.read("from", 1990)
	}
	if to := typedDay(r, "to"); err == nil && !to.empty() {
		if row.To, err = to.read("to", 1990); err == nil {
			row.To = row.To.Add(24 * time.Hour)
		}
	}
	if err == nil {
		_, err = m.Org.GrantAuthority(r.Context(), r.Actor, row)
	}
	if err != nil {
		page, formErr := m.authorityForm(r)
		if formErr != nil {
			return formErr
		}
		return page.refuse(w, r, err)
	}
	return r.Done(w, authoritiesOf(row.Agency), "Đã thêm thẩm quyền ký.")
}
