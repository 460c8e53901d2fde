package task

import (
	"time"

	"antin/internal/fault"
	"antin/workday"
)

// EndOf is the last moment of a due day: the end of its last working session.
// A day off is refused, for nobody works then.
func EndOf(c *workday.Calendar, day string) (time.Time, error) {
	if day == "" {
		return time.Time{}, nil
	}
	d, err := workday.ParseDate(day)
	if err != nil {
		return time.Time{}, fault.New(fault.Invalid, "task.due", "Hạn xử lý không phải một ngày có thật.").At("han", "Ghi ngày như 25/11/2026.")
	}
	start := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
	due := c.AddDays(start, 0) // the day itself, or the first working day after it
	if why, off := c.Why(d); off {
		return time.Time{}, fault.New(fault.Invalid, "task.due-off", "Hạn xử lý rơi vào ngày nghỉ: "+why.Why+".").Under(why.Clause).
			At("han", "Chọn ngày làm việc, ví dụ "+dayOf(due)+".")
	}
	return due, nil
}

func dayOf(t time.Time) string { return t.In(zone).Format("02/01/2006") }

var zone = time.FixedZone("+07:00", 7*3600)

// checkDue refuses a due time that has passed, or that lies after the one of the
// task that it hangs on.
func checkDue(due time.Time, parent *Task, now time.Time) error {
	if due.IsZero() {
		if parent != nil && !parent.DueAt.IsZero() {
			return fault.New(fault.Invalid, "task.due-needed", "Việc được giao có hạn "+dayOf(parent.DueAt)+" nên việc giao tiếp cũng phải có hạn.").
				At("han", "Chọn ngày không muộn hơn "+dayOf(parent.DueAt)+".")
		}
		return nil
	}
	if due.Before(now) {
		return fault.New(fault.Invalid, "task.due-past", "Hạn xử lý đã qua.").At("han", "Chọn ngày từ hôm nay trở đi.")
	}
	if parent != nil && !parent.DueAt.IsZero() && due.After(parent.DueAt) {
		return fault.New(fault.Invalid, "task.due-after-parent",
			"Hạn của việc giao tiếp không được muộn hơn hạn của việc được giao ("+dayOf(parent.DueAt)+").").
			At("han", "Chọn ngày không muộn hơn, hoặc xin gia hạn trước.")
	}
	return nil
}
