package batch

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Meter draws one line that shows how many files are done, how many a second,
// and how long the rest will take. A nil Meter draws nothing.
type Meter struct {
	out   io.Writer
	now   func() time.Time
	began time.Time
	drawn time.Time
	shown bool
}

// NewMeter draws on a terminal, usually standard error.
func NewMeter(out io.Writer, now func() time.Time) *Meter {
	return &Meter{out: out, now: now, began: now()}
}

// Bounds of drawing.
const (
	redraw   = 100 * time.Millisecond
	barWidth = 24
)

// back returns to the start of the line and wipes it (ECMA-48, EL).
const back = "\r\x1b[K"

func (m *Meter) show(done, total int) {
	if m == nil || total < 2 {
		return
	}
	now := m.now()
	if m.shown && done < total && now.Sub(m.drawn) < redraw {
		return
	}
	m.drawn, m.shown = now, true
	fmt.Fprint(m.out, back+line(done, total, now.Sub(m.began)))
}

// line is what the meter says.
func line(done, total int, spent time.Duration) string {
	full := barWidth * done / total
	text := fmt.Sprintf("[%s%s] %d/%d tệp", strings.Repeat("█", full), strings.Repeat("·", barWidth-full), done, total)
	if done == 0 || spent <= 0 {
		return text
	}
	rate := float64(done) / spent.Seconds()
	text += fmt.Sprintf(" · %s tệp/giây", strings.Replace(fmt.Sprintf("%.1f", rate), ".", ",", 1))
	if done < total {
		left := time.Duration(float64(total-done)/rate*float64(time.Second) + 0.5)
		text += " · còn " + span(left)
	}
	return text
}

// span says a time as people do.
func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d giây", int(d.Seconds())+1)
	case d < time.Hour:
		return fmt.Sprintf("%d phút %d giây", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d giờ %d phút", int(d.Hours()), int(d.Minutes())%60)
}

// clear wipes the line before something else is printed.
func (m *Meter) clear() {
	if m == nil || !m.shown {
		return
	}
	m.shown = false
	fmt.Fprint(m.out, back)
}

func (m *Meter) end() { m.clear() }
