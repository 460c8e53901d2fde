package adminweb

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/workday"
)

// keyDays are the days that an administrator added to the calendar.
const keyDays = "workday.days"

// calendarPage is a year of working days: months, days off, make-up days.
type calendarPage struct {
	ui.Page
	Year    int
	Before  string
	After   string
	Months  []month
	Special []special
	Hours   []ui.Pair
	May     bool
	Fields  []ui.Input
	Here    string
}

type month struct {
	Name  string
	Weeks [][]day
}

type day struct {
	Number string
	Class  string // off, work, make-up, own
	Title  string
	Today  bool
}

type special struct {
	Date, Weekday, Name, Source string
	Chip                        ui.Chip
	Own                         string // the date, where it can be taken back
}

func (m *module) calendar(w http.ResponseWriter, r *web.Request) error {
	year, err := strconv.Atoi(r.URL.Query().Get("nam"))
	if err != nil || year < 2000 || year > 2100 {
		year = m.Now().In(ui.Hanoi).Year()
	}
	page, err := m.calendarOf(r, year)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}

func (m *module) calendarOf(r *web.Request, year int) (*calendarPage, error) {
	p, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return nil, err
	}
	page := &calendarPage{Page: ui.Page{Title: "Lịch làm việc năm " + strconv.Itoa(year), Lead: "Hạn xử lý được tính theo lịch này."}, Year: year,
		Here: "/quan-tri/lich?nam=" + strconv.Itoa(year), May: r.Can(org.ActSet)}
	if year > 2000 {
		page.Before = "/quan-tri/lich?nam=" + strconv.Itoa(year-1)
	}
	if year < 2100 {
		page.After = "/quan-tri/lich?nam=" + strconv.Itoa(year+1)
	}
	own := map[string]bool{}
	for _, d := range p.Workday.Days {
		own[d.Date] = true
	}
	changed := map[workday.Date]workday.Override{}
	for _, o := range p.Calendar().Holidays(year) {
		changed[o.Date] = o
		page.Special = append(page.Special, specialOf(o, own))
	}
	today := workday.DateOf(m.Now())
	for i := range 12 {
		page.Months = append(page.Months, monthOf(p.Calendar(), year, time.Month(i+1), changed, today))
	}
	page.Hours = hours(p)
	page.Fields = []ui.Input{page.Input("date", "Ngày", r.Text("date")).Hinted("Ngày/tháng/năm, ví dụ 31/12/" + strconv.Itoa(year) + "."),
		page.Input("off", "Là", r.Text("off")).OneOf([]ui.Choice{{Value: "yes", Text: "ngày nghỉ"}, {Value: "no", Text: "ngày làm việc, làm bù"}}),
		page.Input("name", "Tên ngày", r.Text("name")), page.Input("source", "Văn bản thông báo", r.Text("source"))}
	return page, nil
}

func specialOf(o workday.Override, own map[string]bool) special {
	s := special{Date: o.Date.String()[8:] + "/" + o.Date.String()[5:7], Weekday: workday.WeekdayName(o.Date.Weekday()), Name: o.Name, Source: o.Source, Chip: ui.Chip{Tone: ui.Warn, Text: "Nghỉ"}}
	if !o.Off {
		s.Chip = ui.Chip{Tone: ui.Good, Text: "Làm việc"}
	}
	if own[o.Date.String()] {
		s.Own = o.Date.String()
	}
	return s
}

func monthOf(c *workday.Calendar, year int, number time.Month, changed map[workday.Date]workday.Override, today workday.Date) month {
	out := month{Name: "Tháng " + strconv.Itoa(int(number))}
	first := time.Date(year, number, 1, 12, 0, 0, 0, ui.Hanoi)
	week := make([]day, (int(first.Weekday())+6)%7)
	for t := first; t.Month() == number; t = t.AddDate(0, 0, 1) {
		date := workday.DateOf(t)
		d := day{Number: strconv.Itoa(t.Day()), Today: date == today}
		o, special := changed[date]
		switch {
		case special && o.Off:
			d.Class, d.Title = "off special", o.Name
		case special:
			d.Class, d.Title = "make-up", o.Name
		case !c.IsWorking(t):
			d.Class = "off"
		}
		if week = append(week, d); len(week) == 7 {
			out.Weeks, week = append(out.Weeks, week), nil
		}
	}
	if len(week) > 0 {
		out.Weeks = append(out.Weeks, append(week, make([]day, 7-len(week))...))
	}
	return out
}

