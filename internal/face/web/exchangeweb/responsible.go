package exchangeweb

import (
	"net/http"
	"slices"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// responsiblePage lists, for each clerk, what was brought in in a month and what
// of it had no positive check (BG Điều 14 khoản 2).
type responsiblePage struct {
	ui.Page
	Clerks     []clerkRow
	Back, Next *ui.Link
	Empty      ui.Empty
}

type clerkRow struct {
	Name      string
	All, Open int
	Rows      []openRow
}

type openRow struct {
	Href, Ref, Subject, When string
	State                    ui.Chip
}

func (m *module) responsible(w http.ResponseWriter, r *web.Request) error {
	month := m.monthOf(r)
	list, err := m.Documents.Responsible(r.Context(), r.Actor, month, month.AddDate(0, 1, 0))
	if err != nil {
		return err
	}
	page := &responsiblePage{
		Page:  ui.Page{Title: "Trách nhiệm của văn thư, tháng " + month.Format("01/2006"), Lead: "Văn bản đến do từng văn thư gắn vào; bên dưới là những văn bản chưa có kết quả kiểm tra đạt.", Crumbs: []ui.Link{{Text: "Tiếp nhận", Href: "/den"}}},
		Back:  &ui.Link{Text: "Tháng trước", Href: "/den/trach-nhiem?thang=" + month.AddDate(0, -1, 0).Format("2006-01")},
		Empty: ui.Empty{Title: "Tháng này chưa có văn bản đến nào.", From: "Văn bản được vào sổ hoặc tải lên sẽ tính cho văn thư đã làm."},
	}
	if next := month.AddDate(0, 1, 0); !next.After(m.Now()) {
		page.Next = &ui.Link{Text: "Tháng sau", Href: "/den/trach-nhiem?thang=" + next.Format("2006-01")}
	}
	page.count(list)
	return r.Render(w, page)
}

func (p *responsiblePage) count(list []document.DeskRow) {
	at := map[string]int{}
	for _, row := range list {
		key := string(row.Clerk)
		i, ok := at[key]
		if !ok {
			i = len(p.Clerks)
			at[key] = i
			p.Clerks = append(p.Clerks, clerkRow{Name: row.ClerkName})
		}
		c := &p.Clerks[i]
		c.All++
		if row.Positive || row.Channel == document.ByPaper {
			continue
		}
		c.Open++
		c.Rows = append(c.Rows, openRow{Href: here(row.ID), Ref: row.Ref, Subject: orDash(row.Subject, "(không có trích yếu)"), When: ui.When(row.AttachedAt), State: stateChip(row.State)})
	}
	slices.SortFunc(p.Clerks, func(a, b clerkRow) int { return strings.Compare(a.Name, b.Name) })
}
