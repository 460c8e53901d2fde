package subscriberweb

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/vntext"
)

// enterPage enters one certificate: first what is known of it, then what the
// register would say, then the deed.
type enterPage struct {
	ui.Page
	Values                           map[string]string
	Agencies, People, Classes, Kinds []ui.Choice
	KeyKinds                         []ui.Choice
	Outside                          bool // certificates of other authorities may be recorded
	Look                             *look
}

// look is the preview.
type look struct {
	Facts       []ui.Pair
	Differences []subscriber.Difference
	Hold        string
}

var enterFields = []string{"class", "agency", "person", "system", "system_kind", "key", "head_name", "head_title", "renews", "minutes", "pasted", "target", "responsible"}

func (m *module) enterForm(w http.ResponseWriter, r *web.Request) error {
	values := map[string]string{}
	for _, name := range enterFields {
		text, _ := vntext.Typed(r.URL.Query().Get(name))
		values[name] = strings.TrimSpace(text)
	}
	if values["agency"] == "" {
		values["agency"] = string(r.Actor.Agency)
	}
	page, err := m.enterPage(r, values)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) enterPage(r *web.Request, values map[string]string) (*enterPage, error) {
	page := &enterPage{Page: ui.Page{Title: "Ghi chứng thư số vào sổ", Crumbs: []ui.Link{{Text: "Danh sách thuê bao", Href: "/thue-bao"}}}, Values: values}
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return nil, err
	}
	page.Outside = law.Subscribers.OutsideRecord
	page.Classes = []ui.Choice{{Value: "person", Text: "Cá nhân"}, {Value: "agency", Text: "Cơ quan, tổ chức"}, {Value: "service", Text: "Thiết bị, dịch vụ, phần mềm"}}
	for _, c := range law.Subscribers.Register.SubjectKinds {
		if c.Code != "person" && c.Code != "agency" {
			page.Kinds = append(page.Kinds, ui.Choice{Value: c.Code, Text: c.Label})
		}
	}
	for _, k := range []signing.KeyKind{signing.KeyToken, signing.KeySIM, signing.KeyHSM, signing.KeyRemote} {
		page.KeyKinds = append(page.KeyKinds, ui.Choice{Value: string(k), Text: keyName(k)})
	}
	agencies, err := m.Org.Agencies(r.Context(), org.AgencyQuery{Province: r.Actor.Province, At: m.Now(), Limit: 2000})
	if err != nil {
		return nil, err
	}
	for _, a := range agencies {
		page.Agencies = append(page.Agencies, ui.Choice{Value: string(a.ID), Text: a.Name})
	}
	page.People = []ui.Choice{{Value: "", Text: "Không ghi (chứng thư số của cơ quan)"}}
	people, err := m.Org.PeopleOf(r.Context(), org.AgencyID(values["agency"]), m.Now())
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		page.People = append(page.People, ui.Choice{Value: string(p.ID), Text: p.Name + " · " + p.Email})
	}
	return page, nil
}

// enter answers the form: another agency asks for its people, a first sending
// shows what would be entered, the second enters it.
func (m *module) enter(w http.ResponseWriter, r *web.Request) error {
	values, file, err := readEntry(r)
	if err != nil {
		return err
	}
	if len(file) > 0 {
		values["pasted"] = pasted(file)
	}
	page, err := m.enterPage(r, values)
	if err != nil {
		return err
	}
	in := incoming(values)
	switch values["deed"] {
	case "people":
		return r.Render(w, page)
	case "enter":
		c, err := m.Subscribers.Register(r.Context(), r.Actor, in)
		if err != nil {
			return r.Refuse(w, err, page)
		}
		return r.Done(w, here(c.ID), "Đã ghi chứng thư số vào sổ.")
	}
	seen, err := m.Subscribers.Look(r.Context(), r.Actor, in)
	if err != nil {
		return r.Refuse(w, err, page)
	}
	page.Look = &look{Differences: seen.Differences, Hold: seen.Hold, Facts: []ui.Pair{
		{Label: "Chủ thể", Value: seen.Holder, Strong: true}, {Label: "Tên trong chứng thư", Value: seen.Facts.Subject}, {Label: "Nơi cấp", Value: seen.Issuer + " · " + seen.Kind.Name()},
		{Label: "Số sê-ri", Value: ui.Serial(seen.Serial)}, {Label: "Hiệu lực", Value: ui.When(seen.NotBefore) + " đến " + ui.When(seen.NotAfter)},
	}}
	return r.Render(w, page)
}

func incoming(v map[string]string) subscriber.Incoming {
	in := subscriber.Incoming{
		File: []byte(v["pasted"]), Class: signing.Class(v["class"]), Person: org.PersonID(v["person"]), Agency: org.AgencyID(v["agency"]), KeyKind: signing.KeyKind(v["key"]),
		HeadName: v["head_name"], HeadTitle: v["head_title"], Renews: signing.CertificateID(v["renews"]), Minutes: v["minutes"],
		Plan: subscriber.Plan{Target: v["target"], Responsible: v["responsible"]},
	}
	if in.KeyKind == "" {
		in.KeyKind = signing.KeyToken
	}
	if in.Class == signing.ClassService {
		in.System, in.SystemKind = v["system"], v["system_kind"]
	}
	return in
}

// pasted is a file as it can be carried along in a form.
func pasted(file []byte) string {
	if strings.HasPrefix(strings.TrimSpace(string(file)), "-----BEGIN ") {
		return string(file)
	}
	return encode(file)
}

const maxField = 16 << 10

// readEntry reads the form with its file, each part within its limit.
func readEntry(r *web.Request) (map[string]string, []byte, error) {
	parts, err := r.Parts()
	if err != nil {
		return nil, nil, err
	}
	values := map[string]string{}
	var file []byte
	for range 64 {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return values, file, nil
		}
		if err != nil {
			return nil, nil, web.Broken(err)
		}
		limit := int64(maxField)
		if part.FormName() == "file" || part.FormName() == "pasted" {
			limit = signing.MaxCertificateFile
		}
		raw, err := io.ReadAll(io.LimitReader(part, limit+1))
		if err != nil {
			return nil, nil, web.Broken(err)
		}
		if int64(len(raw)) > limit {
			return nil, nil, fault.New(fault.TooLarge, "web.form-too-large", "Tệp chứng thư số hoặc nội dung gửi quá lớn.").Do("Chọn đúng tệp chứng thư số (thường dưới 10 KB).")
		}
		if part.FormName() == "file" {
			file = raw
			continue
		}
		text, ok := vntext.Typed(string(raw))
		if !ok {
			return nil, nil, web.Untypable(part.FormName(), labels()[part.FormName()])
		}
		values[part.FormName()] = strings.TrimSpace(text)
	}
	return nil, nil, fault.New(fault.TooLarge, "web.form-too-large", "Biểu mẫu có quá nhiều mục.")
}
