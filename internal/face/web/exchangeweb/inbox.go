package exchangeweb

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"antin/internal/domain/exchange"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// inboxPage is the record of looks into the inbox in one month.
type inboxPage struct {
	ui.Page
	Days       []inboxRow
	Missed     int
	Windows    string // as they are typed, one on a line
	Sets       bool
	Looks      bool
	Owed       int
	Back, Next *ui.Link
	Empty      ui.Empty
}

type inboxRow struct {
	Day   string
	Cells []inboxCell
	Extra int
}

type inboxCell struct {
	Window string
	Chip   ui.Chip
	Who    string
}

// monthOf reads "2026-11"; what is none is this month.
func (m *module) monthOf(r *web.Request) time.Time {
	now := m.Now().In(ui.Hanoi)
	first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, ui.Hanoi)
	if t, err := time.ParseInLocation("2006-01", r.URL.Query().Get("thang"), ui.Hanoi); err == nil && t.Year() >= 2000 && !t.After(first) {
		return t
	}
	return first
}

func (m *module) inbox(w http.ResponseWriter, r *web.Request) error {
	page, err := m.inboxPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) inboxPage(r *web.Request) (*inboxPage, error) {
	month := m.monthOf(r)
	law, err := m.Documents.Profile(r.Actor.Province)
	if err != nil {
		return nil, err
	}
	windows, err := m.Exchange.Windows(r.Context(), r.Actor.Agency, law)
	if err != nil {
		return nil, err
	}
	days, err := m.Exchange.InboxMonth(r.Context(), r.Actor, month.Year(), month.Month())
	if err != nil {
		return nil, err
	}
	page := &inboxPage{
		Page: ui.Page{Title: "Kiểm tra hộp thư, tháng " + month.Format("01/2006"), Crumbs: []ui.Link{{Text: "Tiếp nhận", Href: "/den"}}},
		Sets: r.Can("inbox.windows", "agency"), Looks: r.Can("incoming.receive", "agency"), Owed: law.Documents.ChecksPerDay,
		Back:  &ui.Link{Text: "Tháng trước", Href: "/den/hop-thu?thang=" + month.AddDate(0, -1, 0).Format("2006-01")},
		Empty: ui.Empty{Title: "Chưa đặt khung giờ kiểm tra.", From: "Đặt khung giờ bên dưới để hệ thống nhắc và ghi nhật ký từng ngày làm việc."},
	}
	if next := month.AddDate(0, 1, 0); !next.After(m.Now()) {
		page.Next = &ui.Link{Text: "Tháng sau", Href: "/den/hop-thu?thang=" + next.Format("2006-01")}
	}
	lines := make([]string, len(windows))
	for i, win := range windows {
		lines[i] = win.String()
	}
	page.Windows = strings.Join(lines, "\n")
	for i := len(days) - 1; i >= 0; i-- {
		page.Missed += days[i].Missed()
		page.Days = append(page.Days, rowOfDay(days[i]))
	}
	if len(windows) > 0 {
		page.Lead = fmt.Sprintf("Bỏ lỡ %d khung giờ trong tháng.", page.Missed)
		page.Empty = ui.Empty{Title: "Tháng này chưa có ngày làm việc nào.", From: "Mỗi ngày làm việc có một dòng, theo từng khung giờ."}
	}
	return page, nil
}

func rowOfDay(d exchange.InboxDay) inboxRow {
	row := inboxRow{Day: dayText(d.Day), Extra: d.Extra}
	for _, w := range d.Windows {
		cell := inboxCell{Window: w.String()}
		switch w.State {
		case exchange.WindowDone:
			cell.Chip, cell.Who = ui.Chip{Tone: ui.Good, Text: "Đã kiểm tra " + ui.Clock(w.Check.At)}, w.Check.PersonName+", "+placeName(w.Check.Place)
		case exchange.WindowMissed:
			cell.Chip = ui.Chip{Tone: ui.Bad, Text: "Bỏ lỡ"}
		case exchange.WindowOpen:
			cell.Chip = ui.Chip{Tone: ui.Warn, Text: "Đến giờ kiểm tra"}
		case exchange.WindowLater:
			cell.Chip = ui.Chip{Text: "Chưa đến giờ"}
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

func placeName(p exchange.InboxPlace) string {
	if p == exchange.InboxMailbox {
		return "hộp thư"
	}
	return "phần mềm"
}

func (m *module) look(w http.ResponseWriter, r *web.Request) error {
	if err := m.Exchange.LookedIn(r.Context(), r.Actor, exchange.InboxPlace(r.Text("place"))); err != nil {
		return err
	}
	return r.Done(w, "/den", "Đã ghi lần kiểm tra "+placeName(exchange.InboxPlace(r.Text("place")))+".")
}

func (m *module) windows(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	typed := r.Text("windows")
	list, err := parseWindows(typed)
	if err == nil {
		err = m.Exchange.SetWindows(r.Context(), r.Actor, list)
	}
	if err != nil {
		page, again := m.inboxPage(r)
		if again != nil {
			return err
		}
		page.Windows = typed
		return r.Refuse(w, err, page)
	}
	return r.Done(w, "/den/hop-thu", "Đã đặt khung giờ kiểm tra của cơ quan.")
}

func parseWindows(typed string) ([]exchange.Window, error) {
	var list []exchange.Window
	for _, line := range strings.FieldsFunc(typed, func(c rune) bool { return c == '\n' || c == ',' || c == ';' }) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		w, err := exchange.ParseWindow(line)
		if err != nil {
			return nil, fault.New(fault.Invalid, "inbox.form", "Khung giờ chưa đúng.").At("windows", "Ghi mỗi dòng một khung, ví dụ 10:30-11:30.")
		}
		list = append(list, w)
	}
	return list, nil
}
