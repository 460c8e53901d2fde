package taskweb

import (
	"net/http"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/task"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// directPage is a direction: of a leader on an incoming document, on to others
// of a unit, or work without a document.
type directPage struct {
	ui.Page
	Here      string
	Quick     []quick // one tap each, on an incoming document
	About     []ui.Pair
	Document  string // address of the document
	NeedTitle bool
	Whom      []ui.Choice
	Support   []pick
	Know      []pick
	Phrases   []string
	DueHint   string
	Typed     orderTyped
	ShowForm  bool
	Submit    string
}

// quick is a ready direction: whom, as what, in which words.
type quick struct{ Text, Whom, Part, Phrase string }

type pick struct {
	Value, Text string
	On          bool
}

type orderTyped struct{ Title, Lead, Text, Day string }

func (m *module) directForm(w http.ResponseWriter, r *web.Request) error {
	page, err := m.onDocument(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) onDocument(r *web.Request) (*directPage, error) {
	id := document.ID(r.PathValue("id"))
	d, err := m.Documents.Get(r.Context(), r.Actor, id)
	if err != nil {
		return nil, err
	}
	page := &directPage{Page: ui.Page{Title: "Chỉ đạo, phân công", Lead: d.Subject, Crumbs: []ui.Link{{Text: "Văn bản đến", Href: "/den/" + string(id)}}}, Here: "/den/" + string(id) + "/chi-dao", Document: "/den/" + string(id), Submit: "Phân công"}
	if err := m.fill(r, page, ""); err != nil {
		return nil, err
	}
	units, err := m.units(r)
	if err != nil {
		return nil, err
	}
	for _, u := range units[:min(len(units), 6)] {
		page.Quick = append(page.Quick, quick{Text: "Giao " + u.Text + " chủ trì", Whom: u.Value, Part: string(task.Lead), Phrase: page.Phrases[0]})
	}
	if len(units) > 0 {
		page.Quick = append(page.Quick, quick{Text: "Để biết: các phòng, đơn vị", Whom: "tat-ca", Part: string(task.Know), Phrase: "Để biết."})
	}
	return page, nil
}

// units lists the units of the agency that somebody leads.
func (m *module) units(r *web.Request) ([]ui.Choice, error) {
	units, err := m.Org.Units(r.Context(), r.Actor.Agency)
	if err != nil {
		return nil, err
	}
	leaders, err := m.Org.PeopleWith(r.Context(), r.Actor.Agency, org.UnitLeader, m.Now())
	if err != nil {
		return nil, err
	}
	led := map[org.UnitID]bool{}
	for _, p := range leaders {
		posts, err := m.Org.PostsOf(r.Context(), p.ID, r.Actor.Agency, m.Now())
		if err != nil {
			return nil, err
		}
		for _, post := range posts {
			led[post.Unit] = true
		}
	}
	var out []ui.Choice
	for _, u := range units {
		if led[u.ID] && u.ValidTo.IsZero() {
			out = append(out, ui.Choice{Value: "don-vi:" + string(u.ID), Text: u.Name})
		}
	}
	return out, nil
}

// fill lists whom the work can go to; of a unit only when it is passed on there.
func (m *module) fill(r *web.Request, page *directPage, unit org.UnitID) error {
	page.Whom = []ui.Choice{{Text: "Chọn người hoặc đơn vị"}}
	if unit == "" {
		units, err := m.units(r)
		if err != nil {
			return err
		}
		page.Whom = append(page.Whom, units...)
	}
	posts, err := m.Org.PostsIn(r.Context(), r.Actor.Agency, m.Now())
	if err != nil {
		return err
	}
	people, err := m.Org.PeopleOf(r.Context(), r.Actor.Agency, m.Now())
	if err != nil {
		return err
	}
	for _, p := range people {
		title, of := "", org.UnitID("")
		for _, post := range posts {
			if post.Person == p.ID && title == "" {
				title, of = post.Title, post.Unit
			}
		}
		if p.ID == r.Actor.Person || unit != "" && of != unit {
			continue
		}
		page.Whom = append(page.Whom, ui.Choice{Value: "nguoi:" + string(p.ID), Text: strings.TrimSpace(p.Name + " (" + title + ")")})
	}
	for _, c := range page.Whom[1:] {
		page.Support, page.Know = append(page.Support, pick{Value: c.Value, Text: c.Text}), append(page.Know, pick{Value: c.Value, Text: c.Text})
	}
	if page.Phrases, err = m.Tasks.Phrases(r.Context(), r.Actor); err != nil {
		return err
	}
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return err
	}
	if law.Tasks.DueDays > 0 {
		page.Typed.Day = ui.Day(law.Calendar().AddDays(m.Now(), law.Tasks.DueDays))
	}
	return nil
}

// target reads "don-vi:ID" or "nguoi:ID".
func target(value string, part task.Part) task.Target {
	kind, id, _ := strings.Cut(value, ":")
	if kind == "don-vi" {
		return task.Target{Unit: org.UnitID(id), Part: part}
	}
	return task.Target{Person: org.PersonID(id), Part: part}
}

// order reads a direction from the form.
func order(f sent) (task.Order, error) {
	o := task.Order{Title: f.get("ten"), Text: f.get("y-kien"), Files: f.files}
	if phrase := f.get("cau"); phrase != "" && o.Text == "" {
		o.Text = phrase
	}
	day, err := isoDay(f.get("han"))
	if err != nil {
		return o, err
	}
	o.DueOn = day
	if lead := f.get("chu-tri"); lead != "" {
		o.Targets = append(o.Targets, target(lead, task.Lead))
	}
	for _, v := range f.values["phoi-hop"] {
		o.Targets = append(o.Targets, target(v, task.Support))
	}
	for _, v := range f.values["de-biet"] {
		o.Targets = append(o.Targets, target(v, task.Know))
	}
	return o, nil
}

func (p *directPage) keep(f sent) {
	p.Typed = orderTyped{Title: f.get("ten"), Lead: f.get("chu-tri"), Text: f.get("y-kien"), Day: f.get("han")}
	p.ShowForm = true
	mark := func(list []pick, on []string) {
		for i := range list {
			for _, v := range on {
				list[i].On = list[i].On || list[i].Value == v
			}
		}
	}
	mark(p.Support, f.values["phoi-hop"])
	mark(p.Know, f.values["de-biet"])
}

// give sends the order and shows the page again when it is refused.
func (m *module) give(w http.ResponseWriter, r *web.Request, f sent, o task.Order, err error, page func() (*directPage, error)) error {
	var ids []task.ID
	if err == nil {
		ids, err = m.Tasks.Direct(r.Context(), r.Actor, o)
	}
	if err != nil {
		p, shown := page()
		if shown != nil {
			return err
		}
		p.keep(f)
		return r.Refuse(w, web.Broken(err), p)
	}
	return r.Done(w, href(ids[0]), "Đã giao việc. Người được giao thấy ngay ở “Việc của tôi”.")
}

func (m *module) direct(w http.ResponseWriter, r *web.Request) error {
	f, err := streamed(r)
	if err != nil {
		return err
	}
	o, err := order(f)
	o.Document = document.ID(r.PathValue("id"))
	return m.give(w, r, f, o, err, func() (*directPage, error) { return m.onDocument(r) })
}

// quick is one tap: the unit or person, as what, in ready words.
func (m *module) quick(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	o := task.Order{Document: document.ID(r.PathValue("id")), Text: r.Text("cau")}
	part := task.Part(r.Text("phan"))
	if part != task.Lead && part != task.Support && part != task.Know {
		return fault.New(fault.Invalid, "task.part", "Không rõ giao để làm gì.")
	}
	if r.Text("ai") == "tat-ca" {
		units, err := m.units(r)
		if err != nil {
			return err
		}
		for _, u := range units {
			o.Targets = append(o.Targets, target(u.Value, part))
		}
	} else {
		o.Targets = []task.Target{target(r.Text("ai"), part)}
	}
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return err
	}
	if part != task.Know && law.Tasks.DueDays > 0 {
		o.DueOn = document.Day(law.Calendar().AddDays(m.Now(), law.Tasks.DueDays))
	}
	return m.give(w, r, sent{}, o, nil, func() (*directPage, error) { return m.onDocument(r) })
}

// picks is a group of boxes to tick.
type picks struct {
	Name, Label, Error string
	Picks              []pick
	Any                bool
}

// Boxes makes a group of boxes with the message that the last refusal has for it.
func (p *directPage) Boxes(name, label string, list []pick) picks {
	out := picks{Name: name, Label: label, Error: p.Fault.At(name), Picks: list}
	for _, x := range list {
		out.Any = out.Any || x.On
	}
	return out
}

// Hint is the line under the due day.
func (p *directPage) Hint() string {
	if p.DueHint != "" {
		return p.DueHint
	}
	return "Ví dụ 25/11/2026; hết giờ làm việc của ngày đó."
}
