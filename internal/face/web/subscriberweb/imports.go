package subscriberweb

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"antin/internal/domain/subscriber"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

func encode(der []byte) string { return base64.StdEncoding.EncodeToString(der) }

// importsPage takes a list and shows the latest ones.
type importsPage struct {
	ui.Page
	Lists []imported
}

type imported struct {
	Href, Name, When, Counts string
	State                    ui.Chip
}

// importPage shows how far a list has come and what became of its rows.
type importPage struct {
	ui.Page
	State   ui.Chip
	Counts  []ui.Pair
	Rows    []importRow
	Report  string
	Done    int
	Total   int
	Running bool
}

type importRow struct {
	No                   int
	Holder, Reason, Href string
	Clause               string
}

func importOf(i subscriber.Import) imported {
	out := imported{Href: "/chung-thu/nhap/" + string(i.ID), Name: i.Name, When: ui.When(i.CreatedAt), State: ui.Chip{Tone: ui.Wait, Text: "Đang nhập"},
		Counts: fmt.Sprintf("%s/%s dòng, %s ghi được, %s bị từ chối", ui.Number(i.Done), ui.Number(i.Total), ui.Number(i.Entered), ui.Number(i.Refused))}
	if i.State == subscriber.ImportDone {
		out.State = ui.Chip{Tone: ui.Good, Text: "Đã nhập xong"}
		if i.Refused > 0 {
			out.State = ui.Chip{Tone: ui.Warn, Text: "Xong, có dòng bị từ chối"}
		}
	}
	return out
}

func (m *module) imports(w http.ResponseWriter, r *web.Request) error {
	page, err := m.importsPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) importsPage(r *web.Request) (*importsPage, error) {
	list, err := m.Subscribers.RecentImports(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	page := &importsPage{Page: ui.Page{Title: "Nhập chứng thư số từ danh sách", Lead: "Tệp .xlsx hoặc CSV, tối đa 10.000 dòng.", Crumbs: []ui.Link{{Text: "Danh sách thuê bao", Href: "/thue-bao"}}}}
	for _, i := range list {
		page.Lists = append(page.Lists, importOf(i))
	}
	return page, nil
}

func (m *module) importStart(w http.ResponseWriter, r *web.Request) error {
	parts, err := r.Parts()
	if err != nil {
		return err
	}
	for range 8 {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return web.Broken(err)
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		table, err := m.Lists.Read(part, subscriber.MaxImportFile, subscriber.MaxImportRows+1, 40)
		if err != nil {
			return m.importsAgain(w, r, web.Broken(err))
		}
		id, err := m.Subscribers.StartImport(r.Context(), r.Actor, part.FileName(), table)
		if err != nil {
			return m.importsAgain(w, r, err)
		}
		return r.Done(w, "/chung-thu/nhap/"+string(id), "Đã nhận danh sách. Hệ thống đang ghi từng dòng; có thể đóng trang này.")
	}
	return m.importsAgain(w, r, fault.New(fault.Invalid, "import.no-file", "Chưa chọn tệp danh sách.").At("file", "Chọn tệp .xlsx hoặc .csv."))
}

func (m *module) importsAgain(w http.ResponseWriter, r *web.Request, refusal error) error {
	page, err := m.importsPage(r)
	if err != nil {
		return err
	}
	return r.Refuse(w, refusal, page)
}

func (m *module) importShow(w http.ResponseWriter, r *web.Request) error {
	id := subscriber.ImportID(r.PathValue("id"))
	i, err := m.Subscribers.ImportProgress(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	rows, err := m.Subscribers.ImportReport(r.Context(), r.Actor, id, subscriber.RowRefused, 0, 200)
	if err != nil {
		return err
	}
	page := &importPage{Page: ui.Page{Title: "Kết quả nhập danh sách", Lead: i.Name, Crumbs: []ui.Link{{Text: "Nhập từ danh sách", Href: "/chung-thu/nhap"}}}, State: importOf(i).State,
		Done: i.Done, Total: i.Total, Running: i.State == subscriber.ImportRunning, Report: "/chung-thu/nhap/" + string(id) + "/ket-qua.csv"}
	if page.Running {
		page.Refresh = "3"
	}
	page.Counts = []ui.Pair{{Label: "Tổng số dòng", Value: ui.Number(i.Total)}, {Label: "Đã xử lý", Value: ui.Number(i.Done)}, {Label: "Ghi được", Value: ui.Number(i.Entered), Strong: true},
		{Label: "Bị từ chối", Value: ui.Number(i.Refused)}, {Label: "Bắt đầu", Value: ui.When(i.CreatedAt)}, {Label: "Kết thúc", Value: orDash(ui.When(i.EndedAt), "đang chạy")}}
	for _, x := range rows {
		page.Rows = append(page.Rows, importRow{No: x.No, Holder: orDash(x.Cells["holder"], x.Cells["agency"]), Reason: x.Reason, Clause: x.Clause})
	}
	return r.Render(w, page)
}

// importReport gives every row with its outcome.
func (m *module) importReport(w http.ResponseWriter, r *web.Request) error {
	id := subscriber.ImportID(r.PathValue("id"))
	rows, err := m.Subscribers.ImportReport(r.Context(), r.Actor, id, "", 0, 500)
	if err != nil {
		return err
	}
	attach(w, "text/csv; charset=utf-8", "ket-qua-nhap.csv")
	out := m.Lists.CSV(w)
	err = out.Row([]string{"Dòng", "Kết quả", "Họ và tên", "Mã định danh cơ quan", "Lý do", "Căn cứ", "Mã chứng thư số"})
	for err == nil && len(rows) > 0 {
		for _, x := range rows {
			err = errors.Join(err, out.Row([]string{strconv.Itoa(x.No), rowState(x.State), x.Cells["holder"], x.Cells["agency"], x.Reason, ui.ClauseText(x.Clause), string(x.Certificate)}))
		}
		if err != nil {
			return nil // the browser went away
		}
		if rows, err = m.Subscribers.ImportReport(r.Context(), r.Actor, id, "", rows[len(rows)-1].No, 500); err != nil {
			panic(http.ErrAbortHandler) // the status is out: a cut answer must not look whole
		}
	}
	_ = out.Close() // the browser went away: nothing to do
	return nil
}

func rowState(s subscriber.RowState) string {
	switch s {
	case subscriber.RowEntered:
		return "Ghi được"
	case subscriber.RowRefused:
		return "Bị từ chối"
	case subscriber.RowWaiting:
	}
	return "Chờ xử lý"
}

// template is an empty list with its headings.
func (m *module) template(w http.ResponseWriter, _ *web.Request) error {
	attach(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "mau-danh-sach-chung-thu-so.xlsx")
	out, err := m.Lists.XLSX(w, "Chứng thư số")
	if err != nil {
		return err
	}
	var titles []string
	for _, c := range subscriber.Columns() {
		titles = append(titles, c.Title)
	}
	if err := out.Row(titles); err != nil {
		return err
	}
	return out.Close()
}
