package workday

import "time"

// Skipped is a day between receipt and deadline that did not count, and why.
type Skipped struct {
	Date   Date
	Why    string // "Thứ Bảy", "Ngày Văn hóa Việt Nam"
	Clause string
	Source string // the notice, or Default
}

// Explanation shows how a deadline was counted.
type Explanation struct {
	Received Date   // not counted
	Counted  []Date // working days that count, the last is the deadline's
	LeftOut  []Skipped
}

// Explain tells which days were counted between receipt and deadline and which
// were left out and why. Spans of more than ten years are cut off.
func (c *Calendar) Explain(from, due time.Time) Explanation {
	e := Explanation{Received: c.received(from)}
	if first := DateOf(from); first != e.Received {
		e.LeftOut = append(e.LeftOut, Skipped{Date: first, Why: "Nhận ngoài giờ làm việc, tính là nhận ngày " + e.Received.short()})
	}
	last := DateOf(due)
	for day, i := e.Received.Add(1), 0; day.Compare(last) <= 0 && i < 3660; day, i = day.Add(1), i+1 {
		if c.works(day) {
			e.Counted = append(e.Counted, day)
			continue
		}
		e.LeftOut = append(e.LeftOut, c.why(day))
	}
	return e
}

// why names the reason for a day off.
func (c *Calendar) why(d Date) Skipped {
	if row, ok := c.changed(d); ok {
		return Skipped{Date: d, Why: row.Name, Clause: row.Clause, Source: row.Source}
	}
	return Skipped{Date: d, Why: WeekdayName(d.Weekday())}
}

// Why names the reason for which a day is off; ok is false for a working day.
func (c *Calendar) Why(d Date) (reason Skipped, ok bool) {
	if c.works(d) {
		return Skipped{}, false
	}
	return c.why(d), true
}

// WeekdayName gives "Thứ Hai" to "Thứ Bảy" and "Chủ nhật".
func WeekdayName(d time.Weekday) string {
	return [...]string{"Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"}[d]
}
