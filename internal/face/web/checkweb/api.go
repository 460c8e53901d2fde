package checkweb

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"antin/internal/face/web"
	"antin/internal/fault"
)

// problem is a refusal for programs.
type problem struct {
	Error   string `json:"error"` // stable code
	Message string `json:"message"`
	Action  string `json:"action,omitempty"`
}

// api answers with the object of `antin verify --json`, one line. A file that
// is bad is a verdict with status 200; a refusal has a status of its own.
func (m *module) api(w http.ResponseWriter, r *web.Request) error {
	f, err := m.fromProgram(r)
	if err != nil {
		return refuse(w, r, err)
	}
	a, err := m.judge(r.Context(), f, false)
	if gone := f.Close(); err == nil && gone != nil {
		return fmt.Errorf("removing a file that was judged: %w", gone)
	}
	if err != nil {
		return refuse(w, r, err)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(a.json, '\n')) // the program went away: nothing to do
	return nil
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
