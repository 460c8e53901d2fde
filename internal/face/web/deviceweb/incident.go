package deviceweb

import (
	"net/http"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// incidentPage says what a report has done, here and not yet at the authority.
type incidentPage struct {
	ui.Page
	Here         string
	Facts        []ui.Pair
	Certificates []blockedLine
	Blocked      bool
	Waits        bool // something is blocked here that the authority has not revoked
	Next         string
	Violation    string
	Minutes      *ui.Link
	CanAttach    bool
	Back         string
}

type blockedLine struct {
	Serial string
	Chip   *ui.Chip
	Causes []string
}

// choice is what a person says that happened; note is proposed, so that a report
// is three taps: the device, what happened, report.
var reported = []struct {
	kind       device.IncidentKind
	text, note string
}{
	{device.IncidentLost, "Mất, thất lạc", "Không tìm thấy thiết bị."},
	{device.IncidentCompromised, "Lộ khóa, lộ mật khẩu, nghi mất an toàn", "Nghi người khác biết mật khẩu hoặc đã dùng thiết bị."},
	{device.IncidentLocked, "Bị khóa do nhập sai mật khẩu", "Thiết bị bị khóa do nhập sai mật khẩu quá số lần."},
	{device.IncidentBroken, "Hỏng", "Thiết bị không nhận khi cắm vào máy."},
	{device.IncidentRetired, "Người giữ nghỉ hưu", "Người giữ nghỉ hưu."},
	{device.IncidentMoved, "Người giữ chuyển công tác", "Người giữ chuyển công tác."},
	{device.IncidentTampered, "Can thiệp dữ liệu, làm hỏng thiết bị", "Dữ liệu trong thiết bị bị thay đổi, can thiệp."},
}

func (m *module) reportForm(w http.ResponseWriter, r *web.Request) error {
	return m.open(w, r, m.reporting)
}

func (m *module) reporting(r *web.Request, page *formPage) error {
	d, err := m.knock(r, device.ActReport)
	if err != nil {
		return err
	}
	page.Page.Title, page.Crumbs = "Báo mất, hỏng, bị khóa, lộ khóa", []ui.Link{{Text: "Thiết bị " + d.Serial, Href: "/thiet-bi/" + string(d.ID)}}
	page.Post, page.Button, page.Back = "/thiet-bi/"+string(d.ID)+"/bao-su-co", "Báo ngay", ui.Link{Text: "Thôi", Href: "/thiet-bi/" + string(d.ID)}
	if page.About, err = m.about(r, d); err != nil {
		return err
	}
	kind := device.IncidentKind(value(r, "kind"))
	note, choices := "", make([]ui.Choice, 0, len(reported))
	for _, one := range reported {
		choices = append(choices, ui.Choice{Value: string(one.kind), Text: one.text})
		if one.kind == kind {
			note = one.note
		}
	}
	page.Lines = []string{"Mất hoặc lộ khóa: phần mềm chặn ký ngay khi báo. Cục thu hồi chứng thư số sau, theo đề nghị của cơ quan."}
	page.Files = true
	page.Fields = []ui.Input{page.Input("kind", "Điều gì đã xảy ra", string(kind)).Radio(choices),
		page.Input("found", "Phát hiện lúc", or(r, "found", m.Now().In(ui.Hanoi).Format(momentForm))).Hinted("Ngày/tháng/năm giờ:phút."),
		page.Input("note", "Mô tả sự việc", or(r, "note", note)).Area(2).Optional()}
	page.More = "Kèm biên bản, văn bản của Cục"
	page.Rest = []ui.Input{page.Input("consent", "Số văn bản đồng ý của Cục", value(r, "consent")).Optional().Hinted("Chỉ khi dữ liệu được can thiệp có sự đồng ý của Cục."),
		page.Input("minutes", "Biên bản", "").Accept(".pdf,.png,.jpg,.jpeg").Optional().Hinted("Bắt buộc khi can thiệp dữ liệu; các loại khác bổ sung sau được. Tối đa 20 MB.")}
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err == nil {
		page.Clause = ui.ClauseText(law.Clause("subscribers.block_on_reported_loss"))
	}
	return err
}

func (m *module) report(w http.ResponseWriter, r *web.Request) error {
	d, err := m.knock(r, device.ActReport)
	if err != nil {
		return err
	}
	i, err := m.reportOf(r, d)
	if err != nil {
		return m.again(w, r, err, m.reporting)
	}
	return r.Go(w, incidentAt(d.ID, i.ID))
}

func incidentAt(d device.ID, incident string) string {
	return "/su-co-thiet-bi/" + string(d) + "/" + incident
}

func (m *module) reportOf(r *web.Request, d device.Device) (device.Incident, error) {
	f, err := m.typed(r)
	if err != nil {
		return device.Incident{}, err
	}
	in := device.Reporting{Device: d.ID, Kind: device.IncidentKind(r.Text("kind")), Note: r.Text("note"), Consent: r.Text("consent"), Minutes: f}
	for _, one := range reported {
		if one.kind == in.Kind && in.Note == "" {
			in.Note = one.note
		}
	}
	if in.FoundAt, err = moment(r, "found", momentForm); err != nil {
		return device.Incident{}, err
	}
	return m.Devices.Report(r.Context(), r.Actor, in)
}

func (m *module) incidentOf(r *web.Request) (device.Device, device.Incident, error) {
	d, err := m.device(r)
	if err != nil {
		return d, device.Incident{}, err
	}
	list, err := m.Devices.Incidents(r.Context(), r.Actor, d.ID)
	if err != nil {
		return d, device.Incident{}, err
	}
	for _, i := range list {
		if i.ID == r.PathValue("incident") {
			return d, i, nil
		}
	}
	return d, device.Incident{}, fault.New(fault.NotFound, "incident.unknown", "Không có sự cố này.")
}

func (m *module) incident(w http.ResponseWriter, r *web.Request) error {
	page, err := m.incidentPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) incidentPage(r *web.Request) (*incidentPage, error) {
	d, i, err := m.incidentOf(r)
	if err != nil {
		return nil, err
	}
	n := m.names()
	reporter, err := n.person(r.Context(), i.Reporter)
	if err != nil {
		return nil, err
	}
	page := &incidentPage{Page: ui.Page{Title: "Sự cố: " + i.Kind.Name(), Crumbs: []ui.Link{{Text: "Thiết bị " + d.Serial, Href: "/thiet-bi/" + string(d.ID)}}}, Here: incidentAt(d.ID, i.ID),
		Blocked: !i.BlockedAt.IsZero(), Minutes: fileLink(d.ID, i.Minutes), CanAttach: i.Minutes.SHA256 == "" && m.Guard.Can(r.Actor, device.ActReport, relations(r.Actor, d)...), Back: "/thiet-bi/" + string(d.ID), Next: nextOf[i.Kind]}
	page.Facts = []ui.Pair{{Label: "Thiết bị", Value: d.Serial, Strong: true}, {Label: "Phát hiện lúc", Value: ui.When(i.FoundAt), Symbol: true},
		{Label: "Báo lúc", Value: ui.When(i.ReportedAt), Symbol: true}, {Label: "Sau khi phát hiện", Value: span(i.Elapsed())}, {Label: "Người báo", Value: reporter}, {Label: "Sự việc", Value: i.Note}}
	if i.Violation {
		who, err := n.person(r.Context(), i.Violator)
		if err != nil {
			return nil, err
		}
		page.Violation = who
	}
	return page, m.blocked(r, page, d)
}

// nextOf says what the report has opened at the agency.
var nextOf = map[device.IncidentKind]string{
	device.IncidentLost: "Đề nghị thu hồi chứng thư số được lập sẵn ở danh sách yêu cầu của cơ quan.", device.IncidentCompromised: "Đề nghị thu hồi chứng thư số được lập sẵn ở danh sách yêu cầu của cơ quan.",
	device.IncidentTampered: "Đề nghị thu hồi chứng thư số được lập sẵn ở danh sách yêu cầu của cơ quan.", device.IncidentLocked: "Đề nghị khôi phục thiết bị được lập sẵn ở danh sách yêu cầu của cơ quan.",
	device.IncidentBroken: "Đề nghị cấp mới trên thiết bị khác được lập sẵn ở danh sách yêu cầu của cơ quan.", device.IncidentRetired: "Đề nghị thu hồi được lập sẵn ở danh sách yêu cầu của cơ quan.",
	device.IncidentMoved: "Đề nghị thu hồi hoặc thay đổi được lập sẵn ở danh sách yêu cầu của cơ quan.",
}

func (m *module) blocked(r *web.Request, page *incidentPage, d device.Device) error {
	for _, id := range d.Certificates {
		c, err := m.Signing.Certificate(r.Context(), id)
		if err != nil {
			return err
		}
		holds, err := m.Signing.Holds(r.Context(), id, m.Now())
		if err != nil {
			return err
		}
		line := blockedLine{Serial: c.Serial, Chip: certificateChip(c, m.Now(), len(holds) > 0)}
		for _, h := range holds {
			line.Causes = append(line.Causes, h.Message)
		}
		page.Waits = page.Waits || len(holds) > 0 && c.Status != signing.Revoked
		page.Certificates = append(page.Certificates, line)
	}
	return nil
}

func span(d time.Duration) string {
	switch h := int(d.Hours()); {
	case h >= 24:
		return ui.Number(h/24) + " ngày " + ui.Number(h%24) + " giờ"
	case h > 0:
		return ui.Number(h) + " giờ " + ui.Number(int(d.Minutes())%60) + " phút"
	}
	return ui.Number(int(d.Minutes())) + " phút"
}

func (m *module) addMinutes(w http.ResponseWriter, r *web.Request) error {
	if _, err := m.knock(r, device.ActReport); err != nil {
		return err
	}
	_, i, err := m.incidentOf(r)
	if err != nil {
		return err
	}
	f, err := m.typed(r)
	if err == nil {
		err = m.Devices.AddMinutes(r.Context(), r.Actor, i.ID, f)
	}
	if err != nil {
		page, broken := m.incidentPage(r)
		if broken != nil {
			return err
		}
		return r.Refuse(w, err, page)
	}
	return r.Done(w, incidentAt(i.Device, i.ID), "Đã đính kèm biên bản.")
}
