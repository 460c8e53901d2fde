package taskweb

import (
	"io"
	"net/http"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/task"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/vntext"
)

// again shows the page with a refusal and what was typed.
func (m *module) again(w http.ResponseWriter, r *web.Request, refused error, t typed) error {
	page, _, err := m.page(r)
	if err != nil {
		return refused
	}
	page.Typed = t
	return r.Refuse(w, refused, page)
}

// deed parses the form, does what is asked, and goes back to the task.
func (m *module) deed(w http.ResponseWriter, r *web.Request, open, done string, do func() error) error {
	if err := r.Parse(); err != nil {
		return err
	}
	if err := do(); err != nil {
		return m.again(w, r, err, typed{Open: open, Text: r.Text("noi-dung"), Result: r.Text("ket-qua"), Why: r.Text("ly-do"), Day: r.Text("han"), Answer: r.Text("tra-loi")})
	}
	return r.Done(w, href(idOf(r)), done)
}

func (m *module) begin(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "", "Đã ghi bắt đầu xử lý.", func() error { return m.Tasks.Begin(r.Context(), r.Actor, idOf(r)) })
}

func (m *module) complete(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "", "Đã ghi kết quả xử lý.", func() error {
		return m.Tasks.Complete(r.Context(), r.Actor, idOf(r), task.Result{Text: r.Text("ket-qua"), Answer: document.ID(r.Text("tra-loi"))})
	})
}

func (m *module) giveBack(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "tra-lai", "Đã trả lại người giao việc.", func() error {
		return m.Tasks.GiveBack(r.Context(), r.Actor, idOf(r), r.Text("ly-do"))
	})
}

func (m *module) askExtension(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "gia-han", "Đã gửi đề nghị gia hạn.", func() error {
		day, err := isoDay(r.Text("han"))
		if err != nil {
			return err
		}
		return m.Tasks.AskExtension(r.Context(), r.Actor, idOf(r), day, r.Text("ly-do"))
	})
}

func (m *module) answerExtension(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "", "Đã trả lời đề nghị gia hạn.", func() error {
		return m.Tasks.AnswerExtension(r.Context(), r.Actor, idOf(r), r.Text("tra-loi") == "co", r.Text("ly-do"))
	})
}

func (m *module) recall(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "thu-hoi", "Đã thu hồi việc.", func() error { return m.Tasks.Recall(r.Context(), r.Actor, idOf(r), r.Text("ly-do")) })
}

func (m *module) undo(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "", "Đã hoàn tác: việc không còn được giao.", func() error { return m.Tasks.Undo(r.Context(), r.Actor, idOf(r)) })
}

func (m *module) redo(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "", "Đã trả lại để làm tiếp.", func() error { return m.Tasks.Redo(r.Context(), r.Actor, idOf(r), r.Text("ly-do")) })
}

func (m *module) correct(w http.ResponseWriter, r *web.Request) error {
	return m.deed(w, r, "", "Đã ghi đính chính; ý kiến cũ giữ nguyên.", func() error {
		return m.Tasks.Correct(r.Context(), r.Actor, idOf(r), task.NoteID(r.PathValue("note")), r.Text("noi-dung"))
	})
}

func (m *module) report(w http.ResponseWriter, r *web.Request) error {
	f, err := streamed(r)
	if err != nil {
		return err
	}
	if err := m.Tasks.Report(r.Context(), r.Actor, idOf(r), f.get("noi-dung"), f.files); err != nil {
		return m.again(w, r, web.Broken(err), typed{Open: "tien-do", Text: f.get("noi-dung")})
	}
	return r.Done(w, href(idOf(r)), "Đã ghi tiến độ.")
}

// sent is what came in a form with at most one file, which stands last and is
// read when the service stores it.
type sent struct {
	values map[string][]string
	files  []task.Upload
}

func (f sent) get(name string) string {
	if list := f.values[name]; len(list) > 0 {
		return strings.TrimSpace(list[0])
	}
	return ""
}

func streamed(r *web.Request) (sent, error) {
	f := sent{values: map[string][]string{}}
	parts, err := r.Parts()
	if err != nil {
		return f, err
	}
	for fields := 0; fields < 200; fields++ {
		part, err := parts.NextPart()
		if err == io.EOF {
			return f, nil
		}
		if err != nil {
			return f, web.Broken(err)
		}
		if part.FileName() != "" {
			f.files = append(f.files, task.Upload{Name: part.FileName(), Body: part})
			return f, nil
		}
		raw, err := io.ReadAll(io.LimitReader(part, web.FormLimit))
		if err != nil {
			return f, web.Broken(err)
		}
		text, ok := vntext.Typed(string(raw))
		if !ok {
			return f, web.Untypable(part.FormName(), "")
		}
		f.values[part.FormName()] = append(f.values[part.FormName()], text)
	}
	return f, fault.New(fault.Invalid, "web.fields", "Biểu mẫu có quá nhiều ô.")
}

// isoDay reads a day as it is typed: 25/11/2026.
func isoDay(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	for _, layout := range []string{"2/1/2006", "2-1-2006", "2.1.2006"} {
		if t, err := time.ParseInLocation(layout, text, ui.Hanoi); err == nil && t.Year() >= 2000 && t.Year() <= 2100 {
			return t.Format(time.DateOnly), nil
		}
	}
	return "", fault.New(fault.Invalid, "task.due", "Hạn xử lý không phải một ngày có thật.").At("han", "Ghi ngày như 25/11/2026.")
}
