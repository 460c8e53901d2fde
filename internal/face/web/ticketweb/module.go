package ticketweb

import (
	"context"
	"crypto/x509"
	"embed"
	"io/fs"
	"net/http"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/ticket"
)

//go:embed *.html
var templates embed.FS

//go:embed static
var static embed.FS

// Config names the services behind the pages; Anchors and Places may be nil.
type Config struct {
	Documents *document.Service
	Signing   *signing.Service
	Org       *org.Service
	Now       func() time.Time

	Name     func(ctx context.Context) string // of the installation, for people
	Program  string                           // version of the server
	Practice bool
	Origin   string // public origin; empty is the host that was asked
	Agent    string // origin of the agent at the desk: "http://127.0.0.1:9797"
	Service  string // origin of the national signing service at the desk: "wss://127.0.0.1:8987"; empty is none
	TLSKey   string // "sha256:…" of the server's TLS key, for who pairs an agent; may be empty

	Anchors func() []*x509.Certificate
	// Places are the addresses that a doctor tries.
	Places func() Places
}

// Places are addresses of lists, answers and time-stamps.
type Places struct{ CRL, OCSP, TSA []string }

type module struct {
	Config
	strangers *strangers
}

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	m := &module{Config: c, strangers: newStrangers(c.Now)}
	files, err := fs.Sub(static, "static")
	if err != nil {
		panic("the folder of static files was not embedded: " + err.Error())
	}
	get := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: path, Action: action, Handler: do}
	}
	agent := func(method, path string, do func(*web.Request) (any, error)) web.Route {
		return web.Route{Method: method, Pattern: path, Action: "ticket.use", Public: true, Slow: true, Body: ticket.MaxBytes, Handler: m.speak(do)}
	}
	return web.Module{
		Templates: templates,
		Static:    files,
		Pages:     []ui.File{{Name: "handover.html", Page: &handOverPage{}}, {Name: "outcome.html", Page: &outcomePage{}}, {Name: "help.html", Page: &helpPage{}}, {Name: "doctor.html", Page: &doctorPage{}}},
		Queues:    rooms,
		Routes: []web.Route{
			agent(http.MethodGet, "/agent/v1/about", m.about),
			agent(http.MethodGet, "/agent/v1/tickets/{ticket}", m.fetch),
			agent(http.MethodPost, "/agent/v1/tickets/{ticket}", m.answer),
			{Method: http.MethodGet, Pattern: "/agent/v1/files/{ticket}/van-ban.pdf", Action: "ticket.use", Public: true, Slow: true, Handler: m.fileOut},
			{Method: http.MethodPost, Pattern: "/agent/v1/files/{ticket}", Action: "ticket.use", Public: true, Slow: true, Body: web.Upload, Handler: m.fileIn},
			get("/ky-thiet-bi/{id}", "ticket.open", m.outcome),
			get("/ky-thiet-bi/{id}/mo", "ticket.open", m.handOver),
			get("/kiem-tra-thiet-bi", "device.examine", m.doctor),
			{Method: http.MethodPost, Pattern: "/kiem-tra-thiet-bi/doc", Action: "ticket.read", Handler: m.read},
			{Method: http.MethodGet, Pattern: "/help/thiet-bi", Action: "static.read", Public: true, Handler: m.help},
		},
	}
}

// rooms shows the way to those who are signed in.
func rooms(_ context.Context, by org.Actor) ([]web.Queue, error) {
	if by.Person == "" {
		return nil, nil
	}
	return []web.Queue{{Group: "Khóa và chứng thư", Title: "Kiểm tra thiết bị ký", Href: "/kiem-tra-thiet-bi", Count: -1}}, nil
}

// HandOver is the page that hands a ticket to the agent.
func HandOver(id document.TicketID) string { return Outcome(id) + "/mo" }

// Outcome is the page of what became of a ticket.
func Outcome(id document.TicketID) string { return "/ky-thiet-bi/" + string(id) }
