package task_test

import (
	"testing"
	"time"

	"antin/internal/domain/task"
	"antin/internal/fault"
	"antin/workday"
)

// office works Monday to Friday in two sessions, and on Saturday mornings where
// half is set.
func office(t *testing.T, half bool, days ...workday.Override) *workday.Calendar {
	t.Helper()
	plan := workday.OfficeWeek()
	if half {
		plan.Week[time.Saturday] = []workday.Session{{From: 7*60 + 30, To: 11*60 + 30}}
	}
	c, err := workday.New(workday.Options{Plans: []workday.Plan{plan}, Overrides: days})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var hanoi = time.FixedZone("+07:00", 7*3600)

// TestDueDaysByHand: worked by hand with a calendar on the wall.
func TestDueDaysByHand(t *testing.T) {
	t.Parallel()
	swapped := workday.Override{Date: workday.Date{Year: 2026, Month: 8, Day: 22}, Name: "Làm bù ngày 31/8", Source: "thử"}
	for _, x := range []struct {
		name, day, want string
		half            bool
		refused         string
	}{
		{"an ordinary Friday ends with its last session", "2026-11-27", "2026-11-27 17:00", false, ""},
		{"no day asks for nothing", "", "0001-01-01 00:00", false, ""},
		{"Ngày Văn hóa Việt Nam is off", "2026-11-24", "", false, "task.due-off"},
		{"a Sunday is off", "2026-11-29", "", false, "task.due-off"},
		{"the first day of Tết 2026 is off", "2026-02-17", "", false, "task.due-off"},
		{"the Monday after a holiday on Sunday is off in its place", "2027-05-03", "", false, "task.due-off"}, // 1/5/2027 is a Saturday
		{"a Saturday morning ends at 11:30 where it is worked", "2026-11-28", "2026-11-28 11:30", true, ""},
		{"a Saturday that is worked for another day", "2026-08-22", "2026-08-22 17:00", false, ""},
		{"the thirty-first of February is no day", "2026-02-31", "", false, "task.due"},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			got, err := task.EndOf(office(t, x.half, swapped), x.day)
			if x.refused != "" {
				if !fault.Is(err, x.refused) {
					t.Fatalf("got %s, %v; want the refusal %s", got, err, x.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if text := got.In(hanoi).Format("2006-01-02 15:04"); !got.IsZero() && text != x.want {
				t.Errorf("got %s, want %s", text, x.want)
			}
		})
	}
}
