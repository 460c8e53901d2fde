package searchweb

import (
	"net/http"

	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// accessPage says who opened, downloaded or printed one document.
type accessPage struct {
	ui.Page
	Rows  []accessRow
	Empty ui.Empty
}

type accessRow struct{ When, Person, Agency, Kind string }

func (m *module) accesses(w http.ResponseWriter, r *web.Request) error {
	id := document.ID(r.PathValue("id"))
	list, err := m.Documents.Accesses(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	d, err := m.Documents.Get(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	back := "/van-ban/"
	if d.Direction == document.Incoming {
		back = "/den/"
	}
	page := &accessPage{Page: ui.Page{Title: "Lịch sử xem, tải, in", Lead: d.Subject, Crumbs: []ui.Link{{Text: "Văn bản", Href: back + string(id)}}},
		Empty: ui.Empty{Title: "Chưa ai mở văn bản này.", From: "Mỗi lần mở xem, tải tệp hoặc in được ghi lại ở đây, 200 lần gần nhất."}}
	names := map[string]string{}
	for _, a := range list {
		key := string(a.Agency)
		if _, known := names[key]; !known {
			agency, err := m.Org.Agency(r.Context(), a.Agency)
			if err != nil {
				return err
			}
			names[key] = agency.Name
		}
		page.Rows = append(page.Rows, accessRow{ui.When(a.At), a.PersonName, names[key], a.Kind.Name()})
	}
	return r.Render(w, page)
}
