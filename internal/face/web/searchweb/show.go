package searchweb

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"antin/internal/domain/document"
	"antin/internal/domain/search"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// foundPage is what was found, with the filters beside it.
type foundPage struct {
	ui.Page
	Query                     search.Query
	From, To                  string
	Directions, Types, Stages []ui.Choice
	Rows                      []row
	Pager                     ui.Pager
	Empty                     ui.Empty
	Loose                     bool
	Kept                      []kept
	Again                     []ui.Hidden
	XLSX, PDF                 string
	Asked                     bool
}

type row struct {
	Href, Symbol, Kind, Date, Who string
	State                         ui.Chip
	Title, Passage                []search.Piece
}

type kept struct{ ID, Name, Href string }

func (m *module) show(w http.ResponseWriter, r *web.Request) error {
	q := asked(r.URL.Query())
	page := &foundPage{Page: ui.Page{Title: "Tìm văn bản"}}
	found, err := m.found(r, q)
	var refused *fault.Fault
	if errors.As(err, &refused) && refused.Kind == fault.Invalid {
		page.Fault, err = ui.Refused(refused, r.Actor.Province), nil
	}
	if err != nil {
		return err
	}
	return m.render(w, r, page, q, found)
}

func (m *module) found(r *web.Request, q search.Query) (search.Page, error) {
	below, err := strconv.ParseInt(r.URL.Query().Get("sau"), 10, 64)
	if err != nil || below < 0 {
		below = 0 // from the newest
	}
	return m.Search.Find(r.Context(), r.Actor, q, below)
}

func (m *module) render(w http.ResponseWriter, r *web.Request, page *foundPage, q search.Query, found search.Page) error {
	page.Query, page.From, page.To = q, shownDay(q.From), shownDay(q.To)
	page.Asked, page.Loose, page.SearchText = !q.Empty(), found.Loose && len(found.Hits) > 0, q.Text
	page.Empty = ui.Empty{Title: "Không tìm thấy văn bản nào bạn được xem.", From: "Thử bớt từ, bỏ bộ lọc, hoặc gõ không dấu. Văn bản vừa nhập có trong kết quả sau chừng một giây; nội dung trang sau vài giây."}
	page.Lead = lead(q, found)
	if err := m.choices(r, page); err != nil {
		return err
	}
	for _, h := range found.Hits {
		page.Rows = append(page.Rows, rowOf(h))
	}
	saved, err := m.Search.Saved(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	for _, k := range saved {
		page.Kept = append(page.Kept, kept{k.ID, k.Name, "/tim?" + address(k.Query).Encode()})
	}
	here := address(q)
	for name, values := range here {
		page.Again = append(page.Again, ui.Hidden{Name: name, Value: values[0]})
	}
	page.XLSX, page.PDF = "/tim/ket-qua.xlsx?"+here.Encode(), "/tim/ket-qua.pdf?"+here.Encode()
	page.pages(r.URL.Query(), here, found)
	if page.Fault != nil {
		return r.RenderStatus(w, http.StatusUnprocessableEntity, page)
	}
	return r.Render(w, page)
}

func (p *foundPage) pages(typed, here url.Values, found search.Page) {
	if typed.Get("sau") != "" {
		p.Pager.First = "/tim?" + here.Encode()
	}
	if found.Next > 0 {
		here.Set("sau", strconv.FormatInt(found.Next, 10))
		p.Pager.Next = "/tim?" + here.Encode()
	}
}

func lead(q search.Query, found search.Page) string {
	switch {
	case q.Empty() && found.Total > 0:
		return "Văn bản mới nhất bạn được xem."
	case found.More:
		return "Hơn " + ui.Number(search.MaxTotal) + " văn bản, mới nhất trước"
	case found.Total > 0:
		return ui.Number(found.Total) + " văn bản, mới nhất trước"
	}
	return ""
}

func rowOf(h search.Hit) row {
	out := row{Symbol: h.Symbol, Date: shownDay(h.Date), Title: h.Title, Passage: h.Passage, State: stateChip(h.State)}
	out.Href, out.Kind, out.Who = "/van-ban/"+string(h.Document), "Văn bản đi", h.Signer
	if h.Direction == document.Incoming {
		out.Href, out.Kind, out.Who = "/den/"+string(h.Document), "Văn bản đến", h.From
		if h.Arrival > 0 {
			out.Kind += " số " + strconv.Itoa(h.Arrival)
		}
	}
	return out
}

func stateChip(s document.State) ui.Chip {
	tone := ui.Plain
	switch s {
	case document.Released, document.Completed:
		tone = ui.Good
	case document.CancelledState, document.Refused:
		tone = ui.Bad
	case document.Held, document.Faulty:
		tone = ui.Warn
	}
	return ui.Chip{Tone: tone, Text: s.Name()}
}

// choices fills the filters.
func (m *module) choices(r *web.Request, p *foundPage) error {
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return err
	}
	p.Directions = []ui.Choice{{Value: "", Text: "Đi và đến"}, {Value: string(document.Outgoing), Text: "Văn bản đi"}, {Value: string(document.Incoming), Text: "Văn bản đến"}}
	p.Stages = []ui.Choice{{Value: "", Text: "Mọi tình trạng"}, {Value: string(search.UnderWay), Text: "Đang xử lý"}, {Value: string(search.Done), Text: "Đã phát hành, đã xử lý"}, {Value: string(search.Ended), Text: "Đã hủy, đã từ chối"}}
	p.Types = []ui.Choice{{Value: "", Text: "Mọi loại"}}
	for _, t := range law.Documents.Types {
		p.Types = append(p.Types, ui.Choice{Value: t.Code, Text: t.Name})
	}
	return nil
}

// suggestPage is the short list under the box.
type suggestPage struct {
	ui.Page
	Rows []row
	All  string
}

func (m *module) suggest(w http.ResponseWriter, r *web.Request) error {
	q := search.Query{Text: asked(r.URL.Query()).Text}
	hits, err := m.Search.Suggest(r.Context(), r.Actor, q.Text)
	if err != nil {
		return err
	}
	page := &suggestPage{Page: ui.Page{Title: "Gợi ý"}, All: "/tim?" + address(q).Encode()}
	for _, h := range hits {
		page.Rows = append(page.Rows, rowOf(h))
	}
	if r.Partial() {
		return r.RenderPart(w, "suggestions", page)
	}
	return r.Render(w, page)
}
