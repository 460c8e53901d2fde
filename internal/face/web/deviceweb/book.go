package deviceweb

import (
	"net/http"
	"net/url"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// bookPage is the separate book of devices of the grade Mật of one agency, with
// the copies that were asked for.
type bookPage struct {
	ui.Page
	Mark    string
	Agency  string
	Lines   []bookLine
	Exports []exportLine
	Reason  string
	Empty   ui.Empty
}

type bookLine struct {
	Number                                     int
	Serial, Href, Day, Giver, Receiver, Placed string
}

type exportLine struct {
	Reason, Asked, Approved string
	State                   ui.Chip
	File                    string // address of the copy; empty where the reader gets none
	Approve                 string // address of the deed; empty where the reader may not
}

func (m *module) book(w http.ResponseWriter, r *web.Request) error {
	page, err := m.bookOf(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

// bookAgency is whose book is open: the reader's own unless the reader sees all.
func bookAgency(r *web.Request) org.AgencyID {
	asked := r.URL.Query().Get("co-quan")
	if r.Method == http.MethodPost {
		asked = r.Text("co-quan")
	}
	if asked != "" && everywhere(r) {
		return org.AgencyID(asked)
	}
	return r.Actor.Agency
}

func (m *module) bookOf(r *web.Request) (*bookPage, error) {
	ctx, agency := r.Context(), bookAgency(r)
	lines, err := m.Devices.Book(ctx, r.Actor, agency, 0)
	if err != nil {
		return nil, err
	}
	n := m.names()
	name, err := n.agency(ctx, agency)
	if err != nil {
		return nil, err
	}
	page := &bookPage{Page: ui.Page{Title: "Sổ quản lý thiết bị lưu khóa", Lead: name + ". Mỗi lần mở sổ được ghi nhật ký.", Crumbs: []ui.Link{{Text: "Thiết bị lưu khóa", Href: "/thiet-bi"}}},
		Mark: device.Mark, Agency: string(agency), Reason: r.Text("reason"),
		Empty: ui.Empty{Title: "Sổ chưa có dòng nào.", From: "Mỗi lần vào sổ, giao, nhận thiết bị thêm một dòng ở đây."}}
	for _, l := range lines {
		line := bookLine{Number: l.Number, Serial: l.Serial, Href: "/thiet-bi/" + string(l.Device), Day: ui.Day(l.At), Placed: l.Place}
		if line.Giver, err = n.person(ctx, l.Giver); err != nil {
			return nil, err
		}
		if line.Receiver, err = n.person(ctx, l.Receiver); err != nil {
			return nil, err
		}
		page.Lines = append(page.Lines, line)
	}
	return page, m.copies(r, page, n, agency)
}

func (m *module) copies(r *web.Request, page *bookPage, n names, agency org.AgencyID) error {
	exports, err := m.Devices.Exports(r.Context(), r.Actor, agency)
	if err != nil {
		return err
	}
	for _, e := range exports {
		asker, err := n.person(r.Context(), e.AskedBy)
		if err != nil {
			return err
		}
		line := exportLine{Reason: e.Reason, Asked: asker + ", " + ui.When(e.AskedAt), State: ui.Chip{Tone: ui.Warn, Text: "Chờ duyệt", Sign: "clock"}}
		switch {
		case !e.ApprovedAt.IsZero():
			approver, err := n.person(r.Context(), e.ApprovedBy)
			if err != nil {
				return err
			}
			line.Approved, line.State = approver+", "+ui.When(e.ApprovedAt), ui.Chip{Tone: ui.Good, Text: "Đã duyệt"}
			if r.Actor.Person == e.AskedBy || r.Actor.Person == e.ApprovedBy {
				line.File = "/so-thiet-bi-mat/" + e.ID
			}
		case r.Actor.Person != e.AskedBy:
			line.Approve = "/so-thiet-bi-mat/" + e.ID
		}
		page.Exports = append(page.Exports, line)
	}
	return nil
}

func bookAt(agency string) string {
	return at("/so-thiet-bi-mat", url.Values{"co-quan": {agency}})
}

func (m *module) askExport(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	law, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return err
	}
	if law.Subscribers.DeviceSecrecy == "" {
		return fault.New(fault.NotFound, "book.none", "Quy chế của tỉnh không đặt sổ riêng cho thiết bị lưu khóa.").Do("Tải bảng tính ở trang Thiết bị lưu khóa.")
	}
	agency := bookAgency(r)
	if _, err := m.Devices.AskExport(r.Context(), r.Actor, agency, r.Text("reason")); err != nil {
		return m.bookAgain(w, r, err)
	}
	return r.Done(w, bookAt(string(agency)), "Đã gửi đề nghị xuất sổ; người khác có thẩm quyền duyệt rồi mới tải được.")
}

func (m *module) approveExport(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	if err := m.Devices.ApproveExport(r.Context(), r.Actor, r.PathValue("export")); err != nil {
		return m.bookAgain(w, r, err)
	}
	return r.Done(w, bookAt(string(bookAgency(r))), "Đã duyệt xuất sổ; người đề nghị tải được bản mang dấu MẬT.")
}

func (m *module) bookAgain(w http.ResponseWriter, r *web.Request, refused error) error {
	if fault.Is(refused, "guard.forbidden") || fault.Is(refused, "export.unknown") {
		return refused
	}
	page, err := m.bookOf(r)
	if err != nil {
		return refused
	}
	return r.Refuse(w, refused, page)
}

// bookFile writes the approved copy: its mark stands on the first line and in
// the name of the file.
func (m *module) bookFile(w http.ResponseWriter, r *web.Request) error {
	ctx := r.Context()
	c, err := m.Devices.WriteExport(ctx, r.Actor, r.PathValue("export"))
	if err != nil {
		return err
	}
	n := m.names()
	name, err := n.agency(ctx, c.Export.Agency)
	if err != nil {
		return err
	}
	attach(w, c.Mark+" - so-thiet-bi-luu-khoa.xlsx")
	out, err := m.XLSX(w, c.Mark)
	for _, head := range [][]string{{c.Mark}, {"Sổ quản lý thiết bị lưu khóa", name, "Xuất lúc " + ui.When(m.Now()), "Lý do: " + c.Export.Reason},
		{"Số thứ tự", "Số sê-ri", "Ngày", "Bên giao", "Bên nhận", "Nơi cất giữ"}} {
		if err == nil {
			err = out.Row(head)
		}
	}
	for _, l := range c.Lines {
		if err != nil {
			break
		}
		err = m.bookRow(r, out, n, l)
	}
	return closed(out, err)
}

func (m *module) bookRow(r *web.Request, out Rows, n names, l device.BookLine) error {
	giver, err := n.person(r.Context(), l.Giver)
	if err != nil {
		return err
	}
	receiver, err := n.person(r.Context(), l.Receiver)
	if err != nil {
		return err
	}
	return out.Row([]string{ui.Number(l.Number), l.Serial, ui.Day(l.At), giver, receiver, l.Place})
}
