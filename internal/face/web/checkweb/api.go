package checkweb

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"antin/internal/face/web"
	"antin/internal/fault"
)

// problem is a refusal for programs.
type problem struct {
	Error   string `json:"error"` // stable code
	Message string `json:"message"`
	Action  string `json:"action,omitempty"`
}

// api answers with the object of `antin verify --json`, one line; asked for in
// another form (?dang=xml, ?dang=pdf, or the Accept of the request) with the
// validation report of ETSI TS 119 102-2 or the printed sheet. A file that is
// bad is a verdict with status 200; a refusal has a status of its own and is
// always JSON.
func (m *module) api(w http.ResponseWriter, r *web.Request) error {
	form, err := formOf(r)
	if err != nil {
		return refuse(w, r, err)
	}
	f, err := m.fromProgram(r)
	if err != nil {
		return refuse(w, r, err)
	}
	a, err := m.judge(r.Context(), f, form == "pdf")
	if gone := f.Close(); err == nil && gone != nil {
		return fmt.Errorf("removing a file that was judged: %w", gone)
	}
	if err != nil {
		return refuse(w, r, err)
	}
	kind, out := "application/json", append(a.json, '\n')
	switch form {
	case "xml":
		kind, out = "application/xml", a.xml
	case "pdf":
		kind = "application/pdf"
		if out, err = a.printed(); err != nil {
			return err
		}
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(out) // the program went away: nothing to do
	return nil
}

// formOf says in which form the answer is wanted.
func formOf(r *web.Request) (string, error) {
	asked := r.URL.Query().Get("dang")
	switch asked {
	case "json", "xml", "pdf":
		return asked, nil
	case "":
	default:
		return "", fault.New(fault.Invalid, "check.unknown-form", "Không có dạng kết quả “"+cleanName(asked)+"”.").Do("Dùng dang=json, dang=xml hoặc dang=pdf.")
	}
	for _, kind := range strings.Split(r.Header.Get("Accept"), ",") {
		kind, _, _ = strings.Cut(kind, ";")
		switch strings.TrimSpace(kind) {
		case "application/json", "*/*":
			return "json", nil
		case "application/xml", "text/xml":
			return "xml", nil
		case "application/pdf":
			return "pdf", nil
		}
	}
	return "json", nil
}

func refuse(w http.ResponseWriter, r *web.Request, err error) error {
	f, ok := fault.From(err)
	if !ok {
		return err
	}
	_, _ = io.Copy(io.Discard, r.Body) // the rest of what is being sent
	raw, err := json.Marshal(problem{f.Code, f.Message, f.Action})
	if err != nil {
		return fmt.Errorf("writing a refusal: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	switch f.Kind {
	case fault.TooLarge:
		w.WriteHeader(http.StatusRequestEntityTooLarge)
	case fault.Unready:
		w.Header().Set("Retry-After", "60")
		w.WriteHeader(http.StatusServiceUnavailable)
	default:
		w.WriteHeader(http.StatusUnprocessableEntity)
	}
	_, _ = w.Write(append(raw, '\n')) // the program went away: nothing to do
	return nil
}
