package documentweb

import (
	"net/http"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

func (m *module) stepDeed(r *web.Request, d dossier, step document.Step) (deed, error) {
	out := deed{Kind: signStep, Again: true}
	if f, ok := d.SignBase(); ok {
		out.Hash = f.SHA256
	}
	out.Facts = []ui.Pair{{Label: "Bạn ký", Value: step.Kind.Name(), Strong: true}, {Label: "Quy trình", Value: flowName(d, d.Chain.Flow)}}
	return out, m.withKeys(r.Context(), r.Actor, signing.ForPerson, &out)
}

func (m *module) coSealDeed(r *web.Request, d dossier, step document.Step) (deed, error) {
	lead, err := m.Org.Agency(r.Context(), d.Agency)
	if err != nil {
		return deed{}, err
	}
	out := deed{Kind: coSeal}
	out.Facts = []ui.Pair{{Label: "Dấu", Value: step.AgencyName, Strong: true}, {Label: "Cơ quan chủ trì", Value: lead.Name}, {Label: "Số", Value: "cơ quan chủ trì cấp sau cùng"}}
	out.Button = ui.Deed{Label: "Ký cơ quan và trả lại cơ quan chủ trì", Press: "Ctrl S", Seals: true}
	return out, m.withKeys(r.Context(), r.Actor, signing.ForAgency, &out)
}

func (m *module) decline(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã từ chối ký.", func(id document.ID) error {
		return m.Documents.Decline(r.Context(), r.Actor, id, r.Text("comment"))
	})
}

func (m *module) withdraw(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã rút lại văn bản; dự thảo ở chỗ bạn, sửa rồi trình lại được.", func(id document.ID) error {
		return m.Documents.Withdraw(r.Context(), r.Actor, id, r.Text("withdraw"))
	})
}

func (m *module) replaceSigner(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã thay người ký.", func(id document.ID) error {
		with := document.Step{Person: org.PersonID(r.Text("person"))}
		return m.Documents.ReplaceSigner(r.Context(), r.Actor, id, document.StepID(r.Text("step")), with, r.Text("why"))
	})
}

func (m *module) passOn(w http.ResponseWriter, r *web.Request) error {
	return m.do(w, r, "Đã chuyển cơ quan phối hợp. Văn bản về lại đây khi họ ký xong.", func(id document.ID) error {
		return m.Documents.PassOn(r.Context(), r.Actor, id)
	})
}
