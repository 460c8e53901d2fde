package orgweb

import (
	"strconv"
	"strings"
	"time"

	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// shown is the day for which a page speaks. An empty or unreadable one is now.
func (m *module) shown(r *web.Request) (at time.Time, text string) {
	typed := strings.TrimSpace(r.URL.Query().Get("ngay"))
	now := m.Now()
	day, err := time.ParseInLocation("2/1/2006", typed, ui.Hanoi)
	if err != nil {
		day, err = time.ParseInLocation(time.DateOnly, typed, ui.Hanoi)
	}
	if err != nil || ui.Day(day) == ui.Day(now) {
		return now, ui.Day(now)
	}
	return day.Add(24*time.Hour - time.Millisecond), ui.Day(day)
}

// dated adds the day to an address when it is not today.
func (m *module) dated(address, text string) string {
	if text == ui.Day(m.Now()) {
		return address
	}
	return address + "?ngay=" + strings.ReplaceAll(text, "/", "%2F")
}

// dayParts is a date as typed in three boxes.
type dayParts struct{ Day, Month, Year string }

func partsOf(t time.Time) dayParts {
	t = t.In(ui.Hanoi)
	return dayParts{strconv.Itoa(t.Day()), strconv.Itoa(int(t.Month())), strconv.Itoa(t.Year())}
}

func typedDay(r *web.Request, name string) dayParts {
	return dayParts{r.Text(name + "-day"), r.Text(name + "-month"), r.Text(name + "-year")}
}

// empty reports that nothing was typed.
func (d dayParts) empty() bool { return d == dayParts{} }

// read gives 00:00 of that day in Vietnam.
func (d dayParts) read(field string, from int) (time.Time, error) {
	wrong := fault.New(fault.Invalid, "org.day", "Ngày không có thật.").At(field+"-day", "Ghi đủ ngày, tháng, năm bằng số, ví dụ 25 11 2026.")
	day, err1 := strconv.Atoi(d.Day)
	month, err2 := strconv.Atoi(d.Month)
	year, err3 := strconv.Atoi(d.Year)
	if err1 != nil || err2 != nil || err3 != nil || year < from || year > 2100 {
		return time.Time{}, wrong
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, ui.Hanoi)
	if t.Day() != day || int(t.Month()) != month {
		return time.Time{}, wrong
	}
	return t, nil
}
