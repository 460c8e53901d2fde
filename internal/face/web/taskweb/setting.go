package taskweb

import (
	"net/http"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/task"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// delegationsPage lays down who assigns incoming documents for the head.
type delegationsPage struct {
	ui.Page
	Rows                          []delegationRow
	People                        []ui.Choice
	Person, Decision, From, Until string
	Empty                         ui.Empty
}

type delegationRow struct{ Name, Decision, Period, By, End string }

func (m *module) delegationPage(r *web.Request) (*delegationsPage, error) {
	page := &delegationsPage{Page: ui.Page{Title: "Ủy quyền phân văn bản", Lead: "Người được ủy quyền phân công văn bản đến thay người đứng đầu trong thời gian ghi dưới đây."}, From: ui.Day(m.Now()), Empty: ui.Empty{Title: "Chưa ủy quyền cho ai.", From: "Ủy quyền còn hiệu lực sẽ hiện ở đây."}}
	list, err := m.Tasks.Delegations(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	for _, d := range list {
		page.Rows = append(page.Rows, delegationRow{Name: d.Name, Decision: d.Decision, Period: ui.Day(d.From) + " đến " + ui.Day(d.To.Add(-time.Second)), By: d.ByName, End: "/uy-quyen-cong-viec/" + string(d.ID) + "/ket-thuc"})
	}
	people, err := m.Org.PeopleOf(r.Context(), r.Actor.Agency, m.Now())
	if err != nil {
		return nil, err
	}
	page.People = []ui.Choice{{Text: "Chọn người"}}
	for _, p := range people {
		if p.ID != r.Actor.Person {
			page.People = append(page.People, ui.Choice{Value: string(p.ID), Text: p.Name})
		}
	}
	return page, nil
}

func (m *module) delegations(w http.ResponseWriter, r *web.Request) error {
	page, err := m.delegationPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) delegate(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	d := task.Delegation{Person: org.PersonID(r.Text("nguoi")), Decision: r.Text("van-ban")}
	var err error
	if d.From, err = day(r.Text("tu-ngay"), "tu-ngay"); err == nil {
		if d.To, err = day(r.Text("den-ngay"), "den-ngay"); err == nil {
			d.To = d.To.AddDate(0, 0, 1) // until the end of the day
			err = m.Tasks.Delegate(r.Context(), r.Actor, d)
		}
	}
	if err != nil {
		page, shown := m.delegationPage(r)
		if shown != nil {
			return err
		}
		page.Person, page.Decision, page.From, page.Until = r.Text("nguoi"), r.Text("van-ban"), r.Text("tu-ngay"), r.Text("den-ngay")
		return r.Refuse(w, err, page)
	}
	return r.Done(w, "/cong-viec/uy-quyen", "Đã ủy quyền.")
}

func day(text, field string) (time.Time, error) {
	t, err := time.ParseInLocation("2/1/2006", text, ui.Hanoi)
	if err != nil {
		return t, fault.New(fault.Invalid, "delegation.day", "Ngày chưa đúng.").At(field, "Ghi ngày như 25/11/2026.")
	}
	return t, nil
}

func (m *module) endDelegation(w http.ResponseWriter, r *web.Request) error {
	if err := m.Tasks.EndDelegation(r.Context(), r.Actor, task.DelegationID(r.PathValue("id"))); err != nil {
		return err
	}
	return r.Done(w, "/cong-viec/uy-quyen", "Đã kết thúc ủy quyền.")
}

// phrasesPage keeps a leader's ready words.
type phrasesPage struct {
	ui.Page
	Text string
}

func (m *module) phrases(w http.ResponseWriter, r *web.Request) error {
	list, err := m.Tasks.Phrases(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, &phrasesPage{Page: ui.Page{Title: "Câu mẫu của tôi", Lead: "Câu đầu tiên được dùng khi giao nhanh."}, Text: strings.Join(list, "\n")})
}

func (m *module) savePhrases(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	if err := m.Tasks.SetPhrases(r.Context(), r.Actor, strings.Split(r.Text("cau"), "\n")); err != nil {
		return r.Refuse(w, err, &phrasesPage{Page: ui.Page{Title: "Câu mẫu của tôi"}, Text: r.Text("cau")})
	}
	return r.Done(w, "/cong-viec/cau-mau", "Đã lưu câu mẫu.")
}
