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

// heldPage reserves numbers for a paper day and lists those that wait.
type heldPage struct {
	ui.Page
	Post, Count, Date, Reason string
	Next                      string
	Most                      int
	Blocks                    []blockRow
	Waiting                   []bookRow
}

type blockRow struct{ Numbers, Day, Reason, By, At string }

func (m *module) held(w http.ResponseWriter, r *web.Request) error {
	page, err := m.heldPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) heldPage(r *web.Request) (*heldPage, error) {
	o, err := m.open(r)
	if err != nil {
		return nil, err
	}
	now, err := m.Registers.Standing(r.Context(), r.Actor, o.Series)
	if err != nil {
		return nil, err
	}
	page := &heldPage{Page: ui.Page{Title: "Giữ số", Lead: "Giữ trước một dãy số cho lúc phải làm việc trên giấy; mỗi số sau đó được ghi văn bản vào hoặc hủy với lý do.", Crumbs: []ui.Link{o.crumb()}},
		Post: o.at("giu-so"), Count: "5", Date: ui.Day(m.Now()), Next: strconv.Itoa(now.Last + 1), Most: o.law.Registers.BlockMost}
	blocks, err := m.Registers.Blocks(r.Context(), r.Actor, o.Series)
	if err != nil {
		return nil, err
	}
	for i := len(blocks) - 1; i >= 0; i-- {
		b := blocks[i]
		page.Blocks = append(page.Blocks, blockRow{fmt.Sprintf("%d đến %d", b.First, b.Last), dayText(b.Date), b.Reason, b.ByName, ui.When(b.At)})
	}
	list, err := m.Registers.Find(r.Context(), r.Actor, register.Query{Series: o.Series, State: register.Reserved, Limit: 500})
	for _, e := range list {
		if e.Free() {
			page.Waiting = append(page.Waiting, rowOf(o, e))
		}
	}
	return page, err
}

func (m *module) hold(w http.ResponseWriter, r *web.Request) error {
	o, err := m.open(r)
	if err != nil {
		return err
	}
	if err := r.Parse(); err != nil {
		return err
	}
	n, _ := strconv.Atoi(r.Text("count")) // no number is refused by the rule
	b, err := m.Registers.Hold(r.Context(), r.Actor, register.Holding{Book: o.Code, Count: n, Date: typedDay(r.Text("date")), Reason: r.Text("reason")})
	if err != nil {
		page, broken := m.heldPage(r)
		if broken != nil {
			return broken
		}
		page.Count, page.Date, page.Reason = r.Text("count"), r.Text("date"), r.Text("reason")
		return r.Refuse(w, err, page)
	}
	return r.Done(w, o.at("giu-so"), fmt.Sprintf("Đã giữ các số từ %d đến %d.", b.First, b.Last))
}

// closePage closes a year, or shows the record of a closed one.
type closePage struct {
	ui.Page
	Post, Retain string
	Facts        []ui.Pair
	Held         []bookRow
	Untended     []bookRow
	TooEarly     string
	Ready        bool
	Closed       bool
	CanClose     bool
	Retentions   []ui.Choice
	Head         string
}

func (m *module) closing(w http.ResponseWriter, r *web.Request) error {
	page, err := m.closePage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) closePage(r *web.Request) (*closePage, error) {
	o, err := m.open(r)
	if err != nil {
		return nil, err
	}
	u, err := m.Registers.Unsettled(r.Context(), r.Actor, o.Series)
	if err != nil {
		return nil, err
	}
	now := u.StandsNow
	page := &closePage{Page: ui.Page{Title: fmt.Sprintf("Khóa sổ năm %d", o.Series.Year), Crumbs: []ui.Link{o.crumb()}}, Post: o.at("khoa-so"), Retain: o.at("bao-quan"),
		Closed: !now.Closed.IsZero(), CanClose: r.Can(register.ActionClose, org.OfAgency)}
	if page.Closed {
		c := now.Closing
		page.Title, page.Head = fmt.Sprintf("Biên bản khóa sổ năm %d", o.Series.Year), c.Head
		page.Facts = []ui.Pair{{Label: "Sổ", Value: o.Name}, {Label: "Khóa ngày", Value: ui.When(c.At)}, {Label: "Người khóa", Value: c.ByName},
			{Label: "Từ số đến số", Value: fmt.Sprintf("1 đến %d", c.Last)}, {Label: "Đã vào sổ", Value: strconv.Itoa(c.Entered)}, {Label: "Đã hủy", Value: strconv.Itoa(c.Cancelled)},
			{Label: "Mã kiểm tra các dòng", Value: c.Lines}}
		return page, nil
	}
	page.Facts = []ui.Pair{{Label: "Sổ", Value: o.Name}, {Label: "Số cuối", Value: strconv.Itoa(now.Last), Strong: true}}
	if u.TooEarly {
		page.TooEarly = "Sổ năm nay khóa từ ngày " + dayText(u.FirstDay) + ". Có thể xử lý trước các số còn giữ."
	}
	for _, e := range u.Held {
		page.Held = append(page.Held, rowOf(o, e))
	}
	for _, e := range u.Untended {
		page.Untended = append(page.Untended, rowOf(o, e))
	}
	for _, c := range o.law.Registers.Retentions {
		page.Retentions = append(page.Retentions, ui.Choice{Value: c.Code, Text: c.Label})
	}
	page.Ready = u.None()
	return page, nil
}

func (m *module) closeYear(w http.ResponseWriter, r *web.Request) error {
	o, err := m.open(r)
	if err != nil {
		return err
	}
	if _, err = m.Registers.CloseYear(r.Context(), r.Actor, o.Series); err != nil {
		page, broken := m.closePage(r)
		if broken != nil {
			return broken
		}
		return r.Refuse(w, err, page)
	}
	return r.Done(w, o.at("khoa-so"), fmt.Sprintf("Đã khóa sổ năm %d. In sổ và đóng quyển để lưu.", o.Series.Year))
}

func (m *module) retain(w http.ResponseWriter, r *web.Request) error {
	o, err := m.open(r)
	if err != nil {
		return err
	}
	if err := r.Parse(); err != nil {
		return err
	}
	n, err := m.Registers.SetRetention(r.Context(), r.Actor, o.Series, r.Text("retention"))
	if err != nil {
		page, broken := m.closePage(r)
		if broken != nil {
			return broken
		}
		return r.Refuse(w, err, page)
	}
	return r.Done(w, o.at("khoa-so"), fmt.Sprintf("Đã đặt thời hạn bảo quản cho %d văn bản.", n))
}
