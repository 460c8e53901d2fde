package exchangeweb

import (
	"antin/internal/domain/document"
	"antin/internal/face/web"
)

// recalled puts the sender's recall over the old copy, for everybody who opens
// it, and shows the clerk the way to copies and to the answer.
func (m *module) recalled(r *web.Request, d *document.Document, page *incomingPage) error {
	if m.Documents.Can(r.Actor, d, "register.read") && d.Arrival > 0 {
		page.After = "/van-ban/" + string(d.ID) + "/sau-phat-hanh"
	}
	recall, found, err := m.Documents.RecallOf(r.Context(), r.Actor, d.ID)
	if found {
		page.Banner = recall.Banner()
	}
	return err
}
