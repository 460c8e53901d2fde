package documentweb

import (
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/fault"
)

// picture draws one page. The browser keeps none of it: the next person at the
// machine must not find it after the sign-out.
func (m *module) picture(w http.ResponseWriter, r *web.Request) error {
	n, err := strconv.Atoi(strings.TrimSuffix(r.PathValue("page"), ".png"))
	if err != nil {
		return fault.New(fault.NotFound, "file.no-page", "Tệp không có trang này.")
	}
	png, err := m.Documents.Picture(r.Context(), r.Actor, idOf(r), document.FileID(r.PathValue("file")), n, width(r))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(png) // the browser went away: nothing to do
	return nil
}

// width is one of three, so that nobody fills the cache with sizes.
func width(r *web.Request) int {
	asked, _ := strconv.Atoi(r.URL.Query().Get("w")) // zero is the smallest
	for _, w := range []int{600, 1200} {
		if asked <= w {
			return w
		}
	}
	return 1800
}

// download gives the stored bytes of one file. It never opens in the page: a
// file from outside has no say here.
func (m *module) download(w http.ResponseWriter, r *web.Request) error {
	if err := m.Documents.Accessed(r.Context(), r.Actor, idOf(r), document.Downloaded); err != nil {
		return err
	}
	f, blob, err := m.Documents.File(r.Context(), r.Actor, idOf(r), document.FileID(r.PathValue("file")))
	if err != nil {
		return err
	}
	defer func() { _ = blob.Close() }()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	if f.Pages > 0 {
		h.Set("Content-Type", "application/pdf")
	}
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": downloadName(f)}))
	http.ServeContent(w, r.Request, "", time.Time{}, io.NewSectionReader(blob, 0, blob.Size()))
	return nil
}

func downloadName(f document.File) string {
	ext := path.Ext(f.Name)
	name := strings.TrimSuffix(f.Name, ext)
	switch f.Stage {
	case document.Signed:
		name += " (đã ký)"
	case document.Sealed:
		if f.Role == document.Main {
			name += " (đã ký cơ quan)"
		}
	case document.Prepared:
		name += " (trình ký)"
	}
	return name + ext
}
