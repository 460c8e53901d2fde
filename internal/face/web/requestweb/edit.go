package requestweb

import (
	"net/http"
	"slices"
	"strconv"

	"antin/internal/domain/profile"
	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// editPage is the form of a new request or of a change.
type editPage struct {
	ui.Page
	Warning     string
	Post        string
	Hidden      []ui.Hidden
	Whom        []ui.Pair
	ReasonLabel string
	Reason      string
	Reasons     []ui.Choice
	Parts       []inputGroup
	Channels    []ui.Choice
	Channel     string
	Note        string
	Button      string
	Back        ui.Link
}

type inputGroup struct {
	Title, Hint string
	Inputs      []ui.Input
}

// Prefixes of the fields that the form of the law and its checklist ask for.
const (
	fieldPrefix     = "m-"
	conditionPrefix = "dk-"
)

// freshPage is the form of a request that does not exist yet.
func (m *module) freshPage(r *web.Request, in request.Input) (*editPage, error) {
	columns, conditions, reasons, err := m.Requests.Columns(r.Context(), r.Actor, in)
	if err != nil {
		return nil, err
	}
	page := &editPage{Page: ui.Page{Title: "Lập yêu cầu: " + lower(in.Kind.Name()), Crumbs: []ui.Link{{Text: "Chọn lại việc hoặc người", Href: "/yeu-cau/moi"}}},
		Post: "/yeu-cau/moi", Button: "Lưu và gửi thuê bao xác nhận", Back: ui.Link{Text: "Thôi", Href: "/yeu-cau"}, Hidden: inputHidden(in)}
	return page, m.fillForm(r, page, in, columns, conditions, reasons)
}

// changePage is the form of a request that stands.
func (m *module) changePage(r *web.Request, v request.View, in request.Input) (*editPage, error) {
	page := &editPage{Page: ui.Page{Title: "Sửa yêu cầu " + v.Code, Crumbs: []ui.Link{{Text: v.Kind.Name() + ": " + v.Whom, Href: href(v.ID)}}},
		Post: href(v.ID, "sua"), Button: "Lưu thay đổi", Back: ui.Link{Text: "Thôi", Href: href(v.ID)},
		Hidden: append(inputHidden(in), ui.Hidden{Name: "rev", Value: strconv.Itoa(v.Rev)})}
	if v.State != request.Draft {
		page.Warning = "Sửa sẽ đưa yêu cầu về Nháp: xác nhận của thuê bao và chữ ký của thủ trưởng trên bản này không còn hiệu lực."
	}
	columns, conditions := slices.Clone(v.Columns), slices.Clone(v.Conditions)
	for i := range columns {
		if typed, ok := in.Fields[columns[i].Code]; ok {
			columns[i].Value = typed
		}
	}
	return page, m.fillForm(r, page, in, columns, conditions, v.Reasons)
}

func inputHidden(in request.Input) []ui.Hidden {
	a := asked{Person: in.Person, Agency: in.Agency, System: in.System, Certificate: in.Certificate, Device: in.Device}
	return append([]ui.Hidden{{Name: "loai", Value: string(in.Kind)}, {Name: "cho", Value: string(in.Subject)}}, a.hidden()...)
}

func (m *module) fillForm(r *web.Request, page *editPage, in request.Input, columns []request.Column, conditions []request.Condition, reasons []profile.Choice) error {
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return err
	}
	if page.Whom, err = m.whomPairs(r, in); err != nil {
		return err
	}
	page.Reason, page.Note, page.Channel = in.Reason, in.Note, string(in.Channel)
	page.ReasonLabel = "Lý do " + lower(in.Kind.Name())
	for _, c := range reasons {
		page.Reasons = append(page.Reasons, ui.Choice{Value: c.Code, Text: c.Label})
	}
	page.Parts = append(page.Parts, columnGroup(page, columns, in))
	if in.Kind == request.Revoke {
		page.Parts = append(page.Parts, revokeGroup(page, in, law.Subscribers.Requests.LossForm))
	}
	if len(conditions) > 0 {
		page.Parts = append(page.Parts, conditionGroup(page, conditions, in))
	}
	if list := law.Subscribers.RequestChannels; len(list) > 1 {
		for _, c := range list {
			page.Channels = append(page.Channels, ui.Choice{Value: c, Text: channelName(request.Channel(c))})
		}
		page.Channel = orElse(page.Channel, string(request.Electronic))
	}
	return nil
}

func (m *module) whomPairs(r *web.Request, in request.Input) ([]ui.Pair, error) {
	out := []ui.Pair{{Label: "Việc", Value: in.Kind.Name()}}
	add := func(label, value string) {
		if value != "" {
			out = append(out, ui.Pair{Label: label, Value: value})
		}
	}
	add(in.Subject.Name(), in.System)
	if in.Person != "" && in.Subject == request.ForPerson {
		p, err := m.Org.Person(r.Context(), in.Person)
		if err != nil {
			return nil, err
		}
		out = append(out, ui.Pair{Label: "Thuê bao", Value: p.Name, Strong: true})
	}
	if in.Agency != "" {
		g, err := m.Org.Agency(r.Context(), in.Agency)
		if err != nil {
			return nil, err
		}
		add("Cơ quan", g.Name)
	}
	if in.Certificate != "" {
		c, err := m.Signing.Certificate(r.Context(), in.Certificate)
		if err != nil {
			return nil, err
		}
		out = append(out, ui.Pair{Label: "Số chứng thư", Value: ui.Serial(c.Serial)}, ui.Pair{Label: "Hiệu lực đến", Value: ui.Day(c.NotAfter), Chip: m.certificateChip(c)})
	}
	if in.Device != "" {
		d, err := m.Devices.Device(r.Context(), r.Actor, in.Device)
		if err != nil {
			return nil, err
		}
		add("Số thiết bị", d.Serial)
	}
	return out, nil
}

