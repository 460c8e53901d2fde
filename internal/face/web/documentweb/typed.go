package documentweb

import (
	"encoding/json"
	"net/http"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// typedFields are kept of a form that was not sent; files are not.
var typedFields = []string{"secrecy", "type", "subject", "field", "urgency", "form", "signer", "capacity", "recipients"}

// keepTyped is asked by the script of the form every few seconds, and by nobody
// without a script.
func (m *module) keepTyped(w http.ResponseWriter, r *web.Request) error {
	fields := map[string][]string{}
	for _, name := range typedFields {
		if v := r.PostForm[name]; len(v) > 0 {
			fields[name] = v
		}
	}
	if err := m.Documents.Door(r.Context(), r.Actor, document.Secrecy(r.Text("secrecy"))); err != nil {
		return err
	}
	raw, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	if err := m.Documents.KeepTyped(r.Context(), r.Actor, placeOfForm(r), string(raw)); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (m *module) dropTyped(w http.ResponseWriter, r *web.Request) error {
	place := placeOfForm(r)
	if err := m.Documents.DropTyped(r.Context(), r.Actor, place); err != nil {
		return err
	}
	back := "/van-ban/moi?secrecy=" + r.Text("secrecy")
	if place != document.NewPlace {
		back = href(document.ID(place), "sua")
	}
	return r.Done(w, back, "Đã bỏ phần nhập dở.")
}

func placeOfForm(r *web.Request) string {
	if place := r.Text("place"); place != "" {
		return place
	}
	return document.NewPlace
}

// typedBefore brings back what was typed and not sent; when says since when, and
// is empty where there is nothing.
func (m *module) typedBefore(r *web.Request, place string, into *form) (when string, err error) {
	kept, ok, err := m.Documents.Typed(r.Context(), r.Actor, place)
	if err != nil || !ok {
		return "", err
	}
	var fields map[string][]string
	if err := json.Unmarshal([]byte(kept.Fields), &fields); err != nil {
		return "", err
	}
	if strings.Join(fields["subject"], "") == "" && strings.Join(fields["type"], "") == "" {
		return "", nil
	}
	into.Recipients = nil
	for _, name := range typedFields {
		for _, v := range fields[name] {
			if name != "secrecy" {
				into.set(name, v)
			}
		}
	}
	return ui.When(kept.At), nil
}

// copied fills a new form with what an earlier document says; its files and its
// number are not taken along.
func (m *module) copied(r *web.Request, from string, into *form) error {
	d, err := m.Documents.Get(r.Context(), r.Actor, document.ID(from))
	if err != nil {
		return err
	}
	if d.Direction != document.Outgoing {
		return fault.New(fault.NotFound, "document.incoming", "Chỉ chép được từ văn bản đi.").Do("Chọn một văn bản đi của cơ quan.")
	}
	token, secrecy := into.Token, into.Secrecy
	*into = formOf(d)
	into.Token, into.Secrecy, into.Version = token, secrecy, ""
	return nil
}
