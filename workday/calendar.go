package workday

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Override makes one day off or worked, against the week and the generated
// holidays: a decision of the year, a local day off, a Saturday worked in
// exchange.
type Override struct {
	Date   Date
	Off    bool   // false: worked, with the usual hours
	Name   string // Vietnamese, shown to people
	Clause string // may be empty
	Source string // the notice or who entered it; Default while undecided
}

// Options of a Calendar.
type Options struct {
	// Plans are the weeks by date, at least one. Before the first From its week
	// counts, too.
	Plans []Plan
	// Overrides win over everything generated; the last row of a day wins.
	Overrides []Override
	// LateCountsNextDay: what arrives on a day off or after the last session
	// counts as received on the next working day. No general act says so, some
	// sectors do.
	LateCountsNextDay bool
}

// Calendar answers for the working time of one office.
type Calendar struct {
	plans []Plan
	own   map[Date]Override
	late  bool
	years sync.Map // int → map[Date]Override; a year is generated when first asked
}

// ErrNoPlan is returned by New without a week.
var ErrNoPlan = errors.New("a calendar needs the hours of a week")

// New checks the weeks and makes the calendar.
func New(o Options) (*Calendar, error) {
	if len(o.Plans) == 0 {
		return nil, ErrNoPlan
	}
	for _, p := range o.Plans {
		if err := p.check(); err != nil {
			return nil, err
		}
	}
	c := &Calendar{plans: clonePlans(o.Plans), own: map[Date]Override{}, late: o.LateCountsNextDay}
	for _, row := range o.Overrides {
		if row.Name == "" || row.Date == (Date{}) {
			return nil, fmt.Errorf("a changed day needs its date and its name: %v", row)
		}
		c.own[row.Date] = row
	}
	return c, nil
}

// plan gives the week in force on a day.
func (c *Calendar) plan(d Date) Plan {
	last := c.plans[0]
	for _, p := range c.plans[1:] {
		if p.From.Compare(d) > 0 {
			break
		}
		last = p
	}
	return last
}

// rest reports a weekly rest day (ngày nghỉ hằng tuần).
func (c *Calendar) rest(d Date) bool { return len(c.plan(d).Week[d.Weekday()]) == 0 }

// changed finds the row that sets a day apart from the week.
func (c *Calendar) changed(d Date) (Override, bool) {
	if row, ok := c.own[d]; ok {
		return row, true
	}
	row, ok := c.year(d.Year)[d]
	return row, ok
}

// year gives the generated rows of a year with the make-up days.
func (c *Calendar) year(y int) map[Date]Override {
	if found, ok := c.years.Load(y); ok {
		return found.(map[Date]Override)
	}
	rows := map[Date]Override{}
	list, makeUp := holidays().generate(y)
	for _, row := range list {
		if before, ok := rows[row.Date]; ok && before.Off { // Giỗ Tổ on 30/4
			row.Name = before.Name + ", " + row.Name
		}
		rows[row.Date] = row
	}
	slices.SortFunc(makeUp, Date.Compare)
	for _, holiday := range makeUp {
		if !c.rest(holiday) {
			continue
		}
		day := holiday.Add(1)
		for c.rest(day) || rows[day].Off {
			day = day.Add(1)
		}
		rows[day] = Override{Date: day, Off: true, Name: "Nghỉ bù " + rows[holiday].Name,
			Clause: "Bộ luật Lao động 2019, Điều 111 khoản 3", Source: rows[holiday].Source}
	}
	c.years.Store(y, rows)
	return rows
}

// Sessions gives the working hours of a day in order, none for a day off.
func (c *Calendar) Sessions(d Date) []Session {
	if row, ok := c.changed(d); ok {
		if row.Off {
			return nil
		}
		if own := c.plan(d).Week[d.Weekday()]; len(own) > 0 {
			return slices.Clone(own)
		}
		return slices.Clone(c.plan(d).usual())
	}
	return slices.Clone(c.plan(d).Week[d.Weekday()])
}

// IsWorking reports whether the day of t (at +07:00) is a working day.
func (c *Calendar) IsWorking(t time.Time) bool { return c.works(DateOf(t)) }

func (c *Calendar) works(d Date) bool {
	if row, ok := c.changed(d); ok {
		return !row.Off
	}
	return !c.rest(d)
}

// Holidays lists the days of a year that differ from the week, in order: days
// off by law, by decision and by the caller, make-up days, Saturdays worked.
func (c *Calendar) Holidays(y int) []Override {
	var list []Override
	for d, row := range c.year(y) {
		if _, replaced := c.own[d]; !replaced {
			list = append(list, row)
		}
	}
	for d, row := range c.own {
		if d.Year == y {
			list = append(list, row)
		}
	}
	slices.SortFunc(list, func(a, b Override) int { return a.Date.Compare(b.Date) })
	return list
}
