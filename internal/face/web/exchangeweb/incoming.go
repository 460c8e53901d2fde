package exchangeweb

import (
	"context"
	"net/http"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// incomingPage is one incoming document with the deed of the moment.
type incomingPage struct {
	ui.Page
	Here    string
	Judging bool // the intake is at work: the page asks whether it has ended
	State   ui.Chip
	Urgent  *ui.Chip
	Desk    desk
	About   []ui.Pair
	Checks  []fileCheck
	Effect  string
	Basis   string
	Kept    *ui.Evidence
	Tasks   []taskLine
	Steps   []ui.Step

	Register *registerDeed
	Refuse   *refuseDeed
	Recheck  bool
	Assign   *assignDeed
	Complete *completeDeed
	Refused  *refusedNote
	Waiting  string // what is waited for, where this person has nothing to do
	HeldFor  string // why it is held
	SendBack *refuseDeed
	Second   *secondDeed
	Rests    []ui.Choice // drafts of this person that may rest on it
	Stamp    string      // address of the printed copy with the dấu "Đến"
	Next     string      // the next document that waits for the register
	Banner   string      // the sender recalled, replaced or corrected it
	After    string      // copies and the answer to a recall
	Filing   string      // into a work file
	History  string      // who opened, downloaded, printed; empty for who may not ask
}

// registerDeed enters the document in the register.
type registerDeed struct {
	Number int
	Book   string
	Year   int
	Fields []entryField
	Twins  []twin
	Apart  string // why it is registered though it has a twin
	To     string // Chuyển
	File   string // số và ký hiệu hồ sơ
	Next   bool   // another one waits
	Holds  bool   // its signatures could not be checked yet
	Unread string // why the page could not be read
}

// refuseDeed sends it back; what was typed stays.
type refuseDeed struct {
	Code, Text string
	Reasons    []ui.Choice
	Open       bool
	Ask        string // what the profile has the notice ask for
}

// assignDeed hands it to somebody.
type assignDeed struct {
	Person, Direction string
	Day, Month, Year  string
	People            []ui.Choice
	Again             bool
	Open              bool
}

type completeDeed struct{ Result string }

// refusedNote says why it was refused and that the sender knows.
type refusedNote struct{ Reason, Text, Told string }

// taskLine is one assignment.
type taskLine struct {
	Person, Direction, Due, Result string
	Chip                           ui.Chip
}

func (m *module) show(w http.ResponseWriter, r *web.Request) error {
	d, err := m.Documents.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	if d.Direction == document.Outgoing {
		return r.Go(w, "/van-ban/"+string(d.ID))
	}
	page, err := m.page(r, d)
	if err != nil {
		return err
	}
	if err := m.Documents.Accessed(r.Context(), r.Actor, d.ID, document.Viewed); err != nil {
		return err
	}
	return r.Render(w, page)
}

// judged answers the poll of a page that waits for the intake: nothing while it
// is at work, then the whole page anew.
func (m *module) judged(w http.ResponseWriter, r *web.Request) error {
	d, err := m.Documents.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	if d.State == document.Arrived && r.Partial() {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return r.Go(w, here(d.ID))
}

// page puts the whole page together for this person.
func (m *module) page(r *web.Request, d *document.Document) (*incomingPage, error) {
	ctx := r.Context()
	law, err := m.Documents.Profile(d.Province)
	if err != nil {
		return nil, err
	}
	page := &incomingPage{Page: ui.Page{Title: d.Subject, Crumbs: crumbs(r.Actor, d)}, Here: here(d.ID), State: stateChip(d.State), Tasks: m.tasks(d)}
	if page.Title == "" {
		page.Title = "Văn bản đến không có trích yếu"
	}
	if d.State == document.Arrived {
		page.Refresh, page.Judging = "3", true
	}
	if u, ok := law.Documents.Urgency(d.Urgency); ok && d.Urgency != "normal" {
		page.Urgent = &ui.Chip{Tone: ui.Warn, Text: u.Label}
	}
	page.About = m.about(d, law)
	if err := m.recalled(r, d, page); err != nil {
		return nil, err
	}
	if err := m.checks(ctx, page, d, law); err != nil {
		return nil, err
	}
	if page.Desk, err = m.desk(r, d); err != nil {
		return nil, err
	}
	if m.Evidence != nil {
		if page.Kept, err = m.Evidence(ctx, r.Actor, d); err != nil {
			return nil, err
		}
	}
	m.standing(r, page, d, law)
	page.Steps = m.steps(d, law)
	return page, m.offer(ctx, r.Actor, page, d, law)
}

// offer shows the deeds that the state and this person's roles allow.
func (m *module) offer(ctx context.Context, by org.Actor, page *incomingPage, d *document.Document, law *profile.Profile) error {
	may := func(action org.Action) bool { return m.Documents.Can(by, d, action) }
	var err error
	switch d.State {
	case document.Arrived:
		page.Waiting = "Hệ thống đang kiểm tra chữ ký số; trang tự hiện kết quả khi xong."
	case document.Held:
		page.Waiting, page.HeldFor = held(d), d.Refusal.Text
		page.Recheck = may("incoming.receive")
		if page.Refuse, err = m.refusal(may("incoming.refuse"), d, law); err == nil && may("incoming.register") &&
			law.Documents.HoldWhenUnverifiable && d.Refusal.Code == "indeterminate" {
			page.Register, err = m.registration(ctx, by, &page.Page, d, law)
		}
	case document.Valid:
		page.Waiting = "Chữ ký hợp lệ. Văn thư sẽ vào sổ đến."
		if page.Refuse, err = m.refusal(may("incoming.refuse"), d, law); err == nil && may("incoming.register") {
			page.Register, err = m.registration(ctx, by, &page.Page, d, law)
		}
	case document.Refused:
		page.Refused = refusedBecause(d, law)
	case document.Registered, document.Assigned:
		page.Waiting = "Lãnh đạo cơ quan sẽ phân công người xử lý."
		if d.State == document.Assigned {
			page.Waiting = "Người được phân công đang xử lý."
			page.Complete = completing(by, d)
		}
		if may("incoming.assign") {
			page.Assign, err = m.assignment(ctx, by, d)
		} else if err = m.nextWaiting(ctx, by, page); err != nil {
			return err
		}
	case document.Completed:
		page.Waiting = "Văn bản đã được xử lý xong."
	default:
	}
	return err
}

// held says why the document waits: evidence is missing, or the regulation
// leaves it to the clerk what becomes of a document that does not hold.
func held(d *document.Document) string {
	if d.Refusal.Code == "indeterminate" {
		return "Chưa đủ căn cứ để kết luận về chữ ký số, nên chưa vào sổ được."
	}
	return "Kết quả kiểm tra không đạt, nên chưa vào sổ được. Nơi gửi đã được báo; văn bản được giữ lại chờ văn thư quyết định."
}

func (m *module) refusal(may bool, d *document.Document, law *profile.Profile) (*refuseDeed, error) {
	if !may {
		return nil, nil
	}
	reasons, err := m.Exchange.RefusalReasons(d, law)
	if err != nil {
		return nil, err
	}
	deed := &refuseDeed{Reasons: []ui.Choice{{Text: "Chọn lý do"}}}
	if law.Documents.InvalidPolicy.AsksToResend() {
		deed.Ask = law.Documents.InvalidNotice
	}
	for _, r := range reasons {
		deed.Reasons = append(deed.Reasons, ui.Choice{Value: r.Code, Text: r.Label})
	}
	return deed, nil
}

func (m *module) registration(ctx context.Context, by org.Actor, page *ui.Page, d *document.Document, law *profile.Profile) (*registerDeed, error) {
	book, _ := law.Numbering.Book(string(document.Incoming), d.Type)
	last, err := m.Documents.Store.LastNumber(ctx, document.Series{Agency: d.Agency, Book: book.Code, Year: m.year()})
	if err != nil {
		return nil, err
	}
	deed := &registerDeed{Number: last + 1, Book: book.Name, Year: m.year(), Holds: d.State == document.Held}
	deed.Fields = m.entries(page, d, law)
	if d.Intake != nil {
		deed.Unread = d.Intake.ReadFailed
	}
	if deed.Twins, err = m.twins(ctx, d); err != nil {
		return nil, err
	}
	more, err := m.Documents.ListQueue(ctx, by, "den-cho-vao-so", document.Cursor{}, 2)
	deed.Next = err == nil && (len(more) > 1 || len(more) == 1 && more[0].ID != d.ID)
	return deed, nil
}

func (m *module) assignment(ctx context.Context, by org.Actor, d *document.Document) (*assignDeed, error) {
	posts, err := m.Org.PostsIn(ctx, by.Agency, m.Now())
	if err != nil {
		return nil, err
	}
	people, err := m.Org.PeopleOf(ctx, by.Agency, m.Now())
	if err != nil {
		return nil, err
	}
	deed := &assignDeed{People: []ui.Choice{{Text: "Chọn người xử lý"}}, Again: d.State == document.Assigned}
	for _, p := range people {
		text := p.Name
		for _, post := range posts {
			if post.Person == p.ID {
				text += " (" + post.Title + ")"
				break
			}
		}
		deed.People = append(deed.People, ui.Choice{Value: string(p.ID), Text: text})
	}
	return deed, nil
}

func completing(by org.Actor, d *document.Document) *completeDeed {
	for _, a := range d.Assignments {
		if a.Person == by.Person && a.DoneAt.IsZero() {
			return &completeDeed{}
		}
	}
	return nil
}

// nextWaiting leads the clerk on to the next document that waits for the register.
func (m *module) nextWaiting(ctx context.Context, by org.Actor, page *incomingPage) error {
	if !by.Has(org.Clerk) {
		return nil
	}
	list, err := m.Documents.ListQueue(ctx, by, "den-cho-vao-so", document.Cursor{}, 1)
	if err == nil && len(list) > 0 {
		page.Next = here(list[0].ID)
	}
	return err
}

func refusedBecause(d *document.Document, law *profile.Profile) *refusedNote {
	return &refusedNote{
		Reason: reasonLabel(law, d.Refusal.Code), Text: d.Refusal.Text,
		Told: "Lý do đã được báo lại cho " + orDash(d.FromName, "nơi gửi") + "; văn bản không có số đến.",
	}
}
