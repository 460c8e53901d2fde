package requestweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// act does one deed: the form must be of the request as it is now, then do is
// asked, and a refusal stands at the fields of the form of that name.
func (m *module) act(w http.ResponseWriter, r *web.Request, form, done string, names map[string]string, do func(v request.View) error) error {
	if err := r.Parse(); err != nil {
		return err
	}
	v, err := m.fresh(r)
	if err == nil {
		err = do(v)
	}
	if err != nil {
		return m.refuse(w, r, err, form, names)
	}
	return r.Done(w, href(idOf(r)), done)
}

// fresh reads the request and refuses a form that was opened on an older one.
func (m *module) fresh(r *web.Request) (request.View, error) {
	v, err := m.Requests.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return v, err
	}
	return v, stale(&v.Request, r.Text("rev"))
}

func stale(q *request.Request, rev string) error {
	if rev == strconv.Itoa(q.Rev) {
		return nil
	}
	return fault.New(fault.Conflict, "request.stale", "Yêu cầu đã được người khác cập nhật sau khi bạn mở trang này; việc vừa bấm chưa được thực hiện.").
		Do("Xem lại trạng thái mới bên dưới rồi làm tiếp nếu còn cần.")
}

func (m *module) toHead(w http.ResponseWriter, r *web.Request) error {
	return m.act(w, r, "trinh", "Đã lập văn bản đề nghị và trình ký.", map[string]string{"signer": "nguoi-ky"}, func(v request.View) error {
		_, err := m.Requests.ToHead(r.Context(), r.Actor, []request.ID{v.ID}, signerOf(r.Text("nguoi-ky")))
		return err
	})
}

func (m *module) withdraw(w http.ResponseWriter, r *web.Request) error {
	return m.act(w, r, "rut", "Đã rút yêu cầu.", map[string]string{"reason": "ly-do-rut", "why": "ly-do-rut"}, func(v request.View) error {
		return m.Requests.Withdraw(r.Context(), r.Actor, v.ID, r.Text("ly-do-rut"))
	})
}

func (m *module) again(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	v, err := m.fresh(r)
	if err != nil {
		return m.refuse(w, r, err, "lap-lai", nil)
	}
	id, err := m.Requests.Again(r.Context(), r.Actor, v.ID)
	if err != nil {
		return m.refuse(w, r, err, "lap-lai", nil)
	}
	return r.Done(w, href(id, "sua"), "Đã lập bản nháp mới từ yêu cầu "+v.Code+". Sửa theo lý do đã nêu.")
}

func (m *module) closeRequest(w http.ResponseWriter, r *web.Request) error {
	return m.act(w, r, "dong", "Đã đóng hồ sơ.", nil, func(v request.View) error { return m.Requests.Close(r.Context(), r.Actor, v.ID) })
}

func (m *module) receive(w http.ResponseWriter, r *web.Request) error {
	return m.act(w, r, "tiep-nhan", "Đã tiếp nhận.", nil, func(v request.View) error { return m.Requests.Receive(r.Context(), r.Actor, v.ID) })
}

func (m *module) accept(w http.ResponseWriter, r *web.Request) error {
	return m.act(w, r, "hop-le", "Đã xác nhận hồ sơ hợp lệ; thời hạn bắt đầu tính.", nil, func(v request.View) error { return m.Requests.Accept(r.Context(), r.Actor, v.ID) })
}

func (m *module) giveBack(w http.ResponseWriter, r *web.Request) error {
	return m.act(w, r, "tra-lai", "Đã trả lại; cơ quan gửi thấy lý do.", map[string]string{"reason": "ly-do-tra", "why": "ly-do-tra"}, func(v request.View) error {
		return m.Requests.Return(r.Context(), r.Actor, v.ID, r.Text("ly-do-tra"))
	})
}

func (m *module) approve(w http.ResponseWriter, r *web.Request) error {
	return m.act(w, r, "duyet", "Đã duyệt.", nil, func(v request.View) error { return m.approveOne(r.Context(), r.Actor, v.ID) })
}

func (m *module) approveOne(ctx context.Context, by org.Actor, id request.ID) error {
	lines, err := m.Requests.Approve(ctx, by, []request.ID{id})
	if err != nil {
		return err
	}
	return lines[id]
}

func (m *module) contact(w http.ResponseWriter, r *web.Request) error {
	names := map[string]string{"agency": "dau-moi", "result": "ket-qua"}
	return m.act(w, r, "lien-he", "Đã ghi lần liên hệ.", names, func(v request.View) error {
		return m.Requests.RecordContact(r.Context(), r.Actor, v.ID, request.Contact{At: m.Now(), Agency: r.Text("dau-moi"), Result: r.Text("ket-qua")})
	})
}

