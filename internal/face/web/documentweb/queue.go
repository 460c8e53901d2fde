package documentweb

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

const pageLength = 50

// queuePage is one work list.
type queuePage struct {
	ui.Page
	CanDraft   bool
	Incoming   bool
	Batch      string // where ticked rows go; empty where rows are not ticked
	BatchLabel string
	Rows       []queueRow
	Pager      ui.Pager
	Empty      ui.Empty
}

type queueRow struct {
	ID, Href, Subject, Kind string
	State                   ui.Chip
	Urgent                  *ui.Chip
	Symbol, From            string
	To                      string // the first recipient, and how many more
	At                      time.Time
}

// waitsForMe are the lists in which somebody waits for this person.
var waitsForMe = map[string]bool{
	"cho-cap-so": true, "cho-phat-hanh": true, "den-cho-vao-so": true, "den-cho-phan-cong": true, "cho-ky": true,
	"cho-duyet": true, "cho-ky-chuoi": true, "lien-nganh-cho-ky": true, "lien-nganh-cho-chuyen": true, "cho-kiem-tra": true, "cho-gop-y": true, "viec-duoc-giao": true,
}

// queues are the rooms of the navigation.
func (m *module) queues(ctx context.Context, by org.Actor) ([]web.Queue, error) {
	var out []web.Queue
	for _, q := range m.Documents.Queues(by) {
		if q.Done {
			out = append(out, web.Queue{Title: q.Title, Href: "/viec/" + q.Code, Count: -1})
			continue
		}
		n, err := m.Documents.CountQueue(ctx, q)
		if err != nil {
			return nil, err
		}
		out = append(out, web.Queue{Title: q.Title, Href: "/viec/" + q.Code, Count: n, Hot: n > 0 && waitsForMe[q.Code]})
	}
	half, err := m.unfinishedQueue(ctx, by)
	if err != nil {
		return nil, err
	}
	out = append(out, half...)
	if m.canDraft(by) {
		out = append(out, web.Queue{Title: "Soạn văn bản mới", Href: "/van-ban/moi", Count: -1})
	}
	if by.Person != "" {
		out = append(out, web.Queue{Group: "Soạn thảo", Title: "Danh mục loại văn bản, mẫu", Href: "/danh-muc/loai-van-ban", Count: -1})
	}
	if by.Has(org.Clerk) {
		out = append(out, web.Queue{Group: "Soạn thảo", Title: "Tệp có dấu mật chưa được lưu", Href: "/tep-dau-mat", Count: -1})
	}
	books, err := m.books(by)
	if err != nil {
		return nil, err
	}
	year := strconv.Itoa(m.year())
	for _, b := range books {
		if len(b.Groups) > 0 { // a book of few kinds is shown once it has a line
			lines, err := m.Documents.RegisterEntries(ctx, by, b.Code, m.year(), 0, 1)
			if err != nil {
				return nil, err
			}
			if len(lines) == 0 {
				continue
			}
		}
		out = append(out, web.Queue{Group: "Sổ", Title: b.Name, Href: "/so/" + url.PathEscape(b.Code) + "/" + year, Count: -1})
	}
	if m.Documents.Guard.Can(by, "document.usage", org.OfAgency) || m.Documents.Guard.Can(by, "document.usage", org.Any) {
		out = append(out, web.Queue{Group: "Báo cáo", Title: "Tỷ lệ văn bản ký số", Href: "/bao-cao/ky-so", Count: -1})
	}
	if by.Person != "" {
		out = append(out, web.Queue{Group: "Khóa và chứng thư", Title: "Lịch sử ký của tôi", Href: "/toi/lich-su-ky", Count: -1})
		out = append(out, web.Queue{Group: "Khóa và chứng thư", Title: "Chữ ký và chứng thư của tôi", Href: "/toi/chu-ky", Count: -1})
	}
	if m.Documents.Guard.Can(by, signing.ActManage, org.OfAgency) && m.Signing.TakesPractice() {
		out = append(out, web.Queue{Group: "Khóa và chứng thư", Title: "Mở khóa thực hành", Href: "/khoa-thuc-hanh", Count: -1})
	}
	return out, nil
}

func (m *module) year() int { return m.Now().In(ui.Hanoi).Year() }

func (m *module) canDraft(by org.Actor) bool {
	return m.Documents.Guard.Can(by, "document.draft", org.OfAgency)
}

// books are the outgoing registers that the actor may open.
func (m *module) books(by org.Actor) ([]profile.Book, error) {
	if by.Province == "" || !m.Documents.Guard.Can(by, "register.read", org.OfAgency) {
		return nil, nil
	}
	p, err := m.Documents.Profile(by.Province)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(p.Numbering.Books), func(b profile.Book) bool { return b.Direction != string(document.Outgoing) }), nil
}

