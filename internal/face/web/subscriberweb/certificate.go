package subscriberweb

import (
	"net/http"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// certificatePage is all that the register knows of one certificate.
type certificatePage struct {
	ui.Page
	State       ui.Chip
	Left        *ui.Chip
	Facts       []ui.Pair
	Chain       []string
	Differences []subscriber.Difference
	Holds       []hold
	History     []ui.Step
	Keepers     []ui.Pair
	Externals   []external
	Uses        []use
	Deeds       []ui.Link
	AskedBy     string // who prepares the requests, when the reader does not
	Plan        *planForm
	Confirm     string
	AddExternal string
	Systems     []ui.Choice
	Typed       map[string]string
}

type hold struct{ Message, Since string }

type external struct {
	System, Account, Since, Until, Guidance string
	Done                                    string
}

type planForm struct {
	Post, Target, Responsible, Note, State string
	Late                                   bool
}

func (m *module) certificate(w http.ResponseWriter, r *web.Request) error {
	page, err := m.certificatePage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) certificatePage(r *web.Request) (*certificatePage, error) {
	d, err := m.Subscribers.Detail(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return nil, err
	}
	page := &certificatePage{Page: ui.Page{Title: d.Holder, Lead: "Chứng thư số " + ui.Serial(d.Serial), Crumbs: []ui.Link{back(r)}},
		State: stateChip(d.State), Left: leftChip(d.Line, m.Now()), Differences: d.Registration.Differences, Typed: map[string]string{}}
	if page.Facts, err = m.facts(r, d); err != nil {
		return nil, err
	}
	page.chain(d.Facts)
	m.past(r, d, page)
	if page.Keepers, err = m.keepers(r, d); err != nil {
		return nil, err
	}
	if err := m.outside(r, d, page); err != nil {
		return nil, err
	}
	asks, err := m.asks(r, d.Agency)
	if err != nil {
		return nil, err
	}
	if page.Deeds = requestLinks(d.Line); !asks && page.Deeds != nil {
		page.Deeds, page.AskedBy = nil, d.AgencyName
	}
	return page, nil
}

// asks reports that requests about this agency's certificates are prepared
// where the reader works: there or at the agency directly above.
func (m *module) asks(r *web.Request, agency org.AgencyID) (bool, error) {
	if agency == r.Actor.Agency {
		return true, nil
	}
	g, err := m.Org.Agency(r.Context(), agency)
	return err == nil && g.Parent == r.Actor.Agency, err
}

// back leads to the list that the person may see.
func back(r *web.Request) ui.Link {
	if r.Can(subscriber.ActList, org.OfAgency) {
		return ui.Link{Text: "Danh sách thuê bao", Href: "/thue-bao"}
	}
	return ui.Link{Text: "Chứng thư và thiết bị của tôi", Href: "/chung-thu-cua-toi"}
}

func (m *module) facts(r *web.Request, d subscriber.Detail) ([]ui.Pair, error) {
	g := d.Registration
	pairs := []ui.Pair{
		{Label: "Chủ thể", Value: d.Holder, Strong: true}, {Label: "Loại", Value: subscriber.ClassName(d.Class) + " · " + d.Kind.Name()},
		{Label: "Chức vụ", Value: d.Title}, {Label: "Cơ quan quản lý", Value: d.AgencyName}, {Label: "Hệ thống", Value: d.System},
		{Label: "Thư điện tử", Value: d.Email}, {Label: "Hiệu lực", Value: ui.When(d.NotBefore) + " đến " + ui.When(d.NotAfter)},
		{Label: "Số sê-ri", Value: ui.Serial(d.Serial)}, {Label: "Người đứng đầu ghi trong hồ sơ", Value: join(g.HeadName, g.HeadTitle)},
		{Label: "Nơi giữ khóa", Value: keyName(d.KeyKind)}, {Label: "Thiết bị", Value: join(d.Device, d.DeviceState)}, {Label: "Biên bản bàn giao", Value: g.Minutes},
		{Label: "Ghi vào sổ", Value: ui.When(g.At)},
	}
	if d.DeviceID != "" {
		pairs[10].Href = "/thiet-bi/" + d.DeviceID
	}
	if g.RenewalOf != "" {
		pairs = append(pairs, ui.Pair{Label: "Thay cho", Value: "chứng thư số trước", Href: here(g.RenewalOf)})
	}
	if g.RenewedBy != "" {
		pairs = append(pairs, ui.Pair{Label: "Đã được thay bằng", Value: "chứng thư số mới", Href: here(g.RenewedBy)})
	}
	if d.Custodian != "" {
		p, err := m.Org.Person(r.Context(), d.Custodian)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, ui.Pair{Label: "Người giữ", Value: p.Name})
	}
	var told []ui.Pair
	for _, p := range pairs {
		if p.Value != "" {
			told = append(told, p)
		}
	}
	return told, nil
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " · " + b
}

