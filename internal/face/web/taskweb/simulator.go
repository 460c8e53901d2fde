package taskweb

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"antin/internal/domain/task"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/vntext"
	"antin/workday"
)

// simulatorPage explains a due time step by step.
type simulatorPage struct {
	ui.Page
	Day, Hour, Days, Hours string
	Due                    string
	Steps                  []simRow
}

type simRow struct {
	Day, Weekday, Count, Why, Clause string
	Off, Default                     bool
}

func (m *module) simulator(w http.ResponseWriter, r *web.Request) error {
	now := m.Now().In(ui.Hanoi)
	q := r.URL.Query()
	page := &simulatorPage{Page: ui.Page{Title: "Tính thời hạn", Lead: "Giải thích từng ngày được tính hay không, theo lịch làm việc của tỉnh."}, Day: ui.Day(now), Hour: ui.Clock(now), Days: "5"}
	if !q.Has("tu-ngay") {
		return r.Render(w, page)
	}
	typed := func(name string) string { text, _ := vntext.TypedLine(q.Get(name)); return text }
	page.Day, page.Hour, page.Days, page.Hours = typed("tu-ngay"), typed("gio"), typed("so-ngay"), typed("so-gio")
	sim, err := m.simulate(r, page)
	if err != nil {
		return r.Refuse(w, err, page)
	}
	page.Due = fmt.Sprintf("%s, %s", workday.WeekdayName(workday.DateOf(sim.Due).Weekday()), ui.When(sim.Due))
	for _, s := range sim.Steps {
		row := simRow{Day: fmt.Sprintf("%02d/%02d/%d", s.Day.Day, s.Day.Month, s.Day.Year), Weekday: workday.WeekdayName(s.Day.Weekday()), Why: s.Why, Clause: s.Clause, Off: s.Count == 0, Default: s.Default}
		if s.Count > 0 {
			row.Count = strconv.Itoa(s.Count)
		}
		page.Steps = append(page.Steps, row)
	}
	return r.Render(w, page)
}

func (m *module) simulate(r *web.Request, page *simulatorPage) (task.Simulation, error) {
	from, err := time.ParseInLocation("2/1/2006 15:04", page.Day+" "+page.Hour, ui.Hanoi)
	if err != nil || from.Year() < 2000 || from.Year() > 2100 {
		return task.Simulation{}, fault.New(fault.Invalid, "simulate.from", "Ngày, giờ nhận chưa đúng.").
			At("tu-ngay", "Ghi ngày như 25/11/2026.").At("gio", "Ghi giờ như 16:45.")
	}
	days, err1 := number(page.Days)
	hours, err2 := number(page.Hours)
	if err1 != nil || err2 != nil {
		return task.Simulation{}, fault.New(fault.Invalid, "simulate.number", "Số ngày, số giờ phải là số.").At("so-ngay", "Ghi một số, ví dụ 5.")
	}
	if page.Hours != "" && hours > 0 {
		days = 0
	}
	return m.Tasks.Simulate(r.Context(), r.Actor, from, days, hours)
}

func number(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	return strconv.Atoi(text)
}
