package workfileweb

import (
	"net/http"
	"strconv"

	"antin/internal/domain/workfile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/vntext"
)

// filesPage lists work files.
type filesPage struct {
	ui.Page
	Tabs   []tab
	Filter string
	Action string
	Text   string
	Due    []fileRow // must be handed over soon
	Rows   []fileRow
	Desk   bool
	Empty  ui.Empty
}

type tab struct {
	Text, Href string
	Current    bool
}

type fileRow struct {
	Href, Code, Title, Keeper, Retention, Due string
	Count                                     int
	State                                     ui.Chip
}

func stateChip(s workfile.State) ui.Chip {
	tone := map[workfile.State]ui.Tone{workfile.Open: ui.Plain, workfile.Closed: ui.Warn, workfile.HandedIn: ui.Wait, workfile.Accepted: ui.Good, workfile.Destroyed: ui.Wait}
	return ui.Chip{Tone: tone[s], Text: s.Name()}
}

func (m *module) rows(r *web.Request, list []workfile.File) ([]fileRow, error) {
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return nil, err
	}
	out := make([]fileRow, len(list))
	for i, f := range list {
		keep, _ := law.Files.Retention(f.Retention)
		out[i] = fileRow{Href: href(f.ID), Code: f.Code, Title: f.Title, Keeper: f.KeeperName, Retention: keep.Label, Due: slashed(f.DueOn(law)), Count: len(f.Items), State: stateChip(f.State)}
		if f.Title == "" {
			out[i].Title = "Hồ sơ chưa có tiêu đề"
		}
	}
	return out, nil
}

func slashed(iso string) string {
	if len(iso) != 10 {
		return iso
	}
	return iso[8:] + "/" + iso[5:7] + "/" + iso[:4]
}

func (m *module) list(w http.ResponseWriter, r *web.Request) error {
	q := r.URL.Query()
	text, _ := vntext.TypedLine(q.Get("tim"))
	state := workfile.State(q.Get("xem"))
	page := &filesPage{Page: ui.Page{Title: "Hồ sơ công việc"}, Filter: string(state), Action: "/ho-so", Text: text, Empty: ui.Empty{Title: "Chưa có hồ sơ nào.", From: "Hồ sơ được lập khi đưa văn bản đầu tiên vào, từ trang văn bản hoặc khi hoàn thành việc."}}
	page.Tabs = []tab{{Text: "Tất cả", Href: "/ho-so", Current: state == ""}}
	for _, s := range workfile.States() {
		page.Tabs = append(page.Tabs, tab{Text: s.Name(), Href: "/ho-so?xem=" + string(s), Current: state == s})
	}
	list, err := m.Files.List(r.Context(), r.Actor, workfile.Query{State: state, Text: text})
	if err != nil {
		return err
	}
	if page.Rows, err = m.rows(r, list); err != nil {
		return err
	}
	if state == "" && text == "" {
		due, err := m.Files.DueSoon(r.Context(), r.Actor)
		if err != nil {
			return err
		}
		if page.Due, err = m.rows(r, due); err != nil {
			return err
		}
	}
	return r.Render(w, page)
}

func (m *module) desk(w http.ResponseWriter, r *web.Request) error {
	page := &filesPage{Page: ui.Page{Title: "Hồ sơ nộp lưu", Lead: "Kiểm tra mục lục rồi tiếp nhận, hoặc trả lại kèm lý do."}, Desk: true, Empty: ui.Empty{Title: "Không có hồ sơ nào chờ tiếp nhận.", From: "Hồ sơ các đơn vị nộp vào lưu trữ cơ quan sẽ hiện ở đây."}}
	list, err := m.Files.List(r.Context(), r.Actor, workfile.Query{State: workfile.HandedIn})
	if err != nil {
		return err
	}
	if page.Rows, err = m.rows(r, list); err != nil {
		return err
	}
	return r.Render(w, page)
}

// unfiledPage lists documents that stand in no file.
type unfiledPage struct {
	ui.Page
	Year, Month int
	Back, On    ui.Link
	Rows        []unfiledRow
	Empty       ui.Empty
}

type unfiledRow struct{ Href, Symbol, Subject, Kind, File string }

func (m *module) unfiled(w http.ResponseWriter, r *web.Request) error {
	now := m.Now().In(ui.Hanoi)
	year, err := strconv.Atoi(r.URL.Query().Get("nam"))
	if err != nil || year < 2000 || year > 2100 {
		year = now.Year()
	}
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return err
	}
	month := 0
	if law.Files.UnfiledEvery == "month" {
		if month, err = strconv.Atoi(r.URL.Query().Get("thang")); err != nil || month < 0 || month > 12 {
			month = int(now.Month())
		}
	}
	page := &unfiledPage{Page: ui.Page{Title: "Văn bản chưa lập hồ sơ", Lead: "Năm " + strconv.Itoa(year)}, Year: year, Month: month, Empty: ui.Empty{Title: "Mọi văn bản đã được lập hồ sơ.", From: "Văn bản đi đã phát hành, văn bản đến đã xử lý xong mà chưa ở hồ sơ nào sẽ hiện ở đây."}}
	at := func(y, mo int) ui.Link {
		if mo == 0 {
			return ui.Link{Text: "Năm " + strconv.Itoa(y), Href: "/ho-so/chua-lap?nam=" + strconv.Itoa(y)}
		}
		y, mo = y+(mo-1)/12, (mo-1)%12+1
		return ui.Link{Text: "Tháng " + strconv.Itoa(mo) + "/" + strconv.Itoa(y), Href: "/ho-so/chua-lap?nam=" + strconv.Itoa(y) + "&thang=" + strconv.Itoa(mo)}
	}
	switch {
	case month == 0:
		page.Back, page.On = at(year-1, 0), at(year+1, 0)
	case month == 1:
		page.Lead = "Tháng 1 năm " + strconv.Itoa(year)
		page.Back, page.On = at(year-1, 12), at(year, 2)
	default:
		page.Lead = "Tháng " + strconv.Itoa(month) + " năm " + strconv.Itoa(year)
		page.Back, page.On = at(year, month-1), at(year, month+1)
	}
	list, err := m.Files.Unfiled(r.Context(), r.Actor, year, month)
	if err != nil {
		return err
	}
	for _, d := range list {
		row := unfiledRow{Href: "/van-ban/" + string(d.ID), Subject: d.Subject, Kind: "Văn bản đi", File: "/ho-so/moi?van-ban=" + string(d.ID), Symbol: strconv.Itoa(d.Number) + "/" + d.Symbol}
		if d.Direction == "incoming" {
			row.Href, row.Kind, row.Symbol = "/den/"+string(d.ID), "Văn bản đến số "+strconv.Itoa(d.Arrival), d.SenderRef
		}
		page.Rows = append(page.Rows, row)
	}
	return r.Render(w, page)
}
