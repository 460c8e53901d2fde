package deviceweb

import (
	"context"
	"net/http"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// devicePage is one device: what it is, who kept it, what is to be done next.
type devicePage struct {
	ui.Page
	State        ui.Chip
	Due          *ui.Chip
	Facts        []ui.Pair
	Next         next
	Deeds        []ui.Link
	Handovers    []minutesLine
	Incidents    []taskLine
	Checks       []checkLine
	Certificates []blockedLine
	Chain        []ui.Step
	Files        []ui.Link
}

// next is the one deed that the device waits for; Post is for one without a form.
type next struct{ Title, Text, Button, Href, Post string }

type minutesLine struct {
	Href, Day, Giver, Receiver, Paper string
	State                             ui.Chip
}

type checkLine struct {
	Kind, Day, Who, Note string
	Result               ui.Chip
}

func (m *module) show(w http.ResponseWriter, r *web.Request) error {
	d, err := m.device(r)
	if err != nil {
		return err
	}
	page := &devicePage{Page: ui.Page{Title: "Thiết bị " + d.Serial, Lead: joined(kindName(d.Kind), d.Model), Crumbs: crumbs}, State: stateChip(d.State)}
	n := m.names()
	if err := m.facts(r, page, n, d); err != nil {
		return err
	}
	handovers, err := m.Devices.Handovers(r.Context(), r.Actor, d.ID)
	if err != nil {
		return err
	}
	if err := m.handovers(r.Context(), page, n, handovers); err != nil {
		return err
	}
	if err := m.checksOf(r, page, n, d); err != nil {
		return err
	}
	if err := m.certificatesOf(r.Context(), page, d); err != nil {
		return err
	}
	if err := m.chain(r, page, n, d); err != nil {
		return err
	}
	if err := m.next(r, page, d, handovers); err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) facts(r *web.Request, page *devicePage, n names, d device.Device) error {
	ctx := r.Context()
	agency, err := n.agency(ctx, d.Agency)
	if err != nil {
		return err
	}
	holder, err := n.person(ctx, d.Holder)
	if err != nil {
		return err
	}
	keeper, err := n.person(ctx, d.Keeper)
	if err != nil {
		return err
	}
	page.Facts = []ui.Pair{{Label: "Số sê-ri", Value: d.Serial, Strong: true}, {Label: "Cơ quan quản lý", Value: agency}}
	add := func(label, value string) {
		if value != "" {
			page.Facts = append(page.Facts, ui.Pair{Label: label, Value: value})
		}
	}
	add("Cấp cho", holder)
	add("Hệ thống", d.System)
	if keeper == "" && d.Holder == "" {
		keeper = "Chưa giao ai"
	}
	add("Người giữ", keeper)
	add("Nơi cất giữ", d.Place)
	add("Trạng thái từ", ui.When(d.Since)+", đã "+m.age(d.Since))
	add("Vào sổ", ui.Day(d.AddedAt))
	if d.State == device.ReturnDue {
		add("Hạn trả", ui.Day(d.DueAt))
		if page.Due, err = m.dueChip(r.Actor.Province, d.DueAt); err != nil {
			return err
		}
	}
	if d.Serial == device.Masked {
		add("Chế độ", "Mật: bạn không được xem số sê-ri")
	}
	return nil
}

func (m *module) handovers(ctx context.Context, page *devicePage, n names, list []device.Handover) error {
	for _, h := range list {
		line := minutesLine{Href: "/ban-giao/" + h.ID, Day: ui.Day(h.Date), State: minutesChip(h, m.Now())}
		var err error
		if line.Giver, err = n.person(ctx, h.Giver); err != nil {
			return err
		}
		if line.Receiver, err = n.person(ctx, h.Receiver); err != nil {
			return err
		}
		if h.Paper.Number != "" {
			line.Paper = "Văn bản số " + h.Paper.Number
		}
		page.Handovers = append(page.Handovers, line)
	}
	return nil
}

func (m *module) checksOf(r *web.Request, page *devicePage, n names, d device.Device) error {
	ctx := r.Context()
	for _, kind := range []device.DutyKind{device.DutyPresence, device.DutyInventory, device.DutyHolding} {
		list, err := m.Devices.Checks(ctx, r.Actor, d.ID, kind)
		if err != nil {
			return err
		}
		for _, c := range list[:min(len(list), 5)] {
			line := checkLine{Kind: kind.Name(), Day: "Hạn " + ui.Day(c.DueAt), Result: ui.Chip{Tone: ui.Warn, Text: "Chưa làm", Sign: "clock"}, Note: c.Note}
			switch {
			case !c.Open() && c.Seen:
				line.Day, line.Result = ui.When(c.DoneAt), ui.Chip{Tone: ui.Good, Text: "Thấy thiết bị"}
			case !c.Open():
				line.Day, line.Result = ui.When(c.DoneAt), ui.Chip{Tone: ui.Bad, Text: "Không thấy"}
			case c.Overdue(m.Now()):
				line.Result = ui.Chip{Tone: ui.Bad, Text: "Quá hạn"}
			}
			if line.Who, err = n.person(ctx, c.DoneBy); err != nil {
				return err
			}
			page.Checks = append(page.Checks, line)
		}
	}
	incidents, err := m.Devices.Incidents(ctx, r.Actor, d.ID)
	if err != nil {
		return err
	}
	for _, i := range incidents {
		who, err := n.person(ctx, i.Reporter)
		if err != nil {
			return err
		}
		page.Incidents = append(page.Incidents, taskLine{Title: upper(i.Kind.Name()), Href: incidentAt(d.ID, i.ID), Detail: "Phát hiện " + ui.When(i.FoundAt) + ", báo " + ui.When(i.ReportedAt), Who: who})
	}
	return nil
}

func (m *module) certificatesOf(ctx context.Context, page *devicePage, d device.Device) error {
	for _, id := range d.Certificates {
		c, err := m.Signing.Certificate(ctx, id)
		if err != nil {
			return err
		}
		holds, err := m.Signing.Holds(ctx, id, m.Now())
		if err != nil {
			return err
		}
		line := blockedLine{Serial: c.Serial, Chip: certificateChip(c, m.Now(), len(holds) > 0), Causes: []string{"Hiệu lực đến " + ui.Day(c.NotAfter)}}
		for _, h := range holds {
			line.Causes = append(line.Causes, h.Message)
		}
		page.Certificates = append(page.Certificates, line)
	}
	return nil
}

// chain is the custody chain: everything that happened, oldest first.
func (m *module) chain(r *web.Request, page *devicePage, n names, d device.Device) error {
	list, err := m.Devices.History(r.Context(), r.Actor, d.ID)
	if err != nil {
		return err
	}
	for i, e := range list {
		who, err := n.person(r.Context(), e.Actor)
		if err != nil {
			return err
		}
		if who == "" {
			who = "Hệ thống"
		}
		step := ui.Step{Stage: ui.Done, Title: e.State.Name(), Rest: e.Note, At: e.At, Detail: who}
		if i == len(list)-1 {
			step.Stage = ui.Now
			if d.State.Ended() {
				step.Stage = ui.Stopped
			}
		}
		page.Chain = append(page.Chain, step)
		if l := fileLink(d.ID, e.File); l != nil {
			page.Files = append(page.Files, *l)
		}
	}
	return nil
}

// next chooses the one deed that the device waits for from this person, and
// lists the others.
func (m *module) next(r *web.Request, page *devicePage, d device.Device, handovers []device.Handover) error {
	by, rel := r.Actor, relations(r.Actor, d)
	may := func(a org.Action) bool { return m.Guard.Can(by, a, rel...) }
	for _, h := range handovers {
		if h.State.Open() {
			page.Next = openMinutes(by, h, m.Guard.Can(by, device.ActApprove, agencyRelation(by, h.Agency)...))
		}
	}
	duties, err := m.Devices.MyDuties(r.Context(), by)
	if err != nil {
		return err
	}
	for _, x := range duties {
		if x.Device == d.ID && page.Next == (next{}) {
			page.Next = ofDuty(d, x)
		}
	}
	if page.Next == (next{}) {
		if page.Next, err = m.ofState(r, d, may); err != nil {
			return err
		}
	}
	m.others(page, d, may, by)
	return nil
}

// missingTransfer finds the transfer that the device is on.
func (m *module) missingTransfer(r *web.Request, d device.Device) (string, error) {
	list, err := m.Devices.OnTheWay(r.Context(), r.Actor, d.Agency)
	if err != nil && !fault.Is(err, "guard.forbidden") {
		return "", err
	}
	for _, t := range list {
		for _, id := range t.Devices {
			if id == d.ID {
				return t.ID, nil
			}
		}
	}
	return "", nil
}
