package workfileweb

import (
	"context"
	"embed"
	"io"
	"net/http"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/workfile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

//go:embed *.html
var templates embed.FS

// Rows takes the rows of a spreadsheet; Close finishes it.
type Rows interface {
	Row(cells []string) error
	Close() error
}

// Config names the services behind the pages; everything is required.
type Config struct {
	Files     *workfile.Service
	Documents *document.Service
	Org       *org.Service
	Profiles  *profile.Set
	// ReadSheet gives the rows of an uploaded spreadsheet within limits; XLSX
	// writes one.
	ReadSheet func(r io.Reader) ([][]string, error)
	XLSX      func(w io.Writer, name string) (Rows, error)
	Now       func() time.Time
}

type module struct{ Config }

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	m := &module{c}
	return web.Module{
		Templates: templates,
		Pages: []ui.File{
			{Name: "files.html", Page: &filesPage{}},
			{Name: "file.html", Page: &filePage{}},
			{Name: "new_file.html", Page: &newPage{}},
			{Name: "plan.html", Page: &planPage{}},
			{Name: "unfiled.html", Page: &unfiledPage{}},
		},
		Queues: m.queues,
		Labels: map[string]string{"ky-hieu": "Số và ký hiệu hồ sơ", "tieu-de": "Tiêu đề hồ sơ", "thoi-han": "Thời hạn bảo quản", "dong": "Danh mục hồ sơ"},
		Routes: m.routes(),
	}
}

const sheetLimit = 8 << 20

func (m *module) routes() []web.Route {
	get := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: path, Action: action, Handler: do}
	}
	post := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: path, Action: action, Handler: do}
	}
	large := func(r web.Route) web.Route { r.Slow = true; return r }
	upload := post("/ke-hoach-ho-so/{year}/nhap", workfile.ActPlan, m.importPlan)
	upload.Body = sheetLimit + web.Envelope
	return []web.Route{
		get("/ho-so", workfile.ActCreate, m.list),
		get("/ho-so/moi", workfile.ActCreate, m.newForm),
		get("/ho-so/nop-luu", workfile.ActArchive, m.desk),
		get("/ho-so/chua-lap", workfile.ActPlan, m.unfiled),
		get("/ho-so/danh-muc", workfile.ActCreate, m.plan),
		large(get("/ke-hoach-ho-so/{year}/xlsx", workfile.ActCreate, m.exportPlan)),
		get("/ho-so/{id}", workfile.ActRead, m.show),
		large(get("/ho-so/{id}/muc-luc.pdf", workfile.ActRead, m.listPDF)),
		large(get("/ho-so/{id}/muc-luc.xml", workfile.ActRead, m.listXML)),
		large(get("/ho-so/{id}/van-ban/{seq}", workfile.ActRead, m.download)),
		post("/ho-so/moi", workfile.ActCreate, m.create),
		post("/ho-so/{id}/them", workfile.ActKeep, m.put),
		post("/ho-so/{id}/ket-thuc", workfile.ActKeep, m.finish),
		post("/ho-so/{id}/mo-lai", workfile.ActKeep, m.reopen),
		post("/ho-so/{id}/nop-luu", workfile.ActKeep, m.handIn),
		post("/ho-so/{id}/tiep-nhan", workfile.ActArchive, m.accept),
		post("/ho-so/{id}/tra-lai", workfile.ActArchive, m.giveBack),
		post("/ho-so/{id}/tieu-huy", workfile.ActArchive, m.destroy),
		post("/ke-hoach-ho-so/{year}", workfile.ActPlan, m.savePlan),
		upload,
		post("/ke-hoach-ho-so/{year}/duyet", workfile.ActApprove, m.approvePlan),
	}
}

func href(id workfile.ID) string { return "/ho-so/" + string(id) }

func idOf(r *web.Request) workfile.ID { return workfile.ID(r.PathValue("id")) }

// queues are the rooms of the navigation.
func (m *module) queues(ctx context.Context, by org.Actor) ([]web.Queue, error) {
	const group = "Hồ sơ công việc"
	if by.Person == "" || !m.Files.Guard.Can(by, workfile.ActCreate, org.OfAgency) {
		return nil, nil
	}
	due, err := m.Files.DueSoon(ctx, by)
	if err != nil {
		return nil, err
	}
	out := []web.Queue{{Group: group, Title: "Hồ sơ công việc", Href: "/ho-so", Count: len(due)}, {Group: group, Title: "Danh mục hồ sơ", Href: "/ho-so/danh-muc", Count: -1}}
	if m.Files.Guard.Can(by, workfile.ActArchive, org.OfAgency) {
		waiting, err := m.Files.List(ctx, by, workfile.Query{State: workfile.HandedIn})
		if err != nil {
			return nil, err
		}
		out = append(out, web.Queue{Group: group, Title: "Hồ sơ nộp lưu", Href: "/ho-so/nop-luu", Count: len(waiting), Hot: len(waiting) > 0})
	}
	if m.Files.Guard.Can(by, workfile.ActPlan, org.OfAgency) {
		out = append(out, web.Queue{Group: group, Title: "Văn bản chưa lập hồ sơ", Href: "/ho-so/chua-lap", Count: -1})
	}
	return out, nil
}
