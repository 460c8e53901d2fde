package documentweb

import (
	"net/http"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// templatePage is the model of one type: what the agency words in its own way,
// and the versions before.
type templatePage struct {
	ui.Page
	Code    string
	Form    templateForm
	Rows    []templateRow
	CanEdit bool
}

type templateForm struct{ Superior, Agency, Opening, Closing, Recipients, Keep, Address, From string }

type templateRow struct{ No, From, Author, At string }

func (m *module) template(w http.ResponseWriter, r *web.Request) error {
	page, err := m.templatePage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) templatePage(r *web.Request) (*templatePage, error) {
	code := r.PathValue("code")
	regime, err := m.Documents.RegimeOf(r.Context(), r.Actor.Agency, code)
	if err != nil {
		return nil, err
	}
	list, err := m.Documents.Templates(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	page := &templatePage{Page: ui.Page{Title: "Mẫu " + regime.Type.Name, Lead: "Ô để trống lấy theo hồ sơ của cơ quan và mẫu chung của loại văn bản.",
		Crumbs: []ui.Link{{Text: "Danh mục loại văn bản", Href: "/danh-muc/loai-van-ban"}}}, Code: code, CanEdit: r.Can("template.manage", org.OfAgency)}
	page.Form.From = ui.Day(m.Now())
	for _, t := range list {
		if t.Type != code {
			continue
		}
		if len(page.Rows) == 0 {
			b := t.Body
			page.Form = templateForm{b.Superior, b.Agency, strings.Join(b.Opening, "\n"), strings.Join(b.Closing, "\n"), strings.Join(b.Recipients, "\n"), b.Keep, b.Address, ui.Day(m.Now())}
		}
		page.Rows = append(page.Rows, templateRow{No: ui.Number(t.No), From: dayText(t.From), Author: m.nameOf(r, t.Author), At: ui.When(t.At)})
	}
	return page, nil
}

func linesTyped(s string) []string {
	var out []string
	for line := range strings.Lines(strings.ReplaceAll(s, "\r\n", "\n")) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func (m *module) saveTemplate(w http.ResponseWriter, r *web.Request) error {
	f := templateForm{r.Text("superior"), r.Text("agency"), r.PostForm.Get("opening"), r.PostForm.Get("closing"), r.PostForm.Get("recipients"), r.Text("keep"), r.Text("address"), r.Text("from")}
	err := m.Documents.SaveTemplate(r.Context(), r.Actor, document.Template{Type: r.PathValue("code"), From: dayTyped(f.From), Body: document.TemplateBody{
		Superior: f.Superior, Agency: f.Agency, Opening: linesTyped(f.Opening), Closing: linesTyped(f.Closing), Recipients: linesTyped(f.Recipients), Keep: f.Keep, Address: f.Address,
	}})
	if err != nil {
		page, broken := m.templatePage(r)
		if broken != nil {
			return err
		}
		page.Form = f
		return r.Refuse(w, err, page)
	}
	return r.Done(w, "/mau-van-ban/"+r.PathValue("code"), "Đã lưu phiên bản mới của mẫu.")
}
