package documentweb

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"slices"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

//go:embed *.html
var templates embed.FS

//go:embed static
var static embed.FS

// Config names the services behind the pages; everything but Evidence is required.
type Config struct {
	Documents *document.Service
	Exchange  *exchange.Service
	Signing   *signing.Service
	Org       *org.Service
	Profiles  *profile.Set
	Now       func() time.Time
	// Evidence is the part about what is kept to prove the signatures later; nil
	// leaves it out.
	Evidence func(ctx context.Context, by org.Actor, d *document.Document) (*ui.Evidence, error)
	// Questions gives the arrived documents that an outgoing one answers; nil
	// leaves them out.
	Questions func(ctx context.Context, answer document.ID) ([]document.ID, error)
}

type module struct {
	Config
	sending *sending
}

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	m := &module{Config: c, sending: newSending()}
	files, err := fs.Sub(static, "static")
	if err != nil {
		panic("the folder of static files was not embedded: " + err.Error())
	}
	return web.Module{
		Templates: templates,
		Pages: append(draftingPages(), []ui.File{
			{Name: "queue.html", Page: &queuePage{}},
			{Name: "secrecy.html", Page: &secrecyPage{}},
			{Name: "draft.html", Page: &draftPage{}},
			{Name: "document.html", Page: &documentPage{}},
			{Name: "sign.html", Page: &signPage{}},
			{Name: "flow.html", Page: &flowPage{}},
			{Name: "unfinished.html", Page: &unfinishedPage{}},
			{Name: "usage.html", Page: &usagePage{}},
			{Name: "signings.html", Page: &signingsPage{}},
			{Name: "cancel.html", Page: &cancelPage{}},
			{Name: "many.html", Page: &manyPage{}},
			{Name: "place.html", Page: &placePage{}},
			{Name: "person.html", Page: &personPage{}},
			{Name: "release_key.html", Page: &releasePage{}},
		}...),
		Static: files,
		Queues: m.queues,
		Labels: labels(),
		Routes: slices.Concat(m.reading(), m.deeds(), m.draftingRoutes()),
	}
}

func (m *module) reading() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Pattern: "/viec/{code}", Action: "home.view", Handler: m.queue},
		{Method: http.MethodGet, Pattern: "/van-ban/moi", Action: "document.draft", Handler: m.newDraft},
		{Method: http.MethodGet, Pattern: "/van-ban/{id}", Action: "document.read", Handler: m.show},
		{Method: http.MethodGet, Pattern: "/van-ban/{id}/sua", Action: "document.edit", Handler: m.editDraft},
		{Method: http.MethodGet, Pattern: "/van-ban/{id}/ky", Action: "document.sign", Handler: m.signForm},
		{Method: http.MethodGet, Pattern: "/bao-cao/ky-so", Action: "document.usage", Handler: m.usage},
		{Method: http.MethodGet, Pattern: "/toi/lich-su-ky", Action: "home.view", Handler: m.signings},
		{Method: http.MethodGet, Pattern: "/ky-do-dang", Action: "document.unfinished", Handler: m.unfinished},
		{Method: http.MethodGet, Pattern: "/van-ban/{id}/quy-trinh", Action: "document.flow", Handler: m.flowForm},
		{Method: http.MethodGet, Pattern: "/van-ban/{id}/huy", Action: "document.cancel", Handler: m.cancelForm},
		{Method: http.MethodGet, Pattern: "/van-ban/{id}/cho-dat", Action: "document.place", Handler: m.placeForm},
		{Method: http.MethodGet, Pattern: "/van-ban/{id}/gui-nhan", Action: "document.read", Quiet: true, Handler: m.sent},
		{Method: http.MethodGet, Pattern: "/van-ban/{id}/tep/{file}", Action: "document.read", Slow: true, Handler: m.download},
		{Method: http.MethodGet, Pattern: "/van-ban/{id}/tep/{file}/trang/{page}", Action: "document.read", Handler: m.picture},
		{Method: http.MethodGet, Pattern: "/toi/chu-ky", Action: "home.view", Handler: m.person},
		{Method: http.MethodGet, Pattern: "/khoa-thuc-hanh", Action: "certificate.manage", Handler: m.practiceKeys},
		{Method: http.MethodGet, Pattern: "/toi/chu-ky/anh/{image}", Action: "home.view", Handler: m.image},
	}
}

