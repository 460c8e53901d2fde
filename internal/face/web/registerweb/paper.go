package registerweb

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/register"
	"antin/internal/face/form"
	"antin/internal/face/web"
	"antin/internal/face/web/checkweb"
	"antin/internal/face/web/ui"
)

// paperPage is the task "gửi thêm bản giấy" and beneath it what was sent.
type paperPage struct {
	ui.Page
	Owed    []slipRow
	Sent    []slipRow
	Methods []ui.Choice
	CanSend bool
	Open    string // whose form was refused
	On      string
	In      register.Sending
	Postal  string
	Empty   ui.Empty
}

type slipRow struct {
	ID, Href, Symbol, Subject, To, Cause, Basis, Since string
	On, Method, Envelopes, SignedFor, Note             string
}

func (m *module) paper(w http.ResponseWriter, r *web.Request) error {
	page, err := m.paperPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) paperPage(r *web.Request) (*paperPage, error) {
	law, err := m.law(r)
	if err != nil {
		return nil, err
	}
	page := &paperPage{Page: ui.Page{Title: "Gửi thêm bản giấy", Lead: "Văn bản đã phát hành điện tử mà nơi nhận phải được gửi thêm bản giấy."}, On: ui.Day(m.Now()),
		Postal: "/giay/so-buu-dien/" + strconv.Itoa(m.year()), CanSend: r.Can(register.ActionPaper, org.OfAgency),
		Empty: ui.Empty{Title: "Không còn bản giấy nào phải gửi.", From: "Khi phát hành văn bản mà quy định cần bản giấy, việc gửi sẽ hiện ở đây."}}
	for _, c := range law.Paper.Methods {
		page.Methods = append(page.Methods, ui.Choice{Value: c.Code, Text: c.Label})
	}
	owed, err := m.Registers.Slips(r.Context(), r.Actor, register.SlipQuery{Limit: 200})
	if err != nil {
		return nil, err
	}
	sent, err := m.Registers.Slips(r.Context(), r.Actor, register.SlipQuery{Sent: true, Year: m.year(), Limit: 50})
	for _, s := range owed {
		page.Owed = append(page.Owed, slipOf(law, s))
	}
	for _, s := range sent {
		page.Sent = append(page.Sent, slipOf(law, s))
	}
	return page, err
}

func slipOf(law *profile.Profile, s register.Slip) slipRow {
	row := slipRow{ID: s.ID, Href: "/van-ban/" + string(s.Document), Symbol: s.Symbol, Subject: s.Subject, To: s.Recipient, Cause: s.Cause, Basis: s.Basis,
		Since: ui.When(s.OpenedAt), On: dayText(s.On), Method: s.Method, SignedFor: s.SignedFor, Note: s.Note}
	for _, c := range law.Paper.Methods {
		if c.Code == s.Method {
			row.Method = c.Label
		}
	}
	if s.Envelopes > 0 {
		row.Envelopes = strconv.Itoa(s.Envelopes)
	}
	return row
}

func (m *module) sent(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	how := register.Sending{On: typedDay(r.Text("on")), Method: r.Text("method"), SignedFor: r.Text("signed"), Note: r.Text("note")}
	how.Envelopes, _ = strconv.Atoi(r.Text("envelopes")) // none is one
	if err := m.Registers.Sent(r.Context(), r.Actor, r.PathValue("id"), how); err != nil {
		page, broken := m.paperPage(r)
		if broken != nil {
			return broken
		}
		page.Open, page.On, page.In = r.PathValue("id"), r.Text("on"), how
		return r.Refuse(w, err, page)
	}
	return r.Done(w, "/giay", "Đã ghi việc gửi bản giấy vào sổ bưu điện.")
}

