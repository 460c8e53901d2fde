package documentweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/pades"
)

// flowPage is where the drafter chooses the order of signing, with a plain
// picture of each.
type flowPage struct {
	ui.Page
	Post     string
	Flows    []flowChoice
	Rows     []flowRow
	Partners []flowRow
	People   []ui.Choice
	Leaders  []ui.Choice
	Kinds    []ui.Choice
	Turns    []ui.Choice
	Signer   string
	Back     ui.Link
}

type flowChoice struct {
	Code, Label string
	Picture     []string // the steps, in words
	Chosen      bool
}

// flowRow is one line of the form: who, what, in which turn, how many of it.
type flowRow struct {
	No                       int
	Person, Kind, Turn, Need string
}

// Rows that the form offers; more signatures go into a second choice.
const flowRows, partnerRows = 6, 4

// flowPictures say what happens in each flow, one word for one step.
var flowPictures = map[document.Flow][]string{
	document.FlowScan:    {"Cấp số", "Ký, đóng dấu giấy", "Quét PDF", "Ký cơ quan", "Phát hành"},
	document.FlowTwo:     {"Duyệt nội dung", "Kiểm tra thể thức", "Người ký ký số", "Cấp số, ký cơ quan", "Phát hành"},
	document.FlowChecked: {"Ký nháy, ký kiểm tra", "Người ký ký số", "Cấp số, ký cơ quan", "Phát hành"},
	document.FlowPersons: {"Những người khác ký", "Người ký ký số", "Xong, không phát hành"},
	document.FlowJoint:   {"Người ký ký số", "Chuyển cơ quan phối hợp ký, đóng dấu, trả lại", "Lặp lại cho từng cơ quan", "Cấp số, ký cơ quan", "Phát hành"},
}

func (m *module) flowForm(w http.ResponseWriter, r *web.Request) error {
	d, err := m.open(r.Context(), r)
	if err != nil {
		return err
	}
	page, err := m.flowPage(r, d)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) flowPage(r *web.Request, d dossier) (*flowPage, error) {
	if d.State != document.Drafting && d.State != document.Consulting {
		return nil, fault.New(fault.Conflict, "document.order", "Quy trình ký đã cố định khi trình, không đổi được nữa.").Do("Muốn đổi thì rút văn bản lại.")
	}
	page := &flowPage{Page: ui.Page{Title: "Chọn quy trình ký", Lead: d.Subject, Crumbs: []ui.Link{{Text: orDash(d.Subject, "Dự thảo"), Href: href(d.ID)}}},
		Post: href(d.ID, "quy-trinh"), Signer: orDash(signerText(d.Signer), "chưa chọn"), Back: ui.Link{Text: "Giữ như cũ, về văn bản", Href: href(d.ID)}}
	for _, f := range d.law.Documents.FlowsOf(d.Type) {
		flow := document.Flow(f.Code)
		if (flow == document.FlowScan) != (d.Origin == document.Scanned) {
			continue
		}
		page.Flows = append(page.Flows, flowChoice{Code: f.Code, Label: f.Label, Picture: flowPictures[flow], Chosen: flow == d.Flow()})
	}
	page.Kinds = []ui.Choice{}
	for _, k := range []document.StepKind{document.StepInitial, document.StepContent, document.StepFormat, document.StepSign} {
		page.Kinds = append(page.Kinds, ui.Choice{Value: string(k), Text: k.Name()})
	}
	for i := 1; i <= flowRows; i++ {
		page.Turns = append(page.Turns, ui.Choice{Value: strconv.Itoa(i), Text: "Lượt " + strconv.Itoa(i)})
	}
	page.fill(d)
	return page, m.flowPeople(r, d, page)
}

// fill shows what was chosen, or what most chains look like.
func (p *flowPage) fill(d dossier) {
	for _, s := range d.Chain.Steps {
		row := flowRow{Person: string(s.Person) + "/" + string(s.Agency) + "/" + string(s.Capacity), Kind: string(s.Kind), Turn: strconv.Itoa(s.Order), Need: strconv.Itoa(s.Need)}
		switch {
		case s.Person == "" || s.Field == pades.FieldSigner:
		case s.Agency != d.Agency:
			p.Partners = append(p.Partners, row)
		default:
			p.Rows = append(p.Rows, row)
		}
	}
	kinds := []document.StepKind{document.StepContent, document.StepFormat}
	for i := len(p.Rows); i < flowRows; i++ {
		row := flowRow{Kind: string(document.StepInitial), Turn: strconv.Itoa(i + 1)}
		if i < len(kinds) {
			row.Kind = string(kinds[i])
		}
		p.Rows = append(p.Rows, row)
	}
	for len(p.Partners) < partnerRows {
		p.Partners = append(p.Partners, flowRow{})
	}
	for i := range p.Rows {
		p.Rows[i].No = i
	}
	for i := range p.Partners {
		p.Partners[i].No = i
	}
}

