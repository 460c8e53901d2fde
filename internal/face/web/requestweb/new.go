package requestweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// kindPage is the first question of a new request.
type kindPage struct {
	ui.Page
	Kind, Subject   string
	Kinds, Subjects []ui.Choice
	Hidden          []ui.Hidden
	Note            string
}

// asked is what the address of a new request says so far; links of other pages
// fill it, so that an officer has little left to answer.
type asked struct {
	Kind        request.Kind
	Subject     request.Subject
	Person      org.PersonID
	Agency      org.AgencyID
	System      string
	Certificate signing.CertificateID
	Device      device.ID
	Reason      string
	Incident    string
}

func askedBy(q url.Values) asked {
	get := func(name string) string { return strings.TrimSpace(q.Get(name)) }
	return asked{Kind: request.Kind(get("loai")), Subject: request.Subject(get("cho")), Person: org.PersonID(get("nguoi")), Agency: org.AgencyID(get("co-quan")),
		System: get("he-thong"), Certificate: signing.CertificateID(get("chung-thu")), Device: device.ID(get("thiet-bi")), Reason: get("ly-do"), Incident: get("su-co")}
}

// hidden carries it along in a form.
func (a asked) hidden() []ui.Hidden {
	var out []ui.Hidden
	add := func(name, value string) {
		if value != "" {
			out = append(out, ui.Hidden{Name: name, Value: value})
		}
	}
	add("nguoi", string(a.Person))
	add("co-quan", string(a.Agency))
	add("he-thong", a.System)
	add("chung-thu", string(a.Certificate))
	add("thiet-bi", string(a.Device))
	add("su-co", a.Incident)
	return out
}

// href is the address with these answers.
func (a asked) href() string {
	q := url.Values{"loai": {string(a.Kind)}, "cho": {string(a.Subject)}}
	for _, h := range a.hidden() {
		q.Set(h.Name, h.Value)
	}
	return "/yeu-cau/moi?" + q.Encode()
}

// ofDevice kinds are asked for a device, the others for a certificate.
func ofDevice(k request.Kind) bool { return k == request.Recover || k == request.ReturnDevice }

// settled reports that it is known for whom the request is.
func (a asked) settled() bool {
	switch {
	case a.Kind == request.New && a.Subject == request.ForPerson:
		return a.Person != ""
	case a.Kind == request.New && a.Subject == request.ForAgency:
		return a.Agency != ""
	case a.Kind == request.New:
		return a.System != ""
	case ofDevice(a.Kind):
		return a.Device != ""
	}
	return a.Certificate != ""
}

func (m *module) newDraft(w http.ResponseWriter, r *web.Request) error {
	a := askedBy(r.URL.Query())
	if err := m.derive(r.Context(), r.Actor, &a); err != nil {
		return err
	}
	switch {
	case !slices.Contains(kinds(), a.Kind) || !slices.Contains(subjects(), a.Subject):
		return m.askKind(w, r, a)
	case a.Kind == request.New && a.Subject == request.ForService && !a.settled():
		return m.askSystem(w, r, a)
	case !a.settled():
		return m.askWhom(w, r, a)
	}
	page, err := m.freshPage(r, m.input(a))
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) askKind(w http.ResponseWriter, r *web.Request, a asked) error {
	page := &kindPage{Page: ui.Page{Title: "Lập yêu cầu mới", Crumbs: []ui.Link{{Text: "Yêu cầu chứng thực", Href: "/yeu-cau"}}},
		Kind: string(a.Kind), Subject: orElse(string(a.Subject), string(request.ForPerson)), Hidden: a.hidden(),
		Note: "Mất thiết bị hoặc nghi lộ khóa thì báo sự cố trước: việc ký bị chặn ngay và bản nháp thu hồi được lập sẵn."}
	for _, k := range kinds() {
		page.Kinds = append(page.Kinds, ui.Choice{Value: string(k), Text: k.Name()})
	}
	for _, s := range subjects() {
		page.Subjects = append(page.Subjects, ui.Choice{Value: string(s), Text: s.Name()})
	}
	if r.URL.Query().Has("cho") { // sent without a choice
		return r.Refuse(w, fault.New(fault.Invalid, "request.kind-missing", "Chưa chọn việc cần đề nghị.").At("loai", "Chọn một việc."), page)
	}
	return r.Render(w, page)
}

// derive fills in what follows from a certificate or a device. One that the
// actor may not see is as if it were not there.
func (m *module) derive(ctx context.Context, by org.Actor, a *asked) error {
	if a.Device == "" && a.Certificate != "" && ofDevice(a.Kind) {
		if d, err := m.Devices.OfCertificate(ctx, a.Certificate); err == nil { // without one the next page asks for it
			a.Device = d.ID
		}
	}
	if err := m.deriveDevice(ctx, by, a); err != nil {
		return err
	}
	if a.Certificate == "" {
		return nil
	}
	c, err := m.Signing.Certificate(ctx, a.Certificate)
	if err != nil {
		return err
	}
	mine, err := m.scope(ctx, by)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(mine, func(g org.Agency) bool { return g.ID == c.Agency }) {
		return fault.New(fault.NotFound, "request.certificate-unknown", "Không tìm thấy chứng thư này.")
	}
	a.Agency = c.Agency
	switch c.Class {
	case signing.ClassPerson:
		a.Subject, a.Person = request.ForPerson, c.Person
	case signing.ClassAgency:
		a.Subject = request.ForAgency
	case signing.ClassService:
		a.Subject = request.ForService
	}
	return nil
}

// deriveDevice is the part of it that follows from a device.
func (m *module) deriveDevice(ctx context.Context, by org.Actor, a *asked) error {
	if a.Device == "" {
		return nil
	}
	d, err := m.Devices.Device(ctx, by, a.Device)
	if err != nil {
		return err
	}
	a.Agency = d.Agency
	switch {
	case d.Holder != "":
		a.Subject, a.Person = request.ForPerson, d.Holder
	case d.System != "":
		a.Subject, a.System, a.Person = request.ForService, d.System, d.Keeper
	default:
		a.Subject = request.ForAgency
	}
	if a.Certificate == "" && len(d.Certificates) > 0 && !ofDevice(a.Kind) {
		a.Certificate = d.Certificates[0]
	}
	return nil
}

// scope are the agencies for which the actor prepares requests: its own and
// those directly below; the service decides for each one.
func (m *module) scope(ctx context.Context, by org.Actor) ([]org.Agency, error) {
	own, err := m.Org.Agency(ctx, by.Agency)
	if err != nil {
		return nil, err
	}
	all, err := m.Org.Recipients(ctx, by.Agency, m.Now())
	if err != nil {
		return nil, err
	}
	return append([]org.Agency{own}, slices.DeleteFunc(all, func(g org.Agency) bool { return g.Parent != by.Agency })...), nil
}

func (m *module) input(a asked) request.Input {
	return request.Input{Kind: a.Kind, Subject: a.Subject, Agency: a.Agency, Person: a.Person, System: a.System, Certificate: a.Certificate, Device: a.Device, Reason: a.Reason}
}
