package deviceweb

import (
	"context"
	"net/http"
	"slices"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// workPage is what somebody has to do about devices.
type workPage struct {
	ui.Page
	Waiting []taskLine // minutes that wait for the reader
	Duties  []taskLine // of the reader
	Arrived []taskLine // transfers on the way to the reader's agency
	Agency  []taskLine // duties of the agency
	Old     []taskLine // minutes that nobody has confirmed for too long
	Notices []noticeLine
	Mine    []row
	Contact string // address where the head names who receives; empty where nobody is asked
	Empty   *ui.Empty
}

type taskLine struct {
	Title, Href, Detail, Who string
	Due                      *ui.Chip
}

type noticeLine struct{ Text, Href, When, Post string }

// tasks are what waits for one person.
type tasks struct {
	waiting []device.Handover
	duties  []device.Duty
	notices []device.Notice
}

func (m *module) tasks(ctx context.Context, by org.Actor) (tasks, error) {
	var t tasks
	open, err := m.Devices.MyHandovers(ctx, by)
	if err != nil {
		return t, err
	}
	for _, h := range open {
		if deedOf(by, h, false) != "" {
			t.waiting = append(t.waiting, h)
		}
	}
	if t.duties, err = m.Devices.MyDuties(ctx, by); err != nil {
		return t, err
	}
	list, err := m.Devices.Notices(ctx, by)
	if err != nil {
		return t, err
	}
	for _, n := range list {
		if n.Kind != "handover" { // those are the minutes themselves
			t.notices = append(t.notices, n)
		}
	}
	return t, nil
}

func (m *module) work(w http.ResponseWriter, r *web.Request) error {
	ctx, by := r.Context(), r.Actor
	t, err := m.tasks(ctx, by)
	if err != nil {
		return err
	}
	page := &workPage{Page: ui.Page{Title: "Việc thiết bị", Lead: "Nhận, trả, kiểm tra thiết bị lưu khóa và các cảnh báo."}}
	mine, err := m.Devices.Mine(ctx, by)
	if err != nil {
		return err
	}
	n := m.names()
	if page.Mine, err = m.rows(ctx, by, mine); err != nil {
		return err
	}
	if page.Waiting, err = m.handoverLines(ctx, n, t.waiting); err != nil {
		return err
	}
	if page.Duties, err = m.dutyLines(r, n, t.duties); err != nil {
		return err
	}
	for _, x := range t.notices {
		page.Notices = append(page.Notices, noticeLine{Text: x.Text, Href: noticeAt(x), When: ui.When(x.At), Post: "/thong-bao-thiet-bi/" + x.ID})
	}
	if by.Agency != "" && m.may(r, device.ActCheck) {
		if err := m.ofAgency(r, page, n); err != nil {
			return err
		}
	}
	if len(page.Waiting)+len(page.Duties)+len(page.Arrived)+len(page.Agency)+len(page.Old)+len(page.Notices)+len(page.Mine) == 0 {
		page.Empty = &ui.Empty{Title: "Chưa có việc nào.", From: "Biên bản chờ xác nhận, thiết bị phải trả, việc kiểm tra và cảnh báo hiện ở đây."}
	}
	return r.Render(w, page)
}

// ofAgency adds what the managers and the head of the agency look after.
func (m *module) ofAgency(r *web.Request, page *workPage, n names) error {
	ctx, by := r.Context(), r.Actor
	duties, err := m.Devices.OpenDuties(ctx, by, by.Agency)
	if err != nil {
		return err
	}
	duties = slices.DeleteFunc(duties, func(d device.Duty) bool { return d.Person == by.Person }) // those stand above
	if page.Agency, err = m.dutyLines(r, n, duties); err != nil {
		return err
	}
	old, err := m.Devices.Unconfirmed(ctx, by, by.Agency)
	if err != nil {
		return err
	}
	if page.Old, err = m.handoverLines(ctx, n, old); err != nil {
		return err
	}
	way, err := m.Devices.OnTheWay(ctx, by, by.Agency)
	if err != nil {
		return err
	}
	for _, t := range way {
		sender, err := n.person(ctx, t.SentBy)
		if err != nil {
			return err
		}
		page.Arrived = append(page.Arrived, taskLine{Title: "Xác nhận đã nhận " + ui.Number(len(t.Devices)) + " thiết bị", Href: "/nhan-thiet-bi/" + t.ID, Detail: "Gửi ngày " + ui.Day(t.Date), Who: sender})
	}
	law, err := m.Profiles.At(by.Province, m.Now())
	if err == nil && law.Subscribers.Custody.ReceptionContact && m.may(r, device.ActApprove) {
		page.Contact = "/thiet-bi/can-bo-tiep-nhan"
	}
	return err
}

func noticeAt(n device.Notice) string {
	switch {
	case n.Kind == "handover-approval":
		return "/ban-giao/" + n.Subject
	case n.Kind == "arrived" && n.Device == "":
		return "/nhan-thiet-bi/" + n.Subject
	case n.Device != "":
		return "/thiet-bi/" + string(n.Device)
	}
	return ""
}

func (m *module) handoverLines(ctx context.Context, n names, list []device.Handover) ([]taskLine, error) {
	var out []taskLine
	for _, h := range list {
		giver, err := n.person(ctx, h.Giver)
		if err != nil {
			return nil, err
		}
		receiver, err := n.person(ctx, h.Receiver)
		if err != nil {
			return nil, err
		}
		title := "Biên bản bàn giao thiết bị"
		if h.Temporary() {
			title = "Biên bản tạm giao thiết bị"
		}
		out = append(out, taskLine{Title: title, Href: "/ban-giao/" + h.ID, Detail: "Lập " + m.age(h.CreatedAt) + " trước", Who: giver + " giao, " + receiver + " nhận"})
	}
	return out, nil
}

func (m *module) dutyLines(r *web.Request, n names, list []device.Duty) ([]taskLine, error) {
	var out []taskLine
	for _, d := range list {
		line := taskLine{Title: d.Kind.Name(), Href: "/thiet-bi/" + string(d.Device)}
		var err error
		if line.Who, err = n.person(r.Context(), d.Person); err != nil {
			return nil, err
		}
		if line.Due, err = m.dueChip(r.Actor.Province, d.DueAt); err != nil {
			return nil, err
		}
		switch d.Kind {
		case device.DutyPresence, device.DutyInventory, device.DutyHolding:
			line.Href = checkAt(d.Device, d.Kind)
			if d.Kind == device.DutyHolding && d.Person != r.Actor.Person { // only the keeper can say so
				line.Href = "/thiet-bi/" + string(d.Device)
			}
		case device.DutySelfCheck:
			line.Href = "/tu-kiem-tra-thiet-bi/" + d.ID
		case device.DutyReturn, device.DutyFirstPIN:
		}
		if d.Device != "" {
			dev, err := m.Devices.Device(r.Context(), r.Actor, d.Device)
			if err != nil {
				if _, refused := fault.From(err); refused {
					continue // kept by somebody else meanwhile
				}
				return nil, err
			}
			line.Detail = "Thiết bị " + dev.Serial
		}
		out = append(out, line)
	}
	return out, nil
}

func (m *module) seen(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	if err := m.Devices.SeeNotice(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return err
	}
	return r.Done(w, "/thiet-bi/viec", "Đã xem.")
}
