package documentweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// secrecyPage is the door: nothing is asked, and nothing taken, before it.
type secrecyPage struct {
	ui.Page
	Secrecy string
	Levels  []ui.Choice
}

// draftPage is the form of a new draft or of a change.
type draftPage struct {
	ui.Page
	form
	Post       string
	Back       ui.Link
	IsNew      bool
	HasFiles   bool
	Kept       []keptFile
	Types      []ui.Choice
	Urgencies  []ui.Choice
	Origins    []ui.Choice
	Signers    []ui.Choice
	Capacities []ui.Choice
	Agencies   []agencyChoice
	Required   map[string]bool
	Limit      string
	Keep       string // place under which what is typed is kept
	KeptSince  string // what was typed before and not sent is shown
	Copied     string // subject of the document that it was copied from
}

type agencyChoice struct {
	Code, Name string
	Chosen     bool
}

// Field is an input that is marked optional where the profile does not ask for it.
func (p *draftPage) Field(name, label, value string) ui.Input {
	in := p.Input(name, label, value)
	in.IsOptional = !p.Required[name]
	return in
}

func (m *module) newDraft(w http.ResponseWriter, r *web.Request) error {
	level := r.URL.Query().Get("secrecy")
	if level == "" && r.URL.Query().Has("hoi") {
		return m.refuseAtDoor(w, r, fault.New(fault.Invalid, "document.secrecy-missing", "Chưa chọn độ mật.").At("secrecy", "Chọn độ mật của văn bản."), "")
	}
	if level == "" {
		page, err := m.secrecyPage(r, "")
		if err != nil {
			return err
		}
		return r.Render(w, page)
	}
	if err := m.Documents.Door(r.Context(), r.Actor, document.Secrecy(level)); err != nil {
		return m.refuseAtDoor(w, r, err, level)
	}
	typed := form{Token: string(document.NewFormID()), Secrecy: level, Urgency: "normal", Origin: string(document.Created)}
	var since string
	if from := r.URL.Query().Get("chep"); from != "" {
		if err := m.copied(r, from, &typed); err != nil {
			return err
		}
	} else {
		var err error
		if since, err = m.typedBefore(r, document.NewPlace, &typed); err != nil {
			return err
		}
	}
	page, err := m.draftPage(r, typed)
	if err != nil {
		return err
	}
	page.KeptSince, page.Keep, page.Scripts = since, document.NewPlace, []string{"draft.js"}
	page.IsNew, page.Post, page.Title = true, "/van-ban/moi", "Soạn văn bản mới"
	page.Crumbs = []ui.Link{{Text: "Độ mật", Href: "/van-ban/moi"}}
	return r.Render(w, page)
}

func (m *module) secrecyPage(r *web.Request, level string) (*secrecyPage, error) {
	law, err := m.Documents.Profile(r.Actor.Province)
	if err != nil {
		return nil, err
	}
	page := &secrecyPage{Page: ui.Page{Title: "Soạn văn bản mới", Lead: "Chọn độ mật trước khi nhập nội dung và tải tệp."}, Secrecy: level}
	for _, s := range law.Documents.Secrecies {
		page.Levels = append(page.Levels, ui.Choice{Value: s.Code, Text: s.Label})
	}
	return page, nil
}

// refuseAtDoor shows the question of secrecy again; no part of the content is
// carried back, because none may be kept.
func (m *module) refuseAtDoor(w http.ResponseWriter, r *web.Request, err error, level string) error {
	page, broken := m.secrecyPage(r, level)
	if broken != nil {
		return broken
	}
	if f, ok := fault.From(err); ok && f.Code == "document.secret" {
		err = f.At("secrecy", "Hệ thống chỉ nhận văn bản độ mật “Thường”.")
	}
	return r.Refuse(w, err, page)
}

func (m *module) editDraft(w http.ResponseWriter, r *web.Request) error {
	d, err := m.Documents.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	page, err := m.editPage(r, d, formOf(d))
	if err != nil {
		return err
	}
	if d.State != document.Drafting && d.State != document.Consulting {
		return r.Refuse(w, fault.New(fault.Conflict, "document.order", "Văn bản đang ở bước “"+d.State.Name()+"”, không sửa được.").
			Do("Muốn sửa thì người đang giữ phải trả lại."), page)
	}
	return r.Render(w, page)
}

