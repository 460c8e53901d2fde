package orgweb

import (
	"context"
	"embed"
	"net/http"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/subscriber"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

//go:embed *.html
var templates embed.FS

// Config names the services behind the pages. Concerned may be nil: deeds are
// then shown without the certificates and devices that they touch.
type Config struct {
	Org      *org.Service
	Guard    *org.Guard
	Judge    *subscriber.Judge
	Profiles *profile.Set
	Now      func() time.Time
	// Concerned lists the certificates and devices of those whom a deed touches.
	Concerned func(ctx context.Context, by org.Actor, c org.Concern) ([]Touched, error)
}

// Touched is a certificate or device that a deed touches.
type Touched struct {
	Title  string // "Chứng thư số của Nguyễn Văn Hòa"
	Detail string // serial, state
	Href   string // its page; empty when the reader has none
}

type module struct{ Config }

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	m := &module{c}
	return web.Module{
		Templates: templates,
		Pages: []ui.File{
			{Name: "tree.html", Page: &treePage{}},
			{Name: "agency.html", Page: &agencyPage{}},
			{Name: "person.html", Page: &personPage{}},
			{Name: "form.html", Page: &formPage{}},
			{Name: "check.html", Page: &checkPage{}},
			{Name: "accounts.html", Page: &accountsPage{}},
			{Name: "account.html", Page: &accountPage{}},
			{Name: "secret.html", Page: &secretPage{}},
			{Name: "authorities.html", Page: &authoritiesPage{}},
		},
		Queues: m.queues,
		Labels: labels,
		Routes: append(m.reading(), m.changing()...),
	}
}

func (m *module) reading() []web.Route {
	get := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: path, Action: action, Handler: do}
	}
	list := get("/to-chuc/danh-sach.csv", org.ActRead, m.export)
	list.Slow = true
	return []web.Route{
		get("/to-chuc", org.ActRead, m.tree), list,
		get("/to-chuc/co-quan/{id}", org.ActRead, m.agency),
		get("/to-chuc/nguoi/{id}", org.ActRead, m.person),
		get("/to-chuc/quyet-dinh/{kind}", org.ActRead, m.deedForm),
		get("/to-chuc/them-co-quan", org.ActManage, m.newAgency),
		get("/to-chuc/them-don-vi", org.ActManage, m.newUnit),
		get("/to-chuc/them-nguoi", org.ActPeople, m.newPerson),
		get("/to-chuc/co-quan/{id}/sua", org.ActManage, m.editAgency),
		get("/to-chuc/nguoi/{id}/sua", org.ActPeople, m.editPerson),
		get("/to-chuc/nguoi/{id}/dinh-danh", org.ActIdentity, m.identity),
		get("/to-chuc/co-quan/{id}/tai-khoan", org.ActManageAccount, m.accounts),
		get("/to-chuc/co-quan/{id}/tham-quyen", org.ActRead, m.authorities),
		get("/to-chuc/them-tham-quyen", org.ActManage, m.newAuthority),
		get("/to-chuc/cap-tai-khoan", org.ActManageAccount, m.newAccount),
		get("/to-chuc/tai-khoan/{id}", org.ActManageAccount, m.account),
	}
}

func (m *module) changing() []web.Route {
	post := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: path, Action: action, Handler: do}
	}
	return []web.Route{
		post("/to-chuc/quyet-dinh/{kind}", org.ActPeople, m.decide),
		post("/to-chuc/sap-toi/{id}/huy", org.ActPeople, m.cancel),
		post("/to-chuc/them-co-quan", org.ActManage, m.addAgency),
		post("/to-chuc/them-don-vi", org.ActManage, m.addUnit),
		post("/to-chuc/them-nguoi", org.ActPeople, m.addPerson),
		post("/to-chuc/co-quan/{id}/sua", org.ActManage, m.saveAgency),
		post("/to-chuc/nguoi/{id}/sua", org.ActPeople, m.savePerson),
		post("/to-chuc/nguoi/{id}/dinh-danh", org.ActIdentity, m.saveIdentity),
		post("/to-chuc/them-tham-quyen", org.ActManage, m.addAuthority),
		post("/to-chuc/cap-tai-khoan", org.ActManageAccount, m.addAccount),
		post("/to-chuc/tai-khoan/{id}/vai-tro", org.ActManageAccount, m.saveRoles),
		post("/to-chuc/tai-khoan/{id}/khoa", org.ActManageAccount, m.lockAccount),
		post("/to-chuc/tai-khoan/{id}/mat-khau", org.ActManageAccount, m.resetPassword),
	}
}

// queues is the room of those who care for the organisation.
func (m *module) queues(_ context.Context, by org.Actor) ([]web.Queue, error) {
	if !by.Has(org.Administrator) && !by.Has(org.ITOfficer) && !by.Has(org.SubscriberManager) {
		return nil, nil
	}
	return []web.Queue{{Group: "Tổ chức", Title: "Cơ quan, đơn vị, cán bộ", Href: "/to-chuc", Count: -1}}, nil
}
