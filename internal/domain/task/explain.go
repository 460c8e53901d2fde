package task

import (
	"context"
	"fmt"
	"time"

	"antin/internal/domain/org"
	"antin/internal/fault"
	"antin/workday"
)

// Simulation explains step by step how a due time comes about.
type Simulation struct {
	From  time.Time
	Days  int // counted in days, or
	Hours int // in hours
	Due   time.Time
	Steps []SimStep
}

// SimStep is one day on the way from receipt to the due time.
type SimStep struct {
	Day     workday.Date
	Count   int    // its number among the counted days; 0: left out
	Why     string // why it counts, or does not
	Clause  string
	Default bool // the day stands on no decision of the year yet
}

// longest span that is explained.
const maxSimDays, maxSimHours = 250, 2000

// Simulate counts a deadline by the calendar of the actor's province.
func (s *Service) Simulate(ctx context.Context, by org.Actor, from time.Time, days, hours int) (Simulation, error) {
	if err := s.Guard.Allow(ctx, by, ActList); err != nil {
		return Simulation{}, err
	}
	if days < 0 || hours < 0 || days == 0 && hours == 0 || days > 0 && hours > 0 || days > maxSimDays || hours > maxSimHours {
		return Simulation{}, fault.New(fault.Invalid, "simulate.span", fmt.Sprintf("Ghi số ngày (đến %d) hoặc số giờ làm việc (đến %d).", maxSimDays, maxSimHours)).
			At("so-ngay", "Ghi một trong hai.")
	}
	p, err := s.law(by.Province)
	if err != nil {
		return Simulation{}, err
	}
	if hours > 0 {
		return byHours(p.Calendar(), from, hours), nil
	}
	return byDays(p.Calendar(), from, days), nil
}

func byDays(c *workday.Calendar, from time.Time, n int) Simulation {
	sim := Simulation{From: from, Days: n, Due: c.AddDays(from, n)}
	e := c.Explain(from, sim.Due)
	start := SimStep{Day: workday.DateOf(from), Why: "Ngày nhận, không tính", Clause: "Bộ luật Dân sự 2015, Điều 147 khoản 2"}
	if e.Received != start.Day {
		start.Why = "Nhận ngoài giờ làm việc, tính là nhận ngày làm việc tiếp theo"
	}
	sim.Steps = append(sim.Steps, start)
	count, last := 0, workday.DateOf(sim.Due)
	for day := start.Day.Add(1); day.Compare(last) <= 0; day = day.Add(1) {
		if day.Compare(e.Received) < 0 || day == e.Received {
			sim.Steps = append(sim.Steps, leftOut(c, day, "Ngày được tính là ngày nhận, không tính"))
			continue
		}
		if _, off := c.Why(day); off {
			sim.Steps = append(sim.Steps, leftOut(c, day, ""))
			continue
		}
		count++
		sim.Steps = append(sim.Steps, SimStep{Day: day, Count: count, Why: fmt.Sprintf("Ngày làm việc thứ %d", count)})
	}
	return sim
}

func leftOut(c *workday.Calendar, day workday.Date, otherwise string) SimStep {
	why, off := c.Why(day)
	if !off {
		return SimStep{Day: day, Why: otherwise, Clause: "Bộ luật Dân sự 2015, Điều 147 khoản 2"}
	}
	return SimStep{Day: day, Why: "Không tính: " + why.Why, Clause: why.Clause, Default: why.Source == workday.Default}
}

func byHours(c *workday.Calendar, from time.Time, n int) Simulation {
	sim := Simulation{From: from, Hours: n, Due: c.AddHours(from, time.Duration(n)*time.Hour)}
	left := time.Duration(n) * time.Hour
	last := workday.DateOf(sim.Due)
	for day := workday.DateOf(from); day.Compare(last) <= 0; day = day.Add(1) {
		if _, off := c.Why(day); off {
			sim.Steps = append(sim.Steps, leftOut(c, day, ""))
			continue
		}
		start := time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, zone)
		used := min(c.Between(later(from, start), start.AddDate(0, 0, 1)), left)
		left -= used
		step := SimStep{Day: day, Why: fmt.Sprintf("Tính %s giờ làm việc, còn %s giờ", clock(used), clock(left)), Count: len(sim.Steps) + 1}
		if used == 0 {
			step.Count, step.Why = 0, "Nhận sau giờ làm việc, không có giờ nào được tính"
		}
		sim.Steps = append(sim.Steps, step)
	}
	return sim
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// clock writes hours as people say them: "3", "3 giờ 30 phút" is written "3:30".
func clock(d time.Duration) string {
	h, m := int(d/time.Hour), int(d%time.Hour/time.Minute)
	if m == 0 {
		return fmt.Sprint(h)
	}
	return fmt.Sprintf("%d:%02d", h, m)
}
