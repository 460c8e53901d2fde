package deviceweb

import (
	"net/http"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

func (m *module) draftForm(w http.ResponseWriter, r *web.Request) error {
	return m.open(w, r, m.drafting)
}

// drafting is the form of the minutes: a first handover, a change of keeper, or
// with tam=1 a temporary one; with tam=ra the device only leaves the office.
func (m *module) drafting(r *web.Request, page *formPage) error {
	d, err := m.knock(r, device.ActHandOver)
	if err != nil {
		return err
	}
	if value(r, "tam") == outingMark {
		return m.outing(r, page, d)
	}
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return err
	}
	temporary := value(r, "tam") == "1"
	page.Page.Title, page.Crumbs = "Lập biên bản bàn giao", []ui.Link{{Text: "Thiết bị " + d.Serial, Href: "/thiet-bi/" + string(d.ID)}}
	page.Lead = law.Subscribers.HandoverForm + ". Bên giao, bên nhận cùng xác nhận thì việc bàn giao mới có hiệu lực."
	page.Post, page.Files, page.Button, page.Back = "/lap-ban-giao/"+string(d.ID), true, "Lập biên bản", ui.Link{Text: "Thôi", Href: "/thiet-bi/" + string(d.ID)}
	page.Clause = ui.ClauseText(law.Clause("subscribers.handover_paper"))
	if temporary {
		page.Page.Title, page.Hidden = "Tạm giao thiết bị", []ui.Hidden{{Name: "tam", Value: "1"}}
		page.Lead, page.Clause = "Hết thời hạn thiết bị tự trả về người đang giữ.", ui.ClauseText(law.Clause("subscribers.temporary_handover"))
	}
	if page.About, err = m.about(r, d); err != nil {
		return err
	}
	if err := m.parties(r, page, d); err != nil {
		return err
	}
	in := func(name, label string) ui.Input { return page.Input(name, label, value(r, name)) }
	page.Fields = append(page.Fields, page.Input("condition", "Tình trạng thiết bị", or(r, "condition", "Hoạt động bình thường")), in("place", "Nơi bàn giao"))
	if temporary {
		page.Fields = append(page.Fields, in("to", "Tạm giao đến").Hinted("Ngày/tháng/năm giờ:phút."))
	} else {
		page.Fields = append(page.Fields, page.Input("storage", "Nơi cất giữ", or(r, "storage", d.Place)).Optional(), page.Input("date", "Ngày bàn giao", or(r, "date", today(m))).Hinted("Ngày/tháng/năm."))
	}
	return m.paperFields(r, page, d, temporary)
}

func (m *module) about(r *web.Request, d device.Device) ([]ui.Pair, error) {
	n := m.names()
	who, err := n.whose(r.Context(), d)
	if err != nil {
		return nil, err
	}
	chip := stateChip(d.State)
	out := []ui.Pair{{Label: "Số sê-ri", Value: d.Serial, Strong: true}, {Label: "Trạng thái", Chip: &chip}, {Label: "Loại", Value: joined(kindName(d.Kind), d.Model)}}
	if who != "" {
		out = append(out, ui.Pair{Label: "Người giữ", Value: who})
	}
	return out, nil
}

// parties are giver and receiver; a personal device has only its own receiver.
func (m *module) parties(r *web.Request, page *formPage, d device.Device) error {
	ctx, n := r.Context(), m.names()
	role := org.Clerk
	if d.System != "" {
		role = org.ITOfficer
	}
	receivers, err := m.with(ctx, d.Agency, role)
	if err != nil {
		return err
	}
	if d.Holder != "" {
		holder, err := n.person(ctx, d.Holder)
		if err != nil {
			return err
		}
		receivers = []ui.Choice{{Value: string(d.Holder), Text: holder}}
	}
	page.Fields = append(page.Fields, page.Input("receiver", "Bên nhận", value(r, "receiver")).OneOf(receivers))
	if d.State != device.InUse {
		page.Fields = append(page.Fields, page.Input("giver", "Bên giao", value(r, "giver")).OneOf([]ui.Choice{{Value: "", Text: r.Actor.Name}}))
		return nil
	}
	keeper, err := n.person(ctx, d.Keeper)
	if err != nil {
		return err
	}
	givers := []ui.Choice{{Value: "", Text: keeper + " (đang giữ)"}}
	leaders, err := m.with(ctx, d.Agency, org.Leader)
	if err != nil {
		return err
	}
	for _, l := range leaders[1:] {
		givers = append(givers, ui.Choice{Value: l.Value, Text: l.Text + " (lãnh đạo, khi người giữ không còn làm việc)"})
	}
	page.Fields = append(page.Fields, page.Input("giver", "Bên giao", value(r, "giver")).OneOf(givers))
	return nil
}

