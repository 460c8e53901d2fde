package register

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
)

// Trace is what the log says of one series: its held numbers, what became of
// them, what the clerk completed, and its closing.
type Trace struct {
	lines   map[int]logged
	marks   map[int]string
	closing string
}

type logged struct{ state, line, marks string }

// Add takes the next entry about the series, in the order of the log.
func (t *Trace) Add(e audit.Entry) {
	if t.lines == nil {
		t.lines, t.marks = map[int]logged{}, map[int]string{}
	}
	n, _ := strconv.Atoi(e.Data["number"]) // our own writing
	switch e.Action {
	case string(ActionHold):
		first, _ := strconv.Atoi(e.Data["first"]) // as above
		last, _ := strconv.Atoi(e.Data["last"])
		for i := first; i <= last; i++ {
			t.lines[i] = logged{state: string(Reserved)}
		}
	case string(ActionFill), "register.cancel":
		t.lines[n] = logged{e.Data["state"], e.Data["digest.line"], e.Data["digest.marks"]}
		t.marks[n] = e.Data["digest.marks"]
	case string(ActionNote):
		t.marks[n] = e.Data["digest.marks"]
	case string(ActionClose):
		t.closing = e.Data["closing"]
	}
}

// Known reports whether the log says anything of the series.
func (t *Trace) Known() bool { return t != nil && (len(t.lines)+len(t.marks) > 0 || t.closing != "") }

// Fits reports whether two readings of the log say the same.
func (t *Trace) Fits(o *Trace) bool { return fmt.Sprint(t) == fmt.Sprint(o) }

// ParseSeries reads a series as it stands in the log.
func ParseSeries(text string) (Series, bool) {
	parts := strings.Split(text, "/")
	if len(parts) != 3 {
		return Series{}, false
	}
	year, err := strconv.Atoi(parts[2])
	return Series{Agency: org.AgencyID(parts[0]), Book: parts[1], Year: year}, err == nil
}

// Untrue names every line of a series that is not as the log says it was
// written, and counts those that no document has.
func (s *Service) Untrue(ctx context.Context, series Series, t *Trace) (out []string, free int, err error) {
	for n, want := range t.lines {
		e, err := s.Store.Line(ctx, series, n)
		switch {
		case errors.Is(err, ErrNotFound):
			out = append(out, fmt.Sprintf("dòng số %d không còn", n))
			continue
		case err != nil:
			return nil, 0, err
		case e.Document != "":
			continue // the document's own entries tell of it
		}
		free++
		if string(e.State) != want.state || want.line != "" && e.Digest() != want.line {
			out = append(out, fmt.Sprintf("dòng số %d đã bị sửa, không như lúc ghi nhật ký", n))
		}
	}
	for n, want := range t.marks {
		e, err := s.Store.Line(ctx, series, n)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, 0, err
		}
		if err == nil && e.marks() != want {
			out = append(out, fmt.Sprintf("các cột lưu, chuyển, ghi chú của dòng số %d đã bị sửa", n))
		}
	}
	now, err := s.Store.Standing(ctx, series)
	if err != nil {
		return nil, 0, err
	}
	if t.closing != "" && (now.Closed.IsZero() || now.Closing.digest() != t.closing) {
		out = append(out, "biên bản khóa sổ đã bị sửa hoặc sổ bị mở lại")
	}
	if t.closing == "" && !now.Closed.IsZero() {
		out = append(out, "sổ ghi đã khóa mà nhật ký không ghi")
	}
	return out, free, nil
}
