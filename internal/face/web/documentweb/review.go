package documentweb

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

// do is one deed on the document's page: read the form, one call, back to the
// page with what was done. A refusal shows the page as it stands now, with what
// was typed.
func (m *module) do(w http.ResponseWriter, r *web.Request, notice string, call func(id document.ID) error) error {
	if err := r.Parse(); err != nil {
		return err
	}
	if err := call(idOf(r)); err != nil {
		return m.refuse(w, r, err)
	}
	return r.Done(w, href(idOf(r)), notice)
}

func (m *module) refuse(w http.ResponseWriter, r *web.Request, err error) error {
	if f, ok := fault.From(err); !ok || f.Kind == fault.NotFound {
		return err
	}
	d, broken := m.open(r.Context(), r)
	if broken != nil {
		return err
	}
	page, broken := m.documentPage(r, d)
	if broken != nil {
		return broken
	}
	page.Deed.keep(r)
	return r.Refuse(w, err, page)
}

// submit shows the form of the draft when something is missing there.
func (m *module) submit(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã trình lãnh đạo đơn vị.", func(id document.ID) error {
		err := m.Documents.Submit(r.Context(), r.Actor, id)
		if fault.Is(err, "document.incomplete") {
			f, _ := fault.From(atFields(err))
			return f.Do("Bấm “Sửa, thay tệp”, bổ sung rồi trình lại.")
		}
		return err
	})
}

func (m *module) askOpinions(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã gửi xin ý kiến.", func(id document.ID) error {
		var people []org.PersonID
		for _, p := range r.PostForm["people"] {
			people = append(people, org.PersonID(p))
		}
		var units []org.UnitID
		for _, u := range r.PostForm["units"] {
			units = append(units, org.UnitID(u))
		}
		due, err := m.dueTyped(r)
		if err != nil {
			return err
		}
		return m.Documents.Consult(r.Context(), r.Actor, id, units, people, due)
	})
}

// dueTyped is a day, until the end of its work, or a number of working days.
func (m *module) dueTyped(r *web.Request) (time.Time, error) {
	if text := r.Text("due"); text != "" {
		for _, form := range [...]string{"2/1/2006", time.DateOnly} {
			if due, err := time.ParseInLocation(form, text, ui.Hanoi); err == nil {
				return due.Add(17 * time.Hour), nil
			}
		}
		return time.Time{}, fault.New(fault.Invalid, "opinion.due", "Ngày hạn góp ý không đọc được.").At("due", "Ghi dạng ngày/tháng/năm, ví dụ 25/11/2026.")
	}
	days, err := strconv.Atoi(r.Text("days"))
	if err != nil || days < 1 || days > 60 {
		return time.Time{}, fault.New(fault.Invalid, "opinion.due", "Chưa có hạn góp ý.").At("days", "Ghi số ngày làm việc, từ 1 đến 60, hoặc ghi ngày.")
	}
	return m.Documents.DueIn(r.Actor.Province, days)
}

func (m *module) giveOpinion(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã gửi ý kiến góp ý.", func(id document.ID) error {
		return m.Documents.GiveOpinion(r.Context(), r.Actor, id, r.Text("text"))
	})
}

func (m *module) answerOpinion(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã trả lời ý kiến góp ý.", func(id document.ID) error {
		return m.Documents.AnswerOpinion(r.Context(), r.Actor, id, document.OpinionID(r.Text("opinion")), r.Text("answer"), r.Text("text"))
	})
}

func (m *module) closeOpinions(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã kết thúc xin ý kiến.", func(id document.ID) error {
		return m.Documents.CloseOpinions(r.Context(), r.Actor, id)
	})
}

func (m *module) unitApprove(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã đồng ý nội dung, chuyển bước tiếp theo.", func(id document.ID) error {
		return m.Documents.UnitApprove(r.Context(), r.Actor, id, r.Text("hash"), r.Text("comment"))
	})
}

func (m *module) giveBack(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã trả lại người soạn.", func(id document.ID) error {
		return m.Documents.Return(r.Context(), r.Actor, id, r.Text("comment"))
	})
}

// mixed refuses "đạt" together with ticked faults: one of the two is a slip.
func mixed(r *web.Request, other string) error {
	if len(r.PostForm["faults"]) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "format.mixed", "Đang đánh dấu lỗi mà lại bấm “Đạt”.").
		At("faults", "Bỏ đánh dấu lỗi, hoặc bấm “"+other+"”.")
}

func (m *module) passFormat(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã xác nhận thể thức đạt, chuyển người ký.", func(id document.ID) error {
		if err := mixed(r, "Không đạt, trả lại"); err != nil {
			return err
		}
		return m.Documents.PassFormat(r.Context(), r.Actor, id, r.Text("hash"), r.Text("comment"))
	})
}

func (m *module) failFormat(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã trả lại người soạn kèm lỗi thể thức.", func(id document.ID) error {
		return m.Documents.FailFormat(r.Context(), r.Actor, id, r.PostForm["faults"], r.Text("comment"))
	})
}

func (m *module) recheckPassed(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã kiểm tra lại: đạt. Cấp số và ký cơ quan được.", func(id document.ID) error {
		if err := mixed(r, "Có sai sót"); err != nil {
			return err
		}
		return m.Documents.Recheck(r.Context(), r.Actor, id, r.Text("hash"), nil, r.Text("comment"))
	})
}

func (m *module) recheckFailed(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã báo sai sót cho người soạn.", func(id document.ID) error {
		if len(r.PostForm["faults"]) == 0 {
			return fault.New(fault.Invalid, "format.no-fault", "Có sai sót thì phải chỉ ra lỗi.").At("faults", "Chọn ít nhất một lỗi thể thức.")
		}
		return m.Documents.Recheck(r.Context(), r.Actor, id, r.Text("hash"), r.PostForm["faults"], r.Text("comment"))
	})
}
