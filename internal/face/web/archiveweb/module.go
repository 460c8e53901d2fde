package archiveweb

import (
	"context"
	"io"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"antin/internal/domain/archive"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web"
)

// Config names the service behind the pages; it is required.
type Config struct {
	Archive *archive.Service
}

type module struct{ Config }

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	m := &module{c}
	var routes []web.Route
	for _, at := range []struct {
		prefix string
		action org.Action
	}{{"/van-ban/{id}", "document.read"}, {"/den/{id}", "incoming.read"}} {
		routes = append(routes,
			web.Route{Method: http.MethodGet, Pattern: at.prefix + "/bang-chung/{bundle}", Action: at.action, Slow: true, Handler: m.zip},
			web.Route{Method: http.MethodGet, Pattern: at.prefix + "/bang-chung/{bundle}/ban-luu-tru", Action: at.action, Slow: true, Handler: m.copied},
			web.Route{Method: http.MethodPost, Pattern: at.prefix + "/bang-chung/{bundle}/thu-lai", Action: archive.ActionRetry, Handler: m.retry(at.prefix)})
	}
	return web.Module{Routes: routes}
}

// zip gives the newest edition.
func (m *module) zip(w http.ResponseWriter, r *web.Request) error {
	return give(w, r, m.Archive.Open, "application/zip", func(name, _ string) string { return "bằng chứng - " + name + ".zip" })
}

// copied gives the file with everything embedded.
func (m *module) copied(w http.ResponseWriter, r *web.Request) error {
	return give(w, r, m.Archive.Copy, "application/pdf", func(name, ext string) string { return name + " (bản lưu trữ)" + ext })
}

// retry asks for another try now.
func (m *module) retry(prefix string) func(http.ResponseWriter, *web.Request) error {
	return func(w http.ResponseWriter, r *web.Request) error {
		if err := m.Archive.Retry(r.Context(), r.Actor, document.ID(r.PathValue("id")), archive.BundleID(r.PathValue("bundle"))); err != nil {
			return err
		}
		return r.Done(w, strings.Replace(prefix, "{id}", r.PathValue("id"), 1), "Đang thu thập lại bằng chứng chữ ký; tải lại trang sau ít phút.")
	}
}

type opening func(ctx context.Context, by org.Actor, id document.ID, bundle archive.BundleID) (archive.Bundle, document.Blob, error)

func give(w http.ResponseWriter, r *web.Request, open opening, kind string, named func(name, ext string) string) error {
	b, blob, err := open(r.Context(), r.Actor, document.ID(r.PathValue("id")), archive.BundleID(r.PathValue("bundle")))
	if err != nil {
		return err
	}
	defer func() { _ = blob.Close() }() // read only
	ext := path.Ext(b.Name)
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": named(strings.TrimSuffix(b.Name, ext), ext)}))
	http.ServeContent(w, r.Request, "", time.Time{}, io.NewSectionReader(blob, 0, blob.Size()))
	return nil
}
