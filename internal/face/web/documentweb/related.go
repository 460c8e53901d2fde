package documentweb

import (
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// questions are the arrived documents that this one answers, each a link for
// somebody who may open it; others are left out.
func (m *module) questions(r *web.Request, d dossier) ([]ui.Pair, error) {
	if m.Questions == nil {
		return nil, nil
	}
	ids, err := m.Questions(r.Context(), d.ID)
	if err != nil {
		return nil, err
	}
	var out []ui.Pair
	for _, id := range ids {
		q, err := m.Documents.Get(r.Context(), r.Actor, id)
		if f, ok := fault.From(err); ok && (f.Kind == fault.NotFound || f.Kind == fault.Forbidden) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, ui.Pair{Label: "Trả lời văn bản", Value: orDash(q.SenderRef, q.Subject), Href: "/den/" + string(id)})
	}
	return out, nil
}

// filing is where the document is put into a work file, once it is released.
func filing(r *web.Request, d dossier) string {
	if d.State != document.Released || !r.Can("file.create", org.OfAgency) {
		return ""
	}
	return "/ho-so/moi?van-ban=" + string(d.ID)
}