func formOf(d *document.Document) form {
	f := form{Version: strconv.Itoa(d.Version), Secrecy: string(d.Secrecy), Type: d.Type, Subject: d.Subject, Area: d.Area, Urgency: d.Urgency,
		Origin: string(d.Origin), Capacity: string(d.Signer.Capacity)}
	if d.Signer.Person != "" {
		f.Signer = string(d.Signer.Person) + "/" + string(d.Signer.Post)
	}
	for _, rec := range d.Recipients {
		f.Recipients = append(f.Recipients, rec.Code)
	}
	return f
}

func (m *module) editPage(r *web.Request, d *document.Document, typed form) (*draftPage, error) {
	page, err := m.draftPage(r, typed)
	if err != nil {
		return nil, err
	}
	page.Title, page.Post, page.HasFiles = "Sửa dự thảo", href(d.ID, "sua"), d.Version > 0
	page.Version, page.Kept = strconv.Itoa(d.Version), keptFiles(d, typed.Drop)
	page.Back = ui.Link{Text: "Bỏ, về văn bản", Href: href(d.ID)}
	page.Crumbs = []ui.Link{{Text: orDash(d.Subject, "Dự thảo"), Href: href(d.ID)}}
	return page, nil
}

// draftPage fills the choices around what was typed.
func (m *module) draftPage(r *web.Request, typed form) (*draftPage, error) {
	law, err := m.Documents.Profile(r.Actor.Province)
	if err != nil {
		return nil, err
	}
	page := &draftPage{form: typed, Limit: web.FileLimitText, Required: map[string]bool{}, Back: ui.Link{Text: "Bỏ, không soạn", Href: "/"}}
	for _, f := range law.Documents.RequiredFields {
		page.Required[f.Code] = true
	}
	page.Types = []ui.Choice{{Text: "Chọn loại văn bản"}}
	catalogue, err := m.Documents.Catalogue(r.Context(), r.Actor.Agency)
	if err != nil {
		return nil, err
	}
	for _, t := range catalogue {
		page.Types = append(page.Types, ui.Choice{Value: t.Type.Code, Text: t.Type.Name})
	}
	page.Urgencies, page.Origins = choices(law.Documents.Urgencies), choices(law.Documents.Origins)
	for _, c := range law.Signing.Capacities {
		page.Capacities = append(page.Capacities, ui.Choice{Value: c.Code, Text: strings.TrimSpace(c.Code + " " + c.Label)})
	}
	if page.Signers, err = m.signers(r.Context(), r.Actor.Agency); err != nil {
		return nil, err
	}
	agencies, err := m.Org.Recipients(r.Context(), r.Actor.Agency, m.Now())
	if err != nil {
		return nil, err
	}
	for _, a := range agencies {
		page.Agencies = append(page.Agencies, agencyChoice{Code: a.Code, Name: a.Name, Chosen: slices.Contains(typed.Recipients, a.Code)})
	}
	return page, nil
}

func choices(list []profile.Choice) []ui.Choice {
	out := make([]ui.Choice, len(list))
	for i, c := range list {
		out[i] = ui.Choice{Value: c.Code, Text: c.Label}
	}
	return out
}

// signers are the posts of the agency that may sign something, each with the
// capacities in which it may.
func (m *module) signers(ctx context.Context, agency org.AgencyID) ([]ui.Choice, error) {
	out := []ui.Choice{{Text: "Chọn người ký"}}
	seen := map[org.PersonID]bool{}
	for _, role := range []org.Role{org.Leader, org.UnitLeader} {
		people, err := m.Org.PeopleWith(ctx, agency, role, m.Now())
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			if seen[p.ID] {
				continue
			}
			seen[p.ID] = true
			posts, err := m.signingPosts(ctx, p, agency)
			if err != nil {
				return nil, err
			}
			out = append(out, posts...)
		}
	}
	return out, nil
}

func (m *module) signingPosts(ctx context.Context, p org.Person, agency org.AgencyID) ([]ui.Choice, error) {
	rows, err := m.Org.AuthoritiesOf(ctx, p.ID, agency, m.Now())
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	posts, err := m.Org.PostsOf(ctx, p.ID, agency, m.Now())
	if err != nil {
		return nil, err
	}
	var out []ui.Choice
	for _, post := range posts {
		var ways []string
		for _, row := range rows {
			way := orDash(string(row.Capacity), "trực tiếp")
			if row.Post == post.ID && !slices.Contains(ways, way) {
				ways = append(ways, way)
			}
		}
		if len(ways) > 0 {
			out = append(out, ui.Choice{Value: string(p.ID) + "/" + string(post.ID), Text: p.Name + ", " + post.Title + " (được ký: " + strings.Join(ways, ", ") + ")"})
		}
	}
	return out, nil
}
