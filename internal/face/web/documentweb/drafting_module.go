package documentweb

import (
	"net/http"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// draftingPages are the pages around a draft: its form, its versions, the
// catalogue of types, the templates and the files with a stamp of secrecy.
func draftingPages() []ui.File {
	return []ui.File{
		{Name: "layout_check.html", Page: &layoutPage{}},
		{Name: "versions.html", Page: &versionsPage{}},
		{Name: "types.html", Page: &typesPage{}},
		{Name: "template.html", Page: &templatePage{}},
		{Name: "stamps.html", Page: &stampsPage{}},
		{Name: "discard.html", Page: &discardPage{}},
	}
}

func (m *module) draftingRoutes() []web.Route {
	get := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: path, Action: action, Handler: do}
	}
	post := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: path, Action: action, Handler: do}
	}
	slow := func(r web.Route) web.Route { r.Slow = true; return r }
	upload := post("/van-ban/{id}/phien-ban", "document.edit", m.newVersion)
	upload.Body = web.Upload
	return []web.Route{
		slow(get("/van-ban/{id}/the-thuc", "document.read", m.layoutCheck)),
		post("/van-ban/{id}/sua-the-thuc", "document.edit", m.mendLayout),
		post("/van-ban/{id}/soan-theo-mau", "document.edit", m.compose),
		post("/van-ban/{id}/lay-noi-nhan", "document.edit", m.takeRecipients),
		slow(get("/van-ban/{id}/phien-ban", "document.read", m.showVersions)),
		upload,
		post("/van-ban/{id}/lay-lai", "document.edit", m.restore),
		get("/van-ban/{id}/bo", "document.discard", m.discardForm),
		post("/van-ban/{id}/bo", "document.discard", m.discard),
		post("/van-ban/{id}/nhac-gop-y", "document.edit", m.remind),
		slow(get("/van-ban/{id}/tong-hop-y-kien/{format}", "document.read", m.opinionSummary)),
		post("/luu-tam", "document.draft", m.keepTyped),
		post("/bo-luu-tam", "document.draft", m.dropTyped),
		get("/danh-muc/loai-van-ban", "document-type.read", m.types),
		post("/danh-muc/loai-van-ban", "document-type.read", m.saveType),
		get("/mau-van-ban/{code}", "document-type.read", m.template),
		post("/mau-van-ban/{code}", "template.manage", m.saveTemplate),
		get("/tep-dau-mat", "document.stamp-confirm", m.stamps),
		post("/tep-dau-mat", "document.stamp-confirm", m.confirmStamp),
	}
}
