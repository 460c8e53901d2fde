package workfileweb

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"antin/internal/domain/workfile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// planPage is the file plan of a year.
type planPage struct {
	ui.Page
	Year                int
	Here                string
	State               ui.Chip
	Rows                []workfile.PlanRow
	Text                string // the rows as lines, columns parted by a bar
	CanEdit, CanApprove bool
	Columns             []string
	Back, On            string
}

func (m *module) planOf(r *web.Request, year int) (*planPage, error) {
	p, err := m.Files.PlanOf(r.Context(), r.Actor, year)
	if err != nil {
		return nil, err
	}
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return nil, err
	}
	page := &planPage{Page: ui.Page{Title: "Danh mục hồ sơ năm " + strconv.Itoa(year)}, Year: year, Here: "/ke-hoach-ho-so/" + strconv.Itoa(year), Columns: workfile.PlanColumns(), State: ui.Chip{Tone: ui.Wait, Text: "Dự thảo"}, Back: "/ho-so/danh-muc?nam=" + strconv.Itoa(year-1), On: "/ho-so/danh-muc?nam=" + strconv.Itoa(year+1)}
	if p.Approved {
		page.State = ui.Chip{Tone: ui.Good, Text: "Đã duyệt " + ui.Day(p.ApprovedAt) + ", " + p.ApprovedBy}
	}
	var text strings.Builder
	for _, row := range p.Rows {
		keep, _ := law.Files.Retention(row.Retention)
		text.WriteString(strings.Join([]string{row.Code, row.Title, keep.Label, row.Keeper, row.Note}, " | ") + "\n")
		row.Retention = keep.Label
		page.Rows = append(page.Rows, row)
	}
	page.Text = text.String()
	page.CanEdit = !p.Approved && r.Can(workfile.ActPlan, "agency")
	page.CanApprove = !p.Approved && len(p.Rows) > 0 && r.Can(workfile.ActApprove, "agency")
	return page, nil
}

func (m *module) year(text string) int {
	if year, err := strconv.Atoi(text); err == nil && year >= 2000 && year <= 2100 {
		return year
	}
	return m.Now().In(ui.Hanoi).Year()
}

func (m *module) plan(w http.ResponseWriter, r *web.Request) error {
	page, err := m.planOf(r, m.year(r.URL.Query().Get("nam")))
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

// saved shows the plan again, refused or not.
func (m *module) saved(w http.ResponseWriter, r *web.Request, err error, typed, done string) error {
	year := m.year(r.PathValue("year"))
	if err != nil {
		page, shown := m.planOf(r, year)
		if shown != nil {
			return err
		}
		if typed != "" {
			page.Text = typed
		}
		return r.Refuse(w, err, page)
	}
	return r.Done(w, "/ho-so/danh-muc?nam="+strconv.Itoa(year), done)
}

func (m *module) savePlan(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	var rows [][]string
	for line := range strings.Lines(r.PostFormValue("dong")) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		rows = append(rows, cells)
	}
	err := m.Files.SavePlan(r.Context(), r.Actor, m.year(r.PathValue("year")), rows)
	return m.saved(w, r, err, r.PostFormValue("dong"), "Đã lưu danh mục.")
}

func (m *module) importPlan(w http.ResponseWriter, r *web.Request) error {
	parts, err := r.Parts()
	if err != nil {
		return err
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return m.saved(w, r, fault.New(fault.Invalid, "plan.no-file", "Chưa chọn tệp danh mục.").At("tep", "Chọn tệp .xlsx hoặc .csv."), "", "")
		}
		if err != nil {
			return web.Broken(err)
		}
		if part.FormName() != "tep" || part.FileName() == "" {
			continue
		}
		rows, err := m.ReadSheet(part)
		if err == nil {
			err = m.Files.SavePlan(r.Context(), r.Actor, m.year(r.PathValue("year")), rows)
		}
		return m.saved(w, r, err, "", "Đã nhập danh mục từ tệp.")
	}
}

func (m *module) approvePlan(w http.ResponseWriter, r *web.Request) error {
	return m.saved(w, r, m.Files.ApprovePlan(r.Context(), r.Actor, m.year(r.PathValue("year"))), "", "Đã duyệt danh mục hồ sơ.")
}

func (m *module) exportPlan(w http.ResponseWriter, r *web.Request) error {
	page, err := m.planOf(r, m.year(r.PathValue("year")))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	book, err := m.XLSX(&out, "Danh mục hồ sơ")
	if err != nil {
		return err
	}
	rows := [][]string{workfile.PlanColumns()}
	for _, x := range page.Rows {
		rows = append(rows, []string{x.Code, x.Title, x.Retention, x.Keeper, x.Note})
	}
	for _, cells := range rows {
		if err := book.Row(cells); err != nil {
			return err
		}
	}
	if err := book.Close(); err != nil {
		return err
	}
	send(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "danh-muc-ho-so.xlsx", out.Bytes())
	return nil
}
