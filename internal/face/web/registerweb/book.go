package registerweb

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/register"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

const bookLength = 100

// bookPage is one register of one year in the columns of Phụ lục IV, with
// filters on every field.
type bookPage struct {
	ui.Page
	Here, Text, Signer, From, To string
	State, Type, Only            string
	States, Types, Onlys         []ui.Choice
	Filtered                     bool
	Years                        []ui.Link
	Deeds                        []ui.Link
	Files                        []ui.Link
	Closed                       string
	Incoming                     bool
	Rows                         []bookRow
	Pager                        ui.Pager
	Empty                        ui.Empty
}

type bookRow struct {
	Number                        string
	Href, Open                    string
	Symbol, Day, Kind, Subject    string
	Signer, Recipients, Keeper    string
	Copies, Handed, SignedFor     string
	From, Issued, Note, Retention string
	Late                          string
	Paper                         bool
	State                         ui.Chip
}

func query(r *web.Request, o opened) register.Query {
	in := r.URL.Query()
	q := register.Query{Series: o.Series, Text: in.Get("q"), State: register.EntryState(in.Get("tinh-trang")), Type: in.Get("loai"), Signer: in.Get("nguoi-ky"),
		From: typedDay(in.Get("tu")), To: typedDay(in.Get("den")), Paper: in.Get("chi") == "giay", Late: in.Get("chi") == "sau"}
	q.Below, _ = strconv.Atoi(in.Get("duoi")) // zero: from the last number
	return q
}

