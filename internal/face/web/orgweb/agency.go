package orgweb

import (
	"context"
	"errors"
	"net/http"
	"time"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

type agencyPage struct {
	ui.Page
	Day      string
	Here     string
	About    []ui.Pair
	Units    []peopleOf
	Children []branch
	History  []ui.Step
	Pending  []pending
	Deeds    []ui.Link
	Edit     string
	Empty    ui.Empty
}

// peopleOf is a unit, or the agency's own leadership, with its people.
type peopleOf struct {
	Unit   string
	Detail string
	People []personLine
	Deeds  []ui.Link
}

type personLine struct {
	Name, Href, Title string
	Since             string
	Chip              ui.Chip
}

// pending is a deed whose day is still to come.
type pending struct {
	Words, Day, Paper string
	Cancel            string // empty where the reader may not
	Back              string
}

func (m *module) agency(w http.ResponseWriter, r *web.Request) error {
	at, text := m.shown(r)
	ctx, id := r.Context(), org.AgencyID(r.PathValue("id"))
	a, err := m.Org.AgencyAt(ctx, id, at)
	if err != nil {
		return err
	}
	if a.Province != r.Actor.Province {
		return fault.New(fault.NotFound, "org.agency", "Không có cơ quan này.")
	}
	page := &agencyPage{Page: ui.Page{Title: a.Name, Lead: "Tại ngày " + text, Crumbs: []ui.Link{{Text: "Cơ quan, đơn vị, cán bộ", Href: m.dated("/to-chuc", text)}}},
		Day: text, Here: "/to-chuc/co-quan/" + string(id),
		Empty: ui.Empty{Title: "Chưa có ai giữ chức vụ ở đây vào ngày này.", From: "Người được bổ nhiệm, phân công hiện ở đây theo đơn vị."}}
	if page.About, err = m.aboutAgency(ctx, a, at, text); err != nil {
		return err
	}
	if page.Units, err = m.groups(r, a, at); err != nil {
		return err
	}
	children, err := m.Org.Children(ctx, id, at)
	if err != nil {
		return err
	}
	for _, child := range children {
		page.Children = append(page.Children, m.branch(child, r.Actor, text))
	}
	if page.History, page.Pending, err = m.history(r, string(id), page.Here); err != nil {
		return err
	}
	m.agencyDeeds(r, a, page)
	return r.Render(w, page)
}

func (m *module) aboutAgency(ctx context.Context, a org.Agency, at time.Time, text string) ([]ui.Pair, error) {
	yes := map[bool]string{true: "Có", false: "Không"}
	pairs := []ui.Pair{
		{Label: "Mã định danh", Value: a.Code, Symbol: true, Strong: true},
		{Label: "Loại", Value: kindWords[a.Kind]}, {Label: "Cấp", Value: levelWords[a.Level]},
	}
	line, err := m.Org.LineOf(ctx, a.ID, at)
	if err != nil {
		return nil, err
	}
	if len(line) > 1 {
		pairs = append(pairs, ui.Pair{Label: "Cấp trên", Value: line[1].Name, Href: m.dated("/to-chuc/co-quan/"+string(line[1].ID), text)})
	}
	if head, err := m.Org.HeadOf(ctx, a.ID, at); err == nil {
		who, err := m.Org.PersonAt(ctx, head.Person, at)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, ui.Pair{Label: "Đứng đầu", Value: who.Name + ", " + head.Title, Href: "/to-chuc/nguoi/" + string(who.ID)})
	} else if !errors.Is(err, org.ErrNotFound) {
		return nil, err
	}
	pairs = append(pairs, ui.Pair{Label: "Pháp nhân", Value: yes[a.LegalEntity()]}, ui.Pair{Label: "Con dấu", Value: yes[a.OwnSeal()]})
	for _, p := range []ui.Pair{{Label: "Mã số thuế", Value: a.TaxCode, Symbol: true}, {Label: "Mã ngân sách", Value: a.BudgetCode, Symbol: true},
		{Label: "Địa chỉ", Value: a.Address}, {Label: "Thư điện tử", Value: a.Email}} {
		if p.Value != "" {
			pairs = append(pairs, p)
		}
	}
	pairs = append(pairs, ui.Pair{Label: "Hoạt động từ", Value: ui.Day(a.ValidFrom), Symbol: true})
	if !a.ValidTo.IsZero() {
		pairs = append(pairs, ui.Pair{Label: "Kết thúc", Value: ui.Day(a.ValidTo), Symbol: true, Chip: &ui.Chip{Tone: ui.Wait, Text: "Không còn hoạt động"}})
	}
	return append(pairs, m.asSubscriber(ctx, a, at)...), nil
}