// postal prints the postal register of a year in its six columns.
func (m *module) postal(w http.ResponseWriter, r *web.Request) error {
	law, err := m.law(r)
	if err != nil {
		return err
	}
	year, _ := strconv.Atoi(r.PathValue("year")) // zero is every year
	agency, err := m.Org.Agency(r.Context(), r.Actor.Agency)
	if err != nil {
		return err
	}
	b := form.Book{Superior: agency.Superior, Agency: agency.Name, Title: "Sổ gửi văn bản đi bưu điện", Year: year, Columns: postalColumns, At: m.Now(), Footer: law.Documents.PrintFooter}
	for before := ""; ; {
		list, err := m.Registers.Slips(r.Context(), r.Actor, register.SlipQuery{Sent: true, Year: year, Before: before, Limit: 1000})
		if err != nil {
			return err
		}
		for _, s := range list {
			row := slipOf(law, s)
			b.Rows = append(b.Rows, map[string]string{"handed": row.On, "symbol": row.Symbol, "to": row.To, "envelopes": row.Envelopes, "signed": row.SignedFor, "note": row.Note})
			before = s.ID
		}
		if len(list) < 1000 {
			break
		}
	}
	slices.Reverse(b.Rows)
	if len(b.Rows) > 0 {
		b.From, b.To, b.First, b.Last = b.Rows[0]["handed"], b.Rows[len(b.Rows)-1]["handed"], 1, len(b.Rows)
	}
	raw, err := form.BookPDF(b)
	if err != nil {
		return err
	}
	checkweb.Attach(w, "application/pdf", fmt.Sprintf("so-buu-dien-%d.pdf", year))
	_, _ = w.Write(raw) // the browser went away: nothing to do
	return nil
}

// faultPage is "Ca sự cố": open one, end it, and what waits for its electronic copy.
type faultPage struct {
	ui.Page
	Open                 *faultRow
	Cause, Began, Remedy string
	Past                 []faultRow
	Waiting              []lateRow
	CanManage            bool
}

type faultRow struct{ ID, Cause, Began, Ended, By, Remedy, Due string }

type lateRow struct {
	Href, Symbol, Subject, Reason, At string
	Due                               ui.Chip
}

func (m *module) faults(w http.ResponseWriter, r *web.Request) error {
	page, err := m.faultPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) faultPage(r *web.Request) (*faultPage, error) {
	law, err := m.law(r)
	if err != nil {
		return nil, err
	}
	page := &faultPage{Page: ui.Page{Title: "Ca sự cố", Lead: "Khi lỗi kỹ thuật làm không ký số, gửi điện tử được, văn bản đi giấy với số của sổ; khắc phục xong thì quét, ký số cơ quan và cập nhật."},
		Began: m.Now().In(ui.Hanoi).Format("15:04 02/01/2006"), CanManage: r.Can(register.ActionFault, org.OfAgency)}
	list, err := m.Registers.Faults(r.Context(), r.Actor, 50)
	if err != nil {
		return nil, err
	}
	for _, f := range list {
		row := faultRow{ID: f.ID, Cause: f.Cause, Began: ui.When(f.Began), By: f.OpenedName, Remedy: f.Remedy}
		if f.Open() {
			page.Open = &row
			continue
		}
		row.Ended, row.Due = ui.When(f.Ended), ui.When(f.Due)
		page.Past = append(page.Past, row)
	}
	waiting, err := m.Registers.Waiting(r.Context(), r.Actor)
	for _, l := range waiting {
		row := lateRow{Href: "/van-ban/" + string(l.Document), Symbol: l.Symbol, Subject: l.Subject, Reason: l.Reason, At: ui.When(l.At), Due: ui.Chip{Tone: ui.Warn, Text: law.Paper.FaultState}}
		if l.Overdue {
			row.Due = ui.Chip{Tone: ui.Bad, Text: "Quá hạn cập nhật, hạn " + ui.When(l.Of.Due)}
		}
		page.Waiting = append(page.Waiting, row)
	}
	return page, err
}

func (m *module) openFault(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	began, _ := time.ParseInLocation("15:04 2/1/2006", r.Text("began"), ui.Hanoi) // zero is refused by the rule
	if _, err := m.Registers.OpenFault(r.Context(), r.Actor, began, r.Text("cause")); err != nil {
		return m.faultRefused(w, r, err)
	}
	return r.Done(w, "/su-co", "Đã mở ca sự cố. Văn bản gấp có thể gửi giấy, có số của sổ.")
}

func (m *module) faultRefused(w http.ResponseWriter, r *web.Request, err error) error {
	page, broken := m.faultPage(r)
	if broken != nil {
		return broken
	}
	page.Cause, page.Remedy = r.Text("cause"), r.Text("remedy")
	if r.Text("began") != "" {
		page.Began = r.Text("began")
	}
	return r.Refuse(w, err, page)
}

func (m *module) closeFault(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	f, err := m.Registers.CloseFault(r.Context(), r.Actor, r.PathValue("id"), r.Text("remedy"))
	if err != nil {
		return m.faultRefused(w, r, err)
	}
	return r.Done(w, "/su-co", "Đã kết thúc ca sự cố. Bản điện tử của các văn bản đã gửi giấy phải có trước "+ui.When(f.Due)+".")
}
