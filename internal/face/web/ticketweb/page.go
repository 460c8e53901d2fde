package ticketweb

import (
	"fmt"
	"net/http"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// handOverPage is the plain form that brings a ticket to the agent.
type handOverPage struct {
	ui.Page
	Agent   string // where the form goes
	Ping    string // what the script asks
	Server  string
	Ticket  string
	Facts   []ui.Pair
	Outcome string
	Minutes int
	Reading bool
	// Of the national service, where it may be used.
	Service, File, Back string
}

func (m *module) handOver(w http.ResponseWriter, r *web.Request) error {
	t, secret, err := m.Documents.HandOver(r.Context(), r.Actor, document.TicketID(r.PathValue("id")))
	if f, refused := fault.From(err); refused && f.Kind == fault.Conflict {
		return r.Go(w, Outcome(document.TicketID(r.PathValue("id"))))
	}
	if err != nil {
		return err
	}
	page := &handOverPage{
		Page:  ui.Page{Title: actionWords(t), Lead: "Bước cuối làm trong Máy ký số trên máy của bạn.", Scripts: []string{"agent.js"}},
		Agent: m.Agent + "/sign", Ping: m.Agent + "/api/about", Server: m.origin(r), Ticket: secret, Outcome: Outcome(t.ID),
		Minutes: int(t.ExpiresAt.Sub(m.Now()).Minutes() + 0.5), Reading: t.Action == document.TicketRead,
	}
	if m.Service != "" && t.MayOutside() {
		at := m.origin(r) + "/agent/v1/files/" + secret
		page.Service, page.File, page.Back = m.Service, at+"/van-ban.pdf", at
		page.Scripts = append(page.Scripts, "service.js")
	}
	if page.Facts, err = m.facts(r, t); err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) facts(r *web.Request, t *document.Ticket) ([]ui.Pair, error) {
	var out []ui.Pair
	if t.Certificate != "" {
		c, err := m.Signing.Certificate(r.Context(), t.Certificate)
		if err != nil {
			return nil, err
		}
		out = append(out, ui.Pair{Label: "Chứng thư số", Value: subjectName(c)}, ui.Pair{Label: "Số sê-ri", Value: grouped(c.Serial), Symbol: true})
	}
	lines, err := m.Documents.TicketLines(r.Context(), r.Actor, t)
	if err != nil {
		return nil, err
	}
	switch {
	case len(t.Items) == 1:
		out = append([]ui.Pair{{Label: "Văn bản", Value: lines[t.Items[0].Seq].Title, Strong: true}}, out...)
	case len(t.Items) > 1:
		out = append([]ui.Pair{{Label: "Số văn bản", Value: ui.Number(len(t.Items)), Strong: true}}, out...)
	}
	return out, nil
}

// outcomePage is what became of a ticket, a line for each document.
type outcomePage struct {
	ui.Page
	Rows    []outcomeRow
	Tally   string
	Open    string // where an open ticket is handed over again; empty when it is over
	Working bool   // the agent has fetched it and has not finished
	Again   []againRow
	Post    string // where a new ticket for what is left is opened
	Expired bool
	Back    ui.Link
	Held    []heldRow
	Doctor  []findingRow // what the doctor of the desk found
	Reading bool
}

type outcomeRow struct {
	State                   ui.Chip
	Title, Href, Number     string
	Message, Do, ClauseText string
}

type againRow struct{ Document string }

func (m *module) outcome(w http.ResponseWriter, r *web.Request) error {
	t, err := m.Documents.TicketOf(r.Context(), r.Actor, document.TicketID(r.PathValue("id")))
	if err != nil {
		return err
	}
	lines, err := m.Documents.TicketLines(r.Context(), r.Actor, t)
	if err != nil {
		return err
	}
	standing := t.Standing(m.Now())
	page := &outcomePage{Page: ui.Page{Title: titleOf(t, standing)}, Back: back(t), Reading: t.Action == document.TicketRead}
	for _, i := range t.Items {
		page.Rows = append(page.Rows, row(t, standing, i, lines[i.Seq], r.Actor.Province))
		if i.State != document.ItemCompleted {
			page.Again = append(page.Again, againRow{string(i.Document)})
		}
	}
	page.Tally = tally(t)
	switch standing {
	case document.TicketOpen, document.TicketFetched:
		page.Open, page.Working = HandOver(t.ID), standing == document.TicketFetched
		page.Refresh, page.Again = "5", nil
	case document.TicketExpired:
		page.Expired = true
	case document.TicketCompleted, document.TicketRefused:
	}
	if len(page.Again) > 0 {
		page.Post = batchAddress(t)
	}
	if page.Reading {
		if page.Held, err = m.held(r, t); err != nil {
			return err
		}
		if page.Doctor, err = findings(t); err != nil {
			return err
		}
	}
	return r.Render(w, page)
}

func batchAddress(t *document.Ticket) string {
	if t.Action == document.TicketSeal {
		return "/ky-co-quan-nhieu"
	}
	return "/ky-nhieu"
}

func titleOf(t *document.Ticket, standing document.TicketState) string {
	completed, refused, _ := t.Count()
	switch {
	case t.Action == document.TicketRead && standing == document.TicketCompleted:
		return "Chứng thư số trong thiết bị"
	case t.Action == document.TicketRead:
		return "Đọc thiết bị"
	case standing == document.TicketCompleted && refused == 0:
		return "Đã ký xong"
	case standing == document.TicketCompleted:
		return "Ký xong một phần"
	case standing == document.TicketRefused:
		return "Chưa ký được"
	case standing == document.TicketExpired && completed > 0:
		return "Lượt ký hết hạn khi mới ký một phần"
	case standing == document.TicketExpired:
		return "Lượt ký đã hết hạn"
	}
	return "Đang chờ Máy ký số"
}

func tally(t *document.Ticket) string {
	completed, refused, waiting := t.Count()
	if len(t.Items) < 2 {
		return ""
	}
	return fmt.Sprintf("%d văn bản đã ký, %d chưa ký được, %d đang chờ.", completed, refused, waiting)
}

func back(t *document.Ticket) ui.Link {
	switch {
	case t.Action == document.TicketRead:
		return ui.Link{Text: "Về trang Kiểm tra thiết bị ký", Href: "/kiem-tra-thiet-bi"}
	case len(t.Items) == 1:
		return ui.Link{Text: "Mở văn bản", Href: "/van-ban/" + string(t.Items[0].Document)}
	case t.Action == document.TicketSeal:
		return ui.Link{Text: "Về danh sách chờ cấp số", Href: "/viec/cho-cap-so"}
	}
	return ui.Link{Text: "Về danh sách chờ ký", Href: "/viec/cho-ky"}
}

func row(t *document.Ticket, standing document.TicketState, i document.TicketItem, line document.TicketLine, province string) outcomeRow {
	out := outcomeRow{State: itemChip(t, standing, i), Title: line.Title, Href: "/van-ban/" + string(i.Document), Number: line.Number}
	if i.State == document.ItemRefused {
		told := ui.Refused(&fault.Fault{Message: i.Refusal.Message, Clause: i.Refusal.Clause, Action: i.Refusal.Do}, province)
		out.Message, out.Do, out.ClauseText = told.Message, told.Action, told.Clause
	}
	return out
}

// helpPage explains the agent, how it is started and paired, and shows what the
// person compares.
type helpPage struct {
	ui.Page
	Agent  string
	Ping   string
	Server string
	Name   string
	Key    string // of TLS, in groups as the agent shows it; empty when not configured
}

func (m *module) help(w http.ResponseWriter, r *web.Request) error {
	return r.Render(w, &helpPage{
		Page:  ui.Page{Title: "Ký bằng thiết bị", Lead: "Máy ký số trên máy của bạn dùng khóa trong thiết bị; mã PIN không đi qua trang này.", Public: r.Actor.Account == "", Scripts: []string{"agent.js"}},
		Agent: m.Agent, Ping: m.Agent + "/api/about", Server: m.origin(r), Name: m.Name(r.Context()), Key: grouped(m.TLSKey),
	})
}

// grouped writes a fingerprint as the window of the agent does, to be compared.
func grouped(key string) string {
	digits := strings.ToUpper(strings.TrimPrefix(key, "sha256:"))
	var groups []string
	for len(digits) > 4 {
		groups, digits = append(groups, digits[:4]), digits[4:]
	}
	if digits != "" {
		groups = append(groups, digits)
	}
	return strings.Join(groups, " ")
}
