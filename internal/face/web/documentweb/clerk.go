package documentweb

import (
	"net/http"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// cancelPage asks for the reason before a number is given up.
type cancelPage struct {
	ui.Page
	Post, Symbol, Reason string
	Back                 ui.Link
}

// seal is the one act "Cấp số và ký cơ quan".
func (m *module) seal(w http.ResponseWriter, r *web.Request) error {
	notice := "Đã cấp số và ký cơ quan."
	if d, err := m.Documents.Get(r.Context(), r.Actor, idOf(r)); err == nil && d.State == document.Collecting {
		notice = "Đã ký cơ quan và trả lại cơ quan chủ trì."
	}
	return m.do(w, r, notice, func(id document.ID) error {
		if err := withKey(r); err != nil {
			return err
		}
		return m.Documents.Seal(r.Context(), r.Actor, id, keyOf(r))
	})
}

func (m *module) release(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	if err := m.Documents.ReleaseWith(r.Context(), r.Actor, idOf(r), wish(r)); err != nil {
		return m.refuse(w, r, err)
	}
	return m.doneIn(w, r, "cho-phat-hanh", "Đã vào sổ và phát hành. Tình trạng gửi, nhận hiện ở dưới.")
}

func (m *module) cancelForm(w http.ResponseWriter, r *web.Request) error {
	page, err := m.cancelPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) cancelPage(r *web.Request) (*cancelPage, error) {
	d, err := m.open(r.Context(), r)
	if err != nil {
		return nil, err
	}
	if d.State != document.Numbered && d.State != document.SealedState {
		return nil, fault.New(fault.Conflict, "document.order", "Văn bản đang ở bước “"+d.State.Name()+"”, không có số để hủy.").Do("Mở lại văn bản để xem bước hiện tại.")
	}
	symbol := symbolText(d.law, d.Number, d.Symbol)
	return &cancelPage{Page: ui.Page{Title: "Hủy số " + symbol, Lead: d.Subject, Crumbs: []ui.Link{{Text: "Văn bản", Href: href(d.ID)}}},
		Post: href(d.ID, "huy"), Symbol: symbol, Back: ui.Link{Text: "Giữ lại số", Href: href(d.ID)}}, nil
}

func (m *module) cancel(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	err := m.Documents.Cancel(r.Context(), r.Actor, idOf(r), r.Text("reason"))
	if err == nil {
		return r.Done(w, href(idOf(r)), "Đã hủy số; dòng trong sổ được giữ với lý do.")
	}
	page, broken := m.cancelPage(r)
	if broken != nil {
		return m.refuse(w, r, err)
	}
	page.Reason = r.Text("reason")
	return r.Refuse(w, err, page)
}

// turnTo keeps the page number of a pager and changes whose pager it is.
func turnTo(link, to string) string {
	_, n, ok := strings.Cut(link, "trang=")
	if !ok {
		return ""
	}
	return to + "?trang=" + n
}