func (m *module) queue(w http.ResponseWriter, r *web.Request) error {
	q, err := m.Documents.QueueOf(r.Actor, r.PathValue("code"))
	if err != nil {
		return err
	}
	before := cursor(r.URL.Query().Get("sau"))
	list, err := m.Documents.ListQueue(r.Context(), r.Actor, q.Code, before, pageLength+1)
	if err != nil {
		return err
	}
	law, err := m.Documents.Profile(r.Actor.Province)
	if err != nil {
		return err
	}
	page := &queuePage{Page: ui.Page{Title: q.Title}, CanDraft: m.canDraft(r.Actor), Incoming: q.Query.Direction == document.Incoming,
		Empty: ui.Empty{Title: "Không có văn bản nào đang chờ.", From: q.Empty}}
	if q.Done {
		page.Empty.Title = "Chưa có văn bản nào."
	}
	if q.Code == "cho-cap-so" && len(list) > 0 {
		if page.Lead, err = m.nextNumber(r, law); err != nil {
			return err
		}
	}
	if page.Batch, page.BatchLabel = m.batchOf(r.Actor, q.Code); page.Batch != "" {
		page.Picks = true
	}
	here := "/viec/" + q.Code
	if before.ID != "" {
		page.Pager.First = here
	}
	if len(list) > pageLength {
		list = list[:pageLength]
		last := list[pageLength-1]
		page.Pager.Next = here + "?sau=" + cursorText(document.Cursor{At: last.UpdatedAt, ID: last.ID})
		page.Pager.Shown = fmt.Sprintf("%d văn bản trên trang này", pageLength)
	}
	for _, s := range list {
		page.Rows = append(page.Rows, m.row(s, law))
	}
	return r.Render(w, page)
}

// nextNumber says where the outgoing register stands; another clerk may take
// the number first.
func (m *module) nextNumber(r *web.Request, law *profile.Profile) (string, error) {
	book, ok := law.Numbering.Book(string(document.Outgoing), "")
	if !ok {
		return "", nil
	}
	last, err := m.Documents.RegisterEntries(r.Context(), r.Actor, book.Code, m.year(), 0, 1)
	if err != nil {
		return "", err
	}
	next := law.Numbering.FirstNumber
	if len(last) > 0 {
		next = last[0].Number + 1
	}
	return fmt.Sprintf("Văn bản đã có chữ ký của người có thẩm quyền. %s %d, số tiếp theo %s.", book.Name, m.year(), document.NumberText(law.Numbering, next)), nil
}

func (m *module) row(s document.Summary, law *profile.Profile) queueRow {
	row := queueRow{ID: string(s.ID), Href: href(s.ID), Subject: orDash(s.Subject, "(chưa có trích yếu)"), State: stateChip(s.State),
		Symbol: symbolText(law, s.Number, s.Symbol), At: s.UpdatedAt}
	kind := []string{typeName(law, s.Type)}
	if s.Direction == document.Incoming {
		row.Href, row.From, row.Symbol, row.At = "/den/"+string(s.ID), s.FromName, s.SenderRef, s.ArrivedAt
		if s.Arrival > 0 {
			kind = append(kind, fmt.Sprintf("số đến %d", s.Arrival))
		}
	} else if s.Signer != "" {
		kind = append(kind, "người ký: "+strings.TrimSpace(string(s.Capacity)+" "+s.Signer))
	}
	if s.Returned {
		row.State = ui.Chip{Tone: ui.Warn, Text: "Bị trả lại"}
	}
	row.To = s.Recipient
	if s.Recipients > 1 {
		row.To += fmt.Sprintf(" và %d nơi khác", s.Recipients-1)
	}
	row.Kind = strings.Join(kind, " · ")
	if s.Urgency != "" && s.Urgency != "normal" {
		row.Urgent = &ui.Chip{Tone: ui.Warn, Text: urgencyName(law, s.Urgency)}
	}
	return row
}

// cursor reads the place of the last row of the page before: "1795312345678.id".
func cursor(text string) document.Cursor {
	at, id, ok := strings.Cut(text, ".")
	ms, err := strconv.ParseInt(at, 10, 64)
	if !ok || err != nil || len(id) > 64 {
		return document.Cursor{}
	}
	return document.Cursor{At: time.UnixMilli(ms).UTC(), ID: document.ID(id)}
}

func cursorText(c document.Cursor) string {
	return strconv.FormatInt(c.At.UnixMilli(), 10) + "." + url.QueryEscape(string(c.ID))
}