func (m *module) route(w http.ResponseWriter, r *web.Request) error {
	return m.act(w, r, "giao", "Đã giao người theo dõi.", map[string]string{"officer": "can-bo", "person": "can-bo"}, func(v request.View) error {
		return m.Requests.Route(r.Context(), r.Actor, v.ID, org.PersonID(r.Text("can-bo")))
	})
}

func (m *module) reached(w http.ResponseWriter, r *web.Request) error {
	return m.act(w, r, "cuc-nhan", "Đã ghi Cục tiếp nhận.", map[string]string{"at": "luc-nhan"}, func(v request.View) error {
		when, err := m.moment(r.Text("luc-nhan"), "luc-nhan")
		if err != nil {
			return err
		}
		return m.Requests.Reached(r.Context(), r.Actor, v.ID, when)
	})
}

func (m *module) restore(w http.ResponseWriter, r *web.Request) error {
	names := map[string]string{"result": "ket-qua-kp", "answer": "van-ban-kp"}
	return m.act(w, r, "khoi-phuc", "Đã ghi khôi phục và thông báo cho cơ quan quản lý.", names, func(v request.View) error {
		out := request.Result{Reason: r.Text("ket-qua-kp"), At: m.Now()}
		if r.Text("van-ban-kp") != "" {
			var err error
			if out.Answer, err = m.entered(r, document.Incoming, "van-ban-kp"); err != nil {
				return err
			}
		}
		return m.Requests.Restore(r.Context(), r.Actor, v.ID, out)
	})
}

func (m *module) decline(w http.ResponseWriter, r *web.Request) error {
	names := map[string]string{"reason": "ly-do-kcn", "answer": "van-ban-kcn"}
	return m.act(w, r, "khong-chap-nhan", "Đã ghi không chấp nhận; cơ quan quản lý thấy lý do và văn bản.", names, func(v request.View) error {
		out := request.Result{Reason: r.Text("ly-do-kcn"), At: m.Now()}
		var err error
		if r.Text("van-ban-kcn") != "" {
			if out.Answer, err = m.entered(r, document.Outgoing, "van-ban-kcn"); err != nil {
				return err
			}
		}
		return m.Requests.Decline(r.Context(), r.Actor, v.ID, out)
	})
}

func (m *module) refused(w http.ResponseWriter, r *web.Request) error {
	names := map[string]string{"reason": "ly-do-tc", "answer": "van-ban-tc"}
	return m.act(w, r, "cuc-tu-choi", "Đã ghi Cục từ chối; cơ quan quản lý thấy lý do.", names, func(v request.View) error {
		answer, err := m.entered(r, document.Incoming, "van-ban-tc")
		if err != nil {
			return err
		}
		return m.Requests.Refuse(r.Context(), r.Actor, v.ID, request.Result{Answer: answer, Reason: r.Text("ly-do-tc"), At: m.Now()})
	})
}

// moment reads a time of the form; empty is now.
func (m *module) moment(text, field string) (time.Time, error) {
	if text == "" {
		return m.Now(), nil
	}
	t, err := time.ParseInLocation("2006-01-02T15:04", text, ui.Hanoi)
	if err != nil {
		t, err = time.ParseInLocation("2/1/2006 15:04", text, ui.Hanoi)
	}
	if err != nil {
		return t, fault.New(fault.Invalid, "request.moment", "Thời điểm chưa đúng.").At(field, "Ghi ngày và giờ, ví dụ 22/11/2026 09:30.")
	}
	return t, nil
}

// entered finds a document by its number in a register of the actor's agency:
// "12" of this year, or "12/2025".
func (m *module) entered(r *web.Request, way document.Direction, field string) (string, error) {
	text := r.Text(field)
	wrong := func(message string) error {
		return fault.New(fault.Invalid, "request.answer-number", message).At(field, "Ghi số trong sổ, ví dụ 12 hoặc 12/2025.")
	}
	if text == "" {
		return "", wrong("Chưa ghi số của văn bản trả lời.")
	}
	digits, yearText, hasYear := strings.Cut(text, "/")
	number, err := strconv.Atoi(strings.TrimSpace(digits))
	year := m.Now().In(ui.Hanoi).Year()
	if hasYear && err == nil {
		year, err = strconv.Atoi(strings.TrimSpace(yearText))
	}
	if err != nil || number < 1 || number > 1_000_000 || year < 2000 || year > 2100 {
		return "", wrong("Số văn bản chưa đúng.")
	}
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return "", err
	}
	book, ok := law.Numbering.Book(string(way), "")
	if !ok {
		return "", wrong("Cơ quan không có sổ này.")
	}
	lines, err := m.Documents.Store.Entries(r.Context(), document.Series{Agency: r.Actor.Agency, Book: book.Code, Year: year}, number+1, 1)
	if err != nil {
		return "", err
	}
	if len(lines) == 0 || lines[0].Number != number || lines[0].Document == "" {
		return "", wrong("Không có văn bản số " + text + " trong sổ của cơ quan.")
	}
	return string(lines[0].Document), nil
}
