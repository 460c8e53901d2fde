package requestweb

import (
	"net/http"
	"slices"
	"time"

	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// todayPage is where the day of the person in charge of subscribers begins:
// what is late, what ends today, what nobody follows, what the records ask for.
type todayPage struct {
	ui.Page
	CanDraft bool
	Parts    []todayPart
	Notices  []notice
	Empty    ui.Empty
}

// todayPart is one list of the day; empty ones are left out.
type todayPart struct {
	Code, Title, Note string
	Rows              []row
}

type notice struct {
	Text, Href string
	At         time.Time
}

func (m *module) today(w http.ResponseWriter, r *web.Request) error {
	page := &todayPage{Page: ui.Page{Title: "Việc thuê bao hôm nay", Lead: "Việc được nhắc trên trang này; hệ thống chưa gửi thư điện tử."}, CanDraft: m.can(r.Context(), r.Actor, request.ActDraft),
		Empty: ui.Empty{Title: "Hôm nay không có việc nào đến hạn.", From: "Yêu cầu quá hạn, đến hạn trong ngày, chưa có người theo dõi và bản nháp cần thu hồi sẽ hiện ở đây."}}
	var err error
	if m.atDesk(r.Context(), r.Actor) {
		err = m.todayAtDesk(r, page)
	} else {
		err = m.todayOfAgency(r, page)
	}
	if err != nil {
		return err
	}
	if page.CanDraft {
		undone, err := m.Requests.Undone(r.Context(), r.Actor)
		if err != nil {
			return err
		}
		if err := m.part(r, page, "thu-hoi", "Cần thu hồi, thay đổi", "bản nháp hệ thống lập sẵn khi nhân sự, tổ chức thay đổi; trình thủ trưởng hoặc rút", undone); err != nil {
			return err
		}
	}
	notices, err := m.Requests.Notices(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	for _, n := range notices[:min(len(notices), 10)] {
		page.Notices = append(page.Notices, notice{Text: n.Text, Href: href(n.Request), At: n.At})
	}
	return r.Render(w, page)
}

// todayAtDesk is the department's table: the whole province.
func (m *module) todayAtDesk(r *web.Request, page *todayPage) error {
	desk, err := m.Requests.Desk(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	for _, p := range []struct {
		code, title, note string
		list              []request.Summary
	}{
		{"qua-han", "Quá hạn", "", desk.Late},
		{"hom-nay", "Đến hạn hôm nay", "", desk.Today},
		{"chua-giao", "Chưa có người theo dõi", "giao cho một cán bộ ở trang yêu cầu", desk.Unassigned},
		{"cho-chuyen", "Đã duyệt, chờ gửi Cục", "lập văn bản tổng hợp trước khi hết hạn", desk.ToForward},
	} {
		if err := m.part(r, page, p.code, p.title, p.note, p.list); err != nil {
			return err
		}
	}
	return nil
}

// todayOfAgency is what the agency itself has to do or is waiting for too long.
func (m *module) todayOfAgency(r *web.Request, page *todayPage) error {
	now := m.Now()
	y, mo, d := now.In(ui.Hanoi).Date()
	due, err := m.Requests.List(r.Context(), r.Actor, request.Query{DueBefore: time.Date(y, mo, d+1, 0, 0, 0, 0, ui.Hanoi), Limit: 200})
	if err != nil {
		return err
	}
	late := slices.DeleteFunc(slices.Clone(due), func(s request.Summary) bool { return !s.DueAt.Before(now) })
	soon := slices.DeleteFunc(due, func(s request.Summary) bool { return s.DueAt.Before(now) })
	open, err := m.Requests.List(r.Context(), r.Actor, request.Query{States: []request.State{request.Confirmed, request.Granted, request.Restored}, Limit: 200})
	if err != nil {
		return err
	}
	if err := m.part(r, page, "qua-han", "Quá hạn", "", late); err != nil {
		return err
	}
	if err := m.part(r, page, "hom-nay", "Đến hạn hôm nay", "", soon); err != nil {
		return err
	}
	return m.part(r, page, "can-lam", "Chờ cơ quan làm tiếp", "trình ký, bàn giao, đóng hồ sơ", open)
}

func (m *module) part(r *web.Request, page *todayPage, code, title, note string, list []request.Summary) error {
	if len(list) == 0 {
		return nil
	}
	rows, err := m.rows(r, list)
	page.Parts = append(page.Parts, todayPart{Code: code, Title: title, Note: note, Rows: rows})
	return err
}
