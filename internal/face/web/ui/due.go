package ui

import (
	"fmt"
	"time"

	"antin/workday"
)

// DueChip shows the working time to a deadline: "còn 3 giờ làm việc", "quá hạn
// 2 ngày làm việc". Less than a working day left is turmeric, past it is red.
func DueChip(r workday.Remaining) Chip {
	text := workingTime(r)
	switch {
	case r.Overdue && text == "":
		return Chip{Tone: Bad, Text: "vừa quá hạn"}
	case r.Overdue:
		return Chip{Tone: Bad, Text: "quá hạn " + text}
	case text == "":
		return Chip{Tone: Warn, Text: "đến hạn"}
	case r.Days < 1 || r.Today:
		return Chip{Tone: Warn, Text: "còn " + text}
	}
	return Chip{Text: "còn " + text}
}

// workingTime rounds down to the largest whole unit; less than a minute is "".
func workingTime(r workday.Remaining) string {
	switch {
	case r.Days >= 1:
		return fmt.Sprintf("%d ngày làm việc", r.Days)
	case r.Working >= time.Hour:
		return fmt.Sprintf("%d giờ làm việc", int(r.Working/time.Hour))
	case r.Working >= time.Minute:
		return fmt.Sprintf("%d phút làm việc", int(r.Working/time.Minute))
	}
	return ""
}

// DueWhy tells how a deadline was counted, a line for each day left out: for
// the details beside a chip.
func DueWhy(e workday.Explanation) []string {
	var lines []string
	for _, day := range e.LeftOut {
		line := fmt.Sprintf("%02d/%02d/%d không tính: %s", day.Date.Day, day.Date.Month, day.Date.Year, day.Why)
		if day.Clause != "" {
			line += " (" + ClauseText(day.Clause) + ")"
		}
		if day.Source == workday.Default {
			line += ", " + workday.Default
		}
		lines = append(lines, line+".")
	}
	return lines
}