func (m *module) saveNew(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	in, err := m.typed(r)
	var id request.ID
	if err == nil {
		id, err = m.Requests.Draft(r.Context(), r.Actor, in)
	}
	if err != nil {
		return m.refuseForm(w, r, err, in, func() (*editPage, map[string]string, error) {
			page, broken := m.freshPage(r, in)
			return page, m.namesOf(r, in), broken
		})
	}
	if err := m.Requests.Check(r.Context(), r.Actor, id); err != nil {
		return r.Done(w, href(id, "sua"), "Đã lưu bản nháp; còn thông tin cần bổ sung trước khi xác nhận.")
	}
	return r.Done(w, href(id), "Đã lưu. Thuê bao thấy yêu cầu này để xác nhận thông tin.")
}

func (m *module) namesOf(r *web.Request, in request.Input) map[string]string {
	columns, conditions, _, err := m.Requests.Columns(r.Context(), r.Actor, in)
	if err != nil {
		return nil
	}
	return fieldNames(columns, conditions)
}

// refuseForm shows a form again with what was typed and what is wrong with it.
func (m *module) refuseForm(w http.ResponseWriter, r *web.Request, refused error, in request.Input, again func() (*editPage, map[string]string, error)) error {
	f, ok := fault.From(refused)
	if !ok || f.Kind == fault.NotFound || f.Kind == fault.Forbidden {
		return refused
	}
	page, names, err := again()
	if err != nil {
		return refused
	}
	refused = atFields(refused, names)
	page.mark(r, refused)
	return r.Refuse(w, refused, page)
}

// mark puts the messages of a refusal at the fields of the groups.
func (p *editPage) mark(r *web.Request, refused error) {
	f, _ := fault.From(refused)
	said := ui.Refused(f, r.Actor.Province)
	for i := range p.Parts {
		for j := range p.Parts[i].Inputs {
			in := &p.Parts[i].Inputs[j]
			in.Error = said.At(in.Name)
		}
	}
	p.Fault = said
}

func (m *module) editForm(w http.ResponseWriter, r *web.Request) error {
	v, err := m.Requests.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	if !slices.Contains(v.Deeds, request.Edited) {
		return fault.New(fault.Conflict, "request.not-editable", "Yêu cầu ở bước “"+v.State.Name()+"” không sửa được nữa.").Do("Mở trang yêu cầu để xem bước hiện tại.")
	}
	in := inputOf(v)
	in.Minutes.File = lossFile(v)
	page, err := m.changePage(r, v, in)
	if err != nil {
		return err
	}
	if lacks := m.Requests.Check(r.Context(), r.Actor, v.ID); lacks != nil && v.State == request.Draft {
		if _, ok := fault.From(lacks); !ok {
			return lacks
		}
		page.mark(r, atFields(lacks, fieldNames(v.Columns, v.Conditions)))
	}
	return r.Render(w, page)
}

func (m *module) saveEdit(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	v, err := m.Requests.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	in, err := m.typed(r)
	if err == nil {
		err = stale(&v.Request, r.Text("rev"))
	}
	if err == nil {
		in.Minutes.File = lossFile(v)
		err = m.Requests.Edit(r.Context(), r.Actor, v.ID, v.Rev, in)
	}
	if err != nil {
		return m.refuseForm(w, r, err, in, func() (*editPage, map[string]string, error) {
			page, broken := m.changePage(r, v, in)
			return page, fieldNames(v.Columns, v.Conditions), broken
		})
	}
	if err := m.Requests.Check(r.Context(), r.Actor, v.ID); err != nil {
		return r.Done(w, href(v.ID, "sua"), "Đã lưu; còn thông tin cần bổ sung trước khi xác nhận.")
	}
	return r.Done(w, href(v.ID), "Đã lưu thay đổi.")
}

// inputOf is what the form would send for the request as it stands.
func inputOf(v request.View) request.Input {
	return request.Input{Kind: v.Kind, Subject: v.Subject, Managing: v.Managing, Agency: v.Agency, Person: v.Person, Post: v.Post, System: v.System,
		Certificate: v.Certificate, Device: v.Device, Reason: v.Reason, Note: v.Note, Channel: v.Channel, Ticks: v.Ticks, Minutes: v.Minutes, EffectiveAt: v.EffectiveAt}
}

// lossFile is the newest stored paper of a loss.
func lossFile(v request.View) string {
	for i := len(v.Files) - 1; i >= 0; i-- {
		if v.Files[i].Role == request.LossForm {
			return v.Files[i].ID
		}
	}
	return v.Minutes.File
}