// paperFields ask for the decision, which an agency's or a system's device
// needs, or for the permission of a temporary handover; the file stands last.
func (m *module) paperFields(r *web.Request, page *formPage, d device.Device, temporary bool) error {
	if d.Holder != "" {
		return nil
	}
	what := "quyết định"
	if temporary {
		what = "văn bản cho phép"
	}
	in := func(name, label string) ui.Input { return page.Input(name, label, value(r, name)) }
	page.Fields = append(page.Fields, in("paper-number", "Số "+what), in("paper-date", "Ngày "+what).Hinted("Ngày/tháng/năm."))
	if temporary {
		leaders, err := m.with(r.Context(), d.Agency, org.Leader)
		if err != nil {
			return err
		}
		page.Fields = append(page.Fields, in("paper-by", "Lãnh đạo ký văn bản cho phép").OneOf(leaders))
	} else {
		page.Fields = append(page.Fields, in("paper-signer", "Người ký "+what))
	}
	page.Fields = append(page.Fields, page.Input("paper-file", "Tệp "+what, "").Accept(".pdf,.png,.jpg,.jpeg").Hinted("PDF hoặc ảnh, tối đa 20 MB."))
	return nil
}

// knock refuses who may not do the deed before its form is shown or a file is read.
func (m *module) knock(r *web.Request, action org.Action) (device.Device, error) {
	d, err := m.device(r)
	if err != nil {
		return d, err
	}
	return d, m.Guard.Allow(r.Context(), r.Actor, action, relations(r.Actor, d)...)
}

func (m *module) draft(w http.ResponseWriter, r *web.Request) error {
	d, err := m.knock(r, device.ActHandOver)
	if err != nil {
		return err
	}
	f, err := m.typed(r)
	if err != nil {
		return m.again(w, r, err, m.drafting)
	}
	if r.Text("tam") == outingMark {
		return m.takeOut(w, r, d, f)
	}
	h, err := m.handoverTyped(r, d, f)
	if err == nil {
		h, err = m.Devices.Draft(r.Context(), r.Actor, h)
	}
	if err != nil {
		return m.again(w, r, err, m.drafting)
	}
	done := "Đã lập biên bản; chờ bên giao và bên nhận xác nhận."
	if h.State == device.HandoverApproval {
		done = "Đã lập biên bản; chờ thủ trưởng duyệt rồi hai bên xác nhận."
	}
	return r.Done(w, "/ban-giao/"+h.ID, done)
}

func (m *module) handoverTyped(r *web.Request, d device.Device, f device.File) (h device.Handover, err error) {
	h = device.Handover{Device: d.ID, Giver: org.PersonID(r.Text("giver")), Receiver: org.PersonID(r.Text("receiver")), Condition: r.Text("condition"),
		Place: r.Text("place"), Storage: r.Text("storage"), Paper: device.Paper{Number: r.Text("paper-number"), Signer: r.Text("paper-signer"), File: f}}
	if h.Receiver == "" {
		return h, fault.New(fault.Invalid, "handover.receiver", "Chưa chọn bên nhận.").At("receiver", "Chọn người nhận thiết bị.")
	}
	if h.Date, err = day(r, "date"); err != nil {
		return h, err
	}
	if h.Paper.Date, err = day(r, "paper-date"); err != nil || r.Text("tam") != "1" {
		return h, err
	}
	h.Paper.By = org.PersonID(r.Text("paper-by"))
	if h.Paper.Signer, err = m.names().person(r.Context(), h.Paper.By); err != nil {
		return h, err
	}
	h.To, err = moment(r, "to", momentForm)
	if err == nil && h.To.IsZero() {
		err = fault.New(fault.Invalid, "handover.period", "Chưa ghi thời hạn tạm giao.").At("to", "Ghi ngày giờ kết thúc.")
	}
	return h, err
}
