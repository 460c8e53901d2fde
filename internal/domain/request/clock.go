package request

import (
	"time"

	"antin/workday"
)

// due is the end of a limit that began at that time; zero for none.
func (l Limit) due(c *workday.Calendar, from time.Time) time.Time {
	switch {
	case l.Days > 0:
		return c.AddDays(from, l.Days)
	case l.Hours > 0:
		return c.AddHours(from, time.Duration(l.Hours)*time.Hour)
	}
	return time.Time{}
}

// keepTime ends the time of the step that was left, late or not, and begins
// that of the next (LD-09-2, NA-13.2b-1).
func (s *Service) keepTime(d *deed, m Move) {
	c := d.law.Calendar()
	left := m.To != m.From || m.Deed == Contacting
	if left && !d.DueAt.IsZero() && d.at.After(d.DueAt) {
		d.LateHours = wholeHours(c.Between(d.DueAt, d.at))
	}
	switch m.To {
	case Valid:
		d.DueAt = d.departmentDue(c)
	case Approved: // the same time runs on
	case Forwarded:
		d.DueAt = d.Terms.Authority.due(c, d.at)
	case Sent:
		d.DueAt = time.Time{}
		if d.Terms.To == ToAuthority {
			d.DueAt = d.Terms.Authority.due(c, d.at)
		}
	case AtAuthority: // runs on
	default:
		d.DueAt = time.Time{}
	}
}

// departmentDue is when the department has to have contacted, restored or
// forwarded, whichever comes first of what is open.
func (r *Request) departmentDue(c *workday.Calendar) time.Time {
	from := r.clockStart()
	forward := r.Terms.Forward.due(c, from)
	if r.Kind != Recover || !r.ContactedAt.IsZero() {
		return forward
	}
	recovery := r.Terms.Recovery.due(c, from)
	if forward.IsZero() || !recovery.IsZero() && recovery.Before(forward) {
		return recovery
	}
	return forward
}

// clockStart is the valid dossier, or its receipt where the profile counts so.
func (r *Request) clockStart() time.Time {
	if r.Terms.FromReceipt && !r.ReceivedAt.IsZero() {
		return r.ReceivedAt
	}
	return r.ValidAt
}

// wholeHours counts a begun hour as one.
func wholeHours(d time.Duration) int { return int((d + time.Hour - 1) / time.Hour) }

// Mark says how near the end of the step's time is.
func (r *Request) Mark(now time.Time) DueMark {
	switch {
	case r.DueAt.IsZero():
		return NotDue
	case now.After(r.DueAt):
		return Overdue
	case day(now) == day(r.DueAt):
		return DueToday
	}
	return NotDue
}

// OverdueText names what is late.
func (r *Request) OverdueText() string {
	if r.Kind == Recover && r.ContactedAt.IsZero() && r.Terms.To == ToDepartment {
		return "Quá hạn khôi phục"
	}
	return "Quá hạn"
}

var zone = time.FixedZone("+07", 7*60*60)

func day(t time.Time) string { return t.In(zone).Format(time.DateOnly) }

// endOfDay is the first moment of the next day of the office.
func endOfDay(t time.Time) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, zone)
}
