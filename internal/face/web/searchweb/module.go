package searchweb

import (
	"embed"
	"io"
	"net/http"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/search"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

//go:embed *.html
var templates embed.FS

// Rows takes the lines of a list.
type Rows interface {
	Row(cells []string) error
	Close() error
}

// Config names the services behind the pages; everything is required.
type Config struct {
	Search    *search.Service
	Documents *document.Service
	Org       *org.Service
	Profiles  *profile.Set
	XLSX      func(w io.Writer, name string) (Rows, error)
	Now       func() time.Time
}

type module struct{ Config }

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	m := &module{c}
	get := func(path string, do web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: path, Action: search.ActionFind, Handler: do}
	}
	post := func(path string, do web.Handler) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: path, Action: search.ActionFind, Handler: do}
	}
	return web.Module{
		Templates: templates,
		Pages:     []ui.File{{Name: "found.html", Page: &foundPage{}}, {Name: "suggest.html", Page: &suggestPage{}}, {Name: "access.html", Page: &accessPage{}}},
		Search:    "/tim",
		Labels:    map[string]string{"q": "Từ cần tìm", "name": "Tên tìm kiếm đã lưu", "nguoi": "Người", "co-quan": "Cơ quan", "tu-ngay": "Từ ngày", "den-ngay": "Đến ngày"},
		Routes: []web.Route{
			get("/tim", m.show),
			get("/tim/goi-y", m.suggest),
			get("/tim/ket-qua.xlsx", m.xlsx),
			get("/tim/ket-qua.pdf", m.pdf),
			{Method: http.MethodGet, Pattern: "/van-ban/{id}/lich-su-xem", Action: document.ActionAccesses, Handler: m.accesses},
			{Method: http.MethodGet, Pattern: "/den/{id}/lich-su-xem", Action: document.ActionAccesses, Handler: m.accesses},
			post("/tim/luu", m.save),
			post("/tim/bo", m.forget),
		},
	}
}
