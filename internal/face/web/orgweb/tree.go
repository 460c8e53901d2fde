package orgweb

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

const maxAgencies = 2000

type treePage struct {
	ui.Page
	Day    string
	Search string
	Roots  []branch
	Found  *found
	Empty  ui.Empty
	CSV    string
	Add    string
}

// branch is one agency with those under it.
type branch struct {
	Name, Href, Code, Kind string
	Mine                   bool
	Below                  []branch
}

// found is what a search gave.
type found struct {
	Agencies []branch
	People   []personLine
	Empty    ui.Empty
}

func (m *module) tree(w http.ResponseWriter, r *web.Request) error {
	at, text := m.shown(r)
	page := &treePage{Page: ui.Page{Title: "Cơ quan, đơn vị, cán bộ", Lead: "Cây tổ chức tại ngày " + text}, Day: text,
		CSV: m.dated("/to-chuc/danh-sach.csv", text), Empty: ui.Empty{Title: "Chưa có cơ quan nào vào ngày này.", From: "Cơ quan do quản trị hệ thống thêm hiện ở đây."}}
	if r.Can(org.ActManage) {
		page.Add = "/to-chuc/them-co-quan"
	}
	if page.Search = r.URL.Query().Get("tim"); page.Search != "" {
		var err error
		if page.Found, err = m.find(r, page.Search); err != nil {
			return err
		}
		page.Lead = "Kết quả tìm “" + page.Search + "”"
		return r.Render(w, page)
	}
	list, err := m.agenciesAt(r.Context(), r.Actor.Province, at)
	if err != nil {
		return err
	}
	page.Roots = m.branches(list, r.Actor, text)
	if len(list) > 0 {
		page.Lead += fmt.Sprintf(": %s cơ quan", ui.Number(len(list)))
	}
	return r.Render(w, page)
}

// agenciesAt lists the agencies that lived then, as they stood then.
func (m *module) agenciesAt(ctx context.Context, province string, at time.Time) ([]org.Agency, error) {
	list, err := m.Org.Agencies(ctx, org.AgencyQuery{Province: province, At: at, Limit: maxAgencies})
	if err != nil || ui.Day(at) == ui.Day(m.Now()) {
		return list, err
	}
	for i, a := range list {
		if list[i], err = m.Org.AgencyAt(ctx, a.ID, at); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// branches hangs each agency under its superior; one whose superior is gone
// stands at the top, so that nobody is lost.
func (m *module) branches(list []org.Agency, by org.Actor, text string) []branch {
	known := map[org.AgencyID]bool{}
	below := map[org.AgencyID][]org.Agency{}
	for _, a := range list {
		known[a.ID] = true
	}
	for _, a := range list {
		above := a.Parent
		if !known[above] {
			above = ""
		}
		below[above] = append(below[above], a)
	}
	var grow func(of org.AgencyID, depth int) []branch
	grow = func(of org.AgencyID, depth int) []branch {
		var out []branch
		for _, a := range below[of] {
			b := m.branch(a, by, text)
			if depth < 20 {
				b.Below = grow(a.ID, depth+1)
			}
			out = append(out, b)
		}
		return out
	}
	return grow("", 0)
}

func (m *module) branch(a org.Agency, by org.Actor, text string) branch {
	return branch{Name: a.Name, Href: m.dated("/to-chuc/co-quan/"+string(a.ID), text), Code: a.Code, Kind: kindWords[a.Kind], Mine: a.ID == by.Agency}
}

func (m *module) find(r *web.Request, text string) (*found, error) {
	ctx := r.Context()
	out := &found{Empty: ui.Empty{Title: "Không tìm thấy.", From: "Tìm theo tên không cần dấu, tên viết tắt hoặc mã định danh của cơ quan.",
		Link: &ui.Link{Text: "Về cây tổ chức", Href: "/to-chuc"}}}
	agencies, err := m.Org.SearchAgencies(ctx, r.Actor, text)
	if err != nil {
		return nil, err
	}
	for _, a := range agencies {
		if a.Province == r.Actor.Province {
			out.Agencies = append(out.Agencies, m.branch(a, r.Actor, ui.Day(m.Now())))
		}
	}
	people, err := m.Org.SearchPeople(ctx, r.Actor, text)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		line, err := m.standing(ctx, p)
		if err != nil {
			return nil, err
		}
		out.People = append(out.People, line)
	}
	return out, nil
}

// standing is a person with the posts of today.
func (m *module) standing(ctx context.Context, p org.Person) (personLine, error) {
	posts, err := m.Org.PostsOfPerson(ctx, p.ID)
	if err != nil {
		return personLine{}, err
	}
	line := personLine{Name: p.Name, Href: "/to-chuc/nguoi/" + string(p.ID), Chip: statusChip(p)}
	for _, post := range posts {
		if !post.HeldAt(m.Now()) {
			continue
		}
		a, err := m.Org.Agency(ctx, post.Agency)
		if err != nil {
			return personLine{}, err
		}
		if line.Title != "" {
			line.Title += "; "
		}
		line.Title += post.Title + ", " + a.Name
	}
	return line, nil
}
