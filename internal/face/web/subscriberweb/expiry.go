package subscriberweb

import (
	"net/http"
	"strconv"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/domain/subscriber"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// expiryPage shows what ends soon, the forecast by month and the yearly plan.
type expiryPage struct {
	ui.Page
	Notices    []notice
	Months     []month
	Plan       subscriber.YearPlan
	Lines      []budgetLine
	Total, CSV string
	Year       int
	Last, Next string
	MayPrice   bool
}

type notice struct {
	Href, Holder, Ends, Serial, Ask string
	Chip                            ui.Chip
}

type month struct {
	Label, Href string
	Count       int
}

type budgetLine struct {
	Code, Label, Unit, Amount string
	Count                     int
	Price                     int64
	Lump                      bool
}

func (m *module) expiry(w http.ResponseWriter, r *web.Request) error {
	page, err := m.expiryPage(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) expiryPage(r *web.Request) (*expiryPage, error) {
	list, n, err := m.Subscribers.AgencyNotices(r.Context(), r.Actor, 100)
	if err != nil {
		return nil, err
	}
	page := &expiryPage{Page: ui.Page{Title: "Sắp hết hạn", Lead: ui.Number(n) + " chứng thư số cần gia hạn. Nhắc việc hiện trên hệ thống; chưa gửi thư điện tử."},
		MayPrice: r.Can(subscriber.ActBudget, org.OfAgency)}
	for _, x := range list {
		days := int(x.EndsAt.Sub(m.Now()).Hours() / 24)
		one := notice{Href: here(x.Certificate), Holder: x.Holder, Ends: ui.Day(x.EndsAt), Serial: ui.Serial(x.Serial), Chip: ui.Chip{Tone: ui.Warn, Text: "Còn " + ui.Number(days) + " ngày"}}
		asks, err := m.asks(r, x.Agency)
		if err != nil {
			return nil, err
		}
		if asks {
			one.Ask = "/yeu-cau/moi?loai=renew&chung-thu=" + string(x.Certificate)
		}
		if days <= 30 {
			one.Chip.Tone = ui.Bad
		}
		page.Notices = append(page.Notices, one)
	}
	if err := m.months(r, page); err != nil {
		return nil, err
	}
	return page, m.plan(r, page)
}

// months adds up the forecast of two years.
func (m *module) months(r *web.Request, page *expiryPage) error {
	counts, err := m.Subscribers.Forecast(r.Context(), r.Actor, 24)
	if err != nil {
		return err
	}
	for _, c := range counts {
		label := c.Month[5:] + "/" + c.Month[:4]
		if n := len(page.Months); n > 0 && page.Months[n-1].Label == label {
			page.Months[n-1].Count += c.Count
			continue
		}
		page.Months = append(page.Months, month{Label: label, Count: c.Count, Href: "/thue-bao?thang=" + c.Month})
	}
	return nil
}

func (m *module) yearOf(r *web.Request) int {
	year, err := strconv.Atoi(r.URL.Query().Get("nam"))
	if err != nil || year < 2015 || year > 2100 {
		return m.Now().In(ui.Hanoi).Year() + 1
	}
	return year
}

func (m *module) plan(r *web.Request, page *expiryPage) (err error) {
	page.Year = m.yearOf(r)
	if page.Plan, err = m.Subscribers.YearPlan(r.Context(), r.Actor, page.Year); err != nil {
		return err
	}
	for _, x := range page.Plan.Rows {
		page.Lines = append(page.Lines, budgetLine{Code: x.Code, Label: x.Label, Unit: x.Unit, Amount: money(x.Amount), Count: x.Count, Price: x.Price, Lump: x.Counts == ""})
	}
	at := "/thue-bao/sap-het-han?nam="
	page.Total, page.Last, page.Next = money(page.Plan.Total), at+strconv.Itoa(page.Year-1), at+strconv.Itoa(page.Year+1)
	page.CSV = "/thue-bao/ke-hoach.csv?nam=" + strconv.Itoa(page.Year)
	return nil
}

func (m *module) planCSV(w http.ResponseWriter, r *web.Request) error {
	plan, err := m.Subscribers.YearPlan(r.Context(), r.Actor, m.yearOf(r))
	if err != nil {
		return err
	}
	attach(w, "text/csv; charset=utf-8", "ke-hoach-chung-thu-so-"+strconv.Itoa(plan.Year)+".csv")
	out := m.Lists.CSV(w)
	rows := [][]string{{"Nội dung", "Số lượng", "Đơn vị", "Đơn giá (đồng)", "Thành tiền (đồng)"}}
	for _, x := range plan.Rows {
		rows = append(rows, []string{x.Label, strconv.Itoa(x.Count), x.Unit, strconv.FormatInt(x.Price, 10), strconv.FormatInt(x.Amount, 10)})
	}
	for _, cells := range append(rows, []string{"Tổng cộng", "", "", "", strconv.FormatInt(plan.Total, 10)}) {
		if err := out.Row(cells); err != nil {
			return nil // the browser went away
		}
	}
	_ = out.Close() // as above
	return nil
}

// setPrices saves the prices that were typed: one for each line.
func (m *module) setPrices(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	year, _ := strconv.Atoi(r.Text("nam"))
	for name := range r.PostForm {
		code, ok := strings.CutPrefix(name, "gia-")
		if !ok {
			continue
		}
		price, err := strconv.ParseInt(orDash(strings.ReplaceAll(r.Text(name), ".", ""), "0"), 10, 64)
		quantity, other := strconv.Atoi(orDash(strings.ReplaceAll(r.Text("so-"+code), ".", ""), "0"))
		if err != nil || other != nil {
			return fault.New(fault.Invalid, "budget.price", "Đơn giá, số lượng phải là số.").Do("Quay lại và nhập số, có thể dùng dấu chấm ngăn hàng nghìn.")
		}
		if err := m.Subscribers.SetPrice(r.Context(), r.Actor, subscriber.Price{Year: year, Line: code, Price: price, Quantity: quantity}); err != nil {
			return err
		}
	}
	return r.Done(w, "/thue-bao/sap-het-han?nam="+strconv.Itoa(year), "Đã lưu đơn giá của kế hoạch năm.")
}
