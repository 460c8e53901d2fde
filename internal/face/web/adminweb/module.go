package adminweb

import (
	"context"
	"embed"
	"net/http"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

//go:embed *.html
var templates embed.FS

// Config names what is behind the pages.
type Config struct {
	Org      *org.Service
	Settings *org.Settings
	Profiles *profile.Set
	Log      Log
	Now      func() time.Time
}

// Log is the audit log as these pages read it; it asks for permission itself.
type Log interface {
	// Newest lists entries below a number, newest first; 0 is from the newest.
	Newest(ctx context.Context, by org.Actor, below int64, limit int) ([]Entry, error)
	// Of lists the entries about one thing, newest first.
	Of(ctx context.Context, by org.Actor, subject string, below int64, limit int) ([]Entry, error)
	// Prove shows that an entry stands under the signed head.
	Prove(ctx context.Context, by org.Actor, seq int64) (audit.Proof, error)
	// Check computes the whole log anew.
	Check(ctx context.Context, by org.Actor) (audit.Report, error)
	// Verifier is the public key of the log's heads in text.
	Verifier() string
}

// Entry is one line of the log with its number.
type Entry struct {
	Seq int64
	audit.Entry
}

type module struct{ Config }

const actAudit org.Action = "audit.read"

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	m := &module{c}
	get := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: path, Action: action, Handler: do}
	}
	post := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: path, Action: action, Handler: do}
	}
	check := post("/quan-tri/nhat-ky/kiem-tra", actAudit, m.check)
	check.Slow = true
	return web.Module{
		Templates: templates,
		Pages: []ui.File{
			{Name: "rules.html", Page: &rulesPage{}},
			{Name: "rule.html", Page: &rulePage{}},
			{Name: "log.html", Page: &logPage{}},
			{Name: "entry.html", Page: &entryPage{}},
			{Name: "calendar.html", Page: &calendarPage{}},
		},
		Queues: m.queues,
		Labels: map[string]string{"value": "Giá trị", "reason": "Lý do", "paper": "Số, ngày của quyết định", "name": "Tên ngày", "source": "Văn bản thông báo"},
		Routes: []web.Route{
			get("/quan-tri/quy-che", "profile.read", m.rules),
			get("/quan-tri/quy-che/{key}", "profile.read", m.rule),
			post("/quan-tri/quy-che/{key}", org.ActSet, m.setRule),
			get("/quan-tri/lich", "profile.read", m.calendar),
			post("/quan-tri/lich", org.ActSet, m.addDay),
			post("/quan-tri/lich/bo", org.ActSet, m.dropDay),
			get("/quan-tri/nhat-ky", actAudit, m.log),
			get("/quan-tri/nhat-ky/{seq}", actAudit, m.entry),
			get("/quan-tri/nhat-ky/{seq}/bang-chung.json", actAudit, m.proof),
			check,
		},
	}
}

// queues are the rooms of administration.
func (m *module) queues(_ context.Context, by org.Actor) ([]web.Queue, error) {
	var out []web.Queue
	add := func(title, href string) {
		out = append(out, web.Queue{Group: "Quản trị", Title: title, Href: href, Count: -1})
	}
	if by.Has(org.Administrator) || by.Has(org.Inspector) {
		add("Quy chế và giá trị", "/quan-tri/quy-che")
		add("Lịch làm việc", "/quan-tri/lich")
		add("Nhật ký hệ thống", "/quan-tri/nhat-ky")
	}
	return out, nil
}
