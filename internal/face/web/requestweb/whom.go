package requestweb

import (
	"net/http"
	"strings"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/domain/signing"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/vntext"
)

// Bounds of the search for whom.
const (
	whomLimit    = 60
	whomAgencies = 50
)

// whomPage is the second question: for whom.
type whomPage struct {
	ui.Page
	Ask, Head, Text string
	Hidden          []ui.Hidden
	Rows            []whomRow
	More            string
	Empty           ui.Empty
}

type whomRow struct {
	Href, Name, Detail string
	Post, Agency       string
	Certificate        *ui.Chip
	Until, Device      string
}

func (m *module) askWhom(w http.ResponseWriter, r *web.Request, a asked) error {
	text := strings.TrimSpace(r.URL.Query().Get("tim"))
	page := &whomPage{Page: ui.Page{Title: a.Kind.Name() + ": cho ai?", Crumbs: []ui.Link{{Text: "Lập yêu cầu mới", Href: "/yeu-cau/moi"}}},
		Text: text, Ask: "Họ tên, chức vụ, cơ quan", Head: "Họ và tên",
		Hidden: append([]ui.Hidden{{Name: "loai", Value: string(a.Kind)}, {Name: "cho", Value: string(a.Subject)}}, a.hidden()...),
		Empty:  ui.Empty{Title: "Không tìm thấy.", From: "Thử gõ một phần họ tên hoặc tên cơ quan. Chỉ tìm trong cơ quan của bạn và các đơn vị trực thuộc."}}
	if a.Subject != request.ForPerson {
		page.Ask, page.Head = "Tên cơ quan, hệ thống", "Tên"
	}
	if ofDevice(a.Kind) {
		page.Empty.From = "Chỉ tìm trong sổ thiết bị của cơ quan bạn và các đơn vị trực thuộc."
	}
	if err := m.findWhom(r, a, text, page); err != nil {
		return err
	}
	if len(page.Rows) >= whomLimit {
		page.More = "Còn nhiều kết quả khác; gõ thêm để thu hẹp."
	}
	return r.Render(w, page)
}

// findWhom looks through the own agency, and with a text through those below.
func (m *module) findWhom(r *web.Request, a asked, text string, page *whomPage) error {
	agencies, err := m.scope(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	if text == "" && a.Subject == request.ForPerson {
		agencies = agencies[:1]
	}
	for i, g := range agencies {
		if i == whomAgencies || len(page.Rows) >= whomLimit {
			break
		}
		switch {
		case ofDevice(a.Kind):
			err = m.devicesOf(r, a, g, text, page)
		case a.Subject == request.ForPerson:
			err = m.peopleOf(r, a, g, text, page)
		default:
			err = m.agencyOf(r, a, g, text, page)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func fits(text string, in ...string) bool {
	return text == "" || strings.Contains(vntext.Fold(strings.Join(in, " ")), vntext.Fold(text))
}

func (m *module) peopleOf(r *web.Request, a asked, g org.Agency, text string, page *whomPage) error {
	people, err := m.Org.PeopleOf(r.Context(), g.ID, m.Now())
	if err != nil {
		return err
	}
	for _, p := range people {
		if len(page.Rows) >= whomLimit {
			return nil
		}
		posts, err := m.Org.PostsOf(r.Context(), p.ID, g.ID, m.Now())
		if err != nil {
			return err
		}
		title := ""
		if len(posts) > 0 {
			title = posts[0].Title
		}
		if !fits(text, p.Name, title, g.Name) {
			continue
		}
		base := whomRow{Name: p.Name, Detail: p.Email, Post: title, Agency: g.Name}
		next := a
		next.Person, next.Agency = p.ID, g.ID
		certificates, err := m.Signing.OfPerson(r.Context(), p.ID)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, m.withCertificates(r, next, base, certificates)...)
	}
	return nil
}

// withCertificates gives one row for each certificate that the kind can be
// about; a new one is asked for whoever has none as well.
func (m *module) withCertificates(r *web.Request, a asked, base whomRow, list []signing.Certificate) []whomRow {
	var out []whomRow
	for _, c := range list {
		if c.Status == signing.Revoked && a.Kind != request.New {
			continue
		}
		row := base
		row.Certificate, row.Until = m.certificateChip(c), ui.Day(c.NotAfter)
		if d, err := m.Devices.OfCertificate(r.Context(), c.ID); err == nil { // most have none; the page does not need it
			row.Device = deviceKind(d.Kind)
		}
		if a.Kind == request.New {
			row.Href = a.href()
			return []whomRow{row}
		}
		next := a
		next.Certificate = c.ID
		row.Href = next.href()
		out = append(out, row)
	}
	if a.Kind == request.New {
		base.Href = a.href()
		return []whomRow{base}
	}
	return out
}

func (m *module) certificateChip(c signing.Certificate) *ui.Chip {
	now := m.Now()
	switch {
	case c.Status == signing.Revoked:
		return &ui.Chip{Tone: ui.Bad, Text: "Đã thu hồi"}
	case c.Status != signing.Active:
		return &ui.Chip{Tone: ui.Warn, Text: "Đang chặn ký"}
	case now.After(c.NotAfter):
		return &ui.Chip{Tone: ui.Bad, Text: "Hết hạn"}
	case c.NotAfter.Sub(now).Hours() < 60*24:
		return &ui.Chip{Tone: ui.Warn, Text: "Sắp hết hạn", Sign: "clock"}
	}
	return &ui.Chip{Tone: ui.Good, Text: "Còn hiệu lực"}
}

func (m *module) agencyOf(r *web.Request, a asked, g org.Agency, text string, page *whomPage) error {
	if !fits(text, g.Name, g.Code) {
		return nil
	}
	next := a
	next.Agency = g.ID
	certificates, err := m.Signing.OfAgency(r.Context(), g.ID)
	if err != nil {
		return err
	}
	class := signing.ClassAgency
	if a.Subject == request.ForService {
		class = signing.ClassService
	}
	var fitting []signing.Certificate
	for _, c := range certificates {
		if c.Class == class {
			fitting = append(fitting, c)
		}
	}
	page.Rows = append(page.Rows, m.withCertificates(r, next, whomRow{Name: g.Name, Detail: g.Code, Agency: g.Superior}, fitting)...)
	return nil
}

func (m *module) devicesOf(r *web.Request, a asked, g org.Agency, text string, page *whomPage) error {
	list, err := m.Devices.Devices(r.Context(), r.Actor, device.Query{Agency: g.ID, Limit: 500})
	if err != nil {
		return err
	}
	for _, d := range list {
		if len(page.Rows) >= whomLimit {
			return nil
		}
		row := whomRow{Name: g.Name, Agency: g.Name, Device: d.Serial}
		subject := request.ForAgency
		switch {
		case d.Holder != "":
			subject = request.ForPerson
			p, err := m.Org.Person(r.Context(), d.Holder)
			if err != nil {
				return err
			}
			row.Name, row.Detail = p.Name, p.Email
		case d.System != "":
			subject, row.Name = request.ForService, d.System
		}
		if subject != a.Subject || !fits(text, row.Name, g.Name, d.Serial) {
			continue
		}
		next := a
		next.Device, next.Agency = d.ID, g.ID
		row.Href = next.href()
		page.Rows = append(page.Rows, row)
	}
	return nil
}

// deviceKind names what holds a key.
func deviceKind(k device.Kind) string {
	switch k {
	case device.Token:
		return "USB Token"
	case device.SIM:
		return "SIM PKI"
	case device.HSM:
		return "HSM"
	case device.Remote:
		return "Ký số từ xa"
	}
	return string(k)
}
