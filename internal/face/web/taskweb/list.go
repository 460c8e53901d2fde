package taskweb

import (
	"net/http"
	"net/url"
	"strconv"

	"antin/internal/domain/org"
	"antin/internal/domain/task"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/vntext"
	"antin/workday"
)

const pageSize = 50

// listPage is a box of tasks with its filters.
type listPage struct {
	ui.Page
	Tabs    []tab
	Action  string
	Filter  string
	Text    string
	Rows    []row
	Given   bool
	CanGive bool
	Pager   ui.Pager
	Empty   ui.Empty
}

type tab struct {
	Text, Href string
	Count      int
	Current    bool
}

type row struct {
	Href, Title, Reference, Who, Part, Direction string
	Due, State                                   ui.Chip
	Wants                                        bool
}

// view is one filter over a box.
type view struct {
	filter      task.Filter
	text, empty string
	counted     bool
}

func views(box task.Box) []view {
	out := []view{
		{task.All, "Đang làm", "Văn bản, công việc giao cho bạn hoặc đơn vị bạn phụ trách sẽ hiện ở đây.", true},
		{task.Overdue, "Quá hạn", "Không có việc nào quá hạn.", true},
		{task.Today, "Đến hạn hôm nay", "Hôm nay không có việc nào đến hạn.", true},
		{task.Soon, "Sắp đến hạn", "Không có việc nào sắp đến hạn.", true},
	}
	if box == task.GivenBy {
		out[0].empty = "Văn bản, công việc bạn giao cho người khác sẽ hiện ở đây."
		out = append(out, view{task.Asks, "Xin gia hạn", "Không có đề nghị gia hạn nào đang chờ bạn.", true})
	} else {
		out = append(out, view{task.Knowing, "Để biết", "Văn bản gửi để biết sẽ hiện ở đây.", true})
	}
	return append(out, view{task.Ended, "Đã xong", "Việc đã xong, đã trả lại hoặc đã thu hồi sẽ ở đây.", false})
}

func (m *module) mine(w http.ResponseWriter, r *web.Request) error {
	return m.list(w, r, task.Mine, "Việc của tôi", "/cong-viec")
}

func (m *module) given(w http.ResponseWriter, r *web.Request) error {
	return m.list(w, r, task.GivenBy, "Việc tôi giao", "/cong-viec/da-giao")
}

func (m *module) list(w http.ResponseWriter, r *web.Request, box task.Box, title, action string) error {
	q := r.URL.Query()
	text, _ := vntext.TypedLine(q.Get("tim"))
	page := &listPage{Page: ui.Page{Title: title}, Action: action, Text: text, Given: box == task.GivenBy, CanGive: r.Can(task.ActGive, org.OfAgency)}
	chosen := views(box)[0]
	for _, v := range views(box) {
		n := -1
		if v.counted {
			var err error
			if n, err = m.Tasks.Count(r.Context(), r.Actor, box, v.filter); err != nil {
				return err
			}
		}
		if string(v.filter) == q.Get("xem") {
			chosen = v
		}
		page.Tabs = append(page.Tabs, tab{Text: v.text, Href: address(action, string(v.filter), "", ""), Count: n})
	}
	for i, v := range views(box) {
		page.Tabs[i].Current = v.filter == chosen.filter
	}
	page.Filter = string(chosen.filter)
	list, err := m.Tasks.List(r.Context(), r.Actor, box, chosen.filter, text, after(q), pageSize+1)
	if err != nil {
		return err
	}
	if len(list) > pageSize {
		list = list[:pageSize]
		last := list[pageSize-1]
		page.Pager.Next = address(action, page.Filter, text, cursor(last))
	}
	if q.Get("sau") != "" {
		page.Pager.First = address(action, page.Filter, text, "")
	}
	if page.Rows, err = m.rows(r.Actor, list, page.Given); err != nil {
		return err
	}
	page.Empty = ui.Empty{Title: "Chưa có việc nào ở đây.", From: chosen.empty}
	if text != "" {
		page.Empty = ui.Empty{Title: "Không thấy việc nào khớp “" + text + "”.", From: "Thử ít từ hơn; tìm theo việc, số ký hiệu, nơi gửi, tên người."}
	}
	return r.Render(w, page)
}

func address(action, filter, text, cursor string) string {
	q := url.Values{}
	for name, value := range map[string]string{"xem": filter, "tim": text, "sau": cursor} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return action
	}
	return action + "?" + q.Encode()
}

func cursor(t task.Task) string {
	due := int64(1) << 53
	if !t.DueAt.IsZero() {
		due = t.DueAt.UnixMilli()
	}
	return strconv.FormatInt(due, 10) + "~" + string(t.ID)
}

func after(q url.Values) task.Cursor {
	due, id, ok := cut(q.Get("sau"))
	if !ok {
		return task.Cursor{}
	}
	return task.Cursor{Due: due, ID: task.ID(id)}
}

func cut(text string) (int64, string, bool) {
	for i := range len(text) {
		if text[i] == '~' {
			n, err := strconv.ParseInt(text[:i], 10, 64)
			return n, text[i+1:], err == nil
		}
	}
	return 0, "", false
}

func (m *module) rows(by org.Actor, list []task.Task, given bool) ([]row, error) {
	law, err := m.Profiles.At(by.Province, m.Now())
	if err != nil {
		return nil, err
	}
	out := make([]row, len(list))
	for i, t := range list {
		out[i] = row{
			Href: href(t.ID), Title: t.Title, Reference: t.Reference, Who: t.ByName, Part: t.Part.Name(), Direction: t.Direction,
			Due: m.dueChip(law.Calendar(), t), State: stateChip(t.State), Wants: t.Asked != nil,
		}
		if given {
			out[i].Who = t.Whom()
		}
		if out[i].Title == "" {
			out[i].Title = "Văn bản đến không có trích yếu"
		}
	}
	return out, nil
}

func (m *module) dueChip(c *workday.Calendar, t task.Task) ui.Chip {
	if t.DueAt.IsZero() {
		return ui.Chip{Tone: ui.Wait, Text: "không có hạn"}
	}
	if !t.Open() {
		return ui.Chip{Tone: ui.Plain, Text: "hạn " + ui.Day(t.DueAt)}
	}
	return ui.DueChip(c.Left(m.Now(), t.DueAt))
}

func stateChip(s task.State) ui.Chip {
	tone := map[task.State]ui.Tone{task.Given: ui.Wait, task.Working: ui.Plain, task.Done: ui.Good, task.Returned: ui.Warn, task.Recalled: ui.Warn}
	return ui.Chip{Tone: tone[s], Text: s.Name()}
}
