package deviceweb

import (
	"context"
	"mime"
	"net/http"
	"net/url"
	"slices"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

const (
	pageRows = 50
	overdue  = "qua-han" // value of the state box: returns past their day
)

type listPage struct {
	ui.Page
	Filtered bool // there is a form to filter; a keeper's own few have none
	Search   string
	State    string
	States   []ui.Choice
	Agency   string
	Agencies []ui.Choice
	Rows     []row
	Pager    ui.Pager
	Export   string
	Book     bool
	CanEnter bool
	CanSend  bool
	Empty    ui.Empty
}

type row struct {
	Href, Serial, Kind string
	Who, Agency        string
	State              ui.Chip
	Due                *ui.Chip
	Certificates       []string
	Age                string
	Masked             bool
}

func (m *module) list(w http.ResponseWriter, r *web.Request) error {
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return err
	}
	page := &listPage{Page: ui.Page{Title: "Thiết bị lưu khóa"}, Book: law.Subscribers.DeviceSecrecy != "" && m.may(r, device.ActExport),
		CanEnter: m.may(r, device.ActManage), CanSend: m.may(r, device.ActManage),
		Empty: ui.Empty{Title: "Không có thiết bị nào.", From: "Thiết bị hiện ở đây khi được ghi vào sổ. Bỏ bớt điều kiện lọc nếu đang tìm."}}
	if page.Book {
		page.Lead = "Độ " + law.Subscribers.DeviceSecrecy + ": mỗi lần xem số sê-ri được ghi nhật ký."
	}
	var found []device.Device
	if !m.may(r, device.ActRead) {
		page.Title = "Thiết bị của tôi"
		page.Empty.From = "Thiết bị hiện ở đây khi bạn được giao giữ hoặc được cấp."
		found, err = m.Devices.Mine(r.Context(), r.Actor)
	} else {
		found, err = m.filtered(r, page, law)
	}
	if err != nil {
		return err
	}
	if page.Rows, err = m.rows(r.Context(), r.Actor, found); err != nil {
		return err
	}
	return r.Render(w, page)
}

// may says whether the reader may do it for the own agency at least.
func (m *module) may(r *web.Request, action org.Action) bool { return r.Can(action, org.OfAgency) }

func (m *module) search(r *web.Request) device.Search {
	q := r.URL.Query()
	s := device.Search{Agency: r.Actor.Agency, Text: q.Get("q"), After: device.ID(q.Get("sau")), Limit: pageRows}
	if everywhere(r) {
		s.Agency = org.AgencyID(q.Get("co-quan"))
	}
	switch state := device.State(q.Get("tinh-trang")); {
	case state == overdue:
		s.Overdue = true
	case slices.Contains(device.States(), state):
		s.States = []device.State{state}
	}
	return s
}

func (m *module) filtered(r *web.Request, page *listPage, law *profile.Profile) ([]device.Device, error) {
	q := r.URL.Query()
	s := m.search(r)
	found, more, err := m.Devices.Find(r.Context(), r.Actor, s)
	if err != nil {
		return nil, err
	}
	page.Filtered, page.Search, page.State, page.Agency = true, s.Text, q.Get("tinh-trang"), q.Get("co-quan")
	page.States = []ui.Choice{{Value: "", Text: "Mọi trạng thái"}, {Value: overdue, Text: "Quá hạn trả"}}
	for _, state := range device.States() {
		page.States = append(page.States, ui.Choice{Value: string(state), Text: state.Name()})
	}
	if everywhere(r) {
		if page.Agencies, err = m.agencies(r, "Mọi cơ quan"); err != nil {
			return nil, err
		}
	}
	q.Del("sau")
	if s.After != "" {
		page.Pager.First = at("/thiet-bi", q)
	}
	if len(found) > 0 && m.may(r, device.ActExport) && law.Subscribers.DeviceSecrecy == "" {
		page.Export = at("/thiet-bi/danh-sach.xlsx", q)
	}
	if more {
		q.Set("sau", string(found[len(found)-1].ID))
		page.Pager.Next = at("/thiet-bi", q)
	}
	return found, nil
}

