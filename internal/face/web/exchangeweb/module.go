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
			{Name: "tray.html", Page: &trayPage{}},
			{Name: "bring.html", Page: &bringPage{}},
			{Name: "inbox.html", Page: &inboxPage{}},
			{Name: "responsible.html", Page: &responsiblePage{}},
		},
		Queues: m.queues,
		Labels: map[string]string{
			"code": "Lý do từ chối", "text": "Nội dung gửi lại nơi gửi", "person": "Người xử lý", "direction": "Ý kiến chỉ đạo",
			"due-day": "Hạn xử lý: ngày", "due-month": "Hạn xử lý: tháng", "due-year": "Hạn xử lý: năm", "result": "Kết quả xử lý",
			"ref": "Số, ký hiệu", "issued": "Ngày văn bản", "from": "Cơ quan ban hành", "subject": "Trích yếu", "signer": "Người ký", "title": "Chức vụ",
			"apart": "Vì sao vẫn vào sổ", "to": "Chuyển", "file": "Số và ký hiệu hồ sơ", "note": "Ý kiến giải quyết khác biệt", "windows": "Khung giờ kiểm tra",
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
		get("/den", "incoming.receive", m.tray),
		get("/den/moi", "incoming.attach", m.bring),
		get("/den/hop-thu", "register.read", m.inbox),
		get("/den/trach-nhiem", "register.read", m.responsible),
		get("/den/{id}", "incoming.read", m.show),
		get("/den/{id}/cho/{field}", "incoming.read", m.cropped),
		large(get("/den/{id}/ban-in.pdf", "incoming.read", m.stamped)),
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
		{Method: http.MethodPost, Pattern: "/den/moi", Action: "incoming.attach", Slow: true, Handler: m.take},
		post("/den/hop-thu", "incoming.receive", m.look),
		post("/den/hop-thu/khung-gio", "inbox.windows", m.windows),
		post("/den/{id}/vao-so", "incoming.register", m.enter),
		post("/den/{id}/trung", "incoming.refuse", m.link),
		post("/den/{id}/chuyen-tra", "incoming.refuse", m.sendBack),
		post("/den/{id}/can-cu", "document.edit", m.rest),
		{Method: http.MethodPost, Pattern: "/den/{id}/cong-cu", Action: "incoming.receive", Slow: true, Handler: m.tool},
		post("/den/{id}/giai-quyet", "incoming.receive", m.settle),
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
		waiting, err := m.Documents.CountQueue(ctx, document.Queue{Query: document.Query{Agency: by.Agency, Direction: document.Incoming, States: waitingStates}})
		if err != nil {
			return nil, err
		}
		out = append(out, web.Queue{Title: "Tiếp nhận văn bản đến", Href: "/den", Count: waiting, Hot: waiting > 0})
		out = append(out, web.Queue{Title: "Gửi đi cần xử lý", Href: "/gui", Count: len(list), Hot: refused})
	}
	if by.Agency != "" && m.Documents.Guard.Can(by, "register.read", org.OfAgency) {
		watch, err := m.watched(ctx, by)
		if err != nil {
			return nil, err
		}
		out = append(out, watch...)
		out = append(out, web.Queue{Group: "Sổ", Title: "Trách nhiệm của văn thư", Href: "/den/trach-nhiem", Count: -1})
		out = append(out, web.Queue{Group: "Sổ", Title: "Sổ đăng ký văn bản đến", Href: "/so-den/" + strconv.Itoa(m.year()), Count: -1})
	}
	return out, nil
}

// watched reminds the clerk of the window that is open, and warns the head of
// those that were missed today (BG Điều 10 khoản 2).
func (m *module) watched(ctx context.Context, by org.Actor) ([]web.Queue, error) {
	day, err := m.Exchange.InboxToday(ctx, by)
	if err != nil || len(day.Windows) == 0 {
		return nil, err
	}
	var out []web.Queue
	for _, w := range day.Windows {
		if w.State == exchange.WindowOpen && by.Has(org.Clerk) {
			out = append(out, web.Queue{Title: "Đến giờ kiểm tra hộp thư", Href: "/den/hop-thu", Count: -1, Hot: true})
		}
	}
	if n := day.Missed(); n > 0 && (by.Has(org.Leader) || by.Has(org.Clerk)) {
		out = append(out, web.Queue{Title: "Hộp thư chưa kiểm tra hôm nay", Href: "/den/hop-thu", Count: n, Hot: true})
	}
	return append(out, web.Queue{Group: "Sổ", Title: "Nhật ký kiểm tra hộp thư", Href: "/den/hop-thu", Count: -1}), nil
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
