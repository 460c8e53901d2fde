package registerweb

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/register"
	"antin/internal/face/form"
	"antin/internal/face/web"
	"antin/internal/face/web/checkweb"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// afterPage is what the clerk does with a document after it is signed: prints,
// copies, paper, recall and replacement; its banner stands at the top.
type afterPage struct {
	ui.Page
	ID, Post, Back           string
	Symbol                   string
	Banner                   string
	Answers                  []ui.Pair
	Prints                   []ui.Pair
	Slips                    []slipRow
	Copies                   []copyRow
	Kinds                    []ui.Choice
	Kind, Reason, New        string
	Candidates               []ui.Choice
	CanPrint, CanCopy        bool
	CanRecall, CanDestroy    bool
	CanLeave                 bool
	Left                     string
	Held                     []ui.Choice
	HeldNumber, LeaveReason  string
	PrintCopies, PrintReason string
	Marked                   bool
	History                  []ui.Step
}

type copyRow struct{ Href, Symbol, Form, At, State string }

func (m *module) after(w http.ResponseWriter, r *web.Request) error {
	page, err := m.afterPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) afterPage(r *web.Request) (*afterPage, error) {
	ctx, id := r.Context(), document.ID(r.PathValue("id"))
	d, err := m.Documents.Get(ctx, r.Actor, id)
	if err != nil {
		return nil, err
	}
	law, err := m.Documents.Profile(d.Province)
	if err != nil {
		return nil, err
	}
	back := "/van-ban/" + string(id)
	symbol := document.WholeSymbol(law.Numbering, d.Number, d.Symbol)
	if d.Direction == document.Incoming {
		back, symbol = "/den/"+string(id), d.SenderRef
	}
	page := &afterPage{Page: ui.Page{Title: "In, sao, thu hồi " + symbol, Lead: d.Subject, Crumbs: []ui.Link{{Text: "Văn bản", Href: back}}}, ID: string(id), Post: "/van-ban/" + string(id), Back: back, Symbol: symbol,
		PrintCopies: "1", Kind: "recall", Marked: !law.Documents.PrintedCopyHasValue}
	_, sealed := d.AtStage(document.Sealed)
	can := func(action org.Action) bool { return m.Documents.Can(r.Actor, d, action) }
	page.CanPrint = sealed && !d.Gone() && can("document.print")
	page.CanCopy = sealed && !d.Gone() && can("document.copy") && (d.Direction == document.Incoming || d.State == document.Released)
	page.CanLeave = d.Direction == document.Outgoing && (d.State == document.Drafting || d.State == document.AwaitingClerk) && can("document.seal")
	page.Left = m.Documents.LeftState(d, law)
	if err := m.recallPart(r, d, page); err != nil {
		return nil, err
	}
	if err := m.paperPart(r, d, law, page); err != nil {
		return nil, err
	}
	return page, m.history(r, d, page)
}

// recallPart fills banner, answers and the form of recall.
func (m *module) recallPart(r *web.Request, d *document.Document, page *afterPage) error {
	ctx := r.Context()
	recall, recalled, err := m.Documents.RecallOf(ctx, r.Actor, d.ID)
	if err != nil {
		return err
	}
	if recalled {
		page.Banner = recall.Banner()
	}
	page.CanDestroy = recalled && d.Direction == document.Incoming && recall.Kind != document.Correct && !d.Gone() && m.Documents.Can(r.Actor, d, "incoming.destroy")
	page.CanRecall = !recalled && d.Direction == document.Outgoing && d.State == document.Released && m.Documents.Can(r.Actor, d, "document.recall")
	answers, err := m.Documents.RecallAnswers(ctx, r.Actor, d.ID)
	if err != nil {
		return err
	}
	for _, a := range answers {
		agency, err := m.Org.Agency(ctx, a.Agency)
		if err != nil {
			return err
		}
		text := "Đã nhận thông báo thu hồi"
		if a.Answer == "destroyed" {
			text = "Đã hủy trên hệ thống " + ui.When(a.AnsweredAt) + " (" + a.AnsweredBy + ")"
		}
		page.Answers = append(page.Answers, ui.Pair{Label: agency.Name, Value: text})
	}
	if !page.CanRecall {
		return nil
	}
	page.Kinds = []ui.Choice{{Value: "recall", Text: "Thu hồi"}, {Value: "replace", Text: "Thay thế bằng văn bản cùng loại"}, {Value: "correct", Text: "Đính chính bằng công văn"}}
	list, err := m.Documents.Store.List(ctx, document.Query{Agency: d.Agency, Direction: document.Outgoing, States: []document.State{document.Released}, Limit: 50})
	page.Candidates = []ui.Choice{{Text: "Không có"}}
	for _, s := range list {
		if s.ID != d.ID {
			page.Candidates = append(page.Candidates, ui.Choice{Value: string(s.ID), Text: strconv.Itoa(s.Number) + "/" + s.Symbol + " · " + s.Subject})
		}
	}
	return err
}

