package requestweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

const pageLength = 50

// listPage is a work list: of an agency, or of the department's desk.
type listPage struct {
	ui.Page
	CanDraft   bool
	Export     string
	Filters    []filterTab
	Search     *search
	Results    []result
	Rows       []row
	Post       string
	Deeds      []batchDeed
	WithReason bool
	Reason     string
	Inputs     []ui.Input
	Pager      ui.Pager
	Empty      ui.Empty
}

type filterTab struct {
	Text, Href string
	Count      int // below zero is not shown
	Current    bool
}

type search struct {
	Action, Text string
	Hidden       []ui.Hidden
}

// row is one request of a list.
type row struct {
	ID, Code, Href string
	Rev            int
	Picked         bool
	Due, State     ui.Chip
	Title          string // kind and subject
	Who, Agency    string
	Waits          string // who has the next deed
}

// batchDeed is a button for all rows that are ticked.
type batchDeed struct {
	Value, Text string
	Primary     bool
}

// result is what became of one row of a batch.
type result struct {
	Tone          ui.Tone
	Word          string
	Code, Who     string
	Href, Message string
}

// toConfirm lists what waits for the actor's own confirmation.
func (m *module) toConfirm(ctx context.Context, by org.Actor) ([]request.Summary, error) {
	if by.Person == "" {
		return nil, nil
	}
	list, err := m.Requests.List(ctx, by, request.Query{Person: by.Person, States: []request.State{request.Draft}, Limit: 50})
	return slices.DeleteFunc(list, func(s request.Summary) bool { return s.Person != by.Person }), err
}

