package workday

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a day at +07:00.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf gives the day on which a moment falls in Vietnam.
func DateOf(t time.Time) Date {
	y, m, d := t.In(zone).Date()
	return Date{y, m, d}
}

// ParseDate reads "2026-11-24".
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a day such as 2026-11-24", text)
	}
	return DateOf(t), nil
}

// String gives "2026-11-24".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Weekday of the day.
func (d Date) Weekday() time.Weekday { return d.start().Weekday() }

// Compare orders days.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// Add gives the day n days later, or earlier.
func (d Date) Add(n int) Date { return DateOf(d.start().AddDate(0, 0, n)) }

// start is midnight at its beginning.
func (d Date) start() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone) }

// at gives a time of the day.
func (d Date) at(c Clock) time.Time { return d.start().Add(time.Duration(c) * time.Minute) }
