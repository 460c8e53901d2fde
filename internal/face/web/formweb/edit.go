package formweb

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/form"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// editPage changes a template: texts, lines, columns, signatures; it makes a
// new version from a day on.
type editPage struct {
	ui.Page
	Here             string
	Form             profile.Form
	Receivers        string // a line each
	Blocks           []editBlock
	Columns          []editRow
	Signatures       []editSign
	Reason           string
	Day, Month, Year string
}

type editBlock struct {
	N, Number int // from 0 in names, from 1 in words
	Title     string
	Rows      []editRow
}

// editRow is one line or column on the screen; Name is "columns.2".
type editRow struct {
	Name, Order, Label, Code, Width string
	Required, Fresh                 bool
	Block                           int
	Error                           string
}

type editSign struct {
	Number                  int
	Name, Title, Note, Code string
}

// Empty rows offered for what is added.
const (
	freshColumns = 2
	freshLines   = 1
	maxRows      = 80 // of one posted table
)

func (m *module) edit(w http.ResponseWriter, r *web.Request) error {
	set, number, err := asked(r)
	if err != nil {
		return err
	}
	f, versions, err := m.Forms.History(r.Context(), r.Actor, set, number)
	if err != nil {
		return err
	}
	if n := len(versions); n > 0 {
		f = versions[n-1].Form // the newest, even if its day is to come
	}
	today := m.Now().In(ui.Hanoi)
	page := newEditPage(f)
	page.Day, page.Month, page.Year = strconv.Itoa(today.Day()), strconv.Itoa(int(today.Month())), strconv.Itoa(today.Year())
	return r.Render(w, page)
}

func newEditPage(f profile.Form) *editPage {
	at := here(f.Set, f.Number)
	page := &editPage{Page: ui.Page{Title: "Sửa " + label(f), Lead: "Bản sửa là phiên bản mới; giấy tờ đã lập giữ nguyên mẫu cũ.",
		Crumbs: []ui.Link{{Text: "Biểu mẫu", Href: "/bieu-mau"}, {Text: label(f), Href: at}}}, Here: at, Form: f, Receivers: strings.Join(f.To, "\n")}
	n := 0
	for i, b := range f.Blocks {
		block := editBlock{N: i, Number: i + 1, Title: b.Title}
		for k, field := range b.Fields {
			block.Rows = append(block.Rows, rowOf("fields", n, k, field, i))
			n++
		}
		page.Blocks = append(page.Blocks, block)
	}
	for i := range page.Blocks {
		for range freshLines {
			page.Blocks[i].Rows = append(page.Blocks[i].Rows, editRow{Name: "fields." + strconv.Itoa(n), Fresh: true, Block: i})
			n++
		}
	}
	for i, c := range f.Columns {
		page.Columns = append(page.Columns, rowOf("columns", i, i, c, 0))
	}
	if len(f.Columns) > 0 {
		for range freshColumns {
			page.Columns = append(page.Columns, editRow{Name: "columns." + strconv.Itoa(len(page.Columns)), Fresh: true})
		}
	}
	for i, s := range f.Signatures {
		page.Signatures = append(page.Signatures, editSign{i + 1, "signatures." + strconv.Itoa(i), s.Title, s.Note, s.Code})
	}
	return page
}

func rowOf(table string, n, order int, f profile.FormField, block int) editRow {
	width := ""
	if f.Width > 0 {
		width = strconv.Itoa(f.Width)
	}
	return editRow{Name: table + "." + strconv.Itoa(n), Order: strconv.Itoa(order + 1), Label: f.Label, Code: f.Code, Width: width, Required: f.Required, Block: block}
}

func (m *module) save(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	set, number, err := asked(r)
	if err != nil {
		return err
	}
	base, _, err := m.Forms.History(r.Context(), r.Actor, set, number)
	if err != nil {
		return err
	}
	f, err := typed(r, base)
	var from time.Time
	if err == nil {
		from, err = dayOf(r)
	}
	if err == nil {
		var next profile.Form
		if next, err = m.Forms.Edit(r.Context(), r.Actor, form.Change{Form: f, Reason: r.Text("reason"), From: from}); err == nil {
			return r.Done(w, here(set, number), "Đã lưu phiên bản "+strconv.Itoa(next.Version)+", áp dụng từ "+ui.Day(from)+".")
		}
	}
	page := newEditPage(f)
	page.Reason, page.Day, page.Month, page.Year = r.Text("reason"), r.Text("from-day"), r.Text("from-month"), r.Text("from-year")
	if refused, ok := fault.From(err); ok {
		page.mark(refused)
	}
	return r.Refuse(w, err, page)
}

// mark puts the message at the row that it is about.
func (p *editPage) mark(f *fault.Fault) {
	rows := func(list []editRow) {
		for i := range list {
			for _, field := range f.Fields {
				if strings.HasPrefix(field.Name, list[i].Name+".") {
					list[i].Error = field.Message
				}
			}
		}
	}
	rows(p.Columns)
	for i := range p.Blocks {
		rows(p.Blocks[i].Rows)
	}
}

func dayOf(r *web.Request) (time.Time, error) {
	day, err1 := strconv.Atoi(r.Text("from-day"))
	month, err2 := strconv.Atoi(r.Text("from-month"))
	year, err3 := strconv.Atoi(r.Text("from-year"))
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, ui.Hanoi)
	if err1 != nil || err2 != nil || err3 != nil || year < 2000 || year > 2100 || t.Day() != day || int(t.Month()) != month {
		return t, fault.New(fault.Invalid, "form.day", "Ngày áp dụng không phải một ngày có thật.").At("from-day", "Ghi đủ ngày, tháng, năm bằng số, ví dụ 25 11 2026.")
	}
	return t, nil
}
