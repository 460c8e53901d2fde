package searchweb

import (
	"bytes"
	"mime"
	"net/http"

	"antin/internal/domain/profile"
	"antin/internal/domain/search"
	"antin/internal/face/form"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// columns of a list of results.
var columns = []profile.FormField{
	{Code: profile.ColumnOrder, Label: "STT", Width: 1},
	{Code: "symbol", Label: "Số, ký hiệu", Width: 4},
	{Code: "day", Label: "Ngày", Width: 3},
	{Code: "subject", Label: "Trích yếu", Width: 10},
	{Code: "who", Label: "Người ký, nơi gửi", Width: 5},
	{Code: "state", Label: "Tình trạng", Width: 3},
}

func lineOf(h search.Hit) map[string]string {
	r := rowOf(h)
	return map[string]string{"symbol": r.Symbol, "day": r.Date, "subject": h.Subject, "who": r.Who, "state": r.State.Text}
}

func (m *module) xlsx(w http.ResponseWriter, r *web.Request) error {
	found, err := m.Search.Export(r.Context(), r.Actor, asked(r.URL.Query()))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	list, err := m.XLSX(&out, "Kết quả tìm kiếm")
	if err != nil {
		return err
	}
	head := make([]string, len(columns))
	for i, c := range columns {
		head[i] = c.Label
	}
	if err := list.Row(head); err != nil {
		return err
	}
	for i, h := range found.Hits {
		line := lineOf(h)
		line[profile.ColumnOrder] = ui.Number(i + 1)
		cells := make([]string, len(columns))
		for j, c := range columns {
			cells[j] = line[c.Code]
		}
		if err := list.Row(cells); err != nil {
			return err
		}
	}
	if err := list.Close(); err != nil {
		return err
	}
	return send(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "ket-qua-tim-kiem.xlsx", out.Bytes())
}

func (m *module) pdf(w http.ResponseWriter, r *web.Request) error {
	q := asked(r.URL.Query())
	found, err := m.Search.Export(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	agency, err := m.Org.Agency(r.Context(), r.Actor.Agency)
	if err != nil {
		return err
	}
	d := form.Data{Superior: agency.Superior, Agency: agency.Name, Place: agency.Place, Date: m.Now(), At: m.Now(),
		Footer: "Ấn Tín · kết quả tìm kiếm của " + r.Actor.Name + " lúc " + ui.When(m.Now())}
	for _, h := range found.Hits {
		d.Rows = append(d.Rows, lineOf(h))
	}
	title := "Danh sách văn bản"
	opening := "Kết quả tìm kiếm, " + lead(q, found) + "."
	if q.Text != "" {
		opening = "Từ cần tìm: " + q.Text + ". " + opening
	}
	raw, err := form.PDF(profile.Form{Title: title, Opening: opening, Columns: columns, Maker: profile.MadeByAgency}, d)
	if err != nil {
		return err
	}
	return send(w, "application/pdf", "ket-qua-tim-kiem.pdf", raw)
}

func send(w http.ResponseWriter, kind, name string, raw []byte) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	w.Header().Set("Cache-Control", "no-store")
	_, err := w.Write(raw)
	return err
}
