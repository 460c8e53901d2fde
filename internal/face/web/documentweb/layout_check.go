package documentweb

import (
	"net/http"
	"strconv"
	"strings"

	"antin/docx"
	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/layout"
)

// layoutPage shows what the check of the form found: at the left the page with
// the findings marked, at the right each with its rule.
type layoutPage struct {
	ui.Page
	Post     string
	Rule     string
	Sheet    *sheetView
	Findings []findingView
	Concerns []string
	Mends    int
	Word     bool
	CanEdit  bool
	Checked  bool
	Second   string // heading of the electronic copies, where the province has two lists
}

// findingView is one finding; No marks it on the page.
type findingView struct {
	No                 int
	Is, Words, Says    string
	Clause             string
	Tone               ui.Chip
	Page               int
	Href               string
	Mends              bool
	X, Y, W, H, LabelX float64
	Here               bool // on the page that is shown
}

var severities = map[layout.Severity]ui.Chip{
	layout.Wrong: {Tone: ui.Bad, Text: "Sai quy định"}, layout.Unlike: {Tone: ui.Warn, Text: "Nên sửa"}, layout.Hint: {Text: "Gợi ý"},
}

var concernNames = map[docx.ConcernKind]string{
	docx.Macro: "Tệp Word có macro", docx.Outside: "Tệp Word lấy nội dung từ địa chỉ ngoài", docx.Embedded: "Tệp Word có đối tượng nhúng của phần mềm khác",
	docx.Control: "Tệp Word có điều khiển ActiveX",
}

func (m *module) layoutCheck(w http.ResponseWriter, r *web.Request) error {
	page, err := m.layoutPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) layoutPage(r *web.Request) (*layoutPage, error) {
	d, err := m.open(r.Context(), r)
	if err != nil {
		return nil, err
	}
	report, err := m.Documents.LayoutOf(r.Context(), d.Document)
	if err != nil {
		return nil, err
	}
	page := &layoutPage{Page: ui.Page{Title: "Kiểm tra thể thức", Lead: "Theo " + d.law.Documents.FormatRule + ".",
		Crumbs: []ui.Link{{Text: orDash(d.Subject, "Dự thảo"), Href: href(d.ID)}}}, Post: href(d.ID), Rule: report.Rule, Mends: report.Mends,
		Word: report.Word, CanEdit: m.mayEdit(r, d), Checked: report.File.ID != ""}
	if page.Sheet, err = m.sheet(r, d, string(report.File.ID), r.URL.Query().Get("trang")); err != nil {
		return nil, err
	}
	if page.Sheet != nil {
		page.Sheet.Places, page.Sheet.Files, page.Sheet.Old = nil, nil, false
		page.Sheet.turn(href(d.ID, "the-thuc"))
	}
	if blocks := d.law.Documents.RecipientBlocks; len(blocks) > 1 {
		page.Second = strings.TrimSuffix(blocks[1], ":")
	}
	for i, f := range report.Findings {
		page.Findings = append(page.Findings, viewOf(i+1, f, page.Sheet, href(d.ID, "the-thuc")))
	}
	for _, c := range report.Concerns {
		page.Concerns = append(page.Concerns, concernNames[c.Kind]+": "+c.Name+".")
	}
	return page, nil
}

// turn makes the links of the pages lead to another address.
func (v *sheetView) turn(here string) {
	v.Prev, v.Next = "", ""
	if v.Page > 1 {
		v.Prev = here + "?trang=" + strconv.Itoa(v.Page-1)
	}
	if v.Page < v.Pages {
		v.Next = here + "?trang=" + strconv.Itoa(v.Page+1)
	}
}

func viewOf(no int, f layout.Finding, sheet *sheetView, here string) findingView {
	v := findingView{No: no, Is: f.Is, Words: f.Words, Says: f.Rule.Says, Clause: ui.ClauseText(f.Rule.Clause), Tone: severities[f.Rule.Severity], Page: f.Page, Mends: f.Mends}
	if f.Page > 0 {
		v.Href = here + "?trang=" + strconv.Itoa(f.Page) + "#loi-" + strconv.Itoa(no)
	}
	if sheet != nil && f.Page == sheet.Page && f.Box != (layout.Box{}) {
		v.Here = true
		v.X, v.Y, v.W, v.H = f.Box.X0-3, f.Box.Y0-1, f.Box.X1-f.Box.X0+6, f.Box.Y1-f.Box.Y0+2
		v.LabelX = max(v.X-9, 3)
	}
	return v
}

func (m *module) mendLayout(w http.ResponseWriter, r *web.Request) error {
	done, err := m.Documents.MendLayout(r.Context(), r.Actor, idOf(r))
	if err != nil {
		page, broken := m.layoutPage(r)
		if broken != nil {
			return err
		}
		return r.Refuse(w, err, page)
	}
	d, err := m.Documents.Get(r.Context(), r.Actor, idOf(r))
	if err != nil {
		return err
	}
	return r.Done(w, href(d.ID, "phien-ban"), "Đã sửa "+ui.Number(len(done))+" lỗi thể thức thành phiên bản "+strconv.Itoa(d.Version)+". Bản trước vẫn còn.")
}

// layoutSummary is the line about the form on the page of a draft; nil where
// there is nothing to check, and while the form is no longer the drafter's or
// the checker's matter.
type layoutSummary struct {
	Count, Mends int
	Wrong        int
	Href         string
	First        []findingView
}

func (m *module) layoutSummary(r *web.Request, d dossier) (*layoutSummary, error) {
	switch d.State {
	case document.Drafting, document.Consulting, document.UnitReview, document.Formatting:
	default:
		return nil, nil
	}
	report, err := m.Documents.LayoutOf(r.Context(), d.Document)
	if err != nil || report.File.ID == "" {
		return nil, err
	}
	out := &layoutSummary{Count: len(report.Findings), Mends: report.Mends, Href: href(d.ID, "the-thuc")}
	for i, f := range report.Findings {
		if f.Rule.Severity == layout.Wrong {
			out.Wrong++
		}
		if i < 4 {
			out.First = append(out.First, viewOf(i+1, f, nil, out.Href))
		}
	}
	return out, nil
}

// takeRecipients makes the list for the network what the draft says under its
// second heading.
func (m *module) takeRecipients(w http.ResponseWriter, r *web.Request) error {
	unknown, err := m.Documents.TakeRecipients(r.Context(), r.Actor, idOf(r))
	if err != nil {
		page, broken := m.layoutPage(r)
		if broken != nil {
			return err
		}
		return r.Refuse(w, err, page)
	}
	said := "Nơi nhận qua mạng đã lấy theo dự thảo."
	if len(unknown) > 0 {
		said += " Không có trong danh bạ, chưa lấy: " + strings.Join(unknown, "; ") + "."
	}
	return r.Done(w, href(idOf(r), "the-thuc"), said)
}
