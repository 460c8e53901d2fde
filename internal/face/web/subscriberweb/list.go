package subscriberweb

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
)

// listPage is the list of subscribers with their certificates and devices.
type listPage struct {
	ui.Page
	Rows                      []row
	Pager                     ui.Pager
	Empty                     ui.Empty
	CSV, XLSX                 string
	Search, Agency, Class     string
	State, Within, Order, On  string
	Agencies, Classes, States []ui.Choice
	Windows, Orders           []ui.Choice
	CanEnter                  bool
	Past                      string // the day of a past list
}

type row struct {
	Href, Holder, Title, Agency, Serial string
	From, To, Device, Custodian, Class  string
	State                               ui.Chip
	Left                                *ui.Chip
}

func (m *module) row(r *web.Request, l subscriber.Line, at time.Time) (row, error) {
	out := row{Href: here(l.Certificate), Holder: l.Holder, Title: l.Title, Agency: l.AgencyName, Serial: ui.Serial(l.Serial), From: ui.Day(l.NotBefore),
		To: ui.Day(l.NotAfter), Class: subscriber.ClassName(l.Class), State: stateChip(l.State), Left: leftChip(l, at)}
	out.Device = orDash(strings.TrimSpace(l.Device+" "+paren(l.DeviceState)), keyName(l.KeyKind))
	if l.Kind == subscriber.Outside {
		out.Class += " · công cộng"
	}
	if l.Custodian != "" {
		p, err := m.Org.Person(r.Context(), l.Custodian)
		if err != nil {
			return out, err
		}
		out.Custodian = p.Name
	}
	return out, nil
}

func paren(text string) string {
	if text == "" {
		return ""
	}
	return "(" + text + ")"
}

// windows are how soon a certificate ends, in days.
var windows = []int{30, 60, 90, 365}

// filterOf reads the address of a list; what is not known is left out.
func (m *module) filterOf(q url.Values) subscriber.Filter {
	f := subscriber.Filter{
		Search: strings.TrimSpace(q.Get("q")), Agency: org.AgencyID(q.Get("co-quan")), OnlyOwn: q.Get("rieng") == "1", Class: signing.Class(q.Get("loai")),
		Kind: subscriber.Kind(q.Get("noi-cap")), State: subscriber.State(q.Get("tinh-trang")), KeyKind: signing.KeyKind(q.Get("khoa")),
	}
	if len([]rune(f.Search)) > 200 {
		f.Search = string([]rune(f.Search)[:200])
	}
	f.Issued, _ = strconv.Atoi(q.Get("nam-cap"))
	if days, err := strconv.Atoi(q.Get("het-han")); err == nil && days > 0 && days < 4000 {
		f.EndsFrom, f.EndsUntil, f.Order = m.Now(), m.Now().AddDate(0, 0, days), subscriber.ByExpiry
	}
	if month, err := time.ParseInLocation("2006-01", q.Get("thang"), ui.Hanoi); err == nil {
		f.EndsFrom, f.EndsUntil, f.Order = month, month.AddDate(0, 1, 0), subscriber.ByExpiry
	}
	if q.Get("xep") == "han" {
		f.Order = subscriber.ByExpiry
	}
	day := func(name string) time.Time {
		t, err := time.ParseInLocation(time.DateOnly, q.Get(name), ui.Hanoi)
		if err != nil {
			return time.Time{}
		}
		return t
	}
	f.UsedSince, f.NeverUsedSince = day("co-ky-tu"), day("chua-ky-tu")
	if on := day("ngay"); !on.IsZero() && on.AddDate(0, 0, 1).Before(m.Now()) {
		f.At = on.AddDate(0, 0, 1).Add(-time.Millisecond) // the list as it stood at the end of that day
	}
	f.After = subscriber.Cursor{Key: q.Get("sau"), ID: q.Get("sau-ma")}
	if n, err := strconv.Atoi(q.Get("tong")); err == nil && n > 0 {
		f.After.Total = n // the first page has counted
	}
	return f
}

// queryOf is the address of a list; the other way round of filterOf.
func queryOf(f subscriber.Filter) url.Values {
	q := url.Values{}
	put := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	put("q", f.Search)
	put("co-quan", string(f.Agency))
	put("loai", string(f.Class))
	put("noi-cap", string(f.Kind))
	put("tinh-trang", string(f.State))
	put("khoa", string(f.KeyKind))
	if f.OnlyOwn {
		put("rieng", "1")
	}
	if f.Issued != 0 {
		put("nam-cap", strconv.Itoa(f.Issued))
	}
	day := func(name string, t time.Time) {
		if !t.IsZero() {
			put(name, t.In(ui.Hanoi).Format(time.DateOnly))
		}
	}
	day("co-ky-tu", f.UsedSince)
	day("chua-ky-tu", f.NeverUsedSince)
	return q
}

func listAt(f subscriber.Filter) string {
	if q := queryOf(f).Encode(); q != "" {
		return "/thue-bao?" + q
	}
	return "/thue-bao"
}

