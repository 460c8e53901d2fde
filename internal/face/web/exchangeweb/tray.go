package exchangeweb

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// trayPage is the desk "Tiếp nhận": what came in on every channel and waits for
// the clerk, oldest first.
type trayPage struct {
	ui.Page
	Tabs   []tab
	Rows   []trayRow
	Pager  ui.Pager
	Empty  ui.Empty
	Brings bool
	Window *inboxNote
}

type tab struct {
	Text, Href string
	Here       bool
}

type trayRow struct {
	Href, From, Ref, Subject, Kind string
	Due, State                     ui.Chip
	Read                           ui.Chip
	Twin                           string // the earlier document that it may repeat
	Urgent                         *ui.Chip
	At                             time.Time
}

const trayLength = 50

// waitingStates are what the desk lists without a choice.
var waitingStates = []document.State{document.Arrived, document.Held, document.Valid}

var channelNames = map[document.Channel]string{
	document.ByExchange: "Liên thông", document.ByUpload: "Tải lên", document.ByPaper: "Bản giấy quét",
}

func channelName(c document.Channel) string {
	if name, ok := channelNames[c]; ok {
		return name
	}
	return channelNames[document.ByExchange]
}

func (m *module) tray(w http.ResponseWriter, r *web.Request) error {
	law, err := m.Documents.Profile(r.Actor.Province)
	if err != nil {
		return err
	}
	chosen := r.URL.Query().Get("kenh")
	q := document.DeskQuery{States: waitingStates, Limit: trayLength + 1, After: trayCursor(r.URL.Query().Get("sau"))}
	switch c := document.Channel(chosen); {
	case chosen == "chua-kiem-tra":
		q.States, q.Pending = nil, true
	case channelNames[c] != "":
		q.Channel = c
	default:
		chosen = ""
	}
	list, err := m.Documents.Desk(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	page := &trayPage{
		Page: ui.Page{Title: "Tiếp nhận văn bản đến", Lead: "Văn bản đến trên mọi kênh, cũ nhất trước. Vào sổ trong ngày, chậm nhất ngày làm việc tiếp theo."},
		Tabs: tabs(chosen, law), Brings: r.Can("incoming.attach", "agency"),
		Empty: ui.Empty{Title: "Không có văn bản nào chờ tiếp nhận.", From: "Văn bản gửi liên thông, tệp bạn tải lên và bản giấy bạn quét sẽ về đây."},
	}
	if page.Window, err = m.inboxNote(r); err != nil {
		return err
	}
	at := "/den"
	if chosen != "" {
		at += "?kenh=" + chosen
	}
	if q.After.ID != "" {
		page.Pager.First = at
	}
	if len(list) > trayLength {
		list = list[:trayLength]
		last := list[trayLength-1]
		page.Pager.Next = at + sep(at) + "sau=" + strconv.FormatInt(last.ArrivedAt.UnixMilli(), 10) + "." + url.QueryEscape(string(last.ID))
	}
	for _, row := range list {
		page.Rows = append(page.Rows, m.trayRow(row, law))
	}
	return r.Render(w, page)
}

func sep(at string) string {
	if strings.Contains(at, "?") {
		return "&"
	}
	return "?"
}

func tabs(chosen string, law *profile.Profile) []tab {
	out := []tab{{Text: "Tất cả", Href: "/den", Here: chosen == ""}}
	for _, c := range []document.Channel{document.ByExchange, document.ByUpload, document.ByPaper} {
		out = append(out, tab{Text: channelNames[c], Href: "/den?kenh=" + string(c), Here: chosen == string(c)})
	}
	if law.Documents.HoldWhenUnverifiable {
		out = append(out, tab{Text: "Đã vào sổ, chờ kiểm tra lại", Href: "/den?kenh=chua-kiem-tra", Here: chosen == "chua-kiem-tra"})
	}
	return out
}

func (m *module) trayRow(row document.DeskRow, law *profile.Profile) trayRow {
	out := trayRow{
		Href: here(row.ID), From: orDash(row.From, "Chưa rõ nơi gửi"), Ref: row.Ref, Subject: orDash(row.Subject, "(chưa đọc được trích yếu)"),
		Kind: strings.Trim(channelName(row.Channel)+" · "+typeName(law, row.Type), " ·"), State: stateChip(row.State), At: row.ArrivedAt,
		Due: m.dueOf(row, law),
	}
	if row.Pending {
		out.State = ui.Chip{Tone: ui.Warn, Text: document.Held.Name()}
	}
	if row.Type == "" {
		out.Kind = channelName(row.Channel)
	}
	switch {
	case row.State == document.Arrived:
		out.Read = ui.Chip{Tone: ui.Wait, Text: "Đang đọc"}
	case row.Doubtful > 0:
		out.Read = ui.Chip{Tone: ui.Warn, Text: strconv.Itoa(row.Doubtful) + " mục cần xem"}
	case row.Subject != "" && row.Ref != "":
		out.Read = ui.Chip{Tone: ui.Good, Text: "Đọc đủ"}
	default:
		out.Read = ui.Chip{Tone: ui.Warn, Text: "Thiếu thông tin"}
	}
	if row.Suspect != "" {
		out.Twin = here(row.Suspect)
	}
	if u, ok := law.Documents.Urgency(row.Urgency); ok && row.Urgency != "normal" {
		out.Urgent = &ui.Chip{Tone: ui.Bad, Text: u.Label}
	}
	return out
}

// dueOf: registered on the day of arrival, at the latest on the next working
// day; urgent ones at once (NĐ 30/2020, Điều 4 and 22).
func (m *module) dueOf(row document.DeskRow, law *profile.Profile) ui.Chip {
	if row.Arrival > 0 {
		return ui.Chip{Tone: ui.Good, Text: "số đến " + strconv.Itoa(row.Arrival)}
	}
	cal := law.Calendar()
	due := cal.AddDays(row.ArrivedAt, 1)
	if row.Urgency != "" && row.Urgency != "normal" {
		due = cal.AddHours(row.ArrivedAt, 0)
	}
	return ui.DueChip(cal.Left(m.Now(), due))
}

// trayCursor reads the place of the last row of the page before.
func trayCursor(text string) document.Cursor {
	at, id, ok := strings.Cut(text, ".")
	ms, err := strconv.ParseInt(at, 10, 64)
	if !ok || err != nil || len(id) > 64 {
		return document.Cursor{}
	}
	return document.Cursor{At: time.UnixMilli(ms).UTC(), ID: document.ID(id)}
}

// inboxNote is the window of the day that asks for a look.
type inboxNote struct {
	Text string
	Chip ui.Chip
	Asks bool
}

// inboxNote reminds of the window that is open or was missed today.
func (m *module) inboxNote(r *web.Request) (*inboxNote, error) {
	day, err := m.Exchange.InboxToday(r.Context(), r.Actor)
	if err != nil || len(day.Windows) == 0 {
		return nil, err
	}
	note := &inboxNote{Text: "Hôm nay đã kiểm tra hộp thư đủ các khung giờ đến lúc này.", Chip: ui.Chip{Tone: ui.Good, Text: "Đã kiểm tra"}}
	for _, w := range day.Windows {
		switch w.State {
		case exchange.WindowMissed:
			note.Text, note.Chip = "Khung "+w.String()+" hôm nay chưa ai kiểm tra hộp thư.", ui.Chip{Tone: ui.Bad, Text: "Bỏ lỡ"}
		case exchange.WindowOpen:
			return &inboxNote{"Đang trong khung " + w.String() + ": cần kiểm tra hộp thư Văn thư.", ui.Chip{Tone: ui.Warn, Text: "Đến giờ kiểm tra"}, true}, nil
		case exchange.WindowDone, exchange.WindowLater:
		}
	}
	if first := day.Windows[0]; first.State == exchange.WindowLater {
		note.Text, note.Chip = "Khung kiểm tra hộp thư đầu tiên hôm nay: "+first.String()+".", ui.Chip{Text: "Chưa đến giờ"}
	}
	return note, nil
}