func (m *module) book(w http.ResponseWriter, r *web.Request) error {
	o, err := m.open(r)
	if err != nil {
		return err
	}
	q := query(r, o)
	q.Limit = bookLength + 1
	entries, err := m.Registers.Find(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	page, err := m.bookPage(r, o, q)
	if err != nil {
		return err
	}
	if len(entries) > bookLength {
		entries = entries[:bookLength]
		page.Pager.Next = page.Here + "?" + with(r, "duoi", strconv.Itoa(entries[len(entries)-1].Number))
		page.Pager.Shown = fmt.Sprintf("%d số trên trang này", bookLength)
	}
	if q.Below > 0 {
		page.Pager.First = page.Here + "?" + with(r, "duoi", "")
	}
	page.Rows, err = m.rows(r, o, entries)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

// with changes one part of the address's query.
func with(r *web.Request, name, value string) string {
	in := url.Values{}
	for key, list := range r.URL.Query() {
		in[key] = list
	}
	in.Del(name)
	if value != "" {
		in.Set(name, value)
	}
	return in.Encode()
}

func (m *module) bookPage(r *web.Request, o opened, q register.Query) (*bookPage, error) {
	in := r.URL.Query()
	page := &bookPage{Page: ui.Page{Title: fmt.Sprintf("%s %d", o.Name, o.Series.Year)}, Here: o.at(), Text: q.Text, Signer: q.Signer, From: in.Get("tu"), To: in.Get("den"),
		State: string(q.State), Type: q.Type, Only: in.Get("chi"), Incoming: !o.Outgoing,
		States: []ui.Choice{{Text: "Mọi tình trạng"}, {Value: "entered", Text: "Đã vào sổ"}, {Value: "issued", Text: "Đã ký, chưa phát hành"}, {Value: "reserved", Text: "Giữ số"}, {Value: "cancelled", Text: "Đã hủy"}},
		Onlys:  []ui.Choice{{Text: "Tất cả"}, {Value: "giay", Text: "Văn bản giấy"}, {Value: "sau", Text: "Vào sổ sau"}},
		Types:  types(o.law),
		Empty:  ui.Empty{Title: "Sổ chưa có dòng nào.", From: "Mỗi số được cấp là một dòng, kể cả số giữ chỗ và số đã hủy."}}
	page.Filtered = q.Text != "" || q.State != "" || q.Type != "" || q.Signer != "" || q.From != "" || q.To != "" || page.Only != ""
	if page.Filtered {
		page.Empty = ui.Empty{Title: "Không có dòng nào khớp.", From: "Bỏ bớt điều kiện lọc rồi tìm lại.", Link: &ui.Link{Text: "Bỏ lọc", Href: page.Here}}
	}
	page.Years = []ui.Link{{Text: "Năm " + strconv.Itoa(o.Series.Year-1), Href: address(o.Code, o.Series.Year-1)}}
	if o.Series.Year < m.year() {
		page.Years = append(page.Years, ui.Link{Text: "Năm " + strconv.Itoa(o.Series.Year+1), Href: address(o.Code, o.Series.Year+1)})
	}
	tail := ""
	if page.Filtered {
		tail = "?" + with(r, "duoi", "")
	}
	page.Files = []ui.Link{{Text: "In sổ (PDF)", Href: o.at("pdf") + tail}, {Text: "Bảng tính", Href: o.at("xlsx") + tail}, {Text: "CSV", Href: o.at("csv") + tail}}
	now, err := m.Registers.Standing(r.Context(), r.Actor, o.Series)
	if err != nil {
		return nil, err
	}
	if !now.Closed.IsZero() {
		page.Closed = fmt.Sprintf("Sổ đã khóa ngày %s, %d số.", ui.Day(now.Closed), now.Closing.Last)
	}
	m.bookDeeds(r, o, now, page)
	return page, nil
}

func (m *module) bookDeeds(r *web.Request, o opened, now register.Standing, page *bookPage) {
	if now.Closed.IsZero() && o.Outgoing && o.Series.Year == m.year() && r.Can(register.ActionHold, org.OfAgency) {
		page.Deeds = append(page.Deeds, ui.Link{Text: "Giữ số", Href: o.at("giu-so")})
	}
	if o.Code == "SAO" && r.Can("document.copy", org.OfAgency) {
		page.Deeds = append(page.Deeds, ui.Link{Text: "Sao văn bản giấy", Href: "/sao/moi"})
	}
	page.Deeds = append(page.Deeds, ui.Link{Text: cmp.Or(map[bool]string{true: "Khóa sổ năm"}[now.Closed.IsZero()], "Biên bản khóa sổ"), Href: o.at("khoa-so")})
}

func types(law *profile.Profile) []ui.Choice {
	out := []ui.Choice{{Text: "Mọi loại"}}
	for _, t := range law.Documents.Types {
		out = append(out, ui.Choice{Value: t.Code, Text: t.Name})
	}
	return out
}

// rows completes the lines; those of incoming documents by one question for the
// whole page.
func (m *module) rows(r *web.Request, o opened, entries []register.Entry) ([]bookRow, error) {
	out := make([]bookRow, len(entries))
	for i, e := range entries {
		out[i] = rowOf(o, e)
	}
	if o.Outgoing {
		return out, nil
	}
	var ids []register.DocumentID
	for _, e := range entries {
		if e.Document != "" {
			ids = append(ids, e.Document)
		}
	}
	handed, err := m.Documents.Store.Handings(r.Context(), ids)
	if err != nil {
		return nil, err
	}
	for i, e := range entries {
		h := handed[e.Document]
		out[i].Issued = dayText(h.Issued)
		if h.To != "" {
			out[i].Recipients, out[i].Handed, out[i].SignedFor = h.To, ui.Day(h.At), cmp.Or(e.SignedFor, "trên hệ thống")
		}
	}
	return out, nil
}

func rowOf(o opened, e register.Entry) bookRow {
	row := bookRow{Number: strconv.Itoa(e.Number), Href: o.at("so", strconv.Itoa(e.Number)), Open: opens(o, e), Symbol: e.Symbol, Day: dayText(e.Date), Kind: typeName(o.law, e.Type), Subject: e.Subject,
		Signer: e.Signer, Recipients: e.Recipients, Keeper: e.Keeper, Handed: dayText(e.HandedOn), SignedFor: e.SignedFor, From: e.From,
		Note: cmp.Or(e.Note, e.Reason), Retention: e.Retention, Late: e.Late, Paper: e.Paper, State: entryChip(e.State)}
	if e.Copies > 0 {
		row.Copies = strconv.Itoa(e.Copies)
	}
	if e.Free() {
		row.Subject = "Số giữ cho ngày làm việc trên giấy"
	}
	return row
}

// opens is the page of what the line is about.
func opens(o opened, e register.Entry) string {
	_, copied := o.law.Copying.Form(e.Type)
	switch {
	case e.Document == "":
		return o.at("so", strconv.Itoa(e.Number))
	case copied:
		return "/sao/" + string(e.Document)
	case !o.Outgoing:
		return "/den/" + string(e.Document)
	}
	return "/van-ban/" + string(e.Document)
}

func entryChip(s register.EntryState) ui.Chip {
	switch s {
	case register.Reserved:
		return ui.Chip{Tone: ui.Warn, Text: "Giữ số"}
	case register.IssuedEntry:
		return ui.Chip{Text: "Đã ký, chưa phát hành"}
	case register.CancelledEntry:
		return ui.Chip{Tone: ui.Bad, Text: "Đã hủy"}
	case register.EnteredEntry:
	}
	return ui.Chip{Tone: ui.Good, Text: "Đã vào sổ"}
}