func at(path string, q url.Values) string {
	if text := q.Encode(); text != "" {
		return path + "?" + text
	}
	return path
}

func (m *module) rows(ctx context.Context, by org.Actor, list []device.Device) ([]row, error) {
	n := m.names()
	out := make([]row, 0, len(list))
	for _, d := range list {
		one := row{Href: "/thiet-bi/" + string(d.ID), Serial: d.Serial, Kind: joined(kindName(d.Kind), d.Model), State: stateChip(d.State), Age: m.age(d.Since),
			Masked: d.Serial == device.Masked}
		var err error
		if one.Who, err = n.whose(ctx, d); err != nil {
			return nil, err
		}
		one.Who = joined(one.Who, d.System)
		if one.Agency, err = n.agency(ctx, d.Agency); err != nil {
			return nil, err
		}
		if d.State == device.ReturnDue {
			if one.Due, err = m.dueChip(by.Province, d.DueAt); err != nil {
				return nil, err
			}
		}
		for _, id := range d.Certificates {
			c, err := m.Signing.Certificate(ctx, id)
			if err != nil {
				return nil, err
			}
			one.Certificates = append(one.Certificates, c.Serial)
		}
		out = append(out, one)
	}
	return out, nil
}

var columns = []string{"Số sê-ri thiết bị", "Loại", "Người giữ", "Cơ quan quản lý", "Nơi cất giữ", "Trạng thái", "Từ ngày", "Số ngày", "Hạn trả", "Số sê-ri chứng thư"}

// export writes the whole filtered list. Where devices are Mật there is only the
// book, which another person approves.
func (m *module) export(w http.ResponseWriter, r *web.Request) error {
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return err
	}
	if law.Subscribers.DeviceSecrecy != "" {
		return fault.New(fault.Forbidden, "device.export-secret", "Sổ thiết bị thuộc độ "+law.Subscribers.DeviceSecrecy+": chỉ xuất khi người khác đã duyệt.").
			Under(law.Clause("subscribers.device_secrecy")).Do("Lập đề nghị xuất sổ ở trang Sổ thiết bị độ " + law.Subscribers.DeviceSecrecy + ".")
	}
	s := m.search(r)
	s.After, s.Limit = "", 500
	found, more, err := m.Devices.Find(r.Context(), r.Actor, s)
	if err != nil {
		return err // refused before the first byte
	}
	attach(w, "thiet-bi-luu-khoa.xlsx")
	out, err := m.XLSX(w, "Thiết bị lưu khóa")
	if err == nil {
		err = out.Row(columns)
	}
	for err == nil {
		if err = m.write(r, out, found); err != nil || !more {
			break
		}
		s.After = found[len(found)-1].ID
		found, more, err = m.Devices.Find(r.Context(), r.Actor, s)
	}
	return closed(out, err)
}

// closed ends a list whose status is out: a cut answer must not look whole.
func closed(out Rows, err error) error {
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (m *module) write(r *web.Request, out Rows, list []device.Device) error {
	rows, err := m.rows(r.Context(), r.Actor, list)
	if err != nil {
		return err
	}
	for i, d := range list {
		certificates, due := joined(rows[i].Certificates...), ""
		if !d.DueAt.IsZero() {
			due = ui.Day(d.DueAt)
		}
		days := rows[i].Age
		if err := out.Row([]string{d.Serial, rows[i].Kind, rows[i].Who, rows[i].Agency, d.Place, d.State.Name(), ui.Day(d.Since), days, due, certificates}); err != nil {
			return err
		}
	}
	return nil
}

func attach(w http.ResponseWriter, name string) {
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	w.Header().Set("Cache-Control", "no-store")
}
