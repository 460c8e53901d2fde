package subscriberweb

import (
	"net/http"
	"time"

	"antin/internal/domain/subscriber"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// statisticsPage shows the figures, each leading to its list, and the roll-out.
type statisticsPage struct {
	ui.Page
	From         string
	Total        figure
	Tables       []figures
	Sent, Signed int
	Share        string
	Rollout      []rollout
	NotYet       int
	Outsiders    []outsider
}

type figures struct {
	Title string
	Cells []figure
}

type figure struct {
	Label, Href string
	Count       int
}

type rollout struct {
	Name, Code, Since string
	Chip              ui.Chip
}

type outsider struct {
	Href, Holder, Agency, Target, Responsible string
	Chip                                      ui.Chip
}

func (m *module) statistics(w http.ResponseWriter, r *web.Request) error {
	now := m.Now().In(ui.Hanoi)
	from := time.Date(now.Year(), time.January, 1, 0, 0, 0, 0, ui.Hanoi)
	if t, err := time.ParseInLocation(time.DateOnly, r.URL.Query().Get("tu"), ui.Hanoi); err == nil && t.Before(now) {
		from = t
	}
	st, err := m.Subscribers.Statistics(r.Context(), r.Actor, from, now)
	if err != nil {
		return err
	}
	page := &statisticsPage{Page: ui.Page{Title: "Thống kê chứng thư số", Lead: "Kỳ từ " + ui.Day(from) + " đến " + ui.Day(now) + ". Mỗi con số mở ra đúng danh sách của nó."},
		From: from.Format(time.DateOnly), Total: figureOf(st.Total), Sent: st.Sent, Signed: st.Signed}
	if st.Sent > 0 {
		page.Share = ui.Number(st.Signed*100/st.Sent) + "%"
	}
	for _, t := range st.Tables {
		table := figures{Title: t.Title}
		for _, c := range t.Cells {
			table.Cells = append(table.Cells, figureOf(c))
		}
		page.Tables = append(page.Tables, table)
	}
	if err := m.rollout(r, page); err != nil {
		return err
	}
	if err := m.outsiders(r, page); err != nil {
		return err
	}
	return r.Render(w, page)
}

func figureOf(c subscriber.Cell) figure {
	return figure{Label: c.Label, Href: listAt(c.List), Count: c.Count}
}

func (m *module) rollout(r *web.Request, page *statisticsPage) error {
	list, err := m.Subscribers.RolloutList(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	for _, x := range list {
		one := rollout{Name: x.Name, Code: x.Code, Since: ui.Day(x.FirstUse), Chip: ui.Chip{Tone: ui.Good, Text: "Đã ký số"}}
		if x.FirstUse.IsZero() {
			one.Chip = ui.Chip{Tone: ui.Wait, Text: "Chưa ký số"}
			page.NotYet++
		}
		page.Rollout = append(page.Rollout, one)
	}
	return nil
}

func (m *module) outsiders(r *web.Request, page *statisticsPage) error {
	list, err := m.Subscribers.Outsiders(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	today := m.Now().In(ui.Hanoi).Format(time.DateOnly)
	for _, x := range list {
		one := outsider{Href: here(x.Certificate), Holder: x.Holder, Agency: x.AgencyName, Target: dayText(x.Plan.Target), Responsible: x.Plan.Responsible, Chip: ui.Chip{Tone: ui.Wait, Text: "Đang chuyển đổi"}}
		switch {
		case x.Plan.State == subscriber.PlanDone:
			one.Chip = ui.Chip{Tone: ui.Good, Text: "Đã chuyển"}
		case x.Plan.Late(today):
			one.Chip = ui.Chip{Tone: ui.Bad, Text: "Quá hạn hoặc chưa có kế hoạch"}
		}
		page.Outsiders = append(page.Outsiders, one)
	}
	return nil
}
