package deviceweb

import (
	"context"
	"mime"
	"net/http"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// minutesPage is one sheet of minutes and what the reader has to do with it.
type minutesPage struct {
	ui.Page
	Here     string
	State    ui.Chip
	Facts    []ui.Pair
	Steps    []ui.Step
	File     *ui.Link
	Deed     string // "duyet", "giao", "nhan", "tiep-nhan"; empty when the reader has none
	Serial   string
	Duties   []string
	Version  string
	Read     bool
	PIN      bool
	Withdraw bool
	Reason   string
	End      bool // a temporary handover that runs
	Clause   string
}

// handover reads the minutes of the address with their device.
func (m *module) handover(r *web.Request) (device.Handover, device.Device, error) {
	h, err := m.Devices.Handover(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return h, device.Device{}, hidden(err, "handover.unknown", "Không có biên bản bàn giao này.")
	}
	d, err := m.Devices.Device(r.Context(), r.Actor, h.Device)
	if fault.Is(err, "guard.forbidden") { // a party who has no part in the device itself
		return h, device.Device{ID: h.Device, Serial: device.Masked, Agency: h.Agency}, nil
	}
	return h, d, err
}

func (m *module) minutes(w http.ResponseWriter, r *web.Request) error {
	page, err := m.minutesOf(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) minutesOf(r *web.Request) (*minutesPage, error) {
	h, d, err := m.handover(r)
	if err != nil {
		return nil, err
	}
	ctx, by := r.Context(), r.Actor
	page := &minutesPage{Page: ui.Page{Title: "Biên bản bàn giao thiết bị", Lead: h.Form, Crumbs: []ui.Link{{Text: "Thiết bị " + d.Serial, Href: "/thiet-bi/" + string(d.ID)}}},
		Here: "/ban-giao/" + h.ID, State: minutesChip(h, m.Now()), File: fileLink(d.ID, h.Paper.File), Serial: r.Text("serial"), Reason: r.Text("reason"), Read: r.Text("duties") != "", PIN: r.Text("changed") != ""}
	if h.Temporary() {
		page.Page.Title = "Biên bản tạm giao thiết bị"
	}
	page.Deed = deedOf(by, h, m.Guard.Can(by, device.ActApprove, agencyRelation(by, h.Agency)...))
	law, err := m.Profiles.At(by.Province, m.Now())
	if err != nil {
		return nil, err
	}
	page.Clause = ui.ClauseText(law.Clause("subscribers.handover_form"))
	if page.Deed == "nhan" {
		if page.Version, page.Duties, err = m.Devices.Duties(ctx, by); err != nil {
			return nil, err
		}
		page.Clause = ui.ClauseText(law.Clause("subscribers.custody.duties"))
	}
	rel := agencyRelation(by, h.Agency)
	if by.Person == h.Giver || by.Person == h.Receiver || by.Person == h.CreatedBy {
		rel = append(rel, org.Own)
	}
	may := m.Guard.Can(by, device.ActHandOver, rel...)
	page.Withdraw = h.State.Open() && may
	page.End = h.State == device.HandoverDone && h.Temporary() && h.To.After(m.Now()) && !h.From.After(m.Now()) && may
	return page, m.minutesFacts(ctx, page, h, d)
}

func agencyRelation(by org.Actor, agency org.AgencyID) []org.Relation {
	if by.Agency != "" && by.Agency == agency {
		return []org.Relation{org.OfAgency}
	}
	return nil
}

// deedOf is what the minutes wait for from this person.
func deedOf(by org.Actor, h device.Handover, approves bool) string {
	switch {
	case h.State == device.HandoverApproval && approves:
		return "duyet"
	case h.State != device.HandoverOpen || by.Person == "":
		return ""
	case by.Person == h.Receiver && h.ReceiverAt.IsZero():
		return "nhan"
	case by.Person == h.Giver && h.GiverAt.IsZero():
		return "giao"
	case by.Person == h.Contact && h.ContactAt.IsZero() && h.Contact != h.Receiver && h.Contact != h.Giver:
		return "tiep-nhan"
	}
	return ""
}

func (m *module) minutesFacts(ctx context.Context, page *minutesPage, h device.Handover, d device.Device) error {
	n := m.names()
	giver, err := n.person(ctx, h.Giver)
	if err != nil {
		return err
	}
	receiver, err := n.person(ctx, h.Receiver)
	if err != nil {
		return err
	}
	add := func(label, value string) {
		if value != "" {
			page.Facts = append(page.Facts, ui.Pair{Label: label, Value: value})
		}
	}
	page.Facts = []ui.Pair{{Label: "Thiết bị", Value: d.Serial, Strong: true, Href: "/thiet-bi/" + string(d.ID)}, {Label: "Bên giao", Value: giver}, {Label: "Bên nhận", Value: receiver, Strong: true}}
	add("Ngày", ui.Day(h.Date))
	add("Nơi bàn giao", h.Place)
	add("Nơi cất giữ", h.Storage)
	add("Tình trạng", h.Condition)
	if h.Temporary() {
		add("Tạm giao", ui.When(h.From)+" đến "+ui.When(h.To))
	}
	if h.Paper.Number != "" {
		add("Văn bản", joined("số "+h.Paper.Number, "ngày "+ui.Day(h.Paper.Date), h.Paper.Signer+" ký"))
	}
	add("Lý do hủy", h.Reason)
	return m.minutesSteps(ctx, page, n, h, giver, receiver)
}

// minutesSteps are the words of those who had to give theirs.
func (m *module) minutesSteps(ctx context.Context, page *minutesPage, n names, h device.Handover, giver, receiver string) error {
	maker, err := n.person(ctx, h.CreatedBy)
	if err != nil {
		return err
	}
	step := func(title, who string, at time.Time) {
		s := ui.Step{Title: title, At: at, Detail: who}
		switch {
		case !at.IsZero():
			s.Stage = ui.Done
		case h.State == device.HandoverWithdrawn:
			s.Stage = ui.Stopped
		}
		page.Steps = append(page.Steps, s)
	}
	step("Lập biên bản", maker, h.CreatedAt)
	if h.State == device.HandoverApproval || h.Approver != "" {
		approver, err := n.person(ctx, h.Approver)
		if err != nil {
			return err
		}
		step("Thủ trưởng duyệt", approver, h.ApprovedAt)
	}
	step("Bên giao xác nhận", giver, h.GiverAt)
	step("Bên nhận xác nhận, nhận trách nhiệm thuê bao", receiver, h.ReceiverAt)
	if h.Contact != "" && h.Contact != h.Receiver && h.Contact != h.Giver {
		contact, err := n.person(ctx, h.Contact)
		if err != nil {
			return err
		}
		step("Cán bộ tiếp nhận xác nhận", contact, h.ContactAt)
	}
	return nil
}

// printed gives the minutes as PDF; that it was made is recorded.
func (m *module) printed(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	h, d, err := m.handover(r)
	if err != nil {
		return err
	}
	p, err := m.Minutes.Print(r.Context(), r.Actor, d, h)
	if err != nil {
		return err
	}
	pdfHead(w, p.Name, "application/pdf")
	_, _ = w.Write(p.PDF) // the browser went away: the file is recorded all the same
	return nil
}

func pdfHead(w http.ResponseWriter, name, kind string) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}
