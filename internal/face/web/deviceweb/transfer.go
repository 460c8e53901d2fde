package deviceweb

import (
	"fmt"
	"net/http"
	"strings"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// missingOwner asks for what the sort of device cannot be without.
func missingOwner(r *web.Request, in device.Entering) error {
	switch {
	case r.Text("cho") == ofPerson && in.Holder == "":
		return fault.New(fault.Invalid, "device.holder", "Chưa chọn người được cấp thiết bị.").At("holder", "Chọn người được cấp.")
	case r.Text("cho") == ofSystem && in.System == "":
		return fault.New(fault.Invalid, "device.system", "Chưa ghi tên hệ thống, dịch vụ.").At("system", "Ghi tên hệ thống, dịch vụ.")
	}
	return nil
}

// ways are the transfers that there are, from the authority down.
var ways = []struct {
	code, text string
	from, to   device.Party
	state      device.State
}{
	{"cuc-co-quan", "Từ Cục đến cơ quan", device.PartyAuthority, device.PartyAgency, device.AtAuthority},
	{"cuc-dau-moi", "Từ Cục đến đầu mối của tỉnh", device.PartyAuthority, device.PartyDepartment, device.AtAuthority},
	{"dau-moi-co-quan", "Từ đầu mối đến cơ quan", device.PartyDepartment, device.PartyAgency, device.AtDepartment},
}

func methods() []ui.Choice {
	return []ui.Choice{{Value: string(device.ByHand), Text: "Trực tiếp"}, {Value: string(device.ByPost), Text: "Bưu chính công ích"}}
}

func (m *module) sendForm(w http.ResponseWriter, r *web.Request) error {
	return m.open(w, r, m.sending)
}

func (m *module) sending(r *web.Request, page *formPage) error {
	page.Page.Title, page.Lead, page.Crumbs = "Giao nhận thiết bị", "Thiết bị chuyển trạng thái khi bên nhận xác nhận đủ số sê-ri.", crumbs
	page.Post, page.Button, page.Back = "/thiet-bi/gui", "Ghi đã gửi", ui.Link{Text: "Thôi", Href: "/thiet-bi"}
	s := device.Search{Agency: r.Actor.Agency, States: []device.State{device.AtAuthority, device.AtDepartment}, Limit: 500}
	if everywhere(r) {
		s.Agency = ""
	}
	found, _, err := m.Devices.Find(r.Context(), r.Actor, s)
	if err != nil {
		return err
	}
	page.Picks = picks{Name: "devices", Label: "Thiết bị gửi đi"}
	n := m.names()
	for _, d := range found {
		agency, err := n.agency(r.Context(), d.Agency)
		if err != nil {
			return err
		}
		page.Picks.Boxes = append(page.Picks.Boxes, box{Value: string(d.ID), Text: d.Serial, Detail: joined(d.State.Name(), kindName(d.Kind), agency), Ticked: ticked(r, "devices", string(d.ID))})
	}
	if len(found) == 0 {
		page.Empty = &ui.Empty{Title: "Không có thiết bị nào đang ở Cục hoặc ở đầu mối.", From: "Thiết bị hiện ở đây khi được ghi vào sổ là đang ở Cục hoặc ở đầu mối của tỉnh.",
			Link: &ui.Link{Text: "Ghi thiết bị vào sổ", Href: "/thiet-bi/moi"}}
	}
	var routes []ui.Choice
	for _, w := range ways {
		routes = append(routes, ui.Choice{Value: w.code, Text: w.text})
	}
	in := func(name, label string) ui.Input { return page.Input(name, label, value(r, name)) }
	page.Fields = []ui.Input{in("duong", "Bên giao, bên nhận").OneOf(routes), page.Input("method", "Phương thức", or(r, "method", string(device.ByHand))).Radio(methods()),
		in("tracking", "Số hiệu bưu gửi").Optional().Hinted("Bắt buộc khi gửi bưu chính công ích."), page.Input("date", "Ngày giao", or(r, "date", today(m))).Hinted("Ngày/tháng/năm."),
		in("minutes-number", "Số biên bản").Optional()}
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err == nil {
		page.Clause = ui.ClauseText(law.Clause("subscribers.custody.transfer_methods"))
	}
	return err
}

func (m *module) send(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	t, err := m.transfer(r)
	if err == nil {
		_, err = m.Devices.Send(r.Context(), r.Actor, t)
	}
	if err != nil {
		return m.again(w, r, err, m.sending)
	}
	return r.Done(w, "/thiet-bi", fmt.Sprintf("Đã ghi gửi %d thiết bị; chờ bên nhận xác nhận.", len(t.Devices)))
}

// transfer reads the form. What goes to an agency goes to that of its devices.
func (m *module) transfer(r *web.Request) (device.Transfer, error) {
	t := device.Transfer{Method: device.Method(r.Text("method")), Tracking: r.Text("tracking"), Agency: r.Actor.Agency, Minutes: device.Paper{Number: r.Text("minutes-number")}}
	for _, way := range ways {
		if way.code == r.Text("duong") {
			t.From, t.To = way.from, way.to
		}
	}
	for _, id := range r.PostForm["devices"] {
		t.Devices = append(t.Devices, device.ID(id))
	}
	var err error
	if t.Date, err = day(r, "date"); err != nil {
		return t, err
	}
	if t.To == device.PartyAgency && len(t.Devices) > 0 {
		d, err := m.Devices.Device(r.Context(), r.Actor, t.Devices[0])
		if err != nil {
			return t, err
		}
		t.Agency = d.Agency
	}
	return t, nil
}

func (m *module) arriveForm(w http.ResponseWriter, r *web.Request) error {
	return m.open(w, r, m.arriving)
}

func (m *module) arriving(r *web.Request, page *formPage) error {
	t, err := m.Devices.Transfer(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return hidden(err, "transfer.unknown", "Không có lần giao nhận này.")
	}
	sender, err := m.names().person(r.Context(), t.SentBy)
	if err != nil {
		return err
	}
	page.Page.Title, page.Crumbs = "Xác nhận đã nhận thiết bị", []ui.Link{{Text: "Việc thiết bị", Href: "/thiet-bi/viec"}}
	page.Post, page.Button, page.Back = "/nhan-thiet-bi/"+t.ID, "Xác nhận đã nhận", ui.Link{Text: "Thôi", Href: "/thiet-bi/viec"}
	page.About = transferPairs(t, sender)
	if !t.ConfirmedAt.IsZero() {
		page.About = append(page.About, ui.Pair{Label: "Đã xác nhận", Value: ui.When(t.ConfirmedAt)})
	}
	page.Fields = []ui.Input{page.Input("serials", "Số sê-ri của từng thiết bị nhận được", value(r, "serials")).Area(4).Hinted("Đọc trên thiết bị, mỗi dòng một số.")}
	return nil
}

func transferPairs(t device.Transfer, sender string) []ui.Pair {
	out := []ui.Pair{{Label: "Số thiết bị", Value: ui.Number(len(t.Devices)), Symbol: true, Strong: true}, {Label: "Ngày giao", Value: ui.Day(t.Date), Symbol: true}, {Label: "Người gửi", Value: sender}}
	if t.Method == device.ByPost {
		return append(out, ui.Pair{Label: "Phương thức", Value: "Bưu chính công ích"}, ui.Pair{Label: "Số hiệu bưu gửi", Value: t.Tracking, Symbol: true})
	}
	return append(out, ui.Pair{Label: "Phương thức", Value: "Trực tiếp"})
}

func (m *module) arrive(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	if err := m.Devices.Arrived(r.Context(), r.Actor, r.PathValue("id"), strings.FieldsFunc(r.Text("serials"), lineEnd)); err != nil {
		return m.again(w, r, err, m.arriving)
	}
	return r.Done(w, "/thiet-bi/viec", "Đã xác nhận nhận đủ thiết bị. Việc tiếp theo: lập biên bản bàn giao cho người giữ.")
}

func lineEnd(c rune) bool { return c == '\n' || c == '\r' || c == ',' || c == ';' }

func (m *module) contactForm(w http.ResponseWriter, r *web.Request) error {
	return m.open(w, r, m.contact)
}

// contact is the form in which the head names who receives certificates (HD2-14.3).
func (m *module) contact(r *web.Request, page *formPage) error {
	people, err := m.all(r.Context(), r.Actor.Agency)
	if err != nil {
		return err
	}
	page.Page.Title, page.Lead, page.Crumbs = "Cán bộ tiếp nhận chứng thư số", "Người này xác nhận biên bản bàn giao thiết bị cùng hai bên.", crumbs
	page.Post, page.Button, page.Back = "/thiet-bi/can-bo-tiep-nhan", "Ghi cán bộ tiếp nhận", ui.Link{Text: "Thôi", Href: "/thiet-bi/viec"}
	current := ""
	if p, err := m.Devices.Contact(r.Context(), r.Actor.Agency); err == nil {
		current = string(p.ID)
		page.About = []ui.Pair{{Label: "Đang là", Value: p.Name, Strong: true}}
	} else if !fault.Is(err, "device.no-contact") {
		return err
	}
	page.Fields = []ui.Input{page.Input("person", "Cán bộ tiếp nhận", or(r, "person", current)).OneOf(people)}
	return nil
}

func (m *module) setContact(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	err := error(fault.New(fault.Invalid, "device.contact", "Chưa chọn cán bộ tiếp nhận.").At("person", "Chọn người."))
	if r.Text("person") != "" {
		err = m.Devices.SetContact(r.Context(), r.Actor, r.Actor.Agency, org.PersonID(r.Text("person")))
	}
	if err != nil {
		return m.again(w, r, err, m.contact)
	}
	return r.Done(w, "/thiet-bi/viec", "Đã ghi cán bộ tiếp nhận chứng thư số.")
}
