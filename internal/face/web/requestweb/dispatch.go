package requestweb

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/request"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// dispatchPage makes the consolidated letters to the authority and shows those
// that were made.
type dispatchPage struct {
	ui.Page
	Post   string
	May    bool // make letters
	Rows   []row
	Inputs []ui.Input
	Sent   []dispatchRow
	Empty  ui.Empty
}

type dispatchRow struct {
	ID, Title, Document string
	Export, Symbol      string
	State               ui.Chip
	At                  time.Time
	Lines               []dispatchLine
	Open                bool // its letter has not gone: making it may have been cut off
}

type dispatchLine struct {
	Href, Code, Who string
	Pick            string
	State           ui.Chip
}

func (m *module) dispatches(w http.ResponseWriter, r *web.Request) error {
	page, err := m.dispatchPage(r)
	if err != nil {
		return err
	}
	for _, id := range r.URL.Query()["chon"] {
		page.pick(request.ID(id))
	}
	return r.Render(w, page)
}

func (p *dispatchPage) pick(id request.ID) {
	for i := range p.Rows {
		if p.Rows[i].ID == string(id) {
			p.Rows[i].Picked = true
		}
	}
}

func (m *module) dispatchPage(r *web.Request) (*dispatchPage, error) {
	page := &dispatchPage{Page: ui.Page{Title: "Tổng hợp gửi Cục", Picks: true, Lead: "Chọn các yêu cầu cùng việc, cùng loại thuê bao; mỗi lần chọn thành một văn bản."},
		Post: "/yeu-cau/tong-hop", Empty: ui.Empty{Title: "Không có yêu cầu nào chờ gửi Cục.", From: "Yêu cầu đã duyệt, chưa nằm trong văn bản tổng hợp nào sẽ hiện ở đây."}}
	list, err := m.Requests.List(r.Context(), r.Actor, request.Query{States: []request.State{request.Approved}, Limit: 200})
	if err != nil {
		return nil, err
	}
	var open []request.Summary
	for _, s := range list {
		if s.Dispatch == "" {
			open = append(open, s)
		}
	}
	if page.Rows, err = m.rows(r, open); err != nil {
		return nil, err
	}
	page.May = m.can(r.Context(), r.Actor, request.ActApprove)
	page.Picks = page.May
	signers, err := m.signers(r)
	if err != nil {
		return nil, err
	}
	page.Inputs = []ui.Input{page.Input("nguoi-ky", "Người ký văn bản tổng hợp", r.Text("nguoi-ky")).OneOf(signers)}
	page.Sent, err = m.sentDispatches(r)
	return page, err
}

func (m *module) sentDispatches(r *web.Request) ([]dispatchRow, error) {
	list, err := m.Requests.Dispatches(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	var out []dispatchRow
	for _, d := range list {
		row := dispatchRow{ID: d.ID, Title: d.Kind.Name() + " · " + lower(d.Subject.Name()), Document: "/van-ban/" + d.Document, At: d.CreatedAt,
			Symbol: "Chưa có số", Export: "/yeu-cau/danh-sach.xlsx?van-ban=" + d.ID, State: ui.Chip{Tone: ui.Wait, Text: "Chờ ký, phát hành"}}
		if d.SentAt.IsZero() {
			_, err := m.Documents.Store.Load(r.Context(), document.ID(d.Document))
			if row.Open = errors.Is(err, document.ErrNotFound); err != nil && !row.Open {
				return nil, err
			}
		} else {
			row.Symbol, row.State = d.Cover.Symbol, ui.Chip{Text: "Đã gửi Cục", Sign: "send"}
		}
		if d.Answer.Symbol != "" {
			row.State = ui.Chip{Tone: ui.Good, Text: "Cục đã trả lời"}
		}
		lines, err := m.Requests.List(r.Context(), r.Actor, request.Query{Dispatch: d.ID, Limit: 200})
		if err != nil {
			return nil, err
		}
		for _, s := range lines {
			row.Lines = append(row.Lines, dispatchLine{Pick: string(s.ID) + ":" + strconv.Itoa(s.Rev), Href: href(s.ID), Code: s.Code, Who: s.Whom, State: stateChip(s.State)})
		}
		out = append(out, row)
	}
	return out, nil
}

// forward makes the letter.
func (m *module) forward(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	ids, revs, err := picked(r)
	if err == nil {
		err = m.allFresh(r, ids, revs)
	}
	if err == nil {
		_, err = m.Requests.Forward(r.Context(), r.Actor, ids, signerOf(r.Text("nguoi-ky")))
	}
	if err == nil {
		return r.Done(w, "/yeu-cau/tong-hop", "Đã lập văn bản tổng hợp và trình ký. Yêu cầu chuyển Cục khi văn thư phát hành.")
	}
	page, broken := m.dispatchPage(r)
	if broken != nil {
		return broken
	}
	for _, id := range ids {
		page.pick(id)
	}
	return r.Refuse(w, atFields(err, map[string]string{"signer": "nguoi-ky"}), page)
}

// export sends the approved lines, or those of one dispatch, as a workbook.
func (m *module) export(w http.ResponseWriter, r *web.Request) error {
	dispatch := strings.TrimSpace(r.URL.Query().Get("van-ban"))
	held := &holding{ResponseWriter: w}
	return m.Requests.Export(r.Context(), r.Actor, dispatch, held)
}

// holding sends the headers of the workbook with its first byte, so that a
// refusal before it is still a page.
type holding struct {
	http.ResponseWriter
	begun bool
}

// Write begins the download.
func (h *holding) Write(p []byte) (int, error) {
	if !h.begun {
		h.begun = true
		sendFile(h.ResponseWriter, "danh-sach-yeu-cau.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 0)
	}
	return h.ResponseWriter.Write(p)
}
