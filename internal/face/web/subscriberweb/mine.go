package subscriberweb

import (
	"net/http"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/subscriber"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// minePage is "Chứng thư và thiết bị của tôi": what I hold, until when, what I
// must do next.
type minePage struct {
	ui.Page
	Cards       []card
	Empty       ui.Empty
	Duties      []profile.Duty
	DutyClause  string
	Uses        []use
	Asked       []asked
	MayBranch   bool
	HasCalendar bool
}

// card is one certificate with its next step.
type card struct {
	Href, Holder, Class, Serial string
	Pairs                       []ui.Pair
	State                       ui.Chip
	Left                        *ui.Chip
	Next                        string // what to do, in one sentence
	Deed                        *ui.Link
	Loss                        string // where to report it lost; empty when it cannot sign any more
	Accept                      string // where to accept the duties; empty when done
	Accepted                    string // when
}

type use struct {
	At     time.Time
	Symbol string
	Deed   string
}

type asked struct{ Href, From, Due, State string }

func (m *module) mine(w http.ResponseWriter, r *web.Request) error {
	lines, err := m.Subscribers.Mine(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	accepted, err := m.Subscribers.MyAcceptances(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	duties, _, err := m.Subscribers.Duties(r.Actor.Province)
	if err != nil {
		return err
	}
	page := &minePage{Page: ui.Page{Title: "Chứng thư và thiết bị của tôi"}, Duties: duties, MayBranch: r.Can(subscriber.ActList, org.OfAgency),
		Empty: ui.Empty{Title: "Bạn chưa giữ chứng thư số nào.", From: "Chứng thư số cá nhân của bạn, và chứng thư số cơ quan mà bạn được giao giữ, sẽ hiện ở đây khi được ghi vào sổ.",
			Link: &ui.Link{Text: "Đề nghị cấp chứng thư số", Href: "/yeu-cau/moi?loai=new"}}}
	for _, l := range lines {
		page.Cards = append(page.Cards, m.card(l, accepted))
		page.HasCalendar = true
	}
	if err := m.myPast(r, page); err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) card(l subscriber.Line, accepted []subscriber.Acceptance) card {
	c := card{Href: here(l.Certificate), Holder: l.Holder, Class: subscriber.ClassName(l.Class), Serial: ui.Serial(l.Serial), State: stateChip(l.State), Left: leftChip(l, m.Now())}
	c.Pairs = []ui.Pair{
		{Label: "Hiệu lực", Value: ui.Day(l.NotBefore) + " đến " + ui.Day(l.NotAfter), Strong: true},
		{Label: "Số sê-ri", Value: c.Serial},
		{Label: "Cơ quan", Value: l.AgencyName},
		{Label: "Thiết bị", Value: orDash(l.Device+" "+l.DeviceState, keyName(l.KeyKind))},
	}
	if l.DeviceID != "" {
		c.Pairs[3].Href = "/thiet-bi/" + l.DeviceID
	}
	m.next(l, &c)
	for _, a := range accepted {
		if a.Certificate == l.Certificate {
			c.Accepted = ui.When(a.At)
		}
	}
	if c.Accepted == "" && l.State != subscriber.Withdraw && l.State != subscriber.Expired {
		c.Accept = here(l.Certificate) + "/nghia-vu"
	}
	return c
}

// next says what the holder must do now.
func (m *module) next(l subscriber.Line, c *card) {
	ask := func(text, label, kind string) {
		c.Next, c.Deed = text, &ui.Link{Text: label, Href: "/yeu-cau/moi?loai=" + kind + "&chung-thu=" + string(l.Certificate)}
	}
	if l.State == subscriber.InForce || l.State == subscriber.Paused {
		c.Loss = lossAt(l)
	}
	switch {
	case l.Renewed:
		c.Next = "Đã có chứng thư số mới thay thế; giữ lại để tra cứu chữ ký cũ."
	case l.State == subscriber.Expired:
		ask("Đã hết hạn: không ký được nữa. Đề nghị cấp mới và giao lại thiết bị.", "Đề nghị cấp mới", "new")
	case l.State == subscriber.Withdraw:
		c.Next = "Đã thu hồi: giao lại thiết bị cho cơ quan."
	case l.State == subscriber.Blocked:
		c.Next = "Đang bị chặn ký tại hệ thống này. Mở trang chứng thư số để xem lý do."
	case c.Left != nil:
		ask("Sắp hết hạn: đề nghị gia hạn ngay.", "Đề nghị gia hạn", "renew")
	case l.State == subscriber.InForce:
		c.Next = "Không phải làm gì thêm."
	}
}

func lossAt(l subscriber.Line) string {
	if l.DeviceID != "" {
		return "/thiet-bi/" + l.DeviceID + "/bao-su-co"
	}
	return "/yeu-cau/moi?loai=revoke&chung-thu=" + string(l.Certificate)
}

// myPast shows the own signing log and what authorities asked about.
func (m *module) myPast(r *web.Request, page *minePage) error {
	uses, err := m.Subscribers.MySignatures(r.Context(), r.Actor, time.Time{}, time.Time{})
	if err != nil {
		return err
	}
	for _, u := range uses[:min(len(uses), 20)] {
		page.Uses = append(page.Uses, use{u.At, u.Symbol, u.Deed})
	}
	list, err := m.Subscribers.MyInformation(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	for _, i := range list {
		page.Asked = append(page.Asked, askedOf(i))
	}
	return nil
}

func askedOf(i subscriber.Information) asked {
	a := asked{Href: "/thue-bao/cung-cap-thong-tin/" + i.ID, From: i.AskedBy, Due: dayText(i.DueOn), State: "Chưa trả lời"}
	if !i.AnsweredAt.IsZero() {
		a.State = "Đã trả lời " + ui.Day(i.AnsweredAt)
	}
	return a
}

func (m *module) acceptDuties(w http.ResponseWriter, r *web.Request) error {
	if err := m.Subscribers.AcceptDuties(r.Context(), r.Actor, idOf(r)); err != nil {
		return err
	}
	return r.Done(w, "/chung-thu-cua-toi", "Đã ghi nhận bạn đã đọc và nhận nghĩa vụ của thuê bao.")
}

func (m *module) myCalendar(w http.ResponseWriter, r *web.Request) error {
	raw, err := m.Subscribers.Calendar(r.Context(), r.Actor)
	return sendCalendar(w, raw, err)
}

func (m *module) calendar(w http.ResponseWriter, r *web.Request) error {
	raw, err := m.Subscribers.AgencyCalendar(r.Context(), r.Actor)
	return sendCalendar(w, raw, err)
}

func sendCalendar(w http.ResponseWriter, raw []byte, err error) error {
	if err != nil {
		return err
	}
	attach(w, "text/calendar; charset=utf-8", "han-chung-thu-so.ics")
	_, _ = w.Write(raw) // the browser went away: nothing to do
	return nil
}

func (m *module) myLog(w http.ResponseWriter, r *web.Request) error {
	uses, err := m.Subscribers.MySignatures(r.Context(), r.Actor, time.Time{}, time.Time{})
	if err != nil {
		return err
	}
	return m.sendLog(w, "nhat-ky-ky-so.csv", uses)
}

func (m *module) sendLog(w http.ResponseWriter, name string, uses []subscriber.Use) error {
	attach(w, "text/csv; charset=utf-8", name)
	out := m.Lists.CSV(w)
	rows := [][]string{{"Thời điểm ký", "Số, ký hiệu văn bản", "Việc", "Mã văn bản", "Mã chứng thư số"}}
	for _, u := range uses {
		rows = append(rows, []string{ui.Exact(u.At), u.Symbol, u.Deed, u.Document, string(u.Certificate)})
	}
	for _, cells := range rows {
		if err := out.Row(cells); err != nil {
			return nil // the browser went away
		}
	}
	_ = out.Close() // as above
	return nil
}
