package taskweb

import (
	"net/http"

	"antin/internal/domain/org"
	"antin/internal/domain/task"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

func (m *module) newPage(r *web.Request) (*directPage, error) {
	page := &directPage{Page: ui.Page{Title: "Giao việc mới", Lead: "Việc không gắn với văn bản đến.", Crumbs: []ui.Link{{Text: "Việc tôi giao", Href: "/cong-viec/da-giao"}}}, Here: "/cong-viec/moi", NeedTitle: true, ShowForm: true, Submit: "Giao việc"}
	unit := org.UnitID("")
	if !r.Actor.Has(org.Leader) {
		unit = r.Actor.Unit
	}
	return page, m.fill(r, page, unit)
}

func (m *module) newWork(w http.ResponseWriter, r *web.Request) error {
	page, err := m.newPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) giveWork(w http.ResponseWriter, r *web.Request) error {
	f, err := streamed(r)
	if err != nil {
		return err
	}
	o, err := order(f)
	return m.give(w, r, f, o, err, func() (*directPage, error) { return m.newPage(r) })
}

func (m *module) passPage(r *web.Request) (*directPage, error) {
	v, err := m.Tasks.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return nil, err
	}
	page := &directPage{Page: ui.Page{Title: "Giao tiếp", Lead: v.Title, Crumbs: []ui.Link{{Text: "Việc được giao", Href: href(v.ID)}}}, Here: href(v.ID) + "/giao-tiep", ShowForm: true, Submit: "Giao tiếp"}
	if v.Document != "" {
		page.Document = "/den/" + string(v.Document)
	}
	unit := org.UnitID("")
	if !r.Actor.Has(org.Leader) {
		unit = r.Actor.Unit
	}
	if err := m.fill(r, page, unit); err != nil {
		return nil, err
	}
	page.Typed.Day = ""
	if !v.DueAt.IsZero() {
		page.Typed.Day, page.DueHint = ui.Day(v.DueAt), "Không muộn hơn hạn của việc được giao: "+ui.Day(v.DueAt)
	}
	return page, nil
}

func (m *module) passForm(w http.ResponseWriter, r *web.Request) error {
	page, err := m.passPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) pass(w http.ResponseWriter, r *web.Request) error {
	f, err := streamed(r)
	if err != nil {
		return err
	}
	o, err := order(f)
	o.Parent = idOf(r)
	return m.give(w, r, f, o, err, func() (*directPage, error) { return m.passPage(r) })
}

// digestPage is what somebody is reminded of today.
type digestPage struct {
	ui.Page
	Parts []digestPart
	Empty ui.Empty
}

type digestPart struct {
	Title string
	Tone  ui.Tone
	Rows  []digestRow
}

type digestRow struct{ Href, Title, Whom, Due string }

func (m *module) digest(w http.ResponseWriter, r *web.Request) error {
	d, err := m.Tasks.TodaysDigest(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page := &digestPage{Page: ui.Page{Title: "Nhắc việc hôm nay", Lead: "Lập vào đầu ngày làm việc; danh sách việc luôn có tình trạng mới nhất."}, Empty: ui.Empty{Title: "Hôm nay không có gì phải nhắc.", From: "Việc quá hạn, đến hạn, sắp đến hạn và đề nghị gia hạn sẽ hiện ở đây mỗi ngày làm việc."}}
	for _, p := range []struct {
		title string
		tone  ui.Tone
		lines []task.Line
	}{
		{"Việc của tôi đã quá hạn", ui.Bad, d.Overdue}, {"Đến hạn hôm nay", ui.Warn, d.Today}, {"Sắp đến hạn", ui.Plain, d.Soon},
		{"Xin gia hạn, chờ tôi trả lời", ui.Warn, d.Asks}, {"Việc tôi giao đã quá hạn", ui.Bad, d.Late},
	} {
		if len(p.lines) == 0 {
			continue
		}
		part := digestPart{Title: p.title, Tone: p.tone}
		for _, l := range p.lines {
			part.Rows = append(part.Rows, digestRow{Href: href(l.Task), Title: l.Title, Whom: l.Whom, Due: ui.When(l.Due)})
		}
		page.Parts = append(page.Parts, part)
	}
	if err := m.Tasks.SeeDigest(r.Context(), d); err != nil {
		return err
	}
	return r.Render(w, page)
}