func (m *module) list(w http.ResponseWriter, r *web.Request) error {
	q := r.URL.Query()
	f := m.filterOf(q)
	found, err := m.Subscribers.List(r.Context(), r.Actor, f)
	if err != nil {
		return err
	}
	page := &listPage{Page: ui.Page{Title: "Danh sách thuê bao", Lead: leadOf(found)}, Search: f.Search, Agency: string(f.Agency), Class: string(f.Class),
		State: string(f.State), Within: q.Get("het-han"), Order: q.Get("xep"), On: q.Get("ngay"), CanEnter: r.Can(subscriber.ActRegister, org.OfAgency),
		Empty: ui.Empty{Title: "Không có chứng thư số nào.", From: "Chứng thư số của cơ quan, cá nhân, hệ thống được ghi vào sổ sẽ hiện ở đây. Bỏ bớt điều kiện lọc nếu đang tìm."}}
	at := m.Now()
	if !f.At.IsZero() {
		at, page.Past = f.At, ui.Day(f.At)
		page.Lead = "Danh sách tại hết ngày " + page.Past + ". " + page.Lead
	}
	for _, l := range found.Lines {
		one, err := m.row(r, l, at)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, one)
	}
	page.addresses(q, found)
	if err := m.choices(r, page); err != nil {
		return err
	}
	return r.Render(w, page)
}

func leadOf(p subscriber.Page) string {
	if p.More {
		return "Hơn " + ui.Number(p.Total) + " chứng thư số"
	}
	return ui.Number(p.Total) + " chứng thư số"
}

func (p *listPage) addresses(q url.Values, found subscriber.Page) {
	behind := q.Has("sau-ma")
	q.Del("sau")
	q.Del("sau-ma")
	q.Del("tong")
	rest := "?" + q.Encode()
	p.CSV, p.XLSX = "/thue-bao/danh-sach.csv"+rest, "/thue-bao/danh-sach.xlsx"+rest
	if behind {
		p.Pager.First = "/thue-bao" + rest
	}
	if found.Next.ID != "" {
		q.Set("sau", found.Next.Key)
		q.Set("sau-ma", found.Next.ID)
		q.Set("tong", strconv.Itoa(found.Next.Total))
		p.Pager.Next = "/thue-bao?" + q.Encode()
	}
}

// choices fills the boxes above the list.
func (m *module) choices(r *web.Request, p *listPage) error {
	p.Classes = []ui.Choice{{Value: "", Text: "Mọi loại thuê bao"}}
	for _, c := range []signing.Class{signing.ClassPerson, signing.ClassAgency, signing.ClassService} {
		p.Classes = append(p.Classes, ui.Choice{Value: string(c), Text: subscriber.ClassName(c)})
	}
	p.States = []ui.Choice{{Value: "", Text: "Mọi trạng thái"}}
	for _, s := range subscriber.States() {
		p.States = append(p.States, ui.Choice{Value: string(s), Text: s.Name()})
	}
	p.Windows = []ui.Choice{{Value: "", Text: "Mọi thời hạn"}}
	for _, days := range windows {
		p.Windows = append(p.Windows, ui.Choice{Value: strconv.Itoa(days), Text: fmt.Sprintf("Hết hạn trong %d ngày", days)})
	}
	p.Orders = []ui.Choice{{Value: "", Text: "Theo tên"}, {Value: "han", Text: "Hết hạn trước lên đầu"}}
	agencies, err := m.Org.Agencies(r.Context(), org.AgencyQuery{Province: r.Actor.Province, At: m.Now(), Limit: 2000})
	if err != nil {
		return err
	}
	p.Agencies = []ui.Choice{{Value: "", Text: "Mọi cơ quan được xem"}}
	for _, a := range agencies {
		p.Agencies = append(p.Agencies, ui.Choice{Value: string(a.ID), Text: a.Name})
	}
	return nil
}

var columns = []string{"Họ tên, cơ quan, hệ thống", "Chức vụ", "Loại", "Cơ quan quản lý", "Số sê-ri chứng thư", "Từ ngày", "Đến ngày", "Trạng thái", "Thiết bị", "Người giữ", "Thư điện tử"}

func (m *module) listCSV(w http.ResponseWriter, r *web.Request) error {
	return m.export(w, r, "danh-sach-thue-bao.csv", "text/csv; charset=utf-8", func(w io.Writer) (Rows, error) { return m.Lists.CSV(w), nil })
}

func (m *module) listXLSX(w http.ResponseWriter, r *web.Request) error {
	return m.export(w, r, "danh-sach-thue-bao.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		func(w io.Writer) (Rows, error) { return m.Lists.XLSX(w, "Danh sách thuê bao") })
}

// export writes the whole list of the filter.
func (m *module) export(w http.ResponseWriter, r *web.Request, name, kind string, open func(io.Writer) (Rows, error)) error {
	f, at := m.filterOf(r.URL.Query()), m.Now()
	f.After = subscriber.Cursor{}
	if _, err := m.Subscribers.List(r.Context(), r.Actor, f); err != nil {
		return err // refused before the first byte
	}
	attach(w, kind, name)
	out, err := open(w)
	if err == nil {
		err = out.Row(columns)
	}
	if err == nil {
		err = m.Subscribers.Each(r.Context(), r.Actor, f, func(l subscriber.Line) error {
			one, err := m.row(r, l, at)
			if err != nil {
				return err
			}
			return out.Row([]string{one.Holder, one.Title, one.Class, one.Agency, strings.ToUpper(l.Serial), one.From, one.To, l.State.Name(), one.Device, one.Custodian, l.Email})
		})
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		panic(http.ErrAbortHandler) // the status is out: a cut answer must not look whole
	}
	return nil
}

func attach(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	w.Header().Set("Cache-Control", "no-store")
}
