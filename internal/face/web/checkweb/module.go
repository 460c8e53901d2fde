package checkweb

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"time"

	"antin/internal/domain/document"
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

// Config names the services behind the pages; all but TempDir are required.
type Config struct {
	Documents *document.Service
	Signing   *signing.Service
	Org       *org.Service
	Profiles  *profile.Set
	Province  string // whose words on legal effect are shown
	Now       func() time.Time

	TempDir string // where a file lies while it is judged; empty is the system's
}

type module struct {
	Config
	answers  *answers
	space    *space
	turns    chan struct{}
	patience time.Duration
}

// New makes the module for web.Config.Modules.
func New(c Config) web.Module { return build(c).module() }

func build(c Config) *module {
	return &module{Config: c, answers: newAnswers(c.Now), space: &space{all: onDisk}, turns: make(chan struct{}, atOnce), patience: turn}
}

// rooms shows the way to those who are signed in.
func rooms(_ context.Context, by org.Actor) ([]web.Queue, error) {
	if by.Account == "" {
		return nil, nil
	}
	return []web.Queue{{Group: "Tra cứu", Title: "Kiểm tra chữ ký số", Href: "/kiem-tra", Count: -1}}, nil
}

func (m *module) module() web.Module {
	files, err := fs.Sub(static, "static")
	if err != nil {
		panic("the folder of static files was not embedded: " + err.Error())
	}
	open := func(method, path string, do web.Handler) web.Route {
		return web.Route{Method: method, Pattern: path, Action: "verify.public", Public: true, Handler: do}
	}
	withFile := func(r web.Route) web.Route { r.Body = web.Upload; return r }
	return web.Module{
		Templates:   templates,
		Static:      files,
		Pages:       []ui.File{{Name: "ask.html", Page: &askPage{}}, {Name: "answer.html", Page: &answerPage{}}, {Name: "detail.html", Page: &detailPage{}}},
		PublicLinks: []ui.Link{{Text: "Kiểm tra chữ ký số", Href: "/kiem-tra"}},
		Labels:      map[string]string{"file": "Tệp PDF"},
		Queues:      rooms,
		Routes: []web.Route{
			open(http.MethodGet, "/kiem-tra", m.ask),
			withFile(open(http.MethodPost, "/kiem-tra", m.check)),
			open(http.MethodGet, "/kiem-tra/{id}", m.answer),
			open(http.MethodGet, "/kiem-tra/{id}/chi-tiet", m.detail),
			open(http.MethodGet, "/kiem-tra/{id}/phieu.pdf", m.sheetPDF),
			open(http.MethodGet, "/kiem-tra/{id}/phieu.json", m.sheetJSON),
			open(http.MethodGet, "/kiem-tra/{id}/phieu.xml", m.sheetXML),
			withFile(open(http.MethodPost, "/api/kiem-tra", m.api)),
		},
	}
}
