package searchweb

import (
	"errors"
	"net/http"

	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

func (m *module) save(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	q := asked(r.PostForm)
	err := m.Search.Save(r.Context(), r.Actor, r.Text("name"), q)
	var refused *fault.Fault
	if errors.As(err, &refused) && refused.Kind != fault.Forbidden {
		found, again := m.Search.Find(r.Context(), r.Actor, q, 0)
		if again != nil {
			return err
		}
		page := &foundPage{Page: ui.Page{Title: "Tìm văn bản", Fault: ui.Refused(refused, r.Actor.Province)}}
		return m.render(w, r, page, q, found)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r.Request, "/tim?"+address(q).Encode(), http.StatusSeeOther)
	return nil
}

func (m *module) forget(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	if err := m.Search.Forget(r.Context(), r.Actor, r.Text("id")); err != nil {
		return err
	}
	http.Redirect(w, r.Request, "/tim?"+address(asked(r.PostForm)).Encode(), http.StatusSeeOther)
	return nil
}
