package orgweb

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

type personPage struct {
	ui.Page
	Here     string
	About    []ui.Pair
	Posts    []postLine
	History  []ui.Step
	Pending  []pending
	Deeds    []ui.Link
	Edit     string
	Identity string
}

type postLine struct {
	Title, Place, Href string
	From, To           string
	Chip               ui.Chip
	Deeds              []ui.Link
}

func (m *module) person(w http.ResponseWriter, r *web.Request) error {
	ctx, id := r.Context(), org.PersonID(r.PathValue("id"))
	p, err := m.Org.Person(ctx, id)
	if err != nil {
		return err
	}
	page := &personPage{Page: ui.Page{Title: p.Name, Crumbs: []ui.Link{{Text: "Cơ quan, đơn vị, cán bộ", Href: "/to-chuc"}}}, Here: "/to-chuc/nguoi/" + string(id)}
	posts, err := m.Org.PostsOfPerson(ctx, id)
	if err != nil {
		return err
	}
	rel := m.relation(r.Actor, id, posts)
	may := r.Can(org.ActPeople, rel...)
	chip := statusChip(p)
	page.About = []ui.Pair{{Label: "Tình trạng", Value: "", Chip: &chip}, {Label: "Diện", Value: employmentWords[p.Employment]}, {Label: "Thư điện tử", Value: p.Email}}
	if !p.StatusAt.IsZero() {
		page.About[0].Value = "Từ " + ui.Day(p.StatusAt)
	}
	if p.Phone != "" && may {
		page.About = append(page.About, ui.Pair{Label: "Điện thoại", Value: p.Phone, Symbol: true})
	}
	page.About = append(page.About, m.personAsSubscriber(ctx, id)...)
	if page.Posts, err = m.postLines(ctx, posts, p.Status == org.Working && may); err != nil {
		return err
	}
	if page.History, page.Pending, err = m.history(r, string(id), page.Here); err != nil {
		return err
	}
	names, err := m.Org.PersonTerms(ctx, id)
	if err != nil {
		return err
	}
	if len(names) > 1 {
		page.Lead = "Tên trước đây: " + names[len(names)-2].Name
	}
	if may {
		page.Edit = page.Here + "/sua"
		page.Deeds = personDeeds(p, r.Actor)
	}
	if r.Can(org.ActIdentity, rel...) {
		page.Identity = page.Here + "/dinh-danh"
	}
	return r.Render(w, page)
}

func personDeeds(p org.Person, by org.Actor) []ui.Link {
	if p.Status != org.Working {
		return nil
	}
	var out []ui.Link
	for _, kind := range []org.DeedKind{org.DeedAppoint, org.DeedChangePerson, org.DeedRetire, org.DeedResign, org.DeedLeave, org.DeedDeath} {
		address := "/to-chuc/quyet-dinh/" + string(kind) + "?person=" + string(p.ID)
		if kind == org.DeedAppoint {
			address += "&agency=" + string(by.Agency)
		}
		out = append(out, ui.Link{Text: deedWords[kind].title, Href: address})
	}
	return out
}

// relation is how the reader stands to a person, for buttons.
func (m *module) relation(by org.Actor, id org.PersonID, posts []org.Post) []org.Relation {
	if by.Person == id {
		return []org.Relation{org.Own, org.OfAgency}
	}
	now := m.Now()
	if slices.ContainsFunc(posts, func(p org.Post) bool { return p.Agency == by.Agency && (p.To.IsZero() || now.Before(p.To)) }) {
		return []org.Relation{org.OfAgency}
	}
	return nil
}

func (m *module) personAsSubscriber(ctx context.Context, id org.PersonID) []ui.Pair {
	entitled, err := m.Judge.EntitlePerson(ctx, id, "", m.Now())
	if f, ok := refusalOf(err); ok {
		return []ui.Pair{{Label: "Thuê bao", Value: f, Chip: &ui.Chip{Tone: ui.Warn, Text: "Chưa đủ điều kiện"}}}
	}
	if err != nil {
		return nil
	}
	pairs := []ui.Pair{{Label: "Thuê bao", Value: "Thuộc đối tượng theo " + ui.ClauseText(entitled.Clause)}}
	managing, err := m.Judge.ManagingOf(ctx, entitled.Agency, id, m.Now())
	if err != nil {
		return pairs
	}
	direct, err := m.Org.Agency(ctx, managing.Direct)
	if err != nil {
		return pairs
	}
	return append(pairs, ui.Pair{Label: "Quản lý trực tiếp", Value: direct.Name, Href: "/to-chuc/co-quan/" + string(direct.ID)})
}

