package deviceweb

import (
	"net/http"
	"strconv"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// checks are the sorts of checks by the word of the address.
var checks = map[string]device.DutyKind{"tai-cho": device.DutyPresence, "kiem-ke": device.DutyInventory, "dang-giu": device.DutyHolding}

func checkAt(d device.ID, kind device.DutyKind) string {
	for word, k := range checks {
		if k == kind {
			return "/kiem-tra-thiet-bi/" + string(d) + "?viec=" + word
		}
	}
	return "/thiet-bi/" + string(d)
}

func (m *module) checkForm(w http.ResponseWriter, r *web.Request) error {
	return m.open(w, r, m.checking)
}

func (m *module) checking(r *web.Request, page *formPage) error {
	d, err := m.knock(r, device.ActCheck)
	if err != nil {
		return err
	}
	word := or(r, "viec", "tai-cho")
	kind, ok := checks[word]
	if !ok {
		return fault.New(fault.NotFound, "check.kind", "Không có loại kiểm tra này.")
	}
	page.Page.Title, page.Crumbs = kind.Name(), []ui.Link{{Text: "Thiết bị " + d.Serial, Href: "/thiet-bi/" + string(d.ID)}}
	page.Post, page.Button, page.Back = "/kiem-tra-thiet-bi/"+string(d.ID), "Ghi kết quả", ui.Link{Text: "Thôi", Href: "/thiet-bi/" + string(d.ID)}
	page.Hidden = []ui.Hidden{{Name: "viec", Value: word}}
	if page.About, err = m.about(r, d); err != nil {
		return err
	}
	yes, no := "Thấy thiết bị ở nơi cất giữ", "Không thấy: báo mất ngay"
	if kind == device.DutyHolding {
		yes, no = "Tôi đang giữ thiết bị này", "Tôi không còn giữ: báo mất ngay"
	}
	page.Lines = []string{"Không thấy thiết bị thì hệ thống ghi sự cố mất và chặn ký theo quy chế."}
	page.Fields = []ui.Input{page.Input("seen", "Kết quả", value(r, "seen")).Radio([]ui.Choice{{Value: "co", Text: yes}, {Value: "khong", Text: no}}),
		page.Input("place", "Nơi cất giữ", or(r, "place", d.Place)).Optional(), page.Input("note", "Ghi chú", value(r, "note")).Area(2).Optional()}
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err == nil {
		page.Clause = ui.ClauseText(law.Clause("subscribers.custody.presence_days"))
	}
	return err
}

func (m *module) check(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	d, err := m.knock(r, device.ActCheck)
	if err != nil {
		return err
	}
	err = fault.New(fault.Invalid, "check.seen", "Chưa ghi kết quả kiểm tra.").At("seen", "Chọn thấy hoặc không thấy.")
	seen := r.Text("seen")
	if seen == "co" || seen == "khong" {
		err = m.Devices.Sight(r.Context(), r.Actor, d.ID, checks[r.Text("viec")], device.Sighting{Seen: seen == "co", Place: r.Text("place"), Note: r.Text("note")})
	}
	if err != nil {
		return m.again(w, r, err, m.checking)
	}
	if seen == "co" {
		return r.Done(w, "/thiet-bi/"+string(d.ID), "Đã ghi kết quả kiểm tra.")
	}
	list, err := m.Devices.Incidents(r.Context(), r.Actor, d.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	return r.Go(w, incidentAt(d.ID, list[0].ID))
}

func (m *module) selfForm(w http.ResponseWriter, r *web.Request) error {
	return m.open(w, r, m.selfChecking)
}

// duty finds the open self-check of the address among those of the agency.
func (m *module) duty(r *web.Request) (device.Duty, error) {
	list, err := m.Devices.OpenDuties(r.Context(), r.Actor, r.Actor.Agency)
	if err != nil {
		return device.Duty{}, hidden(err, "duty.unknown", "Không có việc kiểm tra này.")
	}
	for _, d := range list {
		if d.ID == r.PathValue("id") && d.Kind == device.DutySelfCheck {
			return d, nil
		}
	}
	return device.Duty{}, fault.New(fault.NotFound, "duty.unknown", "Không có việc kiểm tra này.").Do("Mở lại từ trang Việc thiết bị.")
}

func (m *module) selfChecking(r *web.Request, page *formPage) error {
	d, err := m.duty(r)
	if err != nil {
		return err
	}
	questions, err := m.Devices.Questions(r.Context(), d.Agency)
	if err != nil {
		return err
	}
	page.Page.Title, page.Lead, page.Crumbs = d.Kind.Name(), "Hạn "+ui.Day(d.DueAt)+".", []ui.Link{{Text: "Việc thiết bị", Href: "/thiet-bi/viec"}}
	page.Post, page.Button, page.Back = "/tu-kiem-tra-thiet-bi/"+d.ID, "Ghi kết quả tự kiểm tra", ui.Link{Text: "Thôi", Href: "/thiet-bi/viec"}
	for i, q := range questions {
		name := "cau-" + strconv.Itoa(i)
		input := page.Input(name, q, value(r, name)).Radio([]ui.Choice{{Value: "dat", Text: "Đạt"}, {Value: "chua", Text: "Chưa đạt"}})
		if page.Fault != nil && value(r, name) == "" {
			input.Error = "Chọn đạt hoặc chưa đạt."
		}
		page.Fields = append(page.Fields, input)
	}
	page.Fields = append(page.Fields, page.Input("note", "Ghi chú", value(r, "note")).Area(2).Optional())
	return nil
}

func (m *module) selfCheck(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	d, err := m.duty(r)
	if err != nil {
		return err
	}
	questions, err := m.Devices.Questions(r.Context(), d.Agency)
	if err != nil {
		return err
	}
	answers := map[string]bool{}
	for i, q := range questions {
		if v := r.Text("cau-" + strconv.Itoa(i)); v != "" {
			answers[q] = v == "dat"
		}
	}
	if err := m.Devices.SelfCheck(r.Context(), r.Actor, d.ID, answers, r.Text("note")); err != nil {
		return m.again(w, r, err, m.selfChecking)
	}
	return r.Done(w, "/thiet-bi/viec", "Đã ghi kết quả tự kiểm tra.")
}

// returnForm takes a device back, or gives one that came back to the authority.
func (m *module) returnForm(w http.ResponseWriter, r *web.Request) error {
	return m.open(w, r, m.returning)
}

func (m *module) returning(r *web.Request, page *formPage) error {
	d, err := m.device(r)
	if err != nil {
		return err
	}
	page.Page.Title, page.Lead, page.Button = "Nhận lại thiết bị", "Thu hồi thiết bị sau khi chứng thư số hết hiệu lực.", "Ghi đã nhận lại"
	if d.State == device.Returned {
		page.Page.Title, page.Lead, page.Button = "Giao thiết bị lại cho Cục", "Đã giao Cục là bước cuối của thiết bị trong sổ.", "Ghi đã giao Cục"
	}
	page.Crumbs = []ui.Link{{Text: "Thiết bị " + d.Serial, Href: "/thiet-bi/" + string(d.ID)}}
	page.Post, page.Files, page.Back = "/thu-hoi-thiet-bi/"+string(d.ID), true, ui.Link{Text: "Thôi", Href: "/thiet-bi/" + string(d.ID)}
	if page.About, err = m.about(r, d); err != nil {
		return err
	}
	if d.State == device.ReturnDue {
		page.About = append(page.About, ui.Pair{Label: "Hạn trả", Value: ui.Day(d.DueAt), Symbol: true})
	}
	people, err := m.returners(r, d)
	if err != nil {
		return err
	}
	in := func(name, label string) ui.Input { return page.Input(name, label, value(r, name)) }
	page.Fields = []ui.Input{page.Input("giver", "Bên giao", or(r, "giver", string(d.Keeper))).OneOf(people), page.Input("receiver", "Bên nhận, hoặc người giao cho Cục", or(r, "receiver", string(r.Actor.Person))).OneOf(people),
		page.Input("condition", "Tình trạng thiết bị", or(r, "condition", "Hoạt động bình thường")), page.Input("method", "Phương thức", or(r, "method", string(device.ByHand))).Radio(methods()),
		in("tracking", "Số hiệu bưu gửi").Optional().Hinted("Bắt buộc khi gửi bưu chính công ích."), in("minutes-number", "Số biên bản"),
		page.Input("minutes-date", "Ngày biên bản", or(r, "minutes-date", today(m))).Hinted("Ngày/tháng/năm."), page.Input("minutes-file", "Tệp biên bản", "").Accept(".pdf,.png,.jpg,.jpeg").Optional()}
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err == nil {
		page.Clause = ui.ClauseText(law.Clause("subscribers.device_return_working_days"))
	}
	return err
}

// returners are the people of the device's agency and the reader.
func (m *module) returners(r *web.Request, d device.Device) ([]ui.Choice, error) {
	people, err := m.all(r.Context(), d.Agency)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		if p.Value == string(r.Actor.Person) {
			return people, nil
		}
	}
	return append(people, ui.Choice{Value: string(r.Actor.Person), Text: r.Actor.Name}), nil
}

func (m *module) takeBack(w http.ResponseWriter, r *web.Request) error {
	d, err := m.knock(r, device.ActManage)
	if err != nil {
		return err
	}
	do, done := m.Devices.TakeBack, "Đã nhận lại thiết bị."
	if d.State == device.Returned {
		do, done = m.Devices.HandBack, "Đã ghi giao thiết bị cho Cục."
	}
	back, err := m.returned(r)
	if err == nil {
		err = do(r.Context(), r.Actor, d.ID, back)
	}
	if err != nil {
		return m.again(w, r, err, m.returning)
	}
	return r.Done(w, "/thiet-bi/"+string(d.ID), done)
}

func (m *module) returned(r *web.Request) (device.Return, error) {
	f, err := m.typed(r)
	if err != nil {
		return device.Return{}, err
	}
	back := device.Return{Giver: org.PersonID(r.Text("giver")), Receiver: org.PersonID(r.Text("receiver")), Condition: r.Text("condition"),
		Method: device.Method(r.Text("method")), Tracking: r.Text("tracking"), Minutes: device.Paper{Number: r.Text("minutes-number"), File: f}}
	for name, id := range map[string]org.PersonID{"giver": back.Giver, "receiver": back.Receiver} {
		if id == "" {
			return back, fault.New(fault.Invalid, "return.party", "Chưa chọn đủ bên giao, bên nhận.").At(name, "Chọn người.")
		}
	}
	back.Minutes.Date, err = day(r, "minutes-date")
	return back, err
}
