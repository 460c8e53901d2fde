package subscriberweb

import (
	"context"
	"embed"
	"io"
	"net/http"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

//go:embed *.html
var templates embed.FS

// Rows writes a list row by row, as spreadsheet or CSV.
type Rows interface {
	Row(cells []string) error
	Close() error
}

// Lists reads and writes lists of offices; package sheet behind it.
type Lists interface {
	Read(r io.Reader, bytes int64, rows, cells int) ([][]string, error)
	CSV(w io.Writer) Rows
	XLSX(w io.Writer, name string) (Rows, error)
}

// Config names the services behind the pages; everything is required.
type Config struct {
	Subscribers *subscriber.Service
	Signing     *signing.Service
	Org         *org.Service
	Profiles    *profile.Set
	Lists       Lists
	Now         func() time.Time
}

type module struct{ Config }

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	m := &module{c}
	return web.Module{
		Templates: templates,
		Pages: []ui.File{
			{Name: "mine.html", Page: &minePage{}}, {Name: "list.html", Page: &listPage{}}, {Name: "certificate.html", Page: &certificatePage{}},
			{Name: "enter.html", Page: &enterPage{}}, {Name: "imports.html", Page: &importsPage{}}, {Name: "import.html", Page: &importPage{}},
			{Name: "expiry.html", Page: &expiryPage{}}, {Name: "statistics.html", Page: &statisticsPage{}},
			{Name: "duties.html", Page: &dutiesPage{}}, {Name: "information.html", Page: &informationPage{}},
		},
		Queues: m.queues,
		Labels: labels(),
		Routes: append(m.reading(), m.deeds()...),
	}
}

func (m *module) reading() []web.Route {
	get := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: path, Action: action, Handler: do}
	}
	large := func(r web.Route) web.Route { r.Slow = true; return r }
	return []web.Route{
		get("/chung-thu-cua-toi", subscriber.ActOwn, m.mine),
		get("/chung-thu-cua-toi/lich.ics", subscriber.ActOwn, m.myCalendar),
		get("/chung-thu-cua-toi/nhat-ky.csv", subscriber.ActOwn, m.myLog),
		get("/thue-bao", subscriber.ActList, m.list),
		large(get("/thue-bao/danh-sach.csv", subscriber.ActList, m.listCSV)),
		large(get("/thue-bao/danh-sach.xlsx", subscriber.ActList, m.listXLSX)),
		get("/thue-bao/sap-het-han", subscriber.ActList, m.expiry),
		large(get("/thue-bao/lich.ics", subscriber.ActList, m.calendar)),
		get("/thue-bao/ke-hoach.csv", subscriber.ActList, m.planCSV),
		get("/thue-bao/thong-ke", subscriber.ActList, m.statistics),
		get("/thue-bao/nhiem-vu", subscriber.ActList, m.duties),
		get("/thue-bao/cung-cap-thong-tin/{id}", subscriber.ActInform, m.information),
		get("/thue-bao/cung-cap-thong-tin/{id}/nhat-ky.csv", subscriber.ActInform, m.informationLog),
		get("/chung-thu/moi", subscriber.ActRegister, m.enterForm),
		get("/chung-thu/nhap", subscriber.ActRegister, m.imports),
		get("/chung-thu/nhap/mau.xlsx", subscriber.ActRegister, m.template),
		get("/chung-thu/nhap/{id}", subscriber.ActRegister, m.importShow),
		large(get("/chung-thu/nhap/{id}/ket-qua.csv", subscriber.ActRegister, m.importReport)),
		get("/chung-thu/{id}", signing.ActRead, m.certificate),
	}
}

func (m *module) deeds() []web.Route {
	post := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: path, Action: action, Handler: do}
	}
	list := post("/chung-thu/nhap", subscriber.ActRegister, m.importStart)
	list.Body, list.Slow = subscriber.MaxImportFile+web.Envelope, true
	return []web.Route{
		post("/chung-thu/moi", subscriber.ActRegister, m.enter),
		list,
		post("/chung-thu/{id}/ghi-so", subscriber.ActConfirm, m.confirm),
		post("/chung-thu/{id}/nghia-vu", subscriber.ActOwn, m.acceptDuties),
		post("/chung-thu/{id}/he-thong-ngoai", subscriber.ActRegister, m.addExternal),
		post("/chung-thu/{id}/ke-hoach", subscriber.ActRegister, m.savePlan),
		post("/he-thong-ngoai/{id}/xong", subscriber.ActRegister, m.endExternal),
		post("/thue-bao/ke-hoach", subscriber.ActBudget, m.setPrices),
		post("/thue-bao/cung-cap-thong-tin", subscriber.ActInform, m.askInformation),
		post("/thue-bao/cung-cap-thong-tin/{id}", subscriber.ActInform, m.answerInformation),
	}
}

// queues are the rooms of the navigation.
func (m *module) queues(ctx context.Context, by org.Actor) ([]web.Queue, error) {
	guard, group := m.Subscribers.Guard, "Thuê bao và thiết bị"
	var out []web.Queue
	if guard.Can(by, subscriber.ActOwn, org.Own) {
		n, err := m.Subscribers.MyNotices(ctx, by)
		if err != nil {
			return nil, err
		}
		count := -1
		if len(n) > 0 {
			count = len(n)
		}
		out = append(out, web.Queue{Group: "Khóa và chứng thư", Title: "Chứng thư và thiết bị của tôi", Href: "/chung-thu-cua-toi", Count: count, Hot: len(n) > 0})
	}
	if !guard.Can(by, subscriber.ActList, org.OfAgency) {
		return out, nil
	}
	_, n, err := m.Subscribers.AgencyNotices(ctx, by, 0)
	if err != nil {
		return nil, err
	}
	return append(out,
		web.Queue{Group: group, Title: "Danh sách thuê bao", Href: "/thue-bao", Count: -1},
		web.Queue{Group: group, Title: "Sắp hết hạn", Href: "/thue-bao/sap-het-han", Count: n, Hot: n > 0},
		web.Queue{Group: group, Title: "Nhiệm vụ quản lý thuê bao", Href: "/thue-bao/nhiem-vu", Count: -1},
		web.Queue{Group: group, Title: "Thống kê, triển khai", Href: "/thue-bao/thong-ke", Count: -1}), nil
}

func labels() map[string]string {
	return map[string]string{
		"class": "Loại thuê bao", "agency": "Cơ quan", "person": "Người", "system": "Tên hệ thống", "system_kind": "Loại hệ thống", "key": "Nơi giữ khóa",
		"head_name": "Người đứng đầu", "head_title": "Chức vụ người đứng đầu", "renews": "Thay cho chứng thư số", "minutes": "Biên bản bàn giao",
		"pasted": "Nội dung chứng thư số", "target": "Ngày chuyển đổi", "responsible": "Người chịu trách nhiệm", "note": "Ghi chú",
		"name": "Tên hệ thống ngoài", "account": "Mã số, tài khoản", "guidance": "Địa chỉ hướng dẫn", "since": "Ngày đăng ký", "until": "Ngày cập nhật",
		"asked_by": "Cơ quan yêu cầu", "paper": "Văn bản yêu cầu", "question": "Nội dung yêu cầu", "due_on": "Hạn trả lời", "answer": "Nội dung trả lời", "answer_paper": "Văn bản trả lời",
	}
}

func idOf(r *web.Request) signing.CertificateID { return signing.CertificateID(r.PathValue("id")) }

func here(id signing.CertificateID) string { return "/chung-thu/" + string(id) }