// asSubscriber says by which khoản the agency may be a subscriber and who
// manages it, or why not.
func (m *module) asSubscriber(ctx context.Context, a org.Agency, at time.Time) []ui.Pair {
	entitled, err := m.Judge.EntitleAgency(ctx, a.ID, at)
	if f, ok := fault.From(err); ok {
		return []ui.Pair{{Label: "Thuê bao", Value: f.Message, Chip: &ui.Chip{Tone: ui.Warn, Text: "Chưa đủ điều kiện"}}}
	}
	if err != nil {
		return nil
	}
	pairs := []ui.Pair{{Label: "Thuê bao", Value: "Thuộc đối tượng theo " + ui.ClauseText(entitled.Clause)}}
	managing, err := m.Judge.ManagingOf(ctx, a.ID, "", at)
	if err != nil {
		return pairs
	}
	direct, err := m.Org.AgencyAt(ctx, managing.Direct, at)
	if err != nil {
		return pairs
	}
	return append(pairs, ui.Pair{Label: "Quản lý trực tiếp", Value: direct.Name, Href: "/to-chuc/co-quan/" + string(direct.ID)})
}

// groups are the people of the agency by unit, its own posts first.
func (m *module) groups(r *web.Request, a org.Agency, at time.Time) ([]peopleOf, error) {
	ctx := r.Context()
	units, err := m.Org.UnitsAt(ctx, a.ID, at)
	if err != nil {
		return nil, err
	}
	posts, err := m.Org.PostsIn(ctx, a.ID, at)
	if err != nil {
		return nil, err
	}
	lines := map[org.UnitID][]personLine{}
	for _, p := range posts {
		who, err := m.Org.PersonAt(ctx, p.Person, at)
		if err != nil {
			return nil, err
		}
		lines[p.Unit] = append(lines[p.Unit], personLine{Name: who.Name, Href: "/to-chuc/nguoi/" + string(who.ID), Title: p.Title, Since: ui.Day(p.From)})
	}
	var out []peopleOf
	if len(lines[""]) > 0 {
		out = append(out, peopleOf{Unit: "Thuộc cơ quan", People: lines[""]})
	}
	for _, u := range units {
		g := peopleOf{Unit: u.Name, Detail: u.ShortName, People: lines[u.ID]}
		if r.Can(org.ActManage) {
			g.Deeds = []ui.Link{{Text: "Chuyển", Href: "/to-chuc/quyet-dinh/move-unit?unit=" + string(u.ID)}, {Text: "Kết thúc", Href: "/to-chuc/quyet-dinh/close-unit?unit=" + string(u.ID)}}
		}
		out = append(out, g)
	}
	return out, nil
}

func (m *module) agencyDeeds(r *web.Request, a org.Agency, page *agencyPage) {
	add := func(text, path string) {
		page.Deeds = append(page.Deeds, ui.Link{Text: text, Href: path})
	}
	own := []org.Relation{}
	if a.ID == r.Actor.Agency {
		own = append(own, org.OfAgency)
	}
	if !a.ValidTo.IsZero() {
		return
	}
	deed := func(kind org.DeedKind) {
		add(deedWords[kind].title, "/to-chuc/quyet-dinh/"+string(kind)+"?agency="+string(a.ID))
	}
	if r.Can(org.ActPeople, own...) {
		add("Thêm người", "/to-chuc/them-nguoi?agency="+string(a.ID))
		deed(org.DeedChangeHead)
	}
	if r.Can(org.ActManageAccount, own...) {
		add("Tài khoản và vai trò", accountsOf(a.ID))
	}
	add("Thẩm quyền ký", authoritiesOf(a.ID))
	if !r.Can(org.ActManage) {
		return
	}
	page.Edit = page.Here + "/sua"
	add("Thêm đơn vị", "/to-chuc/them-don-vi?agency="+string(a.ID))
	add("Thêm cơ quan trực thuộc", "/to-chuc/them-co-quan?parent="+string(a.ID))
	for _, kind := range []org.DeedKind{org.DeedRename, org.DeedMoveAgency, org.DeedMerge, org.DeedSplit, org.DeedDissolve} {
		deed(kind)
	}
}
