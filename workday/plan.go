package workday

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// zone is the time of all offices; fixed, because Vietnam has kept it.
var zone = time.FixedZone("+07", 7*60*60)

// Clock is a time of day in minutes after midnight.
type Clock int

// ParseClock reads "07:30"; "24:00" is the end of the day.
func ParseClock(text string) (Clock, error) {
	if text == "24:00" {
		return 24 * 60, nil
	}
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != 5 {
		return 0, fmt.Errorf("%q is not a time of day such as 07:30", text)
	}
	return Clock(t.Hour()*60 + t.Minute()), nil
}

// String gives "07:30".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

// Session is one stretch of work within a day (buổi làm việc).
type Session struct{ From, To Clock }

// length of the session.
func (s Session) length() time.Duration { return time.Duration(s.To-s.From) * time.Minute }

// Plan is the working week of an office from a day on.
type Plan struct {
	From Date // first day; the zero value is since ever
	Week map[time.Weekday][]Session
}

// OfficeWeek is the usual week of state agencies: Monday to Friday,
// 07:30–11:30 and 13:30–17:00.
func OfficeWeek() Plan {
	day := []Session{{7*60 + 30, 11*60 + 30}, {13*60 + 30, 17 * 60}}
	p := Plan{Week: map[time.Weekday][]Session{}}
	for d := time.Monday; d <= time.Friday; d++ {
		p.Week[d] = day
	}
	return p
}

// check refuses a week without work and sessions that overlap or run backwards.
func (p Plan) check() error {
	if len(p.usual()) == 0 {
		return errors.New("a week needs at least one session of work")
	}
	for day, sessions := range p.Week {
		var last Clock
		for _, s := range sessions {
			if s.From < last || s.To <= s.From || s.To > 24*60 {
				return fmt.Errorf("session %s–%s of %s runs backwards or overlaps", s.From, s.To, day)
			}
			last = s.To
		}
	}
	return nil
}

// usual gives the hours of the first working day of the week, which a Saturday
// worked in exchange has, too.
func (p Plan) usual() []Session {
	for i := range 7 {
		if s := p.Week[time.Weekday((i+1)%7)]; len(s) > 0 {
			return s
		}
	}
	return nil
}

func clonePlans(plans []Plan) []Plan {
	out := make([]Plan, len(plans))
	for i, p := range plans {
		week := make(map[time.Weekday][]Session, len(p.Week))
		for d, s := range p.Week {
			week[d] = slices.Clone(s)
		}
		out[i] = Plan{p.From, week}
	}
	slices.SortStableFunc(out, func(a, b Plan) int { return a.From.Compare(b.From) })
	return out
}
