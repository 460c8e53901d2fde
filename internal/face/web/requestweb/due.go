package requestweb

import (
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/request"
	"antin/internal/face/web/ui"
	"antin/workday"
)

// near is the working time at which a limit begins to press.
const near = 4 * time.Hour

// dueChip says how much working time is left for the step under way.
func (m *module) dueChip(q *request.Request) (ui.Chip, error) {
	if q.DueAt.IsZero() {
		return ui.Chip{Tone: ui.Wait, Text: "Không tính hạn", Sign: "clock"}, nil
	}
	law, err := m.Profiles.At(q.Province, m.Now())
	if err != nil {
		return ui.Chip{}, err
	}
	left := law.Calendar().Left(m.Now(), q.DueAt)
	switch {
	case left.Overdue:
		return ui.Chip{Tone: ui.Bad, Text: "Quá hạn " + working(left)}, nil
	case left.Working <= near:
		return ui.Chip{Tone: ui.Warn, Text: "Còn " + working(left), Sign: "clock"}, nil
	case left.Today:
		return ui.Chip{Tone: ui.Warn, Text: "Trong hôm nay", Sign: "clock"}, nil
	}
	return ui.Chip{Text: "Còn " + working(left)}, nil
}

// working says working time as people do: days, or hours and minutes.
func working(left workday.Remaining) string {
	if left.Days > 0 {
		return fmt.Sprintf("%d ngày làm việc", left.Days)
	}
	hours, minutes := int(left.Working.Hours()), int(left.Working.Minutes())%60
	switch {
	case hours == 0:
		return fmt.Sprintf("%d phút", minutes)
	case minutes == 0:
		return fmt.Sprintf("%d giờ làm việc", hours)
	}
	return fmt.Sprintf("%d giờ %d phút", hours, minutes)
}

// whyDue explains a limit: from when it runs, which days count, which do not.
type whyDue struct {
	Facts  []ui.Pair
	Left   string // the days left out
	Clause string
}

// why gives the explanation; ok is false where no limit runs.
func (m *module) why(q *request.Request, clause string) (w whyDue, ok bool, err error) {
	from := runsFrom(q)
	if q.DueAt.IsZero() || from.IsZero() {
		return w, false, nil
	}
	law, err := m.Profiles.At(q.Province, m.Now())
	if err != nil {
		return w, false, err
	}
	e := law.Calendar().Explain(from, q.DueAt)
	w = whyDue{Clause: clause, Facts: []ui.Pair{{Label: "Tính từ", Value: ui.When(from)}, {Label: "Hạn", Value: ui.When(q.DueAt), Strong: true}}}
	if n := len(e.Counted); n > 0 {
		w.Facts = append(w.Facts, ui.Pair{Label: "Số ngày", Value: fmt.Sprintf("%d ngày làm việc, không tính ngày nhận", n)})
	}
	if q.LateHours > 0 {
		w.Facts = append(w.Facts, ui.Pair{Label: "Đã trễ", Value: fmt.Sprintf("%d giờ làm việc", q.LateHours)})
	}
	var left []string
	for _, s := range e.LeftOut {
		left = append(left, fmt.Sprintf("%02d/%02d (%s)", s.Date.Day, s.Date.Month, s.Why))
	}
	if len(left) > 0 {
		w.Left = "Không tính: " + strings.Join(left, ", ") + "."
	}
	return w, true, nil
}

// runsFrom is the moment from which the limit of the state counts.
func runsFrom(q *request.Request) time.Time {
	switch q.State {
	case request.Valid, request.Approved:
		if q.Terms.FromReceipt && !q.ReceivedAt.IsZero() {
			return q.ReceivedAt
		}
		return q.ValidAt
	case request.Forwarded:
		return q.ForwardedAt
	case request.Sent:
		return q.SentAt
	case request.Received:
		return q.ReceivedAt
	default:
		return q.UpdatedAt
	}
}
