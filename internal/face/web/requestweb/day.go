package requestweb

import (
	"time"

	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

const (
	dayForm   = "02/01/2006"
	dayHint   = "Ngày/tháng/năm, ví dụ 22/11/2026."
	clockHint = "Ngày/tháng/năm giờ:phút, ví dụ 22/11/2026 09:30."
)

// dayOf reads a day that was typed; empty is zero.
func dayOf(r *web.Request, field string) (time.Time, error) {
	text := r.Text(field)
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{"2/1/2006", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, text, ui.Hanoi); err == nil && t.Year() > 1990 && t.Year() < 2200 {
			return t, nil
		}
	}
	return time.Time{}, fault.New(fault.Invalid, "request.day", "Ngày chưa đúng.").At(field, dayHint)
}

// isoOf is a typed day as records keep it; what is no day stays as it was typed,
// for the record to refuse.
func isoOf(r *web.Request, field string) string {
	if t, err := dayOf(r, field); err == nil && !t.IsZero() {
		return t.Format(time.DateOnly)
	}
	return r.Text(field)
}

// shownDay is a day of a record as people write it.
func shownDay(iso string) string {
	if t, err := time.Parse(time.DateOnly, iso); err == nil {
		return t.Format(dayForm)
	}
	return iso
}