// flowPeople lists colleagues, and the leaders of other agencies with the
// capacities in which they may sign.
func (m *module) flowPeople(r *web.Request, d dossier, page *flowPage) error {
	ctx := r.Context()
	page.People, page.Leaders = []ui.Choice{{Text: "Không có"}}, []ui.Choice{{Text: "Không có"}}
	people, err := m.Org.PeopleOf(ctx, d.Agency, m.Now())
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID != d.Signer.Person {
			page.People = append(page.People, ui.Choice{Value: string(p.ID) + "/" + string(d.Agency) + "/", Text: p.Name})
		}
	}
	agencies, err := m.Org.Recipients(ctx, d.Agency, m.Now())
	if err != nil {
		return err
	}
	for _, a := range agencies {
		leaders, err := m.Org.PeopleWith(ctx, a.ID, org.Leader, m.Now())
		if err != nil {
			return err
		}
		for _, p := range leaders {
			rows, err := m.Org.AuthoritiesOf(ctx, p.ID, a.ID, m.Now())
			if err != nil {
				return err
			}
			var seen []org.Capacity
			for _, row := range rows {
				if (row.Type == "*" || row.Type == d.Type) && !slices.Contains(seen, row.Capacity) {
					seen = append(seen, row.Capacity)
					page.Leaders = append(page.Leaders, ui.Choice{Value: string(p.ID) + "/" + string(a.ID) + "/" + string(row.Capacity),
						Text: a.Name + ": " + strings.TrimSpace(string(row.Capacity)+" "+p.Name)})
				}
			}
		}
	}
	return nil
}

func (m *module) chooseFlow(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	d, err := m.open(r.Context(), r)
	if err != nil {
		return err
	}
	flow := document.Flow(r.Text("flow"))
	err = m.Documents.ChooseFlow(r.Context(), r.Actor, d.ID, flow, typedSteps(r, flow))
	if err == nil {
		return r.Done(w, href(d.ID), "Đã chọn quy trình ký.")
	}
	page, broken := m.flowPage(r, d)
	if broken != nil {
		return m.refuse(w, r, err)
	}
	page.keep(r, flow)
	return r.Refuse(w, err, page)
}

// typedSteps reads the lines of the form that name somebody.
func typedSteps(r *web.Request, flow document.Flow) []document.Step {
	prefix, rows := "step", flowRows
	if flow == document.FlowJoint {
		prefix, rows = "partner", partnerRows
	}
	var out []document.Step
	for i := range rows {
		at := func(name string) string { return r.Text(prefix + "-" + name + "-" + strconv.Itoa(i)) }
		parts := strings.SplitN(at("person"), "/", 3)
		if len(parts) != 3 || parts[0] == "" {
			continue
		}
		s := document.Step{Person: org.PersonID(parts[0]), Agency: org.AgencyID(parts[1]), Capacity: org.Capacity(parts[2]), Kind: document.StepKind(at("kind")), Order: i + 1}
		if n, err := strconv.Atoi(at("turn")); err == nil && n > 0 && n <= flowRows {
			s.Order = n
		}
		s.Need = flowRows
		if n, err := strconv.Atoi(at("need")); err == nil && n > 0 {
			s.Need = n
		}
		out = append(out, s)
	}
	return out
}

// keep puts back what was typed into a form that was refused.
func (p *flowPage) keep(r *web.Request, flow document.Flow) {
	for i := range p.Flows {
		p.Flows[i].Chosen = p.Flows[i].Code == string(flow)
	}
	for i := range p.Rows {
		n := strconv.Itoa(i)
		p.Rows[i] = flowRow{i, r.Text("step-person-" + n), r.Text("step-kind-" + n), r.Text("step-turn-" + n), r.Text("step-need-" + n)}
	}
	for i := range p.Partners {
		p.Partners[i].Person = r.Text("partner-person-" + strconv.Itoa(i))
	}
}
