package web

import (
	"fmt"
	"io/fs"
	"net/http"
	"time"

	"antin/internal/face/web/ui"
)

// Shell is the browser face. It is an http.Handler; Routes shows its table.
type Shell struct {
	cfg      Config
	set      *ui.Set
	assets   *ui.Assets
	sessions *sessions
	mux      *http.ServeMux
	chain    http.Handler
	routes   []Route
	pages    []ui.File
	links    []ui.Link
	labels   map[string]string
	strays   strays
	search   string
}

// New builds the shell: parses every template, checks every route against the
// permission table, and refuses to start when one of them is wrong.
func New(config Config) (*Shell, error) {
	cfg, err := config.checked()
	if err != nil {
		return nil, err
	}
	library, err := fs.Sub(libraryFiles, "third_party")
	if err != nil {
		return nil, fmt.Errorf("opening the library files: %w", err)
	}
	s := &Shell{cfg: cfg, mux: http.NewServeMux(), sessions: newSessions(cfg), labels: map[string]string{}}
	if s.assets, err = ui.NewAssets(library); err != nil {
		return nil, err
	}
	if s.set, err = ui.NewSet(s.assets); err != nil {
		return nil, err
	}
	for _, m := range append([]Module{s.ownModule()}, cfg.Modules...) {
		if err := s.add(m); err != nil {
			return nil, err
		}
	}
	chain, err := s.defences(http.HandlerFunc(s.dispatch))
	if err != nil {
		return nil, err
	}
	s.chain = chain
	return s, nil
}

// Routes lists the route table, for the test that walks it as every role.
func (s *Shell) Routes() []Route { return append([]Route(nil), s.routes...) }

// Pages lists all pages with a zero value each, for the test that renders them.
func (s *Shell) Pages() []ui.File { return append([]ui.File(nil), s.pages...) }

// Set gives the templates to that test.
func (s *Shell) Set() *ui.Set { return s.set }

// ServeHTTP answers one request.
func (s *Shell) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.chain.ServeHTTP(w, r) }

func (s *Shell) add(m Module) error {
	if m.Templates != nil {
		if err := s.set.Add(m.Templates, m.Pages); err != nil {
			return err
		}
		s.pages = append(s.pages, m.Pages...)
	}
	if m.Static != nil {
		if err := s.assets.Add(m.Static); err != nil {
			return err
		}
	}
	for _, route := range m.Routes {
		if err := route.check(s.cfg.Guard); err != nil {
			return err
		}
		s.mux.HandleFunc(route.key(), s.visit(route))
		s.routes = append(s.routes, route)
	}
	for name, label := range m.Labels {
		s.labels[name] = label
	}
	s.links = append(s.links, m.PublicLinks...)
	if m.Search != "" {
		s.search = m.Search
	}
	return nil
}

// dispatch finds the route. Paths that no route knows and methods that a path
// does not take get our own pages instead of the library's English lines.
func (s *Shell) dispatch(w http.ResponseWriter, r *http.Request) {
	if _, pattern := s.mux.Handler(r); pattern != "" {
		s.mux.ServeHTTP(w, r)
		return
	}
	probe := &statusProbe{header: http.Header{}}
	s.mux.ServeHTTP(probe, r)
	switch probe.status {
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", probe.header.Get("Allow"))
		s.plain(w, r, http.StatusMethodNotAllowed)
	default:
		s.plain(w, r, http.StatusNotFound)
	}
}

// statusProbe catches what ServeMux would say, without the words.
type statusProbe struct {
	header http.Header
	status int
}

func (p *statusProbe) Header() http.Header         { return p.header }
func (p *statusProbe) Write(b []byte) (int, error) { return len(b), nil }
func (p *statusProbe) WriteHeader(status int)      { p.status = status }

// HTTPServer wraps the shell with the limits of the connection: headers within
// ten seconds and 64 KB; bodies and answers are timed per route.
func HTTPServer(address string, handler http.Handler) *http.Server {
	return &http.Server{
		Addr:              address,
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
}
