package requestweb

import (
	"net/http"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// officersPage lays down who follows which subscribers (HD Quy chế chữ ký số,
// Điều 13 khoản 1).
type officersPage struct {
	ui.Page
	CanAssign  bool
	Rows       []officerRow
	Empty      ui.Empty
	Unassigned int
	Kinds      []pick
	Agencies   []pick
	Inputs     []ui.Input
}

type officerRow struct {
	Name, Scope, Decision, Period string
	State                         ui.Chip
	End                           string // address that ends it; empty when it has ended
}

// pick is a box of a group.
type pick struct {
	Value, Text string
	Chosen      bool
}

func (m *module) officers(w http.ResponseWriter, r *web.Request) error {
	page, err := m.officersPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) officersPage(r *web.Request) (*officersPage, error) {
	page := &officersPage{Page: ui.Page{Title: "Phân công theo dõi thuê bao", Lead: "Yêu cầu mới tự giao cho người được phân công đúng phạm vi; yêu cầu không ai theo dõi được liệt kê riêng."},
		CanAssign: m.can(r.Context(), r.Actor, request.ActOfficer),
		Empty:     ui.Empty{Title: "Chưa phân công ai.", From: "Người được phân công, phạm vi và thời gian sẽ hiện ở đây."}}
	list, err := m.Requests.Officers(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		row, err := m.officerRow(r, o)
		if err != nil {
			return nil, err
		}
		page.Rows = append(page.Rows, row)
	}
	unassigned, err := m.Requests.List(r.Context(), r.Actor, request.Query{Unassigned: true, Limit: 200})
	if err != nil {
		return nil, err
	}
	page.Unassigned = len(unassigned)
	if !page.CanAssign {
		return page, nil
	}
	return page, m.officerForm(r, page)
}

func (m *module) officerRow(r *web.Request, o request.Officer) (officerRow, error) {
	row := officerRow{Name: o.Name, Decision: orElse(o.Decision, "(không ghi)"), Period: "từ " + ui.Day(o.From), State: ui.Chip{Tone: ui.Good, Text: "Đang theo dõi"}, End: "/yeu-cau/can-bo/" + o.ID + "/ket-thuc"}
	if !o.To.IsZero() {
		row.Period += " đến " + ui.Day(o.To)
		if !m.Now().Before(o.To) {
			row.State, row.End = ui.Chip{Tone: ui.Wait, Text: "Đã kết thúc", Sign: "stop"}, ""
		}
	}
	if m.Now().Before(o.From) {
		row.State = ui.Chip{Tone: ui.Wait, Text: "Chưa bắt đầu"}
	}
	var scope []string
	for _, k := range o.Kinds {
		scope = append(scope, lower(k.Name()))
	}
	if len(scope) == 0 {
		scope = []string{"mọi loại yêu cầu"}
	}
	where := "mọi cơ quan"
	if len(o.Agencies) > 0 {
		var names []string
		for _, id := range o.Agencies {
			g, err := m.Org.Agency(r.Context(), id)
			if err != nil {
				return row, err
			}
			names = append(names, g.Name)
		}
		where = strings.Join(names, ", ")
	}
	row.Scope = strings.Join(scope, ", ") + " · " + where
	return row, nil
}

func (m *module) officerForm(r *web.Request, page *officersPage) error {
	people, err := m.Org.PeopleOf(r.Context(), r.Actor.Agency, m.Now())
	if err != nil {
		return err
	}
	choices := []ui.Choice{{Value: "", Text: "Chọn cán bộ"}}
	for _, p := range people {
		choices = append(choices, ui.Choice{Value: string(p.ID), Text: p.Name})
	}
	page.Inputs = []ui.Input{
		page.Input("can-bo", "Cán bộ", r.Text("can-bo")).OneOf(choices),
		page.Input("quyet-dinh", "Văn bản phân công", r.Text("quyet-dinh")).Hinted("Số, ký hiệu, ngày; ví dụ 45/QĐ-SKHCN ngày 20/11/2026."),
		page.Input("tu-ngay", "Từ ngày", orElse(r.Text("tu-ngay"), m.Now().In(ui.Hanoi).Format(dayForm))).Hinted(dayHint),
		page.Input("den-ngay", "Đến ngày", r.Text("den-ngay")).Optional().Hinted(dayHint),
	}
	chosen := func(name, value string) bool {
		for _, v := range r.PostForm[name] {
			if v == value {
				return true
			}
		}
		return false
	}
	for _, k := range kinds() {
		page.Kinds = append(page.Kinds, pick{string(k), k.Name(), chosen("loai", string(k))})
	}
	agencies, err := m.Org.Recipients(r.Context(), r.Actor.Agency, m.Now())
	if err != nil {
		return err
	}
	for _, g := range agencies {
		page.Agencies = append(page.Agencies, pick{string(g.ID), g.Name, chosen("co-quan", string(g.ID))})
	}
	return nil
}

func (m *module) assign(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	o, err := officerOf(r)
	if err == nil {
		_, err = m.Requests.Assign(r.Context(), r.Actor, o)
	}
	if err != nil {
		page, broken := m.officersPage(r)
		if broken != nil {
			return broken
		}
		refused := atFields(err, map[string]string{"person": "can-bo", "decision": "quyet-dinh", "from": "tu-ngay", "to": "den-ngay", "kinds": "loai", "agencies": "co-quan"})
		if f, ok := fault.From(refused); ok {
			said := ui.Refused(f, r.Actor.Province)
			for i := range page.Inputs {
				page.Inputs[i].Error = said.At(page.Inputs[i].Name)
			}
		}
		return r.Refuse(w, refused, page)
	}
	return r.Done(w, "/yeu-cau/can-bo", "Đã ghi phân công.")
}

func officerOf(r *web.Request) (request.Officer, error) {
	o := request.Officer{Person: org.PersonID(r.Text("can-bo")), Decision: r.Text("quyet-dinh")}
	for _, k := range r.PostForm["loai"] {
		o.Kinds = append(o.Kinds, request.Kind(k))
	}
	for _, g := range r.PostForm["co-quan"] {
		o.Agencies = append(o.Agencies, org.AgencyID(g))
	}
	var err error
	if o.From, err = dayOf(r, "tu-ngay"); err != nil {
		return o, err
	}
	o.To, err = dayOf(r, "den-ngay")
	if err == nil && o.Person == "" {
		err = fault.New(fault.Invalid, "request.officer-missing", "Chưa chọn cán bộ.").At("can-bo", "Chọn một cán bộ của cơ quan.")
	}
	return o, err
}

func (m *module) endOfficer(w http.ResponseWriter, r *web.Request) error {
	if err := m.Requests.EndOfficer(r.Context(), r.Actor, r.PathValue("officer"), m.Now()); err != nil {
		return err
	}
	return r.Done(w, "/yeu-cau/can-bo", "Đã kết thúc phân công.")
}
