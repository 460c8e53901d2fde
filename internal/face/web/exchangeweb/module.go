package exchangeweb

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/domain/task"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

//go:embed *.html
var templates embed.FS

// Config names the services behind the pages; everything but Evidence is required.
type Config struct {
	Documents *document.Service
	Exchange  *exchange.Service
	Tasks     *task.Service
	Signing   *signing.Service
	Org       *org.Service
	Profiles  *profile.Set
	Now       func() time.Time
	// Evidence is the part about what is kept to prove the signatures later; nil
	// leaves it out.
	Evidence func(ctx context.Context, by org.Actor, d *document.Document) (*ui.Evidence, error)
}

type module struct {
	Config
}

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	m := &module{Config: c}
	return web.Module{
		Templates: templates,
		Pages: []ui.File{
			{Name: "incoming.html", Page: &incomingPage{}},
			{Name: "register.html", Page: &registerPage{}},
			{Name: "problems.html", Page: &problemsPage{}},
			{Name: "deliveries.html", Page: &deliveriesPage{}},
		},
		Queues: m.queues,
		Labels: map[string]string{
			"code": "Lý do từ chối", "text": "Nội dung gửi lại nơi gửi", "person": "Người xử lý", "direction": "Ý kiến chỉ đạo",
			"due-day": "Hạn xử lý: ngày", "due-month": "Hạn xử lý: tháng", "due-year": "Hạn xử lý: năm", "result": "Kết quả xử lý",
		},
		Routes: append(m.reading(), m.deeds()...),
	}
}

func (m *module) reading() []web.Route {
	get := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: path, Action: action, Handler: do}
	}
	large := func(r web.Route) web.Route { r.Slow = true; return r }
	return []web.Route{
		get("/den/{id}", "incoming.read", m.show),
		{Method: http.MethodGet, Pattern: "/den/{id}/ket-qua", Action: "incoming.read", Quiet: true, Handler: m.judged},
		large(get("/den/{id}/tep/{file}", "incoming.read", m.download)),
		get("/den/{id}/tep/{file}/trang/{page}", "incoming.read", m.picture),
		get("/den/{id}/tep/{file}/phieu.pdf", "incoming.read", m.sheetPDF),
		large(get("/den/{id}/tep/{file}/ban/{revision}", "incoming.read", m.downloadRevision)),
		get("/den/{id}/tep/{file}/ban/{revision}/trang/{page}", "incoming.read", m.pictureOfRevision),
		large(get("/so-den/{year}", "register.read", m.register)),
		large(get("/so-den/{year}/csv", "register.read", m.registerCSV)),
		get("/gui", "delivery.read", m.problems),
		get("/van-ban/{id}/gui", "delivery.read", m.deliveries),
		get("/van-ban/{id}/gui/{delivery}/bien-nhan.json", "delivery.read", m.receipt),
	}
}

func (m *module) deeds() []web.Route {
	post := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: path, Action: action, Handler: do}
	}
	return []web.Route{
		post("/den/{id}/vao-so", "incoming.register", m.enter),
		post("/den/{id}/tu-choi", "incoming.refuse", m.refuse),
		post("/den/{id}/kiem-tra-lai", "incoming.receive", m.recheck),
		post("/den/{id}/phan-cong", "incoming.assign", m.assign),
		post("/den/{id}/hoan-thanh", "incoming.complete", m.complete),
	}
}

// queues are the rooms of the navigation: what was sent and did not arrive, and
// the incoming register.
func (m *module) queues(ctx context.Context, by org.Actor) ([]web.Queue, error) {
	var out []web.Queue
	if by.Has(org.Clerk) && m.Documents.Guard.Can(by, "delivery.read", org.OfAgency) {
		list, err := m.Exchange.Problems(ctx, by)
		if err != nil {
			return nil, err
		}
		refused := false
		for _, d := range list {
			refused = refused || d.State == exchange.RefusedBy || d.State == exchange.HeldBy
		}
		out = append(out, web.Queue{Title: "Gửi đi cần xử lý", Href: "/gui", Count: len(list), Hot: refused})
	}
	if by.Agency != "" && m.Documents.Guard.Can(by, "register.read", org.OfAgency) {
		out = append(out, web.Queue{Group: "Sổ", Title: "Sổ đăng ký văn bản đến", Href: "/so-den/" + strconv.Itoa(m.year()), Count: -1})
	}
	return out, nil
}

func (m *module) year() int { return m.Now().In(ui.Hanoi).Year() }

func idOf(r *web.Request) document.ID { return document.ID(r.PathValue("id")) }

// here is the address of an incoming document's page or of one of its deeds.
func here(id document.ID, rest ...string) string {
	out := "/den/" + string(id)
	for _, r := range rest {
		out += "/" + r
	}
	return out
}
