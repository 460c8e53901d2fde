package subscriberweb

import (
	"net/http"

	"antin/internal/domain/profile"
	"antin/internal/domain/subscriber"
	"antin/internal/face/web"
)

func systemName(law *profile.Profile, code, name string) string {
	if name != "" {
		return name
	}
	for _, s := range law.Subscribers.Register.ExternalSystems {
		if s.Code == code {
			return s.Label
		}
	}
	return code
}

// again shows the page with the refusal and what was typed.
func (m *module) again(w http.ResponseWriter, r *web.Request, refusal error) error {
	page, err := m.certificatePage(r)
	if err != nil {
		return err
	}
	for name := range r.PostForm {
		page.Typed[name] = r.Text(name)
	}
	return r.Refuse(w, refusal, page)
}

func (m *module) confirm(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	if err := m.Subscribers.Confirm(r.Context(), r.Actor, idOf(r), r.Text("minutes")); err != nil {
		return m.again(w, r, err)
	}
	return r.Done(w, here(idOf(r)), "Đã ghi chứng thư số cơ quan vào sổ. Từ nay chứng thư này dùng để ký số cơ quan được.")
}

func (m *module) addExternal(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	_, err := m.Subscribers.AddExternal(r.Context(), r.Actor, subscriber.External{Certificate: idOf(r), System: r.Text("system"), Name: r.Text("name"),
		Account: r.Text("account"), Guidance: r.Text("guidance"), Since: r.Text("since")})
	if err != nil {
		return m.again(w, r, err)
	}
	return r.Done(w, here(idOf(r)), "Đã ghi đăng ký tại hệ thống ngoài.")
}

func (m *module) endExternal(w http.ResponseWriter, r *web.Request) error {
	if err := m.Subscribers.EndExternal(r.Context(), r.Actor, r.PathValue("id"), ""); err != nil {
		return err
	}
	return r.Done(w, "/thue-bao/nhiem-vu", "Đã ghi việc cập nhật tại hệ thống ngoài.")
}

func (m *module) savePlan(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	p := subscriber.Plan{Certificate: idOf(r), Target: r.Text("target"), Responsible: r.Text("responsible"), Note: r.Text("note"), State: subscriber.PlanState(r.Text("state"))}
	if err := m.Subscribers.SavePlan(r.Context(), r.Actor, p); err != nil {
		return m.again(w, r, err)
	}
	return r.Done(w, here(idOf(r)), "Đã lưu kế hoạch chuyển đổi.")
}
