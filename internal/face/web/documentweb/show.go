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

// documentPage is one outgoing document: its pages at the left, the deed of the
// moment, facts and history at the right.
type documentPage struct {
	ui.Page
	ID         string
	Post       string // "/van-ban/{id}"
	State      ui.Chip
	Urgent     *ui.Chip
	Sheet      *sheetView
	Deed       deed
	Facts      []ui.Pair
	Signatures []ui.Signature
	Effect     []string
	Evidence   *ui.Evidence
	History    string // who opened, downloaded, printed; empty for who may not ask
	Steps      []ui.Step
	Opinions   []opinionView
	Deliveries []deliveryView
	Underway   bool // a delivery is not handed over yet: the part asks again
	Files      []fileView
	Older      []fileView
	Versions   []versionView
	Banner     string // of a recall, or of paper during a fault
	After      string // prints, copies, recall
	Filing     string // into a work file
	Returned   string // who sent the draft back and why
	Next       string // the next document of the list that the actor works through
	Layout     *layoutSummary
	CanDiscard bool
	CanCopy    bool
	CanEdit    bool
	CanPlace   bool
	CanCancel  bool
	CanFlow    bool       // the order of signing may still be chosen
	Flow       string     // its name
	Chain      *chainView // nil for the usual two signatures
}

type fileView struct {
	Name, Kind, Stage, Href, Show string
	Size                          int64
	Pages                         int
	Current                       bool
	order, main                   int
}

type versionView struct {
	No     int
	Author string
	At     string
	Hash   string
}

// dossier is a document with what its page needs around it.
type dossier struct {
	*document.Document
	law *profile.Profile
}

func (m *module) open(ctx context.Context, r *web.Request) (dossier, error) {
	d, err := m.Documents.Get(ctx, r.Actor, idOf(r))
	if err != nil {
		return dossier{}, err
	}
	if d.Direction != document.Outgoing {
		return dossier{}, fault.New(fault.NotFound, "document.incoming", "Đây là văn bản đến, không phải văn bản đi.").Do("Mở từ danh sách văn bản đến.")
	}
	law, err := m.Documents.LawOf(ctx, d.Province, d.Agency)
	return dossier{d, law}, err
}

func (m *module) show(w http.ResponseWriter, r *web.Request) error {
	d, err := m.open(r.Context(), r)
	if fault.Is(err, "document.incoming") {
		return r.Go(w, "/den/"+string(idOf(r)))
	}
	if err != nil {
		return err
	}
	page, err := m.documentPage(r, d)
	if err != nil {
		return err
	}
	if err := m.Documents.Accessed(r.Context(), r.Actor, d.ID, document.Viewed); err != nil {
		return err
	}
	return r.Render(w, page)
}

// sent answers the poll of the deliveries.
func (m *module) sent(w http.ResponseWriter, r *web.Request) error {
	d, err := m.open(r.Context(), r)
	if err != nil {
		return err
	}
	page := &documentPage{ID: string(d.ID), Post: href(d.ID)}
	if page.Deliveries, err = m.deliveries(r, d); err != nil {
		return err
	}
	page.Underway = underway(page.Deliveries)
	return r.RenderPart(w, "deliveries", page)
}

func (m *module) documentPage(r *web.Request, d dossier) (*documentPage, error) {
	ctx := r.Context()
	page := &documentPage{
		Page: ui.Page{Title: orDash(d.Subject, "Dự thảo chưa có trích yếu"), Crumbs: m.crumbs(r, d)},
		ID:   string(d.ID), Post: href(d.ID), State: stateChip(d.State), Facts: facts(d),
		Steps: nil, Opinions: opinions(d, m.Now()), Versions: m.versions(ctx, d),
		CanEdit:   m.mayEdit(r, d),
		CanPlace:  m.mayPlace(r, d),
		CanCancel: (d.State == document.Numbered || d.State == document.SealedState) && m.Documents.Can(r.Actor, d.Document, "document.cancel"),
	}
	if d.Urgency != "" && d.Urgency != "normal" {
		page.Urgent = &ui.Chip{Tone: ui.Warn, Text: urgencyName(d.law, d.Urgency)}
	}
	if page.Returned = returned(d); page.Returned != "" {
		page.State = ui.Chip{Tone: ui.Warn, Text: "Bị trả lại"}
	}
	page.Files, page.Older = filesOf(d)
	page.After, page.Filing = m.afterRelease(r, d), filing(r, d)
	asked, err := m.questions(r, d)
	if err != nil {
		return nil, err
	}
	page.Facts = append(page.Facts, asked...)
	if page.Banner, err = m.banner(r, d); err != nil {
		return nil, err
	}
	if page.Next, err = m.next(r, d); err != nil {
		return nil, err
	}
	if page.Sheet, err = m.sheet(r, d, r.URL.Query().Get("tep"), r.URL.Query().Get("trang")); err != nil {
		return nil, err
	}
	if page.Signatures, err = m.signatures(ctx, d); err != nil {
		return nil, err
	}
	report, _, err := lastReport(d.Document)
	if err != nil {
		return nil, err
	}
	if page.Chain, err = m.chainOf(r, d, report); err != nil {
		return nil, err
	}
	page.CanFlow, page.Flow = m.mayEdit(r, d) && len(d.law.Documents.FlowsOf(d.Type)) > 1, flowName(d, d.Flow())
	if page.Effect, err = m.effect(r, d); err != nil {
		return nil, err
	}
	if m.Documents.Can(r.Actor, d.Document, document.ActionAccesses) {
		page.History = href(d.ID) + "/lich-su-xem"
	}
	if m.Evidence != nil {
		if page.Evidence, err = m.Evidence(ctx, r.Actor, d.Document); err != nil {
			return nil, err
		}
	}
	if page.Steps, err = m.steps(ctx, d); err != nil {
		return nil, err
	}
	if page.Deliveries, err = m.deliveries(r, d); err != nil {
		return nil, err
	}
	page.Underway = underway(page.Deliveries)
	page.CanDiscard = (d.State == document.Drafting || d.State == document.Consulting) && m.Documents.Can(r.Actor, d.Document, "document.discard")
	page.CanCopy = r.Can("document.draft", org.OfAgency) && d.Agency == r.Actor.Agency
	if page.Layout, err = m.layoutSummary(r, d); err != nil {
		return nil, err
	}
	page.Deed, err = m.deedOf(r, d)
	return page, err
}

