package workday

import "time"

// maxDays bounds every walk through days; no deadline of an office is longer.
const maxDays = 100 * 366

// AddDays gives the end of the n-th working day after the day of from, which
// itself is not counted (BLDS Điều 147 khoản 2). The end is that of the last
// session, which is when the office can still act; n below 1 gives the end of
// the first working day on or after from. More than 20,000 counts as 20,000.
func (c *Calendar) AddDays(from time.Time, n int) time.Time {
	day := c.received(from)
	if n < 1 {
		return c.endOf(c.onOrAfter(day))
	}
	for range min(n, 20000) {
		day = c.onOrAfter(day.Add(1))
	}
	return c.endOf(day)
}

// AddHours gives the moment at which that much working time has passed since
// from. Hours run from the moment itself (BLDS Điều 147 khoản 1); outside the
// sessions they stand still. Nothing or less gives from unchanged.
func (c *Calendar) AddHours(from time.Time, working time.Duration) time.Time {
	if working <= 0 {
		return from
	}
	day := DateOf(from)
	for range maxDays {
		for _, s := range c.Sessions(day) {
			start, end := day.at(s.From), day.at(s.To)
			if from.After(start) {
				start = from
			}
			if !end.After(start) {
				continue
			}
			if room := end.Sub(start); working > room {
				working -= room
				continue
			}
			return start.Add(working)
		}
		day = day.Add(1)
	}
	return day.start()
}

// MorningOfNext gives the end of the first session of the next working day,
// for "chậm nhất trong buổi sáng ngày làm việc tiếp theo".
func (c *Calendar) MorningOfNext(from time.Time) time.Time {
	day := c.onOrAfter(DateOf(from).Add(1))
	sessions := c.Sessions(day)
	if len(sessions) == 0 {
		return day.at(12 * 60)
	}
	return day.at(sessions[0].To)
}

// Between gives the working time from a to b; negative when b lies before a.
func (c *Calendar) Between(a, b time.Time) time.Duration {
	if b.Before(a) {
		return -c.Between(b, a)
	}
	var sum time.Duration
	last := DateOf(b)
	for day, i := DateOf(a), 0; day.Compare(last) <= 0 && i < maxDays; day, i = day.Add(1), i+1 {
		for _, s := range c.Sessions(day) {
			start, end := day.at(s.From), day.at(s.To)
			if start.Before(a) {
				start = a
			}
			if end.After(b) {
				end = b
			}
			sum += max(end.Sub(start), 0)
		}
	}
	return sum
}

// Remaining is the time to a deadline for a chip.
type Remaining struct {
	Working time.Duration // to the deadline, or since it when Overdue
	Days    int           // whole working days in it, by the hours of a usual day
	Overdue bool
	Today   bool // the deadline falls on the day of now
}

// Left tells how much working time remains until due.
func (c *Calendar) Left(now, due time.Time) Remaining {
	r := Remaining{Working: c.Between(now, due), Overdue: now.After(due), Today: DateOf(now) == DateOf(due)}
	if r.Overdue {
		r.Working = -r.Working
	}
	var usual time.Duration
	for _, s := range c.plan(DateOf(due)).usual() {
		usual += s.length()
	}
	r.Days = int(r.Working / usual)
	return r
}

// received is the day that counts as the day of receipt.
func (c *Calendar) received(from time.Time) Date {
	day := DateOf(from)
	if !c.late {
		return day
	}
	if c.works(day) && !from.After(c.endOf(day)) {
		return day
	}
	if c.works(day) {
		day = day.Add(1)
	}
	return c.onOrAfter(day)
}

func (c *Calendar) onOrAfter(day Date) Date {
	for range maxDays {
		if c.works(day) {
			return day
		}
		day = day.Add(1)
	}
	return day
}

// endOf is the end of the last session; midnight for a day without one.
func (c *Calendar) endOf(day Date) time.Time {
	sessions := c.Sessions(day)
	if len(sessions) == 0 {
		return day.at(24 * 60)
	}
	return day.at(sessions[len(sessions)-1].To)
}
