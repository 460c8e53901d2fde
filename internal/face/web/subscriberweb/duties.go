package subscriberweb

import (
	"net/http"

	"antin/internal/domain/org"
	"antin/internal/domain/subscriber"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// dutiesPage lists what the managing agency has to do, each with its screen,
// and the tasks that stand open.
type dutiesPage struct {
	ui.Page
	Duties    []duty
	Tasks     []task
	Asked     []asked
	People    []ui.Choice
	Typed     map[string]string
	MayInform bool
	MayEnter  bool
}

type duty struct {
	Label, Clause string
	Link          *ui.Link
	Open          string // "3 việc đang chờ"
}

type task struct {
	Href, Holder, System, Account, Why, Guidance, Done string
}

// screens are where duties are done; the profile names them by code.
func screens() map[string]ui.Link {
	return map[string]ui.Link{
		"requests": {Text: "Đề nghị", Href: "/yeu-cau"}, "subscribers": {Text: "Danh sách thuê bao", Href: "/thue-bao"},
		"revoke": {Text: "Đề nghị thu hồi", Href: "/yeu-cau/moi?loai=revoke"}, "devices": {Text: "Thiết bị", Href: "/thiet-bi"},
		"expiry": {Text: "Sắp hết hạn", Href: "/thue-bao/sap-het-han"}, "statistics": {Text: "Thống kê", Href: "/thue-bao/thong-ke"},
	}
}

func (m *module) duties(w http.ResponseWriter, r *web.Request) error {
	page, err := m.dutiesPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) dutiesPage(r *web.Request) (*dutiesPage, error) {
	list, err := m.Subscribers.AgencyDuties(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	_, ending, err := m.Subscribers.AgencyNotices(r.Context(), r.Actor, 0)
	if err != nil {
		return nil, err
	}
	page := &dutiesPage{Page: ui.Page{Title: "Nhiệm vụ quản lý thuê bao", Lead: "Việc của cơ quan quản lý trực tiếp, mỗi việc mở màn hình của nó."}, Typed: map[string]string{},
		MayInform: r.Can(subscriber.ActInform, org.OfAgency), MayEnter: r.Can(subscriber.ActRegister, org.OfAgency)}
	for _, d := range list {
		one := duty{Label: d.Label, Clause: d.Clause}
		if l, ok := screens()[d.Screen]; ok {
			one.Link = &l
		}
		if d.Screen == "expiry" && ending > 0 {
			one.Open = ui.Number(ending) + " chứng thư số cần gia hạn"
		}
		page.Duties = append(page.Duties, one)
	}
	return page, m.tasks(r, page)
}

func (m *module) tasks(r *web.Request, page *dutiesPage) error {
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return err
	}
	list, err := m.Subscribers.ExternalTasks(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	for _, t := range list {
		one := task{Href: here(t.Certificate), Holder: t.Holder, System: systemName(law, t.System, t.Name), Account: t.Account, Guidance: t.Guidance, Why: t.State.Name()}
		if t.Renewed != "" {
			one.Why = "Đã có chứng thư số mới thay thế"
		}
		if page.MayEnter {
			one.Done = "/he-thong-ngoai/" + t.ID + "/xong"
		}
		page.Tasks = append(page.Tasks, one)
	}
	if !page.MayInform {
		return nil
	}
	open, err := m.Subscribers.InformationList(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	for _, i := range open {
		page.Asked = append(page.Asked, askedOf(i))
	}
	people, err := m.Org.PeopleOf(r.Context(), r.Actor.Agency, m.Now())
	if err != nil {
		return err
	}
	for _, p := range people {
		page.People = append(page.People, ui.Choice{Value: string(p.ID), Text: p.Name})
	}
	return nil
}

func (m *module) askInformation(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	i, err := m.Subscribers.AskInformation(r.Context(), r.Actor, subscriber.Information{Person: org.PersonID(r.Text("person")), Agency: r.Actor.Agency,
		AskedBy: r.Text("asked_by"), Paper: r.Text("paper"), Question: r.Text("question"), DueOn: r.Text("due_on")})
	if err == nil {
		return r.Done(w, "/thue-bao/cung-cap-thong-tin/"+i.ID, "Đã ghi yêu cầu cung cấp thông tin.")
	}
	page, other := m.dutiesPage(r)
	if other != nil {
		return other
	}
	for name := range r.PostForm {
		page.Typed[name] = r.Text(name)
	}
	return r.Refuse(w, err, page)
}

// informationPage is one request of an authority with its answer.
type informationPage struct {
	ui.Page
	Facts  []ui.Pair
	Answer bool
	Post   string
	Log    string
	Typed  map[string]string
}

func (m *module) information(w http.ResponseWriter, r *web.Request) error {
	page, err := m.informationPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) informationPage(r *web.Request) (*informationPage, error) {
	i, err := m.Subscribers.Information(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	person, err := m.Org.Person(r.Context(), i.Person)
	if err != nil {
		return nil, err
	}
	at := "/thue-bao/cung-cap-thong-tin/" + i.ID
	page := &informationPage{Page: ui.Page{Title: "Yêu cầu cung cấp thông tin", Lead: i.AskedBy}, Answer: i.AnsweredAt.IsZero(), Post: at, Log: at + "/nhat-ky.csv", Typed: map[string]string{},
		Facts: []ui.Pair{{Label: "Thuê bao", Value: person.Name, Strong: true}, {Label: "Văn bản yêu cầu", Value: i.Paper}, {Label: "Nội dung", Value: i.Question},
			{Label: "Nhận lúc", Value: ui.When(i.ReceivedAt)}, {Label: "Hạn trả lời", Value: dayText(i.DueOn)}}}
	if !page.Answer {
		page.Facts = append(page.Facts, ui.Pair{Label: "Trả lời", Value: i.Answer}, ui.Pair{Label: "Văn bản trả lời", Value: orDash(i.AnswerPaper, "không ghi")}, ui.Pair{Label: "Trả lời lúc", Value: ui.When(i.AnsweredAt)})
	}
	return page, nil
}

func (m *module) answerInformation(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	err := m.Subscribers.AnswerInformation(r.Context(), r.Actor, r.PathValue("id"), r.Text("answer"), r.Text("answer_paper"))
	if err == nil {
		return r.Done(w, "/thue-bao/cung-cap-thong-tin/"+r.PathValue("id"), "Đã ghi nội dung trả lời.")
	}
	page, other := m.informationPage(r)
	if other != nil {
		return other
	}
	page.Typed["answer"], page.Typed["answer_paper"] = r.Text("answer"), r.Text("answer_paper")
	return r.Refuse(w, err, page)
}

func (m *module) informationLog(w http.ResponseWriter, r *web.Request) error {
	_, uses, err := m.Subscribers.SignaturesFor(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	return m.sendLog(w, "nhat-ky-ky-so-thue-bao.csv", uses)
}
