package deviceweb

import (
	"net/http"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// outingMark is the value of the field "tam" for taking a device out of the office.
const outingMark = "ra"

// outing is the form of taking the agency's device out of the office.
func (m *module) outing(r *web.Request, page *formPage, d device.Device) error {
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return err
	}
	at := "/thiet-bi/" + string(d.ID)
	page.Page.Title, page.Crumbs = "Mang thiết bị ra ngoài trụ sở", []ui.Link{{Text: "Thiết bị " + d.Serial, Href: at}}
	page.Lead = "Người giữ không đổi. Chỉ mang đi khi lãnh đạo cơ quan đã cho phép bằng văn bản."
	page.Post, page.Files, page.Button, page.Back = "/lap-ban-giao/"+string(d.ID), true, "Ghi mang ra ngoài", ui.Link{Text: "Thôi", Href: at}
	page.Hidden, page.Clause = []ui.Hidden{{Name: "tam", Value: outingMark}}, ui.ClauseText(law.Clause("subscribers.custody.out_of_office_refusal"))
	if page.About, err = m.about(r, d); err != nil {
		return err
	}
	page.Fields = []ui.Input{page.Input("place", "Mang đến đâu", value(r, "place")), page.Input("to", "Mang trả trước", value(r, "to")).Hinted("Ngày/tháng/năm giờ:phút.")}
	return m.paperFields(r, page, d, true)
}

func (m *module) takeOut(w http.ResponseWriter, r *web.Request, d device.Device, f device.File) error {
	o := device.Outing{Device: d.ID, Place: r.Text("place"), Paper: device.Paper{Number: r.Text("paper-number"), By: org.PersonID(r.Text("paper-by")), File: f}}
	var err error
	if o.Paper.Date, err = day(r, "paper-date"); err == nil {
		o.Until, err = moment(r, "to", momentForm)
	}
	if err == nil && o.Paper.By != "" {
		o.Paper.Signer, err = m.names().person(r.Context(), o.Paper.By)
	}
	if err == nil {
		err = m.Devices.TakeOut(r.Context(), r.Actor, o)
	}
	if err != nil {
		return m.again(w, r, err, m.drafting)
	}
	return r.Done(w, "/thiet-bi/"+string(d.ID), "Đã ghi mang thiết bị ra ngoài trụ sở.")
}
