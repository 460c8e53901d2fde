package workfileweb

import (
	"net/http"

	"antin/internal/domain/document"
	"antin/internal/domain/task"
	"antin/internal/domain/workfile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// newPage puts a document into a file: a new one, or one that is there.
type newPage struct {
	ui.Page
	Document                    string
	Subject                     string
	Files                       []ui.Choice
	Plan                        []ui.Choice
	Retentions                  []ui.Choice
	File, Code, Name, Retention string
	Job                         string
}

func (m *module) newOf(r *web.Request, doc, job string) (*newPage, error) {
	page := &newPage{Page: ui.Page{Title: "Đưa văn bản vào hồ sơ"}, Document: doc, Job: job}
	if doc != "" {
		d, err := m.Documents.Get(r.Context(), r.Actor, document.ID(doc))
		if err != nil {
			return nil, err
		}
		page.Lead = d.Subject
	}
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return nil, err
	}
	page.Retentions = []ui.Choice{{Text: "Chọn sau, khi kết thúc hồ sơ"}}
	for _, c := range law.Files.Retentions {
		page.Retentions = append(page.Retentions, ui.Choice{Value: c.Code, Text: c.Label})
	}
	list, err := m.Files.List(r.Context(), r.Actor, workfile.Query{State: workfile.Open})
	if err != nil {
		return nil, err
	}
	page.Files = []ui.Choice{{Text: "Lập hồ sơ mới"}}
	for _, f := range list {
		page.Files = append(page.Files, ui.Choice{Value: string(f.ID), Text: f.Code + " " + f.Title})
	}
	plan, err := m.Files.PlanOf(r.Context(), r.Actor, m.Now().In(ui.Hanoi).Year())
	if err != nil {
		return nil, err
	}
	page.Plan = []ui.Choice{{Text: "Ngoài danh mục"}}
	for _, x := range plan.Rows {
		page.Plan = append(page.Plan, ui.Choice{Value: x.Code, Text: x.Code + " " + x.Title})
	}
	return page, nil
}

func (m *module) newForm(w http.ResponseWriter, r *web.Request) error {
	page, err := m.newOf(r, r.URL.Query().Get("van-ban"), r.URL.Query().Get("viec"))
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) create(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	doc := document.ID(r.Text("van-ban"))
	id, err := workfile.ID(r.Text("ho-so")), error(nil)
	if id != "" {
		err = m.Files.Put(r.Context(), r.Actor, id, doc)
	} else {
		code := r.Text("danh-muc")
		if code == "" {
			code = r.Text("ky-hieu")
		}
		id, err = m.Files.Create(r.Context(), r.Actor, workfile.New{Code: code, Title: r.Text("tieu-de"), Retention: r.Text("thoi-han"), Job: task.ID(r.Text("viec")), First: doc})
	}
	if err != nil {
		page, shown := m.newOf(r, string(doc), r.Text("viec"))
		if shown != nil {
			return err
		}
		page.File, page.Code, page.Name, page.Retention = r.Text("ho-so"), r.Text("ky-hieu"), r.Text("tieu-de"), r.Text("thoi-han")
		return r.Refuse(w, err, page)
	}
	return r.Done(w, href(id), "Đã đưa văn bản vào hồ sơ.")
}
