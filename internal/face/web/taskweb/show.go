package taskweb

import (
	"net/http"
	"strconv"

	"antin/internal/domain/document"
	"antin/internal/domain/task"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// taskPage is one task with what may be done about it.
type taskPage struct {
	ui.Page
	Here       string
	Due, State ui.Chip
	About      []ui.Pair
	DueWhy     []string
	Direction  string
	Document   string // address of the incoming document
	Sheet      string
	Answers    []ui.Link
	Tree       []branch
	Notes      []note
	Asked      *asked

	CanWork, CanBegin, CanPass, CanAskMore, CanFollow, CanRedo, Know bool
	Undo                                                             string // until when
	Typed                                                            typed
	Drafts                                                           []ui.Choice // outgoing documents that may be the answer
	Filing                                                           string      // where the document of a closed task is filed
}

// typed is what stands in the forms of the page after a refusal.
type typed struct{ Open, Text, Result, Why, Day, Answer string }

type branch struct {
	Href, Whom, Part string
	Deep             int
	Due, State       ui.Chip
	Current          bool
}

type note struct {
	ID, Title, Who, Text, When, Exact, Correct string
	Corrects                                   string
	Files                                      []ui.Link
	Broken                                     bool
	Hash                                       string
}

type asked struct{ Who, To, Why string }

func (m *module) show(w http.ResponseWriter, r *web.Request) error {
	page, v, err := m.page(r)
	if err != nil {
		return err
	}
	if err := m.Tasks.See(r.Context(), r.Actor, v.Task); err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) page(r *web.Request) (*taskPage, task.View, error) {
	v, err := m.Tasks.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return nil, v, err
	}
	law, err := m.Profiles.At(v.Province, m.Now())
	if err != nil {
		return nil, v, err
	}
	t := &v.Task
	page := &taskPage{Page: ui.Page{Title: t.Title, Crumbs: []ui.Link{{Text: "Việc của tôi", Href: "/cong-viec"}}}, Here: href(t.ID), State: stateChip(t.State), Due: m.dueChip(law.Calendar(), *t), Direction: t.Direction, Know: t.Part == task.Know}
	if page.Title == "" {
		page.Title = "Văn bản đến không có trích yếu"
	}
	if t.By == r.Actor.Person {
		page.Crumbs = []ui.Link{{Text: "Việc tôi giao", Href: "/cong-viec/da-giao"}}
	}
	page.about(v)
	page.offer(m, r, t)
	if t.State == task.Done && t.Document != "" && t.Part != task.Know {
		page.Filing = "/ho-so/moi?van-ban=" + string(t.Document) + "&viec=" + string(t.ID)
	}
	if !v.Undo.IsZero() {
		page.Undo = ui.Clock(v.Undo)
	}
	for _, x := range v.Tree {
		page.Tree = append(page.Tree, branch{Href: href(x.ID), Whom: x.Whom(), Part: x.Part.Name(), Deep: depth(v.Tree, x), Due: m.dueChip(law.Calendar(), x), State: stateChip(x.State), Current: x.ID == t.ID})
	}
	for _, n := range v.Notes {
		page.Notes = append(page.Notes, m.noteOf(r, n))
	}
	for _, id := range v.Answers {
		page.Answers = append(page.Answers, m.answerLink(r, id))
	}
	return page, v, m.drafts(r, page, t)
}

func depth(tree []task.Task, t task.Task) int {
	n := 0
	for i := len(tree) - 1; i >= 0; i-- {
		if tree[i].ID == t.Parent {
			t = tree[i]
			n++
		}
	}
	return n
}