// paperPart fills prints, paper copies, copies and numbers held for paper.
func (m *module) paperPart(r *web.Request, d *document.Document, law *profile.Profile, page *afterPage) error {
	ctx := r.Context()
	prints, err := m.Registers.Store.PrintsOf(ctx, d.ID)
	if err != nil {
		return err
	}
	for _, p := range prints {
		page.Prints = append(page.Prints, ui.Pair{Label: ui.When(p.At), Value: fmt.Sprintf("%d bản, người in %s%s", p.Copies, p.ByName, orNothing(", ", p.Purpose))})
	}
	slips, err := m.Registers.Store.SlipsOf(ctx, d.ID)
	if err != nil {
		return err
	}
	for _, s := range slips {
		page.Slips = append(page.Slips, slipOf(law, s))
	}
	copies, err := m.Documents.CopiesOf(ctx, r.Actor, d.ID)
	if err != nil {
		return err
	}
	for _, c := range copies {
		page.Copies = append(page.Copies, copyRowOf(law, c))
	}
	if !page.CanLeave {
		return nil
	}
	_, open, err := m.Registers.OpenNow(ctx, d.Agency)
	if page.CanLeave = open; err != nil || !open {
		return err
	}
	page.Held = []ui.Choice{{Text: "Số tiếp theo của sổ"}}
	book, _ := law.Numbering.Book("outgoing", d.Type)
	held, err := m.Registers.Find(ctx, r.Actor, register.Query{Series: register.Series{Book: book.Code, Year: m.year()}, State: register.Reserved, Limit: 200})
	for i := len(held) - 1; i >= 0; i-- {
		if held[i].Free() {
			n := strconv.Itoa(held[i].Number)
			page.Held = append(page.Held, ui.Choice{Value: n, Text: "Số " + n + " đang giữ"})
		}
	}
	return err
}

func orNothing(before, text string) string {
	if text == "" {
		return ""
	}
	return before + text
}

// afterRefused shows the page again with what was typed.
func (m *module) afterRefused(w http.ResponseWriter, r *web.Request, err error) error {
	page, broken := m.afterPage(r)
	if broken != nil {
		return broken
	}
	page.Reason, page.LeaveReason, page.PrintReason = r.Text("reason"), r.Text("reason"), r.Text("purpose")
	page.New, page.HeldNumber = r.Text("new"), r.Text("number")
	if k := r.Text("kind"); k != "" {
		page.Kind = k
	}
	if n := r.Text("copies"); n != "" {
		page.PrintCopies = n
	}
	return r.Refuse(w, err, page)
}

func (m *module) recall(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	id := document.ID(r.PathValue("id"))
	err := m.Documents.Recall(r.Context(), r.Actor, id, document.Recalling{Kind: document.RecallKind(r.Text("kind")), Reason: r.Text("reason"), New: document.ID(r.Text("new"))})
	if err != nil {
		return m.afterRefused(w, r, err)
	}
	return r.Done(w, "/van-ban/"+string(id)+"/sau-phat-hanh", "Đã ghi và gửi thông báo đến mọi nơi nhận. Không văn bản nào bị xóa.")
}

func (m *module) destroy(w http.ResponseWriter, r *web.Request) error {
	id := document.ID(r.PathValue("id"))
	if err := m.Documents.DestroyRecalled(r.Context(), r.Actor, id); err != nil {
		return m.afterRefused(w, r, err)
	}
	return r.Done(w, "/van-ban/"+string(id)+"/sau-phat-hanh", "Đã hủy nội dung trên hệ thống và báo nơi gửi; sổ và quá trình xử lý vẫn được giữ.")
}

func (m *module) leave(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	held, _ := strconv.Atoi(r.Text("number")) // none is the next one
	id := document.ID(r.PathValue("id"))
	n, err := m.Documents.LeaveOnPaper(r.Context(), r.Actor, id, document.Leaving{Reason: r.Text("reason"), Number: held})
	if err != nil {
		return m.afterRefused(w, r, err)
	}
	return r.Done(w, "/van-ban/"+string(id)+"/sau-phat-hanh", fmt.Sprintf("Đã cấp số %d cho bản giấy. Ký, đóng dấu và gửi giấy; sau sự cố thì tải bản quét lên.", n))
}

// print answers with what the printer gets: the signed file unchanged, or where
// a print counts for nothing, its pages under the mark of the profile.
func (m *module) print(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	copies, _ := strconv.Atoi(r.Text("copies")) // no number is refused by the rule
	id := document.ID(r.PathValue("id"))
	f, blob, err := m.Documents.Print(r.Context(), r.Actor, id, document.Printing{Copies: copies, Purpose: r.Text("purpose")})
	if err != nil {
		return m.afterRefused(w, r, err)
	}
	defer blob.Close()
	law, err := m.law(r)
	if err != nil {
		return err
	}
	if law.Documents.PrintedCopyHasValue {
		checkweb.Attach(w, "application/pdf", "ban-in.pdf")
		_, _ = io.Copy(w, io.NewSectionReader(blob, 0, blob.Size())) // the browser went away: nothing to do
		return nil
	}
	raw, err := m.marked(r, law, id, f)
	if err != nil {
		return err
	}
	checkweb.Attach(w, "application/pdf", "ban-in.pdf")
	_, _ = io.Copy(w, bytes.NewReader(raw)) // as above
	return nil
}

func (m *module) marked(r *web.Request, law *profile.Profile, id document.ID, f document.File) ([]byte, error) {
	out := form.Marked{Footer: law.Documents.PrintFooter, Detail: fmt.Sprintf("Người in: %s, %s. Mã tệp gốc: %s", r.Actor.Name, ui.When(m.Now()), f.SHA256[:16]), At: m.Now()}
	if law.Paper.QR {
		out.Link = m.origin(r) + "/kiem-tra?tep=" + f.SHA256
	}
	for n := 1; n <= f.Pages; n++ {
		page, err := m.Documents.Picture(r.Context(), r.Actor, id, f.ID, n, 1600)
		if err != nil {
			return nil, err
		}
		out.Pages = append(out.Pages, page)
	}
	if len(out.Pages) == 0 {
		return nil, fault.New(fault.Unready, "print.no-pages", "Không vẽ được trang để in.").Do("Báo quản trị hệ thống.")
	}
	return form.MarkedPDF(out)
}

func (m *module) origin(r *web.Request) string {
	if m.Origin != "" {
		return m.Origin
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
