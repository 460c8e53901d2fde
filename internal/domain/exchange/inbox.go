package exchange

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
	"antin/workday"
)

// Window is a stretch of the working day in which the clerk owes a look into
// the inbox (BG Điều 10 khoản 2).
type Window struct{ Start, End workday.Clock }

// String writes "10:30-11:30".
func (w Window) String() string { return w.Start.String() + "-" + w.End.String() }

// ParseWindow reads "10:30-11:30".
func ParseWindow(text string) (Window, error) {
	from, to, ok := strings.Cut(strings.TrimSpace(text), "-")
	start, err1 := workday.ParseClock(strings.TrimSpace(from))
	end, err2 := workday.ParseClock(strings.TrimSpace(to))
	if !ok || err1 != nil || err2 != nil || end <= start {
		return Window{}, fmt.Errorf("%q is no window of the day", text)
	}
	return Window{start, end}, nil
}

// InboxPlace says into what the clerk looked.
type InboxPlace string

// Places of arrival that the clerk looks into.
const (
	InboxMailbox InboxPlace = "mailbox" // hộp thư điện tử của Văn thư
	InboxSystem  InboxPlace = "system"  // hộp nhận của phần mềm
)

// InboxCheck is one look, as it was recorded.
type InboxCheck struct {
	ID         string
	Agency     org.AgencyID
	Day        string // YYYY-MM-DD in +07:00
	At         time.Time
	Person     org.PersonID
	PersonName string
	Place      InboxPlace
}

// WindowState is what became of one window.
type WindowState string

// States of a window.
const (
	WindowDone   WindowState = "done"
	WindowOpen   WindowState = "open"   // now, and nobody has looked yet
	WindowMissed WindowState = "missed" // over, and nobody looked
	WindowLater  WindowState = "later"
)

// InboxWindow is one window of one day.
type InboxWindow struct {
	Window
	State WindowState
	Check InboxCheck // of WindowDone
}

// InboxDay is one working day with its windows; Extra counts looks outside them.
type InboxDay struct {
	Day     string
	Windows []InboxWindow
	Extra   int
}

// Missed counts the windows in which nobody looked.
func (d InboxDay) Missed() int {
	n := 0
	for _, w := range d.Windows {
		if w.State == WindowMissed {
			n++
		}
	}
	return n
}

// dayOf holds the looks of a day against its windows.
func dayOf(day workday.Date, windows []Window, checks []InboxCheck, now time.Time) InboxDay {
	out := InboxDay{Day: day.String()}
	used := make([]bool, len(checks))
	for _, w := range windows {
		from, to := at(day, w.Start), at(day, w.End)
		line := InboxWindow{Window: w, State: WindowLater}
		i := slices.IndexFunc(checks, func(c InboxCheck) bool { return !c.At.Before(from) && c.At.Before(to) })
		switch {
		case i >= 0:
			line.State, line.Check = WindowDone, checks[i]
			for k, c := range checks {
				used[k] = used[k] || !c.At.Before(from) && c.At.Before(to)
			}
		case !now.Before(to):
			line.State = WindowMissed
		case !now.Before(from):
			line.State = WindowOpen
		}
		out.Windows = append(out.Windows, line)
	}
	for _, u := range used {
		if !u {
			out.Extra++
		}
	}
	return out
}

func at(d workday.Date, c workday.Clock) time.Time {
	return time.Date(d.Year, d.Month, d.Day, int(c)/60, int(c)%60, 0, 0, hanoi)
}

var hanoi = time.FixedZone("+07:00", 7*3600)

// checkWindows refuses fewer windows than looks are owed, and windows that meet.
func checkWindows(list []Window, p *profile.Profile) error {
	if len(list) < p.Documents.ChecksPerDay {
		return fault.New(fault.Invalid, "inbox.too-few", p.Incoming.WindowsRefusal).Under(p.Clause("incoming.windows_refusal")).
			At("windows", fmt.Sprintf("Ghi ít nhất %d khung giờ.", p.Documents.ChecksPerDay))
	}
	slices.SortFunc(list, func(a, b Window) int { return int(a.Start) - int(b.Start) })
	for i := 1; i < len(list); i++ {
		if list[i].Start < list[i-1].End {
			return fault.New(fault.Invalid, "inbox.overlap", "Hai khung giờ chồng lên nhau.").Under(p.Clause("documents.check_windows")).
				At("windows", "Sửa để khung "+list[i].String()+" bắt đầu sau "+list[i-1].End.String()+".")
		}
	}
	if len(list) > maxWindows {
		return fault.New(fault.Invalid, "inbox.too-many", fmt.Sprintf("Nhiều nhất %d khung giờ một ngày.", maxWindows)).At("windows", "Bỏ bớt khung giờ.")
	}
	return nil
}

const maxWindows = 12
