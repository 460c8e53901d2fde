package registerweb

import (
	"fmt"
	"net/http"
	"strconv"

	"antin/internal/domain/org"
	"antin/internal/domain/register"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// linePage is one line of a register: what stands there, what the clerk
// completes, and for a held number the paper that fills it.
type linePage struct {
	ui.Page
	Post      string
	Facts     []ui.Pair
	State     ui.Chip
	Open      string
	Free      bool // a held number
	CanFill   bool
	CanNote   bool
	Types     []ui.Choice
	Retention []ui.Choice
	In        register.Filling
	Day       string
	Handed    string
	Copies    string
	Reason    string
	LateHint  string
}

func (m *module) line(w http.ResponseWriter, r *web.Request) error {
	page, err := m.linePage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func numberOf(r *web.Request) int {
	n, _ := strconv.Atoi(r.PathValue("number")) // zero is no number
	return n
}

func (m *module) linePage(r *web.Request) (*linePage, error) {
	o, err := m.open(r)
	if err != nil {
		return nil, err
	}
	e, err := m.Registers.Line(r.Context(), r.Actor, o.Series, numberOf(r))
	if err != nil {
		return nil, err
	}
	now, err := m.Registers.Standing(r.Context(), r.Actor, o.Series)
	if err != nil {
		return nil, err
	}
	page := &linePage{Page: ui.Page{Title: fmt.Sprintf("Số %d", e.Number), Lead: e.Subject, Crumbs: []ui.Link{o.crumb()}}, Post: o.at("so", strconv.Itoa(e.Number)),
		State: entryChip(e.State), Free: e.Free(), Types: types(o.law)[1:], Day: dayText(e.Date), Handed: dayText(e.HandedOn),
		In: register.Filling{Symbol: fmt.Sprintf("%02d/", e.Number), Extra: e.Extra}}
	if e.Document != "" {
		page.Open = opens(o, e)
	}
	if e.Copies > 0 {
		page.Copies = strconv.Itoa(e.Copies)
	}
	page.LateHint = fmt.Sprintf("Khi ghi sau ngày văn bản; nhiều nhất %d ngày. Dòng sẽ mang dấu “%s”.", o.law.Registers.LateDays, o.law.Registers.LateMark)
	open := now.Closed.IsZero()
	page.CanFill = open && page.Free && r.Can(register.ActionFill, org.OfAgency)
	page.CanNote = open && !page.Free && r.Can(register.ActionNote, org.OfAgency)
	page.Retention = []ui.Choice{{Text: "Chưa đặt"}}
	for _, c := range o.law.Registers.Retentions {
		page.Retention = append(page.Retention, ui.Choice{Value: c.Label, Text: c.Label})
	}
	page.Facts = lineFacts(o, e)
	return page, nil
}

func lineFacts(o opened, e register.Entry) []ui.Pair {
	var out []ui.Pair
	add := func(label, value string) {
		if value != "" {
			out = append(out, ui.Pair{Label: label, Value: value})
		}
	}
	add("Số, ký hiệu", e.Symbol)
	add("Ngày", dayText(e.Date))
	add("Loại", typeName(o.law, e.Type))
	add("Tác giả", e.From)
	add("Người ký", e.Signer)
	add("Nơi nhận", e.Recipients)
	add("Thời hạn bảo quản", e.Retention)
	if e.Paper {
		add("Hình thức", "Văn bản giấy")
	}
	add("Vào sổ", e.Late)
	add("Lý do hủy", e.Reason)
	return out
}

// lineRefused shows the page again with what was typed.
func (m *module) lineRefused(w http.ResponseWriter, r *web.Request, err error) error {
	page, broken := m.linePage(r)
	if broken != nil {
		return broken
	}
	page.In = typedFilling(r)
	page.Day, page.Reason, page.Handed, page.Copies = r.Text("date"), r.Text("reason"), r.Text("handed"), r.Text("copies")
	return r.Refuse(w, err, page)
}

func typedFilling(r *web.Request) register.Filling {
	f := register.Filling{Date: typedDay(r.Text("date")), Symbol: r.Text("symbol"), Type: r.Text("type"), Subject: r.Text("subject"), Signer: r.Text("signer"),
		Recipients: r.Text("recipients"), Late: r.Text("late"), Extra: typedExtra(r)}
	f.Pages, _ = strconv.Atoi(r.Text("pages")) // none is zero
	return f
}

func typedExtra(r *web.Request) register.Extra {
	x := register.Extra{Keeper: r.Text("keeper"), HandedOn: typedDay(r.Text("handed")), SignedFor: r.Text("signed"), Note: r.Text("note"), Retention: r.Text("retention")}
	x.Copies, _ = strconv.Atoi(r.Text("copies")) // none is zero
	return x
}

func (m *module) fill(w http.ResponseWriter, r *web.Request) error {
	o, err := m.open(r)
	if err != nil {
		return err
	}
	if err := r.Parse(); err != nil {
		return err
	}
	f := typedFilling(r)
	f.Series, f.Number = o.Series, numberOf(r)
	if err := m.Registers.Fill(r.Context(), r.Actor, f); err != nil {
		return m.lineRefused(w, r, err)
	}
	return r.Done(w, o.at(), fmt.Sprintf("Đã ghi văn bản giấy vào số %d.", f.Number))
}

func (m *module) cancelHeld(w http.ResponseWriter, r *web.Request) error {
	o, err := m.open(r)
	if err != nil {
		return err
	}
	if err := r.Parse(); err != nil {
		return err
	}
	if err := m.Registers.CancelHeld(r.Context(), r.Actor, o.Series, numberOf(r), r.Text("reason")); err != nil {
		return m.lineRefused(w, r, err)
	}
	return r.Done(w, o.at(), fmt.Sprintf("Đã hủy số %d; dòng trong sổ được giữ với lý do.", numberOf(r)))
}

func (m *module) note(w http.ResponseWriter, r *web.Request) error {
	o, err := m.open(r)
	if err != nil {
		return err
	}
	if err := r.Parse(); err != nil {
		return err
	}
	if err := m.Registers.Note(r.Context(), r.Actor, o.Series, numberOf(r), typedExtra(r)); err != nil {
		return m.lineRefused(w, r, err)
	}
	return r.Done(w, o.at("so", r.PathValue("number")), "Đã ghi các cột của sổ.")
}
