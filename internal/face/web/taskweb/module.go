package taskweb

import (
	"context"
	"embed"
	"net/http"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/task"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

//go:embed *.html
var templates embed.FS

// Config names the services behind the pages; everything is required.
type Config struct {
	Tasks     *task.Service
	Documents *document.Service
	Org       *org.Service
	Profiles  *profile.Set
	Now       func() time.Time
}

type module struct{ Config }

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	m := &module{c}
	return web.Module{
		Templates: templates,
		Pages: []ui.File{
			{Name: "list.html", Page: &listPage{}},
			{Name: "task.html", Page: &taskPage{}},
			{Name: "direct.html", Page: &directPage{}},
			{Name: "simulator.html", Page: &simulatorPage{}},
			{Name: "digest.html", Page: &digestPage{}},
			{Name: "delegations.html", Page: &delegationsPage{}},
			{Name: "phrases.html", Page: &phrasesPage{}},
		},
		Queues: m.queues,
		Labels: map[string]string{
			"noi-dung": "Nội dung", "ket-qua": "Kết quả xử lý", "ly-do": "Lý do", "han": "Hạn xử lý", "y-kien": "Ý kiến chỉ đạo",
			"ten": "Việc cần làm", "cau": "Câu mẫu", "van-ban": "Văn bản ủy quyền", "den-ngay": "Đến ngày", "tu-ngay": "Từ ngày",
		},
		Routes: append(m.reading(), m.deeds()...),
	}
}

const fileLimit = 64 << 20

func (m *module) reading() []web.Route {
	get := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: path, Action: action, Handler: do}
	}
	large := func(r web.Route) web.Route { r.Slow = true; return r }
	return []web.Route{
		get("/cong-viec", task.ActList, m.mine),
		get("/cong-viec/da-giao", task.ActList, m.given),
		get("/cong-viec/ban-tin", task.ActList, m.digest),
		get("/cong-viec/tinh-han", task.ActList, m.simulator),
		get("/cong-viec/uy-quyen", task.ActDelegate, m.delegations),
		get("/cong-viec/cau-mau", task.ActList, m.phrases),
		get("/cong-viec/moi", task.ActGive, m.newWork),
		get("/cong-viec/{id}", task.ActRead, m.show),
		get("/cong-viec/{id}/giao-tiep", task.ActPass, m.passForm),
		large(get("/cong-viec/{id}/tep/{note}/{n}", task.ActRead, m.download)),
		get("/den/{id}/chi-dao", task.ActDirect, m.directForm),
		large(get("/den/{id}/phieu-giai-quyet.pdf", "incoming.read", m.sheet)),
	}
}

func (m *module) deeds() []web.Route {
	post := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: path, Action: action, Handler: do}
	}
	withFile := func(r web.Route) web.Route { r.Body, r.Slow = fileLimit+web.Envelope, true; return r }
	return []web.Route{
		withFile(post("/cong-viec/moi", task.ActGive, m.giveWork)),
		withFile(post("/den/{id}/chi-dao", task.ActDirect, m.direct)),
		post("/den/{id}/chi-dao/nhanh", task.ActDirect, m.quick),
		withFile(post("/cong-viec/{id}/giao-tiep", task.ActPass, m.pass)),
		post("/cong-viec/{id}/bat-dau", task.ActWork, m.begin),
		withFile(post("/cong-viec/{id}/tien-do", task.ActWork, m.report)),
		post("/cong-viec/{id}/hoan-thanh", task.ActWork, m.complete),
		post("/cong-viec/{id}/tra-lai", task.ActWork, m.giveBack),
		post("/cong-viec/{id}/xin-gia-han", task.ActWork, m.askExtension),
		post("/cong-viec/{id}/gia-han", task.ActFollow, m.answerExtension),
		post("/cong-viec/{id}/thu-hoi", task.ActFollow, m.recall),
		post("/cong-viec/{id}/hoan-tac", task.ActFollow, m.undo),
		post("/cong-viec/{id}/lam-tiep", task.ActFollow, m.redo),
		post("/cong-viec/{id}/dinh-chinh/{note}", task.ActRead, m.correct),
		post("/cong-viec/uy-quyen", task.ActDelegate, m.delegate),
		post("/uy-quyen-cong-viec/{id}/ket-thuc", task.ActDelegate, m.endDelegation),
		post("/cong-viec/cau-mau", task.ActList, m.savePhrases),
	}
}

// queues are the rooms of the navigation; the person's own work comes first.
func (m *module) queues(ctx context.Context, by org.Actor) ([]web.Queue, error) {
	if by.Person == "" || by.Has(org.Administrator) {
		return nil, nil
	}
	mine, err := m.Tasks.Count(ctx, by, task.Mine, task.All)
	if err != nil {
		return nil, err
	}
	out := []web.Queue{{Title: "Việc của tôi", Href: "/cong-viec", Count: mine, Hot: mine > 0}}
	if by.Has(org.Leader) || by.Has(org.UnitLeader) {
		given, err := m.Tasks.Count(ctx, by, task.GivenBy, task.All)
		if err != nil {
			return nil, err
		}
		late, err := m.Tasks.Count(ctx, by, task.GivenBy, task.Overdue)
		if err != nil {
			return nil, err
		}
		out = append(out, web.Queue{Title: "Việc tôi giao", Href: "/cong-viec/da-giao", Count: given, Hot: late > 0})
	}
	if by.Has(org.Leader) {
		out = append(out, web.Queue{Title: "Ủy quyền phân văn bản", Href: "/cong-viec/uy-quyen", Count: -1})
	}
	unread, err := m.Tasks.Unread(ctx, by)
	if err != nil {
		return nil, err
	}
	if unread > 0 {
		out = append(out, web.Queue{Title: "Nhắc việc hôm nay", Href: "/cong-viec/ban-tin", Count: unread})
	}
	return append(out, web.Queue{Title: "Tính thời hạn", Href: "/cong-viec/tinh-han", Count: -1}), nil
}

func idOf(r *web.Request) task.ID { return task.ID(r.PathValue("id")) }

func href(id task.ID) string { return "/cong-viec/" + string(id) }
