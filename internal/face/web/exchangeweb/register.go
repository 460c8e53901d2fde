package exchangeweb

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/checkweb"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// registerPage is the incoming register in the columns of NĐ 30/2020, Phụ lục IV.
type registerPage struct {
	ui.Page
	Lines      []line
	Pager      ui.Pager
	Empty      ui.Empty
	CSV, Print string
	Last, Next *ui.Link // the years beside this one
}

// line is one entry of the register.
type line struct {
	Href                                  string
	Arrived, Number, From, Symbol, Issued string
	Type, Subject, To, Handed, By, Note   string
}

// Lengths of a page on screen and of a year on paper.
const (
	registerPageLength = 50
	wholeYear          = 5000
)

// yearOf reads the year of the address.
func yearOf(r *web.Request) (int, error) {
	year, err := strconv.Atoi(r.PathValue("year"))
	if err != nil || year < 2000 || year > 2100 {
		return 0, fault.New(fault.NotFound, "register.year", "Không có sổ của năm này.").Do("Mở sổ của năm nay từ danh sách bên trái.")
	}
	return year, nil
}

// book is the register that incoming documents are entered in.
func (m *module) book(by org.Actor) (profile.Book, *profile.Profile, error) {
	law, err := m.Documents.Profile(by.Province)
	if err != nil {
		return profile.Book{}, nil, err
	}
	book, _ := law.Numbering.Book(string(document.Incoming), "")
	return book, law, nil
}

func (m *module) register(w http.ResponseWriter, r *web.Request) error {
	year, err := yearOf(r)
	if err != nil {
		return err
	}
	book, law, err := m.book(r.Actor)
	if err != nil {
		return err
	}
	page := &registerPage{Page: ui.Page{Title: fmt.Sprintf("%s %d", book.Name, year)},
		Empty: ui.Empty{Title: "Sổ chưa có dòng nào.", From: "Văn bản đến được vào sổ trong năm này sẽ hiện ở đây, mỗi số một dòng."}}
	page.address(year, m.year())
	list, err := m.lines(r, page, book.Code, year)
	if err != nil {
		return err
	}
	for _, e := range list {
		l, err := m.line(r.Context(), e, law)
		if err != nil {
			return err
		}
		page.Lines = append(page.Lines, l)
	}
	return r.Render(w, page)
}

// address sets where this year, its neighbours and its other forms are.
func (p *registerPage) address(year, today int) {
	of := func(year int) string { return "/so-den/" + strconv.Itoa(year) }
	p.CSV, p.Print = of(year)+"/csv", of(year)+"?in=ca-nam"
	p.Last = &ui.Link{Text: fmt.Sprintf("Năm %d", year-1), Href: of(year - 1)}
	if year < today {
		p.Next = &ui.Link{Text: fmt.Sprintf("Năm %d", year+1), Href: of(year + 1)}
	}
}

// lines reads the page that the address asks for: the newest entries, those
// below a number, or the whole year as it is printed.
func (m *module) lines(r *web.Request, page *registerPage, book string, year int) ([]document.Entry, error) {
	at, length := "/so-den/"+strconv.Itoa(year), registerPageLength
	below, _ := strconv.Atoi(r.URL.Query().Get("duoi")) // not a number is the newest page
	whole := r.URL.Query().Get("in") == "ca-nam"
	if whole {
		below, length = 0, wholeYear
	}
	list, err := m.Documents.RegisterEntries(r.Context(), r.Actor, book, year, max(below, 0), length+1)
	if err != nil {
		return nil, err
	}
	if below > 0 || whole {
		page.Pager.First = at
	}
	if len(list) > length {
		list = list[:length]
		page.Pager.Next = at + "?duoi=" + strconv.Itoa(list[len(list)-1].Number)
	}
	if len(list) > 0 {
		page.Lead = fmt.Sprintf("Từ số %d đến số %d", list[len(list)-1].Number, list[0].Number)
	}
	if whole { // on paper a register begins with its first number
		slices.Reverse(list)
		page.Print = ""
	}
	return list, nil
}

// line completes an entry, which the register gave to this person, by what the
// document itself says: its date and who got it.
func (m *module) line(ctx context.Context, e document.Entry, law *profile.Profile) (line, error) {
	d, err := m.Documents.Store.Load(ctx, e.Document)
	if err != nil {
		return line{}, fmt.Errorf("reading line %d of the register: %w", e.Number, err)
	}
	l := line{
		Href: here(d.ID), Arrived: ui.Day(e.At), Number: strconv.Itoa(e.Number), From: e.From, Symbol: e.Symbol,
		Issued: dayText(d.IssuedOn), Type: typeName(law, e.Type), Subject: e.Subject, Note: e.Reason,
	}
	var to []string
	for _, a := range d.Assignments {
		to = append(to, a.PersonName)
		l.Handed, l.By = ui.Day(a.At), "trên hệ thống"
	}
	l.To = strings.Join(to, "; ")
	if l.Note == "" && d.State == document.Completed {
		l.Note = "Đã xử lý xong"
	}
	return l, nil
}

var columns = []string{
	"Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung",
	"Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú",
}

// registerCSV gives the whole year, as a table calculation opens it.
func (m *module) registerCSV(w http.ResponseWriter, r *web.Request) error {
	year, err := yearOf(r)
	if err != nil {
		return err
	}
	book, law, err := m.book(r.Actor)
	if err != nil {
		return err
	}
	list, err := m.Documents.RegisterEntries(r.Context(), r.Actor, book.Code, year, 0, 500)
	if err != nil {
		return err
	}
	checkweb.Attach(w, "text/csv; charset=utf-8", fmt.Sprintf("so-van-ban-den-%d.csv", year))
	_, _ = w.Write([]byte("\ufeff")) // a later write tells when the browser went away
	out := csv.NewWriter(w)
	_ = out.Write(columns) // as above
	for len(list) > 0 {
		for _, e := range list {
			l, err := m.line(r.Context(), e, law)
			if err != nil {
				panic(http.ErrAbortHandler) // the status is out: a cut answer must not look whole
			}
			row := []string{l.Arrived, l.Number, l.From, l.Symbol, l.Issued, l.Type + ": " + l.Subject, l.To, l.Handed, l.By, l.Note}
			if err := out.Write(harmless(row)); err != nil {
				return nil // the browser went away
			}
		}
		out.Flush()
		if list, err = m.Documents.RegisterEntries(r.Context(), r.Actor, book.Code, year, list[len(list)-1].Number, 500); err != nil {
			panic(http.ErrAbortHandler) // as above
		}
	}
	out.Flush()
	return nil
}

// harmless keeps a table calculation from taking words of a sender for a formula.
func harmless(row []string) []string {
	for i, cell := range row {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			row[i] = "'" + cell
		}
	}
	return row
}