func (m *module) mayEdit(r *web.Request, d dossier) bool {
	return (d.State == document.Drafting || d.State == document.Consulting) && d.Drafter == r.Actor.Person && m.Documents.Can(r.Actor, d.Document, "document.edit")
}

func (m *module) mayPlace(r *web.Request, d dossier) bool {
	_, ok := d.Base()
	return ok && m.Documents.MayPlace(r.Actor, d.Document)
}

// crumbs lead back to the list in which the document waits for this person.
func (m *module) crumbs(r *web.Request, d dossier) []ui.Link {
	for _, q := range m.Documents.Queues(r.Actor) {
		if q.Query.Direction != document.Outgoing {
			continue
		}
		for _, s := range q.Query.States {
			if s == d.State && (q.Query.Drafter == "" || q.Query.Drafter == d.Drafter) && (q.Query.Signer == "" || q.Query.Signer == d.Signer.Person) {
				return []ui.Link{{Text: q.Title, Href: "/viec/" + q.Code}, {Text: typeName(d.law, d.Type), Href: href(d.ID)}}
			}
		}
	}
	return []ui.Link{{Text: "Việc của tôi", Href: "/"}, {Text: typeName(d.law, d.Type), Href: href(d.ID)}}
}

// facts are the fields of the document in the order of the form.
func facts(d dossier) []ui.Pair {
	out := []ui.Pair{{Label: "Loại văn bản", Value: typeName(d.law, d.Type)}}
	if d.Number > 0 {
		out = append(out, ui.Pair{Label: "Số, ký hiệu", Value: symbolText(d.law, d.Number, d.Symbol), Strong: true, Symbol: true}, ui.Pair{Label: "Ngày", Value: dayText(d.IssuedOn)})
	}
	names := make([]string, len(d.Recipients))
	for i, rec := range d.Recipients {
		names[i] = rec.Name
	}
	origin := string(d.Origin)
	if o, ok := d.law.Documents.Origin(origin); ok {
		origin = o.Label
	}
	rest := []ui.Pair{
		{Label: "Lĩnh vực", Value: d.Area}, {Label: "Hình thức", Value: origin}, {Label: "Người ký", Value: signerText(d.Signer)},
		{Label: "Nơi nhận", Value: strings.Join(names, "; ")},
	}
	if d.Pages > 0 {
		rest = append(rest, ui.Pair{Label: "Số trang", Value: strconv.Itoa(d.Pages)})
	}
	for _, p := range rest {
		p.Value = orDash(p.Value, "chưa có")
		out = append(out, p)
	}
	return out
}

// filesOf lists the files of the current version at their latest stage, and
// everything else that is kept.
func filesOf(d dossier) (current, older []fileView) {
	latest := map[int]document.FileID{}
	for _, f := range d.Files {
		if f.Version == d.Version {
			latest[f.Order] = f.ID
		}
	}
	for _, f := range d.Files {
		v := fileView{Name: f.Name, Kind: roleNames[f.Role], Stage: stageNames[f.Stage], Href: href(d.ID, "tep", string(f.ID)), Size: f.Size, Pages: f.Pages, order: f.Order}
		if f.Role == document.Main {
			v.main = 1
		}
		if f.Pages > 0 {
			v.Show = href(d.ID) + "?tep=" + string(f.ID)
		}
		if f.Version != d.Version {
			v.Stage = "Phiên bản " + strconv.Itoa(f.Version) + " · " + v.Stage
		}
		if latest[f.Order] == f.ID && f.Version == d.Version {
			current = append(current, v)
		} else {
			older = append(older, v)
		}
	}
	slices.SortStableFunc(current, func(a, b fileView) int {
		if a.main != b.main {
			return b.main - a.main
		}
		return a.order - b.order
	})
	return current, older
}

func (m *module) versions(ctx context.Context, d dossier) []versionView {
	out := make([]versionView, 0, len(d.Versions))
	for i := len(d.Versions) - 1; i >= 0; i-- {
		v := d.Versions[i]
		author := ""
		if p, err := m.Org.Person(ctx, v.Author); err == nil { // a name is a courtesy here
			author = p.Name
		}
		out = append(out, versionView{No: v.No, Author: author, At: ui.When(v.At), Hash: v.Hash[:min(12, len(v.Hash))]})
	}
	return out
}
