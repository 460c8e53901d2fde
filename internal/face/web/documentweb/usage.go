package documentweb

import (
	"fmt"
	"net/http"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// usagePage is the share of issued documents that are digitally signed.
type usagePage struct {
	ui.Page
	From, To string
	Agencies []usageRow
	Types    []usageRow
	List     []usageItem
	Empty    ui.Empty
}

type usageRow struct {
	Name           string
	Issued, Signed int
	Share          string
}

type usageItem struct {
	Href, Symbol, Day, Title string
	State                    ui.Chip
}

func (m *module) usage(w http.ResponseWriter, r *web.Request) error {
	now := m.Now().In(ui.Hanoi)
	from, to := time.Date(now.Year(), 1, 1, 0, 0, 0, 0, ui.Hanoi), now
	q := r.URL.Query()
	if t, err := time.ParseInLocation("02/01/2006", q.Get("tu"), ui.Hanoi); err == nil {
		from = t
	}
	if t, err := time.ParseInLocation("02/01/2006", q.Get("den"), ui.Hanoi); err == nil {
		to = t
	}
	page := &usagePage{Page: ui.Page{Title: "Tỷ lệ văn bản phát hành ký số", Lead: "Số văn bản đi đã phát hành có chữ ký số của cơ quan, trên tổng số đã phát hành trong kỳ."},
		From: from.Format("02/01/2006"), To: to.Format("02/01/2006"), Empty: ui.Empty{Title: "Chưa phát hành văn bản nào trong kỳ này.", From: "Chọn kỳ khác ở trên."}}
	law, err := m.Documents.Profile(r.Actor.Province)
	if err != nil {
		return err
	}
	counts, err := m.Documents.Usage(r.Context(), r.Actor, from, to)
	if err != nil {
		return r.Refuse(w, err, page)
	}
	agencies, types := map[string]*usageRow{}, map[string]*usageRow{}
	for _, u := range counts {
		agency, err := m.Org.Agency(r.Context(), u.Agency)
		if err != nil {
			return err
		}
		page.Agencies = added(page.Agencies, agencies, agency.Name, u)
		page.Types = added(page.Types, types, typeName(law, u.Type), u)
	}
	shares(page.Agencies, agencies)
	shares(page.Types, types)
	if m.Documents.Guard.Can(r.Actor, "document.usage", org.OfAgency) {
		list, err := m.Documents.Issued(r.Context(), r.Actor, from, to)
		if err != nil {
			return err
		}
		for _, i := range list {
			item := usageItem{Symbol: symbolText(law, i.Number, i.Symbol), Day: dayText(i.IssuedOn), Title: orDash(i.Subject, "Văn bản bạn không được xem"), State: ui.Chip{Text: "Chưa ký số", Tone: ui.Warn}}
			if i.ID != "" {
				item.Href = href(i.ID)
			}
			if i.Signed {
				item.State = ui.Chip{Text: "Đã ký số", Tone: ui.Good}
			}
			page.List = append(page.List, item)
		}
	}
	return r.Render(w, page)
}

// added counts under a name, in the order in which names were met.
func added(rows []usageRow, by map[string]*usageRow, name string, u document.Usage) []usageRow {
	if by[name] == nil {
		by[name] = &usageRow{Name: name}
		rows = append(rows, usageRow{Name: name})
	}
	by[name].Issued += u.Issued
	by[name].Signed += u.Signed
	return rows
}

func shares(rows []usageRow, by map[string]*usageRow) {
	for i := range rows {
		rows[i] = *by[rows[i].Name]
		rows[i].Share = decimal(fmt.Sprintf("%.1f", 100*float64(rows[i].Signed)/float64(rows[i].Issued))) + " %"
	}
}
