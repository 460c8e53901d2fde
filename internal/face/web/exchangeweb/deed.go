package exchangeweb

import (
	"net/http"
	"strconv"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// again shows the page with a refusal and what was typed.
func (m *module) again(w http.ResponseWriter, r *web.Request, refused error, typed func(*incomingPage)) error {
	d, err := m.Documents.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return refused
	}
	page, err := m.page(r, d)
	if err != nil {
		return err
	}
	if typed != nil {
		typed(page)
	}
	return r.Refuse(w, refused, page)
}

func (m *module) refuse(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	why := document.Reason{Code: r.Text("code"), Text: r.Text("text")}
	if err := m.refuseSurely(r, why); err != nil {
		return m.again(w, r, err, func(p *incomingPage) {
			if p.Refuse != nil {
				p.Refuse.Code, p.Refuse.Text, p.Refuse.Open = why.Code, why.Text, true
			}
		})
	}
	return r.Done(w, here(idOf(r)), "Đã từ chối. Lý do được gửi lại nơi gửi.")
}

// refuseSurely refuses when the clerk has said that it is meant: nobody can take
// a refusal back.
func (m *module) refuseSurely(r *web.Request, why document.Reason) error {
	if why.Code != "" && why.Text != "" && r.Text("sure") != "yes" {
		return fault.New(fault.Invalid, "incoming.refusal-unsure", "Từ chối rồi thì không rút lại được.").
			At("sure", "Đánh dấu ô này nếu chắc chắn từ chối.")
	}
	return m.Exchange.Refuse(r.Context(), r.Actor, idOf(r), why)
}

func (m *module) recheck(w http.ResponseWriter, r *web.Request) error {
	if err := m.Exchange.Recheck(r.Context(), r.Actor, idOf(r)); err != nil {
		return m.again(w, r, err, nil)
	}
	d, err := m.Documents.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	words := map[document.State]string{
		document.Valid:   "Đã kiểm tra lại: chữ ký hợp lệ, vào sổ được.",
		document.Held:    "Đã kiểm tra lại: vẫn chưa đủ căn cứ để kết luận.",
		document.Refused: "Đã kiểm tra lại: chữ ký không hợp lệ. Văn bản bị từ chối, lý do được gửi lại nơi gửi.",
	}
	return r.Done(w, here(d.ID), words[d.State])
}

func (m *module) assign(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	typed := assignDeed{
		Person: r.Text("person"), Direction: r.Text("direction"),
		Day: r.Text("due-day"), Month: r.Text("due-month"), Year: r.Text("due-year"),
	}
	due, err := dueDay(typed, m.Now())
	if err == nil {
		err = m.Tasks.Assign(r.Context(), r.Actor, idOf(r), org.PersonID(typed.Person), typed.Direction, due)
	}
	if err != nil {
		return m.again(w, r, err, func(p *incomingPage) {
			if p.Assign != nil {
				typed.People, typed.Again, typed.Open = p.Assign.People, p.Assign.Again, true
				p.Assign = &typed
			}
		})
	}
	return r.Done(w, here(idOf(r)), "Đã phân công. Văn bản đã ở danh sách việc được giao của người xử lý.")
}

// dueDay reads ngày, tháng, năm; all three empty means no date.
func dueDay(a assignDeed, now time.Time) (string, error) {
	if a.Day == "" && a.Month == "" && a.Year == "" {
		return "", nil
	}
	wrong := fault.New(fault.Invalid, "assign.due", "Hạn xử lý không phải một ngày có thật.").At("due-day", "Ghi đủ ngày, tháng, năm bằng số, ví dụ 25 11 2026.")
	day, err1 := strconv.Atoi(a.Day)
	month, err2 := strconv.Atoi(a.Month)
	year, err3 := strconv.Atoi(a.Year)
	if err1 != nil || err2 != nil || err3 != nil || year < 2000 || year > 2100 {
		return "", wrong
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, ui.Hanoi)
	if t.Day() != day || t.Month() != time.Month(month) {
		return "", wrong
	}
	iso := t.Format("2006-01-02")
	if iso < document.Day(now) {
		return "", fault.New(fault.Invalid, "assign.due-past", "Hạn xử lý đã qua.").At("due-day", "Chọn ngày từ hôm nay trở đi.")
	}
	return iso, nil
}

func (m *module) complete(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	result := r.Text("result")
	if err := m.Tasks.Finish(r.Context(), r.Actor, idOf(r), result); err != nil {
		return m.again(w, r, err, func(p *incomingPage) {
			if p.Complete != nil {
				p.Complete.Result = result
			}
		})
	}
	return r.Done(w, here(idOf(r)), "Đã ghi kết quả xử lý.")
}
