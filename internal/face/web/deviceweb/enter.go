package deviceweb

import (
	"net/http"
	"net/url"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// The three sorts of devices, as the form of entry asks.
const (
	ofPerson = "person"
	ofAgency = "agency"
	ofSystem = "service"
)

var sortNames = map[string]string{ofPerson: "Cá nhân", ofAgency: "Cơ quan (giữ con dấu số)", ofSystem: "Hệ thống, dịch vụ, phần mềm"}

var crumbs = []ui.Link{{Text: "Thiết bị lưu khóa", Href: "/thiet-bi"}}

// enterForm asks first whose the device is, then for the device.
func (m *module) enterForm(w http.ResponseWriter, r *web.Request) error {
	if sortNames[value(r, "cho")] == "" {
		return m.open(w, r, m.whoseForm)
	}
	return m.open(w, r, m.deviceForm)
}

func (m *module) whoseForm(r *web.Request, page *formPage) error {
	page.Page.Title, page.Lead, page.Crumbs = "Ghi thiết bị vào sổ", "Bước 1: thiết bị của ai.", crumbs
	page.Post, page.Method, page.Button, page.Back = "/thiet-bi/moi", "get", "Tiếp tục", ui.Link{Text: "Thôi", Href: "/thiet-bi"}
	if r.Can(device.ActManage) {
		agencies, err := m.agencies(r, "")
		if err != nil {
			return err
		}
		page.Fields = append(page.Fields, page.Input("co-quan", "Cơ quan quản lý trực tiếp", string(r.Actor.Agency)).OneOf(agencies))
	}
	var sorts []ui.Choice
	for _, s := range []string{ofPerson, ofAgency, ofSystem} {
		sorts = append(sorts, ui.Choice{Value: s, Text: sortNames[s]})
	}
	page.Fields = append(page.Fields, page.Input("cho", "Thiết bị cấp cho", ofPerson).Radio(sorts))
	return nil
}

// entryAgency is the agency that was chosen, or the reader's own.
func entryAgency(r *web.Request) org.AgencyID {
	if a := value(r, "co-quan"); a != "" && r.Can(device.ActManage) {
		return org.AgencyID(a)
	}
	return r.Actor.Agency
}

func (m *module) deviceForm(r *web.Request, page *formPage) error {
	ctx, agency, sort := r.Context(), entryAgency(r), value(r, "cho")
	a, err := m.Org.Agency(ctx, agency)
	if err != nil {
		return err
	}
	page.Page.Title, page.Lead, page.Crumbs = "Ghi thiết bị vào sổ", "Bước 2: thiết bị.", append(crumbs[:1:1], ui.Link{Text: "Chọn lại thiết bị của ai", Href: "/thiet-bi/moi"})
	page.Post, page.Button, page.Back = "/thiet-bi/moi", "Ghi vào sổ", ui.Link{Text: "Thôi", Href: "/thiet-bi"}
	page.About = []ui.Pair{{Label: "Cơ quan", Value: a.Name, Strong: true}, {Label: "Cấp cho", Value: sortNames[sort]}}
	page.Hidden = []ui.Hidden{{Name: "co-quan", Value: string(agency)}, {Name: "cho", Value: sort}}
	in := func(name, label string) ui.Input { return page.Input(name, label, value(r, name)) }
	page.Fields = []ui.Input{in("serial", "Số sê-ri trên thiết bị").Focused(), in("kind", "Loại thiết bị").OneOf(kinds()), in("model", "Kiểu, hãng").Optional()}
	owners, err := m.ownerFields(r, page, sort, agency)
	if err != nil {
		return err
	}
	certificates, err := m.certificates(r, sort, agency)
	if err != nil {
		return err
	}
	page.Fields = append(page.Fields, owners...)
	if len(certificates) > 1 {
		page.Fields = append(page.Fields, in("chung-thu", "Chứng thư số trên thiết bị").OneOf(certificates).Optional().Hinted("Chứng thư số bị chặn ký cho đến khi người nhận xác nhận đã nhận thiết bị."))
	}
	page.Fields = append(page.Fields, in("place", "Nơi cất giữ").Optional(),
		page.Input("state", "Thiết bị đang ở đâu", or(r, "state", string(device.Awaiting))).OneOf([]ui.Choice{
			{Value: string(device.Awaiting), Text: "Đã về cơ quan, chờ giao cho người giữ"}, {Value: string(device.AtDepartment), Text: "Ở đầu mối của tỉnh"},
			{Value: string(device.AtAuthority), Text: "Ở Cục, chưa gửi về"}}))
	return nil
}

func (m *module) ownerFields(r *web.Request, page *formPage, sort string, agency org.AgencyID) ([]ui.Input, error) {
	switch sort {
	case ofPerson:
		people, err := m.all(r.Context(), agency)
		return []ui.Input{page.Input("holder", "Người được cấp", value(r, "holder")).OneOf(people)}, err
	case ofSystem:
		officers, err := m.with(r.Context(), agency, org.ITOfficer)
		return []ui.Input{page.Input("system", "Tên hệ thống, dịch vụ, phần mềm", value(r, "system")),
			page.Input("keeper", "Cán bộ công nghệ thông tin chịu trách nhiệm", value(r, "keeper")).OneOf(officers)}, err
	}
	return nil, nil
}

// certificates lists those of the agency, or of its people, that are on no
// device of the book.
func (m *module) certificates(r *web.Request, sort string, agency org.AgencyID) ([]ui.Choice, error) {
	out := []ui.Choice{{Value: "", Text: "Chưa có, ghi sau"}}
	ctx := r.Context()
	add := func(name string, list []signing.Certificate, err error) error {
		for _, c := range list {
			on, broken := m.Devices.Has(ctx, c.ID)
			if broken != nil {
				return broken
			}
			if !on && c.Status != signing.Revoked && m.Now().Before(c.NotAfter) {
				out = append(out, ui.Choice{Value: string(c.ID), Text: name + ", số " + c.Serial + ", đến " + ui.Day(c.NotAfter)})
			}
		}
		return err
	}
	if sort == ofAgency {
		a, err := m.Org.Agency(ctx, agency)
		if err != nil {
			return nil, err
		}
		list, err := m.Signing.OfAgency(ctx, agency)
		err = add(a.Name, list, err)
		return out, err
	}
	if sort != ofPerson {
		return out, nil
	}
	people, err := m.Org.PeopleOf(ctx, agency, m.Now())
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		list, err := m.Signing.OfPerson(ctx, p.ID)
		if err := add(p.Name, list, err); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (m *module) enter(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	in := device.Entering{Serial: r.Text("serial"), Kind: device.Kind(r.Text("kind")), Model: r.Text("model"), Agency: entryAgency(r), Place: r.Text("place"),
		State: device.State(r.Text("state"))}
	switch r.Text("cho") {
	case ofPerson:
		in.Holder = org.PersonID(r.Text("holder"))
	case ofSystem:
		in.System, in.Keeper = r.Text("system"), org.PersonID(r.Text("keeper"))
	case ofAgency:
	default:
		return r.Go(w, at("/thiet-bi/moi", url.Values{}))
	}
	if c := r.Text("chung-thu"); c != "" {
		in.Certificates = []signing.CertificateID{signing.CertificateID(c)}
	}
	err := missingOwner(r, in)
	var d device.Device
	if err == nil {
		d, err = m.Devices.Enter(r.Context(), r.Actor, in)
	}
	if err != nil {
		return m.again(w, r, err, m.deviceForm)
	}
	return r.Done(w, "/thiet-bi/"+string(d.ID), "Đã ghi thiết bị vào sổ.")
}
