package formweb

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"antin/internal/domain/form"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	printed "antin/internal/face/form"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// memory is a file that lies in memory.
type memory struct{ *bytes.Reader }

func (memory) Close() error { return nil }

// picture draws a page of the blank form of one version.
func (m *module) picture(w http.ResponseWriter, r *web.Request) error {
	set, number, err := asked(r)
	if err != nil {
		return err
	}
	version, err1 := strconv.Atoi(r.PathValue("version"))
	n, err2 := strconv.Atoi(strings.TrimSuffix(r.PathValue("page"), ".png"))
	if err1 != nil || err2 != nil {
		return fault.New(fault.NotFound, "file.no-page", "Mẫu không có trang này.")
	}
	f, err := m.Forms.Version(r.Context(), r.Actor, profile.FormRef{Set: set, Number: number, Version: version})
	if err != nil {
		return err
	}
	raw, err := printed.PDF(f, printed.Data{})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(raw)
	png, err := m.Pages.Picture(r.Context(), hex.EncodeToString(sum[:]), memory{bytes.NewReader(raw)}, n, 1200)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(png) // the browser went away: nothing to do
	return nil
}

// download makes a file, blank or filled, records it and gives it out.
func (m *module) download(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	set, number, err := asked(r)
	if err != nil {
		return err
	}
	f, _, err := m.Forms.History(r.Context(), r.Actor, set, number)
	if err != nil {
		return err
	}
	raw, err := m.made(r, f)
	if err != nil {
		page, pageErr := m.page(r)
		if pageErr != nil {
			return err
		}
		page.Person = r.Text("person")
		return r.Refuse(w, err, page)
	}
	name := fmt.Sprintf("%s - %s.pdf", label(f), f.Title)
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, _ = w.Write(raw) // the browser went away: the file is recorded all the same
	return nil
}

// made prints the file with the line that names form, version, user and time,
// and records it.
func (m *module) made(r *web.Request, f profile.Form) ([]byte, error) {
	data, purpose, person := printed.Data{}, form.Blank, ""
	if r.Text("purpose") == "prefilled" {
		purpose, person = form.Prefilled, r.Text("person")
		var err error
		if data, err = m.Records.Fill(r.Context(), r.Actor, f, org.PersonID(person)); err != nil {
			return nil, err
		}
	}
	data.At = m.Now()
	data.Footer = fmt.Sprintf("%s, %s, phiên bản %d; %s tạo lúc %s", label(f), f.Set, f.Version, r.Actor.Name, ui.Exact(data.At))
	raw, err := printed.PDF(f, data)
	if err != nil {
		return nil, err
	}
	_, err = m.Forms.Record(r.Context(), r.Actor, f, purpose, person, raw)
	return raw, err
}
