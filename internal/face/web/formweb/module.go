package formweb

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/form"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	printed "antin/internal/face/form"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

//go:embed *.html
var templates embed.FS

// Records fills forms from the books; the installation wires it.
type Records interface {
	// People lists whose record the actor may fill a form from, the actor first.
	People(ctx context.Context, by org.Actor) ([]org.Person, error)
	// Fill gives the data of that person, or of the actor's agency without one;
	// it refuses who may not.
	Fill(ctx context.Context, by org.Actor, f profile.Form, person org.PersonID) (printed.Data, error)
}

// Config names the services behind the pages; everything is required.
type Config struct {
	Forms    *form.Service
	Records  Records
	Org      *org.Service
	Pages    document.Pages // draws the picture of a form
	Profiles *profile.Set
	Now      func() time.Time
}

type module struct{ Config }

// New makes the module for web.Config.Modules.
func New(c Config) web.Module {
	m := &module{c}
	get := func(path string, action org.Action, do web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: path, Action: action, Handler: do}
	}
	const one = "/bieu-mau/{set}/{number}"
	return web.Module{
		Templates: templates,
		Pages: []ui.File{
			{Name: "forms.html", Page: &listPage{}},
			{Name: "form.html", Page: &formPage{}},
			{Name: "form_edit.html", Page: &editPage{}},
		},
		Queues: m.queues,
		Labels: map[string]string{"title": "Tên mẫu", "reason": "Lý do sửa", "opening": "Đoạn mở đầu", "closing": "Đoạn kết", "to": "Kính gửi",
			"table_title": "Tên bảng", "person": "Người được điền sẵn"},
		Routes: []web.Route{
			get("/bieu-mau", form.ActionRead, m.list),
			get(one, form.ActionRead, m.show),
			get(one+"/{version}/trang/{page}", form.ActionRead, m.picture),
			{Method: http.MethodPost, Pattern: one + "/tep", Action: form.ActionRead, Slow: true, Handler: m.download},
			get(one+"/sua", form.ActionEdit, m.edit),
			{Method: http.MethodPost, Pattern: one + "/sua", Action: form.ActionEdit, Handler: m.save},
		},
	}
}

// queues is the room of the navigation, for those who prepare papers.
func (m *module) queues(_ context.Context, by org.Actor) ([]web.Queue, error) {
	for _, role := range []org.Role{org.ITOfficer, org.SubscriberManager, org.Administrator, org.Clerk} {
		if by.Has(role) {
			return []web.Queue{{Group: "Tra cứu", Title: "Biểu mẫu", Href: "/bieu-mau", Count: -1}}, nil
		}
	}
	return nil, nil
}

// asked reads set and number of the address.
func asked(r *web.Request) (string, int, error) {
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil || number < 1 || number > 99 {
		return "", 0, fault.New(fault.NotFound, "form.unlisted", "Không có mẫu này.").Do("Chọn mẫu trong danh sách.")
	}
	return r.PathValue("set"), number, nil
}

// here is the address of a form's page.
func here(set string, number int) string { return fmt.Sprintf("/bieu-mau/%s/%02d", set, number) }

// label names a form: "Mẫu số 05".
func label(f profile.Form) string { return fmt.Sprintf("Mẫu số %02d", f.Number) }

// law of the actor's province today.
func (m *module) law(by org.Actor) (*profile.Profile, error) {
	return m.Profiles.At(by.Province, m.Now())
}
