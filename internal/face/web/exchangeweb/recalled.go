package exchangeweb

import (
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web"
)

// recalled puts the sender's recall over the old copy, for everybody who opens
// it, and shows the ways on: copies and the answer, a work file, who opened it.
func (m *module) recalled(r *web.Request, d *document.Document, page *incomingPage) error {
	if m.Documents.Can(r.Actor, d, "register.read") && d.Arrival > 0 {
		page.After = "/van-ban/" + string(d.ID) + "/sau-phat-hanh"
	}
	if d.Arrival > 0 && r.Can("file.create", org.OfAgency) {
		page.Filing = "/ho-so/moi?van-ban=" + string(d.ID)
	}
	if m.Documents.Can(r.Actor, d, document.ActionAccesses) {
		page.History = here(d.ID) + "/lich-su-xem"
	}
	recall, found, err := m.Documents.RecallOf(r.Context(), r.Actor, d.ID)
	if found {
		page.Banner = recall.Banner()
	}
	return err
}
