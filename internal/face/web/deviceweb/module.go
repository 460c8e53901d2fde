package deviceweb

import (
	"context"
	"embed"
	"io"
	"net/http"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

//go:embed *.html
var templates embed.FS

// Rows writes a list row by row.
type Rows interface {
	Row(cells []string) error
	Close() error
}

// Printed is a file for the printer.
type Printed struct {
	Name string // "Biên bản bàn giao….pdf"
	PDF  []byte
}

// Minutes prints the minutes of a handover on the form of the province and
// records that it was made; the serial is printed as d has it.
type Minutes interface {
	Print(ctx context.Context, by org.Actor, d device.Device, h device.Handover) (Printed, error)
}

// Config names the services behind the pages; everything is required.
type Config struct {
	Devices  *device.Service
	Signing  *signing.Service
	Org      *org.Service
	Guard    *org.Guard
	Profiles *profile.Set
	Minutes  Minutes
	XLSX     func(w io.Writer, name string) (Rows, error)
	Now      func() time.Time
}

type module struct{ Config }

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	m := &module{c}
	return web.Module{
		Templates: templates,
		Pages: []ui.File{
			{Name: "list.html", Page: &listPage{}}, {Name: "device.html", Page: &devicePage{}}, {Name: "form.html", Page: &formPage{}},
			{Name: "minutes.html", Page: &minutesPage{}}, {Name: "incident.html", Page: &incidentPage{}}, {Name: "work.html", Page: &workPage{}},
			{Name: "book.html", Page: &bookPage{}},
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
		get("/thiet-bi", device.ActRead, m.list),
		large(get("/thiet-bi/danh-sach.xlsx", device.ActExport, m.export)),
		get("/thiet-bi/viec", device.ActRead, m.work),
		get("/thiet-bi/moi", device.ActManage, m.enterForm),
		get("/thiet-bi/gui", device.ActManage, m.sendForm),
		get("/nhan-thiet-bi/{id}", device.ActReceive, m.arriveForm),
		get("/thiet-bi/can-bo-tiep-nhan", device.ActApprove, m.contactForm),
		get("/tu-kiem-tra-thiet-bi/{id}", device.ActCheck, m.selfForm),
		get("/thiet-bi/{id}", device.ActRead, m.show),
		get("/thiet-bi/{id}/bao-su-co", device.ActReport, m.reportForm),
		get("/lap-ban-giao/{id}", device.ActHandOver, m.draftForm),
		get("/ban-giao/{id}", device.ActRead, m.minutes),
		get("/kiem-tra-thiet-bi/{id}", device.ActCheck, m.checkForm),
		get("/thu-hoi-thiet-bi/{id}", device.ActManage, m.returnForm),
		get("/su-co-thiet-bi/{id}/{incident}", device.ActRead, m.incident),
		large(get("/tep-thiet-bi/{id}/{sum}", device.ActRead, m.file)),
		get("/so-thiet-bi-mat", device.ActExport, m.book),
		large(get("/so-thiet-bi-mat/{export}", device.ActExport, m.bookFile)),
	}
}

func (m *module) deeds() []web.Route {
	post := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: path, Action: action, Handler: do}
	}
	file := func(r web.Route) web.Route { r.Body, r.Slow = maxUpload, true; return r }
	return []web.Route{
		post("/thiet-bi/moi", device.ActManage, m.enter),
		post("/thiet-bi/gui", device.ActManage, m.send),
		post("/nhan-thiet-bi/{id}", device.ActReceive, m.arrive),
		post("/thiet-bi/can-bo-tiep-nhan", device.ActApprove, m.setContact),
		post("/tu-kiem-tra-thiet-bi/{id}", device.ActCheck, m.selfCheck),
		post("/thong-bao-thiet-bi/{id}", device.ActRead, m.seen),
		post("/thiet-bi/{id}/mat-khau", device.ActConfirm, m.changedPIN),
		file(post("/thiet-bi/{id}/bao-su-co", device.ActReport, m.report)),
		file(post("/lap-ban-giao/{id}", device.ActHandOver, m.draft)),
		post("/ban-giao/{id}/duyet", device.ActApprove, m.approve),
		post("/ban-giao/{id}/giao", device.ActConfirm, m.confirmGiving),
		post("/ban-giao/{id}/nhan", device.ActConfirm, m.confirmReceipt),
		post("/ban-giao/{id}/tiep-nhan", device.ActConfirm, m.confirmContact),
		post("/ban-giao/{id}/huy", device.ActHandOver, m.withdraw),
		post("/ban-giao/{id}/ket-thuc", device.ActHandOver, m.endTemporary),
		post("/ban-giao/{id}/bien-ban", device.ActRead, m.printed),
		post("/kiem-tra-thiet-bi/{id}", device.ActCheck, m.check),
		file(post("/thu-hoi-thiet-bi/{id}", device.ActManage, m.takeBack)),
		file(post("/su-co-thiet-bi/{id}/{incident}", device.ActReport, m.addMinutes)),
		post("/so-thiet-bi-mat", device.ActExport, m.askExport),
		post("/so-thiet-bi-mat/{export}", device.ActExport, m.approveExport),
	}
}

// queues are the rooms of who looks after devices, and of who has something to
// do about one.
func (m *module) queues(ctx context.Context, by org.Actor) ([]web.Queue, error) {
	if by.Person == "" {
		return nil, nil
	}
	t, err := m.tasks(ctx, by)
	if err != nil {
		return nil, err
	}
	n := len(t.waiting) + len(t.duties) + len(t.notices)
	var out []web.Queue
	if n > 0 || m.Guard.Can(by, device.ActCheck, org.OfAgency) {
		out = append(out, web.Queue{Group: "Thuê bao và thiết bị", Title: "Việc thiết bị", Href: "/thiet-bi/viec", Count: n, Hot: n > 0})
	}
	if m.Guard.Can(by, device.ActRead, org.OfAgency) {
		out = append(out, web.Queue{Group: "Thuê bao và thiết bị", Title: "Thiết bị lưu khóa", Href: "/thiet-bi", Count: -1})
	}
	return out, nil
}
