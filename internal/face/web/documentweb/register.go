package documentweb

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

const registerLength = 100

// registerPage is one outgoing register of one year in the columns of NĐ 30/2020,
// Phụ lục IV.
type registerPage struct {
	ui.Page
	Year  int
	Years []ui.Link
	CSV   string
	Rows  []registerRow
	Pager ui.Pager
	Empty ui.Empty
}

type registerRow struct {
	Number                     int
	Symbol, Day, Kind, Subject string
	Signer, Recipients, Pages  string
	Href, Note                 string
	State                      ui.Chip
}

func (m *module) book(r *web.Request) (profile.Book, int, *profile.Profile, error) {
	law, err := m.Documents.Profile(r.Actor.Province)
	if err != nil {
		return profile.Book{}, 0, nil, err
	}
	year, err := strconv.Atoi(r.PathValue("year"))
	if err == nil && year >= 2000 && year <= 2200 {
		for _, b := range law.Numbering.Books {
			if b.Code == r.PathValue("book") && b.Direction == string(document.Outgoing) {
				return b, year, law, nil
			}
		}
	}
	return profile.Book{}, 0, nil, fault.New(fault.NotFound, "register.absent", "Không có sổ này.")
}

func (m *module) register(w http.ResponseWriter, r *web.Request) error {
	book, year, law, err := m.book(r)
	if err != nil {
		return err
	}
	below, _ := strconv.Atoi(r.URL.Query().Get("duoi")) // zero: from the last number
	entries, err := m.Documents.RegisterEntries(r.Context(), r.Actor, book.Code, year, max(below, 0), registerLength+1)
	if err != nil {
		return err
	}
	here := "/so/" + url.PathEscape(book.Code) + "/" + strconv.Itoa(year)
	page := &registerPage{Page: ui.Page{Title: fmt.Sprintf("%s %d", book.Name, year)}, Year: year, CSV: here + "/csv",
		Empty: ui.Empty{Title: "Sổ chưa có dòng nào.", From: "Mỗi số được cấp là một dòng, kể cả số giữ chỗ và số đã hủy."}}
	page.Years = []ui.Link{{Text: "Năm " + strconv.Itoa(year-1), Href: "/so/" + url.PathEscape(book.Code) + "/" + strconv.Itoa(year-1)}}
	if year < m.year() {
		page.Years = append(page.Years, ui.Link{Text: "Năm " + strconv.Itoa(year+1), Href: "/so/" + url.PathEscape(book.Code) + "/" + strconv.Itoa(year+1)})
	}
	if below > 0 {
		page.Pager.First = here
	}
	if len(entries) > registerLength {
		entries = entries[:registerLength]
		page.Pager.Next = here + "?duoi=" + strconv.Itoa(entries[len(entries)-1].Number)
		page.Pager.Shown = fmt.Sprintf("%d số trên trang này", registerLength)
	}
	for _, e := range entries {
		page.Rows = append(page.Rows, registerLine(e, law))
	}
	return r.Render(w, page)
}

func registerLine(e document.Entry, law *profile.Profile) registerRow {
	row := registerRow{Number: e.Number, Symbol: e.Symbol, Day: dayText(e.Date), Kind: typeName(law, e.Type), Subject: e.Subject, Signer: e.Signer,
		Recipients: e.Recipients, Note: e.Reason, State: entryChip(e.State), Href: href(e.Document)}
	if e.Pages > 0 {
		row.Pages = strconv.Itoa(e.Pages)
	}
	return row
}

func entryChip(s document.EntryState) ui.Chip {
	switch s {
	case document.Reserved:
		return ui.Chip{Tone: ui.Warn, Text: "Giữ số"}
	case document.IssuedEntry:
		return ui.Chip{Text: "Đã ký, chưa phát hành"}
	case document.CancelledEntry:
		return ui.Chip{Tone: ui.Bad, Text: "Đã hủy"}
	default:
		return ui.Chip{Tone: ui.Good, Text: "Đã vào sổ"}
	}
}

// registerCSV is the whole register of the year, from the first number on.
func (m *module) registerCSV(w http.ResponseWriter, r *web.Request) error {
	book, year, law, err := m.book(r)
	if err != nil {
		return err
	}
	var all []document.Entry
	for below := 0; ; {
		entries, err := m.Documents.RegisterEntries(r.Context(), r.Actor, book.Code, year, below, 500)
		if err != nil {
			return err
		}
		all = append(all, entries...)
		if len(entries) == 0 || entries[len(entries)-1].Number <= 1 {
			break
		}
		below = entries[len(entries)-1].Number
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%d.csv"`, bookFile(book), year))
	_, _ = w.Write([]byte("\ufeff")) // spreadsheets know UTF-8 by it
	out := csv.NewWriter(w)
	_ = out.Write([]string{"Số", "Số, ký hiệu", "Ngày", "Tên loại", "Trích yếu", "Người ký", "Nơi nhận", "Số trang", "Tình trạng", "Ghi chú", "SHA-256"})
	for i := len(all) - 1; i >= 0; i-- {
		e := all[i]
		row := registerLine(e, law)
		_ = out.Write(plain(strconv.Itoa(e.Number), row.Symbol, row.Day, row.Kind, row.Subject, row.Signer, row.Recipients, row.Pages, row.State.Text, row.Note, e.SHA256))
	}
	out.Flush() // the browser went away: nothing to do
	return nil
}

// bookFile names the file of a register as people say it, without diacritics.
func bookFile(b profile.Book) string {
	switch b.Code {
	case "VB-DI":
		return "so-van-ban-di"
	case "SAO":
		return "so-ban-sao"
	}
	return "so-" + strings.ToLower(b.Code)
}

// plain keeps a spreadsheet from reading a cell as a formula.
func plain(cells ...string) []string {
	for i, c := range cells {
		if c != "" && strings.ContainsAny(c[:1], "=+-@\t\r") {
			cells[i] = "'" + c
		}
	}
	return cells
}