// hours are the sessions of the week in words.
func hours(p *profile.Profile) []ui.Pair {
	names := map[string]string{"mon": "Thứ Hai", "tue": "Thứ Ba", "wed": "Thứ Tư", "thu": "Thứ Năm", "fri": "Thứ Sáu", "sat": "Thứ Bảy", "sun": "Chủ nhật"}
	var out []ui.Pair
	for _, week := range p.Workday.Weeks {
		days := make([]string, len(week.Days))
		for i, d := range week.Days {
			days[i] = names[d]
		}
		label := strings.Join(days, ", ")
		if week.From != "" {
			label += " (từ " + week.From + ")"
		}
		out = append(out, ui.Pair{Label: label, Value: strings.Join(week.Sessions, ", ")})
	}
	return out
}

// addDay adds a day off or a make-up day that was announced after this program
// was made, or that counts only in this province.
func (m *module) addDay(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	date, err := time.ParseInLocation("2/1/2006", r.Text("date"), ui.Hanoi)
	year := m.Now().In(ui.Hanoi).Year()
	if err == nil {
		year = date.Year()
	}
	wrong := fault.New(fault.Invalid, "calendar.day", "Ngày thêm vào lịch chưa đủ thông tin.")
	if err != nil || year < 2000 || year > 2100 {
		wrong = wrong.At("date", "Ghi ngày/tháng/năm có thật.")
	}
	if r.Text("name") == "" {
		wrong = wrong.At("name", "Ghi tên ngày, ví dụ “Nghỉ bù Quốc khánh”.")
	}
	if r.Text("source") == "" {
		wrong = wrong.At("source", "Ghi số, ngày của thông báo.")
	}
	if len(wrong.Fields) > 0 {
		err = wrong
	} else {
		change := profile.WorkChange{Date: date.Format(time.DateOnly), Off: r.Text("off") == "yes", Name: r.Text("name"), Source: r.Text("source")}
		err = m.saveDays(r, func(days []profile.WorkChange) []profile.WorkChange {
			days = slices.DeleteFunc(days, func(d profile.WorkChange) bool { return d.Date == change.Date })
			return append(days, change)
		}, change.Name+", "+change.Source)
	}
	if err == nil {
		return r.Done(w, "/quan-tri/lich?nam="+strconv.Itoa(year), "Đã thêm ngày vào lịch. Hạn tính từ bây giờ theo lịch mới.")
	}
	page, pageErr := m.calendarOf(r, year)
	if pageErr != nil {
		return pageErr
	}
	if f, ok := fault.From(err); ok {
		refusal := ui.Refused(f, r.Actor.Province)
		for i, field := range page.Fields {
			page.Fields[i].Error = refusal.At(field.Name)
		}
	}
	return r.Refuse(w, err, page)
}

func (m *module) dropDay(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	date := r.Text("date")
	err := m.saveDays(r, func(days []profile.WorkChange) []profile.WorkChange {
		return slices.DeleteFunc(days, func(d profile.WorkChange) bool { return d.Date == date })
	}, "Bỏ ngày "+date+" khỏi lịch")
	if err != nil {
		return err
	}
	year, _, _ := strings.Cut(date, "-")
	return r.Done(w, "/quan-tri/lich?nam="+year, "Đã bỏ ngày khỏi lịch.")
}

func (m *module) saveDays(r *web.Request, change func([]profile.WorkChange) []profile.WorkChange, reason string) error {
	p, err := m.Profiles.At(r.Actor.Province, m.Now())
	if err != nil {
		return err
	}
	rows := []map[string]any{}
	for _, d := range change(slices.Clone(p.Workday.Days)) {
		rows = append(rows, map[string]any{"date": d.Date, "off": d.Off, "name": d.Name, "source": d.Source})
	}
	raw, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	return m.Settings.Set(r.Context(), r.Actor, keyDays, string(raw), reason, "")
}
