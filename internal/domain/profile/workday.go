package profile

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"antin/workday"
)

// Workday holds the working hours of the offices and the days that differ from
// the holidays of the nation.
type Workday struct {
	Weeks []WorkWeek `toml:"weeks"`
	// Days are added by the province or the administrator: local days off,
	// decisions announced after this program was made.
	Days []WorkChange `toml:"days"`
	// LateCountsNextDay: what arrives after hours counts as received on the next
	// working day.
	LateCountsNextDay bool `toml:"late_counts_next_day"`
}

// WorkWeek is the hours of some days of the week from a day on.
type WorkWeek struct {
	From     string   `toml:"from"`     // "2026-10-01"; empty is since ever
	Days     []string `toml:"days"`     // "mon", "tue", … "sun"
	Sessions []string `toml:"sessions"` // "07:30-11:30"
}

// WorkChange is one day that is off or worked against the calendar.
type WorkChange struct {
	Date   string `toml:"date"`
	Off    bool   `toml:"off"`
	Name   string `toml:"name"`   // "Nghỉ, làm bù ngày 28/11/2026"
	Source string `toml:"source"` // the notice
}

// Calendar counts working days and hours by this profile.
func (p *Profile) Calendar() *workday.Calendar { return p.calendar }

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// calendar reads the texts of the file.
func (w Workday) calendar() (*workday.Calendar, error) {
	o := workday.Options{LateCountsNextDay: w.LateCountsNextDay}
	plans := map[string]workday.Plan{}
	var order []string
	for _, week := range w.Weeks {
		plan, ok := plans[week.From]
		if !ok {
			plan.Week = map[time.Weekday][]workday.Session{}
			order = append(order, week.From)
			if week.From != "" {
				from, err := workday.ParseDate(week.From)
				if err != nil {
					return nil, fmt.Errorf("workday.weeks: %w", err)
				}
				plan.From = from
			}
		}
		if err := week.into(plan.Week); err != nil {
			return nil, fmt.Errorf("workday.weeks: %w", err)
		}
		plans[week.From] = plan
	}
	for _, from := range order {
		o.Plans = append(o.Plans, plans[from])
	}
	for _, d := range w.Days {
		date, err := workday.ParseDate(d.Date)
		if err != nil {
			return nil, fmt.Errorf("workday.days: %w", err)
		}
		o.Overrides = append(o.Overrides, workday.Override{Date: date, Off: d.Off, Name: d.Name, Source: d.Source})
	}
	c, err := workday.New(o)
	if err != nil {
		return nil, fmt.Errorf("workday: %w", err)
	}
	return c, nil
}

func (w WorkWeek) into(week map[time.Weekday][]workday.Session) error {
	for _, name := range w.Days {
		day := slices.Index(weekdays, name)
		if day < 0 {
			return fmt.Errorf("%q is not a day of the week", name)
		}
		for _, text := range w.Sessions {
			from, to, _ := strings.Cut(text, "-")
			begin, err := workday.ParseClock(from)
			if err != nil {
				return err
			}
			end, err := workday.ParseClock(to)
			if err != nil {
				return err
			}
			week[time.Weekday(day)] = append(week[time.Weekday(day)], workday.Session{From: begin, To: end})
		}
	}
	return nil
}