func (p *certificatePage) chain(c signing.Certificate) {
	leaf, err := c.Leaf()
	if err != nil {
		return
	}
	p.Chain = append(p.Chain, leaf.Subject.CommonName)
	above, err := c.Above()
	if err != nil {
		return
	}
	for _, a := range above {
		p.Chain = append(p.Chain, a.Subject.CommonName)
	}
	if len(above) == 0 {
		p.Chain = append(p.Chain, leaf.Issuer.CommonName)
	}
}

// past tells changes and holds in their order, in plain words.
func (m *module) past(r *web.Request, d subscriber.Detail, page *certificatePage) {
	for _, h := range d.Holds {
		if h.To.IsZero() {
			page.Holds = append(page.Holds, hold{Message: h.Message, Since: ui.When(h.From)})
		}
	}
	for i, c := range d.Changes {
		s := ui.Step{Stage: ui.Done, Title: statusName(c.Status), At: c.At, Detail: c.Reason}
		if p, err := m.Org.Person(r.Context(), c.Actor); err == nil {
			s.Detail = p.Name + " · " + c.Reason
		}
		if i == len(d.Changes)-1 {
			s.Stage = ui.Now
		}
		page.History = append(page.History, s)
	}
	for _, n := range d.Notices {
		page.History = append(page.History, ui.Step{Stage: ui.Done, Title: "Nhắc hết hạn", Rest: "còn " + ui.Number(n.Rung) + " ngày", At: n.MadeAt})
	}
	for _, u := range d.Uses {
		page.Uses = append(page.Uses, use{u.At, u.Symbol, u.Deed})
	}
}

func (m *module) keepers(r *web.Request, d subscriber.Detail) ([]ui.Pair, error) {
	var out []ui.Pair
	for _, c := range d.Custodies {
		p, err := m.Org.Person(r.Context(), c.Holder)
		if err != nil {
			return nil, err
		}
		until := "nay"
		if !c.To.IsZero() {
			until = ui.Day(c.To)
		}
		out = append(out, ui.Pair{Label: p.Name, Value: ui.Day(c.From) + " đến " + until + " · " + c.Decision})
	}
	return out, nil
}

// outside fills what stands in systems outside, the plan to leave another
// authority, and the department's entry.
func (m *module) outside(r *web.Request, d subscriber.Detail, page *certificatePage) error {
	law, err := m.Profiles.At(d.Registration.Province, m.Now())
	if err != nil {
		return err
	}
	for _, s := range law.Subscribers.Register.ExternalSystems {
		page.Systems = append(page.Systems, ui.Choice{Value: s.Code, Text: s.Label})
	}
	for _, e := range d.Externals {
		x := external{System: systemName(law, e.System, e.Name), Account: e.Account, Since: dayText(e.Since), Until: dayText(e.Until), Guidance: e.Guidance}
		if e.Until == "" && d.MayRegister {
			x.Done = "/he-thong-ngoai/" + e.ID + "/xong"
		}
		page.Externals = append(page.Externals, x)
	}
	if d.MayRegister {
		page.AddExternal = here(d.Certificate) + "/he-thong-ngoai"
	}
	if d.Kind == subscriber.Outside {
		p := d.Plan
		page.Plan = &planForm{Target: p.Target, Responsible: p.Responsible, Note: p.Note, State: string(p.State), Late: p.Late(m.Now().In(ui.Hanoi).Format(time.DateOnly))}
		if d.MayRegister {
			page.Plan.Post = here(d.Certificate) + "/ke-hoach"
		}
	}
	for _, h := range d.Holds {
		if h.Cause == signing.CauseNotRegistered && h.To.IsZero() && d.MayConfirm {
			page.Confirm = here(d.Certificate) + "/ghi-so"
		}
	}
	return nil
}

// requestLinks lead to the requests that make sense in this state.
func requestLinks(l subscriber.Line) []ui.Link {
	at := func(text, kind string) ui.Link {
		return ui.Link{Text: text, Href: "/yeu-cau/moi?loai=" + kind + "&chung-thu=" + string(l.Certificate)}
	}
	switch l.State {
	case subscriber.InForce:
		return []ui.Link{at("Gia hạn", "renew"), at("Thay đổi thông tin", "change"), at("Thu hồi", "revoke"), at("Khôi phục thiết bị", "recover")}
	case subscriber.Blocked, subscriber.Paused:
		return []ui.Link{at("Thu hồi", "revoke"), at("Khôi phục thiết bị", "recover")}
	case subscriber.Expired, subscriber.Withdraw:
		return []ui.Link{at("Cấp mới", "new"), at("Giao lại thiết bị", "return")}
	}
	return nil
}
