package orgweb

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// carried are the values of a deed's form, from the form to the question and on.
var carried = []string{"agency", "unit", "person", "post", "place", "title", "name", "short_name", "superior", "email", "target", "target2",
	"reason", "paper", "at-day", "at-month", "at-year"}

// checkPage shows a deed once more, with what it touches.
type checkPage struct {
	ui.Page
	Question string
	About    []ui.Pair
	Touched  []Touched
	Untold   bool // nothing tells of certificates and devices here
	People   int
	Post     string
	Hidden   []ui.Hidden
	Deed     ui.Deed
}

func kindOf(r *web.Request) (org.DeedKind, deedWord, error) {
	kind := org.DeedKind(r.PathValue("kind"))
	words, ok := deedWords[kind]
	if !ok {
		return "", words, fault.New(fault.NotFound, "deed.kind", "Không có loại quyết định này.")
	}
	return kind, words, nil
}

func (m *module) deedForm(w http.ResponseWriter, r *web.Request) error {
	kind, _, err := kindOf(r)
	if err != nil {
		return err
	}
	page, err := m.form(r, kind)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

// form is the form of one kind, filled with what was typed or what the address
// says it is about.
func (m *module) form(r *web.Request, kind org.DeedKind) (*formPage, error) {
	words := deedWords[kind]
	page := &formPage{Page: ui.Page{Title: words.title, Lead: words.lead}, Post: "/to-chuc/quyet-dinh/" + string(kind),
		Deed: ui.Deed{Label: "Xem lại trước khi ghi", Press: "Ctrl S"}, Back: ui.Link{Text: "Thôi", Href: m.back(r)}}
	for _, name := range []string{"agency", "unit", "person", "post"} {
		if v := value(r, name); v != "" && !(name == "person" && kind == org.DeedChangeHead) {
			page.Hidden = append(page.Hidden, ui.Hidden{Name: name, Value: v})
		}
	}
	var err error
	if page.About, err = m.aboutDeed(r); err != nil {
		return nil, err
	}
	if page.Fields, err = m.fields(r, page, kind); err != nil {
		return nil, err
	}
	day := typedDay(r, "at")
	if r.Method == http.MethodGet {
		day = partsOf(m.Now())
	}
	page.Days = []dayField{{Name: "at", Label: "Có hiệu lực từ ngày", Value: day}}
	paper := page.Input("paper", "Số, ngày của quyết định", value(r, "paper")).Hinted("Ví dụ: 123/QĐ-SKHCN ngày 20/11/2026.")
	if kind == org.DeedDeath {
		paper = paper.Optional()
	}
	page.Rest = []ui.Input{paper, page.Input("reason", "Lý do", value(r, "reason")).Area(2)}
	return page, nil
}

// fields are those that the kind asks for, beside day, paper and reason.
func (m *module) fields(r *web.Request, page *formPage, kind org.DeedKind) ([]ui.Input, error) {
	ctx, own := r.Context(), org.AgencyID(value(r, "agency"))
	switch kind {
	case org.DeedAppoint, org.DeedTransfer:
		places, err := m.placeChoices(ctx, r.Actor, own, r.Actor.Agency)
		typed := value(r, "place")
		if typed == "" && kind == org.DeedAppoint {
			typed = string(own)
		}
		return []ui.Input{page.Input("place", "Nơi công tác", typed).OneOf(places), page.Input("title", "Chức danh", value(r, "title")).Hinted("Ví dụ: Giám đốc, Trưởng phòng, Chuyên viên.")}, err
	case org.DeedMoveUnit:
		places, err := m.placeChoices(ctx, r.Actor, own, r.Actor.Agency)
		return []ui.Input{page.Input("place", "Chuyển về cơ quan, đơn vị", value(r, "place")).OneOf(places)}, err
	case org.DeedChangePerson:
		return m.nameFields(r, page)
	case org.DeedChangeHead:
		people, err := m.peopleChoices(ctx, own, r)
		return []ui.Input{page.Input("person", "Người đứng đầu mới", value(r, "person")).OneOf(people).Hinted("Người ở cơ quan khác: ghi điều động về cơ quan này trước."),
			page.Input("title", "Chức danh", value(r, "title")).Hinted("Ví dụ: Giám đốc, Chủ tịch.")}, err
	case org.DeedRename:
		return m.renameFields(r, page, own)
	case org.DeedMerge, org.DeedMoveAgency, org.DeedSplit:
		return m.targetFields(r, page, kind, own)
	}
	return nil, nil
}

func (m *module) nameFields(r *web.Request, page *formPage) ([]ui.Input, error) {
	p, err := m.Org.Person(r.Context(), org.PersonID(value(r, "person")))
	name, email := p.Name, p.Email
	if r.Method == http.MethodPost {
		name, email = r.Text("name"), r.Text("email")
	}
	return []ui.Input{page.Input("name", "Họ và tên", name), page.Input("email", "Thư điện tử công vụ", email).As("email")}, err
}

func (m *module) renameFields(r *web.Request, page *formPage, id org.AgencyID) ([]ui.Input, error) {
	a, err := m.Org.Agency(r.Context(), id)
	name, short, superior := a.Name, a.ShortName, a.Superior
	if r.Method == http.MethodPost {
		name, short, superior = r.Text("name"), r.Text("short_name"), r.Text("superior")
	}
	return []ui.Input{page.Input("name", "Tên mới", name), page.Input("short_name", "Tên viết tắt trong ký hiệu", short),
		page.Input("superior", "Dòng cơ quan cấp trên trên văn bản", superior).Optional()}, err
}

func (m *module) targetFields(r *web.Request, page *formPage, kind org.DeedKind, own org.AgencyID) ([]ui.Input, error) {
	list, err := m.agencyChoices(r.Context(), r.Actor, "Chọn cơ quan", own)
	label := map[org.DeedKind]string{org.DeedMerge: "Cơ quan tiếp nhận", org.DeedMoveAgency: "Cơ quan cấp trên mới", org.DeedSplit: "Cơ quan mới thứ nhất"}[kind]
	fields := []ui.Input{page.Input("target", label, value(r, "target")).OneOf(list)}
	if kind == org.DeedSplit {
		fields = append(fields, page.Input("target2", "Cơ quan mới thứ hai", value(r, "target2")).OneOf(list).Optional())
	}
	return fields, err
}

func (m *module) peopleChoices(ctx context.Context, agency org.AgencyID, r *web.Request) ([]ui.Choice, error) {
	people, err := m.Org.PeopleOf(ctx, agency, m.Now())
	out := []ui.Choice{{Value: "", Text: "Chọn người"}}
	for _, p := range people {
		out = append(out, ui.Choice{Value: string(p.ID), Text: p.Name})
	}
	return out, err
}

// aboutDeed says whom and what the form is about.
func (m *module) aboutDeed(r *web.Request) ([]ui.Pair, error) {
	ctx := r.Context()
	var pairs []ui.Pair
	if id := value(r, "post"); id != "" {
		post, err := m.Org.Post(ctx, org.PostID(id))
		if err != nil {
			return nil, err
		}
		p, err := m.Org.Person(ctx, post.Person)
		if err != nil {
			return nil, err
		}
		place, err := m.place(ctx, post.Agency, post.Unit, m.Now())
		return append(pairs, ui.Pair{Label: "Người", Value: p.Name, Strong: true}, ui.Pair{Label: "Chức vụ", Value: post.Title + ", " + place}), err
	}
	if id := value(r, "unit"); id != "" {
		u, err := m.Org.Unit(ctx, org.UnitID(id))
		if err != nil {
			return nil, err
		}
		place, err := m.place(ctx, u.Agency, "", m.Now())
		return append(pairs, ui.Pair{Label: "Đơn vị", Value: u.Name, Strong: true}, ui.Pair{Label: "Cơ quan", Value: place}), err
	}
	if id := value(r, "person"); id != "" && r.PathValue("kind") != string(org.DeedChangeHead) {
		p, err := m.Org.Person(ctx, org.PersonID(id))
		return append(pairs, ui.Pair{Label: "Người", Value: p.Name, Strong: true}), err
	}
	if id := value(r, "agency"); id != "" {
		a, err := m.Org.Agency(ctx, org.AgencyID(id))
		return append(pairs, ui.Pair{Label: "Cơ quan", Value: a.Name, Strong: true}), err
	}
	return nil, fault.New(fault.NotFound, "deed.subject", "Chưa chọn người hoặc cơ quan cho quyết định này.").Do("Mở trang của người hoặc cơ quan đó rồi chọn lại.")
}

// back is the page from which the deed came.
func (m *module) back(r *web.Request) string {
	if id := value(r, "person"); id != "" && r.PathValue("kind") != string(org.DeedChangeHead) {
		return "/to-chuc/nguoi/" + url.PathEscape(id)
	}
	if id := value(r, "post"); id != "" {
		if post, err := m.Org.Post(r.Context(), org.PostID(id)); err == nil {
			return "/to-chuc/nguoi/" + string(post.Person)
		}
	}
	if id := value(r, "unit"); id != "" {
		if u, err := m.Org.Unit(r.Context(), org.UnitID(id)); err == nil {
			return "/to-chuc/co-quan/" + string(u.Agency)
		}
	}
	if id := value(r, "agency"); id != "" {
		return "/to-chuc/co-quan/" + url.PathEscape(id)
	}
	return "/to-chuc"
}

// typedDeed reads the form.
func typedDeed(r *web.Request, kind org.DeedKind) (org.Deed, error) {
	d := org.Deed{Kind: kind, Reason: r.Text("reason"), Paper: r.Text("paper")}
	d.Person, d.Post, d.Agency, d.Unit = org.PersonID(r.Text("person")), org.PostID(r.Text("post")), org.AgencyID(r.Text("agency")), org.UnitID(r.Text("unit"))
	d.Title, d.Name, d.ShortName, d.Superior, d.Email = r.Text("title"), r.Text("name"), r.Text("short_name"), r.Text("superior"), r.Text("email")
	d.Target = org.AgencyID(r.Text("target"))
	agency, unit, _ := strings.Cut(r.Text("place"), "/")
	switch kind {
	case org.DeedAppoint, org.DeedTransfer:
		if agency == "" {
			return d, fault.New(fault.Invalid, "deed.place", "Chưa chọn nơi công tác.").At("place", "Chọn cơ quan, đơn vị.")
		}
		d.Agency, d.Unit = org.AgencyID(agency), org.UnitID(unit)
	case org.DeedMoveUnit:
		if agency == "" {
			return d, fault.New(fault.Invalid, "deed.place", "Chưa chọn nơi chuyển đến.").At("place", "Chọn cơ quan, đơn vị.")
		}
		d.Target, d.UnitAbove = org.AgencyID(agency), org.UnitID(unit)
	case org.DeedChangeHead:
		if d.Person == "" {
			return d, fault.New(fault.Invalid, "deed.person", "Chưa chọn người.").At("person", "Chọn người đứng đầu mới.")
		}
	case org.DeedMerge, org.DeedMoveAgency, org.DeedSplit:
		if d.Target == "" {
			return d, fault.New(fault.Invalid, "deed.target", "Chưa chọn cơ quan.").At("target", "Chọn một cơ quan.")
		}
	}
	if kind == org.DeedSplit {
		d.Heirs, d.Target = []org.AgencyID{d.Target}, ""
		if second := r.Text("target2"); second != "" {
			d.Heirs = append(d.Heirs, org.AgencyID(second))
		}
	}
	at, err := typedDay(r, "at").read("at", 2000)
	d.At = at
	return d, err
}