func (m *module) deeds() []web.Route {
	post := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: path, Action: action, Handler: do}
	}
	withPassword := func(r web.Route) web.Route { r.Secret = true; return r }
	withFiles := func(r web.Route) web.Route { r.Body = web.Upload; return r }
	return []web.Route{
		withFiles(post("/van-ban/moi", "document.draft", m.saveNew)),
		withFiles(post("/van-ban/{id}/sua", "document.edit", m.saveEdit)),
		post("/van-ban/{id}/trinh", "document.submit", m.submit),
		post("/van-ban/{id}/xin-y-kien", "document.opinion-ask", m.askOpinions),
		post("/van-ban/{id}/gop-y", "document.opinion-give", m.giveOpinion),
		post("/van-ban/{id}/tra-loi-gop-y", "document.edit", m.answerOpinion),
		post("/van-ban/{id}/ket-thuc-gop-y", "document.edit", m.closeOpinions),
		post("/van-ban/{id}/dong-y", "document.unit-approve", m.unitApprove),
		post("/van-ban/{id}/tra-lai", "document.return", m.giveBack),
		post("/van-ban/{id}/the-thuc/dat", "document.format-check", m.passFormat),
		post("/van-ban/{id}/the-thuc/khong-dat", "document.format-check", m.failFormat),
		post("/van-ban/{id}/duyet", "document.approve", m.approve),
		withPassword(post("/van-ban/{id}/ky", "document.sign", m.sign)),
		post("/van-ban/{id}/quy-trinh", "document.flow", m.chooseFlow),
		post("/van-ban/{id}/rut-lai", "document.flow", m.withdraw),
		post("/van-ban/{id}/thay-nguoi-ky", "document.flow", m.replaceSigner),
		post("/van-ban/{id}/tu-choi-ky", "document.decline", m.decline),
		post("/van-ban/{id}/chuyen-tiep", "document.pass-on", m.passOn),
		post("/van-ban/{id}/kiem-tra-lai/dat", "document.recheck", m.recheckPassed),
		post("/van-ban/{id}/kiem-tra-lai/sai-sot", "document.recheck", m.recheckFailed),
		withPassword(post("/van-ban/{id}/ky-co-quan", "document.seal", m.seal)),
		post("/van-ban/{id}/ky/thiet-bi", "document.sign", m.signInHand),
		post("/van-ban/{id}/ky-co-quan/thiet-bi", "document.seal", m.sealInHand),
		post("/ky-nhieu", "document.sign", m.manyToSign),
		post("/ky-nhieu/mo", "document.sign", m.openMany),
		post("/ky-co-quan-nhieu", "document.seal", m.manyToSeal),
		post("/ky-co-quan-nhieu/mo", "document.seal", m.openManySeals),
		post("/van-ban/{id}/cap-so-giay", "document.seal", m.numberPaper),
		withFiles(post("/van-ban/{id}/ban-quet", "document.seal", m.attachScan)),
		post("/van-ban/{id}/phat-hanh", "document.release", m.release),
		post("/van-ban/{id}/huy", "document.cancel", m.cancel),
		post("/van-ban/{id}/cho-dat", "document.place", m.savePlaces),
		post("/khoa-thuc-hanh", "certificate.manage", m.releaseKey),
		withFiles(post("/toi/chu-ky/anh", "image.manage", m.saveImage)),
	}
}

// labels name what is kept when a session ends in the middle of a form.
func labels() map[string]string {
	return map[string]string{
		"subject": "Trích yếu", "field": "Lĩnh vực", "recipients": "Nơi nhận", "file": "Tệp văn bản", "source": "Tệp soạn thảo",
		"attachments": "Văn bản kèm theo", "appendices": "Phụ lục", "comment": "Ý kiến", "text": "Nội dung", "due": "Hạn góp ý",
		"reason": "Lý do", "image-person": "Hình ảnh chữ ký", "image-seal": "Hình ảnh dấu",
	}
}

// href is the address of a document's page or of one of its deeds.
func href(id document.ID, rest ...string) string {
	out := "/van-ban/" + string(id)
	for _, r := range rest {
		out += "/" + r
	}
	return out
}

func idOf(r *web.Request) document.ID { return document.ID(r.PathValue("id")) }