func (p *taskPage) about(v task.View) {
	p.About = []ui.Pair{{Label: "Người giao", Value: v.ByName, Strong: true}, {Label: v.Part.Name(), Value: v.Whom(), Strong: true}, {Label: "Giao lúc", Value: ui.When(v.GivenAt)}}
	if !v.DueAt.IsZero() {
		p.About = append(p.About, ui.Pair{Label: "Hạn xử lý", Value: ui.When(v.DueAt), Symbol: true})
		p.DueWhy = ui.DueWhy(v.Explain)
	}
	if v.Reference != "" {
		p.About = append(p.About, ui.Pair{Label: "Văn bản", Value: v.Reference})
	}
	if v.Result != "" {
		p.About = append(p.About, ui.Pair{Label: "Kết quả", Value: v.Result})
	}
	if v.Document != "" {
		p.Document, p.Sheet = "/den/"+string(v.Document), "/den/"+string(v.Document)+"/phieu-giai-quyet.pdf"
	}
	if v.Asked != nil {
		p.Asked = &asked{Who: v.PersonName, To: ui.Day(v.Asked.To), Why: v.Asked.Why}
	}
}

// offer shows the deeds that the state and this person allow.
func (p *taskPage) offer(m *module, r *web.Request, t *task.Task) {
	work, follow := m.Tasks.Can(r.Actor, t, task.ActWork), m.Tasks.Can(r.Actor, t, task.ActFollow)
	p.CanWork = work && t.Open()
	p.CanBegin = p.CanWork && t.State == task.Given && t.Part != task.Know
	p.CanPass = t.Open() && m.Tasks.Can(r.Actor, t, task.ActPass) && t.Part != task.Know
	p.CanAskMore = p.CanWork && !t.DueAt.IsZero() && t.Asked == nil
	p.CanFollow = follow && t.Open()
	p.CanRedo = follow && t.State == task.Done && t.Part != task.Know
}

func (m *module) noteOf(r *web.Request, n task.Note) note {
	out := note{ID: string(n.ID), Title: n.Kind.Name(), Who: n.AuthorName + " (" + n.Role + ")", Text: n.Text, When: ui.When(n.At), Exact: ui.Machine(n.At), Broken: !n.Whole(), Hash: n.Hash}
	if n.To != "" {
		out.Title += " · " + n.To
	}
	if !n.Due.IsZero() {
		out.Title += " · hạn " + ui.Day(n.Due)
	}
	if n.Corrects != "" {
		out.Corrects = "Đính chính ý kiến đã ghi ở trên; ý kiến cũ giữ nguyên."
	}
	if n.Author == r.Actor.Person && n.Text != "" {
		out.Correct = href(n.Task) + "/dinh-chinh/" + string(n.ID)
	}
	for i, f := range n.Files {
		out.Files = append(out.Files, ui.Link{Text: f.Name + " (" + ui.Size(f.Size) + ")", Href: href(n.Task) + "/tep/" + string(n.ID) + "/" + strconv.Itoa(i)})
	}
	return out
}

func (m *module) answerLink(r *web.Request, id document.ID) ui.Link {
	d, err := m.Documents.Get(r.Context(), r.Actor, id)
	if err != nil {
		return ui.Link{Text: "Văn bản trả lời (bạn không được xem)"}
	}
	text := d.Subject
	if d.Number != 0 {
		text = strconv.Itoa(d.Number) + "/" + d.Symbol + " " + text
	}
	return ui.Link{Text: text, Href: "/van-ban/" + string(id)}
}

// drafts offers the newest outgoing documents of the person as the answer.
func (m *module) drafts(r *web.Request, page *taskPage, t *task.Task) error {
	if !page.CanWork || t.Document == "" || page.Know {
		return nil
	}
	page.Drafts = []ui.Choice{{Text: "Không có văn bản trả lời"}}
	for _, code := range []string{"da-phat-hanh", "da-trinh", "du-thao"} {
		list, err := m.Documents.ListQueue(r.Context(), r.Actor, code, document.Cursor{}, 10)
		if fault.Is(err, "queue.absent") {
			continue
		}
		if err != nil {
			return err
		}
		for _, d := range list {
			page.Drafts = append(page.Drafts, ui.Choice{Value: string(d.ID), Text: d.Subject + " (" + d.State.Name() + ")"})
		}
	}
	return nil
}