// mine is the list of what waits for the actor's own confirmation.
func (m *module) mine(w http.ResponseWriter, r *web.Request) error {
	list, err := m.toConfirm(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page := &listPage{Page: ui.Page{Title: "Xác nhận thông tin chứng thư", Lead: "Cơ quan đề nghị việc dưới đây cho bạn; đọc và xác nhận thông tin đúng thì mới trình thủ trưởng ký."},
		Empty: ui.Empty{Title: "Không có gì chờ bạn xác nhận.", From: "Khi cơ quan lập yêu cầu cấp, gia hạn hoặc thay đổi chứng thư của bạn, yêu cầu sẽ hiện ở đây."}}
	if page.Rows, err = m.rows(r, list); err != nil {
		return err
	}
	for i := range page.Rows {
		page.Rows[i].Href = href(list[i].ID, "xac-nhan")
	}
	return r.Render(w, page)
}

// work is the list of the agency, or of somebody's own requests.
func (m *module) work(w http.ResponseWriter, r *web.Request) error {
	page, err := m.workPage(r, r.URL.Query().Get("loc"))
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) workPage(r *web.Request, code string) (*listPage, error) {
	all := agencyFilters()
	drafts := m.can(r.Context(), r.Actor, request.ActDraft)
	if !drafts {
		all = slices.DeleteFunc(all, func(f filter) bool { return f.Code == "cho-trinh" || f.Code == "lap-san" })
	}
	f := chosenFilter(all, code)
	page := &listPage{Page: ui.Page{Title: "Yêu cầu chứng thực"}, CanDraft: drafts, Post: "/yeu-cau"}
	if err := m.fillList(r, page, "/yeu-cau", all, f, r.Actor.Agency); err != nil {
		return nil, err
	}
	if len(page.Deeds) > 0 && page.Rows != nil {
		signers, err := m.signers(r)
		if err != nil {
			return nil, err
		}
		page.Inputs = []ui.Input{page.Input("nguoi-ky", "Người ký văn bản đề nghị", r.Text("nguoi-ky")).OneOf(signers)}
	}
	return page, nil
}

// desk is the list of the department.
func (m *module) desk(w http.ResponseWriter, r *web.Request) error {
	page, err := m.deskPage(r, r.URL.Query().Get("loc"))
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) deskPage(r *web.Request, code string) (*listPage, error) {
	// Others would see their own requests under the department's title.
	if err := m.Requests.Guard.Allow(r.Context(), r.Actor, request.ActDesk, m.relations(r.Context(), r.Actor)...); err != nil {
		return nil, err
	}
	all := deskFilters()
	if code == "" {
		counts, err := m.counts(r.Context(), r.Actor)
		if err != nil {
			return nil, err
		}
		code = firstWaiting(all, counts)
	}
	f := chosenFilter(all, code)
	if f.Code == "cho-duyet" && !m.can(r.Context(), r.Actor, request.ActApprove) {
		f.Deeds, f.WithReason = nil, false
	}
	page := &listPage{Page: ui.Page{Title: "Tiếp nhận yêu cầu chứng thực"}, Post: "/yeu-cau/tiep-nhan?loc=" + f.Code}
	return page, m.fillList(r, page, "/yeu-cau/tiep-nhan", all, f, "")
}

// fillList reads one page of the list with the tabs above it.
func (m *module) fillList(r *web.Request, page *listPage, here string, all []filter, f filter, managing org.AgencyID) error {
	counts, err := m.counts(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	hide := managing != "" && m.atDesk(r.Context(), r.Actor) // the counts are those of the whole province
	for _, t := range all {
		tab := filterTab{Text: t.Text, Href: here + "?loc=" + t.Code, Count: -1, Current: t.Code == f.Code}
		if len(t.States) > 0 && len(t.Kinds) == 0 && !hide && t.Code != "da-xong" {
			tab.Count = counts.of(t.States...)
		}
		page.Filters = append(page.Filters, tab)
	}
	q := f.query(m.Now())
	q.Managing, q.Text, q.Limit = managing, strings.TrimSpace(r.URL.Query().Get("tim")), pageLength+1
	q.Before = cursor(r.URL.Query().Get("sau"))
	list, err := m.Requests.List(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	page.Search = &search{Action: here, Text: q.Text, Hidden: []ui.Hidden{{Name: "loc", Value: f.Code}}}
	page.Deeds, page.WithReason, page.Picks = f.Deeds, f.WithReason, len(f.Deeds) > 0
	page.Empty = ui.Empty{Title: "Không có yêu cầu nào.", From: f.Empty}
	if q.Text != "" {
		page.Empty.From = "Không có yêu cầu nào khớp “" + q.Text + "” trong mục này; thử bỏ bớt chữ hoặc chọn mục khác."
	}
	at := here + "?loc=" + f.Code + "&tim=" + url.QueryEscape(q.Text)
	if q.Before.ID != "" {
		page.Pager.First = at
	}
	if len(list) > pageLength {
		list = list[:pageLength]
		last := list[pageLength-1]
		page.Pager.Next = at + "&sau=" + cursorText(request.Cursor{UpdatedAt: last.UpdatedAt, ID: last.ID})
		page.Pager.Shown = strconv.Itoa(pageLength) + " yêu cầu trên trang này"
	}
	page.Rows, err = m.rows(r, list)
	return err
}

func (m *module) rows(r *web.Request, list []request.Summary) ([]row, error) {
	var out []row
	for i := range list {
		line, err := m.row(r, &list[i])
		if err != nil {
			return nil, err
		}
		out = append(out, line)
	}
	return out, nil
}

func (m *module) row(r *web.Request, s *request.Summary) (row, error) {
	due, err := m.dueChip(&s.Request)
	if err != nil {
		return row{}, err
	}
	out := row{ID: string(s.ID), Code: s.Code, Href: href(s.ID), Rev: s.Rev, Due: due, State: stateChip(s.State),
		Title: s.Kind.Name() + " · " + lower(s.Subject.Name()), Who: s.Whom, Agency: s.ManagingName, Waits: waitsFor(&s.Request)}
	if s.Flag == request.FlagOpened && s.State == request.Draft {
		out.Waits = "Hệ thống lập sẵn theo thay đổi nhân sự, tổ chức"
	}
	return out, nil
}

// cursor reads the place of the last row of the page before: "1795312345678.id".
func cursor(text string) request.Cursor {
	at, id, ok := strings.Cut(text, ".")
	ms, err := strconv.ParseInt(at, 10, 64)
	if !ok || err != nil || len(id) > 64 {
		return request.Cursor{}
	}
	return request.Cursor{UpdatedAt: time.UnixMilli(ms).UTC(), ID: request.ID(id)}
}

func cursorText(c request.Cursor) string {
	return strconv.FormatInt(c.UpdatedAt.UnixMilli(), 10) + "." + url.QueryEscape(string(c.ID))
}