func (m *module) postLines(ctx context.Context, posts []org.Post, may bool) ([]postLine, error) {
	var out []postLine
	now := m.Now()
	for i := len(posts) - 1; i >= 0; i-- {
		p := posts[i]
		place, err := m.place(ctx, p.Agency, p.Unit, p.From)
		if err != nil {
			return nil, err
		}
		line := postLine{Title: p.Title, Place: place, Href: "/to-chuc/co-quan/" + string(p.Agency), From: ui.Day(p.From), To: ui.Day(p.To)}
		switch {
		case p.HeldAt(now):
			line.Chip = ui.Chip{Tone: ui.Good, Text: "Đang giữ"}
		case now.Before(p.From):
			line.Chip = ui.Chip{Tone: ui.Plain, Text: "Sắp tới"}
		default:
			line.Chip = ui.Chip{Tone: ui.Wait, Text: "Đã thôi"}
		}
		if may && p.HeldAt(now) {
			line.Deeds = []ui.Link{{Text: "Điều động", Href: "/to-chuc/quyet-dinh/transfer?post=" + string(p.ID)}, {Text: "Thôi giữ", Href: "/to-chuc/quyet-dinh/end-post?post=" + string(p.ID)}}
		}
		out = append(out, line)
	}
	return out, nil
}

// place is a unit and its agency in words, as on that day.
func (m *module) place(ctx context.Context, agency org.AgencyID, unit org.UnitID, at time.Time) (string, error) {
	a, err := m.Org.AgencyAt(ctx, agency, at)
	if err != nil {
		return "", err
	}
	if unit == "" {
		return a.Name, nil
	}
	u, err := m.Org.Unit(ctx, unit)
	return u.Name + ", " + a.Name, err
}

// history is what was decided about a subject, newest first, and what is still
// to come.
func (m *module) history(r *web.Request, subject, back string) ([]ui.Step, []pending, error) {
	deeds, err := m.Org.DeedsAbout(r.Context(), subject)
	if err != nil {
		return nil, nil, err
	}
	var steps []ui.Step
	var waiting []pending
	for _, d := range deeds {
		words, err := m.describe(r.Context(), d)
		if err != nil {
			return nil, nil, err
		}
		if d.Pending() {
			p := pending{Words: words, Day: ui.Day(d.At), Paper: d.Paper, Back: back}
			if r.Can(org.ActPeople, org.OfAgency) {
				p.Cancel = "/to-chuc/sap-toi/" + string(d.ID) + "/huy"
			}
			waiting = append(waiting, p)
			continue
		}
		step := ui.Step{Stage: ui.Done, Title: words, Rest: "từ " + ui.Day(d.At), Detail: strings.Trim(d.Paper+" · "+d.Reason, " ·")}
		if !d.CancelledAt.IsZero() {
			step.Stage, step.Detail = ui.Stopped, "Không có hiệu lực: đã hủy ngày "+ui.Day(d.CancelledAt)+" · "+step.Detail
		}
		steps = append(steps, step)
	}
	return steps, waiting, nil
}

// describe says in words what a deed changes.
func (m *module) describe(ctx context.Context, d org.Deed) (string, error) {
	words := deedWords[d.Kind].past
	if d.Person != "" {
		p, err := m.Org.Person(ctx, d.Person)
		if err != nil {
			return "", err
		}
		words += " " + p.Name
	}
	switch d.Kind {
	case org.DeedAppoint, org.DeedTransfer, org.DeedChangeHead:
		place, err := m.place(ctx, d.Agency, d.Unit, d.At)
		return words + ": " + d.Title + ", " + place, err
	case org.DeedRename:
		return words + " thành " + d.Name, nil
	case org.DeedMerge, org.DeedMoveAgency, org.DeedMoveUnit:
		a, err := m.Org.AgencyAt(ctx, d.Target, d.At)
		return words + ": " + a.Name, err
	}
	return words, nil
}
